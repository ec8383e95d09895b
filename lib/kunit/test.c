// SPDX-License-Identifier: MIT
/*
 * One test: running it, giving up half-way, cleaning up after it.
 *
 * A test runs in a thread of its own: a fault ends the thread, and with it the test, and no more.
 * An assertion that fails goes back to run_protected() by longjmp(), past the frames of the test;
 * so does kunit_skip(). Whatever the test wants undone it adds as an action, which is called when
 * the test is over, however it ended. Then the test is held to what it must not change:
 *
 *	1. the preemption count, and whether interrupts are on,
 *	2. the number kunit_leak_probe() returns: the free pages.
 *
 * A thread that the test has started cannot jump out of the test's stack: there an assertion
 * ends the thread, and in an interrupt it is an expectation.
 */
#include <kunit/test.h>
#include <linux/export.h>
#include <linux/irqflags.h>
#include <linux/kernel.h>
#include <linux/kthread.h>
#include <linux/preempt.h>
#include <linux/sched.h>
#include <linux/string.h>
#include <asm/setjmp.h>

#include "internal.h"

/* Ticks that kunit_leak_probe() gets to come right after a test. */
#define PROBE_PATIENCE	50

unsigned long (*kunit_leak_probe)(void);
EXPORT_SYMBOL(kunit_leak_probe);

static struct kunit *current_test;

struct kunit *kunit_get_current_test(void)
{
	return READ_ONCE(current_test);
}
EXPORT_SYMBOL(kunit_get_current_test);

/* --- results ----------------------------------------------------------------------------- */

static void print_report(const struct kunit *test, const char *text)
{
	const char *lead = "# ";

	while (*text) {
		int len = strchrnul(text, '\n') - text;

		if (*lead)
			pr_err(KUNIT_SUBTEST_INDENT "# %s: %.*s\n", test->name, len, text);
		else
			pr_err(KUNIT_SUBTEST_INDENT "%.*s\n", len, text);
		lead = "";
		text += len;
		if (*text)
			text++;
	}
}

void kunit_publish_failure(struct kunit *test, const char *text)
{
	WRITE_ONCE(test->status, KUNIT_FAILURE);
	strscpy(test->last_failure, text, sizeof(test->last_failure));
	if (!test->silent)
		print_report(test, text);
}

void __kunit_mark_skipped(struct kunit *test, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	vsnprintf(test->status_comment, sizeof(test->status_comment), fmt, args);
	va_end(args);
	if (test->status != KUNIT_FAILURE)
		test->status = KUNIT_SKIPPED;
}
EXPORT_SYMBOL(__kunit_mark_skipped);

void __kunit_abort(struct kunit *test)
{
	if (current == test->owner && !in_interrupt() && test->can_abort)
		longjmp(&test->abort, 1);
	if (in_interrupt() || !test->can_abort)
		panic("kunit: %s gives up where it cannot", test->name);
	do_exit(-EINTR);
}
EXPORT_SYMBOL(__kunit_abort);

/* --- actions ----------------------------------------------------------------------------- */

int kunit_add_action(struct kunit *test, kunit_action_t *func, void *ctx)
{
	if (test->nr_actions == ARRAY_SIZE(test->actions))
		return -ENOMEM;
	test->actions[test->nr_actions++] = (struct kunit_action) { func, ctx };
	return 0;
}
EXPORT_SYMBOL(kunit_add_action);

int kunit_add_action_or_reset(struct kunit *test, kunit_action_t *func, void *ctx)
{
	int err = kunit_add_action(test, func, ctx);

	if (err)
		func(ctx);
	return err;
}
EXPORT_SYMBOL(kunit_add_action_or_reset);

/* Takes the newest of those actions out. False if there is none. */
static bool take_action(struct kunit *test, kunit_action_t *func, void *ctx)
{
	unsigned int i = test->nr_actions;

	while (i--) {
		struct kunit_action *action = &test->actions[i];

		if (action->func != func || action->ctx != ctx)
			continue;
		test->nr_actions--;
		memmove(action, action + 1, (test->nr_actions - i) * sizeof(*action));
		return true;
	}
	return false;
}

void kunit_remove_action(struct kunit *test, kunit_action_t *func, void *ctx)
{
	take_action(test, func, ctx);
}
EXPORT_SYMBOL(kunit_remove_action);

void kunit_release_action(struct kunit *test, kunit_action_t *func, void *ctx)
{
	if (take_action(test, func, ctx))
		func(ctx);
}
EXPORT_SYMBOL(kunit_release_action);

/* An action may add actions. */
static void call_actions(struct kunit *test)
{
	while (test->nr_actions) {
		struct kunit_action action = test->actions[--test->nr_actions];

		action.func(action.ctx);
	}
}

/* --- expected reports -------------------------------------------------------------------- */

void kunit_expect_splat_begin(struct kunit *test, const char *text)
{
	pr_info(KUNIT_SUBTEST_INDENT "# expected splat begin: %s\n", text);
	test->splat_text = text;
	test->splat_seq = kmsg_next_seq();
}
EXPORT_SYMBOL(kunit_expect_splat_begin);

unsigned int kunit_splat_lines(struct kunit *test, const char *text)
{
	static char line[256];
	struct kmsg_record rec;
	u64 seq = test->splat_seq;
	unsigned int count = 0;

	while (kmsg_read(&seq, &rec, line, sizeof(line)))
		count += strstr(line, text) != NULL;
	return count;
}
EXPORT_SYMBOL(kunit_splat_lines);

unsigned int kunit_expect_splat_end(struct kunit *test)
{
	const char *text = test->splat_text;
	unsigned int count = kunit_splat_lines(test, text);

	test->splat_text = NULL;
	pr_info(KUNIT_SUBTEST_INDENT "# expected splat end: %u\n", count);
	if (!count)
		KUNIT_FAIL(test, "the report \"%s\" did not come", text);
	return count;
}
EXPORT_SYMBOL(kunit_expect_splat_end);

/* --- running ----------------------------------------------------------------------------- */

/* What a thread must leave as it found it. */
struct context_state {
	int preempt_count;
	bool irqs_disabled;
};

static struct context_state take_state(void)
{
	return (struct context_state) {
		.preempt_count = preempt_count(),
		.irqs_disabled = irqs_disabled(),
	};
}

/* Puts right what the test left wrong, so that the next one has its chance. */
static void check_state(struct kunit *test, const struct context_state *before)
{
	if (irqs_disabled() != before->irqs_disabled) {
		KUNIT_FAIL(test, "left interrupts %s", irqs_disabled() ? "off" : "on");
		if (before->irqs_disabled)
			local_irq_disable();
		else
			local_irq_enable();
	}
	if (preempt_count() != before->preempt_count) {
		KUNIT_FAIL(test, "left preempt_count at %#x, was %#x", preempt_count(),
			   before->preempt_count);
		preempt_count_add(before->preempt_count - preempt_count());
	}
}

static unsigned long take_probe(void)
{
	return kunit_leak_probe ? kunit_leak_probe() : 0;
}

/*
 * Gives the probe some time to come right: a thread that has ended gives its stack back only when
 * another one runs.
 */
static void check_probe(struct kunit *test, unsigned long before)
{
	unsigned long after = take_probe();
	int ticks = PROBE_PATIENCE;

	while (after != before && ticks-- && preemptible()) {
		schedule_timeout_uninterruptible(1);
		after = take_probe();
	}
	if (after != before)
		KUNIT_FAIL(test, "left %lu free pages, was %lu", after, before);
}

/* Calls @func; back here if it aborts. */
static noinline void run_protected(struct kunit *test, void (*func)(struct kunit *test))
{
	test->can_abort = true;
	if (setjmp(&test->abort) == 0)
		func(test);
	test->can_abort = false;
}

void kunit_init_test(struct kunit *test, const char *name)
{
	memset(test, 0, sizeof(*test));
	test->name = name;
	test->owner = current;
}

/* init() may say no by an error, and then the case does not run. */
static bool init_case(struct kunit *test, struct kunit_suite *suite)
{
	int err = suite->init ? suite->init(test) : 0;

	if (err)
		KUNIT_FAIL(test, "init() failed: %pe", ERR_PTR(err));
	return !err;
}

/* The case with its init() before; in one piece, because an assertion in either ends both. */
static void run_body(struct kunit *test)
{
	if (init_case(test, test->suite) && test->status != KUNIT_SKIPPED)
		test->test_case->run_case(test);
}

static void run_exit(struct kunit *test)
{
	if (test->suite->exit)
		test->suite->exit(test);
}

static void clean_up(struct kunit *test)
{
	run_protected(test, run_exit);
	run_protected(test, call_actions);
	kunit_free_all(test);
	if (test->splat_text) {
		KUNIT_FAIL(test, "no kunit_expect_splat_end()");
		kunit_expect_splat_end(test);
	}
}

/* The whole life of a test, in its own thread. */
static int test_thread(void *data)
{
	struct kunit *test = data;
	struct context_state before = take_state();

	test->owner = current;
	run_protected(test, run_body);
	clean_up(test);
	check_state(test, &before);
	complete(&test->over);
	return 0;
}

/* Runs test_thread() and waits for its end. A fault has ended it if the result is an error. */
static int run_in_thread(struct kunit *test)
{
	struct task_struct *thread = kthread_create(test_thread, test, "kunit");
	int err;

	if (IS_ERR(thread))
		return PTR_ERR(thread);
	get_task_struct(thread);
	init_completion(&test->over);
	wake_up_process(thread);
	/*
	 * kthread_stop() would wake a test that sleeps: not before it is over. Interruptible, for
	 * it is no sign of trouble that this takes long.
	 */
	while (!wait_for_completion_interruptible_timeout(&test->over, HZ)) {
		if (READ_ONCE(thread->flags) & PF_EXITING)
			break;
	}
	err = kthread_stop(thread);
	put_task_struct(thread);
	return err;
}

enum kunit_status kunit_run_once(struct kunit *test, struct kunit_suite *suite,
				 struct kunit_case *test_case)
{
	unsigned long probe = take_probe();
	struct kunit *outer = current_test;
	int err;

	test->suite = suite;
	test->test_case = test_case;
	WRITE_ONCE(current_test, test);
	err = run_in_thread(test);
	if (err) {
		test->owner = current;
		KUNIT_FAIL(test, "its thread ended: %pe", ERR_PTR(err));
		clean_up(test);
	}
	check_probe(test, probe);
	WRITE_ONCE(current_test, outer);
	return test->status;
}

enum kunit_status kunit_run_private(struct kunit *test, void (*func)(struct kunit *test))
{
	struct context_state before = take_state();
	unsigned long probe = take_probe();
	struct kunit *outer = current_test;

	kunit_init_test(test, "private");
	test->silent = true;
	WRITE_ONCE(current_test, test);
	run_protected(test, func);
	run_protected(test, call_actions);
	kunit_free_all(test);
	check_state(test, &before);
	check_probe(test, probe);
	WRITE_ONCE(current_test, outer);
	return test->status;
}
EXPORT_SYMBOL(kunit_run_private);
