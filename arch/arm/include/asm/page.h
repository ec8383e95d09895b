/* SPDX-License-Identifier: MIT */
#ifndef _ASM_PAGE_H
#define _ASM_PAGE_H

#include <asm/memory.h>

#ifndef __ASSEMBLY__
#define PAGE_ALIGN(addr)	(((addr) + PAGE_SIZE - 1) & PAGE_MASK)
#define PAGE_ALIGN_DOWN(addr)	((addr) & PAGE_MASK)
#define offset_in_page(p)	((unsigned long)(p) & ~PAGE_MASK)

/** The order of the smallest block of pages that holds @size bytes; @size is not 0. */
static inline __attribute__((__const__)) int get_order(unsigned long size)
{
	size = (size - 1) >> PAGE_SHIFT;
	return size ? 32 - __builtin_clzl(size) : 0;
}

/** Clear or copy one page; both addresses page-aligned and mapped. Any context. */
void clear_page(void *page);
void copy_page(void *to, const void *from);
#endif
#endif
