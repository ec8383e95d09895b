/* SPDX-License-Identifier: MIT */
/* Threads for tests. Every one is held, so that it can be waited for after its end. */
#ifndef _TESTS_KERNEL_THREADS_H
#define _TESTS_KERNEL_THREADS_H

#include <kunit/test.h>
#include <linux/kthread.h>
#include <linux/sched.h>

/**
 * A thread that is not started yet, bound to @cpu unless that is negative. Ends the case without
 * one.
 */
static inline struct task_struct *thread_make(struct kunit *test, int (*fn)(void *), void *data,
					      int cpu, const char *name)
{
	struct task_struct *t = cpu < 0 ? kthread_create(fn, data, "%s", name) :
					  kthread_create_on_cpu(fn, data, cpu, name);

	KUNIT_ASSERT_FALSE(test, IS_ERR(t));
	return get_task_struct(t);
}

static inline struct task_struct *thread_start(struct kunit *test, int (*fn)(void *), void *data,
					       int cpu, const char *name)
{
	struct task_struct *t = thread_make(test, fn, data, cpu, name);

	wake_up_process(t);
	return t;
}

/** Stops a thread that waits for that; returns its result. */
static inline int thread_finish(struct task_struct *t)
{
	int ret = kthread_stop(t);

	put_task_struct(t);
	return ret;
}

/**
 * Waits for a thread that ends by itself: stopped before its first step, it would never take it.
 */
static inline int thread_join(struct task_struct *t)
{
	while (!(READ_ONCE(t->flags) & PF_EXITING))
		schedule_timeout_uninterruptible(1);
	return thread_finish(t);
}

/** The @n-th CPU after @cpu, round and round. */
static inline unsigned int nth_online_cpu(unsigned int cpu, unsigned int n)
{
	while (n--) {
		cpu = cpumask_next(cpu, cpu_online_mask);
		if (cpu >= NR_CPUS)
			cpu = cpumask_first(cpu_online_mask);
	}
	return cpu;
}

#endif
