// SPDX-License-Identifier: MIT
/* kvmalloc(): which of its two allocators serves whom, and that nothing is lost on the way. */
#include <kunit/test.h>
#include <linux/fault-inject.h>
#include <linux/jiffies.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/timer.h>
#include <linux/vmalloc.h>

#include "../../mm/slab.h"

/* kvmalloc() while allocations of pages fail, as @how says (linux/fault-inject.h). */
static void *kvmalloc_failing(size_t size, gfp_t flags, const char *how)
{
	struct fault_attr attr;
	void *p;

	setup_fault_attr(&attr, how);
	fail_page_alloc_set(&attr);
	p = kvmalloc(size, flags);
	fail_page_alloc_set(NULL);
	return p;
}

#define THE_FIRST	"nth:1"
#define ALL		"1,100,0,-1"

static void kvmalloc_easy_test(struct kunit *test)
{
	static const size_t sizes[] = { 1, 8, 100, PAGE_SIZE, PAGE_SIZE + 1, 8192, 8193, 65536 };
	unsigned int i;
	u8 *p;

	for (i = 0; i < ARRAY_SIZE(sizes); i++) {
		p = kvmalloc(sizes[i], GFP_KERNEL);
		KUNIT_ASSERT_NOT_NULL(test, p);
		KUNIT_EXPECT_FALSE(test, is_vmalloc_addr(p));
		KUNIT_EXPECT_GE(test, ksize(p), sizes[i]);
		memset(p, 0x5f, sizes[i]);
		kvfree(p);
	}
}

/* Where kmalloc() fails silently, vmalloc() takes over; up to a page there is no second attempt. */
static void kvmalloc_fallback_test(struct kunit *test)
{
	u8 *p = kvmalloc_failing(10 * PAGE_SIZE, GFP_KERNEL, THE_FIRST);

	KUNIT_ASSERT_NOT_NULL(test, p);
	KUNIT_EXPECT_TRUE(test, is_vmalloc_addr(p));
	memset(p, 0x5f, 10 * PAGE_SIZE);
	kvfree(p);
	p = kvmalloc_failing(10 * PAGE_SIZE, GFP_KERNEL | __GFP_ZERO, THE_FIRST);
	KUNIT_ASSERT_NOT_NULL(test, p);
	KUNIT_EXPECT_NULL(test, memchr_inv(p, 0, 10 * PAGE_SIZE));
	kvfree(p);
	/* It is vmalloc() that must not fail: trying for contiguous pages for ever would be mad. */
	p = kvmalloc_failing(10 * PAGE_SIZE, GFP_KERNEL | __GFP_NOFAIL, THE_FIRST);
	KUNIT_EXPECT_TRUE(test, is_vmalloc_addr(p));
	kvfree(p);
	slab_shrink_all();
	KUNIT_EXPECT_NULL(test, kvmalloc_failing(PAGE_SIZE, GFP_KERNEL | __GFP_NOWARN, ALL));
	/* vmalloc() is not asked for what may not sleep. */
	KUNIT_EXPECT_NULL(test, kvmalloc_failing(10 * PAGE_SIZE, GFP_NOWAIT, THE_FIRST));
}

/* Too large for kmalloc(), which does not warn of that here. */
static void kvmalloc_large_test(struct kunit *test)
{
	u8 *p = kvzalloc(KMALLOC_MAX_SIZE + 1, GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, p);
	KUNIT_EXPECT_TRUE(test, is_vmalloc_addr(p));
	KUNIT_EXPECT_EQ(test, (int)p[0], 0);
	KUNIT_EXPECT_EQ(test, (int)p[KMALLOC_MAX_SIZE], 0);
	kvfree(p);
	p = kvmalloc(KMALLOC_MAX_SIZE + 1, GFP_NOWAIT);
	KUNIT_EXPECT_NULL(test, p);
	KUNIT_EXPECT_NULL(test, kvmalloc(SIZE_MAX, GFP_KERNEL | __GFP_NOWARN));
	kunit_expect_splat_begin(test, "kvmalloc: 4294967295 bytes are too many");
	KUNIT_EXPECT_NULL(test, kvmalloc(SIZE_MAX, GFP_KERNEL));
	KUNIT_EXPECT_EQ(test, kunit_expect_splat_end(test), 1u);
}

/* Whatever fails inside, it is NULL or good memory, and no page is lost: kunit counts them. */
static void kvmalloc_nth_failing_test(struct kunit *test)
{
	unsigned int n, failed = 0;
	char nth[16];
	u8 *p;

	for (n = 1; n < 30; n++) {
		snprintf(nth, sizeof(nth), "nth:%u", n);
		p = kvmalloc_failing(KMALLOC_MAX_SIZE + PAGE_SIZE,
				     GFP_KERNEL | __GFP_NOWARN | __GFP_NORETRY, nth);
		failed += !p;
		if (p)
			p[KMALLOC_MAX_SIZE] = p[0] = 1;
		kvfree(p);
	}
	KUNIT_EXPECT_LT(test, failed, 29u);
	KUNIT_EXPECT_NULL(test, kvmalloc_failing(KMALLOC_MAX_SIZE + PAGE_SIZE,
						 GFP_KERNEL | __GFP_NOWARN | __GFP_NORETRY, ALL));
	KUNIT_EXPECT_EQ(test, slab_validate(), 0u);
}

static void kvmalloc_odd_sizes_test(struct kunit *test)
{
	volatile size_t none = 0, huge = SIZE_MAX / 2;
	int *p = kvcalloc(10, sizeof(*p), GFP_KERNEL);

	KUNIT_EXPECT_NULL(test, memchr_inv(p, 0, 10 * sizeof(*p)));
	kvfree(p);
	KUNIT_EXPECT_PTR_EQ(test, kvmalloc(none, GFP_KERNEL), ZERO_SIZE_PTR);
	KUNIT_EXPECT_PTR_EQ(test, kvmalloc_array(none, 8, GFP_KERNEL), ZERO_SIZE_PTR);
	KUNIT_EXPECT_NULL(test, kvmalloc_array(huge, 3, GFP_KERNEL));
	KUNIT_EXPECT_NULL(test, kvcalloc(3, huge, GFP_KERNEL));
	kvfree(NULL);
	kvfree(ZERO_SIZE_PTR);
	kvfree_sensitive(NULL, 10);
	kvfree_sensitive(ZERO_SIZE_PTR, 0);
}

static void kvrealloc_test(struct kunit *test)
{
	char *p = kvrealloc(NULL, 0, 20, GFP_KERNEL), *q;

	KUNIT_ASSERT_NOT_NULL(test, p);
	strscpy(p, "marrow", 20);
	KUNIT_EXPECT_PTR_EQ(test, kvrealloc(p, 20, 10, GFP_KERNEL), (void *)p);
	q = kvrealloc(p, 20, KMALLOC_MAX_SIZE + 1, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, q);
	KUNIT_EXPECT_STREQ(test, q, "marrow");
	KUNIT_EXPECT_NULL(test, kvrealloc(q, KMALLOC_MAX_SIZE + 1, SIZE_MAX,
					  GFP_KERNEL | __GFP_NOWARN));
	KUNIT_EXPECT_STREQ(test, q, "marrow");
	kvfree_sensitive(q, 20);
}

/* kvfree() takes what either allocator gave, in an interrupt too. */
static struct {
	struct timer_list timer;
	void *one, *other;
	bool done;
} in_softirq;

static void free_in_softirq(struct timer_list *timer)
{
	kvfree(in_softirq.one);
	kvfree(in_softirq.other);
	WRITE_ONCE(in_softirq.done, true);
}

static void kvfree_test(struct kunit *test)
{
	unsigned long deadline = jiffies + 10 * HZ;

	kvfree(kmalloc(100, GFP_KERNEL));
	kvfree(vmalloc(100));
	in_softirq.one = kvmalloc(100, GFP_KERNEL);
	in_softirq.other = kvmalloc(KMALLOC_MAX_SIZE + 1, GFP_KERNEL);
	in_softirq.done = false;
	timer_setup(&in_softirq.timer, free_in_softirq, 0);
	mod_timer(&in_softirq.timer, jiffies + 1);
	while (!READ_ONCE(in_softirq.done) && time_before(jiffies, deadline))
		schedule_timeout_uninterruptible(1);
	timer_delete_sync(&in_softirq.timer);
	KUNIT_EXPECT_TRUE(test, in_softirq.done);
	while (is_vmalloc_addr(in_softirq.other) && find_vm_area(in_softirq.other) &&
	       time_before(jiffies, deadline))
		schedule_timeout_uninterruptible(1);
	KUNIT_EXPECT_NULL(test, find_vm_area(in_softirq.other));
}

static struct kunit_case kvmalloc_cases[] = {
	KUNIT_CASE(kvmalloc_easy_test),
	KUNIT_CASE(kvmalloc_fallback_test),
	KUNIT_CASE(kvmalloc_large_test),
	KUNIT_CASE(kvmalloc_nth_failing_test),
	KUNIT_CASE(kvmalloc_odd_sizes_test),
	KUNIT_CASE(kvrealloc_test),
	KUNIT_CASE(kvfree_test),
	{}
};

static struct kunit_suite kvmalloc_suite = {
	.name = "kvmalloc",
	.test_cases = kvmalloc_cases,
};
kunit_test_suite(kvmalloc_suite);
