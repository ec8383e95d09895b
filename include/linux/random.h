/* SPDX-License-Identifier: MIT */
/*
 * Random numbers for tests and for spreading things out, never for secrets: one xorshift
 * generator for the kernel, seeded by random.seed= so that a run can be repeated. Any context.
 */
#ifndef _LINUX_RANDOM_H
#define _LINUX_RANDOM_H

#include <linux/types.h>

u32 get_random_u32(void);
u64 get_random_u64(void);
void get_random_bytes(void *buf, size_t len);
/* Evenly from [0, @ceil); 0 for @ceil 0. */
u32 get_random_u32_below(u32 ceil);
/* Its name up to Linux 6.1. */
#define prandom_u32_max(ceil)	get_random_u32_below(ceil)

static inline u8 get_random_u8(void)
{
	return get_random_u32() >> 24;
}

static inline u16 get_random_u16(void)
{
	return get_random_u32() >> 16;
}

static inline unsigned long get_random_long(void)
{
	return get_random_u32();
}

static inline unsigned int get_random_int(void)
{
	return get_random_u32();
}

/* Evenly from [@floor, @ceil]. */
static inline u32 get_random_u32_inclusive(u32 floor, u32 ceil)
{
	return floor + get_random_u32_below(ceil - floor + 1);
}

#include <linux/prandom.h>

#endif /* _LINUX_RANDOM_H */
