// SPDX-License-Identifier: MIT
/*
 * At most @burst messages in @interval. Time is looked at only when a message comes: the first
 * one after the interval begins a new one and tells what was dropped in the old.
 */
#include <linux/ratelimit.h>
#include <linux/export.h>
#include <linux/jiffies.h>
#include <linux/spinlock.h>

/* Begins an interval at @now. Returns how many messages the last one dropped. */
static int begin_interval(struct ratelimit_state *rs, unsigned long now)
{
	int missed = rs->missed;

	rs->begin = now;
	rs->printed = 0;
	if (!(rs->flags & RATELIMIT_MSG_ON_RELEASE))
		rs->missed = 0;
	return missed;
}

int ___ratelimit(struct ratelimit_state *rs, const char *func)
{
	unsigned long now = jiffies | 1;	/* never 0, which is "not begun" */
	unsigned long flags;
	int missed = 0;
	bool pass;

	if (!rs->interval)
		return 1;
	/* Whoever holds the lock, perhaps the code we interrupted, is printing: enough. */
	if (!raw_spin_trylock_irqsave(&rs->lock, flags))
		return 0;
	if (!rs->begin)
		rs->begin = now;
	if (time_after(now, rs->begin + rs->interval))
		missed = begin_interval(rs, now);
	pass = rs->printed < rs->burst;
	if (pass)
		rs->printed++;
	else
		rs->missed++;
	raw_spin_unlock_irqrestore(&rs->lock, flags);

	if (missed && !(rs->flags & RATELIMIT_MSG_ON_RELEASE))
		printk_deferred(KERN_WARNING "%s: %d callbacks suppressed\n", func, missed);
	return pass;
}
EXPORT_SYMBOL(___ratelimit);

void ratelimit_state_exit(struct ratelimit_state *rs)
{
	if (!(rs->flags & RATELIMIT_MSG_ON_RELEASE) || !rs->missed)
		return;
	pr_warn("%d output lines suppressed due to ratelimiting\n", rs->missed);
	rs->missed = 0;
}
EXPORT_SYMBOL(ratelimit_state_exit);
