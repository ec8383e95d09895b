// SPDX-License-Identifier: MIT
/*
 * Completions.
 *
 * complete() hands what is done straight to the first waiter, if there is one: takes it off the
 * list and marks it served. The waiter then has nothing to look up when it wakes, and needs no
 * lock. Only what nobody waits for is counted.
 *
 * 1. done is 0 while anybody waits.
 * 2. A served waiter may return at once, and its stack, with the record and perhaps the
 *    completion, be gone; it may even exit. So the lock is dropped before the mark is set, and
 *    the mark is set under the lock of the waiter's runqueue, without which it cannot leave its
 *    CPU: wake_up_served().
 * 3. The lock is taken with interrupts off, always, so the preemption counter is left alone.
 * 4. A waiter that is off the list without the mark will have it in a moment, for interrupts are
 *    off between the two.
 */
#include <linux/completion.h>

#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/sched.h>
#include <linux/spinlock.h>

#include "sched.h"

struct waiter {
	struct list_head list;
	struct task_struct *task;	/* NULL once served */
};

/* Takes the first waiter off the list; x->lock held. */
static __always_inline struct waiter *take_first(struct completion *x)
{
	struct waiter *w = list_first_entry(&x->waiters, struct waiter, list);

	list_del_init(&w->list);
	return w;
}

/* Says that one more thing is done, which nobody waits for; x->lock held. */
static __always_inline void count_done(struct completion *x)
{
	if (x->done != UINT_MAX)
		x->done++;
}

void complete(struct completion *x)
{
	unsigned long flags;
	struct waiter *w;

	local_irq_save(flags);
	arch_spin_lock(&x->lock);
	if (list_empty(&x->waiters)) {
		count_done(x);
		arch_spin_unlock(&x->lock);
	} else {
		w = take_first(x);
		arch_spin_unlock(&x->lock);
		wake_up_served(&w->task);
	}
	local_irq_restore(flags);
	preempt_check_resched();
}

void complete_all(struct completion *x)
{
	struct waiter *w;
	unsigned long flags;
	bool more;

	local_irq_save(flags);
	do {
		arch_spin_lock(&x->lock);
		x->done = UINT_MAX;
		w = list_empty(&x->waiters) ? NULL : take_first(x);
		/* Once the last one is served, @x may be gone. */
		more = !list_empty(&x->waiters);
		arch_spin_unlock(&x->lock);
		if (w)
			wake_up_served(&w->task);
	} while (more);
	local_irq_restore(flags);
	preempt_check_resched();
}

/* x->lock held. */
static __always_inline bool take_done(struct completion *x)
{
	if (!x->done)
		return false;
	if (x->done != UINT_MAX)
		x->done--;
	return true;
}

/* The time ran out: leaves the list, unless served at the last moment. True if served. */
static bool give_up(struct completion *x, struct waiter *w)
{
	bool served;

	raw_spin_lock_irq(&x->lock);
	served = list_empty(&w->list);
	if (!served)
		list_del(&w->list);
	raw_spin_unlock_irq(&x->lock);
	while (served && READ_ONCE(w->task))
		cpu_relax();
	return served;
}

/* Returns the jiffies left, at least 1, or 0. */
static __always_inline long wait_common(struct completion *x, long timeout, unsigned int state)
{
	struct waiter w;

	might_sleep();
	local_irq_disable();
	arch_spin_lock(&x->lock);
	if (take_done(x)) {
		arch_spin_unlock(&x->lock);
		local_irq_enable();
		return timeout ?: 1;
	}
	w.task = current;
	list_add_tail(&w.list, &x->waiters);
	__set_current_state(state);
	arch_spin_unlock(&x->lock);
	if (timeout == MAX_SCHEDULE_TIMEOUT) {
		schedule_irqs_off();
		if (likely(!READ_ONCE(w.task)))
			return timeout;
	} else {
		local_irq_enable();
	}
	for (;;) {
		timeout = schedule_timeout(timeout);
		if (!READ_ONCE(w.task))
			return timeout ?: 1;
		if (!timeout)
			return give_up(x, &w);
		set_current_state(state);
		if (!READ_ONCE(w.task))
			break;
	}
	__set_current_state(TASK_RUNNING);
	return timeout;
}

void wait_for_completion(struct completion *x)
{
	wait_common(x, MAX_SCHEDULE_TIMEOUT, TASK_UNINTERRUPTIBLE);
}

unsigned long wait_for_completion_timeout(struct completion *x, unsigned long timeout)
{
	return wait_common(x, timeout, TASK_UNINTERRUPTIBLE);
}

int wait_for_completion_interruptible(struct completion *x)
{
	wait_common(x, MAX_SCHEDULE_TIMEOUT, TASK_INTERRUPTIBLE);
	return 0;
}

int wait_for_completion_killable(struct completion *x)
{
	wait_for_completion(x);
	return 0;
}

long wait_for_completion_interruptible_timeout(struct completion *x, unsigned long timeout)
{
	return wait_common(x, timeout, TASK_INTERRUPTIBLE);
}

long wait_for_completion_killable_timeout(struct completion *x, unsigned long timeout)
{
	return wait_common(x, timeout, TASK_UNINTERRUPTIBLE);
}

bool try_wait_for_completion(struct completion *x)
{
	unsigned long flags;
	bool taken;

	raw_spin_lock_irqsave(&x->lock, flags);
	taken = take_done(x);
	raw_spin_unlock_irqrestore(&x->lock, flags);
	return taken;
}

bool completion_done(struct completion *x)
{
	unsigned long flags;
	bool done;

	/* Under the lock: the completion may be freed once this says yes. */
	raw_spin_lock_irqsave(&x->lock, flags);
	done = x->done != 0;
	raw_spin_unlock_irqrestore(&x->lock, flags);
	return done;
}
