/* SPDX-License-Identifier: MIT */
/*
 * What a benchmark file gives to the runner.
 *
 * Every file of this folder builds for Marrow and, unchanged, for Linux 6.1 (make bench-linux): it
 * includes <linux/...> and this header, and calls only what both have. Files of bench/marrow/ are
 * for what Linux has no counterpart of; they are built into Marrow alone.
 *
 * A file holds a table of rows and BENCH_SUITE() below it; nothing else has to know of it. Its
 * rows are run by bench=<name of the suite> or bench=all.
 */
#ifndef _BENCH_BENCH_H
#define _BENCH_BENCH_H

#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/list.h>

/**
 * struct bench_row - one line of the table
 * @name: what one iteration does; no two rows have the same
 * @run: does it @n times; what the loop costs is subtracted by the runner
 * @n: how often, for one sample. A clock that counts single cycles takes samples of one iteration
 *	instead, so @run must be right for n == 1 too
 * @arg: passed to @run, @setup and @teardown: a size, an order, a number
 * @setup: run once before the samples, or NULL; 0, or -Exxx to leave the row out
 * @teardown: run once after the samples if @setup returned 0, or NULL
 *
 * All are called in a thread, interrupts and preemption on, and may sleep.
 */
struct bench_row {
	const char *name;
	void (*run)(unsigned long n, unsigned long arg);
	unsigned long n;
	unsigned long arg;
	int (*setup)(unsigned long arg);
	void (*teardown)(unsigned long arg);
};

/** BENCH_ROW() - a row; what follows @times are further members: .arg = 4096, .setup = get_pages */
#define BENCH_ROW(label, function, times, ...)					\
	{ .name = label, .run = function, .n = times, ##__VA_ARGS__ }

struct bench_suite {
	const char *name;
	const struct bench_row *rows;
	int nr_rows;
	struct list_head list;
};

/** bench_add() - make a suite known to the runner. At start-up only. */
void bench_add(struct bench_suite *suite);

/**
 * bench_fact() - print a row that is not measured in time: a size, a count, a ratio.
 *
 * Called from @setup of a row without @run, or while the rows run.
 */
void bench_fact(const char *name, u64 value);

/** bench_samples() - print a row of @n times that the caller took itself; sorts them. */
void bench_samples(const char *name, u64 *samples, int n);

/** BENCH_SUITE() - the suite @id, with the rows of the array @table. */
#define BENCH_SUITE(id, table)							\
static struct bench_suite id##_suite = {					\
	.name = #id,								\
	.rows = table,								\
	.nr_rows = ARRAY_SIZE(table),						\
};										\
static int __init id##_suite_add(void)						\
{										\
	bench_add(&id##_suite);							\
	return 0;								\
}										\
device_initcall(id##_suite_add)

/* How the runner tells the time: cycles where the CPU counts them, nanoseconds otherwise. */
struct bench_clock {
	const char *unit;
	u64 (*time_of)(void (*run)(unsigned long n, unsigned long arg), unsigned long n,
		       unsigned long arg);
	bool single;	/* fine enough for samples of one iteration */
};

/** bench_clock_init() - the best clock of this CPU; turns its cycle counter on. */
const struct bench_clock *bench_clock_init(void);

#endif
