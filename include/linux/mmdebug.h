/* SPDX-License-Identifier: MIT */
/* Checks of the memory management for its developers: always on, so they must be cheap. */
#ifndef _LINUX_MMDEBUG_H
#define _LINUX_MMDEBUG_H

#include <linux/bug.h>

struct page;

/** Prints what is known of a page, and @reason. Any context. */
void dump_page(const struct page *page, const char *reason);

/**
 * buddy_validate - check the page allocator against the invariants of mm/page_alloc.c
 *
 * Prints a line for each violation and returns their number. Walks all of memory: slow, and with
 * interrupts off. Thread context.
 */
int buddy_validate(void);

#define VM_BUG_ON(cond)		BUG_ON(cond)
#define VM_WARN_ON(cond)	WARN_ON(cond)
#define VM_WARN_ON_ONCE(cond)	WARN_ON_ONCE(cond)
#define VM_BUG_ON_PAGE(cond, page)						\
	do {									\
		if (unlikely(cond)) {						\
			dump_page(page, "VM_BUG_ON_PAGE(" #cond ")");		\
			BUG();							\
		}								\
	} while (0)

#endif
