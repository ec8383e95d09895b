/* SPDX-License-Identifier: MIT */
/*
 * From the loader to start_kernel().
 *
 * The loader keeps the ARM Linux boot protocol: MMU off, data cache off and clean, interrupts
 * masked, SVC or HYP mode, r2 = physical address of a device tree; the image lies anywhere in the
 * first 128 MiB of RAM, and RAM starts at a multiple of 128 MiB. A tree may also follow the image.
 *
 * In order: count cycles; leave HYP mode; bring caches and TLB to a known state; find the tree; put
 * the tree out of the way and the image to its place; clear bss; build page tables; MMU on; call C.
 *
 * Everything up to the MMU is position independent. Addresses of the image once it is in its place
 * are "symbol - PAGE_OFFSET + start of RAM".
 *
 *   r7  where the image belongs      r9   device tree, 0 if none     r11  where an abort resumes
 *   r8  start of RAM                 r10  where the image lies       r6   BOOT_* of asm/setup.h
 *
 * Manual sections are of the ARM ARM, DDI 0406C.
 */
#include <linux/linkage.h>
#include <asm/cp15.h>
#include <asm/memory.h>
#include <asm/pgtable.h>
#include <asm/ptrace.h>
#include <asm/setup.h>
#include <asm/stacks.h>

#define FDT_MAGIC_SWAPPED	0xedfe0dd0	/* 0xd00dfeed, big-endian, as loaded */
#define FDT_TOTALSIZE		4
#define ZIMAGE_MAGIC		0x016f2818
#define COPY_CHUNK		32

	.arch_extension sec
	.arch_extension virt
	.section ".head.text", "ax"
	.arm

/* --- the zImage header, known to U-Boot and QEMU -------------------------------------------- */
	.globl	_start
_start:
	b	entry
	.rept	8
	nop
	.endr
	.word	ZIMAGE_MAGIC			@ 0x24
	.word	0				@ 0x28: start, 0 for "anywhere"
	.word	__image_file_size			@ 0x2c: end
	.word	0x04030201			@ 0x30: says little-endian

/* --- entry ---------------------------------------------------------------------------------- */
entry:
	@ The cycle counter first, so that it counts all of the start-up. C12.8
	mov	r0, #PMCR_E | PMCR_C
	mcr	p15, 0, r0, c9, c12, 0		@ PMCR
	mov	r0, #PMCNTEN_C
	mcr	p15, 0, r0, c9, c12, 1		@ PMCNTENSET

	mov	r9, r2
	mov	r11, #0
	mov	r6, #0
	mrs	r0, cpsr
	and	r0, r0, #MODE_MASK
	cmp	r0, #HYP_MODE
	moveq	r6, #BOOT_HYP
	bleq	leave_hyp
	msr	cpsr_c, #PSR_I_BIT | PSR_F_BIT | SVC_MODE

	adr	r10, _start
	and	r8, r10, #~(PHYS_OFFSET_ALIGN - 1)
	add	r7, r8, #TEXT_OFFSET

	adr	r0, early_vectors
	mcr	p15, 0, r0, c12, c0, 0		@ VBAR, B4.1.156

	@ MMU, caches and branch prediction off, low vectors. B4.1.130
	mrc	p15, 0, r0, c1, c0, 0
	ldr	r1, =SCTLR_M | SCTLR_A | SCTLR_C | SCTLR_Z | SCTLR_I | SCTLR_V | \
		     SCTLR_TRE | SCTLR_AFE | SCTLR_TE
	bic	r0, r0, r1
	mcr	p15, 0, r0, c1, c0, 0
	isb					@ the fetches that follow see it

	@ A line that the loader left dirty would be written over what we write now. B2.2.2
	bl	flush_dcache_all

	bl	find_device_tree
	bl	move_device_tree
	b	move_image
image_in_place:
	@ r10 = r7 from here on, and we run there.
	bl	clear_bss

	ldr	r0, =__pv_phys_offset - PAGE_OFFSET
	str	r8, [r0, r8]
	ldr	r0, =boot_fdt_phys - PAGE_OFFSET
	str	r9, [r0, r8]
	ldr	r0, =boot_flags - PAGE_OFFSET
	str	r6, [r0, r8]

	ldr	sp, =init_stack_top - PAGE_OFFSET
	add	sp, sp, r8
	mov	r0, r8
	bl	early_map_image

	@ Instruction fetches may have filled the unified levels with what the image replaced.
	bl	flush_dcache_all
	mov	r0, #0
	mcr	p15, 0, r0, c7, c5, 0		@ ICIALLU, B4.2.1
	mcr	p15, 0, r0, c7, c5, 6		@ BPIALL
	mcr	p15, 0, r0, c8, c7, 0		@ TLBIALL, B4.2.2
	dsb					@ all three are done

	bl	set_translation_registers
	ldr	r1, =__mmap_switched
	ldr	r2, =SCTLR_M | SCTLR_C | SCTLR_Z | SCTLR_I | SCTLR_V | SCTLR_TRE | SCTLR_AFE
	mrc	p15, 0, r0, c1, c0, 0
	orr	r0, r0, r2
	.globl	turn_mmu_on
turn_mmu_on:
	mcr	p15, 0, r0, c1, c0, 0
	isb					@ fetch the rest through the MMU: the identity map
	bx	r1

/* --- with the MMU on, at the linked address ------------------------------------------------- */
__mmap_switched:
	cps	#ABT_MODE
	ldr	sp, =init_abt_stack_top
	cps	#UND_MODE
	ldr	sp, =init_und_stack + UND_STACK_SIZE
	cps	#SVC_MODE
	ldr	sp, =init_stack_top
	ldr	r0, =init_task
	mcr	p15, 0, r0, c13, c0, 3		@ TPIDRURO: current
	mov	r0, #0
	mcr	p15, 0, r0, c13, c0, 4		@ TPIDRPRW: offset of this CPU's per-CPU data
	mov	fp, #0
	mov	lr, #0
	cpsie	a				@ aborts that arrive late are reported from now on
	b	start_kernel
	.ltorg

/*
 * Leaves HYP for SVC, so that the kernel below is not trapped and the timers are its own. B1.10
 * In: lr. Clobbers r0, r1. MMU off.
 */
	.globl	leave_hyp
leave_hyp:
	mov	r1, #0
	mcr	p15, 4, r1, c1, c1, 0		@ HCR: nothing is trapped or virtual
	mcr	p15, 4, r1, c1, c1, 2		@ HCPTR
	mcr	p15, 4, r1, c1, c1, 3		@ HSTR
	mrc	p15, 4, r1, c1, c1, 1		@ HDCR: all counters stay ours
	and	r1, r1, #0x1f
	mcr	p15, 4, r1, c1, c1, 1
	mrc	p15, 0, r1, c0, c0, 0		@ MIDR and MPIDR as they are
	mcr	p15, 4, r1, c0, c0, 0		@ VPIDR
	mrc	p15, 0, r1, c0, c0, 5
	mcr	p15, 4, r1, c0, c0, 5		@ VMPIDR
	mrc	p15, 0, r1, c0, c1, 1		@ ID_PFR1[19:16]: the generic timer
	ands	r1, r1, #0xf << 16
	beq	1f
	mrc	p15, 4, r1, c14, c1, 0		@ CNTHCTL: PL1 may read and set it
	orr	r1, r1, #3
	mcr	p15, 4, r1, c14, c1, 0
	mov	r1, #0
	mcrr	p15, 4, r1, r1, c14		@ CNTVOFF: virtual time is physical time
1:	mov	r1, #PSR_A_BIT | PSR_I_BIT | PSR_F_BIT | SVC_MODE
	msr	spsr_cxsf, r1			@ SPSR_hyp: its own mode's has no other name
	msr	elr_hyp, lr
	eret

/*
 * Sets r9 to a device tree: the one in r2, else the one behind the image, else 0.
 * In: r9, r10. Clobbers r0-r2, r4. MMU off. A read that aborts makes the answer no.
 */
find_device_tree:
	mov	r4, lr
	adr	r11, 2f
	mov	r0, r9
	bl	is_device_tree
	beq	3f
2:	adr	r11, 4f
	ldr	r9, =__image_file_size
	add	r9, r9, r10
	mov	r0, r9
	bl	is_device_tree
4:	movne	r9, #0
3:	mov	r11, #0
	bx	r4

/* Z set if r0 points at a device tree. An abort comes back to r11 with Z clear. */
is_device_tree:
	cmp	r0, #1
	bxlo	lr				@ 0: below 1 leaves Z clear
	tst	r0, #3
	bxne	lr
	ldr	r1, [r0]
	ldr	r2, =FDT_MAGIC_SWAPPED
	cmp	r1, r2
	bx	lr

/*
 * Moves the device tree behind the image if it lies where the image or the page directory will.
 * In: r7-r10. Out: r9. Clobbers r0-r5. MMU off.
 */
move_device_tree:
	cmp	r9, #0
	bxeq	lr
	ldr	r0, [r9, #FDT_TOTALSIZE]
	rev	r0, r0				@ r0: its size, no more than the window for it
	cmp	r0, #FDT_FIXED_SIZE
	movhi	r0, #FDT_FIXED_SIZE
	add	r1, r9, r0			@ r1: its end
	sub	r2, r7, #PG_DIR_SIZE		@ r2..r3: where we will be
	ldr	r3, =__image_mem_size
	add	r3, r3, r7
	cmp	r9, r3
	cmplo	r2, r1
	bxhs	lr				@ no overlap

	@ Behind both places of the image.
	ldr	r4, =__image_file_size
	add	r4, r4, r10
	cmp	r3, r4
	movlo	r3, r4
	add	r3, r3, #PAGE_SIZE
	bfc	r3, #0, #PAGE_SHIFT
	add	r0, r0, #3
	bic	r0, r0, #3
	cmp	r3, r9
	movhs	r5, #-4				@ upwards: from the end
	movlo	r5, #4
	subhs	r4, r0, #4
	movlo	r4, #0
	mov	r2, r0
1:	ldr	r1, [r9, r4]
	str	r1, [r3, r4]
	add	r4, r4, r5
	subs	r2, r2, #4
	bhi	1b
	mov	r9, r3
	bx	lr

/*
 * Moves the image from r10 to r7 and goes on there, at image_in_place. MMU and I-cache off.
 * The places may overlap. Going up, the copy runs from the end, and this page, the first, is still
 * whole when it is over, for the places differ by a page at least. Going down, the first page is
 * copied first, and the copy of this code copies the rest. Clobbers r0-r5, r12.
 */
move_image:
	cmp	r7, r10
	beq	image_in_place
	ldr	r0, =__image_file_size + COPY_CHUNK - 1
	bic	r0, r0, #COPY_CHUNK - 1
	bhi	2f

	mov	r12, #0
	mov	r2, #PAGE_SIZE
	adr	lr, 1f
	sub	lr, lr, r10
	add	lr, lr, r7
	b	copy_up				@ the first page; comes back in its copy
1:	mov	r2, r0
	adr	lr, 3f
	b	copy_up

2:	subs	r0, r0, #COPY_CHUNK
	add	r12, r10, r0
	ldmia	r12, {r1-r4}
	add	r12, r7, r0
	stmia	r12, {r1-r4}
	add	r12, r10, r0
	add	r12, r12, #16
	ldmia	r12, {r1-r4}
	add	r12, r7, r0
	add	r12, r12, #16
	stmia	r12, {r1-r4}
	bhi	2b
	adr	r0, 3f
	sub	r0, r0, r10
	add	r0, r0, r7
	bx	r0				@ into the copy
3:	mov	r10, r7
	dsb					@ the copy is in memory before it is fetched
	isb
	b	image_in_place

/* Copies bytes r12 to r2 of the image from r10 to r7, ascending. Clobbers r1, r3-r5. */
copy_up:
	add	r1, r10, r12
	ldmia	r1, {r3-r4}
	add	r1, r7, r12
	stmia	r1, {r3-r4}
	add	r12, r12, #8
	cmp	r12, r2
	blo	copy_up
	bx	lr

/* Clears from _edata to _end. In: r7. Clobbers r0-r5. MMU off. */
clear_bss:
	ldr	r0, =__image_file_size
	add	r0, r0, r7
	ldr	r1, =__image_mem_size
	add	r1, r1, r7
	mov	r2, #0
	mov	r3, #0
	mov	r4, #0
	mov	r5, #0
1:	tst	r0, #15				@ up to a multiple of 16
	strne	r2, [r0], #4
	bne	1b
2:	cmp	r0, r1
	stmlo	r0!, {r2-r5}
	blo	2b
	bx	lr

/*
 * Everything that the table walk needs, MMU still off. In: r8. Clobbers r0-r2.
 * A CPU with the multiprocessing extensions, unless it says that it is alone, shares its memory.
 */
	.globl	set_translation_registers
set_translation_registers:
	sub	r0, r7, #PG_DIR_SIZE
	ldr	r1, =PRRR_VALUE
	mrc	p15, 0, r2, c0, c0, 5		@ MPIDR
	and	r2, r2, #MPIDR_MP | MPIDR_U
	cmp	r2, #MPIDR_MP
	orreq	r0, r0, #TTBR_S | TTBR_NOS | TTBR_IRGN_WBWA | TTBR_RGN_WBWA
	orrne	r0, r0, #TTBR_C | TTBR_RGN_WBWA
	orreq	r1, r1, #PRRR_NS1
	mcr	p15, 0, r0, c2, c0, 0		@ TTBR0, B4.1.154
	mcr	p15, 0, r1, c10, c2, 0		@ PRRR, B4.1.127
	ldr	r1, =NMRR_VALUE
	mcr	p15, 0, r1, c10, c2, 1		@ NMRR, B4.1.110
	mov	r0, #0
	mcr	p15, 0, r0, c2, c0, 2		@ TTBCR: TTBR0 for all, short descriptors
	mcr	p15, 0, r0, c13, c0, 1		@ CONTEXTIDR: address space 0
	mov	r0, #DACR_CLIENT
	mcr	p15, 0, r0, c3, c0, 0		@ DACR
	isb					@ all of it before the MMU goes on
	bx	lr

/*
 * An exception before there is anything to report it with. A data abort while the tree is looked
 * for means that r2 is no address of RAM. Any other stops here, for the debugger: lr says where
 * it was, r0 and r1 what and where (DFSR, DFAR).
 */
	.align	5
early_vectors:
	b	stopped_before_mmu		@ reset
	b	stopped_before_mmu		@ undefined instruction
	b	stopped_before_mmu		@ supervisor call
	b	stopped_before_mmu		@ prefetch abort
	b	early_data_abort
	b	stopped_before_mmu		@ hypervisor trap
	b	stopped_before_mmu		@ IRQ
	b	stopped_before_mmu		@ FIQ
early_data_abort:
	cmp	r11, #0
	beq	stopped_before_mmu
	orr	r6, r6, #BOOT_BAD_R2		@ told when there is a console
	mrs	r0, spsr
	bic	r0, r0, #1 << 30		@ Z clear: no tree there
	msr	spsr_cxsf, r0
	mov	lr, r11
	movs	pc, lr
	.globl	stopped_before_mmu
stopped_before_mmu:
	mrc	p15, 0, r0, c5, c0, 0		@ DFSR
	mrc	p15, 0, r1, c6, c0, 0		@ DFAR
	b	.
	.ltorg
