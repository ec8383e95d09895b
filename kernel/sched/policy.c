// SPDX-License-Identifier: MIT
/*
 * How important a thread is, and where it may run.
 */
#include "sched.h"

#include <linux/bug.h>
#include <linux/errno.h>
#include <linux/kernel.h>

/* @p gets its priority while it is off its queue: invariant 1 of core.c. */
static void set_priority(struct task_struct *p, unsigned int policy, int prio)
{
	unsigned long flags;
	struct rq *rq;
	int queued;

	local_irq_save(flags);
	rq = task_rq_lock(p);
	queued = p->on_rq;
	if (queued)
		dequeue_task(rq, p);
	p->policy = policy;
	p->prio = prio;
	if (queued) {
		enqueue_task(rq, p);
		resched_curr(rq);
	}
	rq_unlock(rq);
	local_irq_restore(flags);
	preempt_check_resched();
}

int sched_setscheduler_prio(struct task_struct *p, int policy, int priority)
{
	if (policy == SCHED_NORMAL && priority == 0) {
		set_priority(p, policy, DEFAULT_PRIO);
		return 0;
	}
	if ((policy != SCHED_FIFO && policy != SCHED_RR) || priority < 1 ||
	    priority >= MAX_RT_PRIO)
		return -EINVAL;
	set_priority(p, policy, MAX_RT_PRIO - 1 - priority);
	return 0;
}

int sched_setscheduler_nocheck(struct task_struct *p, int policy, const struct sched_param *param)
{
	return sched_setscheduler_prio(p, policy, param->sched_priority);
}

void sched_set_fifo(struct task_struct *p)
{
	sched_setscheduler_prio(p, SCHED_FIFO, MAX_RT_PRIO / 2);
}

void sched_set_fifo_low(struct task_struct *p)
{
	sched_setscheduler_prio(p, SCHED_FIFO, 1);
}

void set_user_nice(struct task_struct *p, long nice)
{
	nice = clamp_t(long, nice, MIN_NICE, MAX_NICE);
	set_priority(p, SCHED_NORMAL, NICE_TO_PRIO(nice));
}

void sched_set_normal(struct task_struct *p, int nice)
{
	set_user_nice(p, nice);
}

int task_nice(const struct task_struct *p)
{
	return PRIO_TO_NICE(p->prio);
}

/* --- placement ------------------------------------------------------------------------------ */

/*
 * A thread that does not run now is moved here; its runqueue @rq is locked, and unlocked on
 * return.
 */
static void move_task(struct rq *rq, struct task_struct *p, unsigned int dest)
{
	int queued = p->on_rq;

	if (queued)
		dequeue_task(rq, p);
	WRITE_ONCE(p->cpu, dest);
	rq_unlock(rq);
	if (!queued)
		return;
	rq = cpu_rq(dest);
	rq_lock(rq);
	activate_task(rq, p);
	rq_unlock(rq);
}

/* Sets the mask of @p, and moves it or tells it to move. -EAGAIN if it is between two runqueues. */
static int try_set_affinity(struct task_struct *p, const struct cpumask *mask, unsigned int dest)
{
	struct rq *rq = task_rq_lock(p);
	bool running = rq->curr == p;

	if (!p->on_rq && !running && p->__state == TASK_RUNNING) {
		rq_unlock(rq);
		return -EAGAIN;
	}
	cpumask_copy(&p->cpus_mask, mask);
	p->nr_cpus_allowed = cpumask_weight(mask);
	if (cpumask_test_cpu(rq->cpu, mask)) {
		rq_unlock(rq);
	} else if (running) {
		set_tsk_thread_flag(p, TIF_MIGRATE);
		resched_curr(rq);
		rq_unlock(rq);
	} else {
		move_task(rq, p, dest);
	}
	return 0;
}

int set_cpus_allowed_ptr(struct task_struct *p, const struct cpumask *mask)
{
	unsigned int dest = cpumask_first_and(mask, cpu_online_mask);
	unsigned long flags;
	int ret;

	if (dest >= NR_CPUS || (p->flags & PF_NO_SETAFFINITY))
		return -EINVAL;
	do {
		local_irq_save(flags);
		ret = try_set_affinity(p, mask, dest);
		local_irq_restore(flags);
	} while (ret);
	preempt_check_resched();
	while (p != current && test_tsk_thread_flag(p, TIF_MIGRATE))
		cpu_relax();
	return 0;
}

/*
 * The second half of a move: @p has left the CPU it must not use any more. Called by the thread
 * that runs there now, with no runqueue locked.
 */
void finish_migration(struct task_struct *p)
{
	unsigned int dest = cpumask_first_and(&p->cpus_mask, cpu_online_mask);
	struct rq *rq = cpu_rq(dest);

	clear_tsk_thread_flag(p, TIF_MIGRATE);
	rq_lock(rq);
	WRITE_ONCE(p->cpu, dest);
	activate_task(rq, p);
	rq_unlock(rq);
}
