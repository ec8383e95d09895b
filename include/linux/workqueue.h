/* SPDX-License-Identifier: MIT */
/* Functions to be called soon by a thread, where they may sleep: kernel/workqueue.c. */
#ifndef _LINUX_WORKQUEUE_H
#define _LINUX_WORKQUEUE_H

#include <linux/bitops.h>
#include <linux/container_of.h>
#include <linux/list.h>
#include <linux/timer.h>
#include <linux/types.h>

struct work_struct;
struct workqueue_struct;
typedef void (*work_func_t)(struct work_struct *work);

/**
 * struct work_struct - a function and its place in a queue
 * @data:	bit 0: waits to run; the rest: the per-CPU queue it is or was last in
 */
struct work_struct {
	unsigned long data;
	struct list_head entry;
	work_func_t func;
};

struct delayed_work {
	struct work_struct work;
	struct timer_list timer;
	struct workqueue_struct *wq;
	int cpu;
};

#define WORK_STRUCT_PENDING_BIT	0
#define WORK_CPU_UNBOUND	(-1)

#define __WORK_INITIALIZER(n, f) \
	{ .entry = LIST_HEAD_INIT((n).entry), .func = (f) }
#define __DELAYED_WORK_INITIALIZER(n, f) \
	{ .work = __WORK_INITIALIZER((n).work, f), \
	  .timer = __TIMER_INITIALIZER(delayed_work_timer_fn, 0) }
#define DECLARE_WORK(n, f)		struct work_struct n = __WORK_INITIALIZER(n, f)
#define DECLARE_DELAYED_WORK(n, f)	struct delayed_work n = __DELAYED_WORK_INITIALIZER(n, f)

#define INIT_WORK(w, f)						\
do {								\
	(w)->data = 0;						\
	INIT_LIST_HEAD(&(w)->entry);				\
	(w)->func = (f);					\
} while (0)
#define INIT_DELAYED_WORK(d, f)					\
do {								\
	INIT_WORK(&(d)->work, (f));				\
	timer_setup(&(d)->timer, delayed_work_timer_fn, 0);	\
} while (0)
#define INIT_WORK_ONSTACK(w, f)		INIT_WORK(w, f)
#define INIT_DELAYED_WORK_ONSTACK(d, f)	INIT_DELAYED_WORK(d, f)
#define destroy_work_on_stack(w)	do { } while (0)
#define destroy_delayed_work_on_stack(d) do { } while (0)

#define work_pending(w)		test_bit(WORK_STRUCT_PENDING_BIT, &(w)->data)
#define delayed_work_pending(d)	work_pending(&(d)->work)

static inline struct delayed_work *to_delayed_work(struct work_struct *work)
{
	return container_of(work, struct delayed_work, work);
}

/* One thread for all CPUs instead of one each. */
#define WQ_UNBOUND		(1 << 1)
/* Its threads are served before ordinary ones. */
#define WQ_HIGHPRI		(1 << 4)
/* Without effect here: every workqueue has its own threads. */
#define WQ_FREEZABLE		(1 << 2)
#define WQ_MEM_RECLAIM		(1 << 3)
#define WQ_CPU_INTENSIVE	(1 << 5)
#define WQ_SYSFS		(1 << 6)

/**
 * Makes a workqueue, named as by printf, or NULL. @max_active is ignored: one at a time a thread.
 * May sleep.
 */
__printf(1, 4) struct workqueue_struct *alloc_workqueue(const char *fmt, unsigned int flags,
							int max_active, ...);
#define alloc_ordered_workqueue(fmt, flags, args...) \
	alloc_workqueue(fmt, WQ_UNBOUND | (flags), 1, ##args)
#define create_workqueue(name)			alloc_workqueue("%s", WQ_MEM_RECLAIM, 1, (name))
#define create_singlethread_workqueue(name)				\
	alloc_ordered_workqueue("%s", WQ_MEM_RECLAIM, (name))
/** Waits until it is empty and ends its threads. May sleep. */
void destroy_workqueue(struct workqueue_struct *wq);

extern struct workqueue_struct *system_wq, *system_unbound_wq;
#define system_long_wq		system_wq
#define system_highpri_wq	system_wq
#define system_freezable_wq	system_wq

/**
 * Has @work run once, soon, on this CPU (or on @cpu); false if it waits to run already. Any
 * context.
 */
bool queue_work_on(int cpu, struct workqueue_struct *wq, struct work_struct *work);
static inline bool queue_work(struct workqueue_struct *wq, struct work_struct *work)
{
	return queue_work_on(WORK_CPU_UNBOUND, wq, work);
}

/** The same @delay jiffies from now. */
bool queue_delayed_work_on(int cpu, struct workqueue_struct *wq, struct delayed_work *dwork,
			   unsigned long delay);
static inline bool queue_delayed_work(struct workqueue_struct *wq, struct delayed_work *dwork,
				      unsigned long delay)
{
	return queue_delayed_work_on(WORK_CPU_UNBOUND, wq, dwork, delay);
}

/** Sets the time anew, whether it waits already (true) or not. */
bool mod_delayed_work_on(int cpu, struct workqueue_struct *wq, struct delayed_work *dwork,
			 unsigned long delay);
static inline bool mod_delayed_work(struct workqueue_struct *wq, struct delayed_work *dwork,
				    unsigned long delay)
{
	return mod_delayed_work_on(WORK_CPU_UNBOUND, wq, dwork, delay);
}

static inline bool schedule_work_on(int cpu, struct work_struct *work)
{
	return queue_work_on(cpu, system_wq, work);
}

static inline bool schedule_work(struct work_struct *work)
{
	return queue_work(system_wq, work);
}

static inline bool schedule_delayed_work_on(int cpu, struct delayed_work *dwork,
					    unsigned long delay)
{
	return queue_delayed_work_on(cpu, system_wq, dwork, delay);
}

static inline bool schedule_delayed_work(struct delayed_work *dwork, unsigned long delay)
{
	return queue_delayed_work(system_wq, dwork, delay);
}

/**
 * Waits until the last queueing of @work so far has run; false if there was nothing to wait for.
 * May sleep.
 */
bool flush_work(struct work_struct *work);
bool flush_delayed_work(struct delayed_work *dwork);
/** Waits until everything queued so far has run. May sleep. */
void flush_workqueue(struct workqueue_struct *wq);
#define drain_workqueue(wq)	flush_workqueue(wq)
#define flush_scheduled_work()	flush_workqueue(system_wq)

/**
 * Takes @work out of its queue; true if it was in one. Does not wait for one that runs. Any
 * context.
 */
bool cancel_work(struct work_struct *work);
bool cancel_delayed_work(struct delayed_work *dwork);
/** The same, and waits until it does not run. May sleep. */
bool cancel_work_sync(struct work_struct *work);
bool cancel_delayed_work_sync(struct delayed_work *dwork);

void delayed_work_timer_fn(struct timer_list *timer);

#endif
