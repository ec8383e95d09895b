// SPDX-License-Identifier: MIT
/* Slab caches and kmalloc: the rows of the table that compares them with Linux. */
#include <linux/slab.h>

#include "bench.h"

#define BATCH	1000

static struct kmem_cache *cache;
static void *batch[BATCH];
static size_t next_size = 16;

static int make_cache(unsigned long arg)
{
	cache = kmem_cache_create("slab_bench", 256, 0, 0, NULL);
	return cache ? 0 : -ENOMEM;
}

static void destroy_cache(unsigned long arg)
{
	kmem_cache_destroy(cache);
}

/* A size that the compiler knows, as in most callers. */
#define KMALLOC_ROW(name, size, gfp)						\
static void name(unsigned long n, unsigned long arg)				\
{										\
	while (n--)								\
		kfree(kmalloc(size, gfp));					\
}

KMALLOC_ROW(bench_kmalloc_16, 16, GFP_KERNEL)
KMALLOC_ROW(bench_kmalloc_64, 64, GFP_KERNEL)
KMALLOC_ROW(bench_kmalloc_64_atomic, 64, GFP_ATOMIC)
KMALLOC_ROW(bench_kmalloc_192_atomic, 192, GFP_ATOMIC)
KMALLOC_ROW(bench_kmalloc_1024, 1024, GFP_KERNEL)
KMALLOC_ROW(bench_kmalloc_4096, 4096, GFP_KERNEL)
KMALLOC_ROW(bench_kmalloc_4096_atomic, 4096, GFP_ATOMIC)
KMALLOC_ROW(bench_kmalloc_32k, 32768, GFP_KERNEL)

/* A size that it does not know. */
static void bench_kmalloc(unsigned long n, unsigned long arg)
{
	while (n--)
		kfree(kmalloc(arg, GFP_KERNEL));
}

/* From 16 to 4096, in turn. */
static void bench_kmalloc_turn(unsigned long n, unsigned long arg)
{
	size_t size = next_size;

	while (n--) {
		kfree(kmalloc(size, GFP_KERNEL));
		size = size == 4096 ? 16 : size * 2;
	}
	next_size = size;
}

static void bench_kzalloc_64(unsigned long n, unsigned long arg)
{
	while (n--)
		kfree(kzalloc(64, GFP_KERNEL));
}

static void bench_cache_pair(unsigned long n, unsigned long arg)
{
	struct kmem_cache *c = cache;

	while (n--)
		kmem_cache_free(c, kmem_cache_alloc(c, GFP_KERNEL));
}

static void bench_cache_batch(unsigned long n, unsigned long arg)
{
	struct kmem_cache *c = cache;
	int i;

	while (n--) {
		for (i = 0; i < BATCH; i++)
			batch[i] = kmem_cache_alloc(c, GFP_KERNEL);
		for (i = 0; i < BATCH; i++)
			kmem_cache_free(c, batch[i]);
	}
}

/* The same from cold: every time, all that the last round left behind is given back first. */
static void bench_cache_cold(unsigned long n, unsigned long arg)
{
	while (n--) {
		kmem_cache_shrink(cache);
		bench_cache_batch(1, arg);
	}
}

static const struct bench_row rows[] = {
	BENCH_ROW("kmalloc(64) + kfree", bench_kmalloc_64, 1000),
	BENCH_ROW("kmalloc(64) + kfree, ATOMIC", bench_kmalloc_64_atomic, 1000),
	BENCH_ROW("kmalloc(16) + kfree", bench_kmalloc_16, 1000),
	BENCH_ROW("kmalloc(192) + kfree, ATOMIC", bench_kmalloc_192_atomic, 1000),
	BENCH_ROW("kmalloc(1024) + kfree", bench_kmalloc_1024, 1000),
	BENCH_ROW("kmalloc(4096) + kfree", bench_kmalloc_4096, 1000),
	BENCH_ROW("kmalloc(4096) + kfree, ATOMIC", bench_kmalloc_4096_atomic, 1000),
	BENCH_ROW("kmalloc(size) + kfree, size 64", bench_kmalloc, 1000, .arg = 64),
	BENCH_ROW("kmalloc(size) + kfree, size 4096", bench_kmalloc, 1000, .arg = 4096),
	BENCH_ROW("kmalloc(size) + kfree, 16 to 4096 in turn", bench_kmalloc_turn, 1000),
	BENCH_ROW("kzalloc(64) + kfree", bench_kzalloc_64, 1000),
	BENCH_ROW("kmalloc(32768) + kfree", bench_kmalloc_32k, 1000),
	BENCH_ROW("kmem_cache_alloc + kmem_cache_free, 256 B", bench_cache_pair, 1000,
		  .setup = make_cache, .teardown = destroy_cache),
	BENCH_ROW("1000 x kmem_cache_alloc, 1000 x kmem_cache_free", bench_cache_batch, 1,
		  .setup = make_cache, .teardown = destroy_cache),
	BENCH_ROW("the same from no slab at all", bench_cache_cold, 1,
		  .setup = make_cache, .teardown = destroy_cache),
};
BENCH_SUITE(slab, rows);
