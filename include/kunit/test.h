/* SPDX-License-Identifier: MIT */
/*
 * In-kernel tests with Linux's KUnit API. lib/kunit/test.c has the theory.
 *
 *	static void sum_test(struct kunit *test)
 *	{
 *		KUNIT_EXPECT_EQ(test, 4, 2 + 2);
 *	}
 *
 *	static struct kunit_case sum_cases[] = {
 *		KUNIT_CASE(sum_test),
 *		{}
 *	};
 *
 *	static struct kunit_suite sum_suite = {
 *		.name = "sum",
 *		.test_cases = sum_cases,
 *	};
 *	kunit_test_suite(sum_suite);
 *
 * KUNIT_EXPECT_ says what is wrong and goes on; KUNIT_ASSERT_ says it and ends the case. Each has
 * a form with _MSG behind, which takes a format and its arguments as well. Operands are evaluated
 * once. Expectations may be used in any context and thread; assertions in the test's own thread
 * (elsewhere they end that thread).
 */
#ifndef _KUNIT_TEST_H
#define _KUNIT_TEST_H

#include <linux/bug.h>
#include <linux/compiler.h>
#include <linux/completion.h>
#include <linux/container_of.h>
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/init.h>
#include <linux/kconfig.h>
#include <linux/kernel.h>
#include <linux/list.h>
#include <linux/module.h>
#include <linux/printk.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/types.h>
#include <asm/setjmp.h>

#define KUNIT_PARAM_DESC_SIZE		128
#define KUNIT_STATUS_COMMENT_SIZE	256
/* Actions that one test can have waiting. */
#define KUNIT_MAX_ACTIONS		32

enum kunit_status {
	KUNIT_SUCCESS,
	KUNIT_FAILURE,
	KUNIT_SKIPPED,
};

enum kunit_speed {
	KUNIT_SPEED_UNSET,
	KUNIT_SPEED_VERY_SLOW,
	KUNIT_SPEED_SLOW,
	KUNIT_SPEED_NORMAL,
};

struct kunit_attributes {
	enum kunit_speed speed;
};

struct kunit;
struct kunit_case;
struct kunit_suite;
struct task_struct;

typedef void kunit_action_t(void *ctx);

/* lib/kunit/alloc.c */
struct kunit_memory;

struct kunit_action {
	kunit_action_t *func;
	void *ctx;
};

/* What one run of one case knows; the test gets it as its only argument. */
struct kunit {
	void *priv;			/* the test's own, from its init() */
	const char *name;		/* of the case */
	const void *param_value;	/* of the parameterised case */
	int param_index;
	enum kunit_status status;
	char status_comment[KUNIT_STATUS_COMMENT_SIZE];

	/* private */
	struct kunit_suite *suite;
	struct kunit_case *test_case;
	struct task_struct *owner;	/* the thread the test runs in */
	struct completion over;		/* the thread has done all it had to */
	struct jmp_buf abort;		/* where an assertion continues */
	bool can_abort;			/* abort is valid */
	bool silent;			/* the framework's own tests: keep failures off the log */
	char last_failure[KUNIT_STATUS_COMMENT_SIZE];	/* first lines of the latest report */
	struct kunit_action actions[KUNIT_MAX_ACTIONS];	/* a stack */
	unsigned int nr_actions;
	struct kunit_memory *memory;	/* from kunit_kmalloc(), the latest first */
	const char *splat_text;		/* the report that is expected, between begin and end */
	u64 splat_seq;			/* the log record it may begin at */
};

struct kunit_case {
	void (*run_case)(struct kunit *test);
	const char *name;
	const void *(*generate_params)(const void *prev, char *desc);
	struct kunit_attributes attr;

	/* private */
	enum kunit_status status;
};

struct kunit_suite {
	const char name[64];
	int (*suite_init)(struct kunit_suite *suite);	/* -Exxx fails the suite */
	void (*suite_exit)(struct kunit_suite *suite);
	int (*init)(struct kunit *test);		/* before, */
	void (*exit)(struct kunit *test);		/* and after each case */
	struct kunit_case *test_cases;			/* ends with an empty one */
	struct kunit_attributes attr;

	/* private */
	int suite_init_err;
};

#define KUNIT_CASE(test_name) \
	{ .run_case = test_name, .name = #test_name }
#define KUNIT_CASE_ATTR(test_name, attributes) \
	{ .run_case = test_name, .name = #test_name, .attr = attributes }
#define KUNIT_CASE_SLOW(test_name) \
	{ .run_case = test_name, .name = #test_name, .attr.speed = KUNIT_SPEED_SLOW }
#define KUNIT_CASE_PARAM(test_name, gen_params) \
	{ .run_case = test_name, .name = #test_name, .generate_params = gen_params }
#define KUNIT_CASE_PARAM_ATTR(test_name, gen_params, attributes)		\
	{ .run_case = test_name, .name = #test_name,				\
	  .generate_params = gen_params, .attr = attributes }

/*
 * Defines name_gen_params(), which goes through @array. @get_desc(element, desc), or NULL,
 * writes up to KUNIT_PARAM_DESC_SIZE characters.
 */
#define KUNIT_ARRAY_PARAM(name, array, get_desc)				\
static const void *name##_gen_params(const void *prev, char *__desc)		\
{										\
	typeof((array)[0]) *__next = prev ? ((typeof(__next))prev) + 1 : (array); \
	void (*__get_desc)(typeof(__next), char *) = get_desc;			\
										\
	if (__next - (array) >= ARRAY_SIZE(array))				\
		return NULL;							\
	if (__get_desc)								\
		__get_desc(__next, __desc);					\
	return __next;								\
}
/* The same with the description in a member of the element. */
#define KUNIT_ARRAY_PARAM_DESC(name, array, desc_member)			\
static const void *name##_gen_params(const void *prev, char *__desc)		\
{										\
	typeof((array)[0]) *__next = prev ? ((typeof(__next))prev) + 1 : (array); \
										\
	if (__next - (array) >= ARRAY_SIZE(array))				\
		return NULL;							\
	strscpy(__desc, __next->desc_member, KUNIT_PARAM_DESC_SIZE);		\
	return __next;								\
}

/* Suites register themselves; they run in the order of the link. */
#define __kunit_test_suite(suite)						\
	static struct kunit_suite *__UNIQUE_ID(kunit_suite)			\
	__used __section(".kunit_test_suites") = (suite);
#define __kunit_1(s)		__kunit_test_suite(s)
#define __kunit_2(s, r...)	__kunit_test_suite(s) __kunit_1(r)
#define __kunit_3(s, r...)	__kunit_test_suite(s) __kunit_2(r)
#define __kunit_4(s, r...)	__kunit_test_suite(s) __kunit_3(r)
#define __kunit_5(s, r...)	__kunit_test_suite(s) __kunit_4(r)
#define __kunit_6(s, r...)	__kunit_test_suite(s) __kunit_5(r)
#define __kunit_7(s, r...)	__kunit_test_suite(s) __kunit_6(r)
#define __kunit_8(s, r...)	__kunit_test_suite(s) __kunit_7(r)
#define __kunit_pick(_1, _2, _3, _4, _5, _6, _7, _8, n, ...) n
#define kunit_test_suites(suites...)						\
	__kunit_pick(suites, __kunit_8, __kunit_7, __kunit_6, __kunit_5,	\
		     __kunit_4, __kunit_3, __kunit_2, __kunit_1, )(suites)	\
	extern void __kunit_semicolon(void)
#define kunit_test_suite(suite)			kunit_test_suites(&suite)
#define kunit_test_init_section_suites(s...)	kunit_test_suites(s)
#define kunit_test_init_section_suite(suite)	kunit_test_suites(&suite)

extern struct kunit_suite *__kunit_suites_start[], *__kunit_suites_end[];

/*
 * Runs all suites that kunit.filter_glob= lets through, prints KTAP, and returns the number of
 * failed cases. kunit.enable=0 runs none. Thread context.
 */
unsigned int kunit_run_all_tests(void);

/*
 * If set, called before and after each case; a case that changes the value fails. The memory
 * allocator puts the number of free pages here.
 */
extern unsigned long (*kunit_leak_probe)(void);

/*
 * For tests of the framework: runs @func against a private @test, whose failures stay off the log
 * and whose last one is in test->last_failure.
 */
enum kunit_status kunit_run_private(struct kunit *test, void (*func)(struct kunit *test));

/* The test that runs now, or NULL. Any context. */
struct kunit *kunit_get_current_test(void);
/* Fails the test that runs now, if one does. Any context. */
#define kunit_fail_current_test(fmt, ...)					\
do {										\
	struct kunit *__test = kunit_get_current_test();			\
										\
	if (__test)								\
		KUNIT_FAIL(__test, fmt, ##__VA_ARGS__);				\
} while (0)

/*
 * Calls @func(@ctx) when the test is over, passed or not; last added, first called.
 * 0 or -ENOMEM. The _or_reset form calls it at once in that case.
 */
int __must_check kunit_add_action(struct kunit *test, kunit_action_t *func, void *ctx);
int __must_check kunit_add_action_or_reset(struct kunit *test, kunit_action_t *func, void *ctx);
/* Forgets the action; kunit_release_action() calls it now as well. */
void kunit_remove_action(struct kunit *test, kunit_action_t *func, void *ctx);
void kunit_release_action(struct kunit *test, kunit_action_t *func, void *ctx);

/*
 * Memory that is freed when the test is over, at the latest; NULL if there is none. May
 * sleep as @gfp says.
 */
void *kunit_kmalloc_array(struct kunit *test, size_t n, size_t size, gfp_t gfp);
#define kunit_kmalloc(test, size, gfp)		kunit_kmalloc_array(test, 1, size, gfp)
#define kunit_kcalloc(test, n, size, gfp) \
	kunit_kmalloc_array(test, n, size, (gfp) | __GFP_ZERO)
#define kunit_kzalloc(test, size, gfp)		kunit_kcalloc(test, 1, size, gfp)
void kunit_kfree(struct kunit *test, const void *memory);

#define KUNIT_DEFINE_ACTION_WRAPPER(wrapper, orig, arg_type)			\
	static void wrapper(void *in)						\
	{									\
		arg_type arg = (arg_type)in;					\
		orig(arg);							\
	}

/*
 * Reports that a test provokes. Between begin and end the harness looks away; end counts the
 * log lines that contain @text and fails the test if there is none.
 *
 *	kunit_expect_splat_begin(test, "WARNING:");
 *	WARN_ON(1);
 *	KUNIT_EXPECT_EQ(test, kunit_expect_splat_end(test), 1);
 *
 * They do not nest. Thread context, or any for which the test is alone.
 */
void kunit_expect_splat_begin(struct kunit *test, const char *text);
unsigned int kunit_expect_splat_end(struct kunit *test);
/* Log lines since begin that contain @text; while the bracket is open. */
unsigned int kunit_splat_lines(struct kunit *test, const char *text);

#define KUNIT_SUBTEST_INDENT	"    "

#define kunit_printk(lvl, test, fmt, ...)					\
	printk(lvl KUNIT_SUBTEST_INDENT "# %s: " fmt "\n", (test)->name, ##__VA_ARGS__)
#define kunit_log(lvl, test, fmt, ...)	kunit_printk(lvl, test, fmt, ##__VA_ARGS__)
#define kunit_info(test, fmt, ...)	kunit_printk(KERN_INFO, test, fmt, ##__VA_ARGS__)
#define kunit_warn(test, fmt, ...)	kunit_printk(KERN_WARNING, test, fmt, ##__VA_ARGS__)
#define kunit_err(test, fmt, ...)	kunit_printk(KERN_ERR, test, fmt, ##__VA_ARGS__)

void __printf(2, 3) __kunit_mark_skipped(struct kunit *test, const char *fmt, ...);
void __noreturn __kunit_abort(struct kunit *test);

/* The case counts as skipped; it goes on. */
#define kunit_mark_skipped(test, fmt, ...)	__kunit_mark_skipped(test, fmt, ##__VA_ARGS__)
/* The case counts as skipped and ends here. */
#define kunit_skip(test, fmt, ...)						\
do {										\
	__kunit_mark_skipped(test, fmt, ##__VA_ARGS__);				\
	__kunit_abort(test);							\
} while (0)

#include <kunit/assert.h>

#endif /* _KUNIT_TEST_H */
