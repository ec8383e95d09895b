/* SPDX-License-Identifier: MIT */
/* Which CPU is this, and how to make another one do something. */
#ifndef _LINUX_SMP_H
#define _LINUX_SMP_H

#include <linux/cpumask.h>
#include <linux/preempt.h>
#include <linux/types.h>
#include <asm/smp.h>

typedef void (*smp_call_func_t)(void *info);
typedef bool (*smp_cond_func_t)(int cpu, void *info);

/** This CPU's number; may be stale at once where preemption is allowed. Any context. */
#define raw_smp_processor_id()	(READ_ONCE(__current_field(unsigned int, TSK_CPU)))

/**
 * smp_processor_id() where preemption is allowed and the thread is not bound: a splat, once a
 * site.
 */
void debug_smp_processor_id(void);

/**
 * This CPU's number. Only meaningful where the thread cannot move to another: with preemption or
 * interrupts off, or in a thread that is bound to one CPU. Reports callers that may move.
 */
static __always_inline unsigned int smp_processor_id(void)
{
	if (unlikely(!preempt_count()))
		debug_smp_processor_id();
	return raw_smp_processor_id();
}

#define __smp_processor_id()	raw_smp_processor_id()

/** The CPU's number with preemption disabled until put_cpu(). */
#define get_cpu()		({ preempt_disable(); raw_smp_processor_id(); })
#define put_cpu()		preempt_enable()

/**
 * Runs @func(@info) on @cpu, in its interrupt context, interrupts off; waits for the end if @wait.
 * Returns 0, or -ENXIO if @cpu is not online. Interrupts must be on, and no lock held that an
 * interrupt handler takes. May be called with preemption off; does not sleep.
 */
int smp_call_function_single(int cpu, smp_call_func_t func, void *info, int wait);

/** The same on every CPU of @mask but this one. Preemption off. */
void smp_call_function_many(const struct cpumask *mask, smp_call_func_t func, void *info,
			    bool wait);

/** The same on every online CPU but this one. */
void smp_call_function(smp_call_func_t func, void *info, int wait);

/** Runs @func on every online CPU, this one included (there with interrupts off). */
void on_each_cpu(smp_call_func_t func, void *info, int wait);
void on_each_cpu_mask(const struct cpumask *mask, smp_call_func_t func, void *info, bool wait);
void on_each_cpu_cond(smp_cond_func_t cond, smp_call_func_t func, void *info, bool wait);

/** Serves what other CPUs want called here; in their interrupt. */
void smp_call_function_interrupt(void);

/** Stops every other CPU, for good; waits a second for them at most. Any context. */
void smp_send_stop(void);

/** Makes @cpu pass through its scheduler. Any context. */
void smp_send_reschedule(int cpu);

/** Starts the other CPUs. Called once, by the boot thread. */
void smp_init(void);

/** Finds the CPUs in the device tree; before setup_per_cpu_areas(). */
void smp_init_cpus(void);

/** maxcpus=: the most CPUs to start. */
extern unsigned int setup_max_cpus;

#endif
