/* SPDX-License-Identifier: MIT */
/*
 * Standing in line for a lock that is handed over: the record of one who waits is on its stack,
 * and it goes on when somebody has marked it as served.
 */
#ifndef _LOCKING_WAIT_LINE_H
#define _LOCKING_WAIT_LINE_H

#include <linux/list.h>
#include <linux/sched.h>
#include <linux/spinlock.h>

struct line_waiter {
	struct list_head list;
	struct task_struct *task;	/* NULL once served */
	bool exclusive;
};

/**
 * Joins @line and sleeps until served; @lock, which guards the line and is held on entry,
 * interrupts off, is dropped. Returns false if @timeout jiffies passed first: it has left the
 * line then.
 */
bool line_wait(struct list_head *line, raw_spinlock_t *lock, struct line_waiter *self,
	       long timeout);

/** Takes @w off its line and lets it go on. The line's lock held, interrupts off. */
void line_serve(struct line_waiter *w);

#endif
