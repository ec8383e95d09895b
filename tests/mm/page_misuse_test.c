// SPDX-License-Identifier: MIT
/* What must not be done to pages: each case is reported exactly once, and nothing is corrupted. */
#include <kunit/test.h>
#include <linux/gfp.h>
#include <linux/kernel.h>
#include <linux/mm.h>

#include "../../mm/page_alloc.h"
#include "mm_test.h"

static unsigned long reports_before;

static void expect_begin(struct kunit *test)
{
	kunit_expect_splat_begin(test, "BUG: Bad page");
	reports_before = bad_page_reports;
}

/* One report since expect_begin(), and the allocator is as good as before. */
static void expect_one_report(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, bad_page_reports, reports_before + 1);
	KUNIT_EXPECT_EQ(test, kunit_expect_splat_end(test), 1);
	KUNIT_EXPECT_EQ(test, buddy_validate(), 0);
}

static void refused(struct kunit *test, struct page *page, unsigned int order)
{
	expect_begin(test);
	__free_pages(page, order);
	expect_one_report(test);
}

/* Order 0 goes to a per-CPU list, order 6 to the zone: both see the second free. */
static void double_free_test(struct kunit *test)
{
	static const unsigned int orders[] = { 0, 3, 6, MAX_ORDER - 1 };
	struct page *page;
	int i;

	for (i = 0; i < ARRAY_SIZE(orders); i++) {
		page = alloc_pages(GFP_KERNEL, orders[i]);
		KUNIT_ASSERT_NOT_NULL(test, page);
		__free_pages(page, orders[i]);
		refused(test, page, orders[i]);
	}
}

static void double_put_test(struct kunit *test)
{
	struct page *page = alloc_page(GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, page);
	put_page(page);
	expect_begin(test);
	put_page(page);
	expect_one_report(test);
}

static void wrong_order_test(struct kunit *test)
{
	static const struct { unsigned int order, freed; } cases[] = {
		{ 0, 1 }, { 0, 9 }, { 1, 0 }, { 3, 2 }, { 3, 4 }, { 5, 0 }, { 9, 10 },
		{ 2, MAX_ORDER }, { 2, ~0u },
	};
	struct page *page;
	int i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		page = alloc_pages(GFP_KERNEL, cases[i].order);
		KUNIT_ASSERT_NOT_NULL(test, page);
		refused(test, page, cases[i].freed);
		/* It is still its owner's, who may free it as it should be. */
		KUNIT_EXPECT_EQ(test, page_count(page), 1);
		__free_pages(page, cases[i].order);
	}
}

static void tail_test(struct kunit *test)
{
	static const gfp_t gfps[] = { GFP_KERNEL, GFP_KERNEL | __GFP_COMP };
	struct page *page;
	int i;

	for (i = 0; i < ARRAY_SIZE(gfps); i++) {
		page = alloc_pages(gfps[i], 4);
		KUNIT_ASSERT_NOT_NULL(test, page);
		refused(test, page + 1, 0);
		refused(test, page + 8, 3);
		refused(test, page + 15, 0);
		__free_pages(page, 4);
	}
}

/* A page inside a free block, and the middle of one parked in a per-CPU list. */
static void inside_free_block_test(struct kunit *test)
{
	struct page *page = alloc_pages(GFP_KERNEL, 5), *parked = alloc_pages(GFP_KERNEL, 2);

	KUNIT_ASSERT_NOT_NULL(test, page);
	KUNIT_ASSERT_NOT_NULL(test, parked);
	__free_pages(page, 5);
	refused(test, page + 7, 0);
	__free_pages(parked, 2);
	refused(test, parked + 1, 0);
}

static void reserved_test(struct kunit *test)
{
	struct page *page = virt_to_page(reserved_test);
	unsigned long flags = page->flags;

	refused(test, page, 0);
	KUNIT_EXPECT_EQ(test, page->flags, flags);
	KUNIT_EXPECT_EQ(test, page_count(page), 1);
}

static void foreign_pointer_test(struct kunit *test)
{
	struct page on_stack = { .flags = 0 };
	struct page *page = alloc_page(GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, page);
	refused(test, &on_stack, 0);
	refused(test, NULL, 0);
	refused(test, (struct page *)0xdeadbee0, 0);
	refused(test, (struct page *)((char *)page + 4), 0);
	refused(test, (struct page *)((char *)page + 4), 6);
	refused(test, mem_map - 1, 0);
	refused(test, mem_map + mem_map_nr_pages, 0);
	refused(test, mem_map + mem_map_nr_pages, 7);
	__free_page(page);
}

static void bad_address_test(struct kunit *test)
{
	kunit_expect_splat_begin(test, "WARNING:");
	free_page(0x1000);
	free_pages((unsigned long)high_memory, 3);
	KUNIT_EXPECT_EQ(test, kunit_expect_splat_end(test), 2);
}

static void still_in_use_test(struct kunit *test)
{
	struct page *page = alloc_page(GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, page);
	page->mapping = (struct address_space *)test;
	refused(test, page, 0);
	page->mapping = NULL;
	atomic_inc(&page->_mapcount);
	refused(test, page, 0);
	page_mapcount_reset(page);
	SetPageLocked(page);
	refused(test, page, 0);
	ClearPageLocked(page);
	SetPageSlab(page);
	refused(test, page, 0);
	ClearPageSlab(page);
	__free_page(page);
}

/* Somebody took a reference to a free page: it is not handed out any more. */
static void touched_free_page_test(struct kunit *test)
{
	struct page *page = alloc_pages(GFP_KERNEL, 7), *other;

	KUNIT_ASSERT_NOT_NULL(test, page);
	__free_pages(page, 7);
	page = find_buddy_head(page);
	KUNIT_ASSERT_NOT_NULL(test, page);
	page_ref_inc(page);
	/* Its list is taken from at the front; the block was freed last. */
	expect_begin(test);
	other = alloc_pages(GFP_KERNEL, block_order(page));
	KUNIT_EXPECT_EQ(test, bad_page_reports, reports_before + 1);
	KUNIT_EXPECT_EQ(test, kunit_expect_splat_end(test), 1);
	KUNIT_EXPECT_PTR_NE(test, other, page);
	KUNIT_EXPECT_TRUE(test, PageHWPoison(page));
	KUNIT_EXPECT_EQ(test, buddy_validate(), 0);
	if (other)
		__free_pages(other, block_order(other));
	refused(test, page, block_order(page));
	reinstate_page(page, block_order(page));
}

static void requests_test(struct kunit *test)
{
	struct page *page;

	kunit_expect_splat_begin(test, "WARNING:");
	KUNIT_EXPECT_NULL(test, alloc_pages(GFP_KERNEL, MAX_ORDER));
	KUNIT_EXPECT_NULL(test, alloc_pages(GFP_KERNEL, ~0u));
	KUNIT_EXPECT_EQ(test, kunit_expect_splat_end(test), 1);
	KUNIT_EXPECT_NULL(test, alloc_pages(GFP_KERNEL | __GFP_NOWARN, MAX_ORDER));

	/* NOFAIL that may not sleep, with an order: two warnings, and the block if there is one. */
	kunit_expect_splat_begin(test, "WARNING:");
	page = alloc_pages(GFP_ATOMIC | __GFP_NOFAIL, 4);
	KUNIT_EXPECT_EQ(test, kunit_expect_splat_end(test), 2);
	KUNIT_ASSERT_NOT_NULL(test, page);
	__free_pages(page, 4);
}

/* Broken on purpose, each invariant in turn: the validator must see it. */
static void validator_test(struct kunit *test)
{
	struct page *page = alloc_pages(GFP_KERNEL, 8), *free;
	struct zone *zone;
	unsigned int order;
	int loglevel = console_loglevel;

	KUNIT_ASSERT_NOT_NULL(test, page);
	__free_pages(page, 8);
	free = find_buddy_head(page);
	KUNIT_ASSERT_NOT_NULL(test, free);
	zone = page_zone(free);
	order = block_order(free);
	KUNIT_ASSERT_EQ(test, buddy_validate(), 0);
	console_loglevel = CONSOLE_LOGLEVEL_SILENT;

	zone->free_area[order].nr_free++;
	KUNIT_EXPECT_GT(test, buddy_validate(), 0);
	zone->free_area[order].nr_free--;
	zone->free_orders ^= BIT(order);
	KUNIT_EXPECT_EQ(test, buddy_validate(), 1);
	zone->free_orders ^= BIT(order);
	zone_add_free(zone, 1);
	KUNIT_EXPECT_EQ(test, buddy_validate(), 1);
	zone_add_free(zone, -1);
	free->flags ^= BIT(PG_dirty);
	KUNIT_EXPECT_GT(test, buddy_validate(), 0);
	free->flags ^= BIT(PG_dirty);
	free->flags ^= BIT(PG_buddy);
	KUNIT_EXPECT_GT(test, buddy_validate(), 0);
	free->flags ^= BIT(PG_buddy);
	page_ref_inc(free + 1);
	KUNIT_EXPECT_EQ(test, buddy_validate(), 1);
	page_ref_dec(free + 1);
	page_ref_inc(free);
	KUNIT_EXPECT_GT(test, buddy_validate(), 0);
	page_ref_dec(free);
	free->flags ^= PAGE_ZONE_MASK;
	KUNIT_EXPECT_GT(test, buddy_validate(), 0);
	free->flags ^= PAGE_ZONE_MASK;
	atomic_long_inc(&zone->managed_pages);
	KUNIT_EXPECT_EQ(test, buddy_validate(), 1);
	atomic_long_dec(&zone->managed_pages);

	console_loglevel = loglevel;
	KUNIT_EXPECT_EQ(test, buddy_validate(), 0);
}

static struct kunit_case page_misuse_cases[] = {
	KUNIT_CASE(double_free_test),
	KUNIT_CASE(double_put_test),
	KUNIT_CASE(wrong_order_test),
	KUNIT_CASE(tail_test),
	KUNIT_CASE(inside_free_block_test),
	KUNIT_CASE(reserved_test),
	KUNIT_CASE(foreign_pointer_test),
	KUNIT_CASE(bad_address_test),
	KUNIT_CASE(still_in_use_test),
	KUNIT_CASE(touched_free_page_test),
	KUNIT_CASE(requests_test),
	KUNIT_CASE(validator_test),
	{}
};

static struct kunit_suite page_misuse_suite = {
	.name = "page_misuse",
	.test_cases = page_misuse_cases,
};
kunit_test_suite(page_misuse_suite);
