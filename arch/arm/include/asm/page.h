/* SPDX-License-Identifier: MIT */
#ifndef _ASM_PAGE_H
#define _ASM_PAGE_H

#include <asm/memory.h>

#ifndef __ASSEMBLY__
#include <linux/compiler.h>

#define PAGE_ALIGN(addr)	(((addr) + PAGE_SIZE - 1) & PAGE_MASK)
#define PAGE_ALIGN_DOWN(addr)	((addr) & PAGE_MASK)
#define offset_in_page(p)	((unsigned long)(p) & ~PAGE_MASK)

/**
 * get_order - the least order whose block of pages holds @size bytes
 *
 * Folds to a constant for a constant size. Undefined for 0. Any context.
 */
static inline __attribute_const__ int get_order(unsigned long size)
{
	unsigned long pages = (size - 1) >> PAGE_SHIFT;

	return pages ? 32 - __builtin_clzl(pages) : 0;
}

/** Clear or copy one page; both addresses page-aligned and mapped. Any context. */
void clear_page(void *page);
void copy_page(void *to, const void *from);
#endif
#endif
