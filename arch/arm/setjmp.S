/* SPDX-License-Identifier: MIT */
/*
 * setjmp() and longjmp(): the registers that a called function must preserve (AAPCS 5.1.1).
 * The kernel uses no VFP registers, and the interrupt mask is not part of it.
 */
#include <linux/linkage.h>

	.syntax	unified

	.text

/*
 * int setjmp(struct jmp_buf *buf);
 *
 * In: r0 = buf. Out: r0 = 0. Clobbers r1. MMU: either.
 */
ENTRY(setjmp)
	mov	r1, sp
	stmia	r0!, {r4 - r11}
	stmia	r0, {r1, lr}
	mov	r0, #0
	bx	lr
ENDPROC(setjmp)

/*
 * void longjmp(struct jmp_buf *buf, int value);
 *
 * In: r0 = buf, r1 = value. Out: r0 = value, at the place where setjmp() returned.
 * Clobbers all but what setjmp() saved. MMU: either.
 */
ENTRY(longjmp)
	ldmia	r0!, {r4 - r11}
	ldmia	r0, {r2, lr}
	mov	sp, r2
	mov	r0, r1
	bx	lr
ENDPROC(longjmp)
