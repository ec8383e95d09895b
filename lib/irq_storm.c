// SPDX-License-Identifier: MIT
/*
 * A storm of hard interrupts: each CPU's tick device fires once at a time, at changing distances,
 * and the tick's own handler is called when a tick is due.
 */
#include <marrow/irq_storm.h>

#include <linux/bug.h>
#include <linux/clockchips.h>
#include <linux/hardirq.h>
#include <linux/jiffies.h>
#include <linux/ktime.h>
#include <linux/percpu.h>
#include <linux/prandom.h>
#include <linux/smp.h>

#define PAUSE_NS	(20 * NSEC_PER_USEC)
#define SPREAD_NS	0xffffu

/* What there was before, when the next interrupt and tick are due, and what has come so far. */
struct storm {
	void (*tick)(struct clock_event_device *dev);
	enum clock_event_state state;
	u64 due;
	u64 next_tick;
	struct rnd_state rnd;
	unsigned int interrupts;
};

static DEFINE_PER_CPU(struct storm, storm);
static void (*storm_fn)(u64 late_ns);

static void program_next(struct clock_event_device *dev, struct storm *s)
{
	u64 pause = PAUSE_NS + (prandom_u32_state(&s->rnd) & SPREAD_NS);

	s->due = ktime_get_ns() + pause;
	clockevents_program_event(dev, s->due, true);
}

static void storm_event(struct clock_event_device *dev)
{
	u64 now = ktime_get_ns();
	struct storm *s = this_cpu_ptr(&storm);

	WARN_ON_ONCE(!in_hardirq());
	s->interrupts++;
	if (now >= s->next_tick) {
		s->next_tick = ktime_get_ns() + TICK_NSEC;
		s->tick(dev);
	}
	storm_fn(now > s->due ? now - s->due : 0);
	program_next(dev, s);
}

static void start_here(void *unused)
{
	struct clock_event_device *dev = tick_get_device(raw_smp_processor_id());
	struct storm *s = this_cpu_ptr(&storm);

	s->tick = dev->event_handler;
	s->state = dev->state;
	s->next_tick = ktime_get_ns() + TICK_NSEC;
	s->interrupts = 0;
	prandom_seed_state(&s->rnd, raw_smp_processor_id() + 1);
	dev->event_handler = storm_event;
	clockevents_switch_state(dev, CLOCK_EVT_STATE_ONESHOT);
	program_next(dev, s);
}

static void stop_here(void *unused)
{
	struct clock_event_device *dev = tick_get_device(raw_smp_processor_id());
	struct storm *s = this_cpu_ptr(&storm);

	dev->event_handler = s->tick;
	clockevents_switch_state(dev, s->state);
	if (s->state == CLOCK_EVT_STATE_ONESHOT)
		clockevents_program_event(dev, ktime_get_ns() + TICK_NSEC, true);
}

void irq_storm_start(void (*fn)(u64 late_ns))
{
	storm_fn = fn;
	on_each_cpu(start_here, NULL, 1);
}

unsigned int irq_storm_stop(void)
{
	unsigned int cpu, interrupts = 0;

	on_each_cpu(stop_here, NULL, 1);
	for_each_online_cpu(cpu)
		interrupts += per_cpu(storm, cpu).interrupts;
	return interrupts;
}
