// SPDX-License-Identifier: MIT
/*
 * How the cost of an operation grows: with the order, with the size, with the number of areas that
 * are there already, and with memory in which every second page is held by somebody.
 */
#include "bench.h"

#include <linux/gfp.h>
#include <linux/list.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>

#define KIB		1024ul
#define SPARE_PAGES	8192	/* 32 MiB that stay out of the fragmented part, for everyone else */

/* @arg is the order. */
static void bench_order(unsigned long n, unsigned long arg)
{
	struct page *page;

	while (n--) {
		page = alloc_pages(GFP_KERNEL | __GFP_NOWARN, arg);
		if (page)
			__free_pages(page, arg);
	}
}

/* @arg is the size in bytes. */
static void bench_kmalloc(unsigned long n, unsigned long arg)
{
	while (n--)
		kfree(kmalloc(arg, GFP_KERNEL | __GFP_NOWARN));
}

static void bench_vmalloc(unsigned long n, unsigned long arg)
{
	while (n--)
		vfree(vmalloc(arg));
}

/* --- among so many areas ---------------------------------------------------------------------- */

static void **areas;

static void free_areas(unsigned long count)
{
	while (count--)
		vfree(areas[count]);
	vfree(areas);
}

static int make_areas(unsigned long count)
{
	unsigned long i;

	areas = vzalloc(count * sizeof(*areas));
	if (!areas)
		return -ENOMEM;
	for (i = 0; i < count; i++) {
		areas[i] = vmalloc(PAGE_SIZE);
		if (!areas[i]) {
			free_areas(i);
			return -ENOMEM;
		}
	}
	return 0;
}

/* @arg is how many there are. */
static void bench_among(unsigned long n, unsigned long arg)
{
	bench_vmalloc(n, PAGE_SIZE);
}

/* --- every second page held ------------------------------------------------------------------- */

static LIST_HEAD(held);

static void free_held(unsigned long arg)
{
	struct page *page, *next;

	list_for_each_entry_safe(page, next, &held, lru) {
		list_del(&page->lru);
		__free_page(page);
	}
}

/* Pages come in the order of their addresses out of large blocks: half of them go back, in turn. */
static int fragment(unsigned long arg)
{
	struct page *page, *next;
	struct sysinfo info;
	unsigned long nr;
	bool odd = false;

	si_meminfo(&info);
	nr = info.freeram - info.freehigh;
	for (; nr > SPARE_PAGES; nr--) {
		page = alloc_page(GFP_KERNEL | __GFP_NORETRY | __GFP_NOWARN);
		if (!page)
			break;
		list_add_tail(&page->lru, &held);
	}
	list_for_each_entry_safe(page, next, &held, lru) {
		odd = !odd;
		if (odd)
			continue;
		list_del(&page->lru);
		__free_page(page);
	}
	return list_empty(&held) ? -ENOMEM : 0;
}

#define BATCH	1000

static struct page *batch[BATCH];

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

/* --- the rows -------------------------------------------------------------------------------- */

#define ORDER_ROW(order)							\
	BENCH_ROW("order " #order ": alloc_pages + __free_pages", bench_order, 200, .arg = order)
#define KMALLOC_ROW(label, size)						\
	BENCH_ROW(label ": kmalloc + kfree", bench_kmalloc, 200, .arg = size)
#define VMALLOC_ROW(label, size, n)						\
	BENCH_ROW(label ": vmalloc + vfree", bench_vmalloc, n, .arg = size)
#define AREAS_ROW(label, count)							\
	BENCH_ROW("among " label " areas: vmalloc(4 KiB) + vfree", bench_among, 500,	\
		  .arg = count, .setup = make_areas, .teardown = free_areas)
#define HELD_ROW(label, function, n, ...)					\
	BENCH_ROW("every second page held: " label, function, n, .setup = fragment,	\
		  .teardown = free_held, ##__VA_ARGS__)

static const struct bench_row rows[] = {
	ORDER_ROW(0), ORDER_ROW(1), ORDER_ROW(2), ORDER_ROW(3), ORDER_ROW(4), ORDER_ROW(5),
	ORDER_ROW(6), ORDER_ROW(7), ORDER_ROW(8), ORDER_ROW(9), ORDER_ROW(10),
	KMALLOC_ROW("8 B", 8),
	KMALLOC_ROW("128 B", 128),
	KMALLOC_ROW("2 KiB", 2 * KIB),
	KMALLOC_ROW("8 KiB", 8 * KIB),
	KMALLOC_ROW("128 KiB", 128 * KIB),
	KMALLOC_ROW("1 MiB", 1024 * KIB),
	KMALLOC_ROW("4 MiB", 4096 * KIB),
	VMALLOC_ROW("4 KiB", 4 * KIB, 1000),
	VMALLOC_ROW("16 KiB", 16 * KIB, 1000),
	VMALLOC_ROW("256 KiB", 256 * KIB, 100),
	VMALLOC_ROW("4 MiB", 4096 * KIB, 2),
	VMALLOC_ROW("16 MiB", 16384 * KIB, 1),
	AREAS_ROW("10", 10),
	AREAS_ROW("100", 100),
	AREAS_ROW("1,000", 1000),
	AREAS_ROW("10,000", 10000),
	HELD_ROW("alloc_pages(0) + __free_pages", bench_order, 1000),
	HELD_ROW("1000 x alloc, 1000 x free", bench_batch, 4),
	HELD_ROW("vmalloc(64 KiB) + vfree", bench_vmalloc, 200, .arg = 64 * KIB),
};
BENCH_SUITE(scale, rows);
