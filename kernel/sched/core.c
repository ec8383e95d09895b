// SPDX-License-Identifier: MIT
/*
 * The scheduler.
 *
 * Every CPU has a runqueue: one list a priority level, and a bitmap of the levels that are not
 * empty. The best thread is the first one of the first list: two count-leading-zeros and a load,
 * however many threads there are. Levels are served strictly, the better one first (smaller
 * number); inside a level it is round robin, a time slice each (SCHED_FIFO has none).
 *
 *	runqueue of CPU 0
 *	  summary  ...01000	bitmap[3] is not 0
 *	  bitmap[3]  00...0100000000000000000000000	level 120 is not empty
 *	  queue[120] --> A (runs) --> B --> C
 *	  idle           when there is nobody
 *
 * Invariants
 *   1. A thread with on_rq set is on the queue of its level, on the runqueue of task->cpu, and
 *      nowhere else. The running thread stays on its queue. The idle thread is on none.
 *   2. bitmap and summary say which queues are empty, and nr_running counts the threads on them.
 *   3. task->cpu and on_rq change under the lock of the runqueue they name (before the change).
 *   4. The runqueue's lock is held across a switch: taken by the thread that leaves, handed to
 *      the one that comes, dropped by it. So whoever holds the lock and finds a thread that is
 *      not rq->curr finds all its registers on its stack.
 *   5. A thread that goes to sleep sets its state first, then looks at what it waits for; the waker
 *      changes that first, then looks at the state, under the runqueue's lock. One of them sees the
 *      other: no wake-up is lost.
 *   6. A thread is preempted only where its preemption counter is zero and interrupts were on: at
 *      the exit of an interrupt, or where the counter becomes zero and a reschedule was asked
 *      for.
 *
 * Which CPU: a thread that wakes goes where it ran last if that is idle, else to an idle CPU it
 * may use, else where it ran last. An idle CPU takes ready threads from busy ones before it
 * sleeps. There is no other balancing, no accounting of run time, no fairness between levels.
 *
 * Locking: runqueue locks are innermost, and only one is held at a time. Wakers may hold any lock
 * and be in any context.
 *
 * Reference: the O(1) scheduler in Love, "Linux Kernel Development", 2nd edition, chapter 4.
 */
#include "sched.h"
#include "thread.h"

#include <linux/bug.h>
#include <linux/init.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/panic.h>
#include <linux/printk.h>
#include <asm/barrier.h>

DEFINE_PER_CPU_SHARED_ALIGNED(struct rq, runqueues);
struct cpumask sched_idle_mask;

/* --- the queues ----------------------------------------------------------------------------- */

static __always_inline struct task_struct *pick_next_task(struct rq *rq)
{
	unsigned int word, prio;

	if (!rq->summary)
		return rq->idle;
	word = __builtin_ctz(rq->summary);
	prio = word * 32 + __builtin_ctz(rq->bitmap[word]);
	return list_first_entry(&rq->queue[prio], struct task_struct, run_list);
}

void resched_curr(struct rq *rq)
{
	struct task_struct *curr = rq->curr;

	if (test_tsk_thread_flag(curr, TIF_NEED_RESCHED))
		return;
	set_tsk_thread_flag(curr, TIF_NEED_RESCHED);
	if (rq->cpu == raw_smp_processor_id())
		set_preempt_need_resched();
	else
		smp_send_reschedule(rq->cpu);
}

/* --- switching ------------------------------------------------------------------------------ */

/*
 * The flags of the thread that leaves: a request to reschedule is being met, and a thread that
 * must not stay on this CPU is taken off the queue. It goes to its new CPU when its registers are
 * saved.
 */
static noinline void leave_with_flags(struct rq *rq, struct task_struct *prev)
{
	clear_tsk_thread_flag(prev, TIF_NEED_RESCHED);
	clear_preempt_need_resched();
	if (!test_tsk_thread_flag(prev, TIF_MIGRATE))
		return;
	if (prev->on_rq)
		dequeue_task(rq, prev);
	else
		clear_tsk_thread_flag(prev, TIF_MIGRATE);	/* who wakes it will see to it */
}

/*
 * Runs as the thread that has just got the CPU; @prev is the one that gave it up. Interrupts off.
 */
static __always_inline void finish_task_switch(struct task_struct *prev)
{
	unsigned long flags = READ_ONCE(prev->thread_flags);

	/* Taken by @prev. From here on another CPU may run it. */
	arch_spin_unlock_of(&this_rq()->lock, prev);
	if (likely(!(flags & (BIT(TIF_MIGRATE) | BIT(TIF_DEAD)))))
		return;
	if (flags & BIT(TIF_DEAD))
		put_task_struct(prev);
	else
		finish_migration(prev);
}

static __always_inline void switch_to(struct rq *rq, struct task_struct *prev,
				      struct task_struct *next)
{
	rq->curr = next;
	finish_task_switch(__switch_to(prev, next));
}

/*
 * Gives the CPU to the best thread; returns when the running one has it again. Interrupts are off
 * all the time, so the preemption counter need not be raised. A thread that is @preempted stays
 * ready whatever its state says: it has not decided to sleep yet.
 */
static __always_inline void __schedule(bool preempted)
{
	struct task_struct *prev = current, *next;
	struct rq *rq = this_rq();

	if (unlikely(*end_of_stack(prev) != STACK_END_MAGIC))
		panic("%s/%d has overrun its stack", prev->comm, prev->pid);
	rq_lock(rq);
	if (!preempted && prev->__state)
		dequeue_task(rq, prev);
	if (unlikely(prev->thread_flags))
		leave_with_flags(rq, prev);
	next = pick_next_task(rq);
	if (unlikely(next == prev)) {
		rq_unlock(rq);
		return;
	}
	if (preempted)
		prev->nivcsw++;
	else
		prev->nvcsw++;
	switch_to(rq, prev, next);
}

static __cold void schedule_bug(void)
{
	pr_emerg("BUG: scheduling while atomic: %s/%d/0x%08x\n", current->comm, current->pid,
		 preempt_count());
	debug_show_held_locks(current);
	dump_stack();
}

void schedule_irqs_off(void)
{
	__schedule(false);
	local_irq_enable();
}

void schedule(void)
{
	if (unlikely(preempt_count() || irqs_disabled()))
		schedule_bug();
	do {
		local_irq_disable();
		schedule_irqs_off();
	} while (need_resched());
}

void schedule_preempt_disabled(void)
{
	preempt_enable_no_resched();
	schedule();
	preempt_disable();
}

void preempt_schedule(void)
{
	if (unlikely(!preemptible()))
		return;
	local_irq_disable();
	preempt_schedule_irq();
	local_irq_enable();
}

/*
 * Interrupts stay off from one switch to the next, or each could be interrupted by the next
 * preemption.
 */
void preempt_schedule_irq(void)
{
	do {
		__schedule(true);
	} while (need_resched());
}

void __noreturn schedule_dead(void)
{
	local_irq_disable();
	WRITE_ONCE(current->__state, TASK_DEAD);
	if (!(current->flags & PF_DIED_LOCKED))
		set_thread_flag(TIF_DEAD);
	__schedule(false);
	BUG();
}

void schedule_tail(struct task_struct *prev)
{
	finish_task_switch(prev);
	local_irq_enable();
}

/* --- waking --------------------------------------------------------------------------------- */

/* Not where it ran last: there are idle CPUs, or it must not run there any more. */
static noinline unsigned int select_other_cpu(struct task_struct *p, unsigned int cpu)
{
	unsigned int idle;

	if (!cpumask_test_cpu(cpu, &p->cpus_mask))
		return cpumask_first_and(&p->cpus_mask, cpu_online_mask);
	if (cpumask_test_cpu(cpu, &sched_idle_mask))
		return cpu;
	idle = cpumask_first_and(&sched_idle_mask, &p->cpus_mask);
	if (idle >= NR_CPUS)
		return cpu;
	cpumask_clear_cpu(idle, &sched_idle_mask);	/* the next one shall go elsewhere */
	return idle;
}

/* Where a thread that wakes should run; its runqueue's lock held. */
static __always_inline unsigned int select_cpu(struct task_struct *p, unsigned int cpu)
{
	unsigned long allowed = p->cpus_mask.bits[0];

	if (likely(!(sched_idle_mask.bits[0] & allowed) && (allowed >> cpu & 1)))
		return cpu;
	return select_other_cpu(p, cpu);
}

/*
 * @p, asleep and not queued, belongs to @cpu from now on; returns with that runqueue's lock held.
 */
static noinline struct rq *migrate_sleeper(struct rq *rq, struct task_struct *p, unsigned int cpu)
{
	WRITE_ONCE(p->cpu, cpu);
	rq_unlock(rq);
	rq = cpu_rq(cpu);
	rq_lock(rq);
	return rq;
}

/* Makes @p, whose runqueue @rq is locked, ready; returns the runqueue it is on, locked. */
static __always_inline struct rq *wake_locked(struct rq *rq, struct task_struct *p)
{
	unsigned int cpu;

	WRITE_ONCE(p->__state, TASK_RUNNING);
	if (p->on_rq)
		return rq;
	cpu = select_cpu(p, rq->cpu);
	if (unlikely(cpu != rq->cpu))
		rq = migrate_sleeper(rq, p, cpu);
	activate_task(rq, p);
	return rq;
}

int wake_up_state(struct task_struct *p, unsigned int state)
{
	unsigned long flags;
	struct rq *rq;
	int woken;

	local_irq_save(flags);
	/* Taking the lock orders what @p waits for before the look at its state: invariant 5. */
	rq = task_rq_lock(p);
	woken = !!(p->__state & state);
	if (woken)
		rq = wake_locked(rq, p);
	rq_unlock(rq);
	local_irq_restore(flags);
	preempt_check_resched();
	return woken;
}

void wake_up_served(struct task_struct **served)
{
	struct task_struct *p = *served;
	struct rq *rq = task_rq_lock(p);

	WRITE_ONCE(*served, NULL);
	if (p->__state & TASK_NORMAL)
		rq = wake_locked(rq, p);
	rq_unlock(rq);
}

int wake_up_process(struct task_struct *p)
{
	return wake_up_state(p, TASK_NORMAL);
}

bool sched_unborn(struct task_struct *t)
{
	unsigned long flags;
	struct rq *rq;
	bool unborn;

	local_irq_save(flags);
	rq = task_rq_lock(t);
	unborn = t->__state & TASK_NEW;
	if (unborn)
		WRITE_ONCE(t->__state, TASK_DEAD);
	rq_unlock(rq);
	local_irq_restore(flags);
	return unborn;
}

/* --- the clock tick, and giving way --------------------------------------------------------- */

static void move_to_tail(struct rq *rq, struct task_struct *p)
{
	list_move_tail(&p->run_list, &rq->queue[p->prio]);
}

void scheduler_tick(void)
{
	struct rq *rq = this_rq();
	struct task_struct *curr;

	rq_lock(rq);
	curr = rq->curr;
	if (curr != rq->idle && curr->policy != SCHED_FIFO && --curr->time_slice <= 0) {
		curr->time_slice = TIME_SLICE;
		if (!list_is_singular(&rq->queue[curr->prio])) {
			move_to_tail(rq, curr);
			resched_curr(rq);
		}
	}
	rq_unlock(rq);
}

void yield(void)
{
	struct rq *rq;

	local_irq_disable();
	rq = this_rq();
	rq_lock(rq);
	if (current->on_rq)
		move_to_tail(rq, current);
	rq_unlock(rq);
	local_irq_enable();
	__set_current_state(TASK_RUNNING);
	schedule();
}

int __cond_resched(void)
{
	if (!need_resched() || !preemptible())
		return 0;
	preempt_schedule();
	return 1;
}

int __cond_resched_lock(spinlock_t *lock)
{
	if (!need_resched() && !spin_is_contended(lock))
		return 0;
	spin_unlock(lock);
	cond_resched();
	cpu_relax();
	spin_lock(lock);
	return 1;
}

/* --- start-up ------------------------------------------------------------------------------- */

static void init_rq(struct rq *rq, unsigned int cpu)
{
	int prio;

	raw_spin_lock_init(&rq->lock);
	rq->cpu = cpu;
	for (prio = 0; prio < MAX_PRIO; prio++)
		INIT_LIST_HEAD(&rq->queue[prio]);
}

void __init sched_init(void)
{
	unsigned int cpu;

	for_each_possible_cpu(cpu)
		init_rq(cpu_rq(cpu), cpu);
	sched_attach_idle(&init_task, 0);
}
