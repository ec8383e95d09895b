/* SPDX-License-Identifier: MIT */
/* What the files of the scheduler share. kernel/sched/core.c has the theory. */
#ifndef _KERNEL_SCHED_H
#define _KERNEL_SCHED_H

#include <linux/list.h>
#include <linux/percpu.h>
#include <linux/sched.h>
#include <linux/spinlock.h>

#define PRIO_WORDS	((MAX_PRIO + 31) / 32)
/* Ticks a thread runs before the next one of its level: 50 ms. */
#define TIME_SLICE	(HZ / 20)

/**
 * struct rq - the threads that want one CPU
 * @lock:	guards all of it; taken with interrupts off
 * @summary:	bit w is set if @bitmap[w] is not 0
 * @bitmap:	bit p is set if @queue[p] has a thread
 * @queue:	by priority: the ready threads, the running one among them, in order of service
 * @curr:	who runs
 * @idle:	who runs when nobody is ready; on no queue
 * @nr_running:	threads on all the queues
 */
struct rq {
	raw_spinlock_t lock;
	unsigned int cpu;
	struct task_struct *curr;
	struct task_struct *idle;
	u32 summary;
	u32 bitmap[PRIO_WORDS];
	unsigned int nr_running;
	struct list_head queue[MAX_PRIO];
};

DECLARE_PER_CPU_SHARED_ALIGNED(struct rq, runqueues);

#define cpu_rq(cpu)	per_cpu_ptr(&runqueues, cpu)
#define this_rq()	this_cpu_ptr(&runqueues)
#define task_rq(p)	cpu_rq(task_cpu(p))

/* The CPUs that run their idle thread. */
extern struct cpumask sched_idle_mask;

/*
 * The scheduler's locks are taken with interrupts off, always: then the preemption counter need
 * not be raised.
 */
static __always_inline void rq_lock(struct rq *rq)
{
	arch_spin_lock(&rq->lock);
}

static __always_inline void rq_unlock(struct rq *rq)
{
	arch_spin_unlock(&rq->lock);
}

/** Locks the runqueue that @p belongs to, wherever it moves meanwhile. Interrupts off. */
static inline struct rq *task_rq_lock(struct task_struct *p)
{
	unsigned int cpu;
	struct rq *rq;

	for (;;) {
		cpu = task_cpu(p);
		rq = cpu_rq(cpu);
		rq_lock(rq);
		if (likely(cpu == task_cpu(p)))
			return rq;
		rq_unlock(rq);
	}
}

/** Put @p on its runqueue, or take it off. rq->lock held. */
static __always_inline void enqueue_task(struct rq *rq, struct task_struct *p)
{
	unsigned int prio = p->prio, word = prio / 32;

	list_add_tail(&p->run_list, &rq->queue[prio]);
	rq->bitmap[word] |= 1u << prio % 32;
	rq->summary |= 1u << word;
	p->on_rq = 1;
	rq->nr_running++;
}

static __always_inline void dequeue_task(struct rq *rq, struct task_struct *p)
{
	unsigned int prio = p->prio, word = prio / 32;

	p->on_rq = 0;
	rq->nr_running--;
	__list_del_entry(&p->run_list);
	if (!list_empty(&rq->queue[prio]))
		return;
	rq->bitmap[word] &= ~(1u << prio % 32);
	if (!rq->bitmap[word])
		rq->summary &= ~(1u << word);
}

/** Asks the CPU of @rq to pass through its scheduler. rq->lock held. */
void resched_curr(struct rq *rq);

/** Queues @p, and preempts who runs there if @p is better. rq->lock held. */
static __always_inline void activate_task(struct rq *rq, struct task_struct *p)
{
	enqueue_task(rq, p);
	if (p->prio < rq->curr->prio)
		resched_curr(rq);
}

/** Puts @p, off its queue with TIF_MIGRATE set, on a CPU that it may use. No runqueue locked. */
void finish_migration(struct task_struct *p);

/**
 * Wakes the thread *@served and sets *@served, a word on that thread's stack, to NULL: for a
 * sleeper that goes on when it sees that. The thread may be gone, and the word with it, when this
 * returns. Interrupts off; the caller calls preempt_check_resched() when they are on again.
 */
void wake_up_served(struct task_struct **served);

/**
 * schedule() for a caller that has interrupts off already, and knows that it may sleep; on again
 * after.
 */
void schedule_irqs_off(void);

/** Makes @idle the idle thread of @cpu, and what it runs. Before @cpu schedules. */
void sched_attach_idle(struct task_struct *idle, unsigned int cpu);

/** The end of the running thread; the next one drops its reference. Its state becomes TASK_DEAD. */
void schedule_dead(void) __noreturn;

/* switch.S */
/**
 * Saves the running thread's registers on its stack and goes on as @next. Returns, in whatever
 * thread switches back, the thread that ran before. Interrupts off.
 */
struct task_struct *__switch_to(struct task_struct *prev, struct task_struct *next);
/** Where a new thread begins: calls r5(r4) after schedule_tail(). Not for C. */
void ret_from_fork(void);
/** The second half of a switch, for a thread that has not been in schedule() yet. */
void schedule_tail(struct task_struct *prev);

#endif
