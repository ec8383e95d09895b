/* SPDX-License-Identifier: MIT */
/* What a secondary CPU starts with: between smp.c and secondary.S. */
#ifndef _ASM_SECONDARY_H
#define _ASM_SECONDARY_H

#include <linux/linkage.h>
#include <linux/threads.h>
#include <linux/types.h>

struct task_struct;

/**
 * struct secondary_data - one CPU's record
 * @mpidr:	whose it is; written last
 * @task:	its idle thread, which also ends its stack
 * @percpu_offset: for TPIDRPRW
 * @abt_sp, @und_sp: the ends of the stacks of the abort and undefined modes
 */
struct secondary_data {
	u32 mpidr;
	struct task_struct *task;
	unsigned long percpu_offset;
	unsigned long abt_sp;
	unsigned long und_sp;
};

extern struct secondary_data secondary_data[NR_CPUS];

/** Entered by PSCI, at its physical address. Not for C. */
void secondary_startup(void);
asmlinkage void secondary_start_kernel(void) __attribute__((__noreturn__));

#endif
