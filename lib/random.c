// SPDX-License-Identifier: MIT
/*
 * Random numbers: xorshift128 (Marsaglia, Xorshift RNGs, 2003). Period 2^128 - 1.
 *
 * The kernel's one generator draws from a 64-bit counter that is scrambled for each number
 * (SplitMix64: Steele, Lea, Flood, 2014), so that any context on any CPU may ask: the only
 * shared step is an atomic addition. Where one CPU asks in a fixed order, a seed fixes the run.
 */
#include <linux/random.h>
#include <linux/atomic.h>
#include <linux/export.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/moduleparam.h>
#include <linux/prandom.h>
#include <linux/string.h>

#define SPLITMIX_STEP	0x9e3779b97f4a7c15ULL

static atomic64_t random_counter = ATOMIC64_INIT(1);

static u64 splitmix(u64 z)
{
	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
	return z ^ (z >> 31);
}

u64 get_random_u64(void)
{
	return splitmix(atomic64_add_return_relaxed(SPLITMIX_STEP, &random_counter));
}
EXPORT_SYMBOL(get_random_u64);

u32 get_random_u32(void)
{
	return get_random_u64() >> 32;
}
EXPORT_SYMBOL(get_random_u32);

/* Lemire's multiplication; what would favour small results is drawn again. */
u32 get_random_u32_below(u32 ceil)
{
	u32 threshold = ceil ? -ceil % ceil : 0;
	u64 product;

	do {
		product = (u64)get_random_u32() * ceil;
	} while ((u32)product < threshold);
	return product >> 32;
}
EXPORT_SYMBOL(get_random_u32_below);

void get_random_bytes(void *buf, size_t len)
{
	u8 *p = buf;

	while (len) {
		u64 bits = get_random_u64();
		size_t n = min(len, sizeof(bits));

		memcpy(p, &bits, n);
		p += n;
		len -= n;
	}
}
EXPORT_SYMBOL(get_random_bytes);

static int __init random_seed_setup(const char *val, const struct kernel_param *kp)
{
	u64 seed;
	int err = kstrtou64(val, 0, &seed);

	if (!err)
		atomic64_set(&random_counter, seed);
	return err;
}

static const struct kernel_param_ops random_seed_ops = {
	.set = random_seed_setup,
};

#undef MODULE_PARAM_PREFIX
#define MODULE_PARAM_PREFIX "random."
module_param_cb(seed, &random_seed_ops, NULL, 0444);

/* All zeros is the one state that never leaves itself. */
void prandom_seed_state(struct rnd_state *state, u64 seed)
{
	int i;

	for (i = 0; i < ARRAY_SIZE(state->s); i++) {
		seed += SPLITMIX_STEP;
		state->s[i] = splitmix(seed) | 1;
	}
}
EXPORT_SYMBOL(prandom_seed_state);

u32 prandom_u32_state(struct rnd_state *state)
{
	u32 *s = state->s;
	u32 t = s[0] ^ (s[0] << 11);

	s[0] = s[1];
	s[1] = s[2];
	s[2] = s[3];
	s[3] ^= (s[3] >> 19) ^ t ^ (t >> 8);
	return s[3];
}
EXPORT_SYMBOL(prandom_u32_state);

void prandom_bytes_state(struct rnd_state *state, void *buf, size_t len)
{
	u8 *p = buf;

	while (len--)
		*p++ = prandom_u32_state(state);
}
EXPORT_SYMBOL(prandom_bytes_state);
