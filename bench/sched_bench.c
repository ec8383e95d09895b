// SPDX-License-Identifier: MIT
/* Threads, locks and per-CPU data. */
#include "bench.h"

#include <linux/completion.h>
#include <linux/err.h>
#include <linux/kernel.h>
#include <linux/kthread.h>
#include <linux/mutex.h>
#include <linux/percpu.h>
#include <linux/sched.h>
#include <linux/spinlock.h>

static DEFINE_PER_CPU(unsigned long, counter);
static DEFINE_SPINLOCK(lock);
static DEFINE_MUTEX(mutex);
static unsigned long locked;

static void run_this_cpu_inc(unsigned long n, unsigned long arg)
{
	while (n--)
		this_cpu_inc(counter);
}

static void run_get_cpu_var(unsigned long n, unsigned long arg)
{
	while (n--) {
		get_cpu_var(counter)++;
		put_cpu_var(counter);
	}
}

static void run_spin_lock(unsigned long n, unsigned long arg)
{
	while (n--) {
		spin_lock(&lock);
		locked++;
		spin_unlock(&lock);
	}
}

static void run_spin_lock_irqsave(unsigned long n, unsigned long arg)
{
	unsigned long flags;

	while (n--) {
		spin_lock_irqsave(&lock, flags);
		locked++;
		spin_unlock_irqrestore(&lock, flags);
	}
}

static void run_mutex(unsigned long n, unsigned long arg)
{
	while (n--) {
		mutex_lock(&mutex);
		locked++;
		mutex_unlock(&mutex);
	}
}

static void run_alloc_percpu(unsigned long n, unsigned long arg)
{
	while (n--)
		free_percpu(alloc_percpu(unsigned long));
}

static DECLARE_COMPLETION(ping);
static DECLARE_COMPLETION(pong);
static bool last_answer;

static int answer(void *unused)
{
	bool last;

	do {
		wait_for_completion(&ping);
		last = last_answer;
		complete(&pong);
	} while (!last);
	return 0;
}

static int start_peer(unsigned long arg)
{
	last_answer = false;
	return PTR_ERR_OR_ZERO(kthread_run(answer, NULL, "bench_peer"));
}

static void stop_peer(unsigned long arg)
{
	last_answer = true;
	complete(&ping);
	wait_for_completion(&pong);
}

static void run_two_switches(unsigned long n, unsigned long arg)
{
	while (n--) {
		complete(&ping);
		wait_for_completion(&pong);
	}
}

static int nothing(void *unused)
{
	return 0;
}

static void run_create_stop(unsigned long n, unsigned long arg)
{
	struct task_struct *t;

	while (n--) {
		t = kthread_create(nothing, NULL, "bench");
		if (!IS_ERR(t))
			kthread_stop(t);
	}
}

static int until_stopped(void *unused)
{
	while (!kthread_should_stop()) {
		set_current_state(TASK_INTERRUPTIBLE);
		if (!kthread_should_stop())
			schedule();
	}
	__set_current_state(TASK_RUNNING);
	return 0;
}

static void run_create_run_stop(unsigned long n, unsigned long arg)
{
	struct task_struct *t;

	while (n--) {
		t = kthread_run(until_stopped, NULL, "bench");
		if (IS_ERR(t))
			continue;
		yield();
		kthread_stop(t);
	}
}

static const struct bench_row rows[] = {
	BENCH_ROW("this_cpu_inc", run_this_cpu_inc, 1000),
	BENCH_ROW("get_cpu_var()++, put_cpu_var()", run_get_cpu_var, 1000),
	BENCH_ROW("spin_lock, ++, spin_unlock", run_spin_lock, 1000),
	BENCH_ROW("spin_lock_irqsave, ++, spin_unlock_irqrestore", run_spin_lock_irqsave, 1000),
	BENCH_ROW("mutex_lock, ++, mutex_unlock", run_mutex, 1000),
	BENCH_ROW("alloc_percpu(unsigned long) + free_percpu", run_alloc_percpu, 1000),
	BENCH_ROW("two context switches, by completions", run_two_switches, 1000,
		  .setup = start_peer, .teardown = stop_peer),
	BENCH_ROW("kthread_create + kthread_stop, never ran", run_create_stop, 100),
	BENCH_ROW("kthread_run, yield, kthread_stop", run_create_run_stop, 100),
};
BENCH_SUITE(sched, rows);
