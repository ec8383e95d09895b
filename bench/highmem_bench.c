// SPDX-License-Identifier: MIT
/* Maps of a highmem page; without highmem, of a lowmem page, which is an addition. */
#include <linux/gfp.h>
#include <linux/highmem.h>
#include <linux/mm.h>

#include "bench.h"

static struct page *pages[2];

static void put_pages(unsigned long arg)
{
	int i;

	for (i = 0; i < ARRAY_SIZE(pages); i++)
		if (pages[i])
			__free_page(pages[i]);
}

static int get_pages(unsigned long arg)
{
	pages[0] = alloc_page(GFP_HIGHUSER);
	pages[1] = alloc_page(GFP_HIGHUSER);
	if (pages[0] && pages[1])
		return 0;
	put_pages(arg);
	return -ENOMEM;
}

static void bench_local(unsigned long n, unsigned long arg)
{
	while (n--)
		kunmap_local(kmap_local_page(pages[0]));
}

/* Each map is of another page than the one before in that slot. */
static void bench_local_two(unsigned long n, unsigned long arg)
{
	while (n--)
		kunmap_local(kmap_local_page(pages[n & 1]));
}

static void bench_atomic(unsigned long n, unsigned long arg)
{
	while (n--)
		kunmap_atomic(kmap_atomic(pages[0]));
}

static void bench_kmap(unsigned long n, unsigned long arg)
{
	while (n--) {
		kmap(pages[0]);
		kunmap(pages[0]);
	}
}

static const struct bench_row rows[] = {
	BENCH_ROW("kmap_local_page + kunmap_local", bench_local, 1000,
		  .setup = get_pages, .teardown = put_pages),
	BENCH_ROW("kmap_local_page + kunmap_local, two in turn", bench_local_two, 1000,
		  .setup = get_pages, .teardown = put_pages),
	BENCH_ROW("kmap_atomic + kunmap_atomic", bench_atomic, 1000,
		  .setup = get_pages, .teardown = put_pages),
	BENCH_ROW("kmap + kunmap", bench_kmap, 1000, .setup = get_pages, .teardown = put_pages),
};
BENCH_SUITE(highmem, rows);
