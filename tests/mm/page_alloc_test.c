// SPDX-License-Identifier: MIT
/* The page allocator as its callers see it: blocks, references, compound pages, exact sizes. */
#include <kunit/test.h>
#include <linux/bitops.h>
#include <linux/gfp.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/string.h>
#include <linux/vmstat.h>

#include "../../mm/page_alloc.h"
#include "mm_test.h"

static void page_numbers_test(struct kunit *test)
{
	struct page *page = alloc_page(GFP_KERNEL);
	void *addr;

	KUNIT_ASSERT_NOT_NULL(test, page);
	addr = page_address(page);
	KUNIT_EXPECT_PTR_EQ(test, pfn_to_page(page_to_pfn(page)), page);
	KUNIT_EXPECT_PTR_EQ(test, virt_to_page(addr), page);
	KUNIT_EXPECT_PTR_EQ(test, virt_to_page(addr + PAGE_SIZE - 1), page);
	KUNIT_EXPECT_EQ(test, page_to_phys(page), virt_to_phys(addr));
	KUNIT_EXPECT_TRUE(test, pfn_valid(page_to_pfn(page)));
	KUNIT_EXPECT_TRUE(test, zone_spans_pfn(page_zone(page), page_to_pfn(page)));
	KUNIT_EXPECT_EQ(test, sizeof(struct page), 32);
	KUNIT_EXPECT_FALSE(test, pfn_valid(0));
	KUNIT_EXPECT_FALSE(test, pfn_valid(~0ul));
	__free_page(page);
}

/* The kernel's own text is memory, and reserved. */
static void reserved_pages_test(struct kunit *test)
{
	struct page *page = virt_to_page(page_numbers_test);

	KUNIT_EXPECT_TRUE(test, PageReserved(page));
	KUNIT_EXPECT_EQ(test, page_count(page), 1);
	KUNIT_EXPECT_EQ(test, page_zonenum(page), ZONE_DMA);
}

static void new_block_test(struct kunit *test)
{
	struct page *page;
	unsigned int order;

	for (order = 0; order < MAX_ORDER; order++) {
		page = alloc_pages(GFP_KERNEL, order);
		KUNIT_ASSERT_NOT_NULL(test, page);
		KUNIT_EXPECT_EQ(test, page_to_pfn(page) & ((1ul << order) - 1), 0);
		KUNIT_EXPECT_EQ(test, page_count(page), 1);
		KUNIT_EXPECT_EQ(test, page_mapcount(page), 0);
		KUNIT_EXPECT_EQ(test, page_private(page), 0);
		KUNIT_EXPECT_FALSE(test, PageCompound(page));
		KUNIT_EXPECT_FALSE(test, PageBuddy(page));
		KUNIT_EXPECT_PTR_EQ(test, page_zone(page + (1ul << order) - 1), page_zone(page));
		if (order)
			KUNIT_EXPECT_EQ(test, page_count(page + 1), 0);
		__free_pages(page, order);
		KUNIT_EXPECT_EQ(test, page_count(page), 0);
	}
	KUNIT_EXPECT_EQ(test, buddy_validate(), 0);
}

static void address_api_test(struct kunit *test)
{
	unsigned long addr = __get_free_pages(GFP_KERNEL, 2);
	unsigned long dma = __get_dma_pages(GFP_KERNEL, 0);
	unsigned long zeroed;

	KUNIT_ASSERT_NE(test, addr, 0);
	memset((void *)addr, 0x5a, 4 * PAGE_SIZE);
	free_pages(addr, 2);
	KUNIT_ASSERT_NE(test, dma, 0);
	KUNIT_EXPECT_EQ(test, page_zonenum(virt_to_page(dma)), ZONE_DMA);
	memset((void *)dma, 0x5a, PAGE_SIZE);
	free_page(dma);
	zeroed = get_zeroed_page(GFP_KERNEL | GFP_DMA);
	KUNIT_ASSERT_NE(test, zeroed, 0);
	KUNIT_EXPECT_NULL(test, memchr_inv((void *)zeroed, 0, PAGE_SIZE));
	free_page(zeroed);
	free_page(0);
	free_pages(0, 5);
}

static void references_test(struct kunit *test)
{
	struct page *page = alloc_page(GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, page);
	get_page(page);
	KUNIT_EXPECT_EQ(test, page_count(page), 2);
	__free_page(page);
	KUNIT_EXPECT_EQ(test, page_count(page), 1);
	KUNIT_EXPECT_TRUE(test, get_page_unless_zero(page));
	put_page(page);
	put_page(page);
	KUNIT_EXPECT_EQ(test, page_count(page), 0);
	KUNIT_EXPECT_FALSE(test, get_page_unless_zero(page));
	KUNIT_EXPECT_EQ(test, page_count(page), 0);
}

/* Who holds the head of a plain block keeps that page; the others are freed with the block. */
static void reference_to_block_test(struct kunit *test)
{
	unsigned long before = mm_test_free_pages();
	struct page *page = alloc_pages(GFP_KERNEL, 4);

	KUNIT_ASSERT_NOT_NULL(test, page);
	get_page(page);
	__free_pages(page, 4);
	KUNIT_EXPECT_EQ(test, page_count(page), 1);
	KUNIT_EXPECT_EQ(test, mm_test_free_pages(), before - 1);
	put_page(page);
	KUNIT_EXPECT_EQ(test, mm_test_free_pages(), before);
	KUNIT_EXPECT_EQ(test, buddy_validate(), 0);
}

static void compound_test(struct kunit *test)
{
	struct page *page;
	unsigned int order, i;

	for (order = 1; order < MAX_ORDER; order++) {
		page = alloc_pages(GFP_KERNEL | __GFP_COMP, order);
		KUNIT_ASSERT_NOT_NULL(test, page);
		KUNIT_EXPECT_TRUE(test, PageHead(page));
		KUNIT_EXPECT_EQ(test, compound_order(page), order);
		KUNIT_EXPECT_EQ(test, page_size(page), PAGE_SIZE << order);
		for (i = 1; i < 1u << order; i++) {
			KUNIT_ASSERT_PTR_EQ(test, compound_head(page + i), page);
			KUNIT_ASSERT_TRUE(test, PageTail(page + i));
			KUNIT_ASSERT_EQ(test, page_count(page + i), 1);
		}
		KUNIT_EXPECT_PTR_EQ(test, virt_to_head_page(page_address(page) + PAGE_SIZE + 5),
				    page);
		get_page(page + 1);
		KUNIT_EXPECT_EQ(test, page_count(page), 2);
		put_page(page + (1u << order) - 1);
		put_page(page);
		KUNIT_EXPECT_EQ(test, page_count(page), 0);
		KUNIT_EXPECT_FALSE(test, PageHead(page));
		KUNIT_EXPECT_PTR_EQ(test, compound_head(page + 1), page + 1);
	}
	page = alloc_page(GFP_KERNEL | __GFP_COMP);
	KUNIT_EXPECT_FALSE(test, PageCompound(page));
	put_page(page);
}

/* A neighbour's tails are not found to be one's own. */
static void compound_neighbours_test(struct kunit *test)
{
	struct page *plain = alloc_pages(GFP_KERNEL, 3);
	struct page *comp = alloc_pages(GFP_KERNEL | __GFP_COMP, 3);

	KUNIT_ASSERT_NOT_NULL(test, plain);
	KUNIT_ASSERT_NOT_NULL(test, comp);
	KUNIT_EXPECT_PTR_EQ(test, compound_head(plain + 3), plain + 3);
	KUNIT_EXPECT_PTR_EQ(test, compound_head(comp + 3), comp);
	__free_pages(plain, 3);
	__free_pages(comp, 3);
}

static void split_test(struct kunit *test)
{
	struct page *page = alloc_pages(GFP_KERNEL, 3);
	int i;

	KUNIT_ASSERT_NOT_NULL(test, page);
	split_page(page, 3);
	for (i = 0; i < 8; i++)
		KUNIT_EXPECT_EQ(test, page_count(page + i), 1);
	for (i = 7; i >= 0; i--)
		__free_page(page + i);
	KUNIT_EXPECT_EQ(test, buddy_validate(), 0);
}

static void exact_test(struct kunit *test)
{
	static const size_t sizes[] = {
		1, PAGE_SIZE, PAGE_SIZE + 1, 3 * PAGE_SIZE, 5 * PAGE_SIZE - 7, 8 * PAGE_SIZE,
		100 * PAGE_SIZE,
	};
	unsigned long before, pages;
	void *p;
	int i;

	for (i = 0; i < ARRAY_SIZE(sizes); i++) {
		before = mm_test_free_pages();
		pages = DIV_ROUND_UP(sizes[i], PAGE_SIZE);
		p = alloc_pages_exact(sizes[i], GFP_KERNEL | __GFP_ZERO);
		KUNIT_ASSERT_NOT_NULL(test, p);
		KUNIT_EXPECT_NULL(test, memchr_inv(p, 0, pages * PAGE_SIZE));
		memset(p, 0xff, pages * PAGE_SIZE);
		KUNIT_EXPECT_EQ(test, mm_test_free_pages(), before - pages);
		free_pages_exact(p, sizes[i]);
		KUNIT_EXPECT_EQ(test, mm_test_free_pages(), before);
	}
	KUNIT_EXPECT_NULL(test, alloc_pages_exact(0, GFP_KERNEL));
	free_pages_exact(NULL, 0);
}

static void bulk_test(struct kunit *test)
{
	static struct page *pages[100];
	int i;

	memset(pages, 0, sizeof(pages));
	pages[3] = alloc_page(GFP_KERNEL);
	KUNIT_EXPECT_EQ(test, alloc_pages_bulk_array(GFP_KERNEL, 100, pages), 100);
	for (i = 0; i < 100; i++) {
		KUNIT_ASSERT_NOT_NULL(test, pages[i]);
		KUNIT_EXPECT_EQ(test, page_count(pages[i]), 1);
		__free_page(pages[i]);
	}
	KUNIT_EXPECT_EQ(test, alloc_pages_bulk_array(GFP_KERNEL, 0, pages), 0);
}

/* Zeros where there was something else, in every zone, from per-CPU lists and from the zone. */
static void zero_test(struct kunit *test)
{
	static const gfp_t gfps[] = { GFP_KERNEL, GFP_KERNEL | GFP_DMA, GFP_HIGHUSER };
	static const unsigned int orders[] = { 0, 2, 5 };
	struct page *page;
	int i, j;

	for (i = 0; i < ARRAY_SIZE(gfps); i++) {
		for (j = 0; j < ARRAY_SIZE(orders); j++) {
			page = alloc_pages(gfps[i], orders[j]);
			KUNIT_ASSERT_NOT_NULL(test, page);
			mm_test_fill(page, orders[j], 0xee);
			__free_pages(page, orders[j]);
			page = alloc_pages(gfps[i] | __GFP_ZERO, orders[j]);
			KUNIT_ASSERT_NOT_NULL(test, page);
			KUNIT_EXPECT_TRUE(test, mm_test_is_filled(page, orders[j], 0));
			__free_pages(page, orders[j]);
		}
	}
}

/* A page that another thread of the tests may have freed with flags of no importance is cleaned. */
static void harmless_flags_test(struct kunit *test)
{
	struct page *page = alloc_page(GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, page);
	SetPageUptodate(page);
	SetPageDirty(page);
	SetPageReferenced(page);
	set_page_private(page, 1);
	__free_page(page);
	KUNIT_EXPECT_FALSE(test, PageUptodate(page));
	KUNIT_EXPECT_FALSE(test, PageDirty(page));
	KUNIT_EXPECT_EQ(test, buddy_validate(), 0);
}

static void text_test(struct kunit *test)
{
	static char buf[4096];
	int len;

	len = meminfo_text(buf, sizeof(buf));
	KUNIT_EXPECT_EQ(test, len, strlen(buf));
	KUNIT_EXPECT_NOT_NULL(test, strstr(buf, "MemFree:"));
	len = zoneinfo_text(buf, sizeof(buf));
	KUNIT_EXPECT_EQ(test, len, strlen(buf));
	KUNIT_EXPECT_NOT_NULL(test, strstr(buf, "zone      DMA"));
	KUNIT_EXPECT_NOT_NULL(test, strstr(buf, "protection:"));
	len = buddyinfo_text(buf, sizeof(buf));
	KUNIT_EXPECT_EQ(test, len, strlen(buf));
	KUNIT_EXPECT_NOT_NULL(test, strstr(buf, "Node 0, zone   Normal"));
	len = pagetypeinfo_text(buf, sizeof(buf));
	KUNIT_EXPECT_EQ(test, len, strlen(buf));
	KUNIT_EXPECT_EQ(test, buddyinfo_text(buf, 10), 9);
}

static struct kunit_case page_alloc_cases[] = {
	KUNIT_CASE(page_numbers_test),
	KUNIT_CASE(reserved_pages_test),
	KUNIT_CASE(new_block_test),
	KUNIT_CASE(address_api_test),
	KUNIT_CASE(references_test),
	KUNIT_CASE(reference_to_block_test),
	KUNIT_CASE(compound_test),
	KUNIT_CASE(compound_neighbours_test),
	KUNIT_CASE(split_test),
	KUNIT_CASE(exact_test),
	KUNIT_CASE(bulk_test),
	KUNIT_CASE(zero_test),
	KUNIT_CASE(harmless_flags_test),
	KUNIT_CASE(text_test),
	{}
};

static struct kunit_suite page_alloc_suite = {
	.name = "page_alloc",
	.test_cases = page_alloc_cases,
};
kunit_test_suite(page_alloc_suite);
