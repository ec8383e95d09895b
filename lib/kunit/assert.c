// SPDX-License-Identifier: MIT
/*
 * The reports of expectations that failed: where, what was expected, and the values.
 *
 *	# sum_test: EXPECTATION FAILED at tests/lib/sum_test.c:12
 *	Expected 4 == a + b, but
 *	    a + b == 5 (0x5)
 *
 * An operand that is a literal has no line of its own: its value is its text.
 */
#include <kunit/test.h>
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/seq_buf.h>
#include <linux/spinlock.h>
#include <linux/string.h>

#include "internal.h"

/* Bytes that are shown of each side of a MEMEQ. */
#define SHOWN_BYTES	32

/* One report at a time: threads and interrupts of one test may fail together. */
static DEFINE_RAW_SPINLOCK(report_lock);
static struct {
	struct seq_buf text;
	char buf[KUNIT_REPORT_SIZE];
	unsigned long flags;
} report;

static struct seq_buf *begin_report(const struct kunit_place *place)
{
	unsigned long flags;

	raw_spin_lock_irqsave(&report_lock, flags);
	report.flags = flags;
	seq_buf_init(&report.text, report.buf, sizeof(report.buf));
	seq_buf_printf(&report.text, "%s FAILED at %s:%d\n",
		       place->type == KUNIT_ASSERTION ? "ASSERTION" : "EXPECTATION",
		       place->file, place->line);
	return &report.text;
}

/* A line for @expr and its value @value, unless they are the same text. */
static void put_value(struct seq_buf *s, const char *expr, const char *value, const char *more)
{
	if (strcmp(expr, value) != 0)
		seq_buf_printf(s, KUNIT_SUBTEST_INDENT "%s == %s%s\n", expr, value, more);
}

/* Prints the report, line by line, and keeps it for the framework's own tests. */
static void end_report(struct kunit *test, const struct kunit_place *place, const char *fmt,
		       va_list args)
{
	if (fmt) {
		seq_buf_vprintf(&report.text, fmt, args);
		seq_buf_putc(&report.text, '\n');
	}
	kunit_publish_failure(test, seq_buf_str(&report.text));
	raw_spin_unlock_irqrestore(&report_lock, report.flags);
	if (place->type == KUNIT_ASSERTION)
		__kunit_abort(test);
}

/* The same for every kind: the test's own message is the last argument of its caller. */
#define END_REPORT(test, place, fmt)			\
do {							\
	va_list args;					\
							\
	va_start(args, fmt);				\
	end_report(test, place, fmt, args);		\
	va_end(args);					\
} while (0)

void kunit_fail_here(struct kunit *test, const struct kunit_place *place, const char *fmt, ...)
{
	begin_report(place);
	END_REPORT(test, place, fmt);
}
EXPORT_SYMBOL(kunit_fail_here);

void kunit_fail_unary(struct kunit *test, const struct kunit_place *place, bool expected_true,
		      const char *fmt, ...)
{
	struct seq_buf *s = begin_report(place);

	seq_buf_printf(s, "Expected %s to be %s, but is %s\n", place->left,
		       expected_true ? "true" : "false", expected_true ? "false" : "true");
	END_REPORT(test, place, fmt);
}
EXPORT_SYMBOL(kunit_fail_unary);

static void put_expected(struct seq_buf *s, const struct kunit_place *place)
{
	seq_buf_printf(s, "Expected %s %s %s, but\n", place->left, place->op, place->right);
}

static void put_int(struct seq_buf *s, const char *expr, long long value)
{
	char decimal[24], hex[24];

	snprintf(decimal, sizeof(decimal), "%lld", value);
	snprintf(hex, sizeof(hex), " (0x%llx)", value);
	put_value(s, expr, decimal, hex);
}

void kunit_fail_int(struct kunit *test, const struct kunit_place *place, long long left,
		    long long right, const char *fmt, ...)
{
	struct seq_buf *s = begin_report(place);

	put_expected(s, place);
	put_int(s, place->left, left);
	put_int(s, place->right, right);
	END_REPORT(test, place, fmt);
}
EXPORT_SYMBOL(kunit_fail_int);

static void put_ptr(struct seq_buf *s, const char *expr, const void *ptr)
{
	char text[12];

	snprintf(text, sizeof(text), "%px", ptr);
	if (strcmp(expr, "NULL") != 0)
		put_value(s, expr, text, "");
}

void kunit_fail_ptr(struct kunit *test, const struct kunit_place *place, const void *left,
		    const void *right, const char *fmt, ...)
{
	struct seq_buf *s = begin_report(place);

	put_expected(s, place);
	put_ptr(s, place->left, left);
	put_ptr(s, place->right, right);
	END_REPORT(test, place, fmt);
}
EXPORT_SYMBOL(kunit_fail_ptr);

/* True if @expr is @value in quotation marks, as it stands in the source. */
static bool is_literal_of(const char *expr, const char *value)
{
	size_t len = strlen(expr);

	return len >= 2 && expr[0] == '"' && expr[len - 1] == '"' &&
	       strlen(value) == len - 2 && strncmp(expr + 1, value, len - 2) == 0;
}

static void put_str(struct seq_buf *s, const char *expr, const char *value)
{
	if (!value)
		put_value(s, expr, "(null)", "");
	else if (!is_literal_of(expr, value))
		seq_buf_printf(s, KUNIT_SUBTEST_INDENT "%s == \"%s\"\n", expr, value);
}

void kunit_fail_str(struct kunit *test, const struct kunit_place *place, const char *left,
		    const char *right, const char *fmt, ...)
{
	struct seq_buf *s = begin_report(place);

	put_expected(s, place);
	put_str(s, place->left, left);
	put_str(s, place->right, right);
	END_REPORT(test, place, fmt);
}
EXPORT_SYMBOL(kunit_fail_str);

/* The bytes from @from on; the one that differs first in angle brackets. */
static void put_bytes(struct seq_buf *s, const char *expr, const u8 *bytes, size_t from,
		      size_t size, size_t mark)
{
	size_t i;

	if (!bytes) {
		put_value(s, expr, "(null)", "");
		return;
	}
	seq_buf_printf(s, KUNIT_SUBTEST_INDENT "%s, from byte %zu ==", expr, from);
	for (i = from; i < size && i < from + SHOWN_BYTES; i++)
		seq_buf_printf(s, i == mark ? " <%02x>" : " %02x", bytes[i]);
	seq_buf_putc(s, '\n');
}

void kunit_fail_mem(struct kunit *test, const struct kunit_place *place, const void *left,
		    const void *right, size_t size, const char *fmt, ...)
{
	struct seq_buf *s = begin_report(place);
	const u8 *l = left, *r = right;
	size_t first = 0, from;

	while (l && r && first < size && l[first] == r[first])
		first++;
	from = first > SHOWN_BYTES / 2 ? first - SHOWN_BYTES / 2 : 0;
	seq_buf_printf(s, "Expected %s %s %s, %zu bytes, but\n", place->left, place->op,
		       place->right, size);
	put_bytes(s, place->left, left, from, size, first);
	put_bytes(s, place->right, right, from, size, first);
	END_REPORT(test, place, fmt);
}
EXPORT_SYMBOL(kunit_fail_mem);

void kunit_fail_err_ptr(struct kunit *test, const struct kunit_place *place, const void *ptr,
			const char *fmt, ...)
{
	struct seq_buf *s = begin_report(place);

	if (ptr)
		seq_buf_printf(s, "Expected %s is not an error, but is: %pe (%ld)\n",
			       place->left, ptr, PTR_ERR(ptr));
	else
		seq_buf_printf(s, "Expected %s is not null, but is\n", place->left);
	END_REPORT(test, place, fmt);
}
EXPORT_SYMBOL(kunit_fail_err_ptr);
