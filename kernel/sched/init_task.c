// SPDX-License-Identifier: MIT
/*
 * The thread that head.S turns the boot CPU into. It runs start_kernel() with preemption
 * disabled, and is the CPU's idle thread afterwards.
 */
#include <linux/cache.h>
#include <linux/percpu.h>
#include <linux/sched.h>

struct task_struct init_task __aligned(L1_CACHE_BYTES) = {
	.preempt_count		= INIT_PREEMPT_COUNT,
	.stack_canary		= 0x5ca1ab1e,
	.prio			= MAX_PRIO,
	.run_list		= LIST_HEAD_INIT(init_task.run_list),
	.cpus_mask		= CPU_MASK_ALL,
	.nr_cpus_allowed	= NR_CPUS,
	.stack			= init_stack,
	.flags			= PF_KTHREAD | PF_IDLE | PF_NO_SETAFFINITY,
	.comm			= "swapper/0",
	.usage			= REFCOUNT_INIT(1),
	.tasks			= LIST_HEAD_INIT(init_task.tasks),
};

/* Until setup_per_cpu_areas() the only copy of a per-CPU variable is the original. */
unsigned long __per_cpu_offset[NR_CPUS];
