/* SPDX-License-Identifier: MIT */
/* What the interrupt code keeps for each CPU. */
#ifndef _ASM_HARDIRQ_H
#define _ASM_HARDIRQ_H

#include <linux/cache.h>

/* @__softirq_pending: a bit for each softirq that is due on this CPU. */
typedef struct {
	unsigned int __softirq_pending;
} ____cacheline_aligned irq_cpustat_t;

#endif
