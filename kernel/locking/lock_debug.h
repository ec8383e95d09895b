/* SPDX-License-Identifier: MIT */
/* What the locks report about their misuse. */
#ifndef _LOCKING_LOCK_DEBUG_H
#define _LOCKING_LOCK_DEBUG_H

#include <linux/compiler.h>
#include <linux/spinlock_types.h>
#include <linux/types.h>

/** Since when one waits for a lock, and whether that has been reported. */
struct spin_watch {
	u64 since_ns;
	bool reported;
};

#define SPIN_WATCH_INIT		{ .since_ns = 0 }

/** Called again and again by who waits: reports once when it takes too long. */
void spin_watch(struct spin_watch *watch, raw_spinlock_t *lock);

/** The running thread waits for what it holds: it can only end here. */
void spin_bug_recursion(raw_spinlock_t *lock) __cold __noreturn;

/** The running thread gives back what it does not hold. The lock is left alone. */
void spin_bug_unlock(raw_spinlock_t *lock) __cold;

#endif
