// SPDX-License-Identifier: MIT
/*
 * The test framework itself: tests that fail must be seen to fail, for the right reason and with
 * the right words. They run in a private struct kunit, whose failures stay off the log.
 */
#include <kunit/test.h>
#include <linux/err.h>
#include <linux/irqflags.h>
#include <linux/preempt.h>
#include <linux/string.h>

#include "../../lib/kunit/internal.h"

static struct kunit inner;

/* --- what passes and what fails ----------------------------------------------------------- */

static int one = 1, two = 2;
static const char *const abc = "abc";
static const char *const abd = "abd";
static void *const null;

static void passing(struct kunit *test)
{
	KUNIT_SUCCEED(test);
	KUNIT_EXPECT_TRUE(test, one);
	KUNIT_EXPECT_FALSE(test, one == two);
	KUNIT_EXPECT_EQ(test, one, 1);
	KUNIT_EXPECT_NE(test, one, two);
	KUNIT_EXPECT_LT(test, one, two);
	KUNIT_EXPECT_LE(test, one, 1);
	KUNIT_EXPECT_GT(test, two, one);
	KUNIT_EXPECT_GE(test, two, 2);
	KUNIT_EXPECT_PTR_EQ(test, &one, &one);
	KUNIT_EXPECT_PTR_NE(test, &one, &two);
	KUNIT_EXPECT_NULL(test, null);
	KUNIT_EXPECT_NOT_NULL(test, &one);
	KUNIT_EXPECT_NOT_ERR_OR_NULL(test, &one);
	KUNIT_EXPECT_STREQ(test, abc, "abc");
	KUNIT_EXPECT_STRNEQ(test, abc, abd);
	KUNIT_EXPECT_MEMEQ(test, abc, abd, 2);
	KUNIT_EXPECT_MEMNEQ(test, abc, abd, 3);
	KUNIT_ASSERT_TRUE(test, one);
	KUNIT_ASSERT_EQ_MSG(test, one, 1, "never printed %d", 1);
	KUNIT_ASSERT_STREQ(test, abc, "abc");
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, &one);
}

static void kunit_pass_test(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, kunit_run_private(&inner, passing), KUNIT_SUCCESS);
	KUNIT_EXPECT_STREQ(test, inner.last_failure, "");
}

/* One failing expectation each, and the report that it must give, from its second line on. */
#define FAILING(name, expectation) \
	static void name(struct kunit *test) { expectation; }

FAILING(fail_true, KUNIT_EXPECT_TRUE(test, one == two))
FAILING(fail_false, KUNIT_EXPECT_FALSE(test, one))
FAILING(fail_eq, KUNIT_EXPECT_EQ(test, one, two))
FAILING(fail_eq_literal, KUNIT_EXPECT_EQ(test, one, 3))
FAILING(fail_ne, KUNIT_EXPECT_NE(test, one, 1))
FAILING(fail_lt, KUNIT_EXPECT_LT(test, two, one))
FAILING(fail_le, KUNIT_EXPECT_LE(test, two, one))
FAILING(fail_gt, KUNIT_EXPECT_GT(test, one, 1))
FAILING(fail_ge, KUNIT_EXPECT_GE(test, -one, 0))
FAILING(fail_ptr, KUNIT_EXPECT_PTR_EQ(test, (void *)0x10, (void *)0x20))
FAILING(fail_null, KUNIT_EXPECT_NULL(test, (void *)0x10))
FAILING(fail_not_null, KUNIT_EXPECT_NOT_NULL(test, null))
FAILING(fail_err, KUNIT_EXPECT_NOT_ERR_OR_NULL(test, ERR_PTR(-ENOMEM)))
FAILING(fail_err_null, KUNIT_EXPECT_NOT_ERR_OR_NULL(test, null))
FAILING(fail_streq, KUNIT_EXPECT_STREQ(test, abc, "abd"))
FAILING(fail_streq_null, KUNIT_EXPECT_STREQ(test, (const char *)null, abc))
FAILING(fail_strneq, KUNIT_EXPECT_STRNEQ(test, abc, "abc"))
FAILING(fail_memeq, KUNIT_EXPECT_MEMEQ(test, abc, abd, 3))
FAILING(fail_memneq, KUNIT_EXPECT_MEMNEQ(test, abc, abd, 2))
FAILING(fail_memeq_null, KUNIT_EXPECT_MEMEQ(test, null, abc, 1))
FAILING(fail_msg, KUNIT_EXPECT_TRUE_MSG(test, one == two, "because %s, %d", "of this", 7))
FAILING(fail_plain, KUNIT_FAIL(test, "came to %d", 42))

struct fail_case {
	void (*func)(struct kunit *test);
	const char *name;
	const char *report;
};

#define CASE(func, text) { func, #func, text }

static const struct fail_case fail_cases[] = {
	CASE(fail_true, "Expected one == two to be true, but is false\n"),
	CASE(fail_false, "Expected one to be false, but is true\n"),
	CASE(fail_eq, "Expected one == two, but\n    one == 1 (0x1)\n    two == 2 (0x2)\n"),
	CASE(fail_eq_literal, "Expected one == 3, but\n    one == 1 (0x1)\n"),
	CASE(fail_ne, "Expected one != 1, but\n    one == 1 (0x1)\n"),
	CASE(fail_lt, "Expected two < one, but\n    two == 2 (0x2)\n    one == 1 (0x1)\n"),
	CASE(fail_le, "Expected two <= one, but\n    two == 2 (0x2)\n    one == 1 (0x1)\n"),
	CASE(fail_gt, "Expected one > 1, but\n    one == 1 (0x1)\n"),
	CASE(fail_ge, "Expected -one >= 0, but\n    -one == -1 (0xffffffffffffffff)\n"),
	CASE(fail_ptr, "Expected (void *)0x10 == (void *)0x20, but\n"
		       "    (void *)0x10 == 00000010\n    (void *)0x20 == 00000020\n"),
	CASE(fail_null, "Expected (void *)0x10 == NULL, but\n    (void *)0x10 == 00000010\n"),
	CASE(fail_not_null, "Expected null != NULL, but\n    null == 00000000\n"),
	CASE(fail_err, "Expected ERR_PTR(-12) is not an error, but is: -ENOMEM (-12)\n"),
	CASE(fail_err_null, "Expected null is not null, but is\n"),
	CASE(fail_streq, "Expected abc == \"abd\", but\n    abc == \"abc\"\n"),
	CASE(fail_streq_null, "Expected (const char *)null == abc, but\n"
			      "    (const char *)null == (null)\n    abc == \"abc\"\n"),
	CASE(fail_strneq, "Expected abc != \"abc\", but\n    abc == \"abc\"\n"),
	CASE(fail_memeq, "Expected abc == abd, 3 bytes, but\n"
			 "    abc, from byte 0 == 61 62 <63>\n"
			 "    abd, from byte 0 == 61 62 <64>\n"),
	CASE(fail_memneq, "Expected abc != abd, 2 bytes, but\n"
			  "    abc, from byte 0 == 61 62\n    abd, from byte 0 == 61 62\n"),
	CASE(fail_memeq_null, "Expected null == abc, 1 bytes, but\n"
			      "    null == (null)\n    abc, from byte 0 == <61>\n"),
	CASE(fail_msg, "Expected one == two to be true, but is false\nbecause of this, 7\n"),
	CASE(fail_plain, "came to 42\n"),
};

KUNIT_ARRAY_PARAM_DESC(fail, fail_cases, name);

static void kunit_fail_test(struct kunit *test)
{
	const struct fail_case *c = test->param_value;
	const char *first_line = "EXPECTATION FAILED at tests/lib/kunit_test.c:";
	char *rest;

	KUNIT_EXPECT_EQ(test, kunit_run_private(&inner, c->func), KUNIT_FAILURE);
	KUNIT_EXPECT_TRUE(test, strstarts(inner.last_failure, first_line));
	rest = strchr(inner.last_failure, '\n');
	KUNIT_ASSERT_NOT_NULL(test, rest);
	KUNIT_EXPECT_STREQ(test, rest + 1, c->report);
}

/* --- going on and giving up ---------------------------------------------------------------- */

static int reached;

static void expect_then_reach(struct kunit *test)
{
	KUNIT_EXPECT_TRUE(test, false);
	reached++;
}

static void assert_then_reach(struct kunit *test)
{
	KUNIT_ASSERT_TRUE(test, false);
	reached++;
}

static void skip_then_reach(struct kunit *test)
{
	kunit_skip(test, "no %s here", "hardware");
	reached++;
}

static void mark_skipped_then_reach(struct kunit *test)
{
	kunit_mark_skipped(test, "later");
	reached++;
}

static void fail_then_skip(struct kunit *test)
{
	KUNIT_FAIL(test, "first");
	kunit_skip(test, "then");
}

static void kunit_abort_test(struct kunit *test)
{
	reached = 0;
	KUNIT_EXPECT_EQ(test, kunit_run_private(&inner, expect_then_reach), KUNIT_FAILURE);
	KUNIT_EXPECT_EQ(test, reached, 1);
	KUNIT_EXPECT_EQ(test, kunit_run_private(&inner, assert_then_reach), KUNIT_FAILURE);
	KUNIT_EXPECT_EQ(test, reached, 1);
	KUNIT_EXPECT_TRUE(test, strstarts(inner.last_failure, "ASSERTION FAILED at "));
}

static void kunit_skip_test(struct kunit *test)
{
	reached = 0;
	KUNIT_EXPECT_EQ(test, kunit_run_private(&inner, skip_then_reach), KUNIT_SKIPPED);
	KUNIT_EXPECT_STREQ(test, inner.status_comment, "no hardware here");
	KUNIT_EXPECT_EQ(test, reached, 0);
	KUNIT_EXPECT_EQ(test, kunit_run_private(&inner, mark_skipped_then_reach), KUNIT_SKIPPED);
	KUNIT_EXPECT_EQ(test, reached, 1);
	/* A failure is not forgiven by a skip. */
	KUNIT_EXPECT_EQ(test, kunit_run_private(&inner, fail_then_skip), KUNIT_FAILURE);
}

static int evaluations;

static int count_evaluation(int value)
{
	evaluations++;
	return value;
}

static void evaluating(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, count_evaluation(1), count_evaluation(2));
	KUNIT_EXPECT_TRUE(test, count_evaluation(0));
}

static void kunit_once_test(struct kunit *test)
{
	evaluations = 0;
	kunit_run_private(&inner, evaluating);
	KUNIT_EXPECT_EQ(test, evaluations, 3);
}

/* --- what a test must leave as it was ------------------------------------------------------ */

static void leave_irqs_off(struct kunit *test)
{
	local_irq_disable();
}

static void leave_preemption_off(struct kunit *test)
{
	preempt_disable();
}

static void leave_preemption_on(struct kunit *test)
{
	preempt_enable();
}

static void abort_with_irqs_off(struct kunit *test)
{
	local_irq_disable();
	KUNIT_ASSERT_TRUE(test, false);
}

static void kunit_state_test(struct kunit *test)
{
	int before = preempt_count();

	KUNIT_EXPECT_EQ(test, kunit_run_private(&inner, leave_irqs_off), KUNIT_FAILURE);
	KUNIT_EXPECT_NOT_NULL(test, strstr(inner.last_failure, "left interrupts off"));
	KUNIT_EXPECT_FALSE(test, irqs_disabled());
	KUNIT_EXPECT_EQ(test, kunit_run_private(&inner, leave_preemption_off), KUNIT_FAILURE);
	KUNIT_EXPECT_NOT_NULL(test, strstr(inner.last_failure, "left preempt_count at"));
	KUNIT_EXPECT_EQ(test, preempt_count(), before);
	preempt_disable();
	KUNIT_EXPECT_EQ(test, kunit_run_private(&inner, leave_preemption_on), KUNIT_FAILURE);
	KUNIT_EXPECT_EQ(test, preempt_count(), before + 1);
	preempt_enable();
	KUNIT_EXPECT_EQ(test, kunit_run_private(&inner, abort_with_irqs_off), KUNIT_FAILURE);
	KUNIT_EXPECT_FALSE(test, irqs_disabled());
}

static unsigned long leaking_probe(void)
{
	static unsigned long pages = 1000;

	return pages--;
}

static void kunit_leak_test(struct kunit *test)
{
	unsigned long (*probe)(void) = kunit_leak_probe;
	enum kunit_status status;

	kunit_leak_probe = leaking_probe;
	status = kunit_run_private(&inner, passing);
	kunit_leak_probe = probe;
	KUNIT_EXPECT_EQ(test, status, KUNIT_FAILURE);
	KUNIT_EXPECT_NOT_NULL(test, strstr(inner.last_failure, "free pages, was"));
}

/* --- actions ------------------------------------------------------------------------------- */

static char trace[16];

static void add_to_trace(void *ctx)
{
	strlcat(trace, ctx, sizeof(trace));
}

static void with_actions(struct kunit *test)
{
	KUNIT_ASSERT_EQ(test, kunit_add_action(test, add_to_trace, "a"), 0);
	KUNIT_ASSERT_EQ(test, kunit_add_action(test, add_to_trace, "b"), 0);
	KUNIT_ASSERT_EQ(test, kunit_add_action(test, add_to_trace, "c"), 0);
	KUNIT_ASSERT_EQ(test, kunit_add_action_or_reset(test, add_to_trace, "d"), 0);
	kunit_remove_action(test, add_to_trace, "c");
	kunit_release_action(test, add_to_trace, "b");
	kunit_remove_action(test, add_to_trace, "never added");
	add_to_trace("|");
	KUNIT_ASSERT_TRUE(test, false);
}

static void with_too_many_actions(struct kunit *test)
{
	int i;

	for (i = 0; i < KUNIT_MAX_ACTIONS; i++)
		KUNIT_ASSERT_EQ(test, kunit_add_action(test, add_to_trace, ""), 0);
	KUNIT_EXPECT_EQ(test, kunit_add_action(test, add_to_trace, "x"), -ENOMEM);
	KUNIT_EXPECT_EQ(test, kunit_add_action_or_reset(test, add_to_trace, "r"), -ENOMEM);
}

/* Last in, first out, after the test has given up as well. */
static void kunit_action_test(struct kunit *test)
{
	trace[0] = '\0';
	kunit_run_private(&inner, with_actions);
	KUNIT_EXPECT_STREQ(test, trace, "b|da");
	trace[0] = '\0';
	KUNIT_EXPECT_EQ(test, kunit_run_private(&inner, with_too_many_actions), KUNIT_SUCCESS);
	KUNIT_EXPECT_STREQ(test, trace, "r");
}

/* --- cases, suites, filters ---------------------------------------------------------------- */

static int failing_init(struct kunit *test)
{
	return reached == 5 ? -ENODEV : 0;
}

static void counting_exit(struct kunit *test)
{
	reached += 100;
}

static struct kunit_suite private_suite = {
	.name = "private",
	.init = failing_init,
	.exit = counting_exit,
};

static void kunit_init_test_case(struct kunit *test)
{
	struct kunit_case c = KUNIT_CASE(mark_skipped_then_reach);

	/* This is how the runner does it; it is busy with this very test. */
	reached = 5;
	kunit_init_test(&inner, "inner");
	inner.silent = true;
	KUNIT_EXPECT_EQ(test, kunit_run_once(&inner, &private_suite, &c), KUNIT_FAILURE);
	KUNIT_EXPECT_NOT_NULL(test, strstr(inner.last_failure, "init() failed: -ENODEV"));
	/* The case did not run, exit() did. */
	KUNIT_EXPECT_EQ(test, reached, 105);
	reached = 0;
	kunit_init_test(&inner, "inner");
	inner.silent = true;
	KUNIT_EXPECT_EQ(test, kunit_run_once(&inner, &private_suite, &c), KUNIT_SKIPPED);
	KUNIT_EXPECT_EQ(test, reached, 101);
}

struct glob_case {
	const char *pattern;
	const char *text;
	bool match;
};

static const struct glob_case glob_cases[] = {
	{ "", "", true },
	{ "", "a", false },
	{ "*", "", true },
	{ "*", "anything", true },
	{ "list", "list", true },
	{ "list", "lists", false },
	{ "list*", "lists", true },
	{ "*st", "list", true },
	{ "*st", "lists", false },
	{ "l?st", "list", true },
	{ "?", "", false },
	{ "*a*b*c", "xxaxxbxxabc", true },
	{ "*a*b*c", "xxaxxbxxab", false },
	{ "*abc", "ababc", true },
	{ "**", "x", true },
};

static void kunit_glob_test(struct kunit *test)
{
	int i;

	for (i = 0; i < ARRAY_SIZE(glob_cases); i++) {
		const struct glob_case *c = &glob_cases[i];

		KUNIT_EXPECT_EQ_MSG(test, kunit_glob_match(c->pattern, c->text), c->match,
				    "'%s' and '%s'", c->pattern, c->text);
	}
}

static void kunit_current_test(struct kunit *test)
{
	KUNIT_EXPECT_PTR_EQ(test, kunit_get_current_test(), test);
}

/* --- expected reports ---------------------------------------------------------------------- */

static void expecting_in_vain(struct kunit *test)
{
	kunit_expect_splat_begin(test, "the sky has fallen");
	kunit_expect_splat_end(test);
}

static void kunit_splat_test(struct kunit *test)
{
	kunit_expect_splat_begin(test, "a wolf");
	pr_info("here is a wolf\n");
	pr_info("and a fox\n");
	pr_info("a wolf again\n");
	KUNIT_EXPECT_EQ(test, kunit_splat_lines(test, "fox"), 1);
	KUNIT_EXPECT_EQ(test, kunit_expect_splat_end(test), 2);
	KUNIT_EXPECT_EQ(test, kunit_run_private(&inner, expecting_in_vain), KUNIT_FAILURE);
	KUNIT_EXPECT_NOT_NULL(test, strstr(inner.last_failure, "did not come"));
}

static struct kunit_case kunit_cases[] = {
	KUNIT_CASE(kunit_pass_test),
	KUNIT_CASE_PARAM(kunit_fail_test, fail_gen_params),
	KUNIT_CASE(kunit_abort_test),
	KUNIT_CASE(kunit_skip_test),
	KUNIT_CASE(kunit_once_test),
	KUNIT_CASE(kunit_state_test),
	KUNIT_CASE(kunit_leak_test),
	KUNIT_CASE(kunit_action_test),
	KUNIT_CASE(kunit_init_test_case),
	KUNIT_CASE(kunit_glob_test),
	KUNIT_CASE(kunit_current_test),
	KUNIT_CASE(kunit_splat_test),
	{}
};

static struct kunit_suite kunit_suite = {
	.name = "kunit",
	.test_cases = kunit_cases,
};
kunit_test_suite(kunit_suite);
