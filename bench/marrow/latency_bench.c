// SPDX-License-Identifier: MIT
/*
 * How long an interrupt waits while a thread allocates: from the moment its timer is due to the
 * first line of the timer's handler.
 *
 * The way there, with interrupts on, is in each figure, and so is the timer's own grain: 42 ns on
 * the cubieboard, whose timers count at 24 MHz. What is above that is time with interrupts off.
 * Where a stretch of that kind begins and ends make bench-irqsoff tells.
 */
#include "../bench.h"

#include <linux/gfp.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/smp.h>
#include <linux/vmalloc.h>
#include <marrow/irq_storm.h>

#define INTERRUPTS	4000
#define BATCH		64

static u64 late[INTERRUPTS];
static unsigned int nr_late;
static void *batch[BATCH];
static struct kmem_cache *cache;

/* Interrupt context. Other CPUs have their storm, too, but are not measured. */
static void note_latency(u64 late_ns)
{
	if (!raw_smp_processor_id() && nr_late < INTERRUPTS)
		late[nr_late++] = late_ns;
}

static void load_none(unsigned int round)
{
	cpu_relax();
}

static void load_pages(unsigned int round)
{
	unsigned int i, order = round % 4;

	for (i = 0; i < BATCH; i++)
		batch[i] = alloc_pages(GFP_KERNEL, order);
	for (i = 0; i < BATCH; i++)
		__free_pages(batch[i], order);
}

static void load_large_blocks(unsigned int round)
{
	unsigned int order = 4 + round % 7;
	struct page *page = alloc_pages(GFP_KERNEL, order);

	__free_pages(page, order);
}

static void load_objects(unsigned int round)
{
	unsigned int i;

	for (i = 0; i < BATCH; i++)
		batch[i] = kmalloc(8ul << (round + i) % 10, GFP_KERNEL);
	for (i = 0; i < BATCH; i++)
		kfree(batch[i]);
}

static void load_vmalloc(unsigned int round)
{
	vfree(vmalloc(PAGE_SIZE << round % 9));
}

/* All that is kept ready is given back, again and again: the longest of all ways. */
static void load_giving_back(unsigned int round)
{
	unsigned int i;

	for (i = 0; i < BATCH; i++)
		batch[i] = kmem_cache_alloc(cache, GFP_KERNEL);
	for (i = 0; i < BATCH; i++)
		kmem_cache_free(cache, batch[i]);
	kmem_cache_shrink(cache);
	drain_all_pages(NULL);
}

static const struct load {
	const char *name;
	void (*run)(unsigned int round);
} loads[] = {
	{ "interrupt latency, nothing allocated", load_none },
	{ "interrupt latency, pages of order 0 to 3", load_pages },
	{ "interrupt latency, blocks of order 4 to 10", load_large_blocks },
	{ "interrupt latency, kmalloc of 8 B to 4 KiB", load_objects },
	{ "interrupt latency, vmalloc of 4 KiB to 1 MiB", load_vmalloc },
	{ "interrupt latency, lists and caches given back", load_giving_back },
};

static int run_load(unsigned long arg)
{
	const struct load *load = &loads[arg];
	unsigned int round = 0;

	cache = kmem_cache_create("latency", 256, 0, 0, NULL);
	if (!cache)
		return -ENOMEM;
	WRITE_ONCE(nr_late, 0);
	irq_storm_start(note_latency);
	while (READ_ONCE(nr_late) < INTERRUPTS)
		load->run(round++);
	irq_storm_stop();
	kmem_cache_destroy(cache);
	bench_samples(load->name, late, INTERRUPTS);
	return 0;
}

static const struct bench_row rows[] = {
	{ .setup = run_load, .arg = 0 },
	{ .setup = run_load, .arg = 1 },
	{ .setup = run_load, .arg = 2 },
	{ .setup = run_load, .arg = 3 },
	{ .setup = run_load, .arg = 4 },
	{ .setup = run_load, .arg = 5 },
};
BENCH_SUITE(latency, rows);
