// SPDX-License-Identifier: MIT
/* Integer arithmetic that is too long to be inline. */
#include <linux/math.h>
#include <linux/export.h>
#include <linux/math64.h>
#include <linux/minmax.h>

/* Digit by digit, two bits of @x for one of the root. */
unsigned long int_sqrt(unsigned long x)
{
	unsigned long bit = 1UL << 30;
	unsigned long root = 0;

	while (bit > x)
		bit >>= 2;
	for (; bit; bit >>= 2) {
		unsigned long trial = root + bit;

		root >>= 1;
		if (x >= trial) {
			x -= trial;
			root += bit;
		}
	}
	return root;
}
EXPORT_SYMBOL(int_sqrt);

unsigned long gcd(unsigned long a, unsigned long b)
{
	while (b) {
		unsigned long rest = a % b;

		a = b;
		b = rest;
	}
	return a;
}
EXPORT_SYMBOL(gcd);

unsigned long lcm(unsigned long a, unsigned long b)
{
	return a && b ? a / gcd(a, b) * b : 0;
}
EXPORT_SYMBOL(lcm);

/*
 * The product has 96 bits: high * 2^32 + low. Long division in base 2^32: the remainder of the
 * upper part is less than @div, so the lower quotient fits in 32 bits.
 */
u64 mul_u64_u32_div(u64 a, u32 mul, u32 div)
{
	u64 low = mul_u32_u32(a, mul);
	u64 high = mul_u32_u32(a >> 32, mul) + (low >> 32);
	u32 rest;
	u64 quotient = div_u64_rem(high, div, &rest);

	return (quotient << 32) + div_u64((u64)rest << 32 | (u32)low, div);
}
EXPORT_SYMBOL(mul_u64_u32_div);
