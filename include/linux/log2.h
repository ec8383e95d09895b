/* SPDX-License-Identifier: MIT */
/* Powers of two. Constants in, constants out. */
#ifndef _LINUX_LOG2_H
#define _LINUX_LOG2_H

#include <linux/bitops.h>
#include <linux/types.h>

static inline __attribute_const__ bool is_power_of_2(unsigned long n)
{
	return n != 0 && (n & (n - 1)) == 0;
}

/* The smallest power of two not below @n, which is not 0. */
static inline __attribute_const__ unsigned long __roundup_pow_of_two(unsigned long n)
{
	return 1UL << fls_long(n - 1);
}

/* The largest power of two not above @n, which is not 0. */
static inline __attribute_const__ unsigned long __rounddown_pow_of_two(unsigned long n)
{
	return 1UL << (fls_long(n) - 1);
}

/*
 * The position of the highest bit of @n; -1 for 0. A constant expression for a constant.
 */
#define const_ilog2(n) \
	((n) == 0 ? -1 : 63 - __builtin_clzll((u64)(n) | ((n) == 0)))
#define ilog2(n)								\
	(__builtin_constant_p(n) ? const_ilog2(n) :				\
	 sizeof(n) <= 4 ? fls((u32)(n)) - 1 : fls64(n) - 1)

#define roundup_pow_of_two(n)							\
	(__builtin_constant_p(n) ?						\
	 ((n) == 1 ? 1UL : 1UL << (const_ilog2((n) - 1) + 1)) :			\
	 __roundup_pow_of_two(n))
#define rounddown_pow_of_two(n)							\
	(__builtin_constant_p(n) ? 1UL << const_ilog2(n) : __rounddown_pow_of_two(n))

/* The exponent of the smallest power of two not below @n: 0 for 0 and 1. */
static inline __attribute_const__ int __order_base_2(unsigned long n)
{
	return n > 1 ? fls_long(n - 1) : 0;
}

#define order_base_2(n)								\
	(__builtin_constant_p(n) ?						\
	 (((n) < 2) ? 0 : const_ilog2((n) - 1) + 1) : __order_base_2(n))

/* The bits needed to hold @n: 1 for 0. */
static inline __attribute_const__ int bits_per(unsigned long n)
{
	return n < 2 ? 1 : fls_long(n);
}

#endif /* _LINUX_LOG2_H */
