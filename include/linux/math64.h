/* SPDX-License-Identifier: MIT */
/* 64-bit division and multiplication. */
#ifndef _LINUX_MATH64_H
#define _LINUX_MATH64_H

#include <linux/math.h>
#include <linux/types.h>
#include <asm/div64.h>

static inline u64 div_u64_rem(u64 dividend, u32 divisor, u32 *remainder)
{
	*remainder = do_div(dividend, divisor);
	return dividend;
}

static inline u64 div_u64(u64 dividend, u32 divisor)
{
	do_div(dividend, divisor);
	return dividend;
}

static inline s64 div_s64_rem(s64 dividend, s32 divisor, s32 *remainder)
{
	s64 quotient = dividend / divisor;

	*remainder = (s32)(dividend - quotient * divisor);
	return quotient;
}

static inline s64 div_s64(s64 dividend, s32 divisor)
{
	return dividend / divisor;
}

static inline u64 div64_u64(u64 dividend, u64 divisor)
{
	return dividend / divisor;
}

static inline u64 div64_u64_rem(u64 dividend, u64 divisor, u64 *remainder)
{
	u64 quotient = dividend / divisor;

	*remainder = dividend - quotient * divisor;
	return quotient;
}

static inline s64 div64_s64(s64 dividend, s64 divisor)
{
	return dividend / divisor;
}

#define div64_ul(x, y)			div_u64((x), (y))
#define div64_long(x, y)		div_s64((x), (y))
#define DIV64_U64_ROUND_UP(ll, d) \
	({ u64 __d = (d); div64_u64((ll) + __d - 1, __d); })
#define DIV_U64_ROUND_CLOSEST(dividend, divisor) \
	({ u32 __d = (divisor); div_u64((dividend) + __d / 2, __d); })

static inline u64 mul_u32_u32(u32 a, u32 b)
{
	return (u64)a * b;
}

/* (@a * @mul) >> @shift for @shift <= 32, with the full 96-bit product inside. */
static inline u64 mul_u64_u32_shr(u64 a, u32 mul, unsigned int shift)
{
	u64 low = (u64)(u32)a * mul;
	u64 high = (u64)(u32)(a >> 32) * mul;

	return (low >> shift) + (high << (32 - shift));
}

/* @a * @mul / @div, with the full 96-bit product inside. */
u64 mul_u64_u32_div(u64 a, u32 mul, u32 div);

#endif /* _LINUX_MATH64_H */
