/* SPDX-License-Identifier: MIT */
/*
 * The kernel's log. kernel/printk.c has the theory.
 *
 * All printing may be done in any context: from the first line of C, in interrupts, under any
 * lock, in printk() itself, in panic().
 */
#ifndef _LINUX_PRINTK_H
#define _LINUX_PRINTK_H

#include <linux/kern_levels.h>
#include <linux/linkage.h>
#include <linux/once_lite.h>
#include <linux/ratelimit_types.h>
#include <linux/sprintf.h>
#include <linux/stdarg.h>
#include <linux/types.h>

/* Messages more urgent than this reach the consoles: loglevel=, quiet, ignore_loglevel. */
extern int console_loglevel;

#define CONSOLE_LOGLEVEL_SILENT		0
#define CONSOLE_LOGLEVEL_QUIET		4
#define CONSOLE_LOGLEVEL_DEFAULT	7
#define CONSOLE_LOGLEVEL_DEBUG		10
#define CONSOLE_LOGLEVEL_MOTORMOUTH	15
#define MESSAGE_LOGLEVEL_DEFAULT	4

/* Everything to the consoles, for a report that is under way. */
static inline void console_verbose(void)
{
	if (console_loglevel)
		console_loglevel = CONSOLE_LOGLEVEL_MOTORMOUTH;
}

static inline int printk_get_level(const char *buffer)
{
	if (buffer[0] != KERN_SOH_ASCII || !buffer[1])
		return 0;
	if (('0' <= buffer[1] && buffer[1] <= '7') || buffer[1] == 'c')
		return buffer[1];
	return 0;
}

static inline const char *printk_skip_level(const char *buffer)
{
	return printk_get_level(buffer) ? buffer + 2 : buffer;
}

/* Both return the length of the text, level and time stamp aside. */
int __printf(1, 0) vprintk(const char *fmt, va_list args);
int __printf(1, 2) _printk(const char *fmt, ...);
/* The same, and the consoles are left to the next printk() or to printk_flush(). */
int __printf(1, 2) _printk_deferred(const char *fmt, ...);

#define printk(fmt, ...)		_printk(fmt, ##__VA_ARGS__)
#define printk_deferred(fmt, ...)	_printk_deferred(fmt, ##__VA_ARGS__)

/* Checks the arguments against the format, and prints nothing. */
#define no_printk(fmt, ...)						\
({									\
	if (0)								\
		_printk(fmt, ##__VA_ARGS__);				\
	0;								\
})

/* A file may define pr_fmt() before its first include, to put its name in front. */
#ifndef pr_fmt
#define pr_fmt(fmt) fmt
#endif

#define pr_emerg(fmt, ...)	printk(KERN_EMERG pr_fmt(fmt), ##__VA_ARGS__)
#define pr_alert(fmt, ...)	printk(KERN_ALERT pr_fmt(fmt), ##__VA_ARGS__)
#define pr_crit(fmt, ...)	printk(KERN_CRIT pr_fmt(fmt), ##__VA_ARGS__)
#define pr_err(fmt, ...)	printk(KERN_ERR pr_fmt(fmt), ##__VA_ARGS__)
#define pr_warn(fmt, ...)	printk(KERN_WARNING pr_fmt(fmt), ##__VA_ARGS__)
#define pr_warning		pr_warn
#define pr_notice(fmt, ...)	printk(KERN_NOTICE pr_fmt(fmt), ##__VA_ARGS__)
#define pr_info(fmt, ...)	printk(KERN_INFO pr_fmt(fmt), ##__VA_ARGS__)
/* Goes on with the line before, if nobody printed in between. */
#define pr_cont(fmt, ...)	printk(KERN_CONT fmt, ##__VA_ARGS__)

/* Only in files that define DEBUG. */
#ifdef DEBUG
#define pr_devel(fmt, ...)	printk(KERN_DEBUG pr_fmt(fmt), ##__VA_ARGS__)
#define pr_debug(fmt, ...)	printk(KERN_DEBUG pr_fmt(fmt), ##__VA_ARGS__)
#else
#define pr_devel(fmt, ...)	no_printk(KERN_DEBUG pr_fmt(fmt), ##__VA_ARGS__)
#define pr_debug(fmt, ...)	no_printk(KERN_DEBUG pr_fmt(fmt), ##__VA_ARGS__)
#endif

#define printk_once(fmt, ...)	DO_ONCE_LITE(printk, fmt, ##__VA_ARGS__)
#define pr_emerg_once(fmt, ...)	printk_once(KERN_EMERG pr_fmt(fmt), ##__VA_ARGS__)
#define pr_alert_once(fmt, ...)	printk_once(KERN_ALERT pr_fmt(fmt), ##__VA_ARGS__)
#define pr_crit_once(fmt, ...)	printk_once(KERN_CRIT pr_fmt(fmt), ##__VA_ARGS__)
#define pr_err_once(fmt, ...)	printk_once(KERN_ERR pr_fmt(fmt), ##__VA_ARGS__)
#define pr_warn_once(fmt, ...)	printk_once(KERN_WARNING pr_fmt(fmt), ##__VA_ARGS__)
#define pr_notice_once(fmt, ...) printk_once(KERN_NOTICE pr_fmt(fmt), ##__VA_ARGS__)
#define pr_info_once(fmt, ...)	printk_once(KERN_INFO pr_fmt(fmt), ##__VA_ARGS__)

/* At most DEFAULT_RATELIMIT_BURST lines an interval from each place. */
#define printk_ratelimited(fmt, ...)						\
({										\
	static DEFINE_RATELIMIT_STATE(_rs, DEFAULT_RATELIMIT_INTERVAL,		\
				      DEFAULT_RATELIMIT_BURST);			\
										\
	if (___ratelimit(&_rs, __func__))					\
		printk(fmt, ##__VA_ARGS__);					\
})
#define pr_emerg_ratelimited(fmt, ...)	printk_ratelimited(KERN_EMERG pr_fmt(fmt), ##__VA_ARGS__)
#define pr_alert_ratelimited(fmt, ...)	printk_ratelimited(KERN_ALERT pr_fmt(fmt), ##__VA_ARGS__)
#define pr_crit_ratelimited(fmt, ...)	printk_ratelimited(KERN_CRIT pr_fmt(fmt), ##__VA_ARGS__)
#define pr_err_ratelimited(fmt, ...)	printk_ratelimited(KERN_ERR pr_fmt(fmt), ##__VA_ARGS__)
#define pr_warn_ratelimited(fmt, ...)	printk_ratelimited(KERN_WARNING pr_fmt(fmt), ##__VA_ARGS__)
#define pr_notice_ratelimited(fmt, ...)	printk_ratelimited(KERN_NOTICE pr_fmt(fmt), ##__VA_ARGS__)
#define pr_info_ratelimited(fmt, ...)	printk_ratelimited(KERN_INFO pr_fmt(fmt), ##__VA_ARGS__)

/*
 * The kernel's one ratelimit for code that has none of its own: if (printk_ratelimit()) printk().
 */
int __printk_ratelimit(const char *func);
#define printk_ratelimit() __printk_ratelimit(__func__)

/* Hands what the log holds to the consoles, if no other CPU is at it. Any context. */
void printk_flush(void);

/*
 * Reading the log. A record is one line of text. Sequence numbers count records from 0 for as
 * long as the kernel runs; old records give way to new ones.
 */
struct kmsg_record {
	u64 seq;		/* its number */
	u64 ts_nsec;		/* when: local_clock() */
	unsigned int cpu;	/* where */
	int level;		/* LOGLEVEL_ */
	size_t len;		/* length of the text, before it was cut to fit */
};

/* The number the next record will get. */
u64 kmsg_next_seq(void);
/*
 * Reads record *@seq, or the oldest one after it, and leaves *@seq at the next. The text is cut
 * to @size and terminated. False if there is none. Any context.
 */
bool kmsg_read(u64 *seq, struct kmsg_record *rec, char *buf, size_t size);
/* kmsg_read() begins behind what the log holds now. */
void kmsg_clear(void);
/* Prints the whole log, all levels, to the console for input: a prompt's dmesg. Thread context. */
void kmsg_show(void);

/* Prints a backtrace of the running context; in arch/. Any context. */
void dump_stack(void);
void dump_stack_lvl(const char *log_lvl);

enum {
	DUMP_PREFIX_NONE,
	DUMP_PREFIX_ADDRESS,
	DUMP_PREFIX_OFFSET,
};

/*
 * One line of dump: up to @rowsize (16 or 32) bytes in groups of @groupsize (1, 2, 4, 8), with
 * the text beside them if @ascii. Returns the length the line would have.
 */
int hex_dump_to_buffer(const void *buf, size_t len, int rowsize, int groupsize, char *linebuf,
		       size_t linebuflen, bool ascii);
void print_hex_dump(const char *level, const char *prefix_str, int prefix_type, int rowsize,
		    int groupsize, const void *buf, size_t len, bool ascii);
#define print_hex_dump_bytes(prefix_str, prefix_type, buf, len) \
	print_hex_dump(KERN_DEBUG, prefix_str, prefix_type, 16, 1, buf, len, true)
#define print_hex_dump_debug(prefix_str, prefix_type, rowsize, groupsize, buf, len, ascii) \
	print_hex_dump(KERN_DEBUG, prefix_str, prefix_type, rowsize, groupsize, buf, len, ascii)

#endif /* _LINUX_PRINTK_H */
