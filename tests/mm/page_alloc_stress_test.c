// SPDX-License-Identifier: MIT
/* The page allocator under load: random operations, interrupts, all CPUs at once. */
#include <kunit/test.h>
#include <linux/atomic.h>
#include <linux/completion.h>
#include <linux/cpumask.h>
#include <linux/err.h>
#include <linux/gfp.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/kthread.h>
#include <linux/mm.h>
#include <linux/sched.h>
#include <linux/smp.h>
#include <linux/timer.h>

#include "../../mm/page_alloc.h"
#include "mm_test.h"

#define RANDOM_STEPS	200000
#define VALIDATE_EVERY	20000
#define SLOTS		256
#define LOAD_TIME	(HZ / 4)

/* A block the test holds; stamped at both ends, so that a block handed out twice is seen. */
struct slot {
	struct page *page;
	unsigned int order;
	bool split;
	u32 stamp;
};

static struct slot slots[SLOTS];
static u32 seed;

static u32 random_below(u32 *state, u32 below)
{
	*state = *state * 1664525 + 1013904223;
	return (*state >> 8) % below;
}

/* Small orders are the usual ones. */
static unsigned int random_order(u32 *state)
{
	static const u8 orders[] = { 0, 0, 0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 5, 6, 7, 8, 9, 10 };

	return orders[random_below(state, ARRAY_SIZE(orders))];
}

static gfp_t random_gfp(u32 *state)
{
	static const gfp_t gfps[] = {
		GFP_KERNEL, GFP_KERNEL, GFP_ATOMIC, GFP_NOWAIT, GFP_HIGHUSER, GFP_KERNEL | GFP_DMA,
		GFP_KERNEL | __GFP_COMP, GFP_KERNEL | __GFP_ZERO,
	};

	return gfps[random_below(state, ARRAY_SIZE(gfps))] | __GFP_NOWARN | __GFP_NORETRY;
}

static u32 *first_word(const struct slot *s)
{
	return page_address(s->page);
}

static u32 *last_word(const struct slot *s)
{
	return page_address(s->page) + (PAGE_SIZE << s->order) - sizeof(u32);
}

static void stamp(struct slot *s, u32 value)
{
	s->stamp = value;
	s->page->index = value;
	if (PageHighMem(s->page))
		return;
	*first_word(s) = value;
	*last_word(s) = value;
}

static bool stamp_is_good(const struct slot *s)
{
	if (s->page->index != s->stamp)
		return false;
	return PageHighMem(s->page) || (*first_word(s) == s->stamp && *last_word(s) == s->stamp);
}

static void fill_slot(struct slot *s, u32 *state, u32 value)
{
	gfp_t gfp = random_gfp(state);

	s->order = random_order(state);
	if (s->order > 3)
		gfp &= ~__GFP_ZERO;	/* would be most of the time the test takes */
	s->page = alloc_pages(gfp, s->order);
	if (!s->page)
		return;
	stamp(s, value);
	s->split = s->order && !PageHead(s->page) && random_below(state, 8) == 0;
	if (s->split)
		split_page(s->page, s->order);
}

static bool empty_slot(struct slot *s, u32 *state)
{
	bool good = stamp_is_good(s);
	unsigned long i;

	if (s->split) {
		for (i = 0; i < 1ul << s->order; i++)
			__free_page(s->page + i);
	} else if (PageHead(s->page) && random_below(state, 2)) {
		put_page(s->page + random_below(state, 1u << s->order));
	} else {
		if (random_below(state, 4) == 0) {
			get_page(s->page);
			put_page_testzero(s->page);
		}
		__free_pages(s->page, s->order);
	}
	s->page = NULL;
	return good;
}

static void random_test(struct kunit *test)
{
	unsigned long i, bad = 0;
	struct slot *s;

	seed = 1;
	for (i = 1; i <= RANDOM_STEPS; i++) {
		s = &slots[random_below(&seed, SLOTS)];
		if (s->page)
			bad += !empty_slot(s, &seed);
		else
			fill_slot(s, &seed, i);
		if (i % VALIDATE_EVERY == 0)
			KUNIT_ASSERT_EQ_MSG(test, buddy_validate(), 0, "step %lu", i);
	}
	for (s = slots; s < slots + SLOTS; s++) {
		if (s->page)
			bad += !empty_slot(s, &seed);
	}
	KUNIT_EXPECT_EQ(test, bad, 0);
	KUNIT_EXPECT_EQ(test, buddy_validate(), 0);
}

/* ---- a thread on each CPU, a timer's softirq, and cross calls, all at once ---- */

#define HAND	16

/* Some blocks of order 0 to 4, each filled with the holder's mark, taken and given back. */
struct hand {
	struct page *pages[HAND];
	u32 state;
	unsigned int held;
};

static atomic_t overlaps, irq_allocs, softirq_allocs;

static void hand_step(struct hand *h, gfp_t gfp)
{
	unsigned int i = random_below(&h->state, HAND), order = i % 5;
	struct page *page = h->pages[i];

	if (page) {
		if (page->private != (unsigned long)h ||
		    *(unsigned long *)page_address(page) != (unsigned long)h)
			atomic_inc(&overlaps);
		__free_pages(page, order);
		h->pages[i] = NULL;
		return;
	}
	page = alloc_pages(gfp | __GFP_NOWARN, order);
	if (!page)
		return;
	page->private = (unsigned long)h;
	*(unsigned long *)page_address(page) = (unsigned long)h;
	h->pages[i] = page;
}

static void hand_empty(struct hand *h)
{
	unsigned int i;

	for (i = 0; i < HAND; i++) {
		if (h->pages[i])
			__free_pages(h->pages[i], i % 5);
		h->pages[i] = NULL;
	}
}

static struct hand thread_hands[NR_CPUS], irq_hands[NR_CPUS], softirq_hand;
static bool load_over;
static struct timer_list load_timer;

static int load_thread(void *data)
{
	struct hand *h = data;

	while (!kthread_should_stop()) {
		hand_step(h, GFP_KERNEL | __GFP_NORETRY);
		cond_resched();
	}
	hand_empty(h);
	return 0;
}

static void load_softirq(struct timer_list *t)
{
	int i;

	for (i = 0; i < 50; i++)
		hand_step(&softirq_hand, GFP_ATOMIC);
	atomic_inc(&softirq_allocs);
	if (!READ_ONCE(load_over))
		mod_timer(t, jiffies + 1);
}

/* By cross call: with interrupts off, in interrupt context on all CPUs but this one. */
static void load_irq(void *unused)
{
	struct hand *h = &irq_hands[smp_processor_id()];
	int i;

	for (i = 0; i < 50; i++)
		hand_step(h, GFP_ATOMIC);
	atomic_inc(&irq_allocs);
}

static void everywhere_test(struct kunit *test)
{
	struct task_struct *threads[NR_CPUS] = { NULL };
	unsigned long end;
	int cpu;

	atomic_set(&overlaps, 0);
	atomic_set(&irq_allocs, 0);
	atomic_set(&softirq_allocs, 0);
	WRITE_ONCE(load_over, false);
	for_each_online_cpu(cpu) {
		threads[cpu] = kthread_create(load_thread, &thread_hands[cpu], "page_load/%d", cpu);
		KUNIT_ASSERT_FALSE(test, IS_ERR(threads[cpu]));
		kthread_bind(threads[cpu], cpu);
		wake_up_process(threads[cpu]);
	}
	timer_setup(&load_timer, load_softirq, 0);
	mod_timer(&load_timer, jiffies + 1);
	end = jiffies + LOAD_TIME;
	while (time_before(jiffies, end)) {
		on_each_cpu(load_irq, NULL, 1);
		schedule_timeout_uninterruptible(1);
	}
	WRITE_ONCE(load_over, true);
	del_timer_sync(&load_timer);
	for_each_online_cpu(cpu)
		kthread_stop(threads[cpu]);
	for_each_possible_cpu(cpu)
		hand_empty(&irq_hands[cpu]);
	hand_empty(&softirq_hand);
	KUNIT_EXPECT_EQ(test, atomic_read(&overlaps), 0);
	KUNIT_EXPECT_GT(test, atomic_read(&irq_allocs), 0);
	KUNIT_EXPECT_GT(test, atomic_read(&softirq_allocs), 0);
	KUNIT_EXPECT_EQ(test, buddy_validate(), 0);
}

static struct kunit_case stress_cases[] = {
	KUNIT_CASE_SLOW(random_test),
	KUNIT_CASE_SLOW(everywhere_test),
	{}
};

static struct kunit_suite stress_suite = {
	.name = "page_alloc_stress",
	.test_cases = stress_cases,
};
kunit_test_suite(stress_suite);
