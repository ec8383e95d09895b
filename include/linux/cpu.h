/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_CPU_H
#define _LINUX_CPU_H

#include <linux/cpumask.h>
#include <linux/smp.h>

/** nr_cpus=: the most CPUs to know of at all. */
extern unsigned int setup_nr_cpus;

/* CPUs come up once and stay: there is nothing to hold off. */
static inline void cpus_read_lock(void)
{
}

static inline void cpus_read_unlock(void)
{
}

static inline void cpu_hotplug_disable(void)
{
}

static inline void cpu_hotplug_enable(void)
{
}

#define get_online_cpus()	cpus_read_lock()
#define put_online_cpus()	cpus_read_unlock()

#endif
