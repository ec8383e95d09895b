/* SPDX-License-Identifier: MIT */
/* Counters that tell the time. See kernel/time/timekeeping.c. */
#ifndef _LINUX_CLOCKSOURCE_H
#define _LINUX_CLOCKSOURCE_H

#include <linux/list.h>
#include <linux/of.h>
#include <linux/types.h>

#define CLOCKSOURCE_MASK(bits)		(~0ull >> (64 - (bits)))
#define CLOCK_SOURCE_IS_CONTINUOUS	0x01

/**
 * struct clocksource - a counter that runs by itself
 * @read:	the counter now; counts up, wraps at @mask; any context
 * @mask:	which bits count
 * @mult, @shift: ns = (cycles * mult) >> shift
 * @name:	for reports
 * @rating:	the higher the better; the best one is used
 * @flags:	CLOCK_SOURCE_*
 * @list:	among the registered ones
 */
struct clocksource {
	u64 (*read)(struct clocksource *cs);
	u64 mask;
	u32 mult;
	u32 shift;
	const char *name;
	int rating;
	unsigned long flags;
	struct list_head list;
};

/**
 * clocksource_register_hz - offer a counter of @hz
 *
 * Returns 0, -EINVAL (no rate), or -ENODEV, with a line printed, if the counter stands still.
 */
int clocksource_register_hz(struct clocksource *cs, u32 hz);

static inline u64 clocksource_cyc2ns(u64 cycles, u32 mult, u32 shift)
{
	return (cycles * mult) >> shift;
}

/**
 * clocks_calc_mult_shift - a factor from one frequency to another
 * @maxsec: seconds for which from-cycles times mult must fit 64 bits
 *
 * Gives the most precise mult and shift with to-cycles = (from-cycles * mult) >> shift.
 */
void clocks_calc_mult_shift(u32 *mult, u32 *shift, u32 from, u32 to, u32 maxsec);

/** The clocksource in use, or NULL. */
const struct clocksource *clocksource_current(void);

/* @fn(node) starts the timers that are compatible with @compat. 0 or -Exxx. */
#define TIMER_OF_DECLARE(name, compat, fn) \
	_OF_DECLARE(timer, name, compat, fn, of_init_fn_1_ret)

/** Starts every timer of the device tree. */
void timer_probe(void);

#endif
