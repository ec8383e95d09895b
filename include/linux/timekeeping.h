/* SPDX-License-Identifier: MIT */
/*
 * What time it is since start-up. Never goes back, on any CPU; 0 until there is a clocksource. All
 * may be called from any context, no reader ever waits for a writer.
 */
#ifndef _LINUX_TIMEKEEPING_H
#define _LINUX_TIMEKEEPING_H

#include <linux/math64.h>
#include <linux/time64.h>
#include <linux/types.h>

u64 ktime_get_ns(void);

static inline ktime_t ktime_get(void)
{
	return ktime_get_ns();
}

/* One clock serves all of Linux's names for a time that does not jump. */
static inline u64 ktime_get_raw_ns(void)
{
	return ktime_get_ns();
}

static inline u64 ktime_get_boottime_ns(void)
{
	return ktime_get_ns();
}

static inline u64 ktime_get_mono_fast_ns(void)
{
	return ktime_get_ns();
}

static inline time64_t ktime_get_seconds(void)
{
	return div_u64(ktime_get_ns(), NSEC_PER_SEC);
}

static inline void ktime_get_ts64(struct timespec64 *ts)
{
	*ts = ns_to_timespec64(ktime_get_ns());
}

#endif
