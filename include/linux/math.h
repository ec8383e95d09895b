/* SPDX-License-Identifier: MIT */
/* Integer arithmetic. */
#ifndef _LINUX_MATH_H
#define _LINUX_MATH_H

#include <linux/types.h>
#include <asm/div64.h>

/* @y is a power of two. */
#define __round_mask(x, y)	((__typeof__(x))((y) - 1))
#define round_up(x, y)		((((x) - 1) | __round_mask(x, y)) + 1)
#define round_down(x, y)	((x) & ~__round_mask(x, y))

#define DIV_ROUND_UP(n, d)	(((n) + (d) - 1) / (d))
#define DIV_ROUND_DOWN_ULL(ll, d) \
	({ u64 __tmp = (ll); do_div(__tmp, d); __tmp; })
#define DIV_ROUND_UP_ULL(ll, d)	DIV_ROUND_DOWN_ULL((u64)(ll) + (d) - 1, (d))

/* @y is any positive number. */
#define roundup(x, y)		({ typeof(y) __y = (y); (((x) + (__y - 1)) / __y) * __y; })
#define rounddown(x, y)		({ typeof(x) __x = (x); __x - (__x % (y)); })

#define DIV_ROUND_CLOSEST(x, divisor)						\
({										\
	typeof(x) __x = (x);							\
	typeof(divisor) __d = (divisor);					\
	(((typeof(x))-1) > 0 || ((typeof(divisor))-1) > 0 ||			\
	 ((__x > 0) == (__d > 0))) ?						\
		((__x + (__d / 2)) / __d) : ((__x - (__d / 2)) / __d);		\
})

/* @x * @numer / @denom, without overflow where the result fits. */
#define mult_frac(x, numer, denom)						\
({										\
	typeof(x) __x = (x), __n = (numer), __d = (denom);			\
	typeof(x) __q = __x / __d, __r = __x % __d;				\
	__q * __n + __r * __n / __d;						\
})

#define abs(x)									\
({										\
	typeof(x) __x = (x);							\
	__x < 0 ? -__x : __x;							\
})
#define abs_diff(a, b)								\
({										\
	typeof(a) __a = (a);							\
	typeof(b) __b = (b);							\
	__a > __b ? __a - __b : __b - __a;					\
})

/* @val spread from [0, 2^32) over [0, @ep_ro). */
static inline u32 reciprocal_scale(u32 val, u32 ep_ro)
{
	return (u32)(((u64)val * ep_ro) >> 32);
}

/* The integer part of the square root. */
unsigned long int_sqrt(unsigned long x);
/* Greatest common divisor and least common multiple; of 0 and x it is x, and 0. */
unsigned long gcd(unsigned long a, unsigned long b) __attribute_const__;
unsigned long lcm(unsigned long a, unsigned long b) __attribute_const__;

#endif /* _LINUX_MATH_H */
