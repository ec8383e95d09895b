// SPDX-License-Identifier: MIT
/*
 * What the scheduler tells about threads, and about calls in the wrong context.
 */
#include "sched.h"

#include <linux/bug.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/printk.h>
#include <linux/stacktrace.h>

void __might_sleep(const char *file, int line)
{
	static const char *last_file;
	static unsigned long last;
	static int last_line;

	if (system_state == SYSTEM_BOOTING || oops_in_progress)
		return;
	/* One a second from one place: whoever came there is likely to come again. */
	if (file == last_file && line == last_line && time_before(jiffies, last + HZ))
		return;
	last_file = file;
	last_line = line;
	last = jiffies;
	pr_err("BUG: sleeping function called from invalid context at %s:%d\n", file, line);
	pr_err("in_atomic(): %d, irqs_disabled(): %d, preempt_count: %x, pid: %d, name: %s\n",
	       in_atomic(), irqs_disabled(), preempt_count(), current->pid, current->comm);
	debug_show_held_locks(current);
	dump_stack();
}

void debug_smp_processor_id(void)
{
	static bool reported;

	if (irqs_disabled() || current->nr_cpus_allowed == 1 || reported)
		return;
	reported = true;
	pr_err("BUG: using smp_processor_id() in preemptible code: %s/%d\n", current->comm,
	       current->pid);
	dump_stack();
}

bool on_task_stack(const struct task_struct *t, unsigned long addr)
{
	return addr >= (unsigned long)t->stack && addr < (unsigned long)t->stack + THREAD_SIZE;
}

static char task_state_to_char(const struct task_struct *t)
{
	unsigned int state = READ_ONCE(t->__state);

	if (cpu_rq(task_cpu(t))->curr == t || state == TASK_RUNNING)
		return 'R';
	if (state & TASK_DEAD)
		return 'X';
	if (state & TASK_PARKED)
		return 'P';
	if ((state & TASK_IDLE) == TASK_IDLE)
		return 'I';
	return state & TASK_UNINTERRUPTIBLE ? 'D' : 'S';
}

static void show_task(struct task_struct *t)
{
	unsigned long size = THREAD_SIZE - sizeof(*t);

	pr_info("%5d %c %3u %4d %6lu/%lu %8lu %8lu  %s\n", t->pid, task_state_to_char(t),
		task_cpu(t), t->prio, size - stack_not_used(t), size, t->nvcsw, t->nivcsw, t->comm);
}

struct task_struct *cpu_curr(unsigned int cpu)
{
	return READ_ONCE(cpu_rq(cpu)->curr);
}

struct task_struct *idle_task(int cpu)
{
	return cpu_rq(cpu)->idle;
}

bool sched_task_running(const struct task_struct *t)
{
	unsigned int cpu;

	for_each_online_cpu(cpu)
		if (cpu_curr(cpu) == t)
			return true;
	return false;
}

void show_all_tasks(void)
{
	struct task_struct *t;
	unsigned long flags;
	unsigned int cpu;

	pr_info("  PID S CPU PRIO  STACK USED  SWITCHES  FORCED  NAME\n");
	for_each_online_cpu(cpu)
		show_task(cpu_rq(cpu)->idle);
	spin_lock_irqsave(&tasklist_lock, flags);
	for_each_process(t)
		show_task(t);
	spin_unlock_irqrestore(&tasklist_lock, flags);
}

void sched_show_task(struct task_struct *t)
{
	pr_info("thread %s/%d: state %c, CPU %u, priority %d\n", t->comm, t->pid,
		task_state_to_char(t), task_cpu(t), t->prio);
	show_stack(t, NULL, KERN_INFO);
}
