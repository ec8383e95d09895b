/* SPDX-License-Identifier: MIT */
/* struct page: what the kernel knows of each physical page. */
#ifndef _LINUX_MM_TYPES_H
#define _LINUX_MM_TYPES_H

#include <linux/build_bug.h>
#include <linux/types.h>

struct address_space;

/**
 * struct page - one page of physical memory
 * @flags:	zone, order and page flags, see linux/page-flags.h
 * @_count:	references less one: -1 when the page is free or a tail. Ask page_count()
 * @_mapcount:	mappings less one, starts at -1. Ask page_mapcount()
 * @private:	the owner's; 0 after allocation
 * @mapping:	the owner's; must be NULL again when the page is freed
 * @index:	the owner's
 * @lru:	the owner's; links a free block into the free list of its order
 *
 * A block of 2^order pages is known by its first page, the head, alone: allocating and freeing it
 * writes no descriptor of the tails. Those of the tails, flags and _count aside, are its owner's.
 * There is no virtual address: page_address() computes it.
 */
struct page {
	unsigned long flags;
	atomic_t _count;
	atomic_t _mapcount;
	unsigned long private;
	struct address_space *mapping;
	pgoff_t index;
	struct list_head lru;
};

/* Descriptors take 1/128 of memory; pointer arithmetic on them is a shift by five. */
static_assert(sizeof(struct page) == 32);

#endif
