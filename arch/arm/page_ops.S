/* SPDX-License-Identifier: MIT */
/*
 * Whole pages, eight words at a time: a store or load of that size is what the Cortex-A8 moves
 * fastest through its 64-byte lines, two to a line.
 */
#include <linux/linkage.h>
#include <asm/memory.h>

	.text

/*
 * void clear_page(void *page)
 *
 * In:		r0 = page-aligned address, mapped
 * Out:		nothing
 * Clobbers:	r0-r3, ip
 */
ENTRY(clear_page)
	push	{r4-r8, lr}
	.save	{r4-r8, lr}

	/* Eight words of zeros: r1-r8. */
	mov	r1, #0
	mov	r2, #0
	mov	r3, #0
	mov	r4, #0
	mov	r5, #0
	mov	r6, #0
	mov	r7, #0
	mov	r8, #0

	/* Two lines a turn, up to ip. */
	add	ip, r0, #PAGE_SIZE
1:	stmia	r0!, {r1-r8}
	stmia	r0!, {r1-r8}
	stmia	r0!, {r1-r8}
	stmia	r0!, {r1-r8}
	cmp	r0, ip
	blo	1b

	pop	{r4-r8, pc}
ENDPROC(clear_page)

/*
 * void copy_page(void *to, const void *from)
 *
 * In:		r0 = to, r1 = from; page-aligned, mapped
 * Out:		nothing
 * Clobbers:	r0-r3, ip
 */
ENTRY(copy_page)
	push	{r4-r9, lr}
	.save	{r4-r9, lr}

	/* Two lines a turn, up to ip; the loads run four lines ahead. */
	add	ip, r0, #PAGE_SIZE
1:	pld	[r1, #256]
	pld	[r1, #320]
	ldmia	r1!, {r2-r9}
	stmia	r0!, {r2-r9}
	ldmia	r1!, {r2-r9}
	stmia	r0!, {r2-r9}
	ldmia	r1!, {r2-r9}
	stmia	r0!, {r2-r9}
	ldmia	r1!, {r2-r9}
	stmia	r0!, {r2-r9}
	cmp	r0, ip
	blo	1b

	pop	{r4-r9, pc}
ENDPROC(copy_page)
