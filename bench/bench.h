/* SPDX-License-Identifier: MIT */
/* What a benchmark file gives to the runner. It builds for this kernel and for Linux. */
#ifndef _BENCH_BENCH_H
#define _BENCH_BENCH_H

/**
 * struct bench_row - one line of the table
 * @name: what one iteration does
 * @run: does it n times
 * @n: how often, for one sample
 */
struct bench_row {
	const char *name;
	void (*run)(unsigned long n);
	unsigned long n;
};

struct bench_suite {
	const char *name;
	const struct bench_row *rows;
	int nr_rows;
};

/** All suites, up to a NULL. */
extern const struct bench_suite *const bench_suites[];

extern const struct bench_suite page_alloc_bench;
extern const struct bench_suite sched_bench;
extern const struct bench_suite slab_bench;
extern const struct bench_suite vmalloc_bench;
extern const struct bench_suite highmem_bench;

#endif
