/* SPDX-License-Identifier: MIT */
/*
 * memcpy() and memmove().
 *
 * Every access is aligned to its own size, so they work with the MMU off and on memory of any
 * type. No byte is read outside the words that hold the source, and none is written outside the
 * destination.
 *
 * Blocks of 128 bytes move by load and store multiple, 32 bytes at a time, with the source
 * touched two and three lines ahead. Where source and destination are not aligned alike, the
 * destination is, and words are put together from two of the source.
 *
 * Loads of a block come before its stores: going up is right for a destination below an
 * overlapping source.
 *
 * An unwind frame holds for a whole function: what runs without the registers on the stack is a
 * function of its own.
 */
#include <linux/linkage.h>

	.syntax	unified
	.text

/* 32 bytes up. */
	.macro	copy32
	ldmia	r1!, {r3 - r10}
	stmia	ip!, {r3 - r10}
	.endm

/* One word from the last bytes of \lo and the first of \hi. */
	.macro	merge	lo, hi, offset
	mov	\lo, \lo, lsr #(8 * \offset)
	orr	\lo, \lo, \hi, lsl #(32 - 8 * \offset)
	.endm

/*
 * r1: source, rounded down to a word and one word on; lr: the word before it; the source begins
 * \offset bytes into lr. ip: destination, aligned. r2: bytes. Ends with less than 16 to go.
 */
	.macro	copy_shifted	offset
	subs	r2, r2, #16
	blo	2f
1:	mov	r3, lr
	ldmia	r1!, {r4 - r6, lr}
	pld	[r1, #128]
	merge	r3, r4, \offset
	merge	r4, r5, \offset
	merge	r5, r6, \offset
	merge	r6, lr, \offset
	stmia	ip!, {r3 - r6}
	subs	r2, r2, #16
	bhs	1b
2:	add	r2, r2, #16
	sub	r1, r1, #(4 - \offset)
	b	.Lbytes
	.endm

/*
 * void *memmove(void *dest, const void *src, size_t n);
 *
 * In: r0 = dest, r1 = src, r2 = n. Out: r0 = dest. Clobbers r1-r3, ip. MMU: either.
 */
ENTRY(memmove)
	sub	r3, r0, r1		@ unsigned: n or more unless dest is in (src, src + n)
	cmp	r3, r2
	blo	memmove_down
	/* falls through into memcpy() */
ENDPROC(memmove)

/*
 * void *memcpy(void *dest, const void *src, size_t n);
 *
 * In: r0 = dest, r1 = src, r2 = n. Out: r0 = dest. Clobbers r1-r3, ip. MMU: either.
 */
ENTRY(memcpy)
	mov	ip, r0
	cmp	r2, #16
	blo	memcpy_small

	push	{r4 - r10, lr}
	.save	{r4 - r10, lr}
	ands	r3, ip, #3
	beq	2f

	/* Up to three bytes until the destination is aligned. */
	rsb	r3, r3, #4
	sub	r2, r2, r3
1:	ldrb	lr, [r1], #1
	subs	r3, r3, #1
	strb	lr, [ip], #1
	bne	1b

2:	ands	r3, r1, #3
	bne	.Lshifted

	subs	r2, r2, #128
	blo	4f
3:	pld	[r1, #128]
	pld	[r1, #192]
	copy32
	copy32
	copy32
	copy32
	subs	r2, r2, #128
	bhs	3b

	/* r2 = what is left - 128: its low seven bits are those of what is left. */
4:	tst	r2, #64
	beq	5f
	copy32
	copy32
5:	tst	r2, #32
	beq	6f
	copy32
6:	movs	r3, r2, lsl #28		@ C: 16 more, N: 8 more
	ldmiacs	r1!, {r3 - r6}
	stmiacs	ip!, {r3 - r6}
	ldmiami	r1!, {r3 - r4}
	stmiami	ip!, {r3 - r4}
	movs	r3, r2, lsl #30		@ C: 4 more, N: 2 more
	ldrcs	r3, [r1], #4
	strcs	r3, [ip], #4
	ldrhmi	r3, [r1], #2
	strhmi	r3, [ip], #2
	tst	r2, #1
	ldrbne	r3, [r1]
	strbne	r3, [ip]
	pop	{r4 - r10, pc}

.Lshifted:
	bic	r1, r1, #3
	ldr	lr, [r1], #4
	cmp	r3, #2
	bhi	.Lshifted3
	beq	.Lshifted2
	copy_shifted	1
.Lshifted2:
	copy_shifted	2
.Lshifted3:
	copy_shifted	3

	/* Less than 16 bytes, with the registers still on the stack. */
.Lbytes:
	subs	r2, r2, #1
	ldrbhs	r3, [r1], #1
	strbhs	r3, [ip], #1
	bhi	.Lbytes
	pop	{r4 - r10, pc}
ENDPROC(memcpy)

/* Less than 16 bytes, in r2, from r1 to ip: by words where that is possible. Leaves r0 alone. */
ENTRY(memcpy_small)
	orr	r3, ip, r1
	tst	r3, #3
	bne	8f
7:	subs	r2, r2, #4
	ldrhs	r3, [r1], #4
	strhs	r3, [ip], #4
	bhi	7b
	bxeq	lr
	add	r2, r2, #4
8:	subs	r2, r2, #1
	ldrbhs	r3, [r1], #1
	strbhs	r3, [ip], #1
	bhi	8b
	bx	lr
ENDPROC(memcpy_small)

/*
 * Copies from the end down, for a destination inside the source and behind its start.
 *
 * In: r0 = dest, r1 = src, r2 = n > 0. Out: r0 = dest. Clobbers r1-r3, ip. MMU: either.
 */
ENTRY(memmove_down)
	add	ip, r0, r2
	add	r1, r1, r2
	eor	r3, ip, r1
	tst	r3, #3
	bne	memmove_down_bytes	@ not aligned alike

	push	{r4 - r10, lr}
	.save	{r4 - r10, lr}

	/* Up to three bytes until both ends are aligned, unless that is all. */
1:	tst	ip, #3
	beq	2f
	subs	r2, r2, #1
	ldrb	r3, [r1, #-1]!
	strb	r3, [ip, #-1]!
	bne	1b
	pop	{r4 - r10, pc}

2:	subs	r2, r2, #32
	blo	3f
	pld	[r1, #-128]
	ldmdb	r1!, {r3 - r10}
	stmdb	ip!, {r3 - r10}
	b	2b

	/* The low five bits of r2 are those of what is left. */
3:	movs	r3, r2, lsl #28		@ C: 16 more, N: 8 more
	ldmdbcs	r1!, {r3 - r6}
	stmdbcs	ip!, {r3 - r6}
	ldmdbmi	r1!, {r3 - r4}
	stmdbmi	ip!, {r3 - r4}
	movs	r3, r2, lsl #30		@ C: 4 more, N: 2 more
	ldrcs	r3, [r1, #-4]!
	strcs	r3, [ip, #-4]!
	ldrhmi	r3, [r1, #-2]!
	strhmi	r3, [ip, #-2]!
	tst	r2, #1
	ldrbne	r3, [r1, #-1]
	strbne	r3, [ip, #-1]
	pop	{r4 - r10, pc}
ENDPROC(memmove_down)

/* r2 bytes, at least one, down from r1 to ip. Leaves r0 alone. */
ENTRY(memmove_down_bytes)
	subs	r2, r2, #1
	ldrb	r3, [r1, #-1]!
	strb	r3, [ip, #-1]!
	bne	memmove_down_bytes
	bx	lr
ENDPROC(memmove_down_bytes)
