// SPDX-License-Identifier: MIT
/* gfp flags: what they are made of, and which zone they lead to. */
#include <kunit/test.h>
#include <linux/gfp.h>
#include <linux/kernel.h>
#include <linux/mm.h>

#include "../../mm/page_alloc.h"

/* The book's table of type flags. */
static void types_test(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, GFP_KERNEL, __GFP_WAIT | __GFP_IO | __GFP_FS);
	KUNIT_EXPECT_EQ(test, GFP_NOFS, __GFP_WAIT | __GFP_IO);
	KUNIT_EXPECT_EQ(test, GFP_NOIO, __GFP_WAIT);
	KUNIT_EXPECT_EQ(test, GFP_DMA, __GFP_DMA);
	KUNIT_EXPECT_EQ(test, GFP_USER & GFP_KERNEL, GFP_KERNEL);
	KUNIT_EXPECT_EQ(test, GFP_HIGHUSER, GFP_USER | __GFP_HIGHMEM);
	KUNIT_EXPECT_TRUE(test, GFP_ATOMIC & __GFP_HIGH);
	KUNIT_EXPECT_FALSE(test, gfpflags_allow_blocking(GFP_ATOMIC));
	KUNIT_EXPECT_FALSE(test, gfpflags_allow_blocking(GFP_NOWAIT));
	KUNIT_EXPECT_TRUE(test, gfpflags_allow_blocking(GFP_NOIO));
	KUNIT_EXPECT_TRUE(test, gfpflags_allow_blocking(GFP_KERNEL));
}

/* No two flags share a bit. */
static void bits_test(struct kunit *test)
{
	static const gfp_t flags[] = {
		__GFP_DMA, __GFP_HIGHMEM, __GFP_DMA32, __GFP_MOVABLE, __GFP_RECLAIMABLE,
		__GFP_WRITE, __GFP_HARDWALL, __GFP_THISNODE, __GFP_ACCOUNT, __GFP_ZERO, __GFP_COMP,
		__GFP_DIRECT_RECLAIM, __GFP_KSWAPD_RECLAIM, __GFP_IO, __GFP_FS, __GFP_HIGH,
		__GFP_MEMALLOC, __GFP_NOMEMALLOC, __GFP_NORETRY, __GFP_RETRY_MAYFAIL, __GFP_NOFAIL,
		__GFP_NOWARN,
	};
	gfp_t seen = 0;
	int i;

	for (i = 0; i < ARRAY_SIZE(flags); i++) {
		KUNIT_EXPECT_EQ(test, seen & flags[i], 0);
		KUNIT_EXPECT_EQ(test, flags[i] & ~__GFP_BITS_MASK, 0);
		seen |= flags[i];
	}
}

static const struct zone_case {
	const char *name;
	gfp_t gfp;
	enum zone_type highest;
} zone_cases[] = {
	{ "GFP_KERNEL", GFP_KERNEL, ZONE_NORMAL },
	{ "GFP_ATOMIC", GFP_ATOMIC, ZONE_NORMAL },
	{ "GFP_NOWAIT", GFP_NOWAIT, ZONE_NORMAL },
	{ "GFP_NOIO", GFP_NOIO, ZONE_NORMAL },
	{ "GFP_NOFS", GFP_NOFS, ZONE_NORMAL },
	{ "GFP_USER", GFP_USER, ZONE_NORMAL },
	{ "GFP_HIGHUSER", GFP_HIGHUSER, ZONE_HIGHMEM },
	{ "GFP_HIGHUSER_MOVABLE", GFP_HIGHUSER_MOVABLE, ZONE_HIGHMEM },
	{ "GFP_ATOMIC | __GFP_HIGHMEM", GFP_ATOMIC | __GFP_HIGHMEM, ZONE_HIGHMEM },
	{ "GFP_KERNEL | GFP_DMA", GFP_KERNEL | GFP_DMA, ZONE_DMA },
	{ "GFP_ATOMIC | GFP_DMA", GFP_ATOMIC | GFP_DMA, ZONE_DMA },
	{ "GFP_KERNEL | GFP_DMA32", GFP_KERNEL | GFP_DMA32, ZONE_NORMAL },
};

KUNIT_ARRAY_PARAM_DESC(zone_case, zone_cases, name);

/* With memory enough, a request is served from the highest zone it can use. */
static void zone_test(struct kunit *test)
{
	const struct zone_case *c = test->param_value;
	enum zone_type want = c->highest;
	struct page *page;
	unsigned int order;

	KUNIT_EXPECT_EQ(test, gfp_zone(c->gfp), want);
	while (want > ZONE_DMA && !managed_zone(&contig_page_data.node_zones[want]))
		want--;
	for (order = 0; order < 6; order++) {
		/* So that this CPU's list for ZONE_NORMAL has some, too. */
		__free_pages(alloc_pages(GFP_KERNEL, order), order);
		page = alloc_pages(c->gfp, order);
		KUNIT_ASSERT_NOT_NULL(test, page);
		KUNIT_EXPECT_EQ(test, page_zonenum(page), want);
		if (PageHighMem(page))
			KUNIT_EXPECT_NULL(test, page_address(page));
		else
			KUNIT_EXPECT_TRUE(test, virt_addr_valid(page_address(page)));
		__free_pages(page, order);
	}
}

static void dma_and_highmem_test(struct kunit *test)
{
	struct page *first, *second;

	kunit_expect_splat_begin(test, "WARNING:");
	first = alloc_pages(GFP_KERNEL | __GFP_DMA | __GFP_HIGHMEM, 0);
	second = alloc_pages(GFP_KERNEL | __GFP_DMA | __GFP_HIGHMEM, 5);
	KUNIT_EXPECT_EQ(test, kunit_expect_splat_end(test), 1);
	KUNIT_ASSERT_NOT_NULL(test, first);
	KUNIT_ASSERT_NOT_NULL(test, second);
	KUNIT_EXPECT_EQ(test, page_zonenum(first), ZONE_DMA);
	KUNIT_EXPECT_EQ(test, page_zonenum(second), ZONE_DMA);
	__free_pages(first, 0);
	__free_pages(second, 5);
}

/* The address of a highmem page cannot be had: the flag is refused. */
static void address_of_highmem_test(struct kunit *test)
{
	unsigned long first, second;

	kunit_expect_splat_begin(test, "WARNING:");
	first = __get_free_pages(GFP_KERNEL | __GFP_HIGHMEM, 0);
	second = __get_free_pages(GFP_KERNEL | __GFP_HIGHMEM, 0);
	KUNIT_EXPECT_EQ(test, kunit_expect_splat_end(test), 1);
	KUNIT_EXPECT_TRUE(test, virt_addr_valid(first));
	KUNIT_EXPECT_TRUE(test, virt_addr_valid(second));
	free_page(first);
	free_page(second);
}

static void unknown_flag_test(struct kunit *test)
{
	struct page *page;

	kunit_expect_splat_begin(test, "WARNING:");
	page = alloc_pages(GFP_KERNEL | (gfp_t)0x40000000u, 5);
	KUNIT_EXPECT_EQ(test, kunit_expect_splat_end(test), 1);
	KUNIT_ASSERT_NOT_NULL(test, page);
	__free_pages(page, 5);
}

static struct kunit_case gfp_cases[] = {
	KUNIT_CASE(types_test),
	KUNIT_CASE(bits_test),
	KUNIT_CASE_PARAM(zone_test, zone_case_gen_params),
	KUNIT_CASE(dma_and_highmem_test),
	KUNIT_CASE(address_of_highmem_test),
	KUNIT_CASE(unknown_flag_test),
	{}
};

static struct kunit_suite gfp_suite = {
	.name = "gfp",
	.test_cases = gfp_cases,
};
kunit_test_suite(gfp_suite);
