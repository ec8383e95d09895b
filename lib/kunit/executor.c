// SPDX-License-Identifier: MIT
/*
 * All suites: choosing them, running them, and the log of it in KTAP, version 1.
 *
 *	KTAP version 1
 *	1..2
 *	    KTAP version 1
 *	    # Subtest: list
 *	    1..3
 *	    ok 1 list_add_test
 *	    not ok 2 list_del_test
 *	        KTAP version 1			a case with parameters
 *	        # Subtest: list_sort_test
 *	        ok 1 empty
 *	    # list_sort_test: pass:1 fail:0 skip:0 total:1
 *	    ok 3 list_sort_test
 *	# list: pass:2 fail:1 skip:0 total:3
 *	# Totals: pass:2 fail:1 skip:0 total:3
 *	not ok 1 list
 *
 * Command line: kunit.filter_glob=suite or suite.case, shell patterns; kunit.enable=0.
 */
#include <kunit/test.h>
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/moduleparam.h>
#include <linux/string.h>

#include "internal.h"

#undef MODULE_PARAM_PREFIX
#define MODULE_PARAM_PREFIX "kunit."

static char *filter_glob;
module_param(filter_glob, charp, 0400);
static bool enable = true;
module_param(enable, bool, 0400);

/* The patterns of filter_glob, taken apart; * where it says nothing. */
static char suite_glob[64] = "*";
static char case_glob[64] = "*";

/* The test that runs. */
static struct kunit test;

static const char *status_word(enum kunit_status status)
{
	return status == KUNIT_FAILURE ? "not ok" : "ok";
}

/* One result line at @indent. */
static void print_result(const char *indent, enum kunit_status status, unsigned int number,
			 const char *name, const char *comment)
{
	bool skipped = status == KUNIT_SKIPPED;

	pr_info("%s%s %u %s%s%s\n", indent, status_word(status), number, name,
		skipped ? " # SKIP " : "", skipped ? comment : "");
}

static void count(struct kunit_tally *tally, enum kunit_status status)
{
	tally->passed += status == KUNIT_SUCCESS;
	tally->failed += status == KUNIT_FAILURE;
	tally->skipped += status == KUNIT_SKIPPED;
}

static unsigned int total(const struct kunit_tally *tally)
{
	return tally->passed + tally->failed + tally->skipped;
}

static void add_tally(struct kunit_tally *sum, const struct kunit_tally *tally)
{
	sum->passed += tally->passed;
	sum->failed += tally->failed;
	sum->skipped += tally->skipped;
}

/* What a group of results amounts to: skipped only if all of it was. */
static enum kunit_status verdict(const struct kunit_tally *tally)
{
	if (tally->failed)
		return KUNIT_FAILURE;
	return tally->skipped && !tally->passed ? KUNIT_SKIPPED : KUNIT_SUCCESS;
}

static void print_tally(const char *indent, const char *name, const struct kunit_tally *tally)
{
	pr_info("%s# %s: pass:%u fail:%u skip:%u total:%u\n", indent, name, tally->passed,
		tally->failed, tally->skipped, total(tally));
}

/* --- choosing ---------------------------------------------------------------------------- */

static void parse_filter(void)
{
	char *dot = filter_glob ? strchr(filter_glob, '.') : NULL;

	if (!filter_glob)
		return;
	if (dot) {
		strscpy(case_glob, dot + 1, sizeof(case_glob));
		*dot = '\0';
	}
	strscpy(suite_glob, filter_glob, sizeof(suite_glob));
}

static unsigned int chosen_cases(const struct kunit_suite *suite)
{
	const struct kunit_case *c;
	unsigned int n = 0;

	for (c = suite->test_cases; c->run_case; c++)
		n += kunit_glob_match(case_glob, c->name);
	return n;
}

static bool is_chosen(const struct kunit_suite *suite)
{
	return kunit_glob_match(suite_glob, suite->name) && chosen_cases(suite);
}

/* --- running ----------------------------------------------------------------------------- */

/* A case once for each parameter. */
static enum kunit_status run_params(struct kunit_suite *suite, struct kunit_case *c,
				    struct kunit_tally *params)
{
	const void *value = NULL;
	char desc[KUNIT_PARAM_DESC_SIZE];
	int index = 0;

	pr_info("        KTAP version 1\n");
	pr_info("        # Subtest: %s\n", c->name);
	while (desc[0] = '\0', (value = c->generate_params(value, desc))) {
		enum kunit_status status;

		if (!desc[0])
			snprintf(desc, sizeof(desc), "param-%d", index);
		kunit_init_test(&test, c->name);
		test.param_value = value;
		test.param_index = index++;
		status = kunit_run_once(&test, suite, c);
		print_result("        ", status, index, desc, test.status_comment);
		count(params, status);
	}
	print_tally("    ", c->name, params);
	return verdict(params);
}

static enum kunit_status run_case(struct kunit_suite *suite, struct kunit_case *c,
				  struct kunit_tally *cases)
{
	struct kunit_tally results = { 0 };

	if (c->generate_params) {
		c->status = run_params(suite, c, &results);
	} else {
		kunit_init_test(&test, c->name);
		c->status = kunit_run_once(&test, suite, c);
		count(&results, c->status);
	}
	add_tally(cases, &results);
	return c->status;
}

static void run_cases(struct kunit_suite *suite, struct kunit_tally *tops,
		      struct kunit_tally *cases)
{
	struct kunit_case *c;
	unsigned int number = 0;

	for (c = suite->test_cases; c->run_case; c++) {
		enum kunit_status status;

		if (!kunit_glob_match(case_glob, c->name))
			continue;
		status = run_case(suite, c, cases);
		print_result("    ", status, ++number, c->name, test.status_comment);
		count(tops, status);
	}
}

/* All chosen cases fail with a suite that cannot begin. */
static void fail_cases(struct kunit_suite *suite, struct kunit_tally *tops)
{
	struct kunit_case *c;
	unsigned int number = 0;

	pr_err("    # %s: suite_init() failed: %pe\n", suite->name,
	       ERR_PTR(suite->suite_init_err));
	for (c = suite->test_cases; c->run_case; c++) {
		if (!kunit_glob_match(case_glob, c->name))
			continue;
		print_result("    ", KUNIT_FAILURE, ++number, c->name, "");
		count(tops, KUNIT_FAILURE);
	}
}

static void run_suite(struct kunit_suite *suite, unsigned int number, struct kunit_tally *sum)
{
	struct kunit_tally tops = { 0 }, cases = { 0 };

	pr_info("    KTAP version 1\n");
	pr_info("    # Subtest: %s\n", suite->name);
	pr_info("    1..%u\n", chosen_cases(suite));
	suite->suite_init_err = suite->suite_init ? suite->suite_init(suite) : 0;
	if (suite->suite_init_err) {
		fail_cases(suite, &tops);
		cases = tops;
	} else {
		run_cases(suite, &tops, &cases);
	}
	if (suite->suite_exit)
		suite->suite_exit(suite);
	print_tally("", suite->name, &tops);
	print_tally("", "Totals", &cases);
	print_result("", verdict(&tops), number, suite->name, "");
	add_tally(sum, &cases);
}

unsigned int kunit_run_all_tests(void)
{
	struct kunit_suite **suite;
	struct kunit_tally sum = { 0 };
	unsigned int nr_suites = 0, number = 0;

	parse_filter();
	for (suite = __kunit_suites_start; suite < __kunit_suites_end && enable; suite++)
		nr_suites += is_chosen(*suite);
	if (!nr_suites && enable)
		pr_warn("kunit.filter_glob=%s.%s: no such test\n", suite_glob, case_glob);
	pr_info("KTAP version 1\n");
	pr_info("1..%u\n", nr_suites);
	for (suite = __kunit_suites_start; suite < __kunit_suites_end && enable; suite++) {
		if (is_chosen(*suite))
			run_suite(*suite, ++number, &sum);
	}
	pr_info("# kunit: suites=%u cases=%u passed=%u failed=%u skipped=%u\n", nr_suites,
		total(&sum), sum.passed, sum.failed, sum.skipped);
	return sum.failed;
}
