// SPDX-License-Identifier: MIT
/*
 * Semaphores. up() with somebody in line hands over to the first one; the count is for those who
 * come when nobody waits.
 */
#include <linux/semaphore.h>

#include <linux/errno.h>
#include <linux/spinlock.h>

#include "wait_line.h"

int down_timeout(struct semaphore *sem, long timeout)
{
	struct line_waiter self;

	might_sleep();
	raw_spin_lock_irq(&sem->lock);
	if (sem->count) {
		sem->count--;
		raw_spin_unlock_irq(&sem->lock);
		return 0;
	}
	return line_wait(&sem->wait_list, &sem->lock, &self, timeout) ? 0 : -ETIME;
}

void down(struct semaphore *sem)
{
	down_timeout(sem, MAX_SCHEDULE_TIMEOUT);
}

int down_interruptible(struct semaphore *sem)
{
	return down_timeout(sem, MAX_SCHEDULE_TIMEOUT);
}

int down_killable(struct semaphore *sem)
{
	return down_timeout(sem, MAX_SCHEDULE_TIMEOUT);
}

int down_trylock(struct semaphore *sem)
{
	unsigned long flags;
	bool passed;

	raw_spin_lock_irqsave(&sem->lock, flags);
	passed = sem->count != 0;
	sem->count -= passed;
	raw_spin_unlock_irqrestore(&sem->lock, flags);
	return !passed;
}

void up(struct semaphore *sem)
{
	unsigned long flags;

	raw_spin_lock_irqsave(&sem->lock, flags);
	if (list_empty(&sem->wait_list))
		sem->count++;
	else
		line_serve(list_first_entry(&sem->wait_list, struct line_waiter, list));
	raw_spin_unlock_irqrestore(&sem->lock, flags);
}
