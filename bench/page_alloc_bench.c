// SPDX-License-Identifier: MIT
/* The page allocator: the rows of the table that compares it with Linux. */
#include <linux/gfp.h>
#include <linux/kernel.h>
#include <linux/mm.h>

#include "bench.h"

#define BATCH	2000

static struct page *batch[BATCH];

static void alloc_free(gfp_t gfp, unsigned int order, unsigned long n)
{
	struct page *page;

	while (n--) {
		page = alloc_pages(gfp, order);
		__free_pages(page, order);
	}
}

static void bench_order0(unsigned long n)
{
	alloc_free(GFP_KERNEL, 0, n);
}

static void bench_order0_atomic(unsigned long n)
{
	alloc_free(GFP_ATOMIC, 0, n);
}

static void bench_order3(unsigned long n)
{
	alloc_free(GFP_KERNEL, 3, n);
}

static void bench_order9(unsigned long n)
{
	alloc_free(GFP_KERNEL, 9, n);
}

static void bench_order9_comp(unsigned long n)
{
	alloc_free(GFP_KERNEL | __GFP_COMP, 9, n);
}

static void bench_batch(unsigned long n)
{
	int i;

	while (n--) {
		for (i = 0; i < BATCH; i++)
			batch[i] = alloc_page(GFP_KERNEL);
		for (i = 0; i < BATCH; i++)
			__free_page(batch[i]);
	}
}

/* Freed in an order in which no two neighbours follow each other. */
static void bench_batch_scattered(unsigned long n)
{
	int i;

	while (n--) {
		for (i = 0; i < BATCH; i++)
			batch[i] = alloc_page(GFP_KERNEL);
		for (i = 0; i < BATCH; i++)
			__free_page(batch[i * 3 * 37 % BATCH]);
	}
}

static void bench_zeroed(unsigned long n)
{
	while (n--)
		free_page(get_zeroed_page(GFP_KERNEL));
}

static const struct bench_row rows[] = {
	{ "alloc_pages(0) + free", bench_order0, 1000 },
	{ "alloc_pages(0) + free, ATOMIC", bench_order0_atomic, 1000 },
	{ "alloc_pages(3) + free", bench_order3, 1000 },
	{ "alloc_pages(9) + free", bench_order9, 1000 },
	{ "alloc_pages(9), COMP + free", bench_order9_comp, 1000 },
	{ "2000 x alloc_pages(0), then free", bench_batch, 4 },
	{ "the same, freed scattered", bench_batch_scattered, 4 },
	{ "get_zeroed_page + free", bench_zeroed, 1000 },
};

const struct bench_suite page_alloc_bench = {
	.name = "page_alloc",
	.rows = rows,
	.nr_rows = ARRAY_SIZE(rows),
};
