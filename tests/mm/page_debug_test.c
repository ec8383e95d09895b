// SPDX-License-Identifier: MIT
/* The switches: page_poison, page_owner, init_on_…, debug_atomic_sleep, fail_page_alloc. */
#include <kunit/test.h>
#include <linux/errno.h>
#include <linux/fault-inject.h>
#include <linux/gfp.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/page_owner.h>
#include <linux/poison.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "../../mm/page_alloc.h"
#include "mm_test.h"

static unsigned int switches_before;

static int page_debug_init(struct kunit *test)
{
	switches_before = page_debug;
	return 0;
}

static void page_debug_exit(struct kunit *test)
{
	page_debug_change(switches_before & ~PAGE_DEBUG_OWNER,
			  ~switches_before & ~PAGE_DEBUG_OWNER);
}

static const gfp_t gfps[] = { GFP_KERNEL, GFP_HIGHUSER };

/* A switch closes the per-CPU lists, and the last one off opens them again. */
static void lists_closed_test(struct kunit *test)
{
	struct zone *zone;
	struct page *page;

	if (switches_before)
		kunit_skip(test, "a switch is on");
	page_debug_change(PAGE_DEBUG_INIT_FREE, 0);
	page = alloc_page(GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, page);
	zone = page_zone(page);
	__free_page(page);
	KUNIT_EXPECT_EQ(test, pcp_count_pages(zone), 0);
	page_debug_change(0, PAGE_DEBUG_INIT_FREE);
	__free_page(alloc_page(GFP_KERNEL));
	KUNIT_EXPECT_GT(test, pcp_count_pages(zone), 0);
	KUNIT_EXPECT_EQ(test, buddy_validate(), 0);
}

static void init_on_alloc_test(struct kunit *test)
{
	struct page *page;
	int i;

	page_debug_change(PAGE_DEBUG_INIT_ALLOC, PAGE_DEBUG_POISON | PAGE_DEBUG_INIT_FREE);
	for (i = 0; i < ARRAY_SIZE(gfps); i++) {
		page = alloc_pages(gfps[i], 2);
		KUNIT_ASSERT_NOT_NULL(test, page);
		mm_test_fill(page, 2, 0x77);
		__free_pages(page, 2);
		page = alloc_pages(gfps[i], 2);
		KUNIT_ASSERT_NOT_NULL(test, page);
		KUNIT_EXPECT_TRUE(test, mm_test_is_filled(page, 2, 0));
		__free_pages(page, 2);
	}
}

static void init_on_free_test(struct kunit *test)
{
	struct page *page;
	int i;

	page_debug_change(PAGE_DEBUG_INIT_FREE, PAGE_DEBUG_POISON);
	for (i = 0; i < ARRAY_SIZE(gfps); i++) {
		page = alloc_pages(gfps[i], 4);
		KUNIT_ASSERT_NOT_NULL(test, page);
		mm_test_fill(page, 4, 0x77);
		__free_pages(page, 4);
		KUNIT_EXPECT_TRUE(test, mm_test_is_filled(page, 4, 0));
	}
}

/* The same for objects; but a cache whose free objects are somebody's is left alone. */
static void init_objects_test(struct kunit *test)
{
	struct kmem_cache *plain = kmem_cache_create("init_plain", 64, 0, 0, NULL);
	struct kmem_cache *rcu = kmem_cache_create("init_rcu", 64, 0, SLAB_TYPESAFE_BY_RCU, NULL);
	u8 *obj, *kept;

	KUNIT_ASSERT_NOT_NULL(test, plain);
	KUNIT_ASSERT_NOT_NULL(test, rcu);
	if (plain->flags & SLAB_POISON) {
		kmem_cache_destroy(plain);
		kmem_cache_destroy(rcu);
		kunit_skip(test, "slab_debug=P: what is in an object is poison");
	}
	page_debug_change(PAGE_DEBUG_INIT_ALLOC, PAGE_DEBUG_INIT_FREE);
	obj = kmem_cache_alloc(plain, GFP_KERNEL);
	KUNIT_EXPECT_NULL(test, memchr_inv(obj, 0, 64));
	memset(obj, 0x77, 64);
	kmem_cache_free(plain, obj);
	obj = kmem_cache_alloc(plain, GFP_KERNEL);
	KUNIT_EXPECT_NULL(test, memchr_inv(obj, 0, 64));
	memset(obj, 0x77, 64);
	page_debug_change(PAGE_DEBUG_INIT_FREE, PAGE_DEBUG_INIT_ALLOC);
	kmem_cache_free(plain, obj);
	KUNIT_EXPECT_NULL(test, memchr_inv(obj, 0, 64));
	kept = kmem_cache_alloc(rcu, GFP_KERNEL);
	memset(kept, 0x77, 64);
	kmem_cache_free(rcu, kept);
	KUNIT_EXPECT_NULL(test, memchr_inv(kept, 0x77, 64));
	page_debug_change(0, PAGE_DEBUG_INIT_FREE);
	kmem_cache_destroy(plain);
	kmem_cache_destroy(rcu);
}

static void poison_test(struct kunit *test)
{
	struct page *page;
	int i;

	page_debug_change(PAGE_DEBUG_POISON, 0);
	for (i = 0; i < ARRAY_SIZE(gfps); i++) {
		page = alloc_pages(gfps[i], 3);
		KUNIT_ASSERT_NOT_NULL(test, page);
		mm_test_fill(page, 3, 0x77);
		__free_pages(page, 3);
		KUNIT_EXPECT_TRUE(test, mm_test_is_filled(page, 3, PAGE_POISON));
		/* Asked for zeros, one gets them. */
		page = alloc_pages(gfps[i] | __GFP_ZERO, 3);
		KUNIT_ASSERT_NOT_NULL(test, page);
		KUNIT_EXPECT_TRUE(test, mm_test_is_filled(page, 3, 0));
		__free_pages(page, 3);
	}
	KUNIT_EXPECT_EQ(test, buddy_validate(), 0);
}

/* A byte written after the free: its place is shown, and the block is withdrawn. */
static void use_after_free_test(struct kunit *test)
{
	unsigned long before, reports = bad_page_reports;
	struct page *page, *other;

	page_debug_change(PAGE_DEBUG_POISON, 0);
	before = mm_test_free_pages();
	page = alloc_pages(GFP_KERNEL, 5);
	KUNIT_ASSERT_NOT_NULL(test, page);
	__free_pages(page, 5);
	((u8 *)page_address(page))[PAGE_SIZE + 0x123] = 0x42;

	kunit_expect_splat_begin(test, "BUG: Bad page state");
	other = alloc_pages(GFP_KERNEL, 5);
	KUNIT_EXPECT_EQ(test, kunit_splat_lines(test, "bytes 0x123 to 0x123 were written"), 1);
	KUNIT_EXPECT_EQ(test, kunit_expect_splat_end(test), 1);
	KUNIT_EXPECT_EQ(test, bad_page_reports, reports + 1);
	KUNIT_ASSERT_NOT_NULL(test, other);
	KUNIT_EXPECT_PTR_NE(test, other, page);
	KUNIT_EXPECT_TRUE(test, PageHWPoison(page));
	__free_pages(other, 5);
	KUNIT_EXPECT_EQ(test, buddy_validate(), 0);
	KUNIT_EXPECT_EQ(test, mm_test_free_pages(), before - 32);
	reinstate_page(page, 5);
	KUNIT_EXPECT_EQ(test, mm_test_free_pages(), before);
}

/* Pages freed while the switch was off are not taken for damaged ones. */
static void poison_switched_late_test(struct kunit *test)
{
	unsigned long reports = bad_page_reports;
	struct page *page;
	int i;

	for (i = 0; i < 3; i++) {
		page_debug_change(PAGE_DEBUG_POISON, 0);
		page = alloc_pages(GFP_KERNEL, 4);
		KUNIT_ASSERT_NOT_NULL(test, page);
		__free_pages(page, 4);
		page_debug_change(0, PAGE_DEBUG_POISON);
		page = alloc_pages(GFP_KERNEL, 4);
		KUNIT_ASSERT_NOT_NULL(test, page);
		mm_test_fill(page, 4, 0x33);
		__free_pages(page, 4);
	}
	KUNIT_EXPECT_EQ(test, bad_page_reports, reports);
}

/* ---- page_owner ---- */

static noinline struct page *allocate_for_owner_test(unsigned int order)
{
	struct page *page = alloc_pages(GFP_KERNEL, order);

	barrier();
	return page;
}

static void owner_test(struct kunit *test)
{
	static char text[8192];
	bool was_on = page_owner_enabled();
	struct page *page;

	KUNIT_ASSERT_EQ(test, page_owner_enable(), 0);
	page = allocate_for_owner_test(8);
	KUNIT_ASSERT_NOT_NULL(test, page);
	kunit_expect_splat_begin(test, "allocate_for_owner_test");
	dump_page_owner(page);
	KUNIT_EXPECT_EQ(test, kunit_expect_splat_end(test), 1);
	page_owner_text(text, sizeof(text));
	KUNIT_EXPECT_NOT_NULL(test, strstr(text, "256 pages in 1 blocks:"));
	KUNIT_EXPECT_NOT_NULL(test, strstr(text, "allocate_for_owner_test"));

	/* Split, each page has an owner; freed, none has. */
	split_page(page, 8);
	page_owner_text(text, sizeof(text));
	KUNIT_EXPECT_NOT_NULL(test, strstr(text, "256 pages in 256 blocks:"));
	for (int i = 0; i < 256; i++)
		__free_page(page + i);
	page_owner_text(text, sizeof(text));
	KUNIT_EXPECT_NULL(test, strstr(text, "allocate_for_owner_test"));
	if (!was_on)
		page_owner_disable();
}

/* ---- sleeping where one must not ---- */

static void page_in_atomic(gfp_t gfp)
{
	struct page *page;

	preempt_disable();
	page = alloc_page(gfp);
	preempt_enable();
	if (page)
		__free_page(page);
}

static void object_in_atomic(gfp_t gfp)
{
	void *obj;

	preempt_disable();
	obj = kmalloc(64, gfp);
	preempt_enable();
	kfree(obj);
}

/* GFP_ATOMIC is in order, GFP_KERNEL is reported. */
static void expect_report(struct kunit *test, void (*allocate)(gfp_t gfp))
{
	allocate(GFP_ATOMIC);
	kunit_expect_splat_begin(test, "sleeping function called from invalid context");
	allocate(GFP_KERNEL);
	KUNIT_EXPECT_EQ(test, kunit_expect_splat_end(test), 1u);
}

/* The lists and the magazine have what is asked for: only the switch makes that a report. */
static void atomic_sleep_test(struct kunit *test)
{
	__free_page(alloc_page(GFP_KERNEL));
	kfree(kmalloc(64, GFP_KERNEL));
	page_debug_change(PAGE_DEBUG_SLEEP, 0);
	expect_report(test, page_in_atomic);
	expect_report(test, object_in_atomic);
}

/* ---- fault injection ---- */

#define PIECES	6

/* The usual shape of code that allocates: a few pieces, and back if one of them fails. */
static int build_and_tear_down(void)
{
	struct page *pieces[PIECES];
	int i, err = 0;

	for (i = 0; i < PIECES; i++) {
		pieces[i] = alloc_pages(GFP_KERNEL | __GFP_NOWARN, i);
		if (!pieces[i]) {
			err = -ENOMEM;
			break;
		}
	}
	while (i-- > 0)
		__free_pages(pieces[i], i);
	return err;
}

static void every_nth_fails_test(struct kunit *test)
{
	unsigned long before = mm_test_free_pages();
	struct fault_attr attr;
	char text[16];
	int n;

	for (n = 1; n <= PIECES + 1; n++) {
		snprintf(text, sizeof(text), "nth:%d", n);
		KUNIT_ASSERT_EQ(test, setup_fault_attr(&attr, text), 0);
		fail_page_alloc_set(&attr);
		KUNIT_EXPECT_EQ(test, build_and_tear_down(), n <= PIECES ? -ENOMEM : 0);
		fail_page_alloc_set(NULL);
		KUNIT_EXPECT_EQ(test, mm_test_free_pages(), before);
	}
}

static unsigned int failures_of(const char *text, unsigned int attempts)
{
	struct fault_attr attr;
	unsigned int failures = 0;
	struct page *page;

	if (setup_fault_attr(&attr, text))
		return ~0u;
	fail_page_alloc_set(&attr);
	while (attempts--) {
		page = alloc_page(GFP_KERNEL | __GFP_NOWARN);
		failures += !page;
		if (page)
			__free_page(page);
	}
	fail_page_alloc_set(NULL);
	return failures;
}

static void fault_attr_test(struct kunit *test)
{
	struct fault_attr attr;

	KUNIT_EXPECT_EQ(test, failures_of("1,100,0,-1", 20), 20);
	KUNIT_EXPECT_EQ(test, failures_of("1,100,0,3", 20), 3);
	KUNIT_EXPECT_EQ(test, failures_of("5,100,0,-1", 20), 4);
	KUNIT_EXPECT_EQ(test, failures_of("1,100,12,-1", 20), 8);
	KUNIT_EXPECT_EQ(test, failures_of("1,0,0,-1", 20), 0);
	KUNIT_EXPECT_GT(test, failures_of("1,50,0,-1", 200), 50);
	KUNIT_EXPECT_LT(test, failures_of("1,50,0,-1", 200), 150);
	KUNIT_EXPECT_EQ(test, setup_fault_attr(&attr, ""), -EINVAL);
	KUNIT_EXPECT_EQ(test, setup_fault_attr(&attr, "1,2,3"), -EINVAL);
	KUNIT_EXPECT_EQ(test, setup_fault_attr(&attr, "1,101,0,1"), -EINVAL);
	KUNIT_EXPECT_EQ(test, setup_fault_attr(&attr, "1,2,3,4,5"), -EINVAL);
	KUNIT_EXPECT_EQ(test, setup_fault_attr(&attr, "nth:0"), -EINVAL);
	KUNIT_EXPECT_EQ(test, setup_fault_attr(&attr, "nth:x"), -EINVAL);
}

static struct kunit_case page_debug_cases[] = {
	KUNIT_CASE(lists_closed_test),
	KUNIT_CASE(init_on_alloc_test),
	KUNIT_CASE(init_on_free_test),
	KUNIT_CASE(init_objects_test),
	KUNIT_CASE(poison_test),
	KUNIT_CASE(use_after_free_test),
	KUNIT_CASE(poison_switched_late_test),
	KUNIT_CASE(owner_test),
	KUNIT_CASE(atomic_sleep_test),
	KUNIT_CASE(every_nth_fails_test),
	KUNIT_CASE(fault_attr_test),
	{}
};

static struct kunit_suite page_debug_suite = {
	.name = "page_debug",
	.init = page_debug_init,
	.exit = page_debug_exit,
	.test_cases = page_debug_cases,
};
kunit_test_suite(page_debug_suite);
