/* SPDX-License-Identifier: MIT */
#ifndef _ASM_SPINLOCK_TYPES_H
#define _ASM_SPINLOCK_TYPES_H

#include <linux/types.h>

struct spin_waiter;

/**
 * struct raw_spinlock - a lock to spin on; asm/spinlock.h has the theory
 * @owner:	0, or the task_struct of the holder; bit 0 is set while somebody waits
 * @tail:	the last one in the queue of those who wait, or NULL
 * @name:	for reports
 */
typedef struct raw_spinlock {
	unsigned long owner;
	struct spin_waiter *tail;
	const char *name;
} raw_spinlock_t;

#define __RAW_SPIN_LOCK_INITIALIZER(lockname)	{ .name = #lockname }
#define __RAW_SPIN_LOCK_UNLOCKED(lockname) \
	((raw_spinlock_t)__RAW_SPIN_LOCK_INITIALIZER(lockname))

#endif
