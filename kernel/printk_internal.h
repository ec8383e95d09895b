/* SPDX-License-Identifier: MIT */
/* What the three files of printk tell one another: printk.c, printk_ringbuffer.c, console.c. */
#ifndef _KERNEL_PRINTK_INTERNAL_H
#define _KERNEL_PRINTK_INTERNAL_H

#include <linux/printk.h>
#include <linux/types.h>

/* --- printk.c --- */

/* Longest line, without its NUL. Longer ones are cut. */
#define LOG_LINE_MAX	1000

extern bool ignore_loglevel;
extern bool printk_time;

/* --- printk_ringbuffer.c --- */

struct log_line {
	struct kmsg_record rec;
	bool open;			/* more may be appended */
};

/*
 * Adds one line. @more: the line is not over, log_append() may go on with it. Returns false if
 * the log is being written by this CPU already: we have broken into ourselves. Any context.
 */
bool log_store(int level, const char *text, size_t len, bool more);
/*
 * Goes on with the newest line if it is open and belongs to this context. *@added says whether.
 * Returns as log_store(). Any context.
 */
bool log_append(const char *text, size_t len, bool more, bool *added);
/*
 * Reads record *@seq, or the oldest one after it, into @buf of @size; record *@seq itself only
 * from character @pos on. Sets *@seq to the record that was read. False if there is none. Any
 * context.
 */
bool log_read(u64 *seq, size_t pos, struct log_line *line, char *buf, size_t size);
/* The number the next record will get. */
u64 log_next_seq(void);
/* A number that is another one after every change. */
u32 log_generation(void);
/* Takes no lock from now on: this CPU is the last one. */
void log_bust_lock(void);

/* --- console.c --- */

/* Puts out text that could not be logged, whoever holds the consoles. */
void console_write_all(const char *text, size_t len);

#endif /* _KERNEL_PRINTK_INTERNAL_H */
