// SPDX-License-Identifier: MIT
/*
 * Several CPUs: each has what it needs, does what another asks for, and keeps its own time.
 */
#include <kunit/test.h>
#include <linux/atomic.h>
#include <linux/hardirq.h>
#include <linux/jiffies.h>
#include <linux/nmi.h>
#include <linux/percpu.h>
#include <linux/smp.h>
#include <linux/timer.h>
#include <asm/smp.h>
#include <asm/stacks.h>

#include "threads.h"

static atomic_t calls;
static unsigned long seen_cpus;
static bool in_irq_context;

static void note_call(void *info)
{
	set_bit(raw_smp_processor_id(), &seen_cpus);
	in_irq_context = in_hardirq() && irqs_disabled();
	atomic_add((int)(long)info, &calls);
}

static void every_cpu_is_itself(struct kunit *test)
{
	unsigned int cpu, other;

	KUNIT_EXPECT_LE(test, num_online_cpus(), num_possible_cpus());
	KUNIT_EXPECT_EQ(test, num_possible_cpus(), nr_cpu_ids);
	for_each_online_cpu(cpu) {
		seen_cpus = 0;
		KUNIT_EXPECT_EQ(test, smp_call_function_single(cpu, note_call, NULL, 1), 0);
		KUNIT_EXPECT_EQ(test, seen_cpus, 1ul << cpu);
		for_each_online_cpu(other)
			if (other != cpu) {
				KUNIT_EXPECT_NE(test, cpu_logical_map(cpu), cpu_logical_map(other));
				KUNIT_EXPECT_NE(test, per_cpu(irq_stack_end, cpu),
						per_cpu(irq_stack_end, other));
			}
	}
}

static void call_absent_cpu(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, smp_call_function_single(NR_CPUS, note_call, NULL, 1), -ENXIO);
	KUNIT_EXPECT_EQ(test, smp_call_function_single(-1, note_call, NULL, 1), -ENXIO);
	if (num_online_cpus() < NR_CPUS)
		KUNIT_EXPECT_EQ(test, smp_call_function_single(NR_CPUS - 1, note_call, NULL, 1),
				-ENXIO);
}

static void call_every_cpu(struct kunit *test)
{
	atomic_set(&calls, 0);
	seen_cpus = 0;
	on_each_cpu(note_call, (void *)1, 1);
	KUNIT_EXPECT_EQ(test, atomic_read(&calls), (int)num_online_cpus());
	KUNIT_EXPECT_EQ(test, seen_cpus, cpumask_bits(cpu_online_mask)[0]);
	preempt_disable();
	atomic_set(&calls, 0);
	smp_call_function(note_call, (void *)1, 1);
	KUNIT_EXPECT_EQ(test, atomic_read(&calls), (int)num_online_cpus() - 1);
	if (num_online_cpus() > 1)
		KUNIT_EXPECT_TRUE(test, in_irq_context);
	preempt_enable();
}

/* Calls that nobody waits for are all made, each once. */
static void calls_without_waiting(struct kunit *test)
{
	unsigned int cpu, i, rounds = 200;

	atomic_set(&calls, 0);
	for (i = 0; i < rounds; i++)
		for_each_online_cpu(cpu)
			smp_call_function_single(cpu, note_call, (void *)1, 0);
	on_each_cpu(note_call, NULL, 1);	/* behind all of them */
	KUNIT_EXPECT_EQ(test, atomic_read(&calls), (int)(rounds * num_online_cpus()));
}

static int call_others(void *rounds)
{
	long i;

	for (i = 0; i < (long)rounds; i++) {
		on_each_cpu(note_call, (void *)1, 1);
		if (i % 16 == 0)
			yield();
	}
	return 0;
}

/* Everybody calls everybody at the same time: no ring of CPUs that wait for each other. */
static void crossing_calls(struct kunit *test)
{
	struct task_struct *t[NR_CPUS];
	unsigned int i, n = num_online_cpus();
	long rounds = 400 / n;

	atomic_set(&calls, 0);
	for (i = 0; i < n; i++)
		t[i] = thread_start(test, call_others, (void *)rounds, nth_online_cpu(0, i),
				    "caller/%u");
	for (i = 0; i < n; i++)
		thread_join(t[i]);
	KUNIT_EXPECT_EQ(test, atomic_read(&calls), (int)(n * n * rounds));
}

static atomic_t timer_cpus;

static void note_timer_cpu(struct timer_list *unused)
{
	atomic_or(1 << raw_smp_processor_id(), &timer_cpus);
}

/* A timer set on a CPU runs there: each CPU has a tick of its own. */
static void every_cpu_ticks(struct kunit *test)
{
	struct timer_list timer[NR_CPUS];
	unsigned int cpu, ticks;

	atomic_set(&timer_cpus, 0);
	for_each_online_cpu(cpu) {
		timer_setup(&timer[cpu], note_timer_cpu, TIMER_PINNED);
		timer[cpu].expires = jiffies + 2;
		add_timer_on(&timer[cpu], cpu);
	}
	for (ticks = 0; ticks < 10 * HZ && cpumask_bits(cpu_online_mask)[0] !=
	     (unsigned long)atomic_read(&timer_cpus); ticks++)
		schedule_timeout_uninterruptible(1);
	for_each_online_cpu(cpu)
		timer_delete_sync(&timer[cpu]);
	KUNIT_EXPECT_EQ(test, (unsigned long)atomic_read(&timer_cpus),
			cpumask_bits(cpu_online_mask)[0]);
}

static int busy(void *unused)
{
	while (!kthread_should_stop())
		cpu_relax();
	return 0;
}

static void backtrace_of_another_cpu(struct kunit *test)
{
	struct task_struct *t;
	unsigned int cpu;

	if (num_online_cpus() < 2)
		kunit_skip(test, "wants two CPUs");
	cpu = nth_online_cpu(raw_smp_processor_id(), 1);
	t = thread_start(test, busy, NULL, cpu, "busy/%u");
	schedule_timeout_uninterruptible(2);
	kunit_expect_splat_begin(test, "runs busy");
	trigger_single_cpu_backtrace(cpu);
	KUNIT_EXPECT_EQ(test, kunit_expect_splat_end(test), 1u);
	thread_finish(t);
}

static struct kunit_case smp_cases[] = {
	KUNIT_CASE(every_cpu_is_itself),
	KUNIT_CASE(call_absent_cpu),
	KUNIT_CASE(call_every_cpu),
	KUNIT_CASE(calls_without_waiting),
	KUNIT_CASE(crossing_calls),
	KUNIT_CASE(every_cpu_ticks),
	KUNIT_CASE(backtrace_of_another_cpu),
	{}
};

static struct kunit_suite smp_suite = {
	.name = "smp",
	.test_cases = smp_cases,
};
kunit_test_suite(smp_suite);
