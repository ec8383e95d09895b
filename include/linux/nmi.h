/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_NMI_H
#define _LINUX_NMI_H

#include <linux/types.h>

/**
 * Prints the backtrace of what @cpu runs. If it does not answer (its interrupts are off), prints
 * the return addresses that lie on its thread's stack instead. Returns true if it answered. Any
 * context.
 */
bool trigger_single_cpu_backtrace(int cpu);

/** Tells the detector of hung threads that waiting here is meant to take long. Any context. */
static inline void touch_nmi_watchdog(void)
{
}

#endif
