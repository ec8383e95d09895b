// SPDX-License-Identifier: MIT
/* Slab caches and kmalloc: the rows of the table that compares them with Linux. */
#include <linux/kernel.h>
#include <linux/slab.h>

#include "bench.h"

#define BATCH	1000

static struct kmem_cache *cache;
static void *batch[BATCH];

/* Made on first use and kept: it is one of the things that the first, unmeasured run warms up. */
static struct kmem_cache *bench_cache(void)
{
	if (!cache)
		cache = kmem_cache_create("slab_bench", 256, 0, SLAB_PANIC, NULL);
	return cache;
}

#define KMALLOC_ROW(name, size, gfp)						\
static void name(unsigned long n)						\
{										\
	while (n--)								\
		kfree(kmalloc(size, gfp));					\
}

KMALLOC_ROW(bench_kmalloc_16, 16, GFP_KERNEL)
KMALLOC_ROW(bench_kmalloc_64, 64, GFP_KERNEL)
KMALLOC_ROW(bench_kmalloc_192, 192, GFP_ATOMIC)
KMALLOC_ROW(bench_kmalloc_4096, 4096, GFP_KERNEL)
KMALLOC_ROW(bench_kmalloc_32k, 32768, GFP_KERNEL)
KMALLOC_ROW(bench_kzalloc_64, 64, GFP_KERNEL | __GFP_ZERO)

/* Sizes that the compiler does not know: from 16 to 4096, in turn. */
static void bench_kmalloc_any(unsigned long n)
{
	size_t size = 16;

	while (n--) {
		kfree(kmalloc(size, GFP_KERNEL));
		size = size == 4096 ? 16 : size * 2;
	}
}

static void bench_cache_pair(unsigned long n)
{
	struct kmem_cache *c = bench_cache();

	while (n--)
		kmem_cache_free(c, kmem_cache_alloc(c, GFP_KERNEL));
}

static void bench_cache_batch(unsigned long n)
{
	struct kmem_cache *c = bench_cache();
	int i;

	while (n--) {
		for (i = 0; i < BATCH; i++)
			batch[i] = kmem_cache_alloc(c, GFP_KERNEL);
		for (i = 0; i < BATCH; i++)
			kmem_cache_free(c, batch[i]);
	}
}

/* The same from cold: every time, all that the last round left behind is given back first. */
static void bench_cache_cold(unsigned long n)
{
	struct kmem_cache *c = bench_cache();
	int i;

	while (n--) {
		kmem_cache_shrink(c);
		for (i = 0; i < BATCH; i++)
			batch[i] = kmem_cache_alloc(c, GFP_KERNEL);
		for (i = 0; i < BATCH; i++)
			kmem_cache_free(c, batch[i]);
	}
}

static const struct bench_row rows[] = {
	{ "kmalloc(16) + kfree", bench_kmalloc_16, 1000 },
	{ "kmalloc(64) + kfree", bench_kmalloc_64, 1000 },
	{ "kmalloc(192), ATOMIC + kfree", bench_kmalloc_192, 1000 },
	{ "kmalloc(4096) + kfree", bench_kmalloc_4096, 1000 },
	{ "kmalloc(size), 16 to 4096 + kfree", bench_kmalloc_any, 1000 },
	{ "kzalloc(64) + kfree", bench_kzalloc_64, 1000 },
	{ "kmalloc(32768) + kfree", bench_kmalloc_32k, 1000 },
	{ "kmem_cache_alloc(256) + free", bench_cache_pair, 1000 },
	{ "1000 x alloc(256), then free", bench_cache_batch, 4 },
	{ "the same from no slab at all", bench_cache_cold, 4 },
};

const struct bench_suite slab_bench = {
	.name = "slab",
	.rows = rows,
	.nr_rows = ARRAY_SIZE(rows),
};
