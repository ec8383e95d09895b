// SPDX-License-Identifier: MIT
/* Backtraces: every caller is there, in order, by name; a damaged stack ends the walk, no more. */
#include <kunit/test.h>
#include <asm/unwind.h>
#include <linux/kallsyms.h>
#include <linux/kernel.h>
#include <linux/stacktrace.h>
#include <linux/string.h>

#define DEPTH	32

/* Neither inlined nor cloned: the names are what the test looks for. */
#define __noipa	__attribute__((__noipa__))

static unsigned long trace[DEPTH];
static unsigned int nr_entries;

static __noipa int unwind_level_3(int x)
{
	nr_entries = stack_trace_save(trace, DEPTH, 0);
	return x + nr_entries;
}

/* A frame with a large array and registers to save, so that the tables have something to say. */
static __noipa int unwind_level_2(int x)
{
	volatile char buf[400];

	buf[x] = x;
	return unwind_level_3(buf[x]) + buf[0];
}

static __noipa int unwind_level_1(int x)
{
	return unwind_level_2(x + 1) * 2;
}

static void expect_symbol(struct kunit *test, unsigned long addr, const char *name)
{
	char symbol[KSYM_SYMBOL_LEN];

	sprint_symbol_no_offset(symbol, addr);
	KUNIT_EXPECT_STREQ(test, symbol, name);
}

static void callers_test(struct kunit *test)
{
	unwind_level_1(1);
	KUNIT_ASSERT_GT(test, nr_entries, 4u);
	expect_symbol(test, trace[0], "unwind_level_3");
	expect_symbol(test, trace[1], "unwind_level_2");
	expect_symbol(test, trace[2], "unwind_level_1");
	expect_symbol(test, trace[3], "callers_test");
}

static void limits_test(struct kunit *test)
{
	unsigned long few[2] = { 0, 0x5555 };

	KUNIT_EXPECT_EQ(test, stack_trace_save(few, 1, 0), 1u);
	expect_symbol(test, few[0], "limits_test");
	KUNIT_EXPECT_EQ(test, few[1], 0x5555ul);
	KUNIT_EXPECT_EQ(test, stack_trace_save(few, 0, 0), 0u);
	KUNIT_EXPECT_EQ(test, stack_trace_save(few, 2, 1000), 0u);
}

/* Whatever a frame holds, the walk ends without a fault. */
static void garbage_test(struct kunit *test)
{
	static const unsigned long words[] = {
		0, 1, 4, 0x1000, 0x40000000, 0xbffffffc, 0xc0010000, 0xc0010001, 0xfffffffc,
	};
	unsigned int pc, sp, steps = 0;

	for (pc = 0; pc < ARRAY_SIZE(words); pc++) {
		for (sp = 0; sp < ARRAY_SIZE(words); sp++) {
			struct stackframe frame = { };

			frame.vrs[15] = words[pc];
			frame.vrs[13] = words[sp];
			while (!unwind_frame(&frame) && steps < 100000)
				steps++;
		}
	}
	KUNIT_EXPECT_LT(test, steps, 10000u);
}

static struct kunit_case unwind_test_cases[] = {
	KUNIT_CASE(callers_test),
	KUNIT_CASE(limits_test),
	KUNIT_CASE(garbage_test),
	{ }
};

static struct kunit_suite unwind_test_suite = {
	.name = "unwind",
	.test_cases = unwind_test_cases,
};
kunit_test_suite(unwind_test_suite);
