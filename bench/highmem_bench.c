// SPDX-License-Identifier: MIT
/* Maps of a highmem page; without highmem, of a lowmem page, which is an addition. */
#include <linux/highmem.h>
#include <linux/kernel.h>
#include <linux/mm.h>

#include "bench.h"

static struct page *pages[2];

static void get_pages(void)
{
	if (!pages[0]) {
		pages[0] = alloc_page(GFP_HIGHUSER);
		pages[1] = alloc_page(GFP_HIGHUSER);
	}
}

static void bench_local(unsigned long n)
{
	get_pages();
	while (n--)
		kunmap_local(kmap_local_page(pages[0]));
}

/* Each map is of another page than the one before in that slot. */
static void bench_local_two(unsigned long n)
{
	get_pages();
	while (n--)
		kunmap_local(kmap_local_page(pages[n & 1]));
}

static void bench_atomic(unsigned long n)
{
	get_pages();
	while (n--)
		kunmap_atomic(kmap_atomic(pages[0]));
}

static void bench_kmap(unsigned long n)
{
	get_pages();
	while (n--) {
		kmap(pages[0]);
		kunmap(pages[0]);
	}
}

static const struct bench_row rows[] = {
	{ "kmap_local_page + kunmap_local", bench_local, 10000 },
	{ "the same, two pages in turn", bench_local_two, 10000 },
	{ "kmap_atomic + kunmap_atomic", bench_atomic, 10000 },
	{ "kmap + kunmap", bench_kmap, 10000 },
};

const struct bench_suite highmem_bench = {
	.name = "highmem",
	.rows = rows,
	.nr_rows = ARRAY_SIZE(rows),
};
