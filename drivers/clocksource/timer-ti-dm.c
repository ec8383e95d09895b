// SPDX-License-Identifier: MIT
/*
 * The dual-mode timers (DMTIMER) of TI's AM335x.
 *
 * 32-bit counters that count up, and on overflow interrupt and, if told so, start again from the
 * load register: a period of N cycles is a load of -N. Two of them are used:
 *
 *   DMTIMER1_1MS ("ti,am335x-timer-1ms")  clocksource, always powered
 *   the first "ti,am335x-timer"           tick
 *
 * (without the former, the second of the latter is the clocksource). The boot loader leaves
 * DMTIMER2 running with a prescaler: each timer is reset before use, and runs at its full clock.
 *
 * There are two register layouts. The 1 ms timer has the old one, with the upper half of TIDR zero;
 * in the other the interrupt registers are spread out and the functional ones lie higher. From
 * TCLR on both have the same order.
 *
 *              TIOCP_CFG   status  enable  disable   TCLR TCRR TLDR TTGR TWPS .. TSICR
 *      old        10         18      1c    (1c)       24   28   2c   30   34      40
 *      new        10         28      2c     30        38   3c   40   44   48      54
 *
 * Registers from TCLR on belong to the timer's own clock. In posted mode a write returns at once
 * and takes effect some cycles later; TWPS shows for each register that one is under way, and
 * another write must wait for it. The waits are bounded: a timer whose clock stands still gives a
 * line, not a hang.
 *
 * Reference: AM335x TRM (SPRUH73), chapters "DMTimer" and "DMTimer 1ms".
 */
#include <linux/bitops.h>
#include <linux/clockchips.h>
#include <linux/clocksource.h>
#include <linux/cpumask.h>
#include <linux/delay.h>
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

#define TIDR			0x00
#define TIDR_NEW_LAYOUT		GENMASK(31, 16)
#define TIOCP_CFG		0x10
#define OLD_CFG_SOFTRESET	BIT(1)
#define OLD_CFG_NO_IDLE		(1 << 3)
#define NEW_CFG_SOFTRESET	BIT(0)		/* clears itself */
#define NEW_CFG_NO_IDLE		(1 << 2)
#define OLD_TISTAT		0x14
#define TISTAT_RESETDONE	BIT(0)
#define OLD_TISR		0x18
#define OLD_TIER		0x1c
#define NEW_IRQSTATUS		0x28
#define NEW_IRQENABLE_SET	0x2c
#define NEW_IRQENABLE_CLR	0x30
#define IRQ_OVERFLOW		BIT(1)
#define OLD_FUNC		0x24		/* where TCLR is */
#define NEW_FUNC		0x38

/* From there: offsets, and the bits of TWPS in the same order. */
#define TCLR			0x00
#define TCLR_START		BIT(0)
#define TCLR_AUTORELOAD		BIT(1)
#define TCRR			0x04
#define TLDR			0x08
#define TWPS			0x10
#define TWPS_BIT(reg)		BIT((reg) / 4)
#define TSICR			0x1c
#define TSICR_POSTED		BIT(2)

#define MAX_POLLS		100000

/**
 * struct dmtimer - one timer
 * @base:	its registers; NULL: not in use
 * @func:	offset of TCLR
 * @irqstatus:	offset of the interrupt status
 * @hz:		the rate it counts at
 * @name:	what to call it
 */
struct dmtimer {
	void __iomem *base;
	unsigned int func;
	unsigned int irqstatus;
	u32 hz;
	char name[OF_DEVICE_NAME_MAX];
};

static struct dmtimer clock_timer, tick_timer;

/* Waits until no write to the register @reg is under way. */
static int wait_posted(const struct dmtimer *t, unsigned int reg)
{
	int polls;

	for (polls = 0; polls < MAX_POLLS; polls++) {
		if (!(readl_relaxed(t->base + t->func + TWPS) & TWPS_BIT(reg)))
			return 0;
	}
	return -ETIMEDOUT;
}

static void func_write(const struct dmtimer *t, u32 val, unsigned int reg)
{
	wait_posted(t, reg);
	writel_relaxed(val, t->base + t->func + reg);
}

/* Starts counting from @load. */
static void dmtimer_start(const struct dmtimer *t, u32 load, u32 mode)
{
	func_write(t, load, TLDR);
	func_write(t, load, TCRR);
	func_write(t, TCLR_START | mode, TCLR);
}

/* Stops, and drops an overflow that came meanwhile: it shows up to four cycles late. */
static void dmtimer_stop(const struct dmtimer *t)
{
	func_write(t, 0, TCLR);
	wait_posted(t, TCLR);
	ndelay(4 * (NSEC_PER_SEC / t->hz + 1));
	writel_relaxed(IRQ_OVERFLOW, t->base + t->irqstatus);
}

/* -- Bringing one up ----------------------------------------------------------------------- */

static int __init reset_old(struct dmtimer *t)
{
	int polls;

	writel(OLD_CFG_SOFTRESET, t->base + TIOCP_CFG);
	for (polls = 0; polls < MAX_POLLS; polls++) {
		if (!(readl(t->base + OLD_TISTAT) & TISTAT_RESETDONE))
			continue;
		writel(OLD_CFG_NO_IDLE, t->base + TIOCP_CFG);
		return 0;
	}
	return -ETIMEDOUT;
}

static int __init reset_new(struct dmtimer *t)
{
	int polls;

	writel(NEW_CFG_SOFTRESET, t->base + TIOCP_CFG);
	for (polls = 0; polls < MAX_POLLS; polls++) {
		if (readl(t->base + TIOCP_CFG) & NEW_CFG_SOFTRESET)
			continue;
		writel(NEW_CFG_NO_IDLE, t->base + TIOCP_CFG);
		return 0;
	}
	return -ETIMEDOUT;
}

static int __init dmtimer_reset(struct dmtimer *t, u32 tidr)
{
	int err;

	if (tidr & TIDR_NEW_LAYOUT) {
		t->func = NEW_FUNC;
		t->irqstatus = NEW_IRQSTATUS;
		err = reset_new(t);
	} else {
		t->func = OLD_FUNC;
		t->irqstatus = OLD_TISR;
		err = reset_old(t);
	}
	if (err)
		return err;
	writel(TSICR_POSTED, t->base + t->func + TSICR);
	/* A first write that never lands: the timer has no clock. */
	func_write(t, 0, TCLR);
	return wait_posted(t, TCLR);
}

static void __init dmtimer_enable_interrupt(const struct dmtimer *t)
{
	writel(IRQ_OVERFLOW, t->base + t->irqstatus);
	writel(IRQ_OVERFLOW, t->base + (t->func == NEW_FUNC ? NEW_IRQENABLE_SET : OLD_TIER));
}

static int __init dmtimer_open(struct dmtimer *t, struct device_node *np)
{
	u32 tidr;
	int err;

	of_clk_set_defaults(np);
	err = of_clk_enable(np);
	if (err)
		return err;
	of_device_name(np, t->name);
	t->hz = of_clk_get_rate_by_name(np, "fck");
	if (t->hz < HZ * 100) {
		of_report(np, "clocks", "no usable rate (%u Hz)", t->hz);
		return -EINVAL;
	}
	t->base = of_iomap(np, 0);
	if (!t->base)
		return -ENXIO;
	if (probe_ioread32(t->base + TIDR, &tidr) || !tidr) {
		of_report(np, "reg", "no timer answers there");
		err = -ENXIO;
	} else {
		err = dmtimer_reset(t, tidr);
	}
	if (err)
		t->base = NULL;
	return err;
}

/* -- Clocksource --------------------------------------------------------------------------- */

static u64 dmtimer_clock_read(struct clocksource *cs)
{
	return readl_relaxed(clock_timer.base + clock_timer.func + TCRR);
}

static struct clocksource dmtimer_clocksource = {
	.name = "dmtimer",
	.read = dmtimer_clock_read,
	.mask = CLOCKSOURCE_MASK(32),
	.rating = 300,
	.flags = CLOCK_SOURCE_IS_CONTINUOUS,
};

static int __init dmtimer_start_clocksource(struct device_node *np)
{
	int err = dmtimer_open(&clock_timer, np);

	if (err)
		return err;
	dmtimer_start(&clock_timer, 0, TCLR_AUTORELOAD);
	dmtimer_clocksource.name = clock_timer.name;
	err = clocksource_register_hz(&dmtimer_clocksource, clock_timer.hz);
	if (err)
		clock_timer.base = NULL;
	return err;
}

/* -- Tick ---------------------------------------------------------------------------------- */

static int dmtimer_set_periodic(struct clock_event_device *dev)
{
	dmtimer_stop(&tick_timer);
	dmtimer_start(&tick_timer, -DIV_ROUND_CLOSEST(tick_timer.hz, HZ), TCLR_AUTORELOAD);
	return 0;
}

static int dmtimer_set_next_event(unsigned long evt, struct clock_event_device *dev)
{
	func_write(&tick_timer, 0, TCLR);
	dmtimer_start(&tick_timer, -evt, 0);
	return 0;
}

static int dmtimer_shutdown(struct clock_event_device *dev)
{
	dmtimer_stop(&tick_timer);
	return 0;
}

static struct clock_event_device dmtimer_tick = {
	.rating = 300,
	.features = CLOCK_EVT_FEAT_PERIODIC | CLOCK_EVT_FEAT_ONESHOT,
	.set_next_event = dmtimer_set_next_event,
	.set_state_periodic = dmtimer_set_periodic,
	.set_state_oneshot = dmtimer_shutdown,
	.set_state_shutdown = dmtimer_shutdown,
};

static irqreturn_t dmtimer_interrupt(int irq, void *dev_id)
{
	void __iomem *status = tick_timer.base + tick_timer.irqstatus;
	struct clock_event_device *dev = dev_id;

	if (!(readl_relaxed(status) & IRQ_OVERFLOW))
		return IRQ_NONE;
	writel_relaxed(IRQ_OVERFLOW, status);
	/* The write has arrived before the controller opens the line again. */
	readl_relaxed(status);
	dev->event_handler(dev);
	return IRQ_HANDLED;
}

static int __init dmtimer_start_tick(struct device_node *np)
{
	int irq = irq_of_parse_and_map(np, 0), err;

	if (!irq)
		return -ENXIO;
	err = dmtimer_open(&tick_timer, np);
	if (err)
		return err;
	err = request_irq(irq, dmtimer_interrupt, IRQF_TIMER, "tick", &dmtimer_tick);
	if (err) {
		tick_timer.base = NULL;
		return err;
	}
	dmtimer_enable_interrupt(&tick_timer);
	dmtimer_tick.name = tick_timer.name;
	dmtimer_tick.irq = irq;
	dmtimer_tick.cpumask = cpu_possible_mask;
	clockevents_config_and_register(&dmtimer_tick, tick_timer.hz, 3, U32_MAX);
	return 0;
}

static int __init dmtimer_1ms_init(struct device_node *np)
{
	return clock_timer.base ? -ENODEV : dmtimer_start_clocksource(np);
}

static int __init dmtimer_init(struct device_node *np)
{
	/* Timers that are wired to pins are for others. */
	if (of_property_present(np, "ti,timer-pwm"))
		return -ENODEV;
	if (!tick_timer.base)
		return dmtimer_start_tick(np);
	return clock_timer.base ? -ENODEV : dmtimer_start_clocksource(np);
}

TIMER_OF_DECLARE(am335x_timer_1ms, "ti,am335x-timer-1ms", dmtimer_1ms_init);
TIMER_OF_DECLARE(am335x_timer, "ti,am335x-timer", dmtimer_init);
