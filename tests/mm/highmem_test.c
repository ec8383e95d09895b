// SPDX-License-Identifier: MIT
/* Local maps of pages: nesting, interrupts, preemption, other CPUs; and what works on contents. */
#include <kunit/test.h>
#include <linux/highmem.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/kthread.h>
#include <linux/mm.h>
#include <linux/sched.h>
#include <linux/smp.h>
#include <linux/string.h>
#include <linux/timer.h>
#include <marrow/fault.h>

#define NR_PAGES	KMAP_LOCAL_SLOTS

static struct page *pages[NR_PAGES];

/* Pages with their number in the first word; from highmem where there is some. */
static int get_pages(struct kunit *test)
{
	unsigned int i;
	u32 *addr;

	for (i = 0; i < NR_PAGES; i++) {
		pages[i] = alloc_page(GFP_HIGHUSER);
		addr = kmap_local_page(pages[i]);
		memset(addr, 0, PAGE_SIZE);
		*addr = i + 1000;
		kunmap_local(addr);
	}
	return 0;
}

static void put_pages(struct kunit *test)
{
	unsigned int i;

	KUNIT_EXPECT_EQ(test, kmap_local_depth(current), 0u);
	KUNIT_EXPECT_EQ(test, highmem_validate(), 0);
	for (i = 0; i < NR_PAGES; i++)
		__free_page(pages[i]);
}

static bool have_highmem(struct kunit *test)
{
	if (totalhigh_pages())
		return true;
	kunit_mark_skipped(test, "no highmem");
	return false;
}

/* --- nesting ---------------------------------------------------------------------------------- */

static void nest_test(struct kunit *test)
{
	u32 *addr[NR_PAGES];
	unsigned int i, j;

	for (i = 0; i < NR_PAGES; i++) {
		addr[i] = kmap_local_page(pages[i]);
		for (j = 0; j <= i; j++)
			KUNIT_EXPECT_EQ(test, *addr[j], j + 1000);
	}
	while (i--) {
		kunmap_local(addr[i]);
		for (j = 0; j < i; j++)
			KUNIT_EXPECT_EQ(test, *addr[j], j + 1000);
	}
}

/* A slot that held one page shows the next one at once, whatever the TLB knew. */
static void reuse_test(struct kunit *test)
{
	unsigned int i, n;
	u32 *addr;

	for (i = 0; i < 1000; i++) {
		n = i * 5 % NR_PAGES;
		addr = kmap_local_page(pages[n]);
		KUNIT_EXPECT_EQ(test, *addr, n + 1000);
		kunmap_local((char *)addr + i % PAGE_SIZE);
	}
}

static void overflow(void *unused)
{
	kmap_local_page(pages[0]);
}

static void overflow_test(struct kunit *test)
{
	void *addr[NR_PAGES];
	unsigned int i;

	if (!have_highmem(test))
		return;
	for (i = 0; i < NR_PAGES; i++)
		addr[i] = kmap_local_page(pages[i]);
	KUNIT_EXPECT_EQ(test, catch_fault(overflow, NULL, NULL), 1);
	while (i--)
		kunmap_local(addr[i]);
}

static void wrong_order_test(struct kunit *test)
{
	u32 *first, *second;

	if (!have_highmem(test))
		return;
	first = kmap_local_page(pages[0]);
	second = kmap_local_page(pages[1]);
	kunit_expect_splat_begin(test, "kunmap_local(");
	kunmap_local(first);
	KUNIT_EXPECT_EQ(test, kunit_expect_splat_end(test), 1u);
	KUNIT_EXPECT_EQ(test, *second, 1001u);
	kunmap_local(second);
	kunmap_local(first);
	kunit_expect_splat_begin(test, "kunmap_local(");
	kunmap_local(first);
	KUNIT_EXPECT_EQ(test, kunit_expect_splat_end(test), 1u);
}

static void do_read(void *addr)
{
	(void)*(volatile u32 *)addr;
}

/* What ended maps have left, kmap_local_flush_unused() takes away; what is in use stays. */
static void flush_unused_test(struct kunit *test)
{
	u32 *first, *second;

	if (!have_highmem(test))
		return;
	first = kmap_local_page(pages[0]);
	second = kmap_local_page(pages[1]);
	kunmap_local(second);
	kmap_local_flush_unused();
	KUNIT_EXPECT_EQ(test, catch_fault(do_read, second, NULL), 1);
	KUNIT_EXPECT_EQ(test, *first, 1000u);
	kunmap_local(first);
	kmap_local_flush_unused();
	KUNIT_EXPECT_EQ(test, catch_fault(do_read, first, NULL), 1);
}

static void lowmem_test(struct kunit *test)
{
	struct page *page = alloc_page(GFP_KERNEL);

	KUNIT_EXPECT_PTR_EQ(test, kmap_local_page(page), page_address(page));
	KUNIT_EXPECT_PTR_EQ(test, kmap(page), page_address(page));
	KUNIT_EXPECT_PTR_EQ(test, kmap_local_pfn(page_to_pfn(page)), page_address(page));
	KUNIT_EXPECT_PTR_EQ(test, kmap_to_page(page_address(page)), page);
	kunmap_local(page_address(page));
	kunmap(page);
	__free_page(page);
}

static void atomic_test(struct kunit *test)
{
	int count = preempt_count();
	u32 *addr = kmap_atomic(pages[3]);

	KUNIT_EXPECT_EQ(test, preempt_count(), count + 1);
	KUNIT_EXPECT_EQ(test, *addr, 1003u);
	kunmap_atomic(addr);
	KUNIT_EXPECT_EQ(test, preempt_count(), count);
	addr = kmap_local_pfn(page_to_pfn(pages[2]));
	KUNIT_EXPECT_EQ(test, *addr, 1002u);
	KUNIT_EXPECT_PTR_EQ(test, kmap_to_page(addr), pages[2]);
	kunmap_local(addr);
}

/* --- interrupts, preemption, other CPUs ------------------------------------------------------- */

static atomic_t wrong, looks;

static void look(unsigned int n)
{
	u32 *addr = kmap_local_page(pages[n]);

	if (READ_ONCE(*addr) != n + 1000)
		atomic_inc(&wrong);
	atomic_inc(&looks);
	kunmap_local(addr);
}

static void look_in_interrupt(struct timer_list *timer)
{
	u32 *outer = kmap_local_page(pages[6]);

	look(7);
	if (*outer != 1006)
		atomic_inc(&wrong);
	kunmap_local(outer);
	mod_timer(timer, jiffies + 1);
}

static void interrupt_test(struct kunit *test)
{
	unsigned long end = jiffies + 10;
	struct timer_list timer;
	unsigned int i;

	atomic_set(&wrong, 0);
	timer_setup(&timer, look_in_interrupt, 0);
	mod_timer(&timer, jiffies + 1);
	for (i = 0; time_before(jiffies, end); i++) {
		u32 *addr = kmap_local_page(pages[i % 4]);

		look(i % 3);
		if (READ_ONCE(*addr) != i % 4 + 1000)
			atomic_inc(&wrong);
		kunmap_local(addr);
	}
	timer_delete_sync(&timer);
	KUNIT_EXPECT_EQ(test, atomic_read(&wrong), 0);
}

/* With kmap_debug=on, an ended map faults at once; all else is as ever. */
static void strict_test(struct kunit *test)
{
	u32 *addr[NR_PAGES];
	unsigned int i;
	bool was;

	if (!have_highmem(test))
		return;
	was = kmap_local_set_debug(true);
	addr[0] = kmap_local_page(pages[0]);
	KUNIT_EXPECT_EQ(test, *addr[0], 1000u);
	kunmap_local((char *)addr[0] + 99);
	KUNIT_EXPECT_EQ(test, catch_fault(do_read, addr[0], NULL), 1);
	nest_test(test);
	reuse_test(test);
	overflow_test(test);
	wrong_order_test(test);
	for (i = 0; i < NR_PAGES; i++)
		addr[i] = kmap_local_page(pages[i]);
	while (i--) {
		kunmap_local(addr[i]);
		KUNIT_EXPECT_EQ(test, kmap_local_depth(current), i);
		KUNIT_EXPECT_EQ(test, catch_fault(do_read, addr[i], NULL), 1);
	}
	interrupt_test(test);
	kmap_local_set_debug(was);
}

/* Holds a map while it is preempted, sleeps, and is sent from CPU to CPU. */
static int wander(void *data)
{
	unsigned int n = (unsigned long)data, step;
	u32 *addr = kmap_local_page(pages[n]);
	int cpu;

	for (step = 0; step < 100; step++) {
		look((n + step) % NR_PAGES);
		cpu = cpumask_next(step % nr_cpu_ids - 1, cpu_online_mask);
		if (step % 4 == 0 && cpu < nr_cpu_ids)
			set_cpus_allowed_ptr(current, cpumask_of(cpu));
		if (step % 8 == 1)
			schedule_timeout_uninterruptible(1);
		else
			yield();
		if (READ_ONCE(*addr) != n + 1000)
			atomic_inc(&wrong);
	}
	kunmap_local(addr);
	while (!kthread_should_stop())
		schedule_timeout_interruptible(1);
	return 0;
}

static void wander_test(struct kunit *test)
{
	struct task_struct *threads[NR_PAGES];
	unsigned long i;

	atomic_set(&wrong, 0);
	for (i = 0; i < NR_PAGES; i++) {
		threads[i] = kthread_run(wander, (void *)i, "wander/%lu", i);
		KUNIT_ASSERT_NOT_ERR_OR_NULL(test, threads[i]);
	}
	for (i = 0; i < NR_PAGES; i++)
		kthread_stop(threads[i]);
	KUNIT_EXPECT_EQ(test, atomic_read(&wrong), 0);
}

/* --- contents --------------------------------------------------------------------------------- */

static void contents_test(struct kunit *test)
{
	char text[] = "memory between two pages", back[sizeof(text)];
	u8 *addr;

	memcpy_to_page(pages[0], 100, text, sizeof(text));
	copy_highpage(pages[1], pages[0]);
	memcpy_from_page(back, pages[1], 100, sizeof(back));
	KUNIT_EXPECT_STREQ(test, back, text);
	zero_user(pages[1], 100, 6);
	zero_user_segment(pages[1], 108, 4096);
	addr = kmap_local_page(pages[1]);
	KUNIT_EXPECT_NULL(test, memchr_inv(addr + 100, 0, 6));
	KUNIT_EXPECT_EQ(test, addr[106], ' ');
	KUNIT_EXPECT_NULL(test, memchr_inv(addr + 108, 0, 4096 - 108));
	kunmap_local(addr);
	clear_highpage(pages[0]);
	addr = kmap_local_page(pages[0]);
	KUNIT_EXPECT_NULL(test, memchr_inv(addr, 0, PAGE_SIZE));
	kunmap_local(addr);
}

static struct kunit_case highmem_test_cases[] = {
	KUNIT_CASE(nest_test),
	KUNIT_CASE(reuse_test),
	KUNIT_CASE(overflow_test),
	KUNIT_CASE(wrong_order_test),
	KUNIT_CASE(strict_test),
	KUNIT_CASE(flush_unused_test),
	KUNIT_CASE(lowmem_test),
	KUNIT_CASE(atomic_test),
	KUNIT_CASE(interrupt_test),
	KUNIT_CASE(wander_test),
	KUNIT_CASE(contents_test),
	{ }
};

static struct kunit_suite highmem_test_suite = {
	.name = "highmem",
	.init = get_pages,
	.exit = put_pages,
	.test_cases = highmem_test_cases,
};
kunit_test_suite(highmem_test_suite);
