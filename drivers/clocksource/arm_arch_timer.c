// SPDX-License-Identifier: MIT
/*
 * ARM's generic timer: a counter that all CPUs share, and timers that each CPU has.
 *
 * The virtual counter and the virtual timer are used: a kernel that runs above a hypervisor may use
 * them, and so may one that runs alone, where they equal the physical ones (CNTVOFF is 0 or was
 * set so at entry). Access is by coprocessor registers (CP15 c14); an isb keeps the counter from
 * being read ahead of its place in the program.
 *
 * The timer fires when the counter reaches CVAL and holds its line until masked or set anew.
 *
 * Reference: ARM ARM (DDI 0406C), chapter B8 "The Generic Timer".
 */
#include <asm/barrier.h>
#include <linux/bitops.h>
#include <linux/clockchips.h>
#include <linux/clocksource.h>
#include <linux/cpumask.h>
#include <linux/errno.h>
#include <linux/init.h>
#include <linux/interrupt.h>
#include <linux/irq.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/log2.h>
#include <linux/of.h>
#include <linux/of_irq.h>
#include <linux/percpu.h>
#include <linux/printk.h>
#include <linux/smp.h>
#include <marrow/fault.h>

#define CNTV_CTL_ENABLE		BIT(0)
#define CNTV_CTL_IMASK		BIT(1)
/* In "interrupts": secure, non-secure, virtual, hypervisor. */
#define VIRTUAL_TIMER_INDEX	2
#define CNTKCTL_EVNTEN		BIT(2)
#define CNTKCTL_EVNTDIR		BIT(3)		/* 0: when the bit becomes 1 */
#define CNTKCTL_EVNTI(bit)	((bit) << 4)
#define EVENTS_HZ		10000
#define MIN_CYCLES		15	/* fewer may be past before they are written */

/* ID_PFR1, bits 19:16: the generic timer is there. */
#define PFR1_GENTIMER(pfr1)	(((pfr1) >> 16) & 0xf)

static struct {
	u32 hz;
	int irq;
} arch_timer;

static DEFINE_PER_CPU(struct clock_event_device, arch_timer_tick);

static u32 read_id_pfr1(void)
{
	u32 val;

	asm volatile("mrc p15, 0, %0, c0, c1, 1" : "=r" (val));
	return val;
}

static u32 read_cntfrq(void)
{
	u32 val;

	asm volatile("mrc p15, 0, %0, c14, c0, 0" : "=r" (val));
	return val;
}

static u64 read_cntvct(void)
{
	u64 val;

	isb();
	asm volatile("mrrc p15, 1, %Q0, %R0, c14" : "=r" (val));
	return val;
}

static void write_cntv_cval(u64 val)
{
	asm volatile("mcrr p15, 3, %Q0, %R0, c14" : : "r" (val));
}

static u32 read_cntv_ctl(void)
{
	u32 val;

	asm volatile("mrc p15, 0, %0, c14, c3, 1" : "=r" (val));
	return val;
}

static void write_cntv_ctl(u32 val)
{
	asm volatile("mcr p15, 0, %0, c14, c3, 1" : : "r" (val));
	isb();
}

/*
 * The event stream: when bit EVNTI of the counter becomes 1, some ten thousand times a second, all
 * that sleep in wfe wake. A spinlock's waiter is woken by the unlock; should that ever be missed,
 * it looks again a moment later and does not sleep for good. CNTKCTL: ARM ARM B4.1.26.
 */
static void start_event_stream(void)
{
	unsigned int bit = clamp_t(unsigned int, ilog2(arch_timer.hz / EVENTS_HZ), 1, 16) - 1;
	u32 val;

	asm volatile("mrc p15, 0, %0, c14, c1, 0" : "=r" (val));
	val &= ~(CNTKCTL_EVNTI(0xf) | CNTKCTL_EVNTDIR);
	val |= CNTKCTL_EVNTI(bit) | CNTKCTL_EVNTEN;
	asm volatile("mcr p15, 0, %0, c14, c1, 0" : : "r" (val));
	isb();
}

static u64 arch_timer_clock_read(struct clocksource *cs)
{
	return read_cntvct();
}

static struct clocksource arch_timer_clocksource = {
	.name = "arch_timer",
	.read = arch_timer_clock_read,
	.mask = CLOCKSOURCE_MASK(56),	/* what every implementation has */
	.rating = 400,
	.flags = CLOCK_SOURCE_IS_CONTINUOUS,
};

static int arch_timer_set_next_event(unsigned long evt, struct clock_event_device *dev)
{
	write_cntv_cval(read_cntvct() + evt);
	write_cntv_ctl(CNTV_CTL_ENABLE);
	return 0;
}

static int arch_timer_shutdown(struct clock_event_device *dev)
{
	write_cntv_ctl(0);
	return 0;
}

static irqreturn_t arch_timer_interrupt(int irq, void *dev_id)
{
	struct clock_event_device *dev = dev_id;

	/* Quiet until programmed again. */
	write_cntv_ctl(read_cntv_ctl() | CNTV_CTL_IMASK);
	dev->event_handler(dev);
	return IRQ_HANDLED;
}

/* On each CPU, interrupts off. */
static void arch_timer_setup_cpu(void)
{
	unsigned int cpu = raw_smp_processor_id();
	struct clock_event_device *dev = this_cpu_ptr(&arch_timer_tick);

	start_event_stream();
	write_cntv_ctl(0);
	*dev = (struct clock_event_device) {
		.name = "arch_timer",
		.rating = 400,
		.features = CLOCK_EVT_FEAT_ONESHOT,
		.irq = arch_timer.irq,
		.cpumask = cpumask_of(cpu),
		.set_next_event = arch_timer_set_next_event,
		.set_state_oneshot = arch_timer_shutdown,
		.set_state_shutdown = arch_timer_shutdown,
	};
	enable_percpu_irq(arch_timer.irq, IRQ_TYPE_NONE);
	clockevents_config_and_register(dev, arch_timer.hz, MIN_CYCLES, 0x7fffffff);
}

static int __init arch_timer_find_rate(struct device_node *np)
{
	/* The tree's word goes before the register, which firmware may have left unset. */
	if (of_property_read_u32(np, "clock-frequency", &arch_timer.hz))
		arch_timer.hz = read_cntfrq();
	if (arch_timer.hz >= HZ * 100)
		return 0;
	of_report(np, "clock-frequency", "no usable rate (%u Hz), in CNTFRQ neither",
		  arch_timer.hz);
	return -EINVAL;
}

static int __init arch_timer_of_init(struct device_node *np)
{
	int err;

	if (arch_timer.hz)
		return -EBUSY;
	if (!PFR1_GENTIMER(read_id_pfr1())) {
		of_report(np, NULL, "this CPU has no generic timer");
		return -ENODEV;
	}
	err = arch_timer_find_rate(np);
	if (err)
		return err;
	err = clocksource_register_hz(&arch_timer_clocksource, arch_timer.hz);
	if (err)
		return err;
	arch_timer.irq = irq_of_parse_and_map(np, VIRTUAL_TIMER_INDEX);
	if (!arch_timer.irq)
		return -ENXIO;
	err = request_percpu_irq(arch_timer.irq, arch_timer_interrupt, "tick", &arch_timer_tick);
	if (err)
		return err;
	arch_timer_setup_cpu();
	tick_set_secondary_setup(arch_timer_setup_cpu);
	return 0;
}

TIMER_OF_DECLARE(armv7_arch_timer, "arm,armv7-timer", arch_timer_of_init);
TIMER_OF_DECLARE(armv8_arch_timer, "arm,armv8-timer", arch_timer_of_init);
