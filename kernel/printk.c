// SPDX-License-Identifier: MIT
/*
 * printk(): text into the log, and the log onto the consoles.
 *
 *	printk() --> format --> log (printk_ringbuffer.c) --> consoles (console.c)
 *
 * The three steps share as little as they can, so that each works where the one behind it cannot.
 *
 *	1. The text is formatted into one of a few buffers, taken by an atomic bit: no lock is
 *	   held while arguments are followed, so a bad pointer in them is an ordinary fault, whose
 *	   report takes the next buffer. When none is left a short one on the stack does.
 *	2. It is stored, split into lines, under the log's lock, which is held to copy and for
 *	   nothing else.
 *	3. Whoever gets the consoles shows what each of them has not shown yet. Whoever does not,
 *	   leaves: the owner looks again after letting go. So no printk() ever waits for another,
 *	   and one from inside a console driver is shown when the driver is done.
 *
 * A console registered later begins with what the log holds. A line without a newline is shown
 * as far as it goes and completed by KERN_CONT from the same context, or by the next line.
 *
 * In a panic the other CPUs are stopped wherever they are, perhaps inside 2 or 3:
 * console_flush_on_panic() goes past both locks from then on.
 *
 * Command line: loglevel=, quiet, debug, ignore_loglevel, printk.time=, console=.
 */
#include <linux/printk.h>
#include <linux/atomic.h>
#include <linux/bitops.h>
#include <linux/export.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/moduleparam.h>
#include <linux/ratelimit.h>
#include <linux/string.h>

#include "printk_internal.h"

int console_loglevel = CONSOLE_LOGLEVEL_DEFAULT;
bool ignore_loglevel;
bool printk_time = true;
static u64 clear_seq;			/* kmsg_read() begins here: kmsg_clear() */

#undef MODULE_PARAM_PREFIX
#define MODULE_PARAM_PREFIX "printk."
module_param_named(time, printk_time, bool, 0644);

static int __init loglevel_setup(char *str)
{
	return kstrtoint(str, 0, &console_loglevel);
}
early_param("loglevel", loglevel_setup);

static int __init quiet_setup(char *str)
{
	console_loglevel = CONSOLE_LOGLEVEL_QUIET;
	return 0;
}
early_param("quiet", quiet_setup);

static int __init debug_setup(char *str)
{
	console_loglevel = CONSOLE_LOGLEVEL_DEBUG;
	return 0;
}
early_param("debug", debug_setup);

static int __init ignore_loglevel_setup(char *str)
{
	ignore_loglevel = true;
	return 0;
}
early_param("ignore_loglevel", ignore_loglevel_setup);

/* --- 1. text ----------------------------------------------------------------------------- */

#define NR_BUFFERS	8
#define SMALL_BUFFER	160

static char text_buffers[NR_BUFFERS][LOG_LINE_MAX + 24];
static unsigned long text_buffers_taken;

/* A buffer for this context alone, or NULL. */
static char *take_buffer(void)
{
	int i;

	for (i = 0; i < NR_BUFFERS; i++) {
		if (!test_and_set_bit_lock(i, &text_buffers_taken))
			return text_buffers[i];
	}
	return NULL;
}

static void return_buffer(char *buffer)
{
	int i = (buffer - text_buffers[0]) / sizeof(text_buffers[0]);

	clear_bit_unlock(i, &text_buffers_taken);
}

/* Reads the levels in front of @text. Returns what follows. */
static const char *parse_levels(const char *text, int *level, bool *cont)
{
	int kind;

	while ((kind = printk_get_level(text))) {
		if (kind == 'c')
			*cont = true;
		else
			*level = kind - '0';
		text += 2;
	}
	return text;
}

/* --- 2. the log -------------------------------------------------------------------------- */

/* One line; false if the log is out of reach. */
static bool store_line(int level, bool cont, const char *line, size_t len, bool more)
{
	bool added = false;

	if (cont && !log_append(line, len, more, &added))
		return false;
	return added || log_store(level, line, len, more);
}

/*
 * The whole text, line by line. What cannot be logged is at least shown. Returns the length
 * without the levels.
 */
static int store_text(const char *text)
{
	int level = MESSAGE_LOGLEVEL_DEFAULT;
	bool cont = false;
	const char *start;

	start = text = parse_levels(text, &level, &cont);
	do {
		size_t len = strchrnul(text, '\n') - text;
		bool more = !text[len];

		if (!store_line(level, cont, text, len, more))
			console_write_all(text, len + !more);
		cont = false;
		text += len + !more;
	} while (*text);
	return text - start;
}

static noinline int store_short_text(const char *fmt, va_list args)
{
	char text[SMALL_BUFFER];

	vscnprintf(text, sizeof(text), fmt, args);
	return store_text(text);
}

static int vprintk_store(const char *fmt, va_list args)
{
	char *text = take_buffer();
	int len;

	if (!text)
		return store_short_text(fmt, args);
	vscnprintf(text, sizeof(text_buffers[0]), fmt, args);
	len = store_text(text);
	return_buffer(text);
	return len;
}

int vprintk(const char *fmt, va_list args)
{
	int len = vprintk_store(fmt, args);

	printk_flush();
	return len;
}
EXPORT_SYMBOL(vprintk);

int _printk(const char *fmt, ...)
{
	va_list args;
	int len;

	va_start(args, fmt);
	len = vprintk(fmt, args);
	va_end(args);
	return len;
}
EXPORT_SYMBOL(_printk);

int _printk_deferred(const char *fmt, ...)
{
	va_list args;
	int len;

	va_start(args, fmt);
	len = vprintk_store(fmt, args);
	va_end(args);
	return len;
}
EXPORT_SYMBOL(_printk_deferred);

static DEFINE_RATELIMIT_STATE(printk_ratelimit_state, DEFAULT_RATELIMIT_INTERVAL,
			      DEFAULT_RATELIMIT_BURST);

int __printk_ratelimit(const char *func)
{
	return ___ratelimit(&printk_ratelimit_state, func);
}
EXPORT_SYMBOL(__printk_ratelimit);

/* --- reading ----------------------------------------------------------------------------- */

bool kmsg_read(u64 *seq, struct kmsg_record *rec, char *buf, size_t size)
{
	struct log_line line;

	*seq = max(*seq, clear_seq);
	if (!log_read(seq, 0, &line, buf, size))
		return false;
	*rec = line.rec;
	(*seq)++;
	return true;
}

u64 kmsg_next_seq(void)
{
	return log_next_seq();
}

void kmsg_clear(void)
{
	clear_seq = log_next_seq();
}
