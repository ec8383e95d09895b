/* SPDX-License-Identifier: MIT */
/* Timers that interrupt: clock event devices. See kernel/time/tick.c. */
#ifndef _LINUX_CLOCKCHIPS_H
#define _LINUX_CLOCKCHIPS_H

#include <linux/cpumask.h>
#include <linux/ktime.h>
#include <linux/list.h>
#include <linux/types.h>

enum clock_event_state {
	CLOCK_EVT_STATE_DETACHED,
	CLOCK_EVT_STATE_SHUTDOWN,
	CLOCK_EVT_STATE_PERIODIC,
	CLOCK_EVT_STATE_ONESHOT,
};

#define CLOCK_EVT_FEAT_PERIODIC	0x01
#define CLOCK_EVT_FEAT_ONESHOT	0x02
#define CLOCK_EVT_FEAT_C3STOP	0x08

/**
 * struct clock_event_device - a timer that interrupts one CPU
 * @event_handler:	called by the driver's interrupt handler; set by the tick
 * @set_next_event:	interrupt once, in @evt cycles; 0 or -ETIME. Interrupts off
 * @set_state_periodic:	interrupt every 1/HZ second from now on; 0 or -Exxx
 * @set_state_oneshot:	interrupt when set_next_event() says; may be absent
 * @set_state_shutdown:	interrupt no more
 * @next_event:		when the programmed one is due
 * @min_delta_ns, @max_delta_ns: what set_next_event() can do
 * @mult, @shift:	cycles = (ns * mult) >> shift
 * @state:		what it does now
 * @features:		CLOCK_EVT_FEAT_*
 * @name, @rating, @irq: for reports and choice
 * @cpumask:		the CPUs it can interrupt
 */
struct clock_event_device {
	void (*event_handler)(struct clock_event_device *dev);
	int (*set_next_event)(unsigned long evt, struct clock_event_device *dev);
	int (*set_state_periodic)(struct clock_event_device *dev);
	int (*set_state_oneshot)(struct clock_event_device *dev);
	int (*set_state_shutdown)(struct clock_event_device *dev);
	ktime_t next_event;
	u64 min_delta_ns;
	u64 max_delta_ns;
	u32 mult;
	u32 shift;
	enum clock_event_state state;
	unsigned int features;
	const char *name;
	int rating;
	int irq;
	const struct cpumask *cpumask;
};

/**
 * clockevents_config_and_register - offer a timer for this CPU's tick
 * @freq:	its rate in Hz
 * @min_delta:	fewest cycles that set_next_event() takes
 * @max_delta:	most cycles
 *
 * The timer must be quiet and its interrupt handler installed. Interrupts off.
 */
void clockevents_config_and_register(struct clock_event_device *dev, u32 freq,
				     unsigned long min_delta, unsigned long max_delta);

/** Changes what a timer does; 0, or the driver's error. Interrupts off. */
int clockevents_switch_state(struct clock_event_device *dev, enum clock_event_state state);

/**
 * clockevents_program_event - have a oneshot timer interrupt at @expires
 *
 * A time that is past, or too near, gives -ETIME, or with @force the soonest that the timer can.
 * Interrupts off.
 */
int clockevents_program_event(struct clock_event_device *dev, ktime_t expires, bool force);

/** Names the function that starts a secondary CPU's own timer. */
void tick_set_secondary_setup(void (*fn)(void));
/** Starts the tick of this secondary CPU; once on each, interrupts off. */
void tick_setup_secondary(void);

/** This CPU's tick device, or NULL. */
struct clock_event_device *tick_get_device(int cpu);

#endif
