// SPDX-License-Identifier: MIT
/*
 * What a CPU does when no thread is ready. The idle thread is on no queue and never sleeps: it
 * looks for work that another CPU has too much of, and else waits for an interrupt.
 */
#include "sched.h"

#include <linux/irqflags.h>
#include <linux/init.h>
#include <linux/kernel.h>

void sched_attach_idle(struct task_struct *idle, unsigned int cpu)
{
	struct rq *rq = cpu_rq(cpu);

	idle->cpu = cpu;
	idle->prio = MAX_PRIO;
	idle->flags |= PF_IDLE | PF_NO_SETAFFINITY;
	idle->nr_cpus_allowed = 1;
	cpumask_copy(&idle->cpus_mask, cpumask_of(cpu));
	*end_of_stack(idle) = STACK_END_MAGIC;
	rq->idle = idle;
	rq->curr = idle;
}

/* The first thread of @rq that waits for the CPU and may run on @cpu; rq->lock held. */
static struct task_struct *find_movable(struct rq *rq, unsigned int cpu)
{
	struct task_struct *p;
	int prio;

	for (prio = 0; prio < MAX_PRIO; prio++)
		list_for_each_entry(p, &rq->queue[prio], run_list)
			if (p != rq->curr && cpumask_test_cpu(cpu, &p->cpus_mask))
				return p;
	return NULL;
}

/*
 * Takes a thread off @busy, if there is one to spare. It belongs to @cpu then, and is on no
 * queue.
 */
static struct task_struct *detach_task(struct rq *busy, unsigned int cpu)
{
	struct task_struct *p;

	if (READ_ONCE(busy->nr_running) < 2)
		return NULL;
	rq_lock(busy);
	p = busy->nr_running < 2 ? NULL : find_movable(busy, cpu);
	if (p) {
		dequeue_task(busy, p);
		WRITE_ONCE(p->cpu, cpu);
	}
	rq_unlock(busy);
	return p;
}

/* Takes a ready thread from a busy CPU; true if it found one. Interrupts off. */
static bool pull_task(struct rq *this)
{
	struct task_struct *p;
	unsigned int cpu;

	for_each_online_cpu(cpu) {
		if (cpu == this->cpu)
			continue;
		p = detach_task(cpu_rq(cpu), this->cpu);
		if (!p)
			continue;
		rq_lock(this);
		enqueue_task(this, p);
		resched_curr(this);
		rq_unlock(this);
		return true;
	}
	return false;
}

/*
 * Interrupts are off between the last look at need_resched() and the sleep, and an interrupt that
 * is pending ends the sleep all the same: no request to reschedule is slept over.
 */
static void idle_once(struct rq *rq)
{
	local_irq_disable();
	cpumask_set_cpu(rq->cpu, &sched_idle_mask);
	smp_mb();	/* who puts a thread here now either sees us idle or is seen */
	if (!need_resched() && !pull_task(rq))
		cpu_do_idle();
	cpumask_clear_cpu(rq->cpu, &sched_idle_mask);
	local_irq_enable();
}

void __noreturn cpu_startup_entry(void)
{
	for (;;) {
		while (!need_resched())
			idle_once(this_rq());
		schedule_preempt_disabled();
	}
}
