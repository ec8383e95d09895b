// SPDX-License-Identifier: MIT
/* Work for later: timers, softirqs, tasklets, workqueues. */
#include <kunit/test.h>
#include <linux/atomic.h>
#include <linux/completion.h>
#include <linux/delay.h>
#include <linux/interrupt.h>
#include <linux/jiffies.h>
#include <linux/sched.h>
#include <linux/timer.h>
#include <linux/workqueue.h>

#include "threads.h"

/* --- timers --------------------------------------------------------------------------------- */

struct note {
	struct timer_list timer;
	unsigned long ran_at;
	int times;
	int context;
};

static void note_tick(struct timer_list *timer)
{
	struct note *n = from_timer(n, timer, timer);

	n->ran_at = jiffies;
	n->context = preempt_count();
	n->times++;
}

static const unsigned int delays[] = { 1, 2, 31, 62, 63, 64, 65, 66, 127, 128, 129, 190 };

/*
 * Returns which came in time: all, unless the host let the machine stand still. The CPU stays busy
 * meanwhile, for QEMU under -icount runs an idle machine past every other periodic interrupt.
 */
static unsigned int run_timers(struct kunit *test)
{
	unsigned long end = jiffies + 200;
	struct note n[ARRAY_SIZE(delays)];
	unsigned int i, in_time = 0;

	for (i = 0; i < ARRAY_SIZE(delays); i++) {
		n[i].times = 0;
		timer_setup(&n[i].timer, note_tick, 0);
		mod_timer(&n[i].timer, jiffies + delays[i]);
		KUNIT_EXPECT_TRUE(test, timer_pending(&n[i].timer));
	}
	while (time_before(jiffies, end))
		cpu_relax();
	for (i = 0; i < ARRAY_SIZE(delays); i++) {
		KUNIT_EXPECT_EQ(test, timer_delete_sync(&n[i].timer), 0);
		KUNIT_EXPECT_EQ(test, n[i].times, 1);
		KUNIT_EXPECT_GE(test, n[i].ran_at, n[i].timer.expires);
		KUNIT_EXPECT_TRUE(test, n[i].context & SOFTIRQ_OFFSET);
		in_time |= (n[i].ran_at == n[i].timer.expires) << i;
	}
	return in_time;
}

/* Around the borders of the wheel's levels: none early, none late. */
static void timers_in_their_tick(struct kunit *test)
{
	unsigned int all = (1u << ARRAY_SIZE(delays)) - 1, in_time = 0;
	int tries = 8;

	do {
		in_time |= run_timers(test);
	} while (in_time != all && --tries);
	KUNIT_EXPECT_EQ(test, in_time, all);
}

static void timers_set_and_unset(struct kunit *test)
{
	struct note n = { .times = 0 };

	timer_setup(&n.timer, note_tick, 0);
	KUNIT_EXPECT_EQ(test, mod_timer_pending(&n.timer, jiffies + 2), 0);
	KUNIT_EXPECT_FALSE(test, timer_pending(&n.timer));
	KUNIT_EXPECT_EQ(test, mod_timer(&n.timer, jiffies + 100), 0);
	KUNIT_EXPECT_EQ(test, mod_timer(&n.timer, jiffies + 200), 1);
	KUNIT_EXPECT_EQ(test, timer_reduce(&n.timer, jiffies + 300), 1);
	KUNIT_EXPECT_EQ(test, timer_reduce(&n.timer, jiffies + 3), 1);
	schedule_timeout_uninterruptible(8);
	KUNIT_EXPECT_EQ(test, n.times, 1);
	KUNIT_EXPECT_EQ(test, timer_delete(&n.timer), 0);
	mod_timer(&n.timer, jiffies + 3);
	KUNIT_EXPECT_EQ(test, timer_delete_sync(&n.timer), 1);
	mod_timer(&n.timer, jiffies - 5);	/* past: at the next tick */
	schedule_timeout_uninterruptible(4);
	KUNIT_EXPECT_EQ(test, n.times, 2);
	timer_shutdown_sync(&n.timer);
	mod_timer(&n.timer, jiffies + 1);
	KUNIT_EXPECT_FALSE(test, timer_pending(&n.timer));
}

static void set_again(struct timer_list *timer)
{
	struct note *n = from_timer(n, timer, timer);

	if (++n->times < 5)
		mod_timer(timer, jiffies + 1);
}

static void timer_sets_itself(struct kunit *test)
{
	struct note n = { .times = 0 };

	timer_setup(&n.timer, set_again, 0);
	mod_timer(&n.timer, jiffies + 1);
	schedule_timeout_uninterruptible(15);
	KUNIT_EXPECT_EQ(test, n.times, 5);
	timer_delete_sync(&n.timer);
}

/* --- softirqs and tasklets ------------------------------------------------------------------ */

static atomic_t ran;
static int ran_context;

static void count_run(struct tasklet_struct *t)
{
	ran_context = preempt_count();
	atomic_inc(&ran);
}

static void bottom_halves_wait(struct kunit *test)
{
	DECLARE_TASKLET(t, count_run);

	atomic_set(&ran, 0);
	local_bh_disable();
	tasklet_schedule(&t);
	tasklet_schedule(&t);			/* once is enough */
	KUNIT_EXPECT_EQ(test, atomic_read(&ran), 0);
	local_bh_enable();
	KUNIT_EXPECT_EQ(test, atomic_read(&ran), 1);
	KUNIT_EXPECT_TRUE(test, ran_context & SOFTIRQ_OFFSET);
	KUNIT_EXPECT_FALSE(test, in_softirq());
	tasklet_kill(&t);
}

static void disabled_tasklet(struct kunit *test)
{
	DECLARE_TASKLET_DISABLED(t, count_run);
	int ticks;

	atomic_set(&ran, 0);
	tasklet_hi_schedule(&t);
	msleep(12);
	KUNIT_EXPECT_EQ(test, atomic_read(&ran), 0);
	tasklet_enable(&t);
	for (ticks = 0; ticks < 10 * HZ && !atomic_read(&ran); ticks++)
		schedule_timeout_uninterruptible(1);
	KUNIT_EXPECT_EQ(test, atomic_read(&ran), 1);
	tasklet_kill(&t);
}

static void reschedule_itself(struct tasklet_struct *t)
{
	if (atomic_inc_return(&ran) < 1000)
		tasklet_schedule(t);
}

/* A tasklet that never has enough is left to ksoftirqd, and threads go on. */
static void endless_tasklet(struct kunit *test)
{
	DECLARE_TASKLET(t, reschedule_itself);

	atomic_set(&ran, 0);
	tasklet_schedule(&t);
	msleep(100);
	KUNIT_EXPECT_EQ(test, atomic_read(&ran), 1000);
	tasklet_kill(&t);
}

/* --- workqueues ----------------------------------------------------------------------------- */

struct job {
	struct work_struct work;
	struct delayed_work later;
	unsigned long ran_at;
	int times;
	bool may_sleep;
};

static void do_job(struct work_struct *work)
{
	struct job *j = container_of(work, struct job, work);

	j->may_sleep = !in_atomic() && !irqs_disabled();
	msleep(8);
	j->times++;
}

static void do_later(struct work_struct *work)
{
	struct job *j = container_of(to_delayed_work(work), struct job, later);

	j->ran_at = jiffies;
	j->times++;
}

static void work_runs_and_flushes(struct kunit *test)
{
	struct job j = { .times = 0 };

	INIT_WORK(&j.work, do_job);
	KUNIT_EXPECT_FALSE(test, flush_work(&j.work));
	KUNIT_EXPECT_TRUE(test, schedule_work(&j.work));
	KUNIT_EXPECT_TRUE(test, flush_work(&j.work));
	KUNIT_EXPECT_EQ(test, j.times, 1);
	KUNIT_EXPECT_TRUE(test, j.may_sleep);
	preempt_disable();
	KUNIT_EXPECT_TRUE(test, schedule_work(&j.work));
	KUNIT_EXPECT_FALSE(test, schedule_work(&j.work));
	preempt_enable();
	flush_scheduled_work();
	KUNIT_EXPECT_EQ(test, j.times, 2);
	KUNIT_EXPECT_FALSE(test, work_pending(&j.work));
}

static void work_cancelled(struct kunit *test)
{
	struct job j = { .times = 0 };

	INIT_WORK(&j.work, do_job);
	INIT_DELAYED_WORK(&j.later, do_later);
	preempt_disable();
	schedule_work(&j.work);
	KUNIT_EXPECT_TRUE(test, cancel_work(&j.work));
	preempt_enable();
	KUNIT_EXPECT_FALSE(test, cancel_work_sync(&j.work));
	schedule_work(&j.work);
	yield();				/* it runs, and sleeps */
	cancel_work_sync(&j.work);
	KUNIT_EXPECT_LE(test, j.times, 1);
	j.times = 0;
	schedule_delayed_work(&j.later, 2);
	KUNIT_EXPECT_TRUE(test, cancel_delayed_work_sync(&j.later));
	msleep(20);
	KUNIT_EXPECT_EQ(test, j.times, 0);
}

static void work_delayed(struct kunit *test)
{
	struct job j = { .times = 0 };
	unsigned long start = jiffies;

	INIT_DELAYED_WORK(&j.later, do_later);
	KUNIT_EXPECT_TRUE(test, schedule_delayed_work(&j.later, 100));
	KUNIT_EXPECT_FALSE(test, schedule_delayed_work(&j.later, 1));
	KUNIT_EXPECT_TRUE(test, delayed_work_pending(&j.later));
	KUNIT_EXPECT_TRUE(test, mod_delayed_work(system_wq, &j.later, 5));
	msleep(60);
	KUNIT_EXPECT_EQ(test, j.times, 1);
	KUNIT_EXPECT_GE(test, j.ran_at - start, 5ul);
	KUNIT_EXPECT_LT(test, j.ran_at - start, 100ul);
	schedule_delayed_work(&j.later, 1000);
	KUNIT_EXPECT_TRUE(test, flush_delayed_work(&j.later));
	KUNIT_EXPECT_EQ(test, j.times, 2);
}

static void own_workqueue(struct kunit *test)
{
	struct workqueue_struct *wq = alloc_ordered_workqueue("test-%d", 0, 1);
	struct job j[8];
	int i;

	KUNIT_ASSERT_NOT_NULL(test, wq);
	for (i = 0; i < 8; i++) {
		j[i].times = 0;
		INIT_WORK(&j[i].work, do_job);
		KUNIT_EXPECT_TRUE(test, queue_work(wq, &j[i].work));
	}
	flush_workqueue(wq);
	for (i = 0; i < 8; i++)
		KUNIT_EXPECT_EQ(test, j[i].times, 1);
	destroy_workqueue(wq);
}

static struct kunit_case deferred_cases[] = {
	KUNIT_CASE(timers_in_their_tick),
	KUNIT_CASE(timers_set_and_unset),
	KUNIT_CASE(timer_sets_itself),
	KUNIT_CASE(bottom_halves_wait),
	KUNIT_CASE(disabled_tasklet),
	KUNIT_CASE(endless_tasklet),
	KUNIT_CASE(work_runs_and_flushes),
	KUNIT_CASE(work_cancelled),
	KUNIT_CASE(work_delayed),
	KUNIT_CASE(own_workqueue),
	{}
};

static struct kunit_suite deferred_suite = {
	.name = "deferred",
	.test_cases = deferred_cases,
};
kunit_test_suite(deferred_suite);
