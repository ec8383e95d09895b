/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_RWLOCK_TYPES_H
#define _LINUX_RWLOCK_TYPES_H

#include <asm/spinlock_types.h>

/**
 * struct rwlock - many readers or one writer
 * @count:	readers inside; RWLOCK_WRITER while a writer waits for them to leave, or is in
 * @queue:	held by whoever waits, so that the order of arrival is kept; by a writer until it leaves
 */
typedef struct rwlock {
	unsigned int count;
	raw_spinlock_t queue;
} rwlock_t;

#define RWLOCK_WRITER		0x80000000u

#define __RW_LOCK_UNLOCKED(lockname)	\
	(rwlock_t){ .queue = __RAW_SPIN_LOCK_INITIALIZER(lockname) }
#define DEFINE_RWLOCK(x)	rwlock_t x = __RW_LOCK_UNLOCKED(x)

#endif
