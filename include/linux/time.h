/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_TIME_H
#define _LINUX_TIME_H

#include <linux/time64.h>

/** Starts the timers of the device tree: clocksource and tick. Once, interrupts off. */
void time_init(void);
/**
 * Makes sure that time passes and that the tick comes, and says in a line if not; once, with
 * interrupts on.
 */
void late_time_init(void);

#endif
