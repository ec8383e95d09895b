/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_HARDIRQ_H
#define _LINUX_HARDIRQ_H

#include <linux/bottom_half.h>
#include <linux/preempt.h>

/**
 * irq_enter - the running thread is interrupted from here on
 *
 * Called by the exception entry with interrupts off, on the interrupt stack. Nests.
 */
static __always_inline void irq_enter(void)
{
	__preempt_count_add(HARDIRQ_OFFSET);
}

/** irq_exit - the interrupt is served: runs softirqs that it raised. Interrupts off. */
void irq_exit(void);

#define nmi_enter()	preempt_count_add(NMI_OFFSET + HARDIRQ_OFFSET)
#define nmi_exit()	preempt_count_sub(NMI_OFFSET + HARDIRQ_OFFSET)

/** Waits until no CPU runs a handler of @irq. May sleep. */
void synchronize_irq(unsigned int irq);

#endif
