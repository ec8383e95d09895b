/* SPDX-License-Identifier: MIT */
/*
 * Time in ticks.
 *
 * jiffies starts five minutes before its wrap, so that code which cannot take the wrap fails soon.
 */
#ifndef _LINUX_JIFFIES_H
#define _LINUX_JIFFIES_H

#include <linux/build_bug.h>
#include <linux/limits.h>
#include <linux/math.h>
#include <linux/math64.h>
#include <linux/param.h>
#include <linux/time64.h>
#include <linux/timex.h>
#include <linux/typecheck.h>
#include <linux/types.h>

#define CONFIG_HZ		HZ
#define TICK_NSEC		(NSEC_PER_SEC / HZ)
#define TICK_USEC		(USEC_PER_SEC / HZ)
#define INITIAL_JIFFIES		((unsigned long)(unsigned int)(-300 * HZ))
/* The longest timeout that time_after() still understands. */
#define MAX_JIFFY_OFFSET	((LONG_MAX >> 1) - 1)

/* The low word of jiffies_64; written by the tick alone. */
extern unsigned long volatile jiffies;
extern u64 jiffies_64;

/** All 64 bits, read whole. Any context. */
u64 get_jiffies_64(void);

#define time_after(a, b) \
	(typecheck(unsigned long, a) && typecheck(unsigned long, b) && (long)((b) - (a)) < 0)
#define time_before(a, b)	time_after(b, a)
#define time_after_eq(a, b) \
	(typecheck(unsigned long, a) && typecheck(unsigned long, b) && (long)((a) - (b)) >= 0)
#define time_before_eq(a, b)	time_after_eq(b, a)
#define time_in_range(a, b, c)	(time_after_eq(a, b) && time_before_eq(a, c))
#define time_is_before_jiffies(a)	time_after(jiffies, a)
#define time_is_after_jiffies(a)	time_before(jiffies, a)
#define time_is_before_eq_jiffies(a)	time_after_eq(jiffies, a)
#define time_is_after_eq_jiffies(a)	time_before_eq(jiffies, a)
#define time_after64(a, b) \
	(typecheck(u64, a) && typecheck(u64, b) && (s64)((b) - (a)) < 0)
#define time_before64(a, b)	time_after64(b, a)

static_assert(HZ <= MSEC_PER_SEC && !(MSEC_PER_SEC % HZ), "a tick is a whole number of ms");

/* To ticks: rounded up, so that a wait is never shorter than asked; negative is for ever. */
static inline unsigned long msecs_to_jiffies(unsigned int ms)
{
	if ((int)ms < 0)
		return MAX_JIFFY_OFFSET;
	return DIV_ROUND_UP(ms, MSEC_PER_SEC / HZ);
}

static inline unsigned long usecs_to_jiffies(unsigned int us)
{
	return us / TICK_USEC + (us % TICK_USEC != 0);
}

/* To ticks: rounded down. */
static inline unsigned long nsecs_to_jiffies(u64 ns)
{
	return div_u64(ns, TICK_NSEC);
}

static inline unsigned int jiffies_to_msecs(unsigned long j)
{
	return j * (MSEC_PER_SEC / HZ);
}

static inline unsigned int jiffies_to_usecs(unsigned long j)
{
	return j * TICK_USEC;
}

static inline u64 jiffies_to_nsecs(unsigned long j)
{
	return (u64)j * TICK_NSEC;
}

#endif
