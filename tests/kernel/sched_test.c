// SPDX-License-Identifier: MIT
/*
 * The scheduler: who runs when, that wake-ups are not lost, that preemption comes at once, and
 * that time is kept. Most threads here are bound to the CPU of the test, so that they compete.
 */
#include <kunit/test.h>
#include <linux/atomic.h>
#include <linux/completion.h>
#include <linux/delay.h>
#include <linux/interrupt.h>
#include <linux/jiffies.h>
#include <linux/ktime.h>
#include <linux/sched.h>
#include <linux/sched/sysctl.h>
#include <linux/spinlock.h>
#include <linux/string.h>
#include <linux/timekeeping.h>
#include <linux/timer.h>
#include <linux/wait.h>

#include "threads.h"

/* The test stays on one CPU, at a real-time priority below that of none of its own threads. */
static unsigned int this_cpu;

static int sched_init_case(struct kunit *test)
{
	this_cpu = get_cpu();
	put_cpu();
	return set_cpus_allowed_ptr(current, cpumask_of(this_cpu));
}

static void sched_exit_case(struct kunit *test)
{
	set_user_nice(current, 0);
	set_cpus_allowed_ptr(current, cpu_online_mask);
}

/* A thread on the test's CPU that has not been started. */
static struct task_struct *make(struct kunit *test, int (*fn)(void *), void *data, const char *name)
{
	return thread_make(test, fn, data, this_cpu, name);
}

/* --- switching ------------------------------------------------------------------------------ */

struct pair {
	struct completion ping, pong;
	int rounds;
};

static int pong(void *data)
{
	struct pair *p = data;
	int i;

	for (i = 0; i < p->rounds; i++) {
		wait_for_completion(&p->ping);
		complete(&p->pong);
	}
	return i;
}

static void ping_pong(struct kunit *test)
{
	struct pair p = { .rounds = 10000 };
	struct task_struct *t;
	int i;

	init_completion(&p.ping);
	init_completion(&p.pong);
	t = make(test, pong, &p, "pong");
	wake_up_process(t);
	for (i = 0; i < p.rounds; i++) {
		complete(&p.ping);
		wait_for_completion(&p.pong);
	}
	KUNIT_EXPECT_EQ(test, thread_join(t), p.rounds);
}

static void ping_pong_across_cpus(struct kunit *test)
{
	struct pair p = { .rounds = 1000 };
	struct task_struct *t;
	unsigned int cpu = nth_online_cpu(this_cpu, 1);
	int i;

	if (num_online_cpus() < 2)
		kunit_skip(test, "wants two CPUs");
	init_completion(&p.ping);
	init_completion(&p.pong);
	t = thread_start(test, pong, &p, cpu, "pong/%u");
	for (i = 0; i < p.rounds; i++) {
		complete(&p.ping);
		wait_for_completion(&p.pong);
	}
	KUNIT_EXPECT_EQ(test, task_cpu(t), cpu);
	KUNIT_EXPECT_EQ(test, thread_join(t), p.rounds);
}

/* --- order ---------------------------------------------------------------------------------- */

static char text[64];

static int write_name(void *name)
{
	strlcat(text, name, sizeof(text));
	return 0;
}

static void priority_order(struct kunit *test)
{
	static char *const names[] = { "n", "r", "h", "f" };
	struct task_struct *t[4];
	int i;

	text[0] = '\0';
	for (i = 0; i < 4; i++)
		t[i] = make(test, write_name, names[i], names[i]);
	set_user_nice(t[0], 5);
	KUNIT_EXPECT_EQ(test, sched_setscheduler_prio(t[1], SCHED_RR, 10), 0);
	set_user_nice(t[2], -5);
	KUNIT_EXPECT_EQ(test, sched_setscheduler_prio(t[3], SCHED_FIFO, 99), 0);
	KUNIT_EXPECT_EQ(test, sched_setscheduler_prio(t[3], SCHED_FIFO, 100), -EINVAL);
	KUNIT_EXPECT_EQ(test, sched_setscheduler_prio(t[3], SCHED_FIFO, 0), -EINVAL);
	preempt_disable();
	for (i = 0; i < 4; i++)
		wake_up_process(t[i]);
	strlcat(text, "(", sizeof(text));
	preempt_enable();		/* the better ones run here */
	strlcat(text, ")", sizeof(text));
	for (i = 0; i < 4; i++)
		thread_join(t[i]);
	KUNIT_EXPECT_STREQ(test, text, "(frh)n");
}

static void wake_up_preempts_at_once(struct kunit *test)
{
	struct task_struct *t = make(test, write_name, "t", "preempter");

	text[0] = '\0';
	sched_set_fifo(t);
	wake_up_process(t);
	strlcat(text, "me", sizeof(text));
	thread_finish(t);
	KUNIT_EXPECT_STREQ(test, text, "tme");
}

static struct task_struct *irq_wakes;

static void wake_from_timer(struct timer_list *timer)
{
	wake_up_process(irq_wakes);
}

static int note_time(void *data)
{
	*(u64 *)data = ktime_get_ns();
	return 0;
}

/* An interrupt wakes a better thread while the test is busy: it runs as the interrupt ends. */
static void interrupt_preempts(struct kunit *test)
{
	struct timer_list timer;
	u64 ran = 0, end;

	irq_wakes = make(test, note_time, &ran, "preempter");
	sched_set_fifo(irq_wakes);
	timer_setup(&timer, wake_from_timer, 0);
	mod_timer(&timer, jiffies + 2);
	end = ktime_get_ns() + 10 * TICK_NSEC;
	while (!READ_ONCE(ran) && ktime_get_ns() < end)
		cpu_relax();
	KUNIT_EXPECT_NE(test, ran, 0ull);
	timer_delete_sync(&timer);
	thread_finish(irq_wakes);
}

/* The same with preemption disabled: not before it is enabled, and then at once. */
static void preemption_waits_for_enable(struct kunit *test)
{
	struct timer_list timer;
	u64 ran = 0, end, before, after;

	irq_wakes = make(test, note_time, &ran, "preempter");
	sched_set_fifo(irq_wakes);
	timer_setup(&timer, wake_from_timer, 0);
	preempt_disable();
	mod_timer(&timer, jiffies + 2);
	end = ktime_get_ns() + 5 * TICK_NSEC;
	while (ktime_get_ns() < end) {
		/* Keeps changing the counter, which the interrupt must not get lost in. */
		preempt_disable();
		preempt_enable();
	}
	before = READ_ONCE(ran);
	KUNIT_EXPECT_TRUE(test, test_preempt_need_resched());
	preempt_enable();
	after = READ_ONCE(ran);
	KUNIT_EXPECT_EQ(test, before, 0ull);
	KUNIT_EXPECT_NE(test, after, 0ull);
	timer_delete_sync(&timer);
	thread_finish(irq_wakes);
}

static unsigned long spins[3];

static int spin_until_stopped(void *data)
{
	unsigned long *n = data;

	while (!kthread_should_stop())
		WRITE_ONCE(*n, *n + 1);
	return 0;
}

/* Three busy threads of one level share the CPU; the test, above them, sleeps meanwhile. */
static void round_robin(struct kunit *test)
{
	struct task_struct *t[3];
	int i, ticks;

	memset(spins, 0, sizeof(spins));
	set_user_nice(current, -10);
	for (i = 0; i < 3; i++) {
		t[i] = make(test, spin_until_stopped, &spins[i], "busy");
		wake_up_process(t[i]);
	}
	for (i = 0; i < 3; i++) {
		for (ticks = 0; ticks < 10 * HZ && !READ_ONCE(t[i]->nivcsw); ticks++)
			schedule_timeout_uninterruptible(1);
		KUNIT_EXPECT_NE(test, READ_ONCE(spins[i]), 0ul);
		KUNIT_EXPECT_GE(test, READ_ONCE(t[i]->nivcsw), 1ul);
	}
	for (i = 0; i < 3; i++)
		thread_finish(t[i]);
}

static void yield_alternates(struct kunit *test)
{
	struct task_struct *t = make(test, write_name, "b", "other");

	text[0] = '\0';
	wake_up_process(t);
	strlcat(text, "a", sizeof(text));
	yield();
	strlcat(text, "c", sizeof(text));
	thread_finish(t);
	KUNIT_EXPECT_STREQ(test, text, "abc");
}

/* --- time ----------------------------------------------------------------------------------- */

/*
 * Never short. Late only if the host lets the machine stand still: then another try will be in
 * time.
 */
static unsigned long sleep_ticks(struct kunit *test, unsigned long ticks)
{
	unsigned long start, slept;
	int tries = 10;

	do {
		start = jiffies;
		KUNIT_EXPECT_EQ(test, schedule_timeout_uninterruptible(ticks), 0l);
		slept = jiffies - start;
		KUNIT_EXPECT_GE(test, slept, ticks);
	} while (slept > ticks + 1 && --tries);
	return slept;
}

static void timeouts_are_kept(struct kunit *test)
{
	static const unsigned long ticks[] = { 1, 2, 5, 63, 64, 65, 130 };
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(ticks); i++)
		KUNIT_EXPECT_LE(test, sleep_ticks(test, ticks[i]), ticks[i] + 1);
}

static void msleep_is_never_short(struct kunit *test)
{
	u64 start = ktime_get_ns();

	msleep(20);
	KUNIT_EXPECT_GE(test, ktime_get_ns() - start, 20ull * NSEC_PER_MSEC);
	start = ktime_get_ns();
	usleep_range(500, 1000);
	KUNIT_EXPECT_GE(test, ktime_get_ns() - start, 500ull * NSEC_PER_USEC);
}

static int wake_later(void *data)
{
	msleep(12);
	wake_up_process(data);
	return 0;
}

static void wake_up_ends_a_timeout(struct kunit *test)
{
	struct task_struct *t = make(test, wake_later, current, "waker");
	long left;

	wake_up_process(t);
	left = schedule_timeout_interruptible(100);
	KUNIT_EXPECT_GT(test, left, 0l);
	KUNIT_EXPECT_LT(test, left, 100l);
	thread_finish(t);
}

static void completion_timeout(struct kunit *test)
{
	DECLARE_COMPLETION_ONSTACK(done);

	KUNIT_EXPECT_EQ(test, wait_for_completion_timeout(&done, 2), 0ul);
	KUNIT_EXPECT_FALSE(test, try_wait_for_completion(&done));
	complete(&done);
	complete(&done);
	KUNIT_EXPECT_TRUE(test, completion_done(&done));
	KUNIT_EXPECT_EQ(test, wait_for_completion_timeout(&done, 2), 2ul);
	KUNIT_EXPECT_TRUE(test, try_wait_for_completion(&done));
	KUNIT_EXPECT_FALSE(test, completion_done(&done));
	complete_all(&done);
	wait_for_completion(&done);
	wait_for_completion(&done);
	KUNIT_EXPECT_TRUE(test, completion_done(&done));
}

/* --- wait queues ---------------------------------------------------------------------------- */

static DECLARE_WAIT_QUEUE_HEAD(queue);
static atomic_t flag, woken;

static int wait_exclusive(void *unused)
{
	wait_event_interruptible_exclusive(queue, atomic_dec_if_positive(&flag) >= 0);
	atomic_inc(&woken);
	return 0;
}

static void wait_queue_exclusive(struct kunit *test)
{
	struct task_struct *t[4];
	int i;

	atomic_set(&flag, 0);
	atomic_set(&woken, 0);
	for (i = 0; i < 4; i++) {
		t[i] = make(test, wait_exclusive, NULL, "waiter");
		wake_up_process(t[i]);
	}
	msleep(8);
	KUNIT_EXPECT_TRUE(test, waitqueue_active(&queue));
	for (i = 1; i <= 4; i++) {
		atomic_inc(&flag);
		wake_up(&queue);
		msleep(8);
		KUNIT_EXPECT_EQ(test, atomic_read(&woken), i);
	}
	for (i = 0; i < 4; i++)
		thread_finish(t[i]);
	KUNIT_EXPECT_FALSE(test, waitqueue_active(&queue));
}

static void wait_event_timeouts(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, wait_event_timeout(queue, false, 2), 0l);
	KUNIT_EXPECT_EQ(test, wait_event_timeout(queue, true, 2), 2l);
	KUNIT_EXPECT_EQ(test, wait_event_interruptible_timeout(queue, true, 0), 1l);
}

static int storm_waiter(void *data)
{
	atomic_t *tokens = data;
	int taken = 0;

	while (!kthread_should_stop()) {
		wait_event_interruptible(queue, atomic_read(tokens) > 0 || kthread_should_stop());
		if (atomic_dec_if_positive(tokens) >= 0)
			taken++;
	}
	return taken;
}

/* Many sleepers, all CPUs, everybody woken each time: every token is taken once. */
static void wake_up_storm(struct kunit *test)
{
	struct task_struct *t[16];
	atomic_t tokens = ATOMIC_INIT(0);
	int i, sum = 0, given = 2000;

	for (i = 0; i < 16; i++)
		t[i] = thread_start(test, storm_waiter, &tokens, -1, "storm");
	for (i = 0; i < given; i++) {
		atomic_inc(&tokens);
		wake_up_all(&queue);
		if (i % 8 == 0)
			yield();
	}
	while (atomic_read(&tokens)) {
		wake_up_all(&queue);
		schedule_timeout_uninterruptible(1);
	}
	for (i = 0; i < 16; i++)
		sum += thread_finish(t[i]);
	KUNIT_EXPECT_EQ(test, sum, given);
}

/* --- the hunt for a lost wake-up ------------------------------------------------------------ */

/* 100,000 rounds altogether. */
#define HUNTS		4
#define HUNT_ROUNDS	25000
/* Nobody waits for that long but whose wake-up is lost. */
#define HUNT_PATIENCE	(30 * HZ)

struct hunt {
	int turn;
	struct task_struct *task[2];
};

/*
 * Each waits for its turn and gives it to the other; nothing but the state protocol between them.
 * Returns its rounds.
 */
static int hunter(void *data)
{
	struct hunt *h = data;
	int me = current == READ_ONCE(h->task[1]), i;
	long left;

	for (i = 0; i < HUNT_ROUNDS / 2; i++) {
		left = HUNT_PATIENCE;
		for (;;) {
			set_current_state(TASK_UNINTERRUPTIBLE);
			if (READ_ONCE(h->turn) == me || !left)
				break;
			left = schedule_timeout(left);
		}
		__set_current_state(TASK_RUNNING);
		if (!left)
			break;
		WRITE_ONCE(h->turn, !me);
		wake_up_process(h->task[!me]);
	}
	return i;
}

static void hunt_on(struct kunit *test, unsigned int cpu0, unsigned int cpu1)
{
	struct hunt h = { .turn = 0 };
	int i;

	h.task[0] = thread_make(test, hunter, &h, cpu0, "hunter/%u");
	h.task[1] = thread_make(test, hunter, &h, cpu1, "hunter/%u");
	for (i = 0; i < 2; i++)
		wake_up_process(h.task[i]);
	for (i = 0; i < 2; i++)
		KUNIT_EXPECT_EQ(test, thread_join(h.task[i]), HUNT_ROUNDS / 2);
	kunit_info(test, "CPU %u and CPU %u: %d rounds", cpu0, cpu1, HUNT_ROUNDS);
}

static void no_lost_wake_up(struct kunit *test)
{
	int i;

	for (i = 0; i < HUNTS; i++)
		hunt_on(test, this_cpu, this_cpu);
}

static void no_lost_wake_up_across(struct kunit *test)
{
	unsigned int others = num_online_cpus() - 1;
	int i;

	if (!others)
		kunit_skip(test, "wants two CPUs");
	for (i = 0; i < HUNTS; i++)
		hunt_on(test, this_cpu, nth_online_cpu(this_cpu, 1 + i % others));
}

/* --- placement ------------------------------------------------------------------------------ */

static int report_cpus(void *data)
{
	unsigned long *seen = data;

	while (!kthread_should_stop()) {
		preempt_disable();
		*seen |= 1ul << smp_processor_id();
		preempt_enable();
		cond_resched();
	}
	return 0;
}

static void affinity(struct kunit *test)
{
	unsigned long seen = 0;
	unsigned int cpu, ticks;
	struct task_struct *t = thread_start(test, report_cpus, &seen, -1, "mover");

	for_each_online_cpu(cpu) {
		KUNIT_EXPECT_EQ(test, set_cpus_allowed_ptr(t, cpumask_of(cpu)), 0);
		WRITE_ONCE(seen, 0);
		for (ticks = 0; ticks < 10 * HZ && !READ_ONCE(seen); ticks++)
			schedule_timeout_uninterruptible(1);
		KUNIT_EXPECT_EQ(test, READ_ONCE(seen), 1ul << cpu);
		KUNIT_EXPECT_EQ(test, set_cpus_allowed_ptr(current, cpumask_of(cpu)), 0);
		KUNIT_EXPECT_EQ(test, raw_smp_processor_id(), cpu);
	}
	KUNIT_EXPECT_EQ(test, set_cpus_allowed_ptr(t, &CPU_MASK_NONE), -EINVAL);
	thread_finish(t);
}

/* As many busy threads as CPUs, all woken here: each gets a CPU to itself. */
static void idle_cpus_take_work(struct kunit *test)
{
	unsigned int i, n = num_online_cpus();
	unsigned long seen[NR_CPUS] = { 0 }, all = 0;
	struct task_struct *t[NR_CPUS];

	if (n < 2)
		kunit_skip(test, "wants two CPUs");
	for (i = 0; i < n; i++)
		t[i] = thread_start(test, report_cpus, &seen[i], -1, "busy");
	msleep(100);
	for (i = 0; i < n; i++) {
		thread_finish(t[i]);
		all |= seen[i];
	}
	KUNIT_EXPECT_EQ(test, all, cpumask_bits(cpu_online_mask)[0]);
}

/* --- the wrong context ---------------------------------------------------------------------- */

static void sleeping_in_atomic_context(struct kunit *test)
{
	kunit_expect_splat_begin(test, "sleeping function called from invalid context");
	preempt_disable();
	might_sleep();
	preempt_enable();
	KUNIT_EXPECT_EQ(test, kunit_splat_lines(test, "sched_test.c"), 1u);
	KUNIT_EXPECT_EQ(test, kunit_expect_splat_end(test), 1u);
}

static void scheduling_while_atomic(struct kunit *test)
{
	kunit_expect_splat_begin(test, "scheduling while atomic");
	preempt_disable();
	schedule();
	preempt_enable();
	KUNIT_EXPECT_EQ(test, kunit_expect_splat_end(test), 1u);
}

static void processor_id_when_preemptible(struct kunit *test)
{
	unsigned int cpu;

	if (num_online_cpus() < 2)
		kunit_skip(test, "one CPU: it is always right");
	set_cpus_allowed_ptr(current, cpu_online_mask);
	kunit_expect_splat_begin(test, "using smp_processor_id() in preemptible code");
	cpu = smp_processor_id();
	KUNIT_EXPECT_EQ(test, kunit_expect_splat_end(test), 1u);
	KUNIT_EXPECT_LT(test, cpu, nr_cpu_ids);
}

static int hang(void *data)
{
	wait_for_completion(data);
	return 0;
}

static void hung_thread_is_reported(struct kunit *test)
{
	DECLARE_COMPLETION_ONSTACK(never);
	struct task_struct *t = make(test, hang, &never, "hung");

	wake_up_process(t);
	msleep(8);
	check_hung_uninterruptible_tasks(HZ / 10);
	msleep(120);
	kunit_expect_splat_begin(test, "INFO: task hung");
	KUNIT_EXPECT_EQ(test, check_hung_uninterruptible_tasks(HZ / 10), 1);
	KUNIT_EXPECT_EQ(test, check_hung_uninterruptible_tasks(HZ / 10), 0);
	KUNIT_EXPECT_GE(test, kunit_splat_lines(test, "wait_for_completion"), 1u);
	KUNIT_EXPECT_EQ(test, kunit_expect_splat_end(test), 1u);
	complete(&never);
	thread_finish(t);
}

static struct kunit_case sched_cases[] = {
	KUNIT_CASE(ping_pong),
	KUNIT_CASE(ping_pong_across_cpus),
	KUNIT_CASE(priority_order),
	KUNIT_CASE(wake_up_preempts_at_once),
	KUNIT_CASE(interrupt_preempts),
	KUNIT_CASE(preemption_waits_for_enable),
	KUNIT_CASE(round_robin),
	KUNIT_CASE(yield_alternates),
	KUNIT_CASE(timeouts_are_kept),
	KUNIT_CASE(msleep_is_never_short),
	KUNIT_CASE(wake_up_ends_a_timeout),
	KUNIT_CASE(completion_timeout),
	KUNIT_CASE(wait_queue_exclusive),
	KUNIT_CASE(wait_event_timeouts),
	KUNIT_CASE(wake_up_storm),
	KUNIT_CASE_SLOW(no_lost_wake_up),
	KUNIT_CASE_SLOW(no_lost_wake_up_across),
	KUNIT_CASE(affinity),
	KUNIT_CASE(idle_cpus_take_work),
	KUNIT_CASE(sleeping_in_atomic_context),
	KUNIT_CASE(scheduling_while_atomic),
	KUNIT_CASE(processor_id_when_preemptible),
	KUNIT_CASE(hung_thread_is_reported),
	{}
};

static struct kunit_suite sched_suite = {
	.name = "sched",
	.init = sched_init_case,
	.exit = sched_exit_case,
	.test_cases = sched_cases,
};
kunit_test_suite(sched_suite);
