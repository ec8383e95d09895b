// SPDX-License-Identifier: MIT
/*
 * Notifier chains: singly linked, sorted by priority.
 *
 * Writers hold a lock. Readers of atomic chains do not: a block is published complete, and one
 * that is taken off keeps its link, so that a reader who stands on it still finds the rest. Its
 * owner must not free it while a call may be under way.
 */
#include <linux/notifier.h>
#include <linux/atomic.h>
#include <linux/errno.h>
#include <linux/export.h>
#include <linux/spinlock.h>

static int chain_register(struct notifier_block **link, struct notifier_block *nb)
{
	struct notifier_block **place = NULL;

	for (; *link; link = &(*link)->next) {
		if (*link == nb)
			return -EEXIST;
		if (!place && nb->priority > (*link)->priority)
			place = link;
	}
	if (!place)
		place = link;
	nb->next = *place;
	smp_store_release(place, nb);
	return 0;
}

static int chain_unregister(struct notifier_block **link, struct notifier_block *nb)
{
	for (; *link; link = &(*link)->next) {
		if (*link == nb) {
			WRITE_ONCE(*link, nb->next);
			return 0;
		}
	}
	return -ENOENT;
}

static int call_chain(struct notifier_block **head, unsigned long action, void *data)
{
	struct notifier_block *nb = smp_load_acquire(head);
	int ret = NOTIFY_DONE;

	while (nb) {
		struct notifier_block *next = READ_ONCE(nb->next);

		ret = nb->notifier_call(nb, action, data);
		if (ret & NOTIFY_STOP_MASK)
			break;
		nb = next;
	}
	return ret;
}

int raw_notifier_chain_register(struct raw_notifier_head *nh, struct notifier_block *nb)
{
	return chain_register(&nh->head, nb);
}
EXPORT_SYMBOL(raw_notifier_chain_register);

int raw_notifier_chain_unregister(struct raw_notifier_head *nh, struct notifier_block *nb)
{
	return chain_unregister(&nh->head, nb);
}
EXPORT_SYMBOL(raw_notifier_chain_unregister);

int raw_notifier_call_chain(struct raw_notifier_head *nh, unsigned long action, void *data)
{
	return call_chain(&nh->head, action, data);
}
EXPORT_SYMBOL(raw_notifier_call_chain);

int atomic_notifier_chain_register(struct atomic_notifier_head *nh, struct notifier_block *nb)
{
	unsigned long flags;
	int ret;

	raw_spin_lock_irqsave(&nh->lock, flags);
	ret = chain_register(&nh->head, nb);
	raw_spin_unlock_irqrestore(&nh->lock, flags);
	return ret;
}
EXPORT_SYMBOL(atomic_notifier_chain_register);

int atomic_notifier_chain_unregister(struct atomic_notifier_head *nh, struct notifier_block *nb)
{
	unsigned long flags;
	int ret;

	raw_spin_lock_irqsave(&nh->lock, flags);
	ret = chain_unregister(&nh->head, nb);
	raw_spin_unlock_irqrestore(&nh->lock, flags);
	return ret;
}
EXPORT_SYMBOL(atomic_notifier_chain_unregister);

int atomic_notifier_call_chain(struct atomic_notifier_head *nh, unsigned long action, void *data)
{
	return call_chain(&nh->head, action, data);
}
EXPORT_SYMBOL(atomic_notifier_call_chain);
