// SPDX-License-Identifier: MIT
/* Arithmetic: divisions against their definition, products of 96 bits, roundings, min and max. */
#include <kunit/test.h>
#include <linux/hash.h>
#include <linux/math64.h>
#include <linux/random.h>

static const u64 values[] = {
	0, 1, 2, 9, 10, 0x7fffffff, 0x80000000, 0xffffffff, 0x100000000, 0x100000001,
	0x123456789abcdef0, 0x7fffffffffffffff, 0x8000000000000000, 0xffffffffffffffff,
};

static const u32 divisors[] = { 1, 2, 3, 7, 10, 1000, 65536, 1000000000, 0x80000000, 0xffffffff };

/* n = q * d + r with r < d has one solution. */
static void do_div_test(struct kunit *test)
{
	int i, j;

	for (i = 0; i < ARRAY_SIZE(values); i++) {
		for (j = 0; j < ARRAY_SIZE(divisors); j++) {
			u64 n = values[i], q = n;
			u32 d = divisors[j], r = do_div(q, d), r2;

			KUNIT_EXPECT_LT(test, r, d);
			KUNIT_EXPECT_EQ(test, q * d + r, n);
			KUNIT_EXPECT_EQ(test, div_u64_rem(n, d, &r2), q);
			KUNIT_EXPECT_EQ(test, r2, r);
			KUNIT_EXPECT_EQ(test, div_u64(n, d), q);
		}
	}
}

static void div64_test(struct kunit *test)
{
	s32 r;
	u64 rem;

	KUNIT_EXPECT_EQ(test, div64_u64(U64_MAX, U64_MAX - 1), 1);
	KUNIT_EXPECT_EQ(test, div64_u64_rem(U64_MAX, 1ULL << 33, &rem), 0x7fffffff);
	KUNIT_EXPECT_EQ(test, rem, 0x1ffffffff);
	/* Towards zero; the remainder has the sign of the dividend. */
	KUNIT_EXPECT_EQ(test, div_s64_rem(-7, 2, &r), -3);
	KUNIT_EXPECT_EQ(test, r, -1);
	KUNIT_EXPECT_EQ(test, div_s64_rem(7, -2, &r), -3);
	KUNIT_EXPECT_EQ(test, r, 1);
	KUNIT_EXPECT_EQ(test, div_s64(S64_MIN, 1), S64_MIN);
	KUNIT_EXPECT_EQ(test, div64_s64(-100, -7), 14);
	KUNIT_EXPECT_EQ(test, DIV64_U64_ROUND_UP(10ULL, 3ULL), 4);
	KUNIT_EXPECT_EQ(test, DIV_U64_ROUND_CLOSEST(11ULL, 4), 3);
}

/* Against long multiplication by halves. */
static void mul_u64_u32_test(struct kunit *test)
{
	int round;

	KUNIT_EXPECT_EQ(test, mul_u64_u32_shr(U64_MAX, U32_MAX, 32), U64_MAX - (1ULL << 32));
	KUNIT_EXPECT_EQ(test, mul_u64_u32_shr(1ULL << 63, 2, 32), 1ULL << 32);
	KUNIT_EXPECT_EQ(test, mul_u64_u32_shr(5, 7, 0), 35);
	KUNIT_EXPECT_EQ(test, mul_u64_u32_div(U64_MAX, 1000, 1000), U64_MAX);
	KUNIT_EXPECT_EQ(test, mul_u64_u32_div(1ULL << 62, 3, 4), 3ULL << 60);
	for (round = 0; round < 1000; round++) {
		u64 a = get_random_u64() >> get_random_u32_below(64);
		u32 mul = get_random_u32(), div = get_random_u32() | 1;
		u64 q;

		if (mul > div)
			mul = div;		/* the quotient fits */
		q = mul_u64_u32_div(a, mul, div);
		/* q <= a * mul / div < q + 1, modulo 2^64 */
		KUNIT_ASSERT_LT(test, a * mul - q * div, (u64)div);
	}
}

static void int_sqrt_test(struct kunit *test)
{
	unsigned long root;

	KUNIT_EXPECT_EQ(test, int_sqrt(0), 0);
	for (root = 1; root < 65536; root += 97) {
		KUNIT_ASSERT_EQ(test, int_sqrt(root * root), root);
		KUNIT_ASSERT_EQ(test, int_sqrt(root * root - 1), root - 1);
	}
	KUNIT_EXPECT_EQ(test, int_sqrt(ULONG_MAX), 65535);
}

static void gcd_test(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, gcd(12, 18), 6);
	KUNIT_EXPECT_EQ(test, gcd(17, 5), 1);
	KUNIT_EXPECT_EQ(test, gcd(0, 5), 5);
	KUNIT_EXPECT_EQ(test, lcm(4, 6), 12);
	KUNIT_EXPECT_EQ(test, lcm(0, 6), 0);
}

static void rounding_test(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, round_up(4097, 4096), 8192);
	KUNIT_EXPECT_EQ(test, round_up(4096, 4096), 4096);
	KUNIT_EXPECT_EQ(test, round_up(0, 4096), 0);
	KUNIT_EXPECT_EQ(test, round_down(4095, 4096), 0);
	KUNIT_EXPECT_EQ(test, roundup(10, 7), 14);
	KUNIT_EXPECT_EQ(test, rounddown(13, 7), 7);
	KUNIT_EXPECT_EQ(test, ALIGN(5, 4), 8);
	KUNIT_EXPECT_EQ(test, ALIGN_DOWN(7, 4), 4);
	KUNIT_EXPECT_EQ(test, ALIGN(0x100000001ULL, 4096), 0x100001000ULL);
	KUNIT_EXPECT_TRUE(test, IS_ALIGNED(4096, 4096));
	KUNIT_EXPECT_FALSE(test, IS_ALIGNED(4097, 2));
	KUNIT_EXPECT_EQ(test, DIV_ROUND_UP(10, 3), 4);
	KUNIT_EXPECT_EQ(test, DIV_ROUND_CLOSEST(10, 4), 3);
	KUNIT_EXPECT_EQ(test, DIV_ROUND_CLOSEST(-10, 4), -3);
	KUNIT_EXPECT_EQ(test, DIV_ROUND_UP_ULL(1ULL << 40, 3), 366503875926ULL);
	KUNIT_EXPECT_EQ(test, mult_frac(3000000000u, 3u, 4u), 2250000000u);
	KUNIT_EXPECT_EQ(test, abs(-5), 5);
	KUNIT_EXPECT_EQ(test, abs_diff(3u, 5u), 2);
	KUNIT_EXPECT_EQ(test, upper_32_bits(0x123456789ULL), 1);
	KUNIT_EXPECT_EQ(test, lower_32_bits(0x123456789ULL), 0x23456789);
}

static int calls;

static int count_calls(int value)
{
	calls++;
	return value;
}

static void minmax_test(struct kunit *test)
{
	static int array[max(3, 5)];
	int a = 1, b = 2;
	size_t size = 7;

	KUNIT_EXPECT_EQ(test, ARRAY_SIZE(array), 5);
	KUNIT_EXPECT_EQ(test, min(a, b), 1);
	KUNIT_EXPECT_EQ(test, max(a, b), 2);
	KUNIT_EXPECT_EQ(test, min(size, 3), 3);
	KUNIT_EXPECT_EQ(test, min3(3, 1, 2), 1);
	KUNIT_EXPECT_EQ(test, max3(3, 1, 2), 3);
	KUNIT_EXPECT_EQ(test, min_t(u8, 256, 5), 0);
	KUNIT_EXPECT_EQ(test, clamp(15, 0, 10), 10);
	KUNIT_EXPECT_EQ(test, clamp(-5, 0, 10), 0);
	KUNIT_EXPECT_EQ(test, clamp_t(unsigned int, -1, 0, 10), 10);
	KUNIT_EXPECT_EQ(test, min_not_zero(0, 4), 4);
	KUNIT_EXPECT_EQ(test, min_not_zero(3, 4), 3);
	swap(a, b);
	KUNIT_EXPECT_EQ(test, a * 10 + b, 21);
	/* Each operand once. */
	calls = 0;
	KUNIT_EXPECT_EQ(test, min(count_calls(3), count_calls(4)), 3);
	KUNIT_EXPECT_EQ(test, calls, 2);
	KUNIT_EXPECT_EQ(test, clamp(count_calls(3), 1, 9), 3);
	KUNIT_EXPECT_EQ(test, calls, 3);
	KUNIT_EXPECT_TRUE(test, in_range(5u, 5u, 1u));
	KUNIT_EXPECT_FALSE(test, in_range(6u, 5u, 1u));
	KUNIT_EXPECT_FALSE(test, in_range(0u, 1u, U32_MAX));
}

/* Same seed, same numbers; below a ceiling, all values come and none beyond. */
static void random_test(struct kunit *test)
{
	struct rnd_state a, b;
	u32 seen = 0;
	int i;

	prandom_seed_state(&a, 0);
	prandom_seed_state(&b, 0);
	for (i = 0; i < 100; i++)
		KUNIT_ASSERT_EQ(test, prandom_u32_state(&a), prandom_u32_state(&b));
	prandom_seed_state(&b, 1);
	KUNIT_EXPECT_NE(test, prandom_u32_state(&a), prandom_u32_state(&b));
	for (i = 0; i < 1000; i++) {
		u32 value = get_random_u32_below(13);

		KUNIT_ASSERT_LT(test, value, 13);
		seen |= 1 << value;
	}
	KUNIT_EXPECT_EQ(test, seen, (1 << 13) - 1);
	KUNIT_EXPECT_EQ(test, get_random_u32_below(1), 0);
	KUNIT_EXPECT_EQ(test, get_random_u32_below(0), 0);
	KUNIT_EXPECT_EQ(test, get_random_u32_inclusive(7, 7), 7);
}

/* Neighbours spread out. */
static void hash_test(struct kunit *test)
{
	u32 seen = 0, i;

	for (i = 0; i < 32; i++) {
		KUNIT_ASSERT_LT(test, hash_32(i * 64, 5), 32);
		seen |= 1u << hash_32(i * 64, 5);
	}
	KUNIT_EXPECT_GT(test, hweight32(seen), 16);
	KUNIT_EXPECT_NE(test, hash_64(1ULL << 32, 16), hash_64(1ULL << 33, 16));
	KUNIT_EXPECT_EQ(test, reciprocal_scale(U32_MAX, 10), 9);
}

static struct kunit_case math64_cases[] = {
	KUNIT_CASE(do_div_test),
	KUNIT_CASE(div64_test),
	KUNIT_CASE(mul_u64_u32_test),
	KUNIT_CASE(int_sqrt_test),
	KUNIT_CASE(gcd_test),
	KUNIT_CASE(rounding_test),
	KUNIT_CASE(minmax_test),
	KUNIT_CASE(random_test),
	KUNIT_CASE(hash_test),
	{}
};

static struct kunit_suite math64_suite = {
	.name = "math64",
	.test_cases = math64_cases,
};
kunit_test_suite(math64_suite);
