/* SPDX-License-Identifier: MIT */
#ifndef _ASM_PAGE_H
#define _ASM_PAGE_H

#include <asm/memory.h>

#ifndef __ASSEMBLY__
#define PAGE_ALIGN(addr)	(((addr) + PAGE_SIZE - 1) & PAGE_MASK)
#define PAGE_ALIGN_DOWN(addr)	((addr) & PAGE_MASK)
#define offset_in_page(p)	((unsigned long)(p) & ~PAGE_MASK)

/** Clear or copy one page; both addresses page-aligned and mapped. Any context. */
void clear_page(void *page);
void copy_page(void *to, const void *from);
#endif
#endif
