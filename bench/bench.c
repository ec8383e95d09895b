// SPDX-License-Identifier: MIT
/*
 * The benchmark runner: bench=all or bench=<name of a suite> on the command line.
 *
 * A row is a function that repeats an operation n times. Its time, the empty loop's subtracted,
 * divided by n, is one sample. The first sample is thrown away: it fills lists and allocates
 * tables. A line gives the median, the 99th percentile and the largest of the others.
 *
 * Under QEMU's -icount shift=0 a nanosecond is an instruction, and the samples without a clock
 * tick in them repeat to the digit. Where the CPU counts cycles (clock.c), a sample is a single
 * iteration, so that the percentile and the largest are those of the operation.
 */
#include "bench.h"

#include <linux/kernel.h>
#include <linux/math64.h>
#include <linux/mm.h>
#include <linux/printk.h>
#include <linux/sort.h>
#include <linux/string.h>

#define SAMPLES		101
#define SINGLE_SAMPLES	1001	/* of one iteration each */

static char wanted[32] __initdata;
static LIST_HEAD(suites);
static u64 samples[SINGLE_SAMPLES];

static int __init parse_bench(char *value)
{
	strscpy(wanted, value, sizeof(wanted));
	return 1;
}
__setup("bench=", parse_bench);

void bench_add(struct bench_suite *suite)
{
	list_add_tail(&suite->list, &suites);
}

static void empty_loop(unsigned long n, unsigned long arg)
{
	volatile unsigned long sink;

	while (n--)
		sink = n;
	(void)sink;
}

static int cmp_samples(const void *a, const void *b)
{
	u64 x = *(const u64 *)a, y = *(const u64 *)b;

	return x < y ? -1 : x > y;
}

static void print_row(const char *name, u64 median, u64 p99, u64 max)
{
	pr_info("bench: %-48s %10llu %10llu %10llu\n", name, (unsigned long long)median,
		(unsigned long long)p99, (unsigned long long)max);
}

void bench_fact(const char *name, u64 value)
{
	print_row(name, value, value, value);
}

void bench_samples(const char *name, u64 *times, int n)
{
	sort(times, n, sizeof(times[0]), cmp_samples, NULL);
	print_row(name, times[n / 2], times[n * 99 / 100], times[n - 1]);
}

static u64 one_sample(const struct bench_clock *clock, const struct bench_row *row,
		      unsigned long n)
{
	u64 empty = clock->time_of(empty_loop, n, 0);
	u64 t = clock->time_of(row->run, n, row->arg);

	return t > empty ? div_u64(t - empty + n / 2, n) : 0;
}

static void sample_row(const struct bench_clock *clock, const struct bench_row *row)
{
	int count = clock->single ? SINGLE_SAMPLES : SAMPLES;
	unsigned long n = clock->single ? 1 : row->n;
	int i;

	row->run(row->n, row->arg);
	for (i = 0; i < count; i++)
		samples[i] = one_sample(clock, row, n);
	bench_samples(row->name, samples, count);
}

static void run_row(const struct bench_clock *clock, const struct bench_row *row)
{
	int err = row->setup ? row->setup(row->arg) : 0;

	if (err) {
		pr_warn("bench: %s: left out: error %d\n", row->name, err);
		return;
	}
	if (row->run)
		sample_row(clock, row);
	if (row->teardown)
		row->teardown(row->arg);
}

/* What the loop costs that is subtracted everywhere else: by the clock alone. */
static void run_empty_loop(const struct bench_clock *clock)
{
	unsigned long n = 10000;

	clock->time_of(empty_loop, n, 0);
	bench_fact("empty loop", div_u64(clock->time_of(empty_loop, n, 0) + n / 2, n));
}

static int __init bench_init(void)
{
	const struct bench_clock *clock;
	struct bench_suite *suite;
	int i;

	if (!wanted[0])
		return 0;
	clock = bench_clock_init();
	pr_info("bench: begin, in %s: median, p99, max\n", clock->unit);
	bench_fact("sizeof(struct page), bytes", sizeof(struct page));
	run_empty_loop(clock);
	list_for_each_entry(suite, &suites, list) {
		if (strcmp(wanted, "all") && strcmp(wanted, suite->name))
			continue;
		for (i = 0; i < suite->nr_rows; i++)
			run_row(clock, &suite->rows[i]);
	}
	pr_info("bench: end\n");
	return 0;
}
late_initcall(bench_init);
