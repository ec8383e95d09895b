// SPDX-License-Identifier: MIT
/*
 * Locks: that each kind keeps others out, in what order those who wait are served, and what is
 * said about misuse. Contention comes from one thread on every CPU; on one CPU, from preemption.
 */
#include <kunit/test.h>
#include <linux/completion.h>
#include <linux/delay.h>
#include <linux/jiffies.h>
#include <linux/mutex.h>
#include <linux/refcount.h>
#include <linux/rwsem.h>
#include <linux/sched.h>
#include <linux/semaphore.h>
#include <linux/seqlock.h>
#include <linux/spinlock.h>
#include <linux/string.h>
#include <marrow/fault.h>

#include "threads.h"

#define ROUNDS	4000

/* --- mutual exclusion ----------------------------------------------------------------------- */

static DEFINE_SPINLOCK(spin);
static DEFINE_RWLOCK(rw);
static DEFINE_MUTEX(mutex);
static DECLARE_RWSEM(rwsem);
static DEFINE_SEMAPHORE(sem, 1);
static DEFINE_SEQLOCK(seq);

/* Two words that are equal whenever nobody is inside. */
static unsigned long left, right;
static unsigned long torn;

static void change(void)
{
	unsigned long l = READ_ONCE(left);

	WRITE_ONCE(left, l + 1);
	barrier();
	if (READ_ONCE(right) != l)
		torn++;
	WRITE_ONCE(right, l + 1);
}

static void look(void)
{
	if (READ_ONCE(left) != READ_ONCE(right))
		torn++;
}

static void with_spinlock(int i)
{
	spin_lock(&spin);
	change();
	spin_unlock(&spin);
}

static void with_trylock(int i)
{
	unsigned long flags;

	while (!spin_trylock_irqsave(&spin, flags))
		cpu_relax();
	change();
	spin_unlock_irqrestore(&spin, flags);
}

static void with_spinlock_bh(int i)
{
	spin_lock_bh(&spin);
	change();
	spin_unlock_bh(&spin);
}

static void with_rwlock(int i)
{
	if (i % 4) {
		read_lock(&rw);
		look();
		read_unlock(&rw);
	}
	write_lock_irq(&rw);
	change();
	write_unlock_irq(&rw);
}

static void with_mutex(int i)
{
	mutex_lock(&mutex);
	change();
	mutex_unlock(&mutex);
}

static void with_rwsem(int i)
{
	if (i % 4) {
		down_read(&rwsem);
		look();
		up_read(&rwsem);
	}
	down_write(&rwsem);
	change();
	if (i % 16 == 0) {
		downgrade_write(&rwsem);
		look();
		up_read(&rwsem);
	} else {
		up_write(&rwsem);
	}
}

static void with_semaphore(int i)
{
	down(&sem);
	change();
	up(&sem);
}

static void with_seqlock(int i)
{
	unsigned long l, r;
	unsigned int start;

	do {
		start = read_seqbegin(&seq);
		l = READ_ONCE(left);
		r = READ_ONCE(right);
	} while (read_seqretry(&seq, start));
	write_seqlock_irq(&seq);
	torn += l != r;
	change();
	write_sequnlock_irq(&seq);
}

static const struct lock_kind {
	const char *name;
	void (*round)(int i);
} lock_kinds[] = {
	{ "spinlock", with_spinlock },
	{ "spinlock, trylock", with_trylock },
	{ "spinlock, bh", with_spinlock_bh },
	{ "rwlock", with_rwlock },
	{ "mutex", with_mutex },
	{ "rwsem", with_rwsem },
	{ "semaphore", with_semaphore },
	{ "seqlock", with_seqlock },
};

KUNIT_ARRAY_PARAM_DESC(lock_kind, lock_kinds, name);

static int contend(void *data)
{
	const struct lock_kind *kind = data;
	int i;

	for (i = 0; i < ROUNDS; i++) {
		kind->round(i);
		if (i % 500 == 0)
			yield();
	}
	return 0;
}

static void lock_exclusion(struct kunit *test)
{
	struct task_struct *t[2 * NR_CPUS];
	unsigned int i, n = num_online_cpus() > 1 ? num_online_cpus() : 2;

	left = right = torn = 0;
	for (i = 0; i < n; i++)
		t[i] = thread_start(test, contend, (void *)test->param_value,
				    nth_online_cpu(0, i), "contend/%u");
	for (i = 0; i < n; i++)
		KUNIT_EXPECT_EQ(test, thread_join(t[i]), 0);
	KUNIT_EXPECT_EQ(test, left, (unsigned long)n * ROUNDS);
	KUNIT_EXPECT_EQ(test, right, left);
	KUNIT_EXPECT_EQ(test, torn, 0ul);
}

/* --- order ---------------------------------------------------------------------------------- */

static int turn, arrived;
static atomic_t served;
static int order_of[NR_CPUS];

static int queue_for_spinlock(void *data)
{
	int me = (long)data;

	while (READ_ONCE(turn) != me)
		cpu_relax();
	preempt_disable();
	WRITE_ONCE(arrived, me);
	spin_lock(&spin);
	order_of[atomic_inc_return(&served) - 1] = me;
	spin_unlock(&spin);
	preempt_enable();
	return 0;
}

/* They line up one after the other while the lock is held, with a moment between them. */
static void spinlock_is_fair(struct kunit *test)
{
	unsigned int i, n = num_online_cpus() - 1, this_cpu = raw_smp_processor_id();
	struct task_struct *t[NR_CPUS];

	if (n < 2)
		kunit_skip(test, "wants three CPUs");
	turn = arrived = -1;
	atomic_set(&served, 0);
	set_cpus_allowed_ptr(current, cpumask_of(this_cpu));
	for (i = 0; i < n; i++)
		t[i] = thread_start(test, queue_for_spinlock, (void *)(long)i,
				    nth_online_cpu(this_cpu, i + 1), "fair/%u");
	spin_lock(&spin);
	for (i = 0; i < n; i++) {
		WRITE_ONCE(turn, i);
		while (READ_ONCE(arrived) != i)
			cpu_relax();
		mdelay(20);
	}
	KUNIT_EXPECT_TRUE(test, spin_is_contended(&spin));
	spin_unlock(&spin);
	for (i = 0; i < n; i++) {
		thread_join(t[i]);
		KUNIT_EXPECT_EQ(test, order_of[i], (int)i);
	}
	set_cpus_allowed_ptr(current, cpu_online_mask);
}

static char order_text[16];

static int queue_for_mutex(void *name)
{
	mutex_lock(&mutex);
	strlcat(order_text, name, sizeof(order_text));
	mutex_unlock(&mutex);
	return 0;
}

static void mutex_is_fair(struct kunit *test)
{
	static char *const names[] = { "a", "b", "c" };
	struct task_struct *t[3];
	int i;

	order_text[0] = '\0';
	mutex_lock(&mutex);
	for (i = 0; i < 3; i++) {
		t[i] = thread_start(test, queue_for_mutex, names[i], -1, names[i]);
		while (READ_ONCE(t[i]->blocked_on) != &mutex)
			schedule_timeout_uninterruptible(1);
	}
	mutex_unlock(&mutex);
	mutex_lock(&mutex);	/* behind all of them */
	strlcat(order_text, "me", sizeof(order_text));
	mutex_unlock(&mutex);
	for (i = 0; i < 3; i++)
		thread_join(t[i]);
	KUNIT_EXPECT_STREQ(test, order_text, "abcme");
}

/* --- properties ----------------------------------------------------------------------------- */

static void spinlock_states(struct kunit *test)
{
	unsigned long flags;
	int count = preempt_count();

	KUNIT_EXPECT_FALSE(test, spin_is_locked(&spin));
	spin_lock(&spin);
	KUNIT_EXPECT_TRUE(test, spin_is_locked(&spin));
	KUNIT_EXPECT_EQ(test, preempt_count(), count + 1);
	KUNIT_EXPECT_FALSE(test, spin_is_contended(&spin));
	spin_unlock(&spin);
	spin_lock_irqsave(&spin, flags);
	KUNIT_EXPECT_TRUE(test, irqs_disabled());
	spin_unlock_irqrestore(&spin, flags);
	KUNIT_EXPECT_FALSE(test, irqs_disabled());
	spin_lock_bh(&spin);
	KUNIT_EXPECT_TRUE(test, in_softirq());
	KUNIT_EXPECT_FALSE(test, in_serving_softirq());
	spin_unlock_bh(&spin);
	KUNIT_EXPECT_EQ(test, preempt_count(), count);
	KUNIT_EXPECT_TRUE(test, spin_trylock(&spin));
	KUNIT_EXPECT_FALSE(test, spin_trylock(&spin));
	spin_unlock(&spin);
	KUNIT_EXPECT_EQ(test, preempt_count(), count);
}

static void rwlock_states(struct kunit *test)
{
	read_lock(&rw);
	KUNIT_EXPECT_TRUE(test, read_trylock(&rw));
	KUNIT_EXPECT_FALSE(test, write_trylock(&rw));
	read_unlock(&rw);
	read_unlock(&rw);
	KUNIT_EXPECT_TRUE(test, write_trylock(&rw));
	KUNIT_EXPECT_FALSE(test, read_trylock(&rw));
	write_unlock(&rw);
}

static void sleeping_lock_states(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, mutex_trylock(&mutex), 1);
	KUNIT_EXPECT_TRUE(test, mutex_is_locked(&mutex));
	KUNIT_EXPECT_EQ(test, mutex_trylock(&mutex), 0);
	mutex_unlock(&mutex);
	KUNIT_EXPECT_FALSE(test, mutex_is_locked(&mutex));

	down_read(&rwsem);
	KUNIT_EXPECT_EQ(test, down_read_trylock(&rwsem), 1);
	KUNIT_EXPECT_EQ(test, down_write_trylock(&rwsem), 0);
	up_read(&rwsem);
	up_read(&rwsem);
	KUNIT_EXPECT_EQ(test, down_write_trylock(&rwsem), 1);
	KUNIT_EXPECT_EQ(test, down_read_trylock(&rwsem), 0);
	up_write(&rwsem);

	KUNIT_EXPECT_EQ(test, down_trylock(&sem), 0);
	KUNIT_EXPECT_EQ(test, down_trylock(&sem), 1);
	KUNIT_EXPECT_EQ(test, down_timeout(&sem, 2), -ETIME);
	up(&sem);
	KUNIT_EXPECT_EQ(test, down_timeout(&sem, 2), 0);
	up(&sem);
}

static void refcount_sticks(struct kunit *test)
{
	refcount_t r = REFCOUNT_INIT(1);

	refcount_inc(&r);
	KUNIT_EXPECT_FALSE(test, refcount_dec_and_test(&r));
	KUNIT_EXPECT_TRUE(test, refcount_dec_and_test(&r));
	KUNIT_EXPECT_FALSE(test, refcount_inc_not_zero(&r));
	kunit_expect_splat_begin(test, "refcount: taken from 0");
	refcount_inc(&r);
	KUNIT_EXPECT_GE(test, kunit_expect_splat_end(test), 1u);
	KUNIT_EXPECT_EQ(test, (int)refcount_read(&r), REFCOUNT_SATURATED);
}

/* --- misuse --------------------------------------------------------------------------------- */

static void lock_twice(void *unused)
{
	spin_lock(&spin);
	spin_lock(&spin);
}

static void spinlock_recursion(struct kunit *test)
{
	int count = preempt_count();

	kunit_expect_splat_begin(test, "spinlock recursion");
	KUNIT_EXPECT_EQ(test, catch_fault(lock_twice, NULL, NULL), 1);
	KUNIT_EXPECT_EQ(test, kunit_expect_splat_end(test), 1u);
	spin_unlock(&spin);
	preempt_enable();	/* the second lock's */
	KUNIT_EXPECT_EQ(test, preempt_count(), count);
}

static int lock_and_leave(void *unused)
{
	spin_lock(&spin);
	preempt_enable();
	return 0;
}

static void spinlock_wrong_unlock(struct kunit *test)
{
	int count = preempt_count();

	kunit_expect_splat_begin(test, "unlocked, but not locked");
	spin_unlock(&spin);
	KUNIT_EXPECT_EQ(test, kunit_expect_splat_end(test), 1u);
	KUNIT_EXPECT_EQ(test, preempt_count(), count);

	thread_join(thread_start(test, lock_and_leave, NULL, -1, "leaver"));
	KUNIT_EXPECT_TRUE(test, spin_is_locked(&spin));
	kunit_expect_splat_begin(test, "unlocked by another thread");
	spin_unlock(&spin);
	KUNIT_EXPECT_EQ(test, kunit_expect_splat_end(test), 1u);
	KUNIT_EXPECT_TRUE(test, spin_is_locked(&spin));
	KUNIT_EXPECT_EQ(test, preempt_count(), count);
	spin_lock_init(&spin);
}

static void mutex_wrong_unlock(struct kunit *test)
{
	kunit_expect_splat_begin(test, "unlocked, but not held");
	mutex_unlock(&mutex);
	KUNIT_EXPECT_EQ(test, kunit_expect_splat_end(test), 1u);
}

static void mutex_twice(void *unused)
{
	mutex_lock(&mutex);
	mutex_lock(&mutex);
}

static void mutex_recursion(struct kunit *test)
{
	kunit_expect_splat_begin(test, "mutex recursion");
	KUNIT_EXPECT_EQ(test, catch_fault(mutex_twice, NULL, NULL), 1);
	KUNIT_EXPECT_EQ(test, kunit_expect_splat_end(test), 1u);
	mutex_unlock(&mutex);
}

static int hold_for_long(void *unused)
{
	spin_lock(&spin);
	mdelay(2600);
	spin_unlock(&spin);
	return 0;
}

/* The report names the lock and its holder, with the backtraces of both CPUs. */
static void spinlock_held_too_long(struct kunit *test)
{
	struct task_struct *t;

	if (num_online_cpus() < 2)
		kunit_skip(test, "wants two CPUs");
	kunit_expect_splat_begin(test, "spinlock held too long");
	t = thread_start(test, hold_for_long, NULL, nth_online_cpu(raw_smp_processor_id(), 1),
			 "holder");
	while (!spin_is_locked(&spin))
		schedule_timeout_uninterruptible(1);
	spin_lock(&spin);
	spin_unlock(&spin);
	thread_join(t);
	KUNIT_EXPECT_EQ(test, kunit_splat_lines(test, "owner: holder"), 1u);
	KUNIT_EXPECT_GE(test, kunit_splat_lines(test, "hold_for_long"), 1u);
	KUNIT_EXPECT_EQ(test, kunit_expect_splat_end(test), 1u);
}

static struct kunit_case locking_cases[] = {
	KUNIT_CASE(spinlock_states),
	KUNIT_CASE(rwlock_states),
	KUNIT_CASE(sleeping_lock_states),
	KUNIT_CASE(refcount_sticks),
	KUNIT_CASE_PARAM(lock_exclusion, lock_kind_gen_params),
	KUNIT_CASE(spinlock_is_fair),
	KUNIT_CASE(mutex_is_fair),
	KUNIT_CASE(spinlock_recursion),
	KUNIT_CASE(spinlock_wrong_unlock),
	KUNIT_CASE(mutex_wrong_unlock),
	KUNIT_CASE(mutex_recursion),
	KUNIT_CASE_SLOW(spinlock_held_too_long),
	{}
};

static struct kunit_suite locking_suite = {
	.name = "locking",
	.test_cases = locking_cases,
};
kunit_test_suite(locking_suite);
