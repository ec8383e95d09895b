/* SPDX-License-Identifier: MIT */
/*
 * memset(), and memset() with zero.
 *
 * Every store is aligned to its own size, so they work with the MMU off and on memory of any
 * type. Blocks of 128 bytes are written by store multiple, 32 bytes at a time.
 */
#include <linux/linkage.h>

	.syntax	unified
	.text

/*
 * void __memzero(void *s, size_t n);
 *
 * In: r0 = s, r1 = n. Clobbers r0-r3, ip. MMU: either.
 */
ENTRY(__memzero)
	mov	r2, r1
	mov	r1, #0
	/* falls through into memset() */
ENDPROC(__memzero)

/*
 * void *memset(void *s, int c, size_t n);
 *
 * In: r0 = s, r1 = c, r2 = n. Out: r0 = s. Clobbers r1-r3, ip. MMU: either.
 */
ENTRY(memset)
	mov	ip, r0
	cmp	r2, #16
	blo	memset_small

	/* The byte in all four places of r1 and r3. */
	and	r1, r1, #255
	orr	r1, r1, r1, lsl #8
	orr	r1, r1, r1, lsl #16

	/* Up to three bytes until the address is aligned. */
1:	tst	ip, #3
	beq	2f
	strb	r1, [ip], #1
	sub	r2, r2, #1
	b	1b

2:	mov	r3, r1
	subs	r2, r2, #32
	blo	memset_tail
	/* falls through into memset_blocks() */
ENDPROC(memset)

/* r2 + 32 bytes of r1 = r3 from ip, aligned. An unwind frame of its own: it uses the stack. */
ENTRY(memset_blocks)
	push	{r4 - r8, lr}
	.save	{r4 - r8, lr}
	mov	r4, r1
	mov	r5, r1
	mov	r6, r1
	mov	r7, r1
	mov	r8, r1
	mov	lr, r1
	subs	r2, r2, #96
	blo	4f
3:	stmia	ip!, {r1, r3 - r8, lr}
	stmia	ip!, {r1, r3 - r8, lr}
	stmia	ip!, {r1, r3 - r8, lr}
	stmia	ip!, {r1, r3 - r8, lr}
	subs	r2, r2, #128
	bhs	3b

	/* r2 = what is left - 128: its low seven bits are those of what is left. */
4:	tst	r2, #64
	stmiane	ip!, {r1, r3 - r8, lr}
	stmiane	ip!, {r1, r3 - r8, lr}
	tst	r2, #32
	stmiane	ip!, {r1, r3 - r8, lr}
	pop	{r4 - r8, lr}
	/* falls through into memset_tail() */
ENDPROC(memset_blocks)

/* The last bytes of r1 = r3 from ip, aligned: the low five bits of r2 are their number. */
ENTRY(memset_tail)
	tst	r2, #16
	stmiane	ip!, {r1, r3}
	stmiane	ip!, {r1, r3}
	tst	r2, #8
	stmiane	ip!, {r1, r3}
	tst	r2, #4
	strne	r1, [ip], #4
	tst	r2, #2
	strhne	r1, [ip], #2
	tst	r2, #1
	strbne	r1, [ip]
	bx	lr
ENDPROC(memset_tail)

/* Less than 16 bytes of r1, in r2, from ip. */
ENTRY(memset_small)
	subs	r2, r2, #1
	strbhs	r1, [ip], #1
	bhi	memset_small
	bx	lr
ENDPROC(memset_small)
