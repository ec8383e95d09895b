// SPDX-License-Identifier: MIT
/*
 * The detector of hung threads: a thread that waits in TASK_UNINTERRUPTIBLE waits for something
 * that is meant to come soon. If it has not run for two minutes, somebody should know, with its
 * backtrace and what it waits for. Threads that wait long on purpose sleep in another state
 * (TASK_IDLE, TASK_INTERRUPTIBLE).
 */
#include <linux/sched/sysctl.h>

#include <linux/init.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/kthread.h>
#include <linux/mutex.h>
#include <linux/printk.h>
#include <linux/sched.h>
#include <linux/spinlock.h>

/* Threads named in one go; the others will be in the next. */
#define MAX_REPORTS	8

unsigned long sysctl_hung_task_timeout_secs = 120;

/* True if @t is to be reported now; tasklist_lock held. */
static bool is_hung(struct task_struct *t, unsigned long timeout)
{
	unsigned long switches = t->nvcsw + t->nivcsw;

	if ((READ_ONCE(t->__state) & (TASK_IDLE | TASK_NEW)) != TASK_UNINTERRUPTIBLE ||
	    switches != t->last_switch_count) {
		t->last_switch_count = switches;
		t->last_switch_time = jiffies;
		t->hang_reported = false;
		return false;
	}
	return !t->hang_reported && time_after_eq(jiffies, t->last_switch_time + timeout);
}

/* The hung threads, held. */
static int collect_hung(struct task_struct **hung, unsigned long timeout)
{
	struct task_struct *t;
	unsigned long flags;
	int n = 0;

	spin_lock_irqsave(&tasklist_lock, flags);
	for_each_process(t) {
		if (n == MAX_REPORTS || !is_hung(t, timeout))
			continue;
		t->hang_reported = true;
		hung[n++] = get_task_struct(t);
	}
	spin_unlock_irqrestore(&tasklist_lock, flags);
	return n;
}

static void report(struct task_struct *t)
{
	const struct mutex *mutex = t->blocked_on;

	pr_err("INFO: task %s:%d blocked for more than %u seconds.\n", t->comm, t->pid,
	       jiffies_to_msecs(jiffies - t->last_switch_time) / 1000);
	if (mutex)
		pr_err(" waits for mutex %s, owner %s\n", mutex->wait_lock.name,
		       mutex_owner_name(mutex));
	sched_show_task(t);
	debug_show_held_locks(t);
}

int check_hung_uninterruptible_tasks(unsigned long timeout)
{
	struct task_struct *hung[MAX_REPORTS];
	int i, n = collect_hung(hung, timeout);

	for (i = 0; i < n; i++) {
		report(hung[i]);
		put_task_struct(hung[i]);
	}
	return n;
}

static int watch(void *unused)
{
	while (!kthread_should_stop()) {
		unsigned long timeout = sysctl_hung_task_timeout_secs * HZ;

		schedule_timeout_interruptible(timeout ? timeout / 4 : MAX_SCHEDULE_TIMEOUT);
		if (timeout)
			check_hung_uninterruptible_tasks(timeout);
	}
	return 0;
}

static int __init set_timeout(char *value)
{
	if (kstrtoul(value, 0, &sysctl_hung_task_timeout_secs) ||
	    sysctl_hung_task_timeout_secs > MAX_JIFFY_OFFSET / HZ) {
		pr_warn("hung_task_timeout_secs=%s: not a number of seconds, ignored\n", value);
		sysctl_hung_task_timeout_secs = 120;
	}
	return 1;
}
__setup("hung_task_timeout_secs=", set_timeout);

static int __init hung_task_init(void)
{
	return PTR_ERR_OR_ZERO(kthread_run(watch, NULL, "khungtaskd"));
}
subsys_initcall(hung_task_init);
