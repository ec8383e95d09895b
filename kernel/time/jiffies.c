// SPDX-License-Identifier: MIT
/*
 * jiffies: the time in whole ticks.
 *
 * The count follows the clocksource, not the number of tick interrupts: where interrupts were off
 * for longer than a tick, the next one makes up for those that were lost. Ticks are counted from
 * half a tick before the first one is due, so that a tick that comes a little early or late still
 * counts as one.
 *
 * The tick that comes first writes, whichever CPU's it is: a CPU that keeps interrupts off, or is
 * not given its turn by whoever emulates it, does not stop the time of the others. Anybody reads.
 * The low word is read as it is; all 64 bits with a sequence count, since they take two loads.
 */
#include <linux/jiffies.h>

#include "tick_internal.h"

#include <asm/barrier.h>
#include <linux/cache.h>
#include <linux/compiler.h>
#include <linux/seqlock.h>
#include <linux/spinlock.h>

u64 jiffies_64 __aligned(8) = INITIAL_JIFFIES;
/* The low word, which comes first in memory. */
asm(".globl jiffies\n\t.set jiffies, jiffies_64");

static DEFINE_RAW_SPINLOCK(jiffies_lock);	/* writers; interrupts off */
static seqcount_t jiffies_seq;
static u64 last_tick_ns;	/* the last tick that has been counted was due then */

u64 get_jiffies_64(void)
{
	unsigned int seq;
	u64 val;

	do {
		seq = read_seqcount_begin(&jiffies_seq);
		val = jiffies_64;
	} while (read_seqcount_retry(&jiffies_seq, seq));
	return val;
}

void jiffies_start(u64 now_ns)
{
	last_tick_ns = now_ns - TICK_NSEC / 2;
}

/* jiffies_lock held. True if a tick has passed. */
static bool advance_locked(u64 now_ns)
{
	s64 passed = now_ns - last_tick_ns;
	u64 ticks = 1;

	if (passed < (s64)TICK_NSEC)
		return false;
	if (passed >= 2 * (s64)TICK_NSEC)
		ticks = div_u64(passed, TICK_NSEC);
	last_tick_ns += ticks * TICK_NSEC;
	write_seqcount_begin(&jiffies_seq);
	jiffies_64 += ticks;
	write_seqcount_end(&jiffies_seq);
	return true;
}

bool jiffies_update(u64 now_ns)
{
	bool advanced;

	if (!raw_spin_trylock(&jiffies_lock))
		return false;	/* another CPU is at it */
	advanced = advance_locked(now_ns);
	raw_spin_unlock(&jiffies_lock);
	return advanced;
}
