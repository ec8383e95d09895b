/* SPDX-License-Identifier: MIT */
/*
 * Spinlocks and the way to hold them against interrupts. They are fair: first come, first served.
 *
 *   data is shared with          take it with
 *   threads on other CPUs        spin_lock()
 *   and with softirqs            spin_lock_bh()
 *   and with interrupt handlers  spin_lock_irqsave(), or _irq where interrupts are known to be on
 *
 * The holder must not sleep. Preemption is off while the lock is held. Any context. There is one
 * kind of spinlock: raw_spinlock_t differs in name only.
 */
#ifndef _LINUX_SPINLOCK_H
#define _LINUX_SPINLOCK_H

#include <linux/bottom_half.h>
#include <linux/compiler.h>
#include <linux/irqflags.h>
#include <linux/preempt.h>
#include <linux/spinlock_types.h>
#include <asm/spinlock.h>

#define raw_spin_lock_init(lock)	do { *(lock) = __RAW_SPIN_LOCK_UNLOCKED(#lock); } while (0)
#define spin_lock_init(lock)		do { *(lock) = __SPIN_LOCK_UNLOCKED(#lock); } while (0)

static __always_inline void raw_spin_lock(raw_spinlock_t *lock)
{
	u32 depth = __preempt_count_add(PREEMPT_OFFSET);

	arch_spin_lock(lock);
	spin_remember(lock, depth);
}

static __always_inline void raw_spin_unlock(raw_spinlock_t *lock)
{
	arch_spin_unlock(lock);
	preempt_enable();
}

static __always_inline bool raw_spin_trylock(raw_spinlock_t *lock)
{
	u32 depth = __preempt_count_add(PREEMPT_OFFSET);

	if (arch_spin_trylock(lock)) {
		spin_remember(lock, depth);
		return true;
	}
	preempt_enable();
	return false;
}

static __always_inline void raw_spin_lock_irq(raw_spinlock_t *lock)
{
	local_irq_disable();
	raw_spin_lock(lock);
}

/* Interrupts are on again before preemption is, so that a preemption it allows happens at once. */
static __always_inline void raw_spin_unlock_irq(raw_spinlock_t *lock)
{
	arch_spin_unlock(lock);
	local_irq_enable();
	preempt_enable();
}

static __always_inline unsigned long __raw_spin_lock_irqsave(raw_spinlock_t *lock)
{
	unsigned long flags;

	local_irq_save(flags);
	raw_spin_lock(lock);
	return flags;
}

#define raw_spin_lock_irqsave(lock, flags)				\
	do { flags = __raw_spin_lock_irqsave(lock); } while (0)

static __always_inline void raw_spin_unlock_irqrestore(raw_spinlock_t *lock, unsigned long flags)
{
	arch_spin_unlock(lock);
	local_irq_restore(flags);
	preempt_enable();
}

static __always_inline void raw_spin_lock_bh(raw_spinlock_t *lock)
{
	local_bh_disable();
	raw_spin_lock(lock);
}

static __always_inline void raw_spin_unlock_bh(raw_spinlock_t *lock)
{
	arch_spin_unlock(lock);
	preempt_enable_no_resched();
	local_bh_enable();
}

static __always_inline bool raw_spin_trylock_bh(raw_spinlock_t *lock)
{
	local_bh_disable();
	if (raw_spin_trylock(lock))
		return true;
	local_bh_enable();
	return false;
}

static __always_inline bool raw_spin_trylock_irq(raw_spinlock_t *lock)
{
	local_irq_disable();
	if (raw_spin_trylock(lock))
		return true;
	local_irq_enable();
	return false;
}

#define raw_spin_trylock_irqsave(lock, flags)		\
({							\
	bool __got;					\
							\
	local_irq_save(flags);				\
	__got = raw_spin_trylock(lock);			\
	if (!__got)					\
		local_irq_restore(flags);		\
	__got;						\
})

#define raw_spin_is_locked(lock)	arch_spin_is_locked(lock)
#define raw_spin_is_contended(lock)	arch_spin_is_contended(lock)
#define raw_spin_lock_nested(lock, subclass)	raw_spin_lock(lock)

static __always_inline void spin_lock(spinlock_t *lock)
{
	raw_spin_lock(&lock->rlock);
}

static __always_inline void spin_unlock(spinlock_t *lock)
{
	raw_spin_unlock(&lock->rlock);
}

static __always_inline bool spin_trylock(spinlock_t *lock)
{
	return raw_spin_trylock(&lock->rlock);
}

static __always_inline void spin_lock_bh(spinlock_t *lock)
{
	raw_spin_lock_bh(&lock->rlock);
}

static __always_inline void spin_unlock_bh(spinlock_t *lock)
{
	raw_spin_unlock_bh(&lock->rlock);
}

static __always_inline bool spin_trylock_bh(spinlock_t *lock)
{
	return raw_spin_trylock_bh(&lock->rlock);
}

static __always_inline void spin_lock_irq(spinlock_t *lock)
{
	raw_spin_lock_irq(&lock->rlock);
}

static __always_inline void spin_unlock_irq(spinlock_t *lock)
{
	raw_spin_unlock_irq(&lock->rlock);
}

static __always_inline bool spin_trylock_irq(spinlock_t *lock)
{
	return raw_spin_trylock_irq(&lock->rlock);
}

#define spin_lock_irqsave(lock, flags)		raw_spin_lock_irqsave(&(lock)->rlock, flags)
#define spin_trylock_irqsave(lock, flags)	raw_spin_trylock_irqsave(&(lock)->rlock, flags)

static __always_inline void spin_unlock_irqrestore(spinlock_t *lock, unsigned long flags)
{
	raw_spin_unlock_irqrestore(&lock->rlock, flags);
}

static __always_inline bool spin_is_locked(spinlock_t *lock)
{
	return raw_spin_is_locked(&lock->rlock);
}

static __always_inline bool spin_is_contended(spinlock_t *lock)
{
	return raw_spin_is_contended(&lock->rlock);
}

#define spin_lock_nested(lock, subclass)	spin_lock(lock)

/** Reports, once a site, that the running thread does not hold @lock. */
#define assert_spin_locked(lock)	WARN_ON_ONCE(!arch_spin_is_held(&(lock)->rlock))
#define assert_raw_spin_locked(lock)	WARN_ON_ONCE(!arch_spin_is_held(lock))

#include <linux/rwlock.h>

#endif
