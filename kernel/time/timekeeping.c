// SPDX-License-Identifier: MIT
/*
 * Time: 64-bit nanoseconds from a counter that wraps.
 *
 * A hardware counter has 32 bits or more and a rate of its own. The time is
 *
 *      ns = base + ((counter - cycle_last) * mult + frac) >> shift
 *
 * where base, frac and cycle_last are brought forward at each tick, long before the counter can
 * come round. frac keeps what the shift would drop, so nothing is lost over the years, and
 * the time is the same whichever base it is computed from: it never steps back at an update.
 *
 * Readers take no lock and never wait. The base is kept twice (a "latch"): while the writer fills
 * one copy, the sequence number sends readers to the other, which is older but gives the same
 * time. A reader repeats only if an update went on while it computed; so the time can be
 * read in any context, in the middle of an update too, as an exception handler's printk does.
 *
 * Invariants
 *  1. Both copies give the same time for the same counter value.
 *  2. (counter - cycle_last) & mask stays below mask / 2: a difference above that is a counter
 *     read a moment before cycle_last by another CPU, and counts as none.
 *
 * One writer at a time: the tick of one CPU, and clocksource changes, under timekeeper_lock.
 * Limit: 584 years.
 */
#include <linux/timekeeping.h>

#include "tick_internal.h"

#include <asm/barrier.h>
#include <linux/compiler.h>
#include <linux/kernel.h>
#include <linux/sched/clock.h>
#include <linux/spinlock.h>

/* What a reader needs: 40 bytes, copied as a whole. */
struct tk_base {
	struct clocksource *cs;		/* NULL: time stands at base_ns */
	u64 cycle_last;
	u64 base_ns;
	u64 frac;			/* nanoseconds << shift, below 1 << shift */
};

static struct {
	unsigned int seq;		/* odd: copy 1 is the one to read */
	struct tk_base copy[2];
} timekeeper;

static DEFINE_RAW_SPINLOCK(timekeeper_lock);

static u64 cycles_since(const struct tk_base *base)
{
	u64 mask = base->cs->mask;
	u64 delta = (base->cs->read(base->cs) - base->cycle_last) & mask;

	return delta > mask >> 1 ? 0 : delta;
}

static u64 base_to_ns(const struct tk_base *base)
{
	if (!base->cs)
		return base->base_ns;
	return base->base_ns +
	       ((cycles_since(base) * base->cs->mult + base->frac) >> base->cs->shift);
}

u64 ktime_get_ns(void)
{
	unsigned int seq;
	u64 ns;

	do {
		seq = READ_ONCE(timekeeper.seq);
		smp_rmb();
		ns = base_to_ns(&timekeeper.copy[seq & 1]);
		smp_rmb();
	} while (READ_ONCE(timekeeper.seq) != seq);
	return ns;
}

u64 sched_clock(void)
{
	return ktime_get_ns();
}

u64 local_clock(void)
{
	return ktime_get_ns();
}

/* Publishes a new base: readers go to copy 1 while copy 0 is written, then the other way round. */
static void publish(const struct tk_base *base)
{
	WRITE_ONCE(timekeeper.seq, timekeeper.seq + 1);
	smp_wmb();
	timekeeper.copy[0] = *base;
	smp_wmb();
	WRITE_ONCE(timekeeper.seq, timekeeper.seq + 1);
	smp_wmb();
	timekeeper.copy[1] = *base;
	smp_wmb();
}

/* Moves @base to the counter's present value. */
static void advance_base(struct tk_base *base)
{
	u64 cycles, sum;

	if (!base->cs)
		return;
	cycles = cycles_since(base);
	sum = cycles * base->cs->mult + base->frac;
	base->cycle_last = (base->cycle_last + cycles) & base->cs->mask;
	base->base_ns += sum >> base->cs->shift;
	base->frac = sum & ((1ull << base->cs->shift) - 1);
}

void timekeeping_advance(void)
{
	struct tk_base base;
	unsigned long flags;

	raw_spin_lock_irqsave(&timekeeper_lock, flags);
	base = timekeeper.copy[0];
	advance_base(&base);
	publish(&base);
	raw_spin_unlock_irqrestore(&timekeeper_lock, flags);
}

void timekeeping_set_clocksource(struct clocksource *cs)
{
	struct tk_base base;
	unsigned long flags;

	raw_spin_lock_irqsave(&timekeeper_lock, flags);
	base = timekeeper.copy[0];
	advance_base(&base);
	base.cs = cs;
	base.frac = 0;
	base.cycle_last = cs->read(cs);
	publish(&base);
	raw_spin_unlock_irqrestore(&timekeeper_lock, flags);
}
