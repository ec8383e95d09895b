/* SPDX-License-Identifier: MIT */
/* What the CPU-independent part of SMP asks of the machine. */
#ifndef _ASM_SMP_H
#define _ASM_SMP_H

#include <linux/types.h>

struct cpumask;
struct device_node;
struct pt_regs;
struct task_struct;

/* Interrupts from CPU to CPU; the number is that of the GIC's software generated interrupt. */
enum ipi_msg_type {
	IPI_RESCHEDULE,
	IPI_CALL_FUNC,
	IPI_STOP,
	IPI_BACKTRACE,
	NR_IPI,
};

/** The interrupt controller's way to raise interrupt @ipi on the CPUs of a set. Set up once. */
void set_smp_cross_call(void (*raise)(const struct cpumask *mask, unsigned int ipi));

/** Called by the interrupt controller for an interrupt from another CPU; within irq_enter(). */
void handle_IPI(int ipi, struct pt_regs *regs);

/** Raises @ipi on every CPU of @mask; what was written before is seen by its handler. */
void smp_cross_call(const struct cpumask *mask, enum ipi_msg_type ipi);

/** Affinity fields of MPIDR by CPU number: what PSCI and the device tree call the CPU. */
u32 cpu_logical_map(unsigned int cpu);

#endif
