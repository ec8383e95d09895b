/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_RWLOCK_TYPES_H
#define _LINUX_RWLOCK_TYPES_H

#include <linux/types.h>
#include <asm/spinlock_types.h>

/**
 * struct rwlock - many readers or one writer
 * @count:	readers inside, RWLOCK_IN while a writer is, RWLOCK_WAITING while one waits
 * @queue:	held by the first of those who wait, so that the order of arrival is kept
 */
typedef struct rwlock {
	atomic_t count;
	raw_spinlock_t queue;
} rwlock_t;

#define RWLOCK_IN		0x40000000
#define RWLOCK_WAITING		0x20000000

#define __RW_LOCK_UNLOCKED(lockname)	\
	(rwlock_t){ .queue = __RAW_SPIN_LOCK_INITIALIZER(lockname) }
#define DEFINE_RWLOCK(x)	rwlock_t x = __RW_LOCK_UNLOCKED(x)

#endif
