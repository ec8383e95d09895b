// SPDX-License-Identifier: MIT
/*
 * Reader-writer semaphores.
 *
 * 1. readers is -1 with a writer in, else the number of readers in; writer names the former.
 * 2. While anybody waits, nobody who comes passes, so the first in line is next.
 * 3. Who leaves last lets in the first in line: one writer, or all the readers up to the next
 *    writer. They are in from then on, running or not.
 */
#include <linux/rwsem.h>

#include <linux/bug.h>
#include <linux/kernel.h>
#include <linux/spinlock.h>
#include <linux/string.h>

#include "wait_line.h"

void __init_rwsem(struct rw_semaphore *sem, const char *name)
{
	*sem = (struct rw_semaphore){ .lock = { .name = name } };
	INIT_LIST_HEAD(&sem->wait_list);
}

/* @sem has become free, or free for readers. sem->lock held. */
static void let_in(struct rw_semaphore *sem)
{
	struct line_waiter *w, *next;

	list_for_each_entry_safe(w, next, &sem->wait_list, list) {
		if (w->exclusive) {
			if (sem->readers)
				return;
			sem->readers = -1;
			sem->writer = w->task;
			line_serve(w);
			return;
		}
		sem->readers++;
		line_serve(w);
	}
}

static bool try_read(struct rw_semaphore *sem)
{
	if (sem->readers < 0 || !list_empty(&sem->wait_list))
		return false;
	sem->readers++;
	return true;
}

static bool try_write(struct rw_semaphore *sem)
{
	if (sem->readers || !list_empty(&sem->wait_list))
		return false;
	sem->readers = -1;
	sem->writer = current;
	return true;
}

static void take(struct rw_semaphore *sem, bool exclusive)
{
	struct line_waiter self = { .exclusive = exclusive };

	might_sleep();
	raw_spin_lock_irq(&sem->lock);
	if (exclusive ? try_write(sem) : try_read(sem))
		raw_spin_unlock_irq(&sem->lock);
	else
		line_wait(&sem->wait_list, &sem->lock, &self, MAX_SCHEDULE_TIMEOUT);
}

void down_read(struct rw_semaphore *sem)
{
	take(sem, false);
}

int down_read_interruptible(struct rw_semaphore *sem)
{
	take(sem, false);
	return 0;
}

int down_read_killable(struct rw_semaphore *sem)
{
	take(sem, false);
	return 0;
}

void down_write(struct rw_semaphore *sem)
{
	take(sem, true);
}

int down_write_killable(struct rw_semaphore *sem)
{
	take(sem, true);
	return 0;
}

int down_read_trylock(struct rw_semaphore *sem)
{
	unsigned long flags;
	bool in;

	raw_spin_lock_irqsave(&sem->lock, flags);
	in = try_read(sem);
	raw_spin_unlock_irqrestore(&sem->lock, flags);
	return in;
}

int down_write_trylock(struct rw_semaphore *sem)
{
	unsigned long flags;
	bool in;

	raw_spin_lock_irqsave(&sem->lock, flags);
	in = try_write(sem);
	raw_spin_unlock_irqrestore(&sem->lock, flags);
	return in;
}

void up_read(struct rw_semaphore *sem)
{
	unsigned long flags;

	raw_spin_lock_irqsave(&sem->lock, flags);
	if (!WARN_ON(sem->readers <= 0) && !--sem->readers)
		let_in(sem);
	raw_spin_unlock_irqrestore(&sem->lock, flags);
}

void up_write(struct rw_semaphore *sem)
{
	unsigned long flags;

	raw_spin_lock_irqsave(&sem->lock, flags);
	if (!WARN_ON(sem->readers >= 0 || sem->writer != current)) {
		sem->readers = 0;
		sem->writer = NULL;
		let_in(sem);
	}
	raw_spin_unlock_irqrestore(&sem->lock, flags);
}

void downgrade_write(struct rw_semaphore *sem)
{
	unsigned long flags;

	raw_spin_lock_irqsave(&sem->lock, flags);
	if (!WARN_ON(sem->readers >= 0 || sem->writer != current)) {
		sem->readers = 1;
		sem->writer = NULL;
		let_in(sem);
	}
	raw_spin_unlock_irqrestore(&sem->lock, flags);
}
