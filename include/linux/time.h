/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_TIME_H
#define _LINUX_TIME_H

#include <linux/time64.h>

/** Starts the timers of the device tree: clocksource and tick. Once, interrupts off. */
void time_init(void);
/**
 * Sees to it that time passes and that the tick comes; once, with interrupts on. Does not return
 * if either fails: nothing that waits could be relied on.
 */
void late_time_init(void);

#endif
