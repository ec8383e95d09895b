/* SPDX-License-Identifier: MIT */
/*
 * Read-copy-update: readers that take no lock, and writers that wait for them before they free what
 * a reader may still hold. kernel/rcu.c has the theory.
 *
 *	reader					writer
 *	rcu_read_lock();			rcu_assign_pointer(gp, new);
 *	p = rcu_dereference(gp);		synchronize_rcu();
 *	... use *p, do not sleep ...		kfree(old);
 *	rcu_read_unlock();
 */
#ifndef _LINUX_RCUPDATE_H
#define _LINUX_RCUPDATE_H

#include <linux/build_bug.h>
#include <linux/compiler.h>
#include <linux/irqflags.h>
#include <linux/preempt.h>
#include <linux/stddef.h>
#include <linux/types.h>
#include <asm/barrier.h>
#include <asm/page.h>

typedef void (*rcu_callback_t)(struct rcu_head *head);

/** Between the two no grace period ends that began after the first. Any context; they nest. */
static __always_inline void rcu_read_lock(void)
{
	preempt_disable();
}

static __always_inline void rcu_read_unlock(void)
{
	preempt_enable();
}

static inline int rcu_read_lock_held(void)
{
	return !preemptible();
}

/** Publishes what @v points to: a reader that sees the pointer sees the content as well. */
#define rcu_assign_pointer(p, v)	smp_store_release(&(p), (v))
/** The pointer, for use until rcu_read_unlock(). The processor orders what depends on it. */
#define rcu_dereference(p)		READ_ONCE(p)
/** The pointer, where @c says that nobody changes it meanwhile; @c is not checked. */
#define rcu_dereference_protected(p, c)	(p)
#define rcu_dereference_check(p, c)	READ_ONCE(p)
/** The pointer alone, not what it points to. */
#define rcu_access_pointer(p)		READ_ONCE(p)
#define RCU_INIT_POINTER(p, v)		WRITE_ONCE(p, v)
#define RCU_INITIALIZER(v)		(v)

/** Waits until all readers that run now have ended. Sleeps. */
void synchronize_rcu(void);
#define synchronize_rcu_expedited()	synchronize_rcu()

/** Has @func(@head) called after a grace period, by a thread; it must not sleep. Any context. */
void call_rcu(struct rcu_head *head, rcu_callback_t func);
/** Waits until every callback that was handed over before has been called. Sleeps. */
void rcu_barrier(void);

/** What kfree_rcu() becomes: without @head it waits for the grace period itself, and so sleeps. */
void kvfree_call_rcu(struct rcu_head *head, void *ptr);

/*
 * kfree_rcu(ptr, member) frees @ptr, from kmalloc(), kvmalloc() or vmalloc(), after a grace period;
 * @member is a struct rcu_head in it, in its first page. Any context. kfree_rcu(ptr) needs no
 * member, but sleeps. NULL is fine.
 */
#define kvfree_rcu(...)	\
	__kvfree_rcu_pick(__VA_ARGS__, __kvfree_rcu_2, __kvfree_rcu_1)(__VA_ARGS__)
#define kfree_rcu(...)			kvfree_rcu(__VA_ARGS__)
#define kvfree_rcu_mightsleep(ptr)	__kvfree_rcu_1(ptr)
#define kfree_rcu_mightsleep(ptr)	__kvfree_rcu_1(ptr)

#define __kvfree_rcu_pick(a, b, name, ...)	name
#define __kvfree_rcu_1(ptr)		kvfree_call_rcu(NULL, (void *)(ptr))
#define __kvfree_rcu_2(ptr, member)						\
do {										\
	typeof(ptr) __p = (ptr);						\
										\
	BUILD_BUG_ON(offsetof(typeof(*__p), member) >= PAGE_SIZE);		\
	if (__p)								\
		kvfree_call_rcu(&__p->member, (void *)__p);			\
} while (0)

#endif
