// SPDX-License-Identifier: MIT
/*
 * Timers that interrupt: their states, and their programming in nanoseconds.
 *
 * A device belongs to one CPU and is only touched there, with interrupts off: no locks.
 */
#include <linux/clockchips.h>

#include "tick_internal.h"

#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/math64.h>
#include <linux/minmax.h>

/* The longest programmed time for which the conversion must not overflow. */
#define MAX_EVENT_SECS	600

static int set_state(struct clock_event_device *dev, enum clock_event_state state)
{
	switch (state) {
	case CLOCK_EVT_STATE_SHUTDOWN:
		return dev->set_state_shutdown ? dev->set_state_shutdown(dev) : 0;
	case CLOCK_EVT_STATE_PERIODIC:
		if (!(dev->features & CLOCK_EVT_FEAT_PERIODIC))
			return -ENOSYS;
		return dev->set_state_periodic(dev);
	case CLOCK_EVT_STATE_ONESHOT:
		if (!(dev->features & CLOCK_EVT_FEAT_ONESHOT))
			return -ENOSYS;
		return dev->set_state_oneshot ? dev->set_state_oneshot(dev) : 0;
	default:
		return 0;
	}
}

int clockevents_switch_state(struct clock_event_device *dev, enum clock_event_state state)
{
	int err;

	if (dev->state == state)
		return 0;
	err = set_state(dev, state);
	if (!err)
		dev->state = state;
	return err;
}

int clockevents_program_event(struct clock_event_device *dev, ktime_t expires, bool force)
{
	s64 delta = ktime_sub(expires, ktime_get());
	u64 cycles;

	if (delta < (s64)dev->min_delta_ns && !force)
		return -ETIME;
	delta = clamp_t(s64, delta, dev->min_delta_ns, dev->max_delta_ns);
	cycles = ((u64)delta * dev->mult) >> dev->shift;
	dev->next_event = expires;
	return dev->set_next_event(cycles, dev);
}

/* Nanoseconds of @cycles: rounded up, so that the way back gives no fewer cycles. */
static u64 cycles_to_ns(unsigned long cycles, u32 freq)
{
	return div_u64((u64)cycles * NSEC_PER_SEC, freq) + 1;
}

void clockevents_config_and_register(struct clock_event_device *dev, u32 freq,
				     unsigned long min_delta, unsigned long max_delta)
{
	clocks_calc_mult_shift(&dev->mult, &dev->shift, NSEC_PER_SEC, freq, MAX_EVENT_SECS);
	dev->min_delta_ns = cycles_to_ns(min_delta, freq);
	dev->max_delta_ns = min_t(u64, cycles_to_ns(max_delta, freq) - 2,
				  (u64)MAX_EVENT_SECS * NSEC_PER_SEC);
	tick_check_new_device(dev);
}
