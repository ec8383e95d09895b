/* SPDX-License-Identifier: MIT */
/*
 * Spinlocks: the inline half. kernel/locking/spinlock.c is the other.
 *
 * The lock word is the address of the thread that holds the lock, 0 when it is free. Knowing the
 * holder costs nothing that way, and a recursion or an unlock by somebody else cannot go
 * unnoticed: each makes the fast path fail. Those who must wait queue up in the order of their
 * arrival, each spinning on its own word, and only the first watches the lock.
 *
 *   owner: 0           free                             ---+
 *          task        held, nobody waits                  | fast paths: one ldrex/strex pair each
 *          task | 1    held, the queue is not empty     ---+
 *          1           free, but only for the first in the queue
 *
 * 1. owner changes only by ldrex/strex, or by its holder while bit 0 makes everybody else keep off.
 * 2. Bit 0 is set by the first in the queue, and stays until the queue is empty: nobody overtakes.
 * 3. The holder runs with preemption disabled from before the lock to after the unlock; current is
 *    therefore the same thread at both. In an interrupt it is the interrupted thread, which makes
 *    an interrupt that wants a lock of the thread below it the recursion that it is.
 *
 * ARM ARM (DDI 0406C) A3.4 for the exclusives; D7.3 for the barriers a lock needs.
 */
#ifndef _ASM_SPINLOCK_H
#define _ASM_SPINLOCK_H

#include <linux/compiler.h>
#include <asm/barrier.h>
#include <asm/current.h>
#include <asm/spinlock_types.h>
#include <asm/thread_info.h>

#define SPIN_WAITERS	1ul	/* bit 0 of the owner word */

/** Waits in the queue until the lock is ours. Preemption disabled. */
void spin_lock_slowpath(raw_spinlock_t *lock);
/** Hands the lock to the first in the queue, or reports that @owner does not hold it. */
void spin_unlock_slowpath(raw_spinlock_t *lock, struct task_struct *owner);

static __always_inline bool arch_spin_trylock(raw_spinlock_t *lock)
{
	unsigned long tmp;
	bool failed;

	/* A failed strexeq leaves 1 where an owner would stand: both mean "not now". */
	asm volatile("ldrex	%0, [%2]\n\t"
		     "teq	%0, #0\n\t"
		     "strexeq	%0, %3, [%2]\n\t"
		     "teq	%0, #0"
		     : "=&r" (tmp), "=@ccne" (failed)
		     : "r" (&lock->owner), "r" (current)
		     : "memory");
	if (unlikely(failed))
		return false;
	smp_mb();	/* what the lock protects is not touched before it is ours */
	return true;
}

static __always_inline void arch_spin_lock(raw_spinlock_t *lock)
{
	if (unlikely(!arch_spin_trylock(lock)))
		spin_lock_slowpath(lock);
}

/* @owner is current, but for the scheduler, which drops a lock that the thread before has taken. */
static __always_inline void arch_spin_unlock_of(raw_spinlock_t *lock, struct task_struct *owner)
{
	unsigned long tmp, zero;
	bool failed;

	smp_mb();	/* what the lock protected is done before it is free */
	asm volatile("ldrex	%0, [%3]\n\t"
		     "subs	%1, %0, %4\n\t"
		     "strexeq	%0, %1, [%3]\n\t"
		     "teqeq	%0, #0"
		     : "=&r" (tmp), "=&r" (zero), "=@ccne" (failed)
		     : "r" (&lock->owner), "r" (owner)
		     : "memory");
	if (unlikely(failed))
		spin_unlock_slowpath(lock, owner);
}

static __always_inline void arch_spin_unlock(raw_spinlock_t *lock)
{
	arch_spin_unlock_of(lock, current);
}

static __always_inline bool arch_spin_is_locked(const raw_spinlock_t *lock)
{
	return READ_ONCE(lock->owner) != 0;
}

static __always_inline bool arch_spin_is_contended(const raw_spinlock_t *lock)
{
	return READ_ONCE(lock->owner) & SPIN_WAITERS;
}

/** True if the running thread holds @lock. */
static __always_inline bool arch_spin_is_held(const raw_spinlock_t *lock)
{
	return (READ_ONCE(lock->owner) & ~SPIN_WAITERS) == (unsigned long)current;
}

/** The thread that holds @lock, or NULL; may change at once. */
static inline struct task_struct *arch_spin_owner(const raw_spinlock_t *lock)
{
	return (struct task_struct *)(READ_ONCE(lock->owner) & ~SPIN_WAITERS);
}

/*
 * Notes @lock as the one taken at this depth of the preemption counter, for the report about a
 * thread that dies holding it. Never cleared: a slot counts only while the lock still names the
 * thread.
 */
static __always_inline void spin_remember(raw_spinlock_t *lock, unsigned int depth)
{
	(&__current_field(raw_spinlock_t *, TSK_HELD_SPINLOCKS))[depth % HELD_SPINLOCKS] = lock;
}

#endif
