// SPDX-License-Identifier: MIT
/* Zones, watermarks and reserves; and what each kind of request gets as memory runs out. */
#include <kunit/test.h>
#include <linux/gfp.h>
#include <linux/hash.h>
#include <linux/kernel.h>
#include <linux/math.h>
#include <linux/mm.h>
#include <linux/string.h>
#include <linux/vmstat.h>

#include "../../mm/page_alloc.h"
#include "mm_test.h"

#define MIB_PAGES	(1ul << (20 - PAGE_SHIFT))
/* What other CPUs' threads may hold for a moment. */
#define SLACK		(IS_ENABLED(CONFIG_SMP) ? 128 : 0)

static struct zone *zone_nr(enum zone_type idx)
{
	return &contig_page_data.node_zones[idx];
}

static void layout_test(struct kunit *test)
{
	unsigned long pfn = contig_page_data.node_start_pfn, present = 0;
	struct zone *zone;

	for_each_zone(zone) {
		KUNIT_EXPECT_EQ(test, zone->zone_start_pfn, pfn);
		KUNIT_EXPECT_GE(test, zone->spanned_pages, zone->present_pages);
		KUNIT_EXPECT_GE(test, zone->present_pages, zone_managed_pages(zone));
		pfn = zone_end_pfn(zone);
		present += zone->present_pages;
	}
	KUNIT_EXPECT_EQ(test, pfn - contig_page_data.node_start_pfn,
			contig_page_data.node_spanned_pages);
	KUNIT_EXPECT_EQ(test, present, contig_page_data.node_present_pages);
	KUNIT_EXPECT_STREQ(test, zone_nr(ZONE_DMA)->name, "DMA");
	KUNIT_EXPECT_STREQ(test, zone_nr(ZONE_NORMAL)->name, "Normal");
	KUNIT_EXPECT_STREQ(test, zone_nr(ZONE_HIGHMEM)->name, "HighMem");
}

/* The book's sum: of 1 GiB, 896 MiB are lowmem and 128 MiB are highmem. */
static void book_sum_test(struct kunit *test)
{
	unsigned long low = zone_nr(ZONE_DMA)->present_pages + zone_nr(ZONE_NORMAL)->present_pages;
	unsigned long high = zone_nr(ZONE_HIGHMEM)->present_pages;

	KUNIT_EXPECT_LE(test, low, 896 * MIB_PAGES);
	if (low + high != 1024 * MIB_PAGES || high < 128 * MIB_PAGES)
		kunit_skip(test, "for 1 GiB of RAM in one bank");
	if (low != 896 * MIB_PAGES)
		kunit_skip(test, "lowmem= or vmalloc= on the command line");
	KUNIT_EXPECT_EQ(test, high, 128 * MIB_PAGES);
	KUNIT_EXPECT_EQ(test, zone_nr(ZONE_DMA)->present_pages, 16 * MIB_PAGES);
}

static void watermark_test(struct kunit *test)
{
	unsigned long lowmem = zone_managed_pages(zone_nr(ZONE_DMA)) +
			       zone_managed_pages(zone_nr(ZONE_NORMAL));
	unsigned long min_sum = 0;
	struct zone *zone;

	KUNIT_EXPECT_EQ(test, min_free_kbytes,
			clamp(int_sqrt(16 * (lowmem << (PAGE_SHIFT - 10))), 128ul, 262144ul));
	for_each_populated_zone(zone) {
		KUNIT_EXPECT_GT(test, low_wmark_pages(zone), min_wmark_pages(zone));
		KUNIT_EXPECT_EQ(test, high_wmark_pages(zone) - low_wmark_pages(zone),
				low_wmark_pages(zone) - min_wmark_pages(zone));
		if (!is_highmem(zone))
			min_sum += min_wmark_pages(zone);
	}
	KUNIT_EXPECT_LE(test, min_sum, min_free_kbytes >> (PAGE_SHIFT - 10));
	KUNIT_EXPECT_GE(test, min_sum + MAX_NR_ZONES, min_free_kbytes >> (PAGE_SHIFT - 10));
}

static void lowmem_reserve_test(struct kunit *test)
{
	unsigned long normal = zone_managed_pages(zone_nr(ZONE_NORMAL));
	unsigned long high = zone_managed_pages(zone_nr(ZONE_HIGHMEM));

	KUNIT_EXPECT_EQ(test, zone_nr(ZONE_DMA)->lowmem_reserve[ZONE_DMA], 0);
	KUNIT_EXPECT_EQ(test, zone_nr(ZONE_DMA)->lowmem_reserve[ZONE_NORMAL], normal / 256);
	KUNIT_EXPECT_EQ(test, zone_nr(ZONE_DMA)->lowmem_reserve[ZONE_HIGHMEM],
			(normal + high) / 256);
	KUNIT_EXPECT_EQ(test, zone_nr(ZONE_NORMAL)->lowmem_reserve[ZONE_NORMAL], 0);
	KUNIT_EXPECT_EQ(test, zone_nr(ZONE_NORMAL)->lowmem_reserve[ZONE_HIGHMEM], high / 32);
	KUNIT_EXPECT_EQ(test, zone_nr(ZONE_HIGHMEM)->lowmem_reserve[ZONE_HIGHMEM], 0);
}

/* zone_watermark_ok() on a zone made for it: 1000 pages are free, the largest block is order 3. */
static void watermark_arithmetic_test(struct kunit *test)
{
	static struct zone zone;

	atomic_long_set(&zone.vm_stat[NR_FREE_PAGES], 1000);
	zone.free_orders = 0xf;
	zone.lowmem_reserve[ZONE_HIGHMEM] = 500;
	KUNIT_EXPECT_TRUE(test, zone_watermark_ok(&zone, 0, 999, ZONE_NORMAL, 0));
	KUNIT_EXPECT_FALSE(test, zone_watermark_ok(&zone, 0, 1000, ZONE_NORMAL, 0));
	KUNIT_EXPECT_TRUE(test, zone_watermark_ok(&zone, 3, 992, ZONE_NORMAL, 0));
	KUNIT_EXPECT_FALSE(test, zone_watermark_ok(&zone, 3, 993, ZONE_NORMAL, 0));
	KUNIT_EXPECT_FALSE(test, zone_watermark_ok(&zone, 4, 0, ZONE_NORMAL, 0));
	KUNIT_EXPECT_TRUE(test, zone_watermark_ok(&zone, 0, 499, ZONE_HIGHMEM, 0));
	KUNIT_EXPECT_FALSE(test, zone_watermark_ok(&zone, 0, 500, ZONE_HIGHMEM, 0));
	/* Half of min; 3/8 of it for those who cannot sleep. */
	KUNIT_EXPECT_TRUE(test, zone_watermark_ok(&zone, 0, 1998, ZONE_NORMAL, ALLOC_MIN_RESERVE));
	KUNIT_EXPECT_FALSE(test, zone_watermark_ok(&zone, 0, 2000, ZONE_NORMAL, ALLOC_MIN_RESERVE));
	KUNIT_EXPECT_TRUE(test, zone_watermark_ok(&zone, 0, 2660, ZONE_NORMAL,
						  ALLOC_MIN_RESERVE | ALLOC_NON_BLOCK));
	KUNIT_EXPECT_FALSE(test, zone_watermark_ok(&zone, 0, 2668, ZONE_NORMAL,
						   ALLOC_MIN_RESERVE | ALLOC_NON_BLOCK));
}

static void expect_free(struct kunit *test, enum zone_type idx, unsigned long want)
{
	unsigned long free = zone_free_pages(zone_nr(idx));

	if (!managed_zone(zone_nr(idx)))
		return;
	KUNIT_EXPECT_LE_MSG(test, free, want + SLACK, "zone %s", zone_nr(idx)->name);
	KUNIT_EXPECT_GE_MSG(test, free + SLACK, want, "zone %s", zone_nr(idx)->name);
}

/*
 * The zones of the pages on a list, in the order they were had, go down twice: all zones to their
 * low watermarks, then all zones to min.
 */
static void expect_zones_descend(struct kunit *test, struct list_head *pages)
{
	enum zone_type last = ZONE_HIGHMEM;
	struct page *page;
	int ascents = 0;

	list_for_each_entry(page, pages, lru) {
		ascents += page_zonenum(page) > last;
		last = page_zonenum(page);
	}
	KUNIT_EXPECT_LE(test, ascents, 1);
	KUNIT_EXPECT_EQ(test, last, ZONE_DMA);
}

/*
 * Memory runs out, in the order the flags say. Nobody may sleep or wake kswapd here: what is seen
 * is the watermarks alone.
 */
static void fallback_and_reserves_test(struct kunit *test)
{
	struct zone *dma = zone_nr(ZONE_DMA), *normal = zone_nr(ZONE_NORMAL);
	struct zone *high = zone_nr(ZONE_HIGHMEM);
	struct mm_test_orders before, after;
	LIST_HEAD(highuser);
	LIST_HEAD(others);
	unsigned long min;

	mm_test_get_orders(&before);
	mm_test_take_all(__GFP_HIGHMEM | __GFP_NOWARN, ~0ul, &highuser);
	expect_zones_descend(test, &highuser);
	expect_free(test, ZONE_HIGHMEM, min_wmark_pages(high));
	min = min_wmark_pages(normal);
	expect_free(test, ZONE_NORMAL, min + normal->lowmem_reserve[ZONE_HIGHMEM]);
	expect_free(test, ZONE_DMA, min_wmark_pages(dma) + dma->lowmem_reserve[ZONE_HIGHMEM]);

	/* The reserves that highmem requests left are there for those who need lowmem. */
	mm_test_take_all(__GFP_NOWARN, ~0ul, &others);
	expect_free(test, ZONE_HIGHMEM, min_wmark_pages(high));
	expect_free(test, ZONE_NORMAL, min_wmark_pages(normal));
	expect_free(test, ZONE_DMA, min_wmark_pages(dma) + dma->lowmem_reserve[ZONE_NORMAL]);
	mm_test_take_all(GFP_DMA | __GFP_NOWARN, ~0ul, &others);
	expect_free(test, ZONE_DMA, min_wmark_pages(dma));

	/* GFP_NOWAIT has had it; __GFP_HIGH has not. */
	KUNIT_EXPECT_NULL(test, alloc_page(__GFP_NOWARN));
	KUNIT_EXPECT_GT(test, mm_test_take_all(__GFP_HIGH | __GFP_NOWARN, ~0ul, &others), 0);
	min = min_wmark_pages(normal) - min_wmark_pages(normal) / 2;
	expect_free(test, ZONE_NORMAL, min - min / 4);
	KUNIT_EXPECT_NULL(test, alloc_page(__GFP_MEMALLOC | __GFP_NOMEMALLOC | __GFP_NOWARN));

	/* To the last page. */
	mm_test_take_all(__GFP_HIGHMEM | __GFP_MEMALLOC | __GFP_NOWARN, ~0ul, &others);
	KUNIT_EXPECT_LE(test, nr_free_pages(), SLACK);
	KUNIT_EXPECT_NULL(test, alloc_page(__GFP_MEMALLOC | __GFP_NOWARN));
	KUNIT_EXPECT_EQ(test, buddy_validate(), 0);

	mm_test_give_all(&highuser);
	mm_test_give_all(&others);
	mm_test_get_orders(&after);
	KUNIT_EXPECT_EQ(test, memcmp(&before, &after, sizeof(before)), 0);
	KUNIT_EXPECT_EQ(test, buddy_validate(), 0);
}

/* ---- every order of freeing puts every block together again ---- */

static u32 class_fifo(const struct page *page)
{
	return 0;
}

static u32 class_even_first(const struct page *page)
{
	return page_to_pfn(page) & 1;
}

static u32 class_scattered(const struct page *page)
{
	return hash_32(page_to_pfn(page), 4);
}

/* Frees the pages of one class after the other; backwards through the list, or forwards. */
static void give_by_class(struct list_head *list, u32 (*class_of)(const struct page *page),
			  u32 classes, bool backwards)
{
	struct page *page, *next;
	u32 c;

	for (c = 0; c < classes; c++) {
		if (backwards) {
			list_for_each_entry_safe_reverse(page, next, list, lru) {
				if (class_of(page) != c)
					continue;
				list_del(&page->lru);
				__free_page(page);
			}
			continue;
		}
		list_for_each_entry_safe(page, next, list, lru) {
			if (class_of(page) != c)
				continue;
			list_del(&page->lru);
			__free_page(page);
		}
	}
}

static void coalescing_test(struct kunit *test)
{
	static const struct {
		u32 (*class_of)(const struct page *page);
		u32 classes;
		bool backwards;
	} ways[] = {
		{ class_fifo, 1, false },
		{ class_fifo, 1, true },
		{ class_even_first, 2, false },
		{ class_even_first, 2, true },
		{ class_scattered, 16, false },
	};
	/* All of ZONE_DMA and ZONE_NORMAL; of very much memory, enough of it. */
	const unsigned long most = 256 * MIB_PAGES;
	struct mm_test_orders before, after;
	unsigned long taken;
	LIST_HEAD(pages);
	int i;

	mm_test_get_orders(&before);
	for (i = 0; i < ARRAY_SIZE(ways); i++) {
		taken = mm_test_take_all(__GFP_MEMALLOC | __GFP_NOWARN, most, &pages);
		KUNIT_EXPECT_GT(test, taken, 0);
		give_by_class(&pages, ways[i].class_of, ways[i].classes, ways[i].backwards);
		KUNIT_EXPECT_TRUE(test, list_empty(&pages));
		mm_test_get_orders(&after);
		KUNIT_EXPECT_EQ_MSG(test, memcmp(&before, &after, sizeof(before)), 0, "way %d", i);
	}
	KUNIT_EXPECT_EQ(test, buddy_validate(), 0);
}

static struct kunit_case zone_cases[] = {
	KUNIT_CASE(layout_test),
	KUNIT_CASE(book_sum_test),
	KUNIT_CASE(watermark_test),
	KUNIT_CASE(lowmem_reserve_test),
	KUNIT_CASE(watermark_arithmetic_test),
	KUNIT_CASE_SLOW(fallback_and_reserves_test),
	KUNIT_CASE_SLOW(coalescing_test),
	{}
};

static struct kunit_suite zone_suite = {
	.name = "zone",
	.test_cases = zone_cases,
};
kunit_test_suite(zone_suite);
