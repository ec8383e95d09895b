/* SPDX-License-Identifier: MIT */
/* Waiting: busily for short times in any context, asleep for long ones in threads. */
#ifndef _LINUX_DELAY_H
#define _LINUX_DELAY_H

/*
 * Busy waits, never shorter than asked, by the clocksource. Any context; keep them to a few
 * hundred microseconds where interrupts are off.
 */
void ndelay(unsigned long nsecs);
void udelay(unsigned long usecs);
void mdelay(unsigned long msecs);

/** Sleeps at least so long (kernel/timer.c). Thread context. */
void msleep(unsigned int msecs);
/** The same, but a wake-up ends it: returns the milliseconds left. */
unsigned long msleep_interruptible(unsigned int msecs);
void usleep_range(unsigned long min_us, unsigned long max_us);

static inline void ssleep(unsigned int seconds)
{
	msleep(seconds * 1000);
}

static inline void fsleep(unsigned long usecs)
{
	if (usecs <= 10)
		udelay(usecs);
	else
		usleep_range(usecs, 2 * usecs);
}

#endif
