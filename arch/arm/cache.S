/* SPDX-License-Identifier: MIT */
/*
 * void flush_dcache_all(void)
 *
 * Cleans and invalidates every data and unified cache up to the level of coherency, by set and way
 * (ARM ARM B2.2.6 and B4.2.1). Position independent, uses no memory, so that it works with
 * MMU and caches in any state. Clobbers r0-r5, r12, flags. It reaches this CPU's caches only: for
 * use when this CPU is the only one running.
 */
#include <linux/linkage.h>

	.section ".head.text.cache", "ax"
	.arm
ENTRY(flush_dcache_all)
	dmb					@ stores so far reach the caches first
	mov	r5, #0				@ r5: level, times two as CSSELR wants it
1:	mrc	p15, 1, r0, c0, c0, 1		@ CLIDR
	ubfx	r1, r0, #24, #3			@ level of coherency
	cmp	r5, r1, lsl #1
	bhs	5f
	add	r1, r5, r5, lsr #1		@ three bits of CLIDR a level
	lsr	r0, r0, r1
	and	r0, r0, #7
	cmp	r0, #2				@ 0 none, 1 instructions only
	blo	4f
	mcr	p15, 2, r5, c0, c0, 0		@ CSSELR
	isb					@ CCSIDR follows CSSELR
	mrc	p15, 1, r0, c0, c0, 0		@ CCSIDR
	ubfx	r1, r0, #3, #10			@ r1: highest way
	clz	r12, r1				@ r12: shift of the way number
	and	r2, r0, #7
	add	r2, r2, #4			@ r2: shift of the set number
2:	ubfx	r3, r0, #13, #15		@ r3: highest set
3:	orr	r4, r5, r1, lsl r12
	orr	r4, r4, r3, lsl r2
	mcr	p15, 0, r4, c7, c14, 2		@ DCCISW
	subs	r3, r3, #1
	bhs	3b
	subs	r1, r1, #1
	bhs	2b
4:	add	r5, r5, #2
	b	1b
5:	mov	r0, #0
	mcr	p15, 2, r0, c0, c0, 0		@ CSSELR as it was at reset
	dsb					@ complete before anything that follows
	isb
	bx	lr
ENDPROC(flush_dcache_all)
