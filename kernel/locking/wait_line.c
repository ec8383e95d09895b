// SPDX-License-Identifier: MIT
#include "wait_line.h"

#include <linux/jiffies.h>

bool line_wait(struct list_head *line, raw_spinlock_t *lock, struct line_waiter *self, long timeout)
{
	bool served;

	self->task = current;
	list_add_tail(&self->list, line);
	__set_current_state(TASK_UNINTERRUPTIBLE);
	raw_spin_unlock_irq(lock);
	for (;;) {
		timeout = schedule_timeout(timeout);
		if (!READ_ONCE(self->task) || !timeout)
			break;
		set_current_state(TASK_UNINTERRUPTIBLE);
		if (!READ_ONCE(self->task)) {
			__set_current_state(TASK_RUNNING);
			break;
		}
	}
	/* Also keeps this stack until who served us is through with it. */
	raw_spin_lock_irq(lock);
	served = !self->task;
	if (!served)
		list_del(&self->list);
	raw_spin_unlock_irq(lock);
	return served;
}

void line_serve(struct line_waiter *w)
{
	struct task_struct *task = w->task;

	list_del(&w->list);
	WRITE_ONCE(w->task, NULL);
	wake_up_process(task);
}
