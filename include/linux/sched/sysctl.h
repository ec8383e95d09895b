/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_SCHED_SYSCTL_H
#define _LINUX_SCHED_SYSCTL_H

/** hung_task_timeout_secs=: how long a thread may wait without a break; 0 for ever. */
extern unsigned long sysctl_hung_task_timeout_secs;

/**
 * Reports every thread that has slept in TASK_UNINTERRUPTIBLE, and not run, since a call @timeout
 * jiffies ago or earlier; each sleep once. Returns how many. Thread context.
 */
int check_hung_uninterruptible_tasks(unsigned long timeout);

#endif
