/* SPDX-License-Identifier: MIT */
/* A clock that is cheap and works in any context. */
#ifndef _LINUX_SCHED_CLOCK_H
#define _LINUX_SCHED_CLOCK_H

#include <linux/types.h>

/* Nanoseconds since boot, monotonic on each CPU; 0 until there is a clock. Any context. */
u64 local_clock(void);
u64 sched_clock(void);

#endif /* _LINUX_SCHED_CLOCK_H */
