// SPDX-License-Identifier: MIT
/* kmap(): 512 slots for everybody. Without highmem these are skipped. */
#include <kunit/test.h>
#include <linux/highmem.h>
#include <linux/kernel.h>
#include <linux/kthread.h>
#include <linux/mm.h>
#include <linux/sched.h>
#include <marrow/fault.h>

#define NR_PAGES	(LAST_PKMAP + 1)

static struct page *pages[NR_PAGES];

static void put_pages(void *unused)
{
	unsigned int i;

	kmap_flush_unused();
	for (i = 0; i < NR_PAGES && pages[i]; i++) {
		__free_page(pages[i]);
		pages[i] = NULL;
	}
}

static int get_pages(struct kunit *test)
{
	unsigned int i;

	if (!totalhigh_pages())
		return 0;
	kmap_flush_unused();
	for (i = 0; i < NR_PAGES; i++) {
		pages[i] = alloc_page(GFP_HIGHUSER);
		if (pages[i])
			memset_page(pages[i], 0, i, PAGE_SIZE);
	}
	return kunit_add_action(test, put_pages, NULL);
}

static bool have_pages(struct kunit *test)
{
	if (totalhigh_pages() && PageHighMem(pages[NR_PAGES - 1]))
		return true;
	kunit_mark_skipped(test, "no highmem");
	return false;
}

static void check_slots(struct kunit *test, unsigned int used, unsigned int unused)
{
	unsigned int now_used, now_unused;

	pkmap_get_stats(&now_used, &now_unused);
	KUNIT_EXPECT_EQ(test, now_used, used);
	KUNIT_EXPECT_EQ(test, now_unused, unused);
	KUNIT_EXPECT_EQ(test, highmem_validate(), 0);
}

static void do_read(void *addr)
{
	(void)*(volatile u8 *)addr;
}

static void count_test(struct kunit *test)
{
	u8 *addr;
	int i;

	if (!have_pages(test))
		return;
	KUNIT_EXPECT_NULL(test, page_address(pages[7]));
	addr = kmap(pages[7]);
	KUNIT_EXPECT_EQ(test, addr[99], 7);
	for (i = 0; i < 50; i++)
		KUNIT_EXPECT_PTR_EQ(test, kmap(pages[7]), (void *)addr);
	KUNIT_EXPECT_PTR_EQ(test, page_address(pages[7]), (void *)addr);
	KUNIT_EXPECT_PTR_EQ(test, kmap_to_page(addr), pages[7]);
	for (i = 0; i < 50; i++)
		kunmap(pages[7]);
	check_slots(test, 1, 0);
	kunmap(pages[7]);
	check_slots(test, 0, 1);
	KUNIT_EXPECT_NULL(test, page_address(pages[7]));
	kmap_flush_unused();
	check_slots(test, 0, 0);
	KUNIT_EXPECT_EQ(test, catch_fault(do_read, addr, NULL), 1);
}

/* All slots, wherever the pages' homes are; each shows its own page, and goes on to when reused. */
static void all_slots_test(struct kunit *test)
{
	unsigned int i, round;
	u8 *addr;

	if (!have_pages(test))
		return;
	for (round = 0; round < 3; round++) {
		for (i = 0; i < LAST_PKMAP; i++) {
			addr = kmap(pages[i + (round & 1)]);
			KUNIT_EXPECT_EQ(test, *addr, (u8)(i + (round & 1)));
		}
		check_slots(test, LAST_PKMAP, 0);
		for (i = 0; i < LAST_PKMAP; i++)
			KUNIT_EXPECT_EQ(test, *(u8 *)page_address(pages[i + (round & 1)]),
					(u8)(i + (round & 1)));
		for (i = 0; i < LAST_PKMAP; i++)
			kunmap(pages[i + (round & 1)]);
		check_slots(test, 0, LAST_PKMAP);
	}
}

static void unmatched_test(struct kunit *test)
{
	if (!have_pages(test))
		return;
	kmap(pages[0]);
	kunmap(pages[0]);
	kunit_expect_splat_begin(test, "kunmap of page");
	kunmap(pages[0]);
	KUNIT_EXPECT_EQ(test, kunit_expect_splat_end(test), 1u);
	kunit_expect_splat_begin(test, "kunmap of page");
	kunmap(pages[1]);
	KUNIT_EXPECT_EQ(test, kunit_expect_splat_end(test), 1u);
	check_slots(test, 0, 1);
}

static void atomic_context_test(struct kunit *test)
{
	kunit_expect_splat_begin(test, "BUG: sleeping function called from invalid context");
	preempt_disable();
	kmap(pages[0] ?: virt_to_page(PAGE_OFFSET));
	preempt_enable();
	KUNIT_EXPECT_EQ(test, kunit_expect_splat_end(test), 1u);
	kunmap(pages[0] ?: virt_to_page(PAGE_OFFSET));
}

/* --- more pages than slots -------------------------------------------------------------------- */

static atomic_t wrong, mapped;

static int map_one(void *data)
{
	unsigned int n = (unsigned long)data;
	u8 *addr = kmap(pages[n]);

	atomic_inc(&mapped);
	if (*addr != (u8)n)
		atomic_inc(&wrong);
	kunmap(pages[n]);
	while (!kthread_should_stop())
		schedule_timeout_interruptible(1);
	return 0;
}

static void sleep_test(struct kunit *test)
{
	struct task_struct *waiter;
	unsigned long i;

	if (!have_pages(test))
		return;
	atomic_set(&mapped, 0);
	atomic_set(&wrong, 0);
	for (i = 0; i < LAST_PKMAP; i++)
		kmap(pages[i]);
	waiter = kthread_run(map_one, (void *)i, "kmap-waiter");
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, waiter);
	schedule_timeout_uninterruptible(5);
	KUNIT_EXPECT_EQ(test, atomic_read(&mapped), 0);
	kunmap(pages[100]);
	for (i = 0; i < 100 && !atomic_read(&mapped); i++)
		schedule_timeout_uninterruptible(1);
	KUNIT_EXPECT_EQ(test, atomic_read(&mapped), 1);
	KUNIT_EXPECT_EQ(test, atomic_read(&wrong), 0);
	kthread_stop(waiter);
	for (i = 0; i < LAST_PKMAP; i++)
		if (i != 100)
			kunmap(pages[i]);
	KUNIT_EXPECT_EQ(test, highmem_validate(), 0);
}

#define NR_THREADS	9
#define PER_THREAD	57		/* 9 x 57 = 513 */

static_assert(NR_THREADS * PER_THREAD == NR_PAGES);

static struct task_struct *crowd[NR_THREADS];

/* Each thread maps and unmaps its share of 513 pages, and none may wait for ever. */
static int crowd_thread(void *data)
{
	unsigned int first = (unsigned long)data * PER_THREAD, round, i;
	u8 *addr;

	for (round = 0; round < 10; round++) {
		for (i = first; i < first + PER_THREAD - (round & 1); i++) {
			addr = kmap(pages[i]);
			if (*addr != (u8)i)
				atomic_inc(&wrong);
			if (i % 3 == 0)
				yield();
			/* All but one of the threads hold on to what they have. */
			if (!first)
				kunmap(pages[i]);
		}
		for (i = first; first && i < first + PER_THREAD - (round & 1); i++)
			kunmap(pages[i]);
	}
	atomic_inc(&mapped);
	while (!kthread_should_stop())
		schedule_timeout_interruptible(1);
	return 0;
}

static void crowd_test(struct kunit *test)
{
	unsigned long i;

	if (!have_pages(test))
		return;
	atomic_set(&wrong, 0);
	atomic_set(&mapped, 0);
	for (i = 0; i < NR_THREADS; i++) {
		crowd[i] = kthread_run(crowd_thread, (void *)i, "kmap/%lu", i);
		KUNIT_ASSERT_NOT_ERR_OR_NULL(test, crowd[i]);
	}
	for (i = 0; i < 3000 && atomic_read(&mapped) < NR_THREADS; i++)
		schedule_timeout_uninterruptible(1);
	KUNIT_EXPECT_EQ(test, atomic_read(&mapped), NR_THREADS);
	for (i = 0; i < NR_THREADS; i++)
		kthread_stop(crowd[i]);
	KUNIT_EXPECT_EQ(test, atomic_read(&wrong), 0);
	KUNIT_EXPECT_EQ(test, highmem_validate(), 0);
}

static struct kunit_case kmap_test_cases[] = {
	KUNIT_CASE(count_test),
	KUNIT_CASE(all_slots_test),
	KUNIT_CASE(unmatched_test),
	KUNIT_CASE(atomic_context_test),
	KUNIT_CASE(sleep_test),
	KUNIT_CASE(crowd_test),
	{ }
};

static struct kunit_suite kmap_test_suite = {
	.name = "kmap",
	.init = get_pages,
	.test_cases = kmap_test_cases,
};
kunit_test_suite(kmap_test_suite);
