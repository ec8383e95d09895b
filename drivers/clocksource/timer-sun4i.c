// SPDX-License-Identifier: MIT
/*
 * The timers of the Allwinner A10: six 32-bit counters that count down from an interval.
 *
 *   timer 0   tick: repeats by itself, or fires once
 *   timer 1   clocksource: runs from all ones down, for ever
 *
 * The block also has a 64-bit counter; it is left alone, since QEMU's model runs it at another rate
 * than silicon does.
 *
 * A timer that has been stopped goes on for up to two cycles of its clock; restarting it sooner can
 * lose the start (A10 User Manual 1.5, "Timer Controller"). Stop, wait three cycles, start.
 */
#include <linux/bitops.h>
#include <linux/clockchips.h>
#include <linux/clocksource.h>
#include <linux/errno.h>
#include <linux/init.h>
#include <linux/interrupt.h>
#include <linux/io.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/of_address.h>
#include <linux/of_clk.h>
#include <linux/of_irq.h>
#include <linux/printk.h>
#include <marrow/fault.h>

#define TIMER_IRQ_EN		0x00
#define TIMER_IRQ_STA		0x04
#define TIMER_CTRL(n)		(0x10 + 0x10 * (n))
#define CTRL_ENABLE		BIT(0)
#define CTRL_RELOAD		BIT(1)		/* load the interval; clears itself */
#define CTRL_SRC_OSC24M		(1 << 2)
#define CTRL_ONESHOT		BIT(7)
#define TIMER_INTERVAL(n)	(0x14 + 0x10 * (n))
#define TIMER_COUNT(n)		(0x18 + 0x10 * (n))

#define TICK_TIMER		0
#define CLOCK_TIMER		1
#define SYNC_CYCLES		3
#define SYNC_READS		1000		/* bound of the wait for them */

static struct {
	void __iomem *base;
	u32 cycles_per_tick;
} sun4i;

static u64 sun4i_clock_read(struct clocksource *cs)
{
	return ~readl_relaxed(sun4i.base + TIMER_COUNT(CLOCK_TIMER));
}

static struct clocksource sun4i_clocksource = {
	.name = "sun4i-timer1",
	.read = sun4i_clock_read,
	.mask = CLOCKSOURCE_MASK(32),
	.rating = 350,
	.flags = CLOCK_SOURCE_IS_CONTINUOUS,
};

static void tick_timer_stop(void)
{
	u32 start = readl_relaxed(sun4i.base + TIMER_COUNT(CLOCK_TIMER));
	int reads;

	writel_relaxed(0, sun4i.base + TIMER_CTRL(TICK_TIMER));
	for (reads = 0; reads < SYNC_READS; reads++) {
		if (start - readl_relaxed(sun4i.base + TIMER_COUNT(CLOCK_TIMER)) >= SYNC_CYCLES)
			return;
	}
}

static void tick_timer_start(u32 cycles, u32 mode)
{
	tick_timer_stop();
	writel_relaxed(cycles, sun4i.base + TIMER_INTERVAL(TICK_TIMER));
	writel_relaxed(CTRL_SRC_OSC24M | CTRL_RELOAD | CTRL_ENABLE | mode,
		       sun4i.base + TIMER_CTRL(TICK_TIMER));
}

static int sun4i_set_periodic(struct clock_event_device *dev)
{
	tick_timer_start(sun4i.cycles_per_tick, 0);
	return 0;
}

static int sun4i_set_next_event(unsigned long evt, struct clock_event_device *dev)
{
	/* The time spent stopping is part of the wait. */
	tick_timer_start(evt > SYNC_CYCLES ? evt - SYNC_CYCLES : 1, CTRL_ONESHOT);
	return 0;
}

static int sun4i_shutdown(struct clock_event_device *dev)
{
	tick_timer_stop();
	return 0;
}

static struct clock_event_device sun4i_tick = {
	.name = "sun4i-timer0",
	.rating = 350,
	.features = CLOCK_EVT_FEAT_PERIODIC | CLOCK_EVT_FEAT_ONESHOT,
	.set_next_event = sun4i_set_next_event,
	.set_state_periodic = sun4i_set_periodic,
	.set_state_oneshot = sun4i_shutdown,
	.set_state_shutdown = sun4i_shutdown,
};

static irqreturn_t sun4i_timer_interrupt(int irq, void *dev_id)
{
	struct clock_event_device *dev = dev_id;

	if (!(readl_relaxed(sun4i.base + TIMER_IRQ_STA) & BIT(TICK_TIMER)))
		return IRQ_NONE;
	writel_relaxed(BIT(TICK_TIMER), sun4i.base + TIMER_IRQ_STA);
	/* The write has arrived before the line is opened again. */
	readl_relaxed(sun4i.base + TIMER_IRQ_STA);
	dev->event_handler(dev);
	return IRQ_HANDLED;
}

static int __init sun4i_start_clocksource(u32 hz)
{
	writel(~0u, sun4i.base + TIMER_INTERVAL(CLOCK_TIMER));
	writel(CTRL_SRC_OSC24M | CTRL_RELOAD | CTRL_ENABLE, sun4i.base + TIMER_CTRL(CLOCK_TIMER));
	return clocksource_register_hz(&sun4i_clocksource, hz);
}

static int __init sun4i_timer_init(struct device_node *np)
{
	u32 hz = of_clk_get_rate(np, 0), val;
	int irq, err;

	if (sun4i.base)
		return -EBUSY;
	if (hz < HZ * 100) {
		of_report(np, "clocks", "no usable rate (%u Hz)", hz);
		return -EINVAL;
	}
	sun4i.base = of_iomap(np, 0);
	if (!sun4i.base)
		return -ENXIO;
	if (probe_ioread32(sun4i.base + TIMER_IRQ_EN, &val))
		return -ENXIO;
	writel(0, sun4i.base + TIMER_IRQ_EN);
	err = sun4i_start_clocksource(hz);
	if (err)
		return err;

	irq = irq_of_parse_and_map(np, TICK_TIMER);
	if (!irq)
		return -ENXIO;
	sun4i.cycles_per_tick = DIV_ROUND_CLOSEST(hz, HZ);
	tick_timer_stop();
	writel(~0u, sun4i.base + TIMER_IRQ_STA);
	err = request_irq(irq, sun4i_timer_interrupt, IRQF_TIMER, "tick", &sun4i_tick);
	if (err)
		return err;
	writel(BIT(TICK_TIMER), sun4i.base + TIMER_IRQ_EN);
	sun4i_tick.irq = irq;
	sun4i_tick.cpumask = cpu_possible_mask;
	clockevents_config_and_register(&sun4i_tick, hz, 2 * SYNC_CYCLES, U32_MAX);
	return 0;
}

TIMER_OF_DECLARE(sun4i_timer, "allwinner,sun4i-a10-timer", sun4i_timer_init);
TIMER_OF_DECLARE(sun4i_timer_old, "allwinner,sun4i-timer", sun4i_timer_init);
