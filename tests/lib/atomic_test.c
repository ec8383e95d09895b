// SPDX-License-Identifier: MIT
/*
 * Atomic operations: the value and the result of each, at the limits of its type, in one thread;
 * then one variable hammered from interrupts-on code of all CPUs at once.
 */
#include <kunit/test.h>
#include <linux/atomic.h>
#include <linux/completion.h>
#include <linux/cpumask.h>
#include <linux/kthread.h>

/* Does @op on a variable that holds @before, expects @result and then @after. */
#define CHECK(type, before, expr, result, after)			\
do {									\
	type##_t v;							\
									\
	type##_set(&v, before);						\
	KUNIT_EXPECT_EQ(test, expr, result);				\
	KUNIT_EXPECT_EQ(test, type##_read(&v), after);			\
} while (0)

/* The same for operations without a result. */
#define CHECK_VOID(type, before, stmt, after)				\
do {									\
	type##_t v;							\
									\
	type##_set(&v, before);						\
	stmt;								\
	KUNIT_EXPECT_EQ(test, type##_read(&v), after);			\
} while (0)

/* A value-returning operation in all four orders. */
#define CHECK_ORDERS(type, before, op, args, result, after)		\
do {									\
	CHECK(type, before, type##_##op args, result, after);		\
	CHECK(type, before, type##_##op##_relaxed args, result, after);	\
	CHECK(type, before, type##_##op##_acquire args, result, after);	\
	CHECK(type, before, type##_##op##_release args, result, after);	\
} while (0)

static void atomic_arithmetic_test(struct kunit *test)
{
	CHECK_VOID(atomic, 5, atomic_add(3, &v), 8);
	CHECK_VOID(atomic, 5, atomic_sub(8, &v), -3);
	CHECK_VOID(atomic, -1, atomic_inc(&v), 0);
	CHECK_VOID(atomic, 0, atomic_dec(&v), -1);
	CHECK_VOID(atomic, INT_MAX, atomic_inc(&v), INT_MIN);
	CHECK_VOID(atomic, 0xff, atomic_and(0x3c, &v), 0x3c);
	CHECK_VOID(atomic, 0xff, atomic_andnot(0x3c, &v), 0xc3);
	CHECK_VOID(atomic, 0x0f, atomic_or(0xf0, &v), 0xff);
	CHECK_VOID(atomic, 0xff, atomic_xor(0x0f, &v), 0xf0);
	/* Operands that are no immediate of the instruction set. */
	CHECK_VOID(atomic, 1, atomic_add(0x12345678, &v), 0x12345679);
	CHECK_ORDERS(atomic, 5, add_return, (3, &v), 8, 8);
	CHECK_ORDERS(atomic, 5, sub_return, (8, &v), -3, -3);
	CHECK_ORDERS(atomic, INT_MIN, dec_return, (&v), INT_MAX, INT_MAX);
	CHECK_ORDERS(atomic, 1, inc_return, (&v), 2, 2);
}

static void atomic_fetch_test(struct kunit *test)
{
	CHECK_ORDERS(atomic, 5, fetch_add, (3, &v), 5, 8);
	CHECK_ORDERS(atomic, 5, fetch_sub, (3, &v), 5, 2);
	CHECK_ORDERS(atomic, 5, fetch_inc, (&v), 5, 6);
	CHECK_ORDERS(atomic, 5, fetch_dec, (&v), 5, 4);
	CHECK_ORDERS(atomic, 0xff, fetch_and, (0x3c, &v), 0xff, 0x3c);
	CHECK_ORDERS(atomic, 0xff, fetch_andnot, (0x3c, &v), 0xff, 0xc3);
	CHECK_ORDERS(atomic, 0x0f, fetch_or, (0xf0, &v), 0x0f, 0xff);
	CHECK_ORDERS(atomic, 0xff, fetch_xor, (0x0f, &v), 0xff, 0xf0);
}

static void atomic_conditional_test(struct kunit *test)
{
	int old = 5, wrong = 6;

	CHECK_ORDERS(atomic, 5, xchg, (&v, 7), 5, 7);
	CHECK_ORDERS(atomic, 5, cmpxchg, (&v, 5, 7), 5, 7);
	CHECK_ORDERS(atomic, 5, cmpxchg, (&v, 6, 7), 5, 5);
	CHECK(atomic, 5, atomic_try_cmpxchg(&v, &old, 7), true, 7);
	CHECK(atomic, 5, atomic_try_cmpxchg(&v, &wrong, 7), false, 5);
	KUNIT_EXPECT_EQ(test, old, 5);
	KUNIT_EXPECT_EQ(test, wrong, 5);
	CHECK(atomic, 5, atomic_add_unless(&v, 2, 5), false, 5);
	CHECK(atomic, 4, atomic_add_unless(&v, 2, 5), true, 6);
	CHECK(atomic, 4, atomic_fetch_add_unless(&v, 2, 5), 4, 6);
	CHECK(atomic, 0, atomic_inc_not_zero(&v), false, 0);
	CHECK(atomic, -1, atomic_inc_not_zero(&v), true, 0);
	CHECK(atomic, -1, atomic_inc_unless_negative(&v), false, -1);
	CHECK(atomic, 0, atomic_inc_unless_negative(&v), true, 1);
	CHECK(atomic, 1, atomic_dec_unless_positive(&v), false, 1);
	CHECK(atomic, 0, atomic_dec_unless_positive(&v), true, -1);
	CHECK(atomic, 0, atomic_dec_if_positive(&v), -1, 0);
	CHECK(atomic, 1, atomic_dec_if_positive(&v), 0, 0);
	CHECK(atomic, 1, atomic_dec_and_test(&v), true, 0);
	CHECK(atomic, 2, atomic_dec_and_test(&v), false, 1);
	CHECK(atomic, -1, atomic_inc_and_test(&v), true, 0);
	CHECK(atomic, 3, atomic_sub_and_test(3, &v), true, 0);
	CHECK(atomic, 3, atomic_add_negative(-4, &v), true, -1);
	CHECK(atomic, 3, atomic_add_negative(-3, &v), false, 0);
}

#define BIG	0x123456789abcdef0LL

/* Carries and borrows over the middle, and each half on its own. */
static void atomic64_test(struct kunit *test)
{
	s64 old = BIG, wrong = BIG + 1;

	CHECK_VOID(atomic64, 0xffffffffLL, atomic64_inc(&v), 0x100000000LL);
	CHECK_VOID(atomic64, 0x100000000LL, atomic64_dec(&v), 0xffffffffLL);
	CHECK_VOID(atomic64, S64_MAX, atomic64_inc(&v), S64_MIN);
	CHECK_VOID(atomic64, 0, atomic64_sub(BIG, &v), -BIG);
	CHECK_VOID(atomic64, BIG, atomic64_and(0xffffffff00000000LL, &v), 0x1234567800000000LL);
	CHECK_VOID(atomic64, BIG, atomic64_andnot(0xffffffffLL, &v), 0x1234567800000000LL);
	CHECK_VOID(atomic64, 1LL << 40, atomic64_or(1, &v), (1LL << 40) + 1);
	CHECK_VOID(atomic64, BIG, atomic64_xor(BIG, &v), 0);
	CHECK_ORDERS(atomic64, BIG, add_return, (BIG, &v), 2 * BIG, 2 * BIG);
	CHECK_ORDERS(atomic64, BIG, fetch_add, (1, &v), BIG, BIG + 1);
	CHECK_ORDERS(atomic64, BIG, fetch_sub, (BIG, &v), BIG, 0);
	CHECK_ORDERS(atomic64, BIG, fetch_or, (1, &v), BIG, BIG + 1);
	CHECK_ORDERS(atomic64, BIG, fetch_andnot, (BIG, &v), BIG, 0);
	CHECK_ORDERS(atomic64, BIG, xchg, (&v, -1), BIG, -1);
	CHECK_ORDERS(atomic64, BIG, cmpxchg, (&v, BIG, 1), BIG, 1);
	/* One half the same is not enough. */
	CHECK(atomic64, BIG, atomic64_cmpxchg(&v, BIG ^ 1, 0), BIG, BIG);
	CHECK(atomic64, BIG, atomic64_cmpxchg(&v, BIG ^ (1LL << 32), 0), BIG, BIG);
	CHECK(atomic64, BIG, atomic64_try_cmpxchg(&v, &old, 1), true, 1);
	CHECK(atomic64, BIG, atomic64_try_cmpxchg(&v, &wrong, 1), false, BIG);
	KUNIT_EXPECT_EQ(test, wrong, BIG);
	CHECK(atomic64, 1LL << 32, atomic64_dec_and_test(&v), false, 0xffffffffLL);
	CHECK(atomic64, 0, atomic64_add_negative(-1, &v), true, -1);
	CHECK(atomic64, 0, atomic64_inc_not_zero(&v), false, 0);
	CHECK(atomic64, 0, atomic64_dec_if_positive(&v), -1, 0);
}

static void atomic_long_test(struct kunit *test)
{
	atomic_long_t v = ATOMIC_LONG_INIT(5);
	long old = 8;

	KUNIT_EXPECT_EQ(test, atomic_long_add_return(3, &v), 8L);
	KUNIT_EXPECT_TRUE(test, atomic_long_try_cmpxchg(&v, &old, -1L));
	KUNIT_EXPECT_EQ(test, atomic_long_xchg(&v, 9L), -1L);
	KUNIT_EXPECT_EQ(test, atomic_long_fetch_add(1, &v), 9L);
	atomic_long_dec(&v);
	KUNIT_EXPECT_EQ(test, atomic_long_read(&v), 9L);
}

/* Bytes and halfwords change alone. */
static void xchg_sizes_test(struct kunit *test)
{
	struct {
		u8 b[4];
		u16 h[2];
		s8 sb;
		void *p;
		u64 d;
	} v = { .b = { 1, 2, 3, 4 }, .h = { 5, 6 }, .sb = -5, .p = &v, .d = BIG };
	u8 byte = 9;

	KUNIT_EXPECT_EQ(test, xchg(&v.b[1], 0xfe), 2);
	KUNIT_EXPECT_MEMEQ(test, v.b, "\1\xfe\3\4", 4);
	KUNIT_EXPECT_EQ(test, cmpxchg(&v.b[2], 3, 0x80), 3);
	KUNIT_EXPECT_EQ(test, cmpxchg(&v.b[3], 3, 0x80), 4);
	KUNIT_EXPECT_MEMEQ(test, v.b, "\1\xfe\x80\4", 4);
	KUNIT_EXPECT_FALSE(test, try_cmpxchg(&v.b[0], &byte, 7));
	KUNIT_EXPECT_EQ(test, byte, 1);
	KUNIT_EXPECT_EQ(test, xchg(&v.h[1], 0xabcd), 6);
	KUNIT_EXPECT_EQ(test, cmpxchg(&v.h[1], 0xabcd, 1), 0xabcd);
	KUNIT_EXPECT_EQ(test, v.h[0], 5);
	/* Signed types compare and come back as what they are. */
	KUNIT_EXPECT_EQ(test, cmpxchg(&v.sb, -5, -6), -5);
	KUNIT_EXPECT_EQ(test, v.sb, -6);
	KUNIT_EXPECT_PTR_EQ(test, xchg(&v.p, NULL), (void *)&v);
	KUNIT_EXPECT_EQ(test, cmpxchg64(&v.d, BIG, 1), BIG);
	KUNIT_EXPECT_EQ(test, xchg(&v.d, 2), 1);
}

/* --- all CPUs at once -------------------------------------------------------------------- */

#define NR_WORKERS	4
#define NR_TURNS	20000

static atomic_t shared;
static atomic64_t shared64;
static unsigned long shared_bits;
static u8 shared_bytes[4] __aligned(4);
static atomic_t running;
static DECLARE_COMPLETION(all_done);

static int hammer(void *arg)
{
	unsigned long number = (unsigned long)arg;
	int i;

	for (i = 0; i < NR_TURNS; i++) {
		u8 seen = READ_ONCE(shared_bytes[number]);

		atomic_inc(&shared);
		atomic64_add(0xffffffffLL, &shared64);
		change_bit(number, &shared_bits);
		while (!try_cmpxchg(&shared_bytes[number], &seen, (u8)(seen + 1)))
			;
	}
	if (atomic_dec_and_test(&running))
		complete(&all_done);
	return 0;
}

/* Every update counts, though neighbours in the same word change too. */
static void atomic_hammer_test(struct kunit *test)
{
	unsigned long i;

	atomic_set(&shared, 0);
	atomic64_set(&shared64, 0);
	shared_bits = 0;
	memset(shared_bytes, 0, sizeof(shared_bytes));
	atomic_set(&running, NR_WORKERS);
	reinit_completion(&all_done);
	for (i = 0; i < NR_WORKERS; i++)
		KUNIT_ASSERT_NOT_ERR_OR_NULL(test, kthread_run(hammer, (void *)i, "hammer/%lu", i));
	wait_for_completion(&all_done);

	KUNIT_EXPECT_EQ(test, atomic_read(&shared), NR_WORKERS * NR_TURNS);
	KUNIT_EXPECT_EQ(test, atomic64_read(&shared64), 0xffffffffLL * NR_WORKERS * NR_TURNS);
	KUNIT_EXPECT_EQ(test, shared_bits, 0);
	for (i = 0; i < NR_WORKERS; i++)
		KUNIT_EXPECT_EQ(test, shared_bytes[i], (u8)NR_TURNS);
}

static struct kunit_case atomic_cases[] = {
	KUNIT_CASE(atomic_arithmetic_test),
	KUNIT_CASE(atomic_fetch_test),
	KUNIT_CASE(atomic_conditional_test),
	KUNIT_CASE(atomic64_test),
	KUNIT_CASE(atomic_long_test),
	KUNIT_CASE(xchg_sizes_test),
	KUNIT_CASE(atomic_hammer_test),
	{}
};

static struct kunit_suite atomic_suite = {
	.name = "atomic",
	.test_cases = atomic_cases,
};
kunit_test_suite(atomic_suite);
