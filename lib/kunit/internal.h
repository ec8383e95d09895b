/* SPDX-License-Identifier: MIT */
/* What the files of lib/kunit tell one another. */
#ifndef _LIB_KUNIT_INTERNAL_H
#define _LIB_KUNIT_INTERNAL_H

#include <kunit/test.h>

/* Longest report of one failure. */
#define KUNIT_REPORT_SIZE	1024

/* Marks @test failed; prints the report, or keeps it if the test is silent. Any context. */
void kunit_publish_failure(struct kunit *test, const char *text);

/* How many passed, failed, were skipped. */
struct kunit_tally {
	unsigned int passed;
	unsigned int failed;
	unsigned int skipped;
};

/* Prepares @test for a run of the case called @name. */
void kunit_init_test(struct kunit *test, const char *name);

/* Runs @test_case in @test with the suite's init() and exit(). Returns test->status. */
enum kunit_status kunit_run_once(struct kunit *test, struct kunit_suite *suite,
				 struct kunit_case *test_case);

/* Frees what is left of kunit_kmalloc(). */
void kunit_free_all(struct kunit *test);

/* True if the shell pattern @pattern, with * and ?, matches all of @text. */
bool kunit_glob_match(const char *pattern, const char *text);

#endif /* _LIB_KUNIT_INTERNAL_H */
