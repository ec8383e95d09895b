/* SPDX-License-Identifier: MIT */
/*
 * Wait queues: threads that sleep until a condition holds.
 *
 *	sleeper					waker
 *	wait_event(wq, cond):			make cond true
 *	  joins the queue			wake_up(&wq)
 *	  sets its state
 *	  looks at cond; schedules if false
 *
 * The sleeper looks at the condition after it has set its state, so a waker that comes at any
 * moment is noticed. Exclusive sleepers stand at the end of the queue, and a wake_up() wakes one
 * of them, and everybody else. Wakers: any context. Sleepers: may sleep.
 */
#ifndef _LINUX_WAIT_H
#define _LINUX_WAIT_H

#include <linux/list.h>
#include <linux/sched.h>
#include <linux/spinlock.h>

struct wait_queue_entry;
typedef struct wait_queue_entry wait_queue_entry_t;

/** Wakes whom @wq_entry stands for; returns non-zero if somebody was woken. Queue's lock held. */
typedef int (*wait_queue_func_t)(struct wait_queue_entry *wq_entry, unsigned int mode, int flags,
				 void *key);
int default_wake_function(struct wait_queue_entry *wq_entry, unsigned int mode, int flags,
			  void *key);
/** Takes the entry off the queue too. */
int autoremove_wake_function(struct wait_queue_entry *wq_entry, unsigned int mode, int flags,
			     void *key);

#define WQ_FLAG_EXCLUSIVE	0x01

struct wait_queue_entry {
	unsigned int flags;
	void *private;
	wait_queue_func_t func;
	struct list_head entry;
};

struct wait_queue_head {
	spinlock_t lock;
	struct list_head head;
};
typedef struct wait_queue_head wait_queue_head_t;

#define __WAITQUEUE_INITIALIZER(name, tsk) \
	{ .private = (tsk), .func = default_wake_function, .entry = { NULL, NULL } }
#define DECLARE_WAITQUEUE(name, tsk) \
	struct wait_queue_entry name = __WAITQUEUE_INITIALIZER(name, tsk)
#define __WAIT_QUEUE_HEAD_INITIALIZER(name) \
	{ .lock = { __RAW_SPIN_LOCK_INITIALIZER(name.lock) }, .head = LIST_HEAD_INIT(name.head) }
#define DECLARE_WAIT_QUEUE_HEAD(name) \
	struct wait_queue_head name = __WAIT_QUEUE_HEAD_INITIALIZER(name)
#define DECLARE_WAIT_QUEUE_HEAD_ONSTACK(name)	DECLARE_WAIT_QUEUE_HEAD(name)
#define DEFINE_WAIT_FUNC(name, function)				\
	struct wait_queue_entry name = {				\
		.private = current, .func = function,			\
		.entry = LIST_HEAD_INIT((name).entry),			\
	}
#define DEFINE_WAIT(name)	DEFINE_WAIT_FUNC(name, autoremove_wake_function)

#define init_waitqueue_head(wq)						\
do {									\
	spin_lock_init(&(wq)->lock);					\
	INIT_LIST_HEAD(&(wq)->head);					\
} while (0)

static inline void init_waitqueue_entry(struct wait_queue_entry *wq_entry, struct task_struct *p)
{
	wq_entry->flags = 0;
	wq_entry->private = p;
	wq_entry->func = default_wake_function;
}

static inline void init_waitqueue_func_entry(struct wait_queue_entry *wq_entry,
					     wait_queue_func_t func)
{
	wq_entry->flags = 0;
	wq_entry->private = NULL;
	wq_entry->func = func;
}

/** True if somebody waits. Only a hint unless the caller orders it against the sleeper. */
static inline int waitqueue_active(struct wait_queue_head *wq)
{
	return !list_empty(&wq->head);
}

/** waitqueue_active() after a full barrier: sees everybody who did not see the condition. */
static inline bool wq_has_sleeper(struct wait_queue_head *wq)
{
	smp_mb();
	return waitqueue_active(wq);
}

void add_wait_queue(struct wait_queue_head *wq, struct wait_queue_entry *wq_entry);
void add_wait_queue_exclusive(struct wait_queue_head *wq, struct wait_queue_entry *wq_entry);
void remove_wait_queue(struct wait_queue_head *wq, struct wait_queue_entry *wq_entry);

/** Joins the queue unless in it already, and sets the state. */
void prepare_to_wait(struct wait_queue_head *wq, struct wait_queue_entry *wq_entry, int state);
/** The same at the end of the queue; true if the queue was empty. */
bool prepare_to_wait_exclusive(struct wait_queue_head *wq, struct wait_queue_entry *wq_entry,
			       int state);
/** Runs again, and is off the queue. */
void finish_wait(struct wait_queue_head *wq, struct wait_queue_entry *wq_entry);

/** Wakes sleepers in state @mode: all who are not exclusive, and @nr_exclusive (0: all) who are. */
void __wake_up(struct wait_queue_head *wq, unsigned int mode, int nr_exclusive, void *key);
/** The same for a caller that holds the queue's lock. */
void __wake_up_locked(struct wait_queue_head *wq, unsigned int mode, int nr_exclusive);

#define wake_up(wq)			__wake_up(wq, TASK_NORMAL, 1, NULL)
#define wake_up_nr(wq, nr)		__wake_up(wq, TASK_NORMAL, nr, NULL)
#define wake_up_all(wq)			__wake_up(wq, TASK_NORMAL, 0, NULL)
#define wake_up_interruptible(wq)	__wake_up(wq, TASK_INTERRUPTIBLE, 1, NULL)
#define wake_up_interruptible_nr(wq, n)	__wake_up(wq, TASK_INTERRUPTIBLE, n, NULL)
#define wake_up_interruptible_all(wq)	__wake_up(wq, TASK_INTERRUPTIBLE, 0, NULL)
#define wake_up_locked(wq)		__wake_up_locked(wq, TASK_NORMAL, 1)
#define wake_up_all_locked(wq)		__wake_up_locked(wq, TASK_NORMAL, 0)

/*
 * Sleeps until @condition; @cmd is what it does instead of looking again, and may set __ret.
 * Evaluates to __ret.
 */
#define ___wait_event(wq, condition, state, exclusive, ret, cmd)		\
({										\
	struct wait_queue_entry __entry = {					\
		.flags = (exclusive) ? WQ_FLAG_EXCLUSIVE : 0,			\
		.private = current, .func = autoremove_wake_function,		\
		.entry = LIST_HEAD_INIT(__entry.entry),				\
	};									\
	long __ret = (ret);							\
										\
	for (;;) {								\
		if (exclusive)							\
			prepare_to_wait_exclusive(&(wq), &__entry, state);	\
		else								\
			prepare_to_wait(&(wq), &__entry, state);		\
		if (condition)							\
			break;							\
		cmd;								\
	}									\
	finish_wait(&(wq), &__entry);						\
	__ret;									\
})

/* The condition, or the end of the time; a condition that holds just then counts. */
#define ___wait_cond_timeout(condition)						\
({										\
	bool __cond = (condition);						\
										\
	if (__cond && !__ret)							\
		__ret = 1;							\
	__cond || !__ret;							\
})

#define wait_event(wq, condition)						\
do {										\
	might_sleep();								\
	if (!(condition))							\
		(void)___wait_event(wq, condition, TASK_UNINTERRUPTIBLE, 0, 0, schedule()); \
} while (0)

#define wait_event_idle(wq, condition)						\
do {										\
	might_sleep();								\
	if (!(condition))							\
		(void)___wait_event(wq, condition, TASK_IDLE, 0, 0, schedule()); \
} while (0)

#define wait_event_exclusive_cmd_state(wq, condition, state)			\
({										\
	might_sleep();								\
	if (!(condition))							\
		(void)___wait_event(wq, condition, state, 1, 0, schedule());	\
	0;									\
})

/* Without signals there is nothing to be interrupted by: these return 0. */
#define wait_event_interruptible(wq, condition)					\
({										\
	might_sleep();								\
	if (!(condition))							\
		(void)___wait_event(wq, condition, TASK_INTERRUPTIBLE, 0, 0, schedule()); \
	0;									\
})
#define wait_event_killable(wq, condition)					\
({										\
	wait_event(wq, condition);						\
	0;									\
})
#define wait_event_interruptible_exclusive(wq, condition) \
	wait_event_exclusive_cmd_state(wq, condition, TASK_INTERRUPTIBLE)
#define wait_event_killable_exclusive(wq, condition) \
	wait_event_exclusive_cmd_state(wq, condition, TASK_UNINTERRUPTIBLE)
#define wait_event_idle_exclusive(wq, condition) \
	((void)wait_event_exclusive_cmd_state(wq, condition, TASK_IDLE))

#define __wait_event_timeout_state(wq, condition, timeout, state)		\
({										\
	long __ret = (timeout);							\
										\
	might_sleep();								\
	if (!___wait_cond_timeout(condition))					\
		__ret = ___wait_event(wq, ___wait_cond_timeout(condition), state, 0, timeout, \
				      __ret = schedule_timeout(__ret));		\
	__ret;									\
})

/**
 * The jiffies left (at least 1) if @condition holds, 0 if @timeout jiffies passed before it did.
 */
#define wait_event_timeout(wq, condition, timeout) \
	__wait_event_timeout_state(wq, condition, timeout, TASK_UNINTERRUPTIBLE)
#define wait_event_interruptible_timeout(wq, condition, timeout) \
	__wait_event_timeout_state(wq, condition, timeout, TASK_INTERRUPTIBLE)
#define wait_event_killable_timeout(wq, condition, timeout) \
	__wait_event_timeout_state(wq, condition, timeout, TASK_UNINTERRUPTIBLE)
#define wait_event_idle_timeout(wq, condition, timeout) \
	__wait_event_timeout_state(wq, condition, timeout, TASK_IDLE)

/** With @lock held while @condition is looked at, and dropped to sleep. */
#define wait_event_lock_irq(wq, condition, lock)				\
do {										\
	if (!(condition))							\
		(void)___wait_event(wq, condition, TASK_UNINTERRUPTIBLE, 0, 0,	\
				    spin_unlock_irq(&(lock));			\
				    schedule();					\
				    spin_lock_irq(&(lock)));			\
} while (0)

#endif
