/* SPDX-License-Identifier: MIT */
/*
 * Chains of callbacks, highest priority first. The names tell who calls them: atomic chains from
 * any context, raw chains under the caller's own lock.
 */
#ifndef _LINUX_NOTIFIER_H
#define _LINUX_NOTIFIER_H

#include <linux/spinlock_types.h>
#include <linux/types.h>

struct notifier_block;
typedef int (*notifier_fn_t)(struct notifier_block *nb, unsigned long action, void *data);

struct notifier_block {
	notifier_fn_t notifier_call;
	struct notifier_block *next;
	int priority;
};

struct raw_notifier_head {
	struct notifier_block *head;
};

struct atomic_notifier_head {
	raw_spinlock_t lock;		/* writers; readers see a consistent chain without */
	struct notifier_block *head;
};

#define RAW_NOTIFIER_INIT(name)		{ .head = NULL }
#define RAW_NOTIFIER_HEAD(name)		struct raw_notifier_head name = RAW_NOTIFIER_INIT(name)
#define ATOMIC_NOTIFIER_INIT(name) \
	{ .lock = __RAW_SPIN_LOCK_UNLOCKED(name.lock), .head = NULL }
#define ATOMIC_NOTIFIER_HEAD(name) \
	struct atomic_notifier_head name = ATOMIC_NOTIFIER_INIT(name)

#define NOTIFY_DONE		0x0000	/* not interested */
#define NOTIFY_OK		0x0001	/* suits me */
#define NOTIFY_STOP_MASK	0x8000	/* ask no further */
#define NOTIFY_BAD		(NOTIFY_STOP_MASK | 0x0002)
#define NOTIFY_STOP		(NOTIFY_OK | NOTIFY_STOP_MASK)

/* 0, or -EEXIST for a block that is on the chain, -ENOENT for one that is not. */
int raw_notifier_chain_register(struct raw_notifier_head *nh, struct notifier_block *nb);
int raw_notifier_chain_unregister(struct raw_notifier_head *nh, struct notifier_block *nb);
int atomic_notifier_chain_register(struct atomic_notifier_head *nh, struct notifier_block *nb);
int atomic_notifier_chain_unregister(struct atomic_notifier_head *nh, struct notifier_block *nb);
/* The value of the last callback. */
int raw_notifier_call_chain(struct raw_notifier_head *nh, unsigned long action, void *data);
int atomic_notifier_call_chain(struct atomic_notifier_head *nh, unsigned long action, void *data);

#endif /* _LINUX_NOTIFIER_H */
