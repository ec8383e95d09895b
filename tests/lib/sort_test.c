// SPDX-License-Identifier: MIT
/* Sorting and searching arrays: every small permutation, random arrays, odd element sizes. */
#include <kunit/test.h>
#include <linux/bsearch.h>
#include <linux/random.h>
#include <linux/sort.h>
#include <linux/string.h>

#define MAX_ITEMS	200

static int compare_u32(const void *a, const void *b)
{
	u32 x = *(const u32 *)a, y = *(const u32 *)b;

	return x < y ? -1 : x > y;
}

static void expect_sorted(struct kunit *test, const u32 *v, size_t n)
{
	size_t i;

	for (i = 1; i < n; i++)
		KUNIT_ASSERT_LE_MSG(test, v[i - 1], v[i], "at %zu of %zu", i, n);
}

/* All 5^5 arrays of five values from 0 to 4: each permutation, and all kinds of duplicates. */
static void sort_exhaustive_test(struct kunit *test)
{
	u32 code;

	for (code = 0; code < 3125; code++) {
		u32 v[5], counts[5] = { 0 }, rest = code;
		int i;

		for (i = 0; i < 5; i++, rest /= 5) {
			v[i] = rest % 5;
			counts[v[i]]++;
		}
		sort(v, 5, sizeof(v[0]), compare_u32, NULL);
		expect_sorted(test, v, 5);
		for (i = 0; i < 5; i++)
			counts[v[i]]--;
		for (i = 0; i < 5; i++)
			KUNIT_ASSERT_EQ(test, counts[i], 0);
	}
}

static void sort_lengths_test(struct kunit *test)
{
	static u32 v[MAX_ITEMS + 1];
	size_t n, i;

	for (n = 0; n <= MAX_ITEMS; n++) {
		u32 sum = 0;

		for (i = 0; i < n; i++) {
			v[i] = get_random_u32_below(1000);
			sum += v[i];
		}
		v[n] = 0xdeadbeef;
		sort(v, n, sizeof(v[0]), compare_u32, NULL);
		expect_sorted(test, v, n);
		for (i = 0; i < n; i++)
			sum -= v[i];
		KUNIT_ASSERT_EQ(test, sum, 0);
		KUNIT_ASSERT_EQ(test, v[n], 0xdeadbeef);
	}
}

/* n log n comparisons, whatever the input: sorted, reversed, all equal. */
static u32 comparisons;

static int counting_compare(const void *a, const void *b)
{
	comparisons++;
	return compare_u32(a, b);
}

static void sort_effort_test(struct kunit *test)
{
	static u32 v[MAX_ITEMS];
	int pattern, i;

	for (pattern = 0; pattern < 3; pattern++) {
		for (i = 0; i < MAX_ITEMS; i++)
			v[i] = pattern == 0 ? i : pattern == 1 ? MAX_ITEMS - i : 7;
		comparisons = 0;
		sort(v, MAX_ITEMS, sizeof(v[0]), counting_compare, NULL);
		expect_sorted(test, v, MAX_ITEMS);
		/* Twice 200 * log2(200) at the worst; quadratic would be 20000. */
		KUNIT_EXPECT_LT(test, comparisons, 3060);
	}
}

struct odd {
	u8 key;
	u8 rest[4];
} __packed;

static int compare_odd(const void *a, const void *b)
{
	return ((const struct odd *)a)->key - ((const struct odd *)b)->key;
}

/* Elements that are no whole number of words, at odd addresses, stay together. */
static void sort_odd_size_test(struct kunit *test)
{
	static u8 room[sizeof(struct odd) * 100 + 1];
	struct odd *v = (struct odd *)(room + 1);
	int i;

	for (i = 0; i < 100; i++) {
		v[i].key = 37 * i % 100;
		memset(v[i].rest, v[i].key, sizeof(v[i].rest));
	}
	sort(v, 100, sizeof(*v), compare_odd, NULL);
	for (i = 0; i < 100; i++) {
		KUNIT_ASSERT_EQ(test, v[i].key, i);
		KUNIT_ASSERT_NULL(test, memchr_inv(v[i].rest, i, sizeof(v[i].rest)));
	}
}

static int compare_by_table(const void *a, const void *b, const void *priv)
{
	const u32 *weights = priv;

	return compare_u32(&weights[*(const u8 *)a], &weights[*(const u8 *)b]);
}

static void swap_bytes_of_two(void *a, void *b, int size, const void *priv)
{
	u8 byte = *(u8 *)a;

	*(u8 *)a = *(u8 *)b;
	*(u8 *)b = byte;
}

static void sort_r_test(struct kunit *test)
{
	static const u32 weights[] = { 50, 10, 40, 20, 30 };
	u8 v[] = { 0, 1, 2, 3, 4 };

	sort_r(v, 5, 1, compare_by_table, swap_bytes_of_two, weights);
	KUNIT_EXPECT_MEMEQ(test, v, "\1\3\4\2\0", 5);
}

static void bsearch_test(struct kunit *test)
{
	static u32 v[20];
	size_t n;
	u32 key;

	for (n = 0; n < ARRAY_SIZE(v); n++)
		v[n] = n * 2;
	for (n = 0; n <= ARRAY_SIZE(v); n++) {
		for (key = 0; key <= 2 * n; key++) {
			u32 *found = bsearch(&key, v, n, sizeof(v[0]), compare_u32);

			if (key % 2 || key >= 2 * n)
				KUNIT_ASSERT_NULL(test, found);
			else
				KUNIT_ASSERT_PTR_EQ(test, found, &v[key / 2]);
		}
	}
}

static struct kunit_case sort_cases[] = {
	KUNIT_CASE(sort_exhaustive_test),
	KUNIT_CASE(sort_lengths_test),
	KUNIT_CASE(sort_effort_test),
	KUNIT_CASE(sort_odd_size_test),
	KUNIT_CASE(sort_r_test),
	KUNIT_CASE(bsearch_test),
	{}
};

static struct kunit_suite sort_suite = {
	.name = "sort",
	.test_cases = sort_cases,
};
kunit_test_suite(sort_suite);
