// SPDX-License-Identifier: MIT
/* The page allocator: the rows of the table that compares it with Linux. */
#include <linux/gfp.h>
#include <linux/mm.h>

#include "bench.h"

#define BATCH	2000

static struct page *batch[BATCH];

/* An order and flags that the compiler knows, as in most callers. */
#define ORDER_ROW(name, order, gfp)						\
static void name(unsigned long n, unsigned long arg)				\
{										\
	struct page *page;							\
										\
	while (n--) {								\
		page = alloc_pages(gfp, order);					\
		__free_pages(page, order);					\
	}									\
}

ORDER_ROW(bench_order0, 0, GFP_KERNEL)
ORDER_ROW(bench_order0_atomic, 0, GFP_ATOMIC)
ORDER_ROW(bench_order3, 3, GFP_KERNEL)
ORDER_ROW(bench_order9, 9, GFP_KERNEL)
ORDER_ROW(bench_order9_comp, 9, GFP_KERNEL | __GFP_COMP)

static void bench_batch(unsigned long n, unsigned long arg)
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
static void bench_batch_scattered(unsigned long n, unsigned long arg)
{
	int i;

	while (n--) {
		for (i = 0; i < BATCH; i++)
			batch[i] = alloc_page(GFP_KERNEL);
		for (i = 0; i < BATCH; i++)
			__free_page(batch[i * 3 * 37 % BATCH]);
	}
}

static void bench_zeroed(unsigned long n, unsigned long arg)
{
	while (n--)
		free_page(get_zeroed_page(GFP_KERNEL));
}

static const struct bench_row rows[] = {
	BENCH_ROW("alloc_pages(0) + __free_pages", bench_order0, 1000),
	BENCH_ROW("alloc_pages(0) + __free_pages, ATOMIC", bench_order0_atomic, 1000),
	BENCH_ROW("alloc_pages(3) + __free_pages", bench_order3, 1000),
	BENCH_ROW("alloc_pages(9) + __free_pages", bench_order9, 1000),
	BENCH_ROW("alloc_pages(9) + __free_pages, COMP", bench_order9_comp, 1000),
	BENCH_ROW("2000 x alloc_pages(0), 2000 x __free_pages", bench_batch, 1),
	BENCH_ROW("the same, freed scattered", bench_batch_scattered, 1),
	BENCH_ROW("get_zeroed_page + free_page", bench_zeroed, 1000),
};
BENCH_SUITE(page_alloc, rows);
