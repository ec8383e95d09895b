/* SPDX-License-Identifier: MIT */
/*
 * Sleeping locks for many readers or one writer. First come, first served: a reader that comes
 * while a writer waits, waits behind it. A thread must not take one twice, not even for reading.
 */
#ifndef _LINUX_RWSEM_H
#define _LINUX_RWSEM_H

#include <linux/list.h>
#include <linux/spinlock_types.h>
#include <linux/types.h>

struct task_struct;

/**
 * struct rw_semaphore
 * @lock:	guards all of it; its name is the semaphore's
 * @readers:	how many are in; -1 while a writer is
 * @writer:	which one
 * @wait_list:	who waits, the first one first
 */
struct rw_semaphore {
	raw_spinlock_t lock;
	int readers;
	struct task_struct *writer;
	struct list_head wait_list;
};

#define __RWSEM_INITIALIZER(semname)					\
	{								\
		.lock = __RAW_SPIN_LOCK_INITIALIZER(semname),		\
		.wait_list = LIST_HEAD_INIT((semname).wait_list),	\
	}
#define DECLARE_RWSEM(name)	struct rw_semaphore name = __RWSEM_INITIALIZER(name)

void __init_rwsem(struct rw_semaphore *sem, const char *name);
#define init_rwsem(sem)		__init_rwsem((sem), #sem)

/* All but the trylocks and rwsem_is_locked() may sleep; all want thread context. */
void down_read(struct rw_semaphore *sem);
int down_read_interruptible(struct rw_semaphore *sem);
int down_read_killable(struct rw_semaphore *sem);
int down_read_trylock(struct rw_semaphore *sem);
void down_write(struct rw_semaphore *sem);
int down_write_killable(struct rw_semaphore *sem);
int down_write_trylock(struct rw_semaphore *sem);
void up_read(struct rw_semaphore *sem);
void up_write(struct rw_semaphore *sem);
/** The writer becomes a reader, without letting go. */
void downgrade_write(struct rw_semaphore *sem);

static inline int rwsem_is_locked(struct rw_semaphore *sem)
{
	return READ_ONCE(sem->readers) != 0;
}

static inline int rwsem_is_contended(struct rw_semaphore *sem)
{
	return !list_empty(&sem->wait_list);
}

#endif
