// SPDX-License-Identifier: MIT
/* vmalloc(), ioremap() and threads on vmapped stacks. */
#include <linux/err.h>
#include <linux/io.h>
#include <linux/kernel.h>
#include <linux/kthread.h>
#include <linux/mm.h>
#include <linux/vmalloc.h>

#include "bench.h"

#define MANY	10000

static void alloc_free(unsigned long size, unsigned long n)
{
	while (n--)
		vfree(vmalloc(size));
}

static void bench_4k(unsigned long n)
{
	alloc_free(4096, n);
}

static void bench_64k(unsigned long n)
{
	alloc_free(65536, n);
}

static void bench_1m(unsigned long n)
{
	alloc_free(1 << 20, n);
}

static void *live[MANY];

/* @count areas stay, with as many holes between them as areas if @holes. */
static void bench_among(unsigned int count, bool holes, unsigned long n)
{
	unsigned int i;

	for (i = 0; i < count; i++)
		live[i] = vmalloc(4096);
	for (i = 0; holes && i < count; i += 2) {
		vfree(live[i]);
		live[i] = NULL;
	}
	bench_4k(n);
	for (i = 0; i < count; i++)
		vfree(live[i]);
}

/* The setting up costs as much as 10,000 operations: so many more that it hardly shows. */
static void bench_among_10000(unsigned long n)
{
	bench_among(MANY, false, n);
}

static void bench_among_holes(unsigned long n)
{
	bench_among(MANY, true, n);
}

/* A register block of each board; nothing is touched. */
static phys_addr_t registers(void)
{
	return 0x01c20000;
}

static void bench_ioremap(unsigned long n)
{
	while (n--)
		iounmap(ioremap(registers(), 4096));
}

static int never_runs(void *unused)
{
	return 0;
}

static void bench_kthread(unsigned long n)
{
	while (n--)
		kthread_stop(kthread_create(never_runs, NULL, "bench"));
}

static const struct bench_row rows[] = {
	{ "vmalloc(4 KiB) + vfree", bench_4k, 4000 },
	{ "vmalloc(64 KiB) + vfree", bench_64k, 1000 },
	{ "vmalloc(1 MiB) + vfree", bench_1m, 100 },
	{ "4 KiB among 10,000 areas", bench_among_10000, 100000 },
	{ "4 KiB among 5,000 areas and holes", bench_among_holes, 100000 },
	{ "ioremap(4 KiB) + iounmap", bench_ioremap, 4000 },
	{ "kthread_create + kthread_stop", bench_kthread, 1000 },
};

const struct bench_suite vmalloc_bench = {
	.name = "vmalloc",
	.rows = rows,
	.nr_rows = ARRAY_SIZE(rows),
};
