// SPDX-License-Identifier: MIT
/*
 * Busy waits.
 *
 * They read the clocksource until the time has passed: nothing to calibrate, right at any CPU
 * clock, and right when an interrupt comes between. Before there is a clocksource a counted loop
 * stands in, sized for the fastest CPU that this runs on, and so too long on slower ones.
 */
#include <linux/delay.h>

#include <asm/processor.h>
#include <linux/clocksource.h>
#include <linux/ktime.h>

/* Two cycles a round at the least (Cortex-A8 TRM, 16.2), 1 GHz at the most. */
#define LOOPS_PER_USEC	500

static void spin_loops(u64 loops)
{
	while (loops--)
		barrier();
}

static void spin_ns(u64 ns)
{
	u64 start;

	if (!clocksource_current()) {
		spin_loops(div_u64(ns * LOOPS_PER_USEC, NSEC_PER_USEC) + 1);
		return;
	}
	/* One more: the clock may have stood at the end of its nanosecond. */
	for (start = ktime_get_ns(); ktime_get_ns() - start <= ns; )
		cpu_relax();
}

void ndelay(unsigned long nsecs)
{
	spin_ns(nsecs);
}

void udelay(unsigned long usecs)
{
	spin_ns((u64)usecs * NSEC_PER_USEC);
}

void mdelay(unsigned long msecs)
{
	spin_ns((u64)msecs * NSEC_PER_MSEC);
}
