// SPDX-License-Identifier: MIT
/*
 * Work that an interrupt handler leaves for a moment later.
 *
 * A softirq is raised by setting a bit of this CPU's word. It is served when the outermost
 * interrupt ends, or when bottom halves are enabled again, with interrupts on, on the CPU that
 * raised it. If the word fills up faster than it is emptied, the CPU's ksoftirqd thread takes
 * over, so that threads get their turn.
 *
 * 1. A CPU serves softirqs in one context at a time: the counter's SOFTIRQ field is not zero
 *    meanwhile.
 * 2. A bit is cleared before its function runs: what is raised while it runs makes it run again.
 * 3. A pending bit on a CPU that is not in interrupt context and has bottom halves enabled means
 *    that ksoftirqd has been woken.
 *
 * Tasklets are functions on a list that a softirq works off. A tasklet never runs on two CPUs at
 * a time.
 *
 * Context: raising, any; the functions themselves must not sleep.
 */
#include <linux/interrupt.h>

#include <linux/bug.h>
#include <linux/init.h>
#include <linux/irqflags.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/kthread.h>
#include <linux/percpu.h>
#include <linux/sched.h>

/* How long interrupt context serves softirqs before it leaves them to the thread. */
#define MAX_ROUNDS	10

DEFINE_PER_CPU(u32, softirq_pending);
static DEFINE_PER_CPU(struct task_struct *, ksoftirqd);
static struct softirq_action softirq_vec[NR_SOFTIRQS];

static void wakeup_softirqd(void)
{
	struct task_struct *t = __this_cpu_read(ksoftirqd);

	if (t)
		wake_up_process(t);
}

/* Interrupts are off on entry and return, and on while the functions run. */
static void serve_pending(u32 pending)
{
	struct softirq_action *h;

	local_irq_enable();
	while (pending) {
		h = &softirq_vec[__ffs(pending)];
		h->action(h);
		pending &= pending - 1;
	}
	local_irq_disable();
}

static noinline void __do_softirq(void)
{
	int rounds = MAX_ROUNDS;
	u32 pending;

	__preempt_count_add(SOFTIRQ_OFFSET);
	while (rounds-- && (pending = __this_cpu_read(softirq_pending))) {
		__this_cpu_write(softirq_pending, 0);
		serve_pending(pending);
	}
	__preempt_count_sub(SOFTIRQ_OFFSET);
	if (__this_cpu_read(softirq_pending))
		wakeup_softirqd();
}

void irq_exit(void)
{
	__preempt_count_sub(HARDIRQ_OFFSET);
	if (unlikely(__this_cpu_read(softirq_pending)) && !in_interrupt())
		__do_softirq();
}

void do_softirq(void)
{
	unsigned long flags;

	if (in_interrupt())
		return;
	local_irq_save(flags);
	if (__this_cpu_read(softirq_pending))
		__do_softirq();
	local_irq_restore(flags);
}

void local_bh_enable(void)
{
	WARN_ON_ONCE(in_hardirq() || irqs_disabled());
	/* All but one, which keeps the thread on this CPU until the softirqs are served. */
	__preempt_count_sub(SOFTIRQ_DISABLE_OFFSET - 1);
	if (unlikely(__this_cpu_read(softirq_pending)) && !in_interrupt())
		do_softirq();
	preempt_enable();
}

void raise_softirq_irqoff(unsigned int nr)
{
	__this_cpu_or(softirq_pending, 1u << nr);
	if (!in_interrupt())
		wakeup_softirqd();
}

void raise_softirq(unsigned int nr)
{
	unsigned long flags;

	local_irq_save(flags);
	raise_softirq_irqoff(nr);
	local_irq_restore(flags);
}

void open_softirq(int nr, void (*action)(struct softirq_action *))
{
	softirq_vec[nr].action = action;
}

/* --- ksoftirqd ------------------------------------------------------------------------------ */

static int run_ksoftirqd(void *unused)
{
	while (!kthread_should_stop()) {
		set_current_state(TASK_INTERRUPTIBLE);
		if (!local_softirq_pending())
			schedule();
		__set_current_state(TASK_RUNNING);
		do_softirq();
		cond_resched();
	}
	return 0;
}

static int __init spawn_ksoftirqd(void)
{
	struct task_struct *t;
	unsigned int cpu;

	for_each_online_cpu(cpu) {
		t = kthread_create_on_cpu(run_ksoftirqd, NULL, cpu, "ksoftirqd/%u");
		if (IS_ERR(t))
			panic("no memory for ksoftirqd/%u", cpu);
		per_cpu(ksoftirqd, cpu) = t;
		wake_up_process(t);
	}
	return 0;
}
early_initcall(spawn_ksoftirqd);

/* --- tasklets ------------------------------------------------------------------------------- */

struct tasklet_list {
	struct tasklet_struct *head;
	struct tasklet_struct **tail;	/* NULL until first used */
};

static DEFINE_PER_CPU(struct tasklet_list, tasklet_vec);
static DEFINE_PER_CPU(struct tasklet_list, tasklet_hi_vec);

/* Interrupts off. */
static void append_tasklet(struct tasklet_list *list, struct tasklet_struct *t)
{
	t->next = NULL;
	if (!list->head)
		list->tail = &list->head;
	*list->tail = t;
	list->tail = &t->next;
}

static void schedule_on(struct tasklet_list __percpu *vec, struct tasklet_struct *t,
			unsigned int nr)
{
	unsigned long flags;

	local_irq_save(flags);
	append_tasklet(this_cpu_ptr(vec), t);
	raise_softirq_irqoff(nr);
	local_irq_restore(flags);
}

void __tasklet_schedule(struct tasklet_struct *t)
{
	schedule_on(&tasklet_vec, t, TASKLET_SOFTIRQ);
}

void __tasklet_hi_schedule(struct tasklet_struct *t)
{
	schedule_on(&tasklet_hi_vec, t, HI_SOFTIRQ);
}

/* True if @t could run now: it runs on no other CPU, and is not disabled. */
static bool try_run_tasklet(struct tasklet_struct *t)
{
	bool enabled;

	if (!tasklet_trylock(t))
		return false;
	enabled = !atomic_read(&t->count);
	if (enabled) {
		clear_bit(TASKLET_STATE_SCHED, &t->state);
		smp_mb__after_atomic();	/* what is scheduled from here on runs again */
		if (t->use_callback)
			t->callback(t);
		else
			t->func(t->data);
	}
	tasklet_unlock(t);
	return enabled;
}

static void work_off(struct tasklet_list __percpu *vec, unsigned int nr)
{
	struct tasklet_struct *list, *t;

	local_irq_disable();
	list = this_cpu_ptr(vec)->head;
	this_cpu_ptr(vec)->head = NULL;
	local_irq_enable();
	while (list) {
		t = list;
		list = list->next;
		if (!try_run_tasklet(t))
			schedule_on(vec, t, nr);
	}
}

static void tasklet_action(struct softirq_action *a)
{
	work_off(&tasklet_vec, TASKLET_SOFTIRQ);
}

static void tasklet_hi_action(struct softirq_action *a)
{
	work_off(&tasklet_hi_vec, HI_SOFTIRQ);
}

void tasklet_setup(struct tasklet_struct *t, void (*callback)(struct tasklet_struct *))
{
	*t = (struct tasklet_struct){ .callback = callback, .use_callback = true };
}

void tasklet_init(struct tasklet_struct *t, void (*func)(unsigned long), unsigned long data)
{
	*t = (struct tasklet_struct){ .func = func, .data = data };
}

void tasklet_unlock_wait(struct tasklet_struct *t)
{
	while (test_bit(TASKLET_STATE_RUN, &t->state))
		cpu_relax();
	smp_mb();	/* what the tasklet did is seen */
}

void tasklet_kill(struct tasklet_struct *t)
{
	might_sleep();
	while (test_and_set_bit(TASKLET_STATE_SCHED, &t->state))
		schedule_timeout_uninterruptible(1);
	tasklet_unlock_wait(t);
	clear_bit(TASKLET_STATE_SCHED, &t->state);
}

void __init softirq_init(void)
{
	open_softirq(TASKLET_SOFTIRQ, tasklet_action);
	open_softirq(HI_SOFTIRQ, tasklet_hi_action);
}
