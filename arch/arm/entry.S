/* SPDX-License-Identifier: MIT */
/*
 * Exceptions. The kernel lives in SVC mode; every exception ends up there, with the registers of
 * what it interrupted in a struct pt_regs on the SVC stack.
 *
 *   interrupt   srsdb puts pc and cpsr straight on the SVC stack; the rest follows; the handler
 *               then runs on the CPU's interrupt stack, nested ones too
 *   abort,      their own mode's stack first: it may be the SVC stack that is at fault. The MMU is
 *   undefined   asked whether there is room on the SVC stack. If so the registers go there and the
 *               handler runs there. If not, it is an overflow, handled on the abort stack
 *
 * Invariants
 *   1. r4 holds the pt_regs while C runs below an exception: the unwinder crosses it by that.
 *   2. The stack pointer is a multiple of 8 when C is called (AAPCS), whatever was interrupted.
 *   3. The abort and undefined stacks are empty again before C runs in SVC mode.
 *
 * Manual: ARM ARM (DDI 0406C) B1.8 exceptions, A8 SRS and RFE, B4.2.4 address translation.
 */
#include <generated/asm-offsets.h>
#include <linux/linkage.h>
#include <asm/cp15.h>
#include <asm/memory.h>
#include <asm/ptrace.h>
#include <asm/restart.h>
#include <asm/stacks.h>
#include <asm/thread_info.h>

	.arm

/* --- the vectors, mapped at VECTORS_BASE ---------------------------------------------------- */
	.section .vectors, "ax"
vectors:
	ldr	pc, 0f
	ldr	pc, 1f
	ldr	pc, 2f
	ldr	pc, 3f
	ldr	pc, 4f
	ldr	pc, 5f
	ldr	pc, 6f
	ldr	pc, 7f
0:	.word	vector_reset
1:	.word	vector_undefined
2:	.word	vector_svc
3:	.word	vector_prefetch_abort
4:	.word	vector_data_abort
5:	.word	vector_hyp_trap
6:	.word	vector_irq
7:	.word	vector_fiq

	.section .entry.text, "ax"

/*
 * Ends an exception: r4 = pt_regs. pc and cpsr go below the stack pointer that the interrupted
 * context is to have, and RFE takes both from there at once. Handlers may change any register.
 */
.macro exception_return
	mov	sp, r4
	clrex					@ an exclusive access that was cut in two fails
	ldr	r0, [sp, #S_SP]
	ldr	r1, [sp, #S_PC]
	ldr	r2, [sp, #S_CPSR]
	stmdb	r0!, {r1, r2}
	str	r0, [sp, #S_SP]
	ldr	lr, [sp, #S_LR]
	ldmia	sp, {r0-r12}
	ldr	sp, [sp, #S_SP]
	rfeia	sp!
.endm

/*
 * Makes a pt_regs at sp - PT_REGS_SIZE out of the scratch frame at r3: r0-r3, pc, cpsr.
 * r0, r1 = the sp and lr to note. Out: r4 = sp = the pt_regs. Clobbers r4-r9 after saving them.
 */
.macro save_regs
	sub	sp, sp, #PT_REGS_SIZE
	add	r2, sp, #S_R4
	stmia	r2, {r4-r12}
	ldmia	r3, {r4-r9}
	stmia	sp, {r4-r7}
	str	r0, [sp, #S_SP]
	str	r1, [sp, #S_LR]
	str	r8, [sp, #S_PC]
	str	r9, [sp, #S_CPSR]
	mov	r4, sp
.endm

/*
 * A fault: mode's own number, how far lr is past the instruction, and the C function for it,
 * void handler(struct pt_regs *regs).
 */
.macro fault_entry name, mode, lr_offset, handler
ENTRY(\name)
	sub	lr, lr, #\lr_offset
	srsdb	sp!, #\mode
	stmdb	sp!, {r0-r3}
	mov	r3, sp				@ the scratch frame; what is below nobody touches,
	add	sp, sp, #24			@ for exceptions are masked
	cps	#SVC_MODE
	sub	r0, sp, #FAULT_STACK_ROOM
	mcr	p15, 0, r0, c7, c8, 1		@ ATS1CPW: could we write there?
	isb					@ PAR follows
	mrc	p15, 0, r0, c7, c4, 0		@ PAR
	tst	r0, #1
	mov	r0, sp
	mov	r1, lr
	bne	bad_stack
	save_regs
	bic	sp, sp, #7
	mov	r0, r4
	bl	\handler
	exception_return
ENDPROC(\name)
.endm

	fault_entry vector_undefined, UND_MODE, 4, do_undefined
	fault_entry vector_prefetch_abort, ABT_MODE, 4, do_prefetch_abort
	fault_entry vector_data_abort, ABT_MODE, 8, do_data_abort

/*
 * There is no room on the SVC stack. r0, r1 = its sp and lr, r3 = scratch frame. Goes on in abort
 * mode, on the abort stack. If it was in abort mode that the fault happened, its stack just grows.
 * If there is a thread to blame, the way from there leads back to its stack: what overflowed is
 * given up, so there is room again, and the thread ends.
 */
ENTRY(bad_stack)
	cps	#ABT_MODE
	sub	sp, sp, #32			@ the scratch frame may lie right below
	save_regs
	bic	sp, sp, #7
	mov	r0, r4
	bl	do_bad_stack			@ r0 = where on its own stack the thread can end
	add	sp, r4, #PT_REGS_SIZE + 32	@ invariant 3
	cps	#SVC_MODE
	mov	sp, r0
	cpsie	a
	mov	r0, #SIGSEGV
	mov	lr, #0
	b	make_task_dead			@ lets interrupts in; does not return
ENDPROC(bad_stack)

/* From an exception's own mode to SVC, with a pt_regs on its stack. Out: r4 = sp = the pt_regs. */
.macro enter_svc
	srsdb	sp!, #SVC_MODE
	cps	#SVC_MODE
	sub	sp, sp, #S_PC
	stmia	sp, {r0-r12}
	add	r0, sp, #PT_REGS_SIZE
	str	r0, [sp, #S_SP]
	str	lr, [sp, #S_LR]
	mov	r4, sp
.endm

/* Vectors that nothing should take: reset (a jump to 0xffff0000), svc, hyp trap. */
.macro unexpected_entry name, number
ENTRY(\name)
	enter_svc
	bic	sp, sp, #7
	mov	r0, r4
	mov	r1, #\number
	bl	do_unexpected
	exception_return
ENDPROC(\name)
.endm

	unexpected_entry vector_reset, 0
	unexpected_entry vector_svc, 2
	unexpected_entry vector_hyp_trap, 5
	unexpected_entry vector_fiq, 7

/*
 * An interrupt. The interrupt stack's end is a per-CPU variable; we are on that stack already if sp
 * lies within IRQ_STACK_SIZE below it.
 */
ENTRY(vector_irq)
	sub	lr, lr, #4
	enter_svc
	mrc	p15, 0, r0, c13, c0, 4		@ TPIDRPRW: this CPU's offset
	ldr	r1, =irq_stack_end
	ldr	r1, [r1, r0]
	sub	r2, r1, sp
	cmp	r2, #IRQ_STACK_SIZE
	movhi	sp, r1
	bic	sp, sp, #7
	mov	r0, r4
	bl	do_irq
	bic	sp, r4, #7			@ calls from here on want it aligned, too

	@ Was a per-CPU operation cut in two? Then its first instruction is one of the last six.
	ldr	r0, [r4, #S_PC]
	ldr	r5, =PERCPU_BEGIN_INSN
	bic	r0, r0, #3			@ libgcc is Thumb code
	ldmdb	r0, {r1-r3, r6-r8}		@ PERCPU_MAX_DONE of them
	teq	r1, r5
	teqne	r2, r5
	teqne	r3, r5
	teqne	r6, r5
	teqne	r7, r5
	teqne	r8, r5
	moveq	r0, r4
	bleq	restart_percpu

	@ Bit 31 set: nobody asked for a reschedule.
	mrc	p15, 0, r0, c13, c0, 3		@ TPIDRURO: current
	ldr	r0, [r0, #TSK_PREEMPT_COUNT]
	cmp	r0, #0
	movpl	r0, r4
	blpl	irq_exit_resched

	@ What was interrupted gets its stack pointer back right above the pt_regs: no need to
	@ move pc and cpsr, as exception_return does.
	mov	sp, r4
	clrex					@ an exclusive access that was cut in two fails
	ldr	lr, [sp, #S_LR]
	ldmia	sp, {r0-r12}
	add	sp, sp, #S_PC
	rfeia	sp!
ENDPROC(vector_irq)
	.ltorg

/*
 * int catch_fault(void (*fn)(void *arg), void *arg, struct fault_info *info)
 *
 * Leaves a record of where to go on in current->fault_catch; fault.c comes back to
 * catch_fault_resume with sp at the record and r0 = 1. The layout is struct fault_catch, fault.c.
 */
	.text
ENTRY(catch_fault)
	.save	{r2, r4-r11, lr}
	push	{r2, r4-r11, lr}		@ info, and what the caller wants back
	mrc	p15, 0, r4, c13, c0, 3		@ TPIDRURO: current
	ldr	r5, [r4, #TSK_FAULT_CATCH]
	mrs	r6, cpsr
	.save	{r5, r6}
	push	{r5, r6}			@ the record that was there; the mask bits
	str	sp, [r4, #TSK_FAULT_CATCH]
	mov	r3, r0
	mov	r0, r1
	blx	r3
	mov	r0, #0
	.globl	catch_fault_resume
catch_fault_resume:
	mrc	p15, 0, r4, c13, c0, 3
	pop	{r5, r6}
	str	r5, [r4, #TSK_FAULT_CATCH]
	pop	{r2, r4-r11, pc}
ENDPROC(catch_fault)
