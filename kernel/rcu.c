// SPDX-License-Identifier: MIT
/*
 * Read-copy-update.
 *
 * A reader is a stretch of code between rcu_read_lock() and rcu_read_unlock(), which disable
 * preemption: it neither sleeps nor moves. A writer takes what readers may reach out of their way,
 * waits for a grace period, and frees it.
 *
 * A grace period is over when each CPU has run a piece of work that was queued after it began: the
 * worker is a thread, so whatever reader the CPU had been in has ended.
 *
 *	CPU 0   --[reader 1]---w------------------
 *	CPU 1   -----[  reader 2   ]---w----------        w  the work
 *	            |<- grace period ->|
 *	          begins               ends
 *
 * 1. Where one CPU is online, a thread that may sleep is proof enough: no reader runs.
 * 2. Callbacks wait in one list, oldest first. Its worker takes the whole list, waits for one grace
 *    period, and calls them in order; what comes meanwhile waits for the next.
 * 3. A callback that is a number below a page is no function but the offset of the rcu_head in
 *    memory that is to be given to kvfree().
 *
 * Locking: callbacks.lock is taken in any context, interrupts off, and none inside. gp_mutex lets
 * one grace period be waited for at a time. The workqueues are our own, so that work that sleeps
 * elsewhere delays no grace period.
 *
 * Limits: grace periods are not shared between waiters, nor callbacks spread over the CPUs. Readers
 * are not preemptible.
 *
 * Reference: P. McKenney, J. Slingwine, "Read-Copy Update", PDCS 1998.
 */
#include <linux/rcupdate.h>

#include <linux/cpumask.h>
#include <linux/export.h>
#include <linux/init.h>
#include <linux/mutex.h>
#include <linux/panic.h>
#include <linux/percpu.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/workqueue.h>

/* The work of grace periods, on each CPU; and the callbacks, which wait for it. */
static struct workqueue_struct *rcu_gp_wq, *rcu_wq;

/* ---- grace periods ---- */

static DEFINE_MUTEX(gp_mutex);
static DEFINE_PER_CPU(struct work_struct, gp_work);

/* That it runs is all that is asked of it. */
static void pass_gp(struct work_struct *work)
{
}

void synchronize_rcu(void)
{
	unsigned int cpu;

	might_sleep();
	if (num_online_cpus() == 1)
		return;
	mutex_lock(&gp_mutex);
	for_each_online_cpu(cpu)
		queue_work_on(cpu, rcu_gp_wq, per_cpu_ptr(&gp_work, cpu));
	for_each_online_cpu(cpu)
		flush_work(per_cpu_ptr(&gp_work, cpu));
	mutex_unlock(&gp_mutex);
}
EXPORT_SYMBOL(synchronize_rcu);

/* ---- callbacks ---- */

static struct {
	spinlock_t lock;
	struct rcu_head *first;		/* L */
	struct rcu_head **end;		/* L: where the next one is linked */
} callbacks = {
	.lock = __SPIN_LOCK_UNLOCKED(callbacks.lock),
	.end = &callbacks.first,
};

static struct rcu_head *take_callbacks(void)
{
	struct rcu_head *first;

	spin_lock_irq(&callbacks.lock);
	first = callbacks.first;
	callbacks.first = NULL;
	callbacks.end = &callbacks.first;
	spin_unlock_irq(&callbacks.lock);
	return first;
}

static void call_back(struct rcu_head *head)
{
	unsigned long offset = (unsigned long)head->func;

	if (offset < PAGE_SIZE)
		kvfree((void *)head - offset);
	else
		head->func(head);
}

static void run_callbacks(struct work_struct *work)
{
	struct rcu_head *head = take_callbacks(), *next;

	if (head)
		synchronize_rcu();
	for (; head; head = next) {
		next = head->next;
		call_back(head);
	}
}
static DECLARE_WORK(callbacks_work, run_callbacks);

void call_rcu(struct rcu_head *head, rcu_callback_t func)
{
	unsigned long flags;

	head->next = NULL;
	head->func = func;
	spin_lock_irqsave(&callbacks.lock, flags);
	*callbacks.end = head;
	callbacks.end = &head->next;
	spin_unlock_irqrestore(&callbacks.lock, flags);
	if (likely(rcu_wq))
		queue_work(rcu_wq, &callbacks_work);
}
EXPORT_SYMBOL(call_rcu);

void rcu_barrier(void)
{
	might_sleep();
	flush_work(&callbacks_work);
}
EXPORT_SYMBOL(rcu_barrier);

void kvfree_call_rcu(struct rcu_head *head, void *ptr)
{
	if (head) {
		call_rcu(head, (rcu_callback_t)((void *)head - ptr));
	} else {
		synchronize_rcu();
		kvfree(ptr);
	}
}
EXPORT_SYMBOL(kvfree_call_rcu);

/* Right behind the workqueues; callbacks from before have waited in the list. */
static int __init rcu_init(void)
{
	unsigned int cpu;

	for_each_possible_cpu(cpu)
		INIT_WORK(per_cpu_ptr(&gp_work, cpu), pass_gp);
	rcu_gp_wq = alloc_workqueue("rcu_gp", WQ_HIGHPRI, 1);
	rcu_wq = alloc_ordered_workqueue("rcu", 0);
	if (!rcu_gp_wq || !rcu_wq)
		panic("No memory for the threads of RCU");
	queue_work(rcu_wq, &callbacks_work);
	return 0;
}
postcore_initcall(rcu_init);
