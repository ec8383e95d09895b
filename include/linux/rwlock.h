/* SPDX-License-Identifier: MIT */
/*
 * Spinlocks that let any number of readers in, or one writer. Fair: who waits is served in the
 * order of arrival, so a reader that finds a writer waiting queues up behind it. A reader in an
 * interrupt may pass a waiting writer (never one that is in), because the CPU it interrupted may
 * hold the lock for reading.
 */
#ifndef _LINUX_RWLOCK_H
#define _LINUX_RWLOCK_H

#include <linux/bottom_half.h>
#include <linux/irqflags.h>
#include <linux/preempt.h>
#include <linux/rwlock_types.h>

/** Take and drop the lock itself; preemption disabled. Callers want the functions below. */
void __read_lock(rwlock_t *lock);
bool __read_trylock(rwlock_t *lock);
void __read_unlock(rwlock_t *lock);
void __write_lock(rwlock_t *lock);
bool __write_trylock(rwlock_t *lock);
void __write_unlock(rwlock_t *lock);

#define rwlock_init(lock)	do { *(lock) = __RW_LOCK_UNLOCKED(#lock); } while (0)

#define __BUILD_RWLOCK(op)						\
static inline void op##_lock(rwlock_t *lock)				\
{									\
	preempt_disable();						\
	__##op##_lock(lock);						\
}									\
									\
static inline void op##_unlock(rwlock_t *lock)				\
{									\
	__##op##_unlock(lock);						\
	preempt_enable();						\
}									\
									\
static inline bool op##_trylock(rwlock_t *lock)				\
{									\
	preempt_disable();						\
	if (__##op##_trylock(lock))					\
		return true;						\
	preempt_enable();						\
	return false;							\
}									\
									\
static inline void op##_lock_irq(rwlock_t *lock)			\
{									\
	local_irq_disable();						\
	op##_lock(lock);						\
}									\
									\
static inline void op##_unlock_irq(rwlock_t *lock)			\
{									\
	__##op##_unlock(lock);						\
	local_irq_enable();						\
	preempt_enable();						\
}									\
									\
static inline unsigned long __##op##_lock_irqsave(rwlock_t *lock)	\
{									\
	unsigned long flags;						\
									\
	local_irq_save(flags);						\
	op##_lock(lock);						\
	return flags;							\
}									\
									\
static inline void op##_unlock_irqrestore(rwlock_t *lock, unsigned long flags) \
{									\
	__##op##_unlock(lock);						\
	local_irq_restore(flags);					\
	preempt_enable();						\
}									\
									\
static inline void op##_lock_bh(rwlock_t *lock)				\
{									\
	local_bh_disable();						\
	op##_lock(lock);						\
}									\
									\
static inline void op##_unlock_bh(rwlock_t *lock)			\
{									\
	__##op##_unlock(lock);						\
	preempt_enable_no_resched();					\
	local_bh_enable();						\
}

__BUILD_RWLOCK(read)
__BUILD_RWLOCK(write)

#define read_lock_irqsave(lock, flags)	do { flags = __read_lock_irqsave(lock); } while (0)
#define write_lock_irqsave(lock, flags)	do { flags = __write_lock_irqsave(lock); } while (0)

#endif
