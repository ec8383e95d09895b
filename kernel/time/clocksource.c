// SPDX-License-Identifier: MIT
/*
 * The counters that drivers offer, and the choice among them: the highest rating is used.
 *
 * A counter that stands still is refused at once: a damaged tree can name a timer that is not
 * there, and every wait would then last for ever.
 */
#include <linux/clocksource.h>

#include "tick_internal.h"

#include <linux/errno.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/math64.h>
#include <linux/printk.h>
#include <linux/spinlock.h>

/* So many reads of the counter show a change, at 32 kHz too: a read takes 30 ns at the least. */
#define ADVANCE_READS	4000
/* The time between two updates of the base stays below this, whatever holds the tick up. */
#define MAX_UPDATE_SECS	600

static LIST_HEAD(clocksource_list);
static DEFINE_RAW_SPINLOCK(clocksource_lock);
static struct clocksource *current_source;

void clocks_calc_mult_shift(u32 *mult, u32 *shift, u32 from, u32 to, u32 maxsec)
{
	u64 max_cycles = (u64)maxsec * from, factor;
	u32 bits = 64 - fls64(max_cycles), s;

	/* The largest shift whose factor fits 32 bits, and times max_cycles 64 bits. */
	for (s = 32; s > 0; s--) {
		factor = div_u64(((u64)to << s) + from / 2, from);
		if (factor <= U32_MAX && fls64(factor) <= bits)
			break;
	}
	*mult = s ? factor : DIV_ROUND_CLOSEST(to, from);
	*shift = s;
}

static bool counter_advances(struct clocksource *cs)
{
	u64 start = cs->read(cs);
	int i;

	for (i = 0; i < ADVANCE_READS; i++) {
		if (cs->read(cs) != start)
			return true;
	}
	return false;
}

/* Seconds until the counter wraps, as far as they matter. */
static u32 wrap_secs(const struct clocksource *cs, u32 hz)
{
	u64 secs = div_u64(cs->mask, hz);

	return clamp_t(u64, secs, 1, MAX_UPDATE_SECS);
}

int clocksource_register_hz(struct clocksource *cs, u32 hz)
{
	unsigned long flags;
	bool best;

	if (!hz)
		return -EINVAL;
	if (!counter_advances(cs)) {
		pr_err("clocksource: %s stands still, not used\n", cs->name);
		return -ENODEV;
	}
	clocks_calc_mult_shift(&cs->mult, &cs->shift, hz, NSEC_PER_SEC, wrap_secs(cs, hz));

	raw_spin_lock_irqsave(&clocksource_lock, flags);
	list_add(&cs->list, &clocksource_list);
	best = !current_source || cs->rating > current_source->rating;
	if (best) {
		current_source = cs;
		timekeeping_set_clocksource(cs);
	}
	raw_spin_unlock_irqrestore(&clocksource_lock, flags);

	pr_info("clocksource: %s at %u.%03u MHz, mult %#x, shift %u, wraps after %u s%s\n",
		cs->name, hz / 1000000, hz / 1000 % 1000, cs->mult, cs->shift, wrap_secs(cs, hz),
		wrap_secs(cs, hz) == MAX_UPDATE_SECS ? " or more" : "");
	return 0;
}

const struct clocksource *clocksource_current(void)
{
	return current_source;
}
