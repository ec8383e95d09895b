// SPDX-License-Identifier: MIT
/* Bits in words and maps, against the slow and obvious way, at every place of a map. */
#include <kunit/test.h>
#include <linux/atomic.h>
#include <linux/bitmap.h>
#include <linux/bitops.h>
#include <linux/log2.h>
#include <linux/overflow.h>
#include <linux/random.h>
#include <linux/unaligned.h>

#define NBITS	100

static DECLARE_BITMAP(map, NBITS);
static DECLARE_BITMAP(map2, NBITS);
static DECLARE_BITMAP(dst, NBITS);

static void bitops_atomic_test(struct kunit *test)
{
	int bit;

	bitmap_zero(map, NBITS);
	for (bit = 0; bit < NBITS; bit++) {
		KUNIT_ASSERT_FALSE(test, test_and_set_bit(bit, map));
		KUNIT_ASSERT_TRUE(test, test_bit(bit, map));
		KUNIT_ASSERT_EQ(test, bitmap_weight(map, NBITS), 1);
		KUNIT_ASSERT_TRUE(test, test_and_set_bit(bit, map));
		change_bit(bit, map);
		KUNIT_ASSERT_FALSE(test, test_bit(bit, map));
		KUNIT_ASSERT_FALSE(test, test_and_change_bit(bit, map));
		KUNIT_ASSERT_TRUE(test, test_and_clear_bit(bit, map));
		KUNIT_ASSERT_FALSE(test, test_and_clear_bit(bit, map));
		set_bit(bit, map);
		KUNIT_ASSERT_TRUE(test, test_bit_acquire(bit, map));
		clear_bit(bit, map);
		KUNIT_ASSERT_TRUE(test, bitmap_empty(map, NBITS));
		KUNIT_ASSERT_FALSE(test, test_and_set_bit_lock(bit, map));
		KUNIT_ASSERT_TRUE(test, test_and_set_bit_lock(bit, map));
		clear_bit_unlock(bit, map);
		KUNIT_ASSERT_TRUE(test, bitmap_empty(map, NBITS));
	}
}

static void bitops_plain_test(struct kunit *test)
{
	unsigned long w[2] = { 0, 0 };

	__set_bit(33, w);
	KUNIT_EXPECT_EQ(test, w[1], 2);
	KUNIT_EXPECT_TRUE(test, __test_and_clear_bit(33, w));
	KUNIT_EXPECT_FALSE(test, __test_and_set_bit(0, w));
	KUNIT_EXPECT_TRUE(test, __test_and_change_bit(0, w));
	__assign_bit(5, w, true);
	assign_bit(6, w, true);
	assign_bit(5, w, false);
	KUNIT_EXPECT_EQ(test, w[0], 64);
	__clear_bit_unlock(6, w);
	KUNIT_EXPECT_EQ(test, w[0], 0);
}

static void bitops_ffs_test(struct kunit *test)
{
	int bit;

	KUNIT_EXPECT_EQ(test, ffs(0), 0);
	KUNIT_EXPECT_EQ(test, fls(0), 0);
	KUNIT_EXPECT_EQ(test, fls64(0), 0);
	for (bit = 0; bit < 32; bit++) {
		u32 one = 1u << bit;
		u32 below = one - 1, above = ~below;

		KUNIT_EXPECT_EQ(test, __ffs(one), bit);
		KUNIT_EXPECT_EQ(test, __ffs(above), bit);
		KUNIT_EXPECT_EQ(test, __fls(one), bit);
		KUNIT_EXPECT_EQ(test, __fls(one | below), bit);
		KUNIT_EXPECT_EQ(test, ffz(below), bit);
		KUNIT_EXPECT_EQ(test, ffs(above), bit + 1);
		KUNIT_EXPECT_EQ(test, fls(one | below), bit + 1);
		KUNIT_EXPECT_EQ(test, hweight32(below), bit);
	}
	for (bit = 0; bit < 64; bit++) {
		KUNIT_EXPECT_EQ(test, fls64(1ULL << bit), bit + 1);
		KUNIT_EXPECT_EQ(test, __ffs64(1ULL << bit), bit);
		KUNIT_EXPECT_EQ(test, hweight64((1ULL << bit) - 1), bit);
	}
	KUNIT_EXPECT_EQ(test, hweight16(0x1ffff), 16);
	KUNIT_EXPECT_EQ(test, hweight8(0x1ff), 8);
}

static void bitops_rotate_test(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, rol32(0x80000001, 1), 3);
	KUNIT_EXPECT_EQ(test, ror32(3, 1), 0x80000001);
	KUNIT_EXPECT_EQ(test, rol32(0x12345678, 0), 0x12345678);
	KUNIT_EXPECT_EQ(test, rol32(0x12345678, 32), 0x12345678);
	KUNIT_EXPECT_EQ(test, rol64(1ULL << 63 | 1, 1), 3);
	KUNIT_EXPECT_EQ(test, ror64(3, 1), 1ULL << 63 | 1);
	KUNIT_EXPECT_EQ(test, sign_extend32(0xff, 7), -1);
	KUNIT_EXPECT_EQ(test, sign_extend32(0x7f, 7), 127);
	KUNIT_EXPECT_EQ(test, sign_extend64(0x800, 11), -2048);
}

static void bits_mask_test(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, GENMASK(31, 0), 0xffffffff);
	KUNIT_EXPECT_EQ(test, GENMASK(7, 4), 0xf0);
	KUNIT_EXPECT_EQ(test, GENMASK(0, 0), 1);
	KUNIT_EXPECT_EQ(test, GENMASK_ULL(63, 60), 0xf000000000000000ULL);
	KUNIT_EXPECT_EQ(test, BIT_ULL(40), 1ULL << 40);
	KUNIT_EXPECT_EQ(test, BITS_TO_LONGS(33), 2);
	KUNIT_EXPECT_EQ(test, BITS_TO_LONGS(32), 1);
}

static void set_mask_bits_test(struct kunit *test)
{
	unsigned long word = 0xff00;

	KUNIT_EXPECT_EQ(test, set_mask_bits(&word, 0xf000ul, 0x10ul), 0xff00);
	KUNIT_EXPECT_EQ(test, word, 0x0f10);
}

/* --- searching --------------------------------------------------------------------------- */

static unsigned long slow_find(bool want, unsigned long size, unsigned long from)
{
	while (from < size && test_bit(from, map) != want)
		from++;
	return from < size ? from : size;
}

static void random_map(unsigned long *m, int density)
{
	int bit;

	bitmap_zero(m, NBITS);
	for (bit = 0; bit < NBITS; bit++) {
		if (get_random_u32_below(100) < density)
			__set_bit(bit, m);
	}
}

static void find_bit_test(struct kunit *test)
{
	static const int densities[] = { 0, 3, 50, 97, 100 };
	unsigned long size, from;
	int i;

	for (i = 0; i < ARRAY_SIZE(densities); i++) {
		random_map(map, densities[i]);
		for (size = 0; size <= NBITS; size++) {
			unsigned long last = size;

			for (from = 0; from <= size + 1; from++) {
				KUNIT_ASSERT_EQ(test, find_next_bit(map, size, from),
						slow_find(true, size, from));
				KUNIT_ASSERT_EQ(test, find_next_zero_bit(map, size, from),
						slow_find(false, size, from));
				if (from < size && test_bit(from, map))
					last = from;
			}
			KUNIT_ASSERT_EQ(test, find_last_bit(map, size), last);
		}
	}
}

static void find_two_maps_test(struct kunit *test)
{
	unsigned long bit, n = 0;

	random_map(map, 50);
	random_map(map2, 50);
	for (bit = 0; bit < NBITS; bit++) {
		unsigned long found = find_next_and_bit(map, map2, NBITS, bit);
		unsigned long only = find_next_andnot_bit(map, map2, NBITS, bit);

		KUNIT_EXPECT_EQ(test, found == bit, test_bit(bit, map) && test_bit(bit, map2));
		KUNIT_EXPECT_EQ(test, only == bit, test_bit(bit, map) && !test_bit(bit, map2));
		if (test_bit(bit, map))
			KUNIT_EXPECT_EQ(test, find_nth_bit(map, NBITS, n++), bit);
	}
	KUNIT_EXPECT_EQ(test, find_nth_bit(map, NBITS, n), NBITS);
}

static void for_each_bit_test(struct kunit *test)
{
	unsigned int bit, end, set = 0, clear = 0, ranges = 0;

	random_map(map, 40);
	for_each_set_bit(bit, map, NBITS) {
		KUNIT_EXPECT_TRUE(test, test_bit(bit, map));
		set++;
	}
	for_each_clear_bit(bit, map, NBITS)
		clear++;
	KUNIT_EXPECT_EQ(test, set, bitmap_weight(map, NBITS));
	KUNIT_EXPECT_EQ(test, set + clear, NBITS);
	for_each_set_bitrange(bit, end, map, NBITS)
		ranges += end - bit;
	KUNIT_EXPECT_EQ(test, ranges, set);
}

/* --- whole maps -------------------------------------------------------------------------- */

static void bitmap_set_test(struct kunit *test)
{
	unsigned int start, len, bit;

	for (start = 0; start < NBITS; start += 3) {
		for (len = 0; start + len <= NBITS; len += 5) {
			bitmap_zero(map, NBITS);
			bitmap_fill(map2, NBITS);
			bitmap_set(map, start, len);
			bitmap_clear(map2, start, len);
			for (bit = 0; bit < NBITS; bit++) {
				bool inside = bit >= start && bit < start + len;

				KUNIT_ASSERT_EQ(test, test_bit(bit, map), inside);
				KUNIT_ASSERT_EQ(test, test_bit(bit, map2), !inside);
			}
		}
	}
}

/* Bits behind the end, in the last word, have no say. */
static void bitmap_tail_test(struct kunit *test)
{
	bitmap_zero(map, NBITS);
	bitmap_zero(map2, NBITS);
	map[BIT_WORD(NBITS)] = ~BITMAP_LAST_WORD_MASK(NBITS);
	KUNIT_EXPECT_TRUE(test, bitmap_empty(map, NBITS));
	KUNIT_EXPECT_TRUE(test, bitmap_equal(map, map2, NBITS));
	KUNIT_EXPECT_TRUE(test, bitmap_subset(map, map2, NBITS));
	KUNIT_EXPECT_FALSE(test, bitmap_intersects(map, map, NBITS));
	KUNIT_EXPECT_EQ(test, bitmap_weight(map, NBITS), 0);
	KUNIT_EXPECT_FALSE(test, bitmap_and(dst, map, map, NBITS));
	KUNIT_EXPECT_FALSE(test, bitmap_full(map, NBITS));
	bitmap_set(map, 0, NBITS);
	KUNIT_EXPECT_TRUE(test, bitmap_full(map, NBITS));
}

static void bitmap_logic_test(struct kunit *test)
{
	int bit;

	random_map(map, 50);
	random_map(map2, 50);
	KUNIT_EXPECT_TRUE(test, bitmap_and(dst, map, map2, NBITS));
	for (bit = 0; bit < NBITS; bit++)
		KUNIT_EXPECT_EQ(test, test_bit(bit, dst),
				test_bit(bit, map) && test_bit(bit, map2));
	KUNIT_EXPECT_TRUE(test, bitmap_subset(dst, map, NBITS));
	KUNIT_EXPECT_FALSE(test, bitmap_subset(map, dst, NBITS));
	bitmap_or(dst, map, map2, NBITS);
	KUNIT_EXPECT_TRUE(test, bitmap_subset(map, dst, NBITS));
	bitmap_xor(dst, map, map, NBITS);
	KUNIT_EXPECT_TRUE(test, bitmap_empty(dst, NBITS));
	KUNIT_EXPECT_FALSE(test, bitmap_andnot(dst, map, map, NBITS));
	bitmap_complement(dst, map, NBITS);
	KUNIT_EXPECT_FALSE(test, bitmap_intersects(dst, map, NBITS));
	KUNIT_EXPECT_EQ(test, bitmap_weight(dst, NBITS) + bitmap_weight(map, NBITS), NBITS);
}

static void bitmap_area_test(struct kunit *test)
{
	bitmap_zero(map, NBITS);
	bitmap_set(map, 0, 3);
	bitmap_set(map, 10, 1);
	KUNIT_EXPECT_EQ(test, bitmap_find_next_zero_area(map, NBITS, 0, 7, 0), 3);
	KUNIT_EXPECT_EQ(test, bitmap_find_next_zero_area(map, NBITS, 0, 8, 0), 11);
	KUNIT_EXPECT_EQ(test, bitmap_find_next_zero_area(map, NBITS, 0, 4, 3), 4);
	KUNIT_EXPECT_EQ(test, bitmap_find_next_zero_area(map, NBITS, 0, 8, 7), 16);
	KUNIT_EXPECT_EQ(test, bitmap_find_next_zero_area(map, NBITS, 0, 89, 0), 11);
	KUNIT_EXPECT_GT(test, bitmap_find_next_zero_area(map, NBITS, 0, 90, 0), NBITS);
	KUNIT_EXPECT_EQ(test, bitmap_find_next_zero_area(map, NBITS, 50, 50, 0), 50);
}

struct parselist_case {
	const char *text;
	int err;
	const char *list;
};

static const struct parselist_case parselist_cases[] = {
	{ "", 0, "" },
	{ "0", 0, "0" },
	{ "0-3,8,10-11", 0, "0-3,8,10-11" },
	{ " 99\n", 0, "99" },
	{ "3,1,2", 0, "1-3" },
	{ "100", -ERANGE, NULL },
	{ "0-100", -ERANGE, NULL },
	{ "5-2", -EINVAL, NULL },
	{ "1,", -EINVAL, NULL },
	{ ",1", -EINVAL, NULL },
	{ "1-", -EINVAL, NULL },
	{ "-1", -EINVAL, NULL },
	{ "1 2", -EINVAL, NULL },
	{ "x", -EINVAL, NULL },
};

KUNIT_ARRAY_PARAM_DESC(parselist, parselist_cases, text);

static void bitmap_parselist_test(struct kunit *test)
{
	const struct parselist_case *c = test->param_value;
	char list[40];

	KUNIT_ASSERT_EQ(test, bitmap_parselist(c->text, map, NBITS), c->err);
	snprintf(list, sizeof(list), "%*pbl", NBITS, map);
	if (!c->err)
		KUNIT_EXPECT_STREQ(test, list, c->list);
}

/* --- relatives --------------------------------------------------------------------------- */

static void log2_test(struct kunit *test)
{
	volatile unsigned long n;
	int bit;

	for (bit = 0; bit < 31; bit++) {
		n = 1ul << bit;
		KUNIT_EXPECT_EQ(test, ilog2(n), bit);
		KUNIT_EXPECT_TRUE(test, is_power_of_2(n));
		KUNIT_EXPECT_EQ(test, roundup_pow_of_two(n), n);
		KUNIT_EXPECT_EQ(test, rounddown_pow_of_two(n), n);
		KUNIT_EXPECT_EQ(test, order_base_2(n), bit);
		if (bit < 2)
			continue;
		n = (1ul << bit) - 1;
		KUNIT_EXPECT_EQ(test, ilog2(n), bit - 1);
		KUNIT_EXPECT_FALSE(test, is_power_of_2(n));
		KUNIT_EXPECT_EQ(test, roundup_pow_of_two(n), 1ul << bit);
		KUNIT_EXPECT_EQ(test, rounddown_pow_of_two(n), 1ul << (bit - 1));
		KUNIT_EXPECT_EQ(test, order_base_2(n), bit);
	}
	KUNIT_EXPECT_FALSE(test, is_power_of_2(0));
	static_assert(ilog2(4096) == 12 && ilog2(4097) == 12 && ilog2(1ULL << 40) == 40);
	static_assert(roundup_pow_of_two(33) == 64 && roundup_pow_of_two(1) == 1);
	static_assert(order_base_2(5) == 3 && rounddown_pow_of_two(63) == 32);
}

static void overflow_test(struct kunit *test)
{
	int i;
	u8 b;

	KUNIT_EXPECT_FALSE(test, check_add_overflow(INT_MAX - 1, 1, &i));
	KUNIT_EXPECT_EQ(test, i, INT_MAX);
	KUNIT_EXPECT_TRUE(test, check_add_overflow(INT_MAX, 1, &i));
	KUNIT_EXPECT_TRUE(test, check_sub_overflow(0u, 1u, &b));
	KUNIT_EXPECT_TRUE(test, check_mul_overflow(16, 16, &b));
	KUNIT_EXPECT_FALSE(test, check_mul_overflow(15, 17, &b));
	KUNIT_EXPECT_EQ(test, b, 255);
	KUNIT_EXPECT_FALSE(test, check_shl_overflow(1, 7, &b));
	KUNIT_EXPECT_EQ(test, b, 128);
	KUNIT_EXPECT_TRUE(test, check_shl_overflow(1, 8, &b));
	KUNIT_EXPECT_TRUE(test, check_shl_overflow(1, -1, &b));
	KUNIT_EXPECT_TRUE(test, check_shl_overflow(1, 31, &i));
	KUNIT_EXPECT_EQ(test, size_mul(0x10000, 0x10000), SIZE_MAX);
	KUNIT_EXPECT_EQ(test, size_add(SIZE_MAX, 1), SIZE_MAX);
	KUNIT_EXPECT_EQ(test, array_size(3, 5), 15);
	static_assert(type_max(s8) == 127 && type_min(s16) == -32768 && type_max(u64) == U64_MAX);
}

static void byteorder_test(struct kunit *test)
{
	static const u8 bytes[] = { 0xee, 0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0x08 };
	u8 out[5] = { 0 };

	KUNIT_EXPECT_EQ(test, be32_to_cpu(0x01020304), 0x04030201);
	KUNIT_EXPECT_EQ(test, cpu_to_be16(0x0102), 0x0201);
	KUNIT_EXPECT_EQ(test, swab64(0x0102030405060708ULL), 0x0807060504030201ULL);
	KUNIT_EXPECT_EQ(test, get_unaligned_be32(bytes + 1), 0x01020304);
	KUNIT_EXPECT_EQ(test, get_unaligned_le32(bytes + 1), 0x04030201);
	KUNIT_EXPECT_EQ(test, get_unaligned_be64(bytes + 1), 0x0102030405060708ULL);
	KUNIT_EXPECT_EQ(test, get_unaligned_le16(bytes + 1), 0x0201);
	put_unaligned_be32(0x01020304, out + 1);
	KUNIT_EXPECT_MEMEQ(test, out, "\0\1\2\3\4", 5);
}

static struct kunit_case bitops_cases[] = {
	KUNIT_CASE(bitops_atomic_test),
	KUNIT_CASE(bitops_plain_test),
	KUNIT_CASE(bitops_ffs_test),
	KUNIT_CASE(bitops_rotate_test),
	KUNIT_CASE(bits_mask_test),
	KUNIT_CASE(set_mask_bits_test),
	KUNIT_CASE(find_bit_test),
	KUNIT_CASE(find_two_maps_test),
	KUNIT_CASE(for_each_bit_test),
	KUNIT_CASE(bitmap_set_test),
	KUNIT_CASE(bitmap_tail_test),
	KUNIT_CASE(bitmap_logic_test),
	KUNIT_CASE(bitmap_area_test),
	KUNIT_CASE_PARAM(bitmap_parselist_test, parselist_gen_params),
	KUNIT_CASE(log2_test),
	KUNIT_CASE(overflow_test),
	KUNIT_CASE(byteorder_test),
	{}
};

static struct kunit_suite bitops_suite = {
	.name = "bitops",
	.test_cases = bitops_cases,
};
kunit_test_suite(bitops_suite);
