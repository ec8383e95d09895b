// SPDX-License-Identifier: MIT
/*
 * Mutexes.
 *
 * The word is the address of the holder, as in a spinlock (asm/spinlock.h), and taking a free
 * mutex is one exclusive load and store. Who finds it held stands in line and sleeps. An unlock
 * with somebody in line gives the mutex to the first of them: it belongs to that thread from then
 * on, running or not. So nobody is overtaken, and nobody starves. Before standing in line, one
 * spins while the holder runs and the line is empty.
 *
 *   owner: 0           free, nobody waits
 *          task        held, nobody waits
 *          task | 1    held, wait_list is not empty
 *
 * 1. Bit 0 and the wait_list change under wait_lock; bit 0 is set if and only if the list is not
 *    empty.
 * 2. A waiter sleeps until the word names it. Only the holder before it writes that.
 * 3. current->held_mutexes is the list of what the thread holds, for the report about its death.
 *    Only the thread itself changes it.
 */
#include <linux/mutex.h>

#include <linux/atomic.h>
#include <linux/bug.h>
#include <linux/kernel.h>
#include <linux/printk.h>
#include <linux/sched.h>
#include <linux/spinlock.h>

#define MUTEX_WAITERS	1ul

struct mutex_waiter {
	struct list_head list;
	struct task_struct *task;
};

void __mutex_init(struct mutex *lock, const char *name)
{
	*lock = (struct mutex){ .wait_lock = { .name = name } };
	INIT_LIST_HEAD(&lock->wait_list);
}

static struct task_struct *mutex_owner(const struct mutex *lock)
{
	return (struct task_struct *)(READ_ONCE(lock->owner) & ~MUTEX_WAITERS);
}

static __always_inline bool take_free(struct mutex *lock)
{
	return cmpxchg(&lock->owner, 0, (unsigned long)current) == 0;
}

static __always_inline void remember(struct mutex *lock)
{
	lock->next_held = current->held_mutexes;
	current->held_mutexes = lock;
}

/* Usually the last one taken is the first one dropped. */
static __always_inline void forget(struct mutex *lock)
{
	struct mutex **p = &current->held_mutexes;

	while (*p && *p != lock)
		p = &(*p)->next_held;
	if (*p)
		*p = lock->next_held;
}

static __cold void mutex_bug(struct mutex *lock, const char *what)
{
	struct task_struct *owner = mutex_owner(lock);

	pr_emerg("BUG: mutex %s by %s/%d\n", what, current->comm, current->pid);
	pr_emerg(" mutex: %s (%p), owner: %s/%d\n", lock->wait_lock.name ?: "unnamed", lock,
		 owner ? owner->comm : "<none>", owner ? owner->pid : -1);
}

/*
 * While the holder runs on another CPU and nobody stands in line, it is likely to be done sooner
 * than two switches are. True if the mutex was taken meanwhile.
 */
static bool spin_on_owner(struct mutex *lock)
{
	unsigned long owner;

	while (!need_resched()) {
		owner = READ_ONCE(lock->owner);
		if (!owner && take_free(lock))
			return true;
		if (owner & MUTEX_WAITERS || !sched_task_running((void *)owner))
			return false;
		cpu_relax();
	}
	return false;
}

/* Sets bit 0, or takes the mutex if it has become free; true if taken. wait_lock held. */
static bool announce(struct mutex *lock)
{
	unsigned long owner = READ_ONCE(lock->owner), seen;

	for (;;) {
		seen = cmpxchg(&lock->owner, owner,
			       owner ? owner | MUTEX_WAITERS : (unsigned long)current);
		if (seen == owner)
			return !owner;
		owner = seen;
	}
}

static noinline void lock_slowly(struct mutex *lock)
{
	struct mutex_waiter self = { .task = current };

	if (mutex_owner(lock) == current) {
		mutex_bug(lock, "recursion");
		BUG();
	}
	if (spin_on_owner(lock))
		return;
	raw_spin_lock(&lock->wait_lock);
	if (announce(lock)) {
		raw_spin_unlock(&lock->wait_lock);
		return;
	}
	list_add_tail(&self.list, &lock->wait_list);
	raw_spin_unlock(&lock->wait_lock);

	current->blocked_on = lock;
	for (;;) {
		set_current_state(TASK_UNINTERRUPTIBLE);
		if (mutex_owner(lock) == current)
			break;
		schedule();
	}
	__set_current_state(TASK_RUNNING);
	current->blocked_on = NULL;
	smp_mb();	/* what the mutex protects is not touched before it is ours */
}

void mutex_lock(struct mutex *lock)
{
	might_sleep();
	if (unlikely(!take_free(lock)))
		lock_slowly(lock);
	remember(lock);
}

int mutex_lock_interruptible(struct mutex *lock)
{
	mutex_lock(lock);
	return 0;
}

int mutex_lock_killable(struct mutex *lock)
{
	mutex_lock(lock);
	return 0;
}

int mutex_trylock(struct mutex *lock)
{
	if (!take_free(lock))
		return 0;
	remember(lock);
	return 1;
}

/*
 * Gives the mutex to the first in line. As in Linux, the mutex must outlive this: a thread that
 * frees what contains it does so after all unlocks have returned. The new holder itself may end
 * at once, so it is held.
 */
static noinline void unlock_slowly(struct mutex *lock)
{
	struct mutex_waiter *next;
	struct task_struct *task;
	unsigned long owner;

	raw_spin_lock(&lock->wait_lock);
	next = list_first_entry(&lock->wait_list, struct mutex_waiter, list);
	task = get_task_struct(next->task);
	list_del(&next->list);
	owner = (unsigned long)task;
	if (!list_empty(&lock->wait_list))
		owner |= MUTEX_WAITERS;
	smp_mb();	/* what the mutex protected is done before it is the next one's */
	WRITE_ONCE(lock->owner, owner);
	raw_spin_unlock(&lock->wait_lock);
	wake_up_process(task);
	put_task_struct(task);
}

void mutex_unlock(struct mutex *lock)
{
	if (unlikely(mutex_owner(lock) != current)) {
		mutex_bug(lock, "unlocked, but not held,");
		dump_stack();
		return;
	}
	forget(lock);
	if (cmpxchg(&lock->owner, (unsigned long)current, 0) != (unsigned long)current)
		unlock_slowly(lock);
}

const char *mutex_owner_name(const struct mutex *lock)
{
	struct task_struct *owner = mutex_owner(lock);

	return owner ? owner->comm : "<none>";
}

bool mutex_is_locked(struct mutex *lock)
{
	return mutex_owner(lock) != NULL;
}
