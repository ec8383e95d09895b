/* SPDX-License-Identifier: MIT */
/*
 * A secondary CPU's way from the firmware to C.
 */
#include <generated/asm-offsets.h>
#include <linux/linkage.h>
#include <asm/cp15.h>
#include <asm/memory.h>
#include <asm/ptrace.h>

#define MPIDR_AFFINITY		0x00ffffff
#define SCTLR_OFF		(SCTLR_M | SCTLR_A | SCTLR_C | SCTLR_Z | SCTLR_I | SCTLR_TE)
#define SCTLR_ON		(SCTLR_M | SCTLR_C | SCTLR_Z | SCTLR_I | SCTLR_V | SCTLR_TRE | \
				 SCTLR_AFE)

	.text
	.arm

/*
 * Entered from PSCI at its physical address: MMU and caches off and clean, interrupts masked, SVC
 * or HYP mode. The page tables of the boot CPU are taken as they are; smp_init() has put this
 * code's own section into them at its physical address, so that the MMU can be turned on under
 * it.
 *
 *   r7  where the image lies      r8  start of RAM: what head.S's functions want
 */
	.globl	secondary_startup
secondary_startup:
	mrs	r0, cpsr
	and	r0, r0, #MODE_MASK
	cmp	r0, #HYP_MODE
	bleq	leave_hyp
	msr	cpsr_c, #PSR_I_BIT | PSR_F_BIT | SVC_MODE

	adr	r8, secondary_startup
	and	r8, r8, #~(PHYS_OFFSET_ALIGN - 1)
	add	r7, r8, #TEXT_OFFSET

	ldr	r1, =SCTLR_OFF
	mrc	p15, 0, r0, CP15_SCTLR
	bic	r0, r0, r1
	mcr	p15, 0, r0, CP15_SCTLR
	isb					@ the fetches that follow see it
	mov	r0, #0
	mcr	p15, 0, r0, c7, c5, 0		@ ICIALLU, ARM ARM B4.2.1
	mcr	p15, 0, r0, c7, c5, 6		@ BPIALL
	mcr	p15, 0, r0, c8, c7, 0		@ TLBIALL, B4.2.2
	dsb					@ all three are done
	bl	set_translation_registers

	ldr	r1, =secondary_mapped
	ldr	r2, =SCTLR_ON
	mrc	p15, 0, r0, CP15_SCTLR
	orr	r0, r0, r2
	mcr	p15, 0, r0, CP15_SCTLR
	isb					@ fetch the rest through the MMU
	bx	r1

/*
 * At the linked address. Finds this CPU's record by its MPIDR, so that a CPU that comes up long
 * after it was called takes nobody else's stack.
 */
secondary_mapped:
	mrc	p15, 0, r1, c0, c0, 5		@ MPIDR
	bfc	r1, #24, #8
	ldr	r0, =secondary_data
	ldr	r3, =secondary_data + SECONDARY_DATA_END
1:	ldr	r2, [r0, #SECONDARY_MPIDR]
	cmp	r2, r1
	beq	2f
	add	r0, r0, #SECONDARY_DATA_SIZE
	cmp	r0, r3
	blo	1b
3:	wfi					@ nobody called us
	b	3b

2:	cps	#ABT_MODE
	ldr	sp, [r0, #SECONDARY_ABT_SP]
	cps	#UND_MODE
	ldr	sp, [r0, #SECONDARY_UND_SP]
	cps	#SVC_MODE
	ldr	r1, [r0, #SECONDARY_TASK]
	ldr	r2, [r0, #SECONDARY_PERCPU]
	mcr	p15, 0, r1, c13, c0, 3		@ TPIDRURO: current
	mcr	p15, 0, r2, c13, c0, 4		@ TPIDRPRW: offset of this CPU's per-CPU data
	mov	sp, r1				@ the stack lies below its task_struct
	mov	fp, #0
	mov	lr, #0
	cpsie	a				@ aborts that arrive late are reported from now on
	b	secondary_start_kernel
	.ltorg
