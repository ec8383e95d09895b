/* SPDX-License-Identifier: MIT */
/* What the files of kernel/time share among themselves. */
#ifndef _KERNEL_TIME_TICK_INTERNAL_H
#define _KERNEL_TIME_TICK_INTERNAL_H

#include <linux/clockchips.h>
#include <linux/clocksource.h>

/** Goes on counting time with @cs, from where the one before stands. */
void timekeeping_set_clocksource(struct clocksource *cs);
/** Moves the base of the time forward to now; a tick calls it. Interrupts off. */
void timekeeping_advance(void);

/** Advances jiffies by the whole ticks that have passed; true if any. Every tick calls it. */
bool jiffies_update(u64 now_ns);
/** Starts jiffies: ticks count from @now_ns on. */
void jiffies_start(u64 now_ns);

/** Takes a new timer for this CPU's tick if it is the better one. */
void tick_check_new_device(struct clock_event_device *dev);

#endif
