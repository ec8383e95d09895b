/* SPDX-License-Identifier: MIT */
/* Counting semaphores: so and so many may pass. Anybody may give back what another took. */
#ifndef _LINUX_SEMAPHORE_H
#define _LINUX_SEMAPHORE_H

#include <linux/list.h>
#include <linux/spinlock_types.h>

/**
 * struct semaphore
 * @lock:	guards both
 * @count:	how many may still pass; 0 while anybody waits
 * @wait_list:	who waits, the first one first
 */
struct semaphore {
	raw_spinlock_t lock;
	unsigned int count;
	struct list_head wait_list;
};

#define __SEMAPHORE_INITIALIZER(name, n)				\
	{								\
		.lock = __RAW_SPIN_LOCK_INITIALIZER((name).lock),	\
		.count = (n),						\
		.wait_list = LIST_HEAD_INIT((name).wait_list),		\
	}
#define DEFINE_SEMAPHORE(name, n)	struct semaphore name = __SEMAPHORE_INITIALIZER(name, n)

static inline void sema_init(struct semaphore *sem, int val)
{
	*sem = (struct semaphore)__SEMAPHORE_INITIALIZER(*sem, val);
}

/** Passes, when it can. May sleep. */
void down(struct semaphore *sem);
/* There are no signals: these return 0. */
int down_interruptible(struct semaphore *sem);
int down_killable(struct semaphore *sem);
/** 0 if it could pass, 1 if not. Any context. */
int down_trylock(struct semaphore *sem);
/** Waits for @jiffies at most: 0, or -ETIME. May sleep. */
int down_timeout(struct semaphore *sem, long jiffies);
/** Lets one pass. Any context. */
void up(struct semaphore *sem);

#endif
