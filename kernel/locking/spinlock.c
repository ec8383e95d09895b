// SPDX-License-Identifier: MIT
/*
 * The slow half of spinlocks: waiting in the queue, and passing the lock on. The theory is in
 * asm/spinlock.h.
 *
 *	lock.owner ---> task | 1			the holder; bit 0: the queue is not empty
 *	lock.tail ----------------------------------+
 *	                                            v
 *	         first (spins on lock.owner) ---> next (spins on its own .first) ---> NULL
 *
 * A waiter's place in the queue is on its stack: it leaves the queue before it returns.
 */
#include <linux/spinlock.h>

#include <linux/atomic.h>
#include <linux/sched.h>
#include <asm/processor.h>

#include "lock_debug.h"

struct spin_waiter {
	struct spin_waiter *next;
	int first;
};

/*
 * Most locks are held for a moment. Looks at the lock a few times before lining up, while nobody
 * else is in line: nobody is overtaken by that who has waited longer than these few looks. True
 * if it was taken.
 */
static bool look_a_few_times(raw_spinlock_t *lock)
{
	int looks;

	for (looks = 0; looks < 64; looks++) {
		unsigned long owner = READ_ONCE(lock->owner);

		if (owner & SPIN_WAITERS)
			return false;
		if (!owner && arch_spin_trylock(lock))
			return true;
		cpu_relax();
	}
	return false;
}

/* Lines up behind everybody who came before; returns when we are the first. */
static void queue_up(raw_spinlock_t *lock, struct spin_waiter *self)
{
	struct spin_waiter *prev = xchg(&lock->tail, self);
	struct spin_watch watch = SPIN_WATCH_INIT;

	if (!prev)
		return;
	WRITE_ONCE(prev->next, self);
	while (!READ_ONCE(self->first)) {
		wfe();
		spin_watch(&watch, lock);
	}
}

/* The first in the queue waits for the lock word alone. */
static void wait_for_owner(raw_spinlock_t *lock)
{
	struct spin_watch watch = SPIN_WATCH_INIT;
	unsigned long owner;

	for (;;) {
		owner = READ_ONCE(lock->owner);
		if (!(owner & ~SPIN_WAITERS)) {
			if (cmpxchg(&lock->owner, owner, (unsigned long)current) == owner)
				return;
		} else if (!(owner & SPIN_WAITERS)) {
			cmpxchg(&lock->owner, owner, owner | SPIN_WAITERS);
		} else {
			wfe();
			spin_watch(&watch, lock);
		}
	}
}

/* We hold the lock: the one behind us becomes the first, or the queue is empty. */
static void leave_queue(raw_spinlock_t *lock, struct spin_waiter *self)
{
	struct spin_waiter *next;

	if (cmpxchg(&lock->tail, self, NULL) == self)
		return;
	while (!(next = READ_ONCE(self->next)))
		cpu_relax();
	cmpxchg(&lock->owner, (unsigned long)current, (unsigned long)current | SPIN_WAITERS);
	WRITE_ONCE(next->first, 1);
	dsb_sev();
}

void spin_lock_slowpath(raw_spinlock_t *lock)
{
	struct spin_waiter self = { .next = NULL };

	if (unlikely(arch_spin_is_held(lock)))
		spin_bug_recursion(lock);
	if (look_a_few_times(lock))
		return;
	queue_up(lock, &self);
	wait_for_owner(lock);
	leave_queue(lock, &self);
	smp_mb();	/* what the lock protects is not touched before it is ours */
}

void spin_unlock_slowpath(raw_spinlock_t *lock, struct task_struct *owner)
{
	unsigned long word = (unsigned long)owner;

	if (READ_ONCE(lock->owner) == word && cmpxchg(&lock->owner, word, 0) == word)
		return;		/* the exclusive store had failed for no reason */
	if (unlikely(arch_spin_owner(lock) != owner)) {
		spin_bug_unlock(lock);
		return;
	}
	WRITE_ONCE(lock->owner, SPIN_WAITERS);
	dsb_sev();
}
