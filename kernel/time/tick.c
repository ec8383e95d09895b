// SPDX-License-Identifier: MIT
/*
 * The tick: HZ times a second, on every CPU.
 *
 * Each CPU takes the best timer that can interrupt it. A timer that repeats by itself is set once;
 * one that does not is programmed anew at each tick, always a whole number of ticks after the
 * first, so that the rate does not drift with the time it takes to get here.
 *
 *      tick, the first on any CPU:  jiffies, timekeeping base
 *            on every CPU:          timers that are due, the scheduler
 *
 * All of it runs in interrupt context with interrupts off, on the CPU it concerns; the per-CPU
 * device pointer is written before that CPU's first tick.
 */
#include <linux/clockchips.h>

#include "tick_internal.h"

#include <linux/cpumask.h>
#include <linux/delay.h>
#include <linux/init.h>
#include <linux/irqflags.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/percpu.h>
#include <linux/printk.h>
#include <linux/sched.h>
#include <linux/smp.h>
#include <linux/time.h>
#include <linux/timer.h>

/* Bounds of the start-up check: a time, and reads of the clock should that stand still. */
#define CHECK_EVENT_NS		(20 * NSEC_PER_USEC)
#define CHECK_LIMIT_NS		(500 * NSEC_PER_MSEC)
#define CHECK_LIMIT_READS	20000000

static DEFINE_PER_CPU(struct clock_event_device *, tick_device);
static void (*secondary_setup)(void) __ro_after_init;
static unsigned int tick_do_timer_cpu;	/* the boot CPU, whose timer starts jiffies */

struct clock_event_device *tick_get_device(int cpu)
{
	return per_cpu(tick_device, cpu);
}

static void tick_handle(void)
{
	if (jiffies_update(ktime_get_ns()))
		timekeeping_advance();
	run_local_timers();
	scheduler_tick();
}

static void tick_handle_periodic(struct clock_event_device *dev)
{
	tick_handle();
}

/* The tick of a timer that fires once: due ticks that were missed are skipped, not made up for. */
static void tick_handle_oneshot(struct clock_event_device *dev)
{
	ktime_t now = ktime_get(), next = dev->next_event + TICK_NSEC;

	if (next <= now)
		next += (div_u64(now - next, TICK_NSEC) + 1) * TICK_NSEC;
	clockevents_program_event(dev, next, true);
	tick_handle();
}

/* Sets @dev ticking. */
static int tick_start(struct clock_event_device *dev)
{
	int err;

	if (dev->features & CLOCK_EVT_FEAT_PERIODIC) {
		dev->event_handler = tick_handle_periodic;
		return clockevents_switch_state(dev, CLOCK_EVT_STATE_PERIODIC);
	}
	dev->event_handler = tick_handle_oneshot;
	err = clockevents_switch_state(dev, CLOCK_EVT_STATE_ONESHOT);
	if (err)
		return err;
	return clockevents_program_event(dev, ktime_get() + TICK_NSEC, true);
}

void tick_check_new_device(struct clock_event_device *dev)
{
	unsigned int cpu = raw_smp_processor_id();
	struct clock_event_device *old = per_cpu(tick_device, cpu);
	int err;

	if (!cpumask_test_cpu(cpu, dev->cpumask) || (old && old->rating >= dev->rating))
		return;
	if (old)
		clockevents_switch_state(old, CLOCK_EVT_STATE_SHUTDOWN);
	else if (cpu == tick_do_timer_cpu)
		jiffies_start(ktime_get_ns());
	per_cpu(tick_device, cpu) = dev;
	err = tick_start(dev);
	if (err)
		pr_err("tick: %s cannot be set to %d Hz: error %d\n", dev->name, HZ, err);
	else if (cpu == tick_do_timer_cpu)
		pr_info("tick: %s, interrupt %d, %d Hz\n", dev->name, dev->irq, HZ);
}

void __init tick_set_secondary_setup(void (*fn)(void))
{
	secondary_setup = fn;
}

void tick_setup_secondary(void)
{
	if (secondary_setup)
		secondary_setup();
}

/* -- Start-up ------------------------------------------------------------------------------ */

void __init time_init(void)
{
	tick_do_timer_cpu = raw_smp_processor_id();
	timer_probe();
}

static volatile bool check_event_seen;

static void check_event(struct clock_event_device *dev)
{
	check_event_seen = true;
}

/* Asks for one interrupt, soon, and waits for it within the bounds. */
static bool __init tick_arrives(struct clock_event_device *dev)
{
	u64 start = ktime_get_ns();
	unsigned long flags;
	int reads;

	local_irq_save(flags);
	dev->event_handler = check_event;
	clockevents_switch_state(dev, CLOCK_EVT_STATE_ONESHOT);
	clockevents_program_event(dev, start + CHECK_EVENT_NS, true);
	local_irq_restore(flags);

	for (reads = 0; reads < CHECK_LIMIT_READS && !check_event_seen; reads++) {
		if (ktime_get_ns() - start > CHECK_LIMIT_NS)
			break;
	}

	local_irq_save(flags);
	clockevents_switch_state(dev, CLOCK_EVT_STATE_SHUTDOWN);
	tick_start(dev);
	local_irq_restore(flags);
	return check_event_seen;
}

void __init late_time_init(void)
{
	struct clock_event_device *dev = tick_get_device(raw_smp_processor_id());

	if (!dev && !clocksource_current())
		pr_err("time: no timer in the device tree that this kernel drives\n");
	else if (!dev)
		pr_err("time: no tick: nothing that sleeps for a time will ever wake up\n");
	else if (!tick_arrives(dev))
		pr_err("time: no tick: %s does not interrupt (irq %d)\n", dev->name, dev->irq);
	else if (!clocksource_current())
		pr_err("time: no clocksource: the time stands still\n");
}
