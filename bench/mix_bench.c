// SPDX-License-Identifier: MIT
/*
 * Memory lost to kmalloc: 100,000 allocations of mixed sizes and lives, the same in each kernel.
 *
 * There is no trace of a real system behind it; it is a table of what kernels keep, by size: names
 * and small records are many, an inode or a network buffer is larger, a page-sized buffer is rare.
 * Lives follow the weak generational rule: most objects die young. An object lives in one of so
 * many places of its kind, drawn at random, and ends when the place is drawn again; thus its life
 * is as long, in allocations, as there are places (times how rare the kind is), with a long tail.
 *
 *	asked for	bytes the callers wanted, of what lives at that time
 *	taken		free pages at the beginning less those then: all that the allocator uses
 *			for it, its own bookkeeping, spare objects and empty slabs included
 *	lost		taken less asked for, in thousandths of what is taken
 *
 * The generator is fixed here, as are its seed and the order of everything.
 */
#include "bench.h"

#include <linux/gfp.h>
#include <linux/math64.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>

#define ALLOCATIONS	100000
#define SEED		2463534242u
#define LOOK_EVERY	100		/* allocations between two looks for the peak */

/* @weight in 1000; sizes from @min to @max bytes; @places as said above. */
static const struct kind {
	unsigned int weight, min, max, places;
} kinds[] = {
	{ 240,    8,   64,  4000 },	/* names, list nodes, small records */
	{ 120,   65,  128,  3000 },	/* areas of an address space, buffer heads */
	{ 150,  192,  192,  6000 },	/* directory entries */
	{ 110,  232,  256,   400 },	/* open files, packet descriptors: short */
	{ 100,  560,  720,  3500 },	/* inodes of several file systems */
	{ 120,  512, 1536,    64 },	/* packets: very short */
	{  60, 1024, 2048,   300 },	/* sockets, processes */
	{  60, 4096, 4096,    16 },	/* a path that is looked up: at once gone */
	{  30, 2049, 8192,   100 },	/* tables, pipes */
	{  10, 8193, 32768,   20 },	/* rings of drivers */
};
#define ALL_PLACES	17400	/* the sum of the column */

struct object {
	void *memory;
	unsigned int size;
};

static struct object *objects;
static u64 asked_bytes;
static u32 random_state;

/* Marsaglia's xorshift, 13 17 5. */
static u32 draw(u32 below)
{
	random_state ^= random_state << 13;
	random_state ^= random_state >> 17;
	random_state ^= random_state << 5;
	return random_state % below;
}

static void end_object(struct object *object)
{
	kfree(object->memory);
	asked_bytes -= object->size;
	*object = (struct object) { };
}

static void begin_object(struct object *object, unsigned int size)
{
	end_object(object);
	object->memory = kmalloc(size, GFP_KERNEL);
	object->size = object->memory ? size : 0;
	asked_bytes += object->size;
}

static void one_allocation(void)
{
	const struct kind *kind = kinds;
	struct object *first = objects;
	u32 drawn = draw(1000);

	while (drawn >= kind->weight) {
		drawn -= kind->weight;
		first += kind->places;
		kind++;
	}
	begin_object(first + draw(kind->places), kind->min + draw(kind->max - kind->min + 1));
}

/* Pages that lie on the lists of a CPU are free, but neither kernel counts them. */
static long free_pages_now(void)
{
	struct sysinfo info;

	drain_all_pages(NULL);
	si_meminfo(&info);
	return info.freeram;
}

static void report(const char *what, u64 asked, long taken_pages)
{
	u64 taken = (u64)taken_pages * PAGE_SIZE;
	char name[48];

	snprintf(name, sizeof(name), "mix, %s: asked for, bytes", what);
	bench_fact(name, asked);
	snprintf(name, sizeof(name), "mix, %s: taken, bytes", what);
	bench_fact(name, taken);
	snprintf(name, sizeof(name), "mix, %s: lost, 1/1000", what);
	bench_fact(name, taken > asked ? div64_u64((taken - asked) * 1000, taken) : 0);
}

static int run_mix(unsigned long arg)
{
	long before, taken, peak_taken = 0;
	u64 peak_asked = 0;
	int i;

	objects = vzalloc(ALL_PLACES * sizeof(*objects));
	if (!objects)
		return -ENOMEM;
	random_state = SEED;
	before = free_pages_now();
	for (i = 1; i <= ALLOCATIONS; i++) {
		one_allocation();
		if (i % LOOK_EVERY || asked_bytes <= peak_asked)
			continue;
		peak_asked = asked_bytes;
		peak_taken = before - free_pages_now();
	}
	taken = before - free_pages_now();
	report("peak", peak_asked, peak_taken);
	report("end", asked_bytes, taken);
	for (i = 0; i < ALL_PLACES; i++)
		end_object(&objects[i]);
	/* None, if it gave back more than it had taken: spare slabs from before. */
	bench_fact("mix, all freed: pages that stay", max(before - free_pages_now(), 0l));
	vfree(objects);
	return 0;
}

static const struct bench_row rows[] = {
	{ .name = "mix", .setup = run_mix },
};
BENCH_SUITE(mix, rows);
