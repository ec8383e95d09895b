/* SPDX-License-Identifier: MIT */
/* At most so many messages in so long a time. */
#ifndef _LINUX_RATELIMIT_TYPES_H
#define _LINUX_RATELIMIT_TYPES_H

#include <linux/param.h>
#include <linux/spinlock_types.h>

#define DEFAULT_RATELIMIT_INTERVAL	(5 * HZ)
#define DEFAULT_RATELIMIT_BURST		10

/* Say nothing about what was dropped while it happens, only in ratelimit_state_exit(). */
#define RATELIMIT_MSG_ON_RELEASE	0x1

struct ratelimit_state {
	raw_spinlock_t lock;		/* protects the rest */
	int interval;			/* in jiffies; 0 lets everything pass */
	int burst;			/* messages an interval */
	int printed;			/* let pass in this interval */
	int missed;			/* and dropped */
	unsigned long begin;		/* of the interval, in jiffies; 0 before the first */
	unsigned long flags;
};

#define RATELIMIT_STATE_INIT_FLAGS(name, interval_init, burst_init, flags_init)	\
{										\
	.lock		= __RAW_SPIN_LOCK_UNLOCKED(name.lock),			\
	.interval	= interval_init,					\
	.burst		= burst_init,						\
	.flags		= flags_init,						\
}
#define RATELIMIT_STATE_INIT(name, interval_init, burst_init) \
	RATELIMIT_STATE_INIT_FLAGS(name, interval_init, burst_init, 0)
#define DEFINE_RATELIMIT_STATE(name, interval_init, burst_init) \
	struct ratelimit_state name = RATELIMIT_STATE_INIT(name, interval_init, burst_init)

/*
 * True if a message of @func may be printed now. Says, once an interval has passed, how many
 * were dropped. Any context: where the state is busy, the message is dropped.
 */
int ___ratelimit(struct ratelimit_state *rs, const char *func);
#define __ratelimit(state) ___ratelimit(state, __func__)

#endif /* _LINUX_RATELIMIT_TYPES_H */
