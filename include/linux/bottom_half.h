/* SPDX-License-Identifier: MIT */
/* Keeping softirqs off this CPU. The calls nest; any context but hardirq. */
#ifndef _LINUX_BH_H
#define _LINUX_BH_H

#include <linux/preempt.h>

static __always_inline void local_bh_disable(void)
{
	__preempt_count_add(SOFTIRQ_DISABLE_OFFSET);
}

/** Serves what is pending when the last disable is undone. Interrupts must be on then. */
void local_bh_enable(void);

#endif
