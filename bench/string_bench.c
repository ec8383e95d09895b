// SPDX-License-Identifier: MIT
/* Filling and copying a page. */
#include <linux/mm.h>
#include <linux/gfp.h>
#include <linux/string.h>

#include "bench.h"

static char *pages[2];

static void put_pages(unsigned long arg)
{
	free_page((unsigned long)pages[0]);
	free_page((unsigned long)pages[1]);
}

static int get_pages(unsigned long arg)
{
	pages[0] = (char *)get_zeroed_page(GFP_KERNEL);
	pages[1] = (char *)get_zeroed_page(GFP_KERNEL);
	if (pages[0] && pages[1])
		return 0;
	put_pages(arg);
	return -ENOMEM;
}

static void bench_memset(unsigned long n, unsigned long arg)
{
	while (n--)
		memset(pages[0], 0, arg);
}

static void bench_memcpy(unsigned long n, unsigned long arg)
{
	while (n--)
		memcpy(pages[0], pages[1], arg);
}

static const struct bench_row rows[] = {
	BENCH_ROW("memset 4 KiB", bench_memset, 1000, .arg = 4096,
		  .setup = get_pages, .teardown = put_pages),
	BENCH_ROW("memcpy 4 KiB", bench_memcpy, 1000, .arg = 4096,
		  .setup = get_pages, .teardown = put_pages),
};
BENCH_SUITE(string, rows);
