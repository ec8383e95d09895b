// SPDX-License-Identifier: MIT
/*
 * Reports about misused locks. They are printed where it happens, and the system goes on wherever
 * it can: an unlock by the wrong thread is ignored, a recursion ends the thread that would wait
 * for itself.
 */
#include "lock_debug.h"

#include <linux/bug.h>
#include <linux/kernel.h>
#include <linux/mutex.h>
#include <linux/nmi.h>
#include <linux/printk.h>
#include <linux/sched.h>
#include <linux/sched/clock.h>
#include <linux/smp.h>
#include <linux/spinlock.h>
#include <asm/memory.h>

/* No spinlock is held this long by code that is right. */
#define SPIN_TOO_LONG_NS	(2 * 1000 * 1000 * 1000ull)

static const char *lock_name(const raw_spinlock_t *lock)
{
	return lock->name ?: "unnamed";
}

static void spin_dump(const raw_spinlock_t *lock, const char *what)
{
	struct task_struct *owner = arch_spin_owner(lock);

	pr_emerg("BUG: spinlock %s on CPU#%u, %s/%d\n", what, raw_smp_processor_id(),
		 current->comm, current->pid);
	pr_emerg(" lock: %s (%p), owner: %s/%d, owner CPU: %d\n", lock_name(lock), lock,
		 owner ? owner->comm : "<none>", owner ? owner->pid : -1,
		 owner ? (int)task_cpu(owner) : -1);
}

void spin_watch(struct spin_watch *watch, raw_spinlock_t *lock)
{
	u64 now = sched_clock();
	struct task_struct *owner;

	if (!watch->since_ns)
		watch->since_ns = now;
	if (watch->reported || now - watch->since_ns < SPIN_TOO_LONG_NS)
		return;
	watch->reported = true;
	spin_dump(lock, "held too long");
	dump_stack();
	owner = arch_spin_owner(lock);
	if (owner)
		trigger_single_cpu_backtrace(task_cpu(owner));
}

void spin_bug_recursion(raw_spinlock_t *lock)
{
	spin_dump(lock, "recursion");
	BUG();
}

void spin_bug_unlock(raw_spinlock_t *lock)
{
	spin_dump(lock, arch_spin_is_locked(lock) ? "unlocked by another thread" :
						    "unlocked, but not locked");
	dump_stack();
	/* There was no lock, so what the unlock is about to undo was never done. */
	preempt_disable();
}

/* --- what a thread holds -------------------------------------------------------------------- */

/*
 * A slot may be stale, and what it points at gone: a lock is believed only in lowmem, and if it
 * agrees.
 */
static bool holds_spinlock(const struct task_struct *t, const raw_spinlock_t *lock)
{
	return lock && IS_ALIGNED((unsigned long)lock, sizeof(long)) && virt_addr_valid(lock) &&
	       arch_spin_owner(lock) == t;
}

static void show_lock(const char *kind, const void *lock, const raw_spinlock_t *named)
{
	pr_emerg(" holds %s %s (%p)\n", kind, lock_name(named), lock);
}

static int count_spinlocks(const struct task_struct *t, bool show)
{
	const raw_spinlock_t *lock;
	int i, j, n = 0;

	for (i = 0; i < HELD_SPINLOCKS; i++) {
		lock = t->held_spinlocks[i];
		for (j = 0; j < i && t->held_spinlocks[j] != lock; j++)
			;
		if (j < i || !holds_spinlock(t, lock))
			continue;
		n++;
		if (show)
			show_lock("spinlock", lock, lock);
	}
	return n;
}

static int count_mutexes(const struct task_struct *t, bool show)
{
	const struct mutex *mutex;
	int n = 0;

	for (mutex = t->held_mutexes; mutex; mutex = mutex->next_held) {
		n++;
		if (show)
			show_lock("mutex", mutex, &mutex->wait_lock);
	}
	return n;
}

bool debug_holds_locks(struct task_struct *t)
{
	return count_spinlocks(t, false) || count_mutexes(t, false);
}

void debug_show_held_locks(struct task_struct *t)
{
	int n = count_spinlocks(t, true);

	n += count_mutexes(t, true);
	if (!n)
		pr_emerg(" no locks held by %s/%d\n", t->comm, t->pid);
}
