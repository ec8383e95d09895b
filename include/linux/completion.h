/* SPDX-License-Identifier: MIT */
/* Waiting for something to be done: kernel/sched/completion.c. */
#ifndef _LINUX_COMPLETION_H
#define _LINUX_COMPLETION_H

#include <linux/list.h>
#include <linux/spinlock_types.h>

/**
 * struct completion - so and so many things done that nobody has waited for yet
 * @done:	how many; UINT_MAX after complete_all()
 * @lock:	guards both
 * @waiters:	who waits, the first one first
 */
struct completion {
	unsigned int done;
	raw_spinlock_t lock;
	struct list_head waiters;
};

#define COMPLETION_INITIALIZER(work) \
	{ 0, __RAW_SPIN_LOCK_INITIALIZER((work).lock), LIST_HEAD_INIT((work).waiters) }
#define COMPLETION_INITIALIZER_ONSTACK(work) \
	(*({ init_completion(&work); &work; }))
#define DECLARE_COMPLETION(work)	struct completion work = COMPLETION_INITIALIZER(work)
#define DECLARE_COMPLETION_ONSTACK(work)	DECLARE_COMPLETION(work)

static inline void init_completion(struct completion *x)
{
	*x = (struct completion)COMPLETION_INITIALIZER(*x);
}

static inline void reinit_completion(struct completion *x)
{
	x->done = 0;
}

/** One thing is done: wakes one who waits, or lets the next one that comes pass. Any context. */
void complete(struct completion *x);
/** Everything is done: nobody waits any more. Any context. */
void complete_all(struct completion *x);

/** Waits until something is done. May sleep. */
void wait_for_completion(struct completion *x);
/** The same for @timeout jiffies: returns those left (at least 1), or 0 if the time ran out. */
unsigned long wait_for_completion_timeout(struct completion *x, unsigned long timeout);
/* There are no signals: these never return -ERESTARTSYS. */
int wait_for_completion_interruptible(struct completion *x);
int wait_for_completion_killable(struct completion *x);
long wait_for_completion_interruptible_timeout(struct completion *x, unsigned long timeout);
long wait_for_completion_killable_timeout(struct completion *x, unsigned long timeout);

/** Takes one thing done without waiting; false if there is none. Any context. */
bool try_wait_for_completion(struct completion *x);
/** True if something is done that nobody has waited for. Any context. */
bool completion_done(struct completion *x);

#endif
