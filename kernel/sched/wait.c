// SPDX-License-Identifier: MIT
/*
 * Wait queues. The protocol is in linux/wait.h.
 *
 * 1. The queue's lock guards the list and every entry's place in it.
 * 2. Entries that are not exclusive stand before those that are, so a wake-up that has woken enough
 *    exclusive ones has woken all the others.
 */
#include <linux/wait.h>

#include <linux/sched.h>

static void queue_entry(struct wait_queue_head *wq, struct wait_queue_entry *e)
{
	if (e->flags & WQ_FLAG_EXCLUSIVE)
		list_add_tail(&e->entry, &wq->head);
	else
		list_add(&e->entry, &wq->head);
}

void add_wait_queue(struct wait_queue_head *wq, struct wait_queue_entry *e)
{
	unsigned long flags;

	spin_lock_irqsave(&wq->lock, flags);
	e->flags &= ~WQ_FLAG_EXCLUSIVE;
	queue_entry(wq, e);
	spin_unlock_irqrestore(&wq->lock, flags);
}

void add_wait_queue_exclusive(struct wait_queue_head *wq, struct wait_queue_entry *e)
{
	unsigned long flags;

	spin_lock_irqsave(&wq->lock, flags);
	e->flags |= WQ_FLAG_EXCLUSIVE;
	queue_entry(wq, e);
	spin_unlock_irqrestore(&wq->lock, flags);
}

void remove_wait_queue(struct wait_queue_head *wq, struct wait_queue_entry *e)
{
	unsigned long flags;

	spin_lock_irqsave(&wq->lock, flags);
	list_del(&e->entry);
	spin_unlock_irqrestore(&wq->lock, flags);
}

static bool join(struct wait_queue_head *wq, struct wait_queue_entry *e, int state)
{
	unsigned long flags;
	bool was_empty = false;

	spin_lock_irqsave(&wq->lock, flags);
	if (list_empty(&e->entry)) {
		was_empty = list_empty(&wq->head);
		queue_entry(wq, e);
	}
	set_current_state(state);
	spin_unlock_irqrestore(&wq->lock, flags);
	return was_empty;
}

void prepare_to_wait(struct wait_queue_head *wq, struct wait_queue_entry *e, int state)
{
	e->flags &= ~WQ_FLAG_EXCLUSIVE;
	join(wq, e, state);
}

bool prepare_to_wait_exclusive(struct wait_queue_head *wq, struct wait_queue_entry *e, int state)
{
	e->flags |= WQ_FLAG_EXCLUSIVE;
	return join(wq, e, state);
}

void finish_wait(struct wait_queue_head *wq, struct wait_queue_entry *e)
{
	unsigned long flags;

	__set_current_state(TASK_RUNNING);
	/*
	 * Off the queue already? Then the waker is through with the entry, for both links are
	 * written, and the waker's last access is the second: list_empty_careful() looks at both.
	 */
	if (list_empty_careful(&e->entry))
		return;
	spin_lock_irqsave(&wq->lock, flags);
	list_del_init(&e->entry);
	spin_unlock_irqrestore(&wq->lock, flags);
}

int default_wake_function(struct wait_queue_entry *e, unsigned int mode, int flags, void *key)
{
	return wake_up_state(e->private, mode);
}

/*
 * The entry is on the sleeper's stack, which may be gone once the entry is off the queue. So the
 * thread is woken first, while the queue's lock keeps it in finish_wait().
 */
int autoremove_wake_function(struct wait_queue_entry *e, unsigned int mode, int flags, void *key)
{
	int woken = default_wake_function(e, mode, flags, key);

	if (woken)
		list_del_init_careful(&e->entry);
	return woken;
}

static void wake_entries(struct wait_queue_head *wq, unsigned int mode, int nr_exclusive, void *key)
{
	struct wait_queue_entry *e, *next;

	list_for_each_entry_safe(e, next, &wq->head, entry) {
		unsigned int flags = e->flags;

		if (e->func(e, mode, 0, key) && (flags & WQ_FLAG_EXCLUSIVE) && !--nr_exclusive)
			break;
	}
}

void __wake_up_locked(struct wait_queue_head *wq, unsigned int mode, int nr_exclusive)
{
	wake_entries(wq, mode, nr_exclusive, NULL);
}

void __wake_up(struct wait_queue_head *wq, unsigned int mode, int nr_exclusive, void *key)
{
	unsigned long flags;

	spin_lock_irqsave(&wq->lock, flags);
	wake_entries(wq, mode, nr_exclusive, key);
	spin_unlock_irqrestore(&wq->lock, flags);
}
