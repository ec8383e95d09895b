/* SPDX-License-Identifier: MIT */
/* A generator of one's own: the same seed gives the same numbers. The caller locks. */
#ifndef _LINUX_PRANDOM_H
#define _LINUX_PRANDOM_H

#include <linux/types.h>

struct rnd_state {
	u32 s[4];
};

void prandom_seed_state(struct rnd_state *state, u64 seed);
u32 prandom_u32_state(struct rnd_state *state);
void prandom_bytes_state(struct rnd_state *state, void *buf, size_t len);

#endif /* _LINUX_PRANDOM_H */
