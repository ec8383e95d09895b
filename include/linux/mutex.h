/* SPDX-License-Identifier: MIT */
/*
 * Sleeping locks: one holder, which must be the one that unlocks, in thread context. A mutex must
 * not be held when its thread ends, nor taken twice. kernel/locking/mutex.c has the theory.
 */
#ifndef _LINUX_MUTEX_H
#define _LINUX_MUTEX_H

#include <linux/list.h>
#include <linux/spinlock_types.h>
#include <linux/types.h>

/**
 * struct mutex
 * @owner:	0, or the task_struct of the holder; bit 0 is set while somebody waits
 * @wait_lock:	guards @wait_list; its name is the mutex's
 * @wait_list:	who waits, the first one first
 * @next_held:	the mutex its holder took before this one
 */
struct mutex {
	unsigned long owner;
	raw_spinlock_t wait_lock;
	struct list_head wait_list;
	struct mutex *next_held;
};

#define __MUTEX_INITIALIZER(lockname)					\
	{								\
		.wait_lock = __RAW_SPIN_LOCK_INITIALIZER(lockname),	\
		.wait_list = LIST_HEAD_INIT(lockname.wait_list),	\
	}
#define DEFINE_MUTEX(name)	struct mutex name = __MUTEX_INITIALIZER(name)

void __mutex_init(struct mutex *lock, const char *name);
#define mutex_init(lock)	__mutex_init((lock), #lock)
static inline void mutex_destroy(struct mutex *lock)
{
}

/** Takes the mutex; may sleep. */
void mutex_lock(struct mutex *lock);
/* There are no signals: these return 0. */
int mutex_lock_interruptible(struct mutex *lock);
int mutex_lock_killable(struct mutex *lock);
#define mutex_lock_nested(lock, subclass)	mutex_lock(lock)
/** Takes the mutex if it is free: 1, or 0. Thread context; does not sleep. */
int mutex_trylock(struct mutex *lock);
/** Drops the mutex. By its holder only; anybody else is reported, and the mutex left alone. */
void mutex_unlock(struct mutex *lock);
/** The name of the thread that holds it, for reports. */
const char *mutex_owner_name(const struct mutex *lock);
/** True if somebody holds it. Any context. */
bool mutex_is_locked(struct mutex *lock);

#endif
