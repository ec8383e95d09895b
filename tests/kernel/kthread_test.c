// SPDX-License-Identifier: MIT
/*
 * Threads: how they come, wait, park and go; their stacks; and what happens to one that faults.
 */
#include <kunit/test.h>
#include <linux/completion.h>
#include <linux/delay.h>
#include <linux/err.h>
#include <linux/fault-inject.h>
#include <linux/hardirq.h>
#include <linux/interrupt.h>
#include <linux/jiffies.h>
#include <linux/mm.h>
#include <linux/mutex.h>
#include <linux/percpu.h>
#include <linux/spinlock.h>
#include <linux/string.h>
#include <linux/timer.h>
#include <asm/stacks.h>

#include "threads.h"

static int wait_for_stop(void *data)
{
	if (data)
		complete(data);
	while (!kthread_should_stop()) {
		set_current_state(TASK_INTERRUPTIBLE);
		if (kthread_should_stop())
			break;
		schedule();
	}
	__set_current_state(TASK_RUNNING);
	return 42;
}

static void create_and_stop(struct kunit *test)
{
	DECLARE_COMPLETION_ONSTACK(runs);
	struct task_struct *t = kthread_run(wait_for_stop, &runs, "worker-%d", 7);

	KUNIT_ASSERT_FALSE(test, IS_ERR(t));
	wait_for_completion(&runs);
	KUNIT_EXPECT_STREQ(test, t->comm, "worker-7");
	KUNIT_EXPECT_GT(test, t->pid, 0);
	KUNIT_EXPECT_PTR_EQ(test, kthread_data(t), (void *)&runs);
	KUNIT_EXPECT_PTR_EQ(test, kthread_func(t), (void *)wait_for_stop);
	KUNIT_EXPECT_EQ(test, kthread_stop(t), 42);
}

static void never_started(struct kunit *test)
{
	struct task_struct *t = kthread_create(wait_for_stop, NULL, "stillborn");

	KUNIT_ASSERT_FALSE(test, IS_ERR(t));
	KUNIT_EXPECT_EQ(test, kthread_stop(t), -EINTR);
}

#define STARVED	40	/* more threads than there are stacks in store */

/* Without pages for stacks some are refused, with -ENOMEM and nothing lost; afterwards none is. */
static void run_under_exhaustion(struct kunit *test)
{
	static const struct fault_attr all_fail = {
		.interval = 1, .probability = 100, .times = ATOMIC_INIT(-1),
	};
	struct task_struct *t[STARVED];
	int i, refused = 0, other = 0;

	fail_page_alloc_set(&all_fail);
	for (i = 0; i < STARVED; i++)
		t[i] = kthread_run(wait_for_stop, NULL, "starved");
	fail_page_alloc_set(NULL);
	for (i = 0; i < STARVED; i++) {
		if (!IS_ERR(t[i])) {
			kthread_stop(t[i]);
			continue;
		}
		refused++;
		other += PTR_ERR(t[i]) != -ENOMEM;
	}
	KUNIT_EXPECT_GT(test, refused, 0);
	KUNIT_EXPECT_EQ(test, other, 0);
	thread_finish(thread_start(test, wait_for_stop, NULL, -1, "fed"));
}

#define NTH_THREADS	8	/* more than have their stacks in store */
#define NTH_PAGES	20	/* more than two for each of the others */

/* Just the nth page fails: one thread is refused, at most, and what it had got goes back. */
static void run_while_nth_page_fails(struct kunit *test)
{
	struct fault_attr attr = FAULT_ATTR_INITIALIZER;
	int nth, i, refused, refused_ever = 0;
	struct task_struct *t[NTH_THREADS];

	for (nth = 1; nth <= NTH_PAGES; nth++) {
		refused = 0;
		atomic_set(&attr.nth, nth);
		fail_page_alloc_set(&attr);
		for (i = 0; i < NTH_THREADS; i++)
			t[i] = kthread_create(wait_for_stop, NULL, "nth");
		fail_page_alloc_set(NULL);
		for (i = 0; i < NTH_THREADS; i++) {
			if (!IS_ERR(t[i])) {
				KUNIT_EXPECT_EQ(test, kthread_stop(t[i]), -EINTR);
				continue;
			}
			KUNIT_EXPECT_EQ(test, PTR_ERR(t[i]), -ENOMEM);
			refused++;
		}
		KUNIT_EXPECT_LE(test, refused, 1);
		refused_ever += refused;
	}
	KUNIT_EXPECT_GT(test, refused_ever, 1);
}

/* Every other one runs. No page must be missing at the end: the runner of the tests looks. */
static void create_and_stop_10000(struct kunit *test)
{
	struct task_struct *t;
	int i, bad = 0;

	for (i = 0; i < 10000; i++) {
		t = kthread_create(wait_for_stop, NULL, "brief");
		if (IS_ERR(t)) {
			bad++;
			continue;
		}
		if (i % 2) {
			get_task_struct(t);
			wake_up_process(t);
			yield();
			bad += kthread_stop(t) == 0;
			put_task_struct(t);
		} else {
			bad += kthread_stop(t) != -EINTR;
		}
	}
	KUNIT_EXPECT_EQ(test, bad, 0);
}

/* More at a time than the cache of stacks holds. */
static void many_at_a_time(struct kunit *test)
{
	struct task_struct *t[64];
	int i, j;

	for (i = 0; i < ARRAY_SIZE(t); i++) {
		t[i] = thread_start(test, wait_for_stop, NULL, -1, "crowd");
		for (j = 0; j < i; j++)
			KUNIT_ASSERT_NE(test, t[i]->pid, t[j]->pid);
	}
	yield();
	for (i = 0; i < ARRAY_SIZE(t); i++)
		thread_finish(t[i]);
}

static atomic_t laps;

static int run_laps(void *unused)
{
	while (!kthread_should_stop()) {
		if (kthread_should_park())
			kthread_parkme();
		atomic_inc(&laps);
		schedule_timeout_interruptible(1);
	}
	return 0;
}

static void park_and_unpark(struct kunit *test)
{
	struct task_struct *t;
	int before;

	atomic_set(&laps, 0);
	t = thread_start(test, run_laps, NULL, -1, "runner");
	while (!atomic_read(&laps))
		schedule_timeout_uninterruptible(1);
	KUNIT_EXPECT_EQ(test, kthread_park(t), 0);
	before = atomic_read(&laps);
	msleep(20);
	KUNIT_EXPECT_EQ(test, atomic_read(&laps), before);
	kthread_unpark(t);
	msleep(20);
	KUNIT_EXPECT_GT(test, atomic_read(&laps), before);
	KUNIT_EXPECT_EQ(test, kthread_park(t), 0);
	thread_finish(t);		/* unparks it */
}

static void bound_to_absent_cpu(struct kunit *test)
{
	struct task_struct *t;

	KUNIT_EXPECT_PTR_EQ(test, kthread_create_on_cpu(wait_for_stop, NULL, NR_CPUS, "x/%u"),
			    (struct task_struct *)ERR_PTR(-EINVAL));
	t = kthread_create(wait_for_stop, NULL, "unbound");
	kthread_bind(t, NR_CPUS - 1 + (num_online_cpus() == NR_CPUS));
	KUNIT_EXPECT_GT(test, cpumask_weight(&t->cpus_mask), 1u);
	kthread_stop(t);
}

/* --- stacks --------------------------------------------------------------------------------- */

static noinline int use_stack(int bytes)
{
	volatile char block[256];
	int i;

	for (i = 0; i < 256; i++)
		block[i] = bytes + i;
	return bytes > 256 ? use_stack(bytes - 256) + block[bytes & 0xff] : block[0];
}

static int use_2000(void *unused)
{
	use_stack(2000);
	return 0;
}

static void high_water_mark(struct kunit *test)
{
	struct task_struct *t = thread_start(test, use_2000, NULL, -1, "deep"), *fresh;
	unsigned long unused;

	while (!(READ_ONCE(t->flags) & PF_EXITING))
		schedule_timeout_uninterruptible(1);
	unused = stack_not_used(t);
	KUNIT_EXPECT_LT(test, unused, (unsigned long)THREAD_SIZE - 2000);
	KUNIT_EXPECT_GT(test, unused, (unsigned long)THREAD_SIZE - 3500);
	thread_finish(t);

	/* Whoever gets the same stack next starts with a clean one. */
	fresh = kthread_create(wait_for_stop, NULL, "fresh");
	KUNIT_EXPECT_GT(test, stack_not_used(fresh), (unsigned long)THREAD_SIZE - 1024);
	kthread_stop(fresh);
}

static void canaries_differ(struct kunit *test)
{
	struct task_struct *a = kthread_create(wait_for_stop, NULL, "a");
	struct task_struct *b = kthread_create(wait_for_stop, NULL, "b");

	KUNIT_EXPECT_NE(test, a->stack_canary, b->stack_canary);
	KUNIT_EXPECT_NE(test, a->stack_canary, 0ul);
	kthread_stop(a);
	kthread_stop(b);
}

/* Interrupts, nested ones too, leave a thread's stack alone but for the frame of their entry. */
static unsigned long irq_sp[2];
static int irq_depth_seen;

static void note_stack(struct timer_list *unused)
{
	int here;

	irq_sp[0] = (unsigned long)&here;
	irq_depth_seen = preempt_count();
}

static void interrupts_use_their_stack(struct kunit *test)
{
	unsigned long end, top;
	struct timer_list timer;

	irq_sp[0] = 0;
	timer_setup(&timer, note_stack, 0);
	preempt_disable();
	mod_timer(&timer, jiffies + 2);
	end = jiffies + 10;
	while (!READ_ONCE(irq_sp[0]) && time_before(jiffies, end))
		cpu_relax();
	top = __this_cpu_read(irq_stack_end);
	preempt_enable();
	KUNIT_EXPECT_FALSE(test, on_task_stack(current, irq_sp[0]));
	KUNIT_EXPECT_LT(test, top - irq_sp[0], (unsigned long)IRQ_STACK_SIZE);
	KUNIT_EXPECT_TRUE(test, irq_depth_seen & SOFTIRQ_OFFSET);
	timer_delete_sync(&timer);
}

/* A thread that is interrupted all the time, softirqs that are interrupted among them. */
static int spin_shallow(void *data)
{
	unsigned long end = jiffies + HZ / 2;

	while (time_before(jiffies, end))
		cpu_relax();
	*(unsigned long *)data = stack_not_used(current);
	return 0;
}

static void keep_raising(struct timer_list *timer)
{
	unsigned long end = jiffies + 1;

	/* In softirq: the next tick interrupts this, on the same stack. */
	while (time_before(jiffies, end))
		cpu_relax();
	mod_timer(timer, jiffies + 1);
}

static void nested_interrupts_keep_off(struct kunit *test)
{
	struct timer_list timer;
	unsigned long unused = 0;
	struct task_struct *t;

	t = thread_make(test, spin_shallow, &unused, raw_smp_processor_id(), "shallow");
	timer_setup(&timer, keep_raising, 0);
	mod_timer(&timer, jiffies + 1);
	wake_up_process(t);
	thread_join(t);
	timer_delete_sync(&timer);
	/* One entry frame and the switch that a tick may cause; a softirq alone would take more. */
	KUNIT_EXPECT_GT(test, unused, (unsigned long)THREAD_SIZE - 1536);
}

/* --- threads that fault --------------------------------------------------------------------- */

static DEFINE_SPINLOCK(held_spinlock);
static DEFINE_MUTEX(held_mutex);

static int fault(void *unused)
{
	volatile int *null = unused;

	OPTIMIZER_HIDE_VAR(null);
	*null = 1;
	return 0;
}

static void faulting_thread_dies(struct kunit *test)
{
	DECLARE_COMPLETION_ONSTACK(runs);
	struct task_struct *other = thread_start(test, wait_for_stop, &runs, -1, "bystander");
	struct task_struct *t;

	wait_for_completion(&runs);
	kunit_expect_splat_begin(test, "Oops");
	t = thread_start(test, fault, NULL, -1, "faulty");
	KUNIT_EXPECT_EQ(test, thread_join(t), -EFAULT);
	KUNIT_EXPECT_GE(test, kunit_splat_lines(test, "NULL pointer dereference"), 1u);
	KUNIT_EXPECT_GE(test, kunit_splat_lines(test, "no locks held by faulty"), 1u);
	KUNIT_EXPECT_GE(test, kunit_expect_splat_end(test), 1u);
	KUNIT_EXPECT_EQ(test, thread_finish(other), 42);
}

/* The dead thread is kept, for the locks still name it; here they are set right, and it can go. */
static int fault_with_locks(void *unused)
{
	mutex_lock(&held_mutex);
	spin_lock(&held_spinlock);
	return fault(NULL);
}

static void held_locks_are_named(struct kunit *test)
{
	struct task_struct *t;

	kunit_expect_splat_begin(test, "Oops");
	t = thread_start(test, fault_with_locks, NULL, -1, "holder");
	KUNIT_EXPECT_EQ(test, thread_join(t), -EFAULT);
	KUNIT_EXPECT_EQ(test, kunit_splat_lines(test, "holds spinlock held_spinlock"), 1u);
	KUNIT_EXPECT_EQ(test, kunit_splat_lines(test, "holds mutex held_mutex"), 1u);
	KUNIT_EXPECT_GE(test, kunit_expect_splat_end(test), 1u);
	KUNIT_EXPECT_TRUE(test, spin_is_locked(&held_spinlock));
	KUNIT_EXPECT_TRUE(test, mutex_is_locked(&held_mutex));
	spin_lock_init(&held_spinlock);
	mutex_init(&held_mutex);
	schedule_timeout_uninterruptible(2);
	put_task_struct(t);
}

/* Writes past its frame, over the canary that lies above it. */
static noinline int overflow(int n)
{
	char small[16];

	OPTIMIZER_HIDE_VAR(n);
	memset(small, 0x55, n);
	barrier_data(small);
	return small[0];
}

static int overflow_frame(void *unused)
{
	return overflow(40);
}

static void canary_catches_overflow(struct kunit *test)
{
	struct task_struct *t;

	kunit_expect_splat_begin(test, "stack-protector: Kernel stack is corrupted in: overflow");
	t = thread_start(test, overflow_frame, NULL, -1, "overflower");
	KUNIT_EXPECT_EQ(test, thread_join(t), -EFAULT);
	KUNIT_EXPECT_EQ(test, kunit_expect_splat_end(test), 1u);
}

static void table_of_threads(struct kunit *test)
{
	show_all_tasks();
}

static struct kunit_case kthread_cases[] = {
	KUNIT_CASE(create_and_stop),
	KUNIT_CASE(never_started),
	KUNIT_CASE(run_under_exhaustion),
	KUNIT_CASE(run_while_nth_page_fails),
	KUNIT_CASE(create_and_stop_10000),
	KUNIT_CASE(many_at_a_time),
	KUNIT_CASE(park_and_unpark),
	KUNIT_CASE(bound_to_absent_cpu),
	KUNIT_CASE(high_water_mark),
	KUNIT_CASE(canaries_differ),
	KUNIT_CASE(interrupts_use_their_stack),
	KUNIT_CASE(nested_interrupts_keep_off),
	KUNIT_CASE(faulting_thread_dies),
	KUNIT_CASE(held_locks_are_named),
	KUNIT_CASE(canary_catches_overflow),
	KUNIT_CASE(table_of_threads),
	{}
};

static struct kunit_suite kthread_suite = {
	.name = "kthread",
	.test_cases = kthread_cases,
};
kunit_test_suite(kthread_suite);
