// SPDX-License-Identifier: MIT
/*
 * Per-CPU data: the book's counters, operations that interrupts cut in two, and the allocator.
 */
#include <kunit/test.h>
#include <linux/cache.h>
#include <linux/interrupt.h>
#include <linux/jiffies.h>
#include <linux/ktime.h>
#include <linux/percpu.h>
#include <linux/spinlock.h>
#include <linux/string.h>
#include <linux/timekeeping.h>
#include <linux/timer.h>

#include "threads.h"

static DEFINE_PER_CPU(unsigned long, counter);
static DEFINE_PER_CPU(u8, small);
static DEFINE_PER_CPU(u16, middle) = 500;
static DEFINE_PER_CPU(u64, large);
static DEFINE_PER_CPU(void *, pointer);
static DEFINE_PER_CPU_ALIGNED(int, aligned);
static DEFINE_PER_CPU_READ_MOSTLY(int, rarely) = 7;

static unsigned long sum_counter(void)
{
	unsigned long sum = 0;
	unsigned int cpu;

	for_each_possible_cpu(cpu)
		sum += per_cpu(counter, cpu);
	return sum;
}

static void clear_counter(void)
{
	unsigned int cpu;

	for_each_possible_cpu(cpu)
		per_cpu(counter, cpu) = 0;
}

static void operations(struct kunit *test)
{
	int a, b;

	preempt_disable();
	this_cpu_write(small, 250);
	this_cpu_add(small, 10);
	KUNIT_EXPECT_EQ(test, this_cpu_read(small), 4);
	KUNIT_EXPECT_EQ(test, this_cpu_add_return(middle, 10), 510);
	KUNIT_EXPECT_EQ(test, this_cpu_sub_return(middle, 10), 500);
	this_cpu_and(middle, 0xff00);
	this_cpu_or(middle, 3);
	KUNIT_EXPECT_EQ(test, this_cpu_read(middle), 0x103);
	this_cpu_write(middle, 500);
	this_cpu_write(large, 0xffffffffull);
	this_cpu_inc(large);
	KUNIT_EXPECT_EQ(test, this_cpu_read(large), 0x100000000ull);
	KUNIT_EXPECT_EQ(test, this_cpu_xchg(large, 5), 0x100000000ull);
	KUNIT_EXPECT_EQ(test, this_cpu_cmpxchg(large, 5, 6), 5ull);
	KUNIT_EXPECT_EQ(test, this_cpu_cmpxchg(large, 5, 7), 6ull);
	KUNIT_EXPECT_PTR_EQ(test, this_cpu_xchg(pointer, &a), NULL);
	KUNIT_EXPECT_PTR_EQ(test, this_cpu_cmpxchg(pointer, NULL, &b), (void *)&a);
	KUNIT_EXPECT_PTR_EQ(test, this_cpu_cmpxchg(pointer, &a, NULL), (void *)&a);
	KUNIT_EXPECT_PTR_EQ(test, this_cpu_read(pointer), NULL);
	__this_cpu_write(aligned, -3);
	__this_cpu_sub(aligned, 4);
	KUNIT_EXPECT_EQ(test, __this_cpu_read(aligned), -7);
	KUNIT_EXPECT_EQ(test, this_cpu_read(rarely), 7);
	KUNIT_EXPECT_TRUE(test, IS_ALIGNED((unsigned long)this_cpu_ptr(&aligned), L1_CACHE_BYTES));
	preempt_enable();
}

static void get_and_put(struct kunit *test)
{
	int count = preempt_count();
	unsigned long before;

	before = get_cpu_var(counter)++;
	KUNIT_EXPECT_EQ(test, preempt_count(), count + 1);
	KUNIT_EXPECT_EQ(test, __this_cpu_read(counter), before + 1);
	put_cpu_var(counter);
	KUNIT_EXPECT_EQ(test, preempt_count(), count);
}

/*
 * Every CPU has its own copy of every variable, away from the others' cache lines and the
 * original.
 */
static void copies(struct kunit *test)
{
	unsigned int cpu, other;

	for_each_possible_cpu(cpu) {
		KUNIT_EXPECT_NE(test, (unsigned long)per_cpu_ptr(&counter, cpu),
				(unsigned long)&counter);
		KUNIT_EXPECT_EQ(test, per_cpu(rarely, cpu), 7);
		KUNIT_EXPECT_TRUE(test, is_kernel_percpu_address(
				  (unsigned long)per_cpu_ptr(&counter, cpu)));
		for_each_possible_cpu(other) {
			if (other == cpu)
				continue;
			KUNIT_EXPECT_NE(test, per_cpu_offset(cpu), per_cpu_offset(other));
			KUNIT_EXPECT_EQ(test, (per_cpu_offset(cpu) - per_cpu_offset(other)) %
					L1_CACHE_BYTES, 0ul);
		}
	}
}

/* --- the book's experiment ------------------------------------------------------------------ */

#define INCREMENTS	10000000ul

static DEFINE_SPINLOCK(sum_lock);
static unsigned long shared_sum, share;

static int count_with_lock(void *unused)
{
	unsigned long i;

	for (i = 0; i < share; i++) {
		spin_lock(&sum_lock);
		shared_sum++;
		spin_unlock(&sum_lock);
	}
	return 0;
}

static int count_per_cpu(void *unused)
{
	unsigned long i;

	for (i = 0; i < share; i++)
		this_cpu_inc(counter);
	return 0;
}

/* Returns the time in which @n threads, each on its own CPU, make the increments together. */
static u64 experiment(struct kunit *test, int (*fn)(void *), unsigned int n)
{
	u64 start = ktime_get_ns();
	struct task_struct *t[4];
	unsigned int i;

	share = INCREMENTS / n;
	for (i = 0; i < n; i++)
		t[i] = thread_start(test, fn, NULL, nth_online_cpu(0, i), "count/%u");
	for (i = 0; i < n; i++)
		thread_join(t[i]);
	return ktime_get_ns() - start;
}

static void spinlock_against_percpu(struct kunit *test, unsigned int n)
{
	u64 locked_ns, percpu_ns;

	shared_sum = 0;
	clear_counter();
	locked_ns = experiment(test, count_with_lock, n);
	percpu_ns = experiment(test, count_per_cpu, n);
	KUNIT_EXPECT_EQ(test, shared_sum, INCREMENTS);
	KUNIT_EXPECT_EQ(test, sum_counter(), INCREMENTS);
	kunit_info(test, "%u threads: %lu increments by lock in %llu ms, per CPU in %llu ms", n,
		   INCREMENTS, locked_ns / NSEC_PER_MSEC, percpu_ns / NSEC_PER_MSEC);
}

static void two_threads(struct kunit *test)
{
	spinlock_against_percpu(test, 2);
}

static void four_threads(struct kunit *test)
{
	spinlock_against_percpu(test, 4);
}

/* --- against interrupts and preemption ------------------------------------------------------ */

static DEFINE_PER_CPU(u16, tally);
static atomic_t from_timers;

static void add_from_timer(struct timer_list *timer)
{
	int i;

	for (i = 0; i < 3; i++) {
		this_cpu_inc(counter);
		this_cpu_add(tally, 1);
		atomic_inc(&from_timers);
	}
	mod_timer(timer, jiffies + 1);
}

static int add_until_stopped(void *data)
{
	unsigned long *n = data;

	while (!kthread_should_stop()) {
		int i;

		for (i = 0; i < 64; i++) {
			this_cpu_inc(counter);
			this_cpu_add(tally, 1);
			(*n)++;
		}
	}
	return 0;
}

/* Threads that share CPUs and move about, and timers on top: nothing is counted twice or lost. */
static void interrupted_operations(struct kunit *test)
{
	unsigned long done[4] = { 0 }, expected = 0, u16_sum = 0;
	struct task_struct *t[4];
	struct timer_list timer;
	unsigned int i, cpu;

	clear_counter();
	for_each_possible_cpu(cpu)
		per_cpu(tally, cpu) = 0;
	atomic_set(&from_timers, 0);
	timer_setup(&timer, add_from_timer, 0);
	mod_timer(&timer, jiffies + 1);
	set_user_nice(current, -10);
	for (i = 0; i < 4; i++)
		t[i] = thread_start(test, add_until_stopped, &done[i], -1, "adder");
	for (i = 0; i < 50; i++) {
		set_cpus_allowed_ptr(t[i % 4], cpumask_of(nth_online_cpu(0, i / 4)));
		schedule_timeout_uninterruptible(1);
	}
	timer_delete_sync(&timer);
	set_user_nice(current, 0);
	for (i = 0; i < 4; i++) {
		thread_finish(t[i]);
		expected += done[i];
	}
	expected += atomic_read(&from_timers);
	for_each_possible_cpu(cpu)
		u16_sum += per_cpu(tally, cpu);
	KUNIT_EXPECT_EQ(test, sum_counter(), expected);
	KUNIT_EXPECT_EQ(test, u16_sum & 0xffff, expected & 0xffff);
}

/* --- the allocator -------------------------------------------------------------------------- */

struct thing {
	unsigned long a, b, c;
};

static void allocated_copies(struct kunit *test)
{
	struct thing __percpu *p = alloc_percpu(struct thing);
	unsigned int cpu;

	KUNIT_ASSERT_NOT_NULL(test, p);
	for_each_possible_cpu(cpu) {
		struct thing *own = per_cpu_ptr(p, cpu);

		KUNIT_EXPECT_EQ(test, own->a | own->b | own->c, 0ul);
		own->a = cpu + 1;
		own->c = ~0ul;
	}
	for_each_possible_cpu(cpu)
		KUNIT_EXPECT_EQ(test, per_cpu_ptr(p, cpu)->a, cpu + 1ul);
	this_cpu_inc(p->b);
	KUNIT_EXPECT_EQ(test, raw_cpu_ptr(p)->b, 1ul);
	free_percpu(p);
	free_percpu(NULL);
	KUNIT_EXPECT_NULL(test, pcpu_validate());

	p = alloc_percpu(struct thing);		/* the same place again, and clean */
	for_each_possible_cpu(cpu)
		KUNIT_EXPECT_EQ(test, per_cpu_ptr(p, cpu)->c, 0ul);
	free_percpu(p);
}

static void sizes_and_alignments(struct kunit *test)
{
	static const unsigned short sizes[] = { 1, 4, 8, 12, 64, 100, 1000, 4096, PCPU_UNIT_SIZE };
	void __percpu *p[ARRAY_SIZE(sizes)];
	unsigned int i, align;

	for (align = 1; align <= 4096; align *= 8) {
		for (i = 0; i < ARRAY_SIZE(sizes); i++) {
			p[i] = __alloc_percpu(sizes[i], align);
			KUNIT_ASSERT_NOT_NULL(test, p[i]);
			KUNIT_EXPECT_EQ(test,
					(unsigned long)per_cpu_ptr((char *)p[i], 0) % align, 0ul);
			memset(per_cpu_ptr((char *)p[i], nr_cpu_ids - 1), 0xa5, sizes[i]);
			KUNIT_ASSERT_NULL(test, pcpu_validate());
		}
		for (i = 0; i < ARRAY_SIZE(sizes); i++) {
			free_percpu(p[(i * 5) % ARRAY_SIZE(sizes)]);
			KUNIT_ASSERT_NULL(test, pcpu_validate());
		}
	}
}

#define CROWD	3000

/* More than a chunk holds, given back in another order; no two overlap. */
static void crowd(struct kunit *test)
{
	static unsigned long __percpu *p[CROWD];
	unsigned int i, cpu, wrong = 0;

	for (i = 0; i < CROWD; i++) {
		p[i] = alloc_percpu(unsigned long);
		KUNIT_ASSERT_NOT_NULL(test, p[i]);
		for_each_possible_cpu(cpu)
			*per_cpu_ptr(p[i], cpu) = i * 16 + cpu;
	}
	KUNIT_EXPECT_NULL(test, pcpu_validate());
	for (i = 0; i < CROWD; i++)
		for_each_possible_cpu(cpu)
			wrong += *per_cpu_ptr(p[i], cpu) != i * 16 + cpu;
	KUNIT_EXPECT_EQ(test, wrong, 0u);
	for (i = 0; i < CROWD; i++)
		free_percpu(p[i * 7 % CROWD]);
	KUNIT_EXPECT_NULL(test, pcpu_validate());
}

static void bad_requests(struct kunit *test)
{
	unsigned long __percpu *p = alloc_percpu(unsigned long);

	kunit_expect_splat_begin(test, "WARNING:");
	KUNIT_EXPECT_NULL(test, __alloc_percpu(0, 4));
	KUNIT_EXPECT_NULL(test, __alloc_percpu(PCPU_UNIT_SIZE + 1, 4));
	KUNIT_EXPECT_NULL(test, __alloc_percpu(4, 3));
	KUNIT_EXPECT_EQ(test, kunit_expect_splat_end(test), 3u);

	free_percpu(p);
	kunit_expect_splat_begin(test, "no such object");
	free_percpu(p);				/* twice */
	free_percpu((char *)p + 1);
	free_percpu(&counter);			/* a static one */
	KUNIT_EXPECT_EQ(test, kunit_expect_splat_end(test), 3u);
	KUNIT_EXPECT_NULL(test, pcpu_validate());
}

static struct kunit_case percpu_cases[] = {
	KUNIT_CASE(operations),
	KUNIT_CASE(get_and_put),
	KUNIT_CASE(copies),
	KUNIT_CASE_SLOW(two_threads),
	KUNIT_CASE_SLOW(four_threads),
	KUNIT_CASE(interrupted_operations),
	KUNIT_CASE(allocated_copies),
	KUNIT_CASE(sizes_and_alignments),
	KUNIT_CASE(crowd),
	KUNIT_CASE(bad_requests),
	{}
};

static struct kunit_suite percpu_suite = {
	.name = "percpu",
	.test_cases = percpu_cases,
};
kunit_test_suite(percpu_suite);
