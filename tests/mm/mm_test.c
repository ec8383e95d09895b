// SPDX-License-Identifier: MIT
/* What the tests of the page allocator share. */
#include "mm_test.h"

#include <linux/string.h>
#include <linux/vmstat.h>

#include "../../mm/page_alloc.h"
#include "../../mm/vmap.h"

unsigned long mm_test_free_pages(void)
{
	drain_all_pages(NULL);
	return nr_free_pages();
}

void mm_test_get_orders(struct mm_test_orders *orders)
{
	struct zone *zone;
	int order;

	memset(orders, 0, sizeof(*orders));
	drain_all_pages(NULL);
	for_each_populated_zone(zone) {
		for (order = 0; order < MAX_ORDER; order++)
			orders->nr[zone_idx(zone)][order] = zone->free_area[order].nr_free;
	}
}

void mm_test_fill(struct page *page, unsigned int order, u8 byte)
{
	struct page *end = page + (1ul << order);
	unsigned long flags = 0;

	for (; page < end; page++) {
		memset(map_page_atomic(page, &flags), byte, PAGE_SIZE);
		unmap_page_atomic(page, flags);
	}
}

bool mm_test_is_filled(struct page *page, unsigned int order, u8 byte)
{
	struct page *end = page + (1ul << order);
	unsigned long flags = 0;
	bool good = true;

	for (; page < end; page++) {
		if (memchr_inv(map_page_atomic(page, &flags), byte, PAGE_SIZE))
			good = false;
		unmap_page_atomic(page, flags);
	}
	return good;
}

unsigned long mm_test_take_all(gfp_t gfp, unsigned long max, struct list_head *list)
{
	unsigned long taken;
	struct page *page;

	for (taken = 0; taken < max; taken++) {
		page = alloc_page(gfp);
		if (!page)
			break;
		list_add_tail(&page->lru, list);
	}
	return taken;
}

void mm_test_give_all(struct list_head *list)
{
	struct page *page, *next;

	list_for_each_entry_safe(page, next, list, lru)
		__free_page(page);
	INIT_LIST_HEAD(list);
}

/* Each case of a suite ends with all in order, and with as much address space as it began with. */
static struct vmap_stats before;

int mm_test_settle_vmap(struct kunit *test)
{
	vm_unmap_aliases();
	vmap_get_stats(&before);
	return 0;
}

void mm_test_check_vmap(struct kunit *test)
{
	struct vmap_stats after;

	vm_unmap_aliases();
	vmap_get_stats(&after);
	KUNIT_EXPECT_EQ(test, vmap_validate(), 0);
	KUNIT_EXPECT_EQ(test, after.free_bytes, before.free_bytes);
	KUNIT_EXPECT_EQ(test, after.areas, before.areas);
	KUNIT_EXPECT_EQ(test, after.lazy_pages, 0ul);
}
