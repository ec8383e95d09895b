// SPDX-License-Identifier: MIT
/*
 * The book's experiment: every CPU counts, in one variable under a lock or each in its own.
 *
 * For each number of CPUs as many threads, one bound to each, add up together: first a counter that
 * all share under a spinlock, then one per CPU between get_cpu_var() and put_cpu_var(). A row gives
 * the time from the start of all to the end of the last, divided by all increments of all threads:
 * with the lock it cannot fall as CPUs are added; without, it can, down to one CPU's cost divided
 * by their number. It is time that passes, so it means something only where the CPUs really run at
 * the same time; the ratio of the two, taken in one run, depends least on the machine.
 */
#include "bench.h"

#include <linux/completion.h>
#include <linux/cpumask.h>
#include <linux/err.h>
#include <linux/kthread.h>
#include <linux/ktime.h>
#include <linux/math64.h>
#include <linux/percpu.h>
#include <linux/sched.h>
#include <linux/spinlock.h>
#include <linux/timekeeping.h>

/* Of each thread: long enough that it does not matter when the others began. */
#define SHARED_INCREMENTS	20000
#define OWN_INCREMENTS		500000

static DEFINE_SPINLOCK(shared_lock);
static unsigned long shared;
static DEFINE_PER_CPU(unsigned long, own);

static DECLARE_COMPLETION(all_start);
static DECLARE_COMPLETION(one_ends);

static int count_shared(void *unused)
{
	int i;

	wait_for_completion(&all_start);
	for (i = 0; i < SHARED_INCREMENTS; i++) {
		spin_lock(&shared_lock);
		shared++;
		spin_unlock(&shared_lock);
	}
	complete(&one_ends);
	return 0;
}

static int count_own(void *unused)
{
	int i;

	wait_for_completion(&all_start);
	for (i = 0; i < OWN_INCREMENTS; i++) {
		get_cpu_var(own)++;
		put_cpu_var(own);
	}
	complete(&one_ends);
	return 0;
}

/* Makes up to @cpus threads that wait for the start; returns how many there are. */
static unsigned int make_threads(int (*count)(void *unused), unsigned int cpus)
{
	struct task_struct *t;
	unsigned int cpu, made = 0;

	for_each_online_cpu(cpu) {
		if (made == cpus)
			break;
		t = kthread_create(count, NULL, "count/%u", cpu);
		if (IS_ERR(t))
			break;
		kthread_bind(t, cpu);
		wake_up_process(t);
		made++;
	}
	return made;
}

/* Picoseconds an increment, or 0 if there was no memory for the threads. */
static u64 time_counting(int (*count)(void *unused), unsigned int cpus, unsigned int increments)
{
	unsigned int made, i;
	u64 start, took;

	reinit_completion(&all_start);
	reinit_completion(&one_ends);
	made = make_threads(count, cpus);
	start = ktime_get_ns();
	complete_all(&all_start);
	for (i = 0; i < made; i++)
		wait_for_completion(&one_ends);
	took = ktime_get_ns() - start;
	return made == cpus ? div_u64(took * 1000, cpus * increments) : 0;
}

static void report(unsigned int cpus, const char *what, u64 value)
{
	char name[48];

	snprintf(name, sizeof(name), "%u CPUs: %s", cpus, what);
	bench_fact(name, value);
}

static int run_counting(unsigned long arg)
{
	unsigned int cpus;
	u64 locked, percpu;

	for (cpus = 1; cpus <= num_online_cpus(); cpus++) {
		locked = time_counting(count_shared, cpus, SHARED_INCREMENTS);
		percpu = time_counting(count_own, cpus, OWN_INCREMENTS);
		if (!locked || !percpu)
			return -ENOMEM;
		report(cpus, "shared counter, lock, ps each", locked);
		report(cpus, "counter of its own, ps each", percpu);
		report(cpus, "lock : per-CPU, in 1/100", div64_u64(locked * 100, percpu));
	}
	return 0;
}

static const struct bench_row rows[] = {
	{ .name = "cpus", .setup = run_counting },
};
BENCH_SUITE(cpus, rows);
