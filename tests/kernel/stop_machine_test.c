// SPDX-License-Identifier: MIT
/* stop_machine(): while its function runs, nobody else does. */
#include <kunit/test.h>
#include <linux/atomic.h>
#include <linux/cpumask.h>
#include <linux/err.h>
#include <linux/irqflags.h>
#include <linux/kthread.h>
#include <linux/sched.h>
#include <linux/smp.h>
#include <linux/stop_machine.h>

#define ROUNDS	10

static unsigned long steps[NR_CPUS];
static atomic_t moved, runs;

/* Counts, and calls across now and then, as those do who are to be stopped. */
static void nothing(void *unused)
{
}

static int walk(void *data)
{
	unsigned long *mine = data;

	while (!kthread_should_stop()) {
		WRITE_ONCE(*mine, *mine + 1);
		if (*mine % 64 == 0)
			smp_call_function(nothing, NULL, true);
		if (*mine % 16 == 0)
			yield();
	}
	return 0;
}

static int look_twice(void *result)
{
	unsigned long before[NR_CPUS];
	unsigned int cpu;
	int i;

	for_each_online_cpu(cpu)
		before[cpu] = READ_ONCE(steps[cpu]);
	for (i = 0; i < 1000; i++)
		cpu_relax();
	for_each_online_cpu(cpu)
		if (READ_ONCE(steps[cpu]) != before[cpu])
			atomic_inc(&moved);
	if (!irqs_disabled())
		atomic_inc(&moved);
	atomic_inc(&runs);
	return *(int *)result;
}

static int stop_often(void *unused)
{
	int round, result;

	for (round = 0; round < ROUNDS; round++) {
		result = round - 3;
		if (stop_machine(look_twice, &result, NULL) != round - 3)
			atomic_inc(&moved);
	}
	while (!kthread_should_stop())
		schedule_timeout_interruptible(1);
	return 0;
}

/* Two threads stop the machine, and all CPUs have something to be stopped in. */
static void alone_test(struct kunit *test)
{
	struct task_struct *walkers[NR_CPUS] = { }, *stoppers[2];
	unsigned int cpu, i;

	atomic_set(&moved, 0);
	atomic_set(&runs, 0);
	for_each_online_cpu(cpu) {
		walkers[cpu] = kthread_run_on_cpu(walk, &steps[cpu], cpu, "walk/%u");
		KUNIT_ASSERT_NOT_ERR_OR_NULL(test, walkers[cpu]);
	}
	for (i = 0; i < ARRAY_SIZE(stoppers); i++) {
		stoppers[i] = kthread_run(stop_often, NULL, "stop/%u", i);
		KUNIT_ASSERT_NOT_ERR_OR_NULL(test, stoppers[i]);
	}
	while (atomic_read(&runs) < (int)ARRAY_SIZE(stoppers) * ROUNDS)
		schedule_timeout_uninterruptible(1);
	for (i = 0; i < ARRAY_SIZE(stoppers); i++)
		kthread_stop(stoppers[i]);
	for_each_online_cpu(cpu)
		kthread_stop(walkers[cpu]);
	KUNIT_EXPECT_EQ(test, atomic_read(&moved), 0);
}

static void bad_input_test(struct kunit *test)
{
	int result = 0;

	atomic_set(&runs, 0);
	kunit_expect_splat_begin(test, "WARNING:");
	KUNIT_EXPECT_EQ(test, stop_machine(look_twice, &result, cpu_online_mask), -EINVAL);
	KUNIT_EXPECT_EQ(test, kunit_expect_splat_end(test), 1u);
	KUNIT_EXPECT_EQ(test, atomic_read(&runs), 0);
}

static struct kunit_case stop_machine_test_cases[] = {
	KUNIT_CASE(alone_test),
	KUNIT_CASE(bad_input_test),
	{ }
};

static struct kunit_suite stop_machine_test_suite = {
	.name = "stop_machine",
	.test_cases = stop_machine_test_cases,
};
kunit_test_suite(stop_machine_test_suite);
