/* SPDX-License-Identifier: MIT */
/*
 * Changing from one thread to another.
 */
#include <generated/asm-offsets.h>
#include <linux/linkage.h>

/*
 * struct task_struct *__switch_to(struct task_struct *prev, struct task_struct *next)
 *
 * In: r0 = prev, r1 = next, interrupts off. Out: r0 = prev. Everything the C compiler wants kept
 * over a call lies on the thread's stack while it does not run; only the stack pointer is in its
 * task_struct. There is no more to a thread: the kernel keeps no floating point registers.
 */
	.text
ENTRY(__switch_to)
	.save	{r4-r11, lr}
	push	{r4-r11, lr}
	str	sp, [r0, #TSK_SAVED_SP]
	mcr	p15, 0, r1, c13, c0, 3		@ TPIDRURO: current
	ldr	sp, [r1, #TSK_SAVED_SP]
	pop	{r4-r11, pc}
ENDPROC(__switch_to)

/* What lies in front of a new thread's first return address: nothing to unwind through. */
ENTRY(before_ret_from_fork)
	nop
ENDPROC_NOUNWIND(before_ret_from_fork)

/*
 * The first instructions of a new thread, "returned to" by __switch_to.
 * In: r0 = the thread before, r4 = argument, r5 = function that does not return, interrupts off.
 */
ENTRY(ret_from_fork)
	bl	schedule_tail
	mov	r0, r4
	mov	lr, #0
	bx	r5
ENDPROC_NOUNWIND(ret_from_fork)
