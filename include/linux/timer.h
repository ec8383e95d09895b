/* SPDX-License-Identifier: MIT */
/* Functions to be called at a later tick: kernel/timer.c. */
#ifndef _LINUX_TIMER_H
#define _LINUX_TIMER_H

#include <linux/container_of.h>
#include <linux/list.h>
#include <linux/types.h>

/**
 * struct timer_list - a function to be called at tick @expires
 * @entry:	its place in the wheel
 * @expires:	in jiffies
 * @function:	called in softirq context; NULL when the timer has been shut down
 * @flags:	TIMER_ bits, and the CPU whose wheel it is in
 */
struct timer_list {
	struct hlist_node entry;
	unsigned long expires;
	void (*function)(struct timer_list *timer);
	u32 flags;
};

#define TIMER_CPUMASK		0x0000ffff
#define TIMER_MIGRATING		0x00040000	/* between two wheels */
/* Hints that change nothing here. */
#define TIMER_DEFERRABLE	0x00080000
#define TIMER_PINNED		0x00100000
#define TIMER_IRQSAFE		0x00200000

#define __TIMER_INITIALIZER(fn, fl)	{ .function = (fn), .flags = (fl) }
#define DEFINE_TIMER(name, fn)		struct timer_list name = __TIMER_INITIALIZER(fn, 0)

#define from_timer(var, callback_timer, timer_fieldname) \
	container_of(callback_timer, typeof(*var), timer_fieldname)
#define timer_container_of(var, callback_timer, timer_fieldname) \
	from_timer(var, callback_timer, timer_fieldname)

/** Readies a timer. */
static inline void timer_setup(struct timer_list *timer, void (*fn)(struct timer_list *), u32 flags)
{
	*timer = (struct timer_list)__TIMER_INITIALIZER(fn, flags);
}

#define timer_setup_on_stack(timer, fn, flags)	timer_setup(timer, fn, flags)
#define destroy_timer_on_stack(timer)		do { } while (0)
#define timer_destroy_on_stack(timer)		do { } while (0)

/** True if the timer is set and has not begun to run. */
static inline int timer_pending(const struct timer_list *timer)
{
	return timer->entry.pprev != NULL;
}

/** Sets the timer to @expires, whether it was set or not; 1 if it was. Any context. */
int mod_timer(struct timer_list *timer, unsigned long expires);
/** The same, only if it was set. */
int mod_timer_pending(struct timer_list *timer, unsigned long expires);
/** The same, only if that is sooner. */
int timer_reduce(struct timer_list *timer, unsigned long expires);
/** Sets a timer that is not set to its ->expires. Any context. */
void add_timer(struct timer_list *timer);
/** The same on @cpu's wheel. */
void add_timer_on(struct timer_list *timer, int cpu);

/** Unsets the timer; 1 if it was set. Its function may still be running. Any context. */
int timer_delete(struct timer_list *timer);
/**
 * The same, and waits for the function. Not under a lock that the function takes, nor in hardirq.
 */
int timer_delete_sync(struct timer_list *timer);
/** The same without waiting: -1 if the function is running. */
int try_to_del_timer_sync(struct timer_list *timer);
/** Unsets the timer for good: setting it again does nothing. */
int timer_shutdown(struct timer_list *timer);
int timer_shutdown_sync(struct timer_list *timer);
#define del_timer(timer)	timer_delete(timer)
#define del_timer_sync(timer)	timer_delete_sync(timer)

/** Readies the wheels; once, before the first tick. */
void init_timers(void);
/** This CPU's part of a tick: sees whether a timer is due. Interrupts off. */
void run_local_timers(void);

#endif
