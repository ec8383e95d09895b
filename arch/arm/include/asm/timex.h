/* SPDX-License-Identifier: MIT */
/*
 * A counter for measuring short times, in units that differ between machines. Here the low word of
 * sched_clock(), nanoseconds: the CPU's own cycle counter stands still on some of the boards.
 */
#ifndef _ASM_TIMEX_H
#define _ASM_TIMEX_H

#include <linux/sched/clock.h>

typedef unsigned long cycles_t;

/** Any context. */
static inline cycles_t get_cycles(void)
{
	return (cycles_t)sched_clock();
}

#endif
