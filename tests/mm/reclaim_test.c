// SPDX-License-Identifier: MIT
/* Reclaim: shrinkers, kswapd, the OOM notifiers, and how hard each kind of request tries. */
#include <kunit/test.h>
#include <linux/err.h>
#include <linux/gfp.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/kthread.h>
#include <linux/mm.h>
#include <linux/notifier.h>
#include <linux/oom.h>
#include <linux/sched.h>
#include <linux/shrinker.h>
#include <linux/spinlock.h>

#include "../../mm/page_alloc.h"
#include "mm_test.h"

/* A cache of pages that gives them up when asked. */
static LIST_HEAD(cache);
static DEFINE_SPINLOCK(cache_lock);
static unsigned long cached, counts, scans, stingy;

static unsigned long cache_count(struct shrinker *shrinker, struct shrink_control *sc)
{
	counts++;
	return stingy ? 0 : READ_ONCE(cached);
}

static struct page *cache_take(void)
{
	struct page *page;

	spin_lock(&cache_lock);
	page = list_first_entry_or_null(&cache, struct page, lru);
	if (page) {
		list_del(&page->lru);
		cached--;
	}
	spin_unlock(&cache_lock);
	return page;
}

static unsigned long cache_scan(struct shrinker *shrinker, struct shrink_control *sc)
{
	unsigned long freed;
	struct page *page;

	scans++;
	for (freed = 0; freed < sc->nr_to_scan; freed++) {
		page = cache_take();
		if (!page)
			break;
		__free_page(page);
	}
	return freed ? freed : SHRINK_STOP;
}

static struct shrinker cache_shrinker = {
	.count_objects = cache_count,
	.scan_objects = cache_scan,
	.seeks = DEFAULT_SEEKS,
};

/*
 * Most of memory is taken in the largest blocks, to be quick; some of them are left for the
 * cache.
 */
#define BLOCKS_FOR_CACHE	4

static LIST_HEAD(ballast);

static void give_ballast(unsigned int most)
{
	struct page *page;

	while (most-- && !list_empty(&ballast)) {
		page = list_first_entry(&ballast, struct page, lru);
		list_del(&page->lru);
		__free_pages(page, MAX_ORDER - 1);
	}
}

/* All that a request may have without reclaim, in the cache. */
static void fill_cache_with(gfp_t gfp)
{
	struct page *page;

	for (;;) {
		page = alloc_page(gfp);
		if (!page)
			return;
		list_add_tail(&page->lru, &cache);
		cached++;
	}
}

/* No lowmem above the min watermark is left afterwards. */
static void fill_cache(void)
{
	struct page *page;

	while ((page = alloc_pages(__GFP_NOWARN, MAX_ORDER - 1)))
		list_add(&page->lru, &ballast);
	give_ballast(BLOCKS_FOR_CACHE);
	fill_cache_with(__GFP_NOWARN);
}

static int reclaim_test_init(struct kunit *test)
{
	counts = scans = stingy = 0;
	return register_shrinker(&cache_shrinker, "test-cache");
}

static void reclaim_test_exit(struct kunit *test)
{
	struct page *page;

	unregister_shrinker(&cache_shrinker);
	while ((page = cache_take()))
		__free_page(page);
	give_ballast(~0u);
}

static void direct_reclaim_test(struct kunit *test)
{
	struct page *page;

	fill_cache();
	KUNIT_EXPECT_EQ(test, scans, 0);
	page = alloc_page(__GFP_DIRECT_RECLAIM | __GFP_NOWARN);
	KUNIT_ASSERT_NOT_NULL(test, page);
	KUNIT_EXPECT_GT(test, scans, 0);
	KUNIT_EXPECT_FALSE(test, current->flags & PF_MEMALLOC);
	__free_page(page);
}

static void no_sleep_no_reclaim_test(struct kunit *test)
{
	LIST_HEAD(atomic);

	fill_cache();
	KUNIT_EXPECT_NULL(test, alloc_page(__GFP_NOWARN));
	/* The reserve is for those that cannot wait, and is all they get. */
	KUNIT_EXPECT_GT(test, mm_test_take_all(__GFP_HIGH | __GFP_NOWARN, ~0ul, &atomic), 0);
	KUNIT_EXPECT_EQ(test, counts, 0);
	mm_test_give_all(&atomic);
}

static void norecurse_test(struct kunit *test)
{
	struct page *page, *none;
	LIST_HEAD(reserve);

	fill_cache();
	current->flags |= PF_MEMALLOC;
	page = alloc_page(__GFP_DIRECT_RECLAIM | __GFP_NOWARN);
	mm_test_take_all(__GFP_MEMALLOC | __GFP_NOWARN, ~0ul, &reserve);
	none = alloc_page(__GFP_DIRECT_RECLAIM | __GFP_NOWARN);
	current->flags &= ~PF_MEMALLOC;
	/* It may use the reserve, to the last page, and does not reclaim. */
	KUNIT_EXPECT_EQ(test, counts, 0);
	KUNIT_EXPECT_NOT_NULL(test, page);
	KUNIT_EXPECT_NULL(test, none);
	mm_test_give_all(&reserve);
	if (page)
		__free_page(page);
}

static bool zones_above_high(void)
{
	struct zone *zone;

	for_each_populated_zone(zone) {
		if (zone_free_pages(zone) <= high_wmark_pages(zone))
			return false;
	}
	return true;
}

static void kswapd_test(struct kunit *test)
{
	unsigned long end = jiffies + 5 * HZ;
	struct page *page;

	KUNIT_ASSERT_NOT_NULL(test, contig_page_data.kswapd);
	/* Without ballast: the cache must be able to help every zone. */
	fill_cache_with(__GFP_HIGHMEM | __GFP_NOWARN);
	fill_cache_with(__GFP_NOWARN);
	KUNIT_ASSERT_FALSE(test, zones_above_high());
	/* Fails, but wakes kswapd; which works while this thread sleeps. */
	page = alloc_page(GFP_NOWAIT | __GFP_NOWARN);
	if (page)
		__free_page(page);
	while (!zones_above_high() && time_before(jiffies, end)) {
		schedule_timeout_uninterruptible(1);
		page = alloc_page(GFP_NOWAIT | __GFP_NOWARN);
		if (page)
			__free_page(page);
	}
	KUNIT_EXPECT_TRUE(test, zones_above_high());
	KUNIT_EXPECT_GT(test, cached, 0);
}

/* ---- when shrinking does not help ---- */

static unsigned int oom_calls, oom_gives;

static int oom_called(struct notifier_block *nb, unsigned long action, void *data)
{
	unsigned long *freed = data;
	struct page *page;

	oom_calls++;
	while (oom_gives && (page = cache_take())) {
		__free_page(page);
		(*freed)++;
		oom_gives--;
	}
	return NOTIFY_OK;
}

static struct notifier_block oom_nb = { .notifier_call = oom_called };

static void how_hard_test(struct kunit *test)
{
	static const struct {
		gfp_t gfp;
		unsigned int order, oom_calls;
	} cases[] = {
		{ __GFP_DIRECT_RECLAIM | __GFP_NORETRY, 0, 0 },
		{ __GFP_DIRECT_RECLAIM | __GFP_RETRY_MAYFAIL, 0, 0 },
		{ __GFP_DIRECT_RECLAIM, 0, 1 },
		{ __GFP_DIRECT_RECLAIM, PAGE_ALLOC_COSTLY_ORDER, 1 },
		{ __GFP_DIRECT_RECLAIM, PAGE_ALLOC_COSTLY_ORDER + 1, 0 },
	};
	int i;

	stingy = 1;
	fill_cache();
	register_oom_notifier(&oom_nb);
	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		oom_calls = oom_gives = 0;
		counts = 0;
		KUNIT_EXPECT_NULL(test, alloc_pages(cases[i].gfp | __GFP_NOWARN, cases[i].order));
		KUNIT_EXPECT_GT_MSG(test, counts, 0, "case %d", i);
		KUNIT_EXPECT_EQ_MSG(test, oom_calls, cases[i].oom_calls, "case %d", i);
	}
	unregister_oom_notifier(&oom_nb);
}

static void oom_notifier_helps_test(struct kunit *test)
{
	struct page *page;

	stingy = 1;
	fill_cache();
	register_oom_notifier(&oom_nb);
	oom_calls = 0;
	oom_gives = 100;
	page = alloc_page(__GFP_DIRECT_RECLAIM);
	unregister_oom_notifier(&oom_nb);
	KUNIT_EXPECT_EQ(test, oom_calls, 1);
	KUNIT_ASSERT_NOT_NULL(test, page);
	__free_page(page);
}

/* The report says who asked, why there is nothing, zone by zone, and who has it. */
static void report_test(struct kunit *test)
{
	struct page *page;

	stingy = 1;
	fill_cache();
	kunit_expect_splat_begin(test, "invoked oom");
	page = alloc_page(__GFP_DIRECT_RECLAIM);
	KUNIT_EXPECT_NULL(test, page);
	KUNIT_EXPECT_EQ(test, kunit_splat_lines(test, "page allocation failure: order 0"), 1);
	KUNIT_EXPECT_EQ(test, kunit_splat_lines(test, "kept by the min watermark"), 2);
	KUNIT_EXPECT_EQ(test, kunit_splat_lines(test, "shrinker test-cache"), 1);
	KUNIT_EXPECT_EQ(test, kunit_splat_lines(test, "by page tables"), 1);
	KUNIT_EXPECT_EQ(test, kunit_expect_splat_end(test), 1);
}

static int give_back_later(void *unused)
{
	int i;

	schedule_timeout_uninterruptible(HZ / 10);
	for (i = 0; i < 64; i++) {
		struct page *page = cache_take();

		if (page)
			__free_page(page);
	}
	return 0;
}

/* __GFP_NOFAIL waits until somebody else frees something. */
static void nofail_test(struct kunit *test)
{
	struct task_struct *helper = kthread_create(give_back_later, NULL, "give_back");
	unsigned long start = jiffies;
	struct page *page;

	KUNIT_ASSERT_FALSE(test, IS_ERR(helper));
	get_task_struct(helper);
	stingy = 1;
	fill_cache();
	wake_up_process(helper);
	page = alloc_page(__GFP_DIRECT_RECLAIM | __GFP_NOFAIL | __GFP_NOWARN);
	KUNIT_EXPECT_GE(test, jiffies - start, HZ / 10 - 1);
	KUNIT_EXPECT_NOT_NULL(test, page);
	if (page)
		__free_page(page);
	kthread_stop(helper);
	put_task_struct(helper);
}

/* Small caches shrink too: what is due and less than a batch adds up. */
static void deferred_test(struct kunit *test)
{
	unsigned long freed = 0;
	LIST_HEAD(pages);
	int i;

	KUNIT_ASSERT_EQ(test, mm_test_take_all(GFP_KERNEL, 200, &pages), 200);
	list_splice_init(&pages, &cache);
	cached = 200;
	KUNIT_EXPECT_EQ(test, shrink_slab(GFP_KERNEL, 4), 0);
	for (i = 0; i < 6; i++)
		freed += shrink_slab(GFP_KERNEL, 4);
	KUNIT_EXPECT_EQ(test, freed, 128);
	for (i = 0; i < 3; i++)
		freed += shrink_slab(GFP_KERNEL, 0);
	KUNIT_EXPECT_EQ(test, freed, 200);
	KUNIT_EXPECT_EQ(test, cached, 0);
}

static struct kunit_case reclaim_cases[] = {
	KUNIT_CASE(direct_reclaim_test),
	KUNIT_CASE(no_sleep_no_reclaim_test),
	KUNIT_CASE(norecurse_test),
	KUNIT_CASE(kswapd_test),
	KUNIT_CASE(how_hard_test),
	KUNIT_CASE(oom_notifier_helps_test),
	KUNIT_CASE(report_test),
	KUNIT_CASE(nofail_test),
	KUNIT_CASE(deferred_test),
	{}
};

static struct kunit_suite reclaim_suite = {
	.name = "reclaim",
	.init = reclaim_test_init,
	.exit = reclaim_test_exit,
	.test_cases = reclaim_cases,
};
kunit_test_suite(reclaim_suite);
