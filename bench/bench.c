// SPDX-License-Identifier: MIT
/*
 * The benchmark runner: bench=all or bench=<name of a suite> on the command line.
 *
 * A row is a function that repeats an operation n times. Its time, the empty loop's subtracted,
 * divided by n, is one sample; a line gives the median and the largest of them. Under QEMU's
 * -icount shift=0 a nanosecond is an instruction, and the samples without a clock tick in them
 * repeat to the digit.
 */
#include "bench.h"

#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/ktime.h>
#include <linux/printk.h>
#include <linux/sort.h>
#include <linux/string.h>
#include <linux/timekeeping.h>

#define SAMPLES	15

static char wanted[32] __initdata;

static int __init parse_bench(char *value)
{
	strscpy(wanted, value, sizeof(wanted));
	return 1;
}
__setup("bench=", parse_bench);

static void empty_loop(unsigned long n)
{
	volatile unsigned long sink;

	while (n--)
		sink = n;
	(void)sink;
}

static u64 time_of(void (*run)(unsigned long n), unsigned long n)
{
	u64 start = ktime_get_ns();

	run(n);
	return ktime_get_ns() - start;
}

static int cmp_samples(const void *a, const void *b)
{
	u64 x = *(const u64 *)a, y = *(const u64 *)b;

	return x < y ? -1 : x > y;
}

static void __init run_row(const struct bench_row *row)
{
	u64 samples[SAMPLES], t, empty;
	int i;

	row->run(row->n);	/* warm: lists filled, tables allocated */
	for (i = 0; i < SAMPLES; i++) {
		empty = time_of(empty_loop, row->n);
		t = time_of(row->run, row->n);
		samples[i] = t > empty ? div_u64(t - empty + row->n / 2, row->n) : 0;
	}
	sort(samples, SAMPLES, sizeof(samples[0]), cmp_samples, NULL);
	pr_info("bench: %-32s %8llu %8llu\n", row->name, samples[SAMPLES / 2],
		samples[SAMPLES - 1]);
}

static int __init bench_init(void)
{
	const struct bench_suite *const *suite;
	int i;

	if (!wanted[0])
		return 0;
	pr_info("bench: %-32s %8s %8s\n", "name", "median", "max");
	for (suite = bench_suites; *suite; suite++) {
		if (strcmp(wanted, "all") && strcmp(wanted, (*suite)->name))
			continue;
		for (i = 0; i < (*suite)->nr_rows; i++)
			run_row(&(*suite)->rows[i]);
	}
	return 0;
}
late_initcall(bench_init);
