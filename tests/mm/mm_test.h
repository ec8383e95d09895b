/* SPDX-License-Identifier: MIT */
/* What the tests of the page allocator share. */
#ifndef _TESTS_MM_TEST_H
#define _TESTS_MM_TEST_H

#include <kunit/test.h>
#include <linux/list.h>
#include <linux/mm.h>
#include <linux/types.h>

/** Free pages with nothing parked in per-CPU lists. */
unsigned long mm_test_free_pages(void);
/** Free blocks of each order in each zone, nothing parked. */
struct mm_test_orders {
	unsigned long nr[MAX_NR_ZONES][MAX_ORDER];
};
void mm_test_get_orders(struct mm_test_orders *orders);

/** Fills a block of any zone with a byte; true if every byte is @byte. */
void mm_test_fill(struct page *page, unsigned int order, u8 byte);
bool mm_test_is_filled(struct page *page, unsigned int order, u8 byte);

/**
 * mm_test_take_all - allocate single pages until it fails or @max are had, on @list by page->lru
 *
 * Returns how many.
 */
unsigned long mm_test_take_all(gfp_t gfp, unsigned long max, struct list_head *list);
/** Frees them. */
void mm_test_give_all(struct list_head *list);

/** A suite's init and exit: its cases leave vmalloc's address space as they found it. */
int mm_test_settle_vmap(struct kunit *test);
void mm_test_check_vmap(struct kunit *test);

#endif
