// SPDX-License-Identifier: MIT
/* vmalloc() and ioremap(), alone and among many live areas. */
#include <linux/err.h>
#include <linux/io.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>

#include "bench.h"

/* The register block of the cubieboard's clocks; nothing is touched. */
#define REGISTERS	0x01c20000

/* @arg is the size in bytes. */
static void bench_vmalloc(unsigned long n, unsigned long arg)
{
	while (n--)
		vfree(vmalloc(arg));
}

static void **live;

static void free_areas(unsigned long count)
{
	unsigned long i;

	for (i = 0; live && i < count; i++)
		vfree(live[i]);
	vfree(live);
}

/* @count areas of a page stay. */
static int make_areas(unsigned long count)
{
	unsigned long i;

	live = vzalloc(count * sizeof(*live));
	for (i = 0; live && i < count; i++) {
		live[i] = vmalloc(4096);
		if (!live[i]) {
			free_areas(count);
			return -ENOMEM;
		}
	}
	return live ? 0 : -ENOMEM;
}

/* Every other area of @count stays: there are as many holes between them. */
static int make_holes(unsigned long count)
{
	int err = make_areas(count);
	unsigned long i;

	if (err)
		return err;
	for (i = 0; i < count; i += 2) {
		vfree(live[i]);
		live[i] = NULL;
	}
	return 0;
}

static void bench_among(unsigned long n, unsigned long arg)
{
	bench_vmalloc(n, 4096);
}

static void bench_ioremap(unsigned long n, unsigned long arg)
{
	while (n--)
		iounmap(ioremap(REGISTERS, 4096));
}

static const struct bench_row rows[] = {
	BENCH_ROW("vmalloc(4 KiB) + vfree", bench_vmalloc, 1000, .arg = 4 << 10),
	BENCH_ROW("vmalloc(64 KiB) + vfree", bench_vmalloc, 1000, .arg = 64 << 10),
	BENCH_ROW("vmalloc(1 MiB) + vfree", bench_vmalloc, 100, .arg = 1 << 20),
	BENCH_ROW("vmalloc(4 KiB) + vfree, among 10,000 areas", bench_among, 1000, .arg = 10000,
		  .setup = make_areas, .teardown = free_areas),
	BENCH_ROW("vmalloc(4 KiB) + vfree, among 5,000 holes", bench_among, 1000, .arg = 10000,
		  .setup = make_holes, .teardown = free_areas),
	BENCH_ROW("ioremap(4 KiB) + iounmap", bench_ioremap, 1000),
};
BENCH_SUITE(vmalloc, rows);
