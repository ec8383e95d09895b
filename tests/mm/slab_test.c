// SPDX-License-Identifier: MIT
/* Slab caches: states of slabs, colours, constructors, magazines, reaping, the life of a cache. */
#include <kunit/test.h>
#include <linux/mm.h>
#include <linux/random.h>
#include <linux/sched.h>
#include <linux/shrinker.h>
#include <linux/slab.h>

#include "../../mm/slab.h"

#define MANY	600

static void *objs[MANY];

/* A cache that hands objects straight out of slabs, so that each step is seen at once. */
static struct kmem_cache *cache_without_magazines(struct kunit *test, unsigned int size)
{
	struct kmem_cache *c = kmem_cache_create("slab_test", size, 0, 0, NULL);

	KUNIT_ASSERT_NOT_NULL(test, c);
	WRITE_ONCE(c->limit, 0);
	return c;
}

/* One with magazines; where slab_debug= leaves it none, the case is skipped. */
static struct kmem_cache *cache_with_magazines(struct kunit *test, unsigned int size)
{
	struct kmem_cache *c = kmem_cache_create("slab_magazines", size, 0, 0, NULL);

	KUNIT_ASSERT_NOT_NULL(test, c);
	if (!c->limit) {
		kmem_cache_destroy(c);
		kunit_skip(test, "no magazines in front of debugged caches");
	}
	return c;
}

/* ---- slabs ---- */

static unsigned int list_length(struct list_head *list)
{
	struct list_head *pos;
	unsigned int n = 0;

	list_for_each(pos, list)
		n++;
	return n;
}

static void expect_slabs(struct kunit *test, struct kmem_cache *c, unsigned int full,
			 unsigned int partial, unsigned int empty)
{
	KUNIT_EXPECT_EQ(test, list_length(&c->lists.slabs_full), full);
	KUNIT_EXPECT_EQ(test, list_length(&c->lists.slabs_partial), partial);
	KUNIT_EXPECT_EQ(test, list_length(&c->lists.slabs_empty), empty);
	KUNIT_EXPECT_EQ(test, cache_validate(c), 0u);
}

/* none -> partial -> full, a second slab, and back: full -> partial -> empty -> none. */
static void slab_states_test(struct kunit *test)
{
	struct kmem_cache *c = cache_without_magazines(test, 512);
	unsigned int i, num = c->num;

	KUNIT_ASSERT_GT(test, num, 2u);
	expect_slabs(test, c, 0, 0, 0);
	objs[0] = kmem_cache_alloc(c, GFP_KERNEL);
	expect_slabs(test, c, 0, 1, 0);
	for (i = 1; i < num; i++)
		objs[i] = kmem_cache_alloc(c, GFP_KERNEL);
	expect_slabs(test, c, 1, 0, 0);
	objs[num] = kmem_cache_alloc(c, GFP_KERNEL);
	expect_slabs(test, c, 1, 1, 0);
	kmem_cache_free(c, objs[0]);
	expect_slabs(test, c, 0, 2, 0);
	objs[0] = kmem_cache_alloc(c, GFP_KERNEL);
	kmem_cache_free(c, objs[0]);
	for (i = 1; i < num; i++)
		kmem_cache_free(c, objs[i]);
	kmem_cache_free(c, objs[num]);
	expect_slabs(test, c, 0, 0, 2);
	/* An empty slab is used again before a new one is made. */
	objs[0] = kmem_cache_alloc(c, GFP_KERNEL);
	expect_slabs(test, c, 0, 1, 1);
	kmem_cache_free(c, objs[0]);
	KUNIT_EXPECT_EQ(test, kmem_cache_shrink(c), 0);
	expect_slabs(test, c, 0, 0, 0);
	KUNIT_EXPECT_EQ(test, kmem_cache_destroy(c), 0);
}

/* A slab with one object only goes from empty to full and back. */
static void slab_single_object_test(struct kunit *test)
{
	struct kmem_cache *c = cache_without_magazines(test, 60000);
	void *obj;

	if (c->num == 1) {
		obj = kmem_cache_alloc(c, GFP_KERNEL);
		expect_slabs(test, c, 1, 0, 0);
		kmem_cache_free(c, obj);
		expect_slabs(test, c, 0, 0, 1);
	}
	KUNIT_EXPECT_EQ(test, kmem_cache_destroy(c), 0);
}

/* The first slabs' first objects are a colour apart each, until the colours begin again. */
static void slab_colours_test(struct kunit *test)
{
	struct kmem_cache *c = cache_without_magazines(test, 480);
	unsigned int i, num = c->num, slabs = min(c->colour + 1, MANY / num);
	unsigned long colour;

	KUNIT_ASSERT_GT(test, c->colour, 1u);
	for (i = 0; i < slabs * num; i++)
		objs[i] = kmem_cache_alloc(c, GFP_KERNEL);
	for (i = 0; i < slabs; i++) {
		colour = slab_of(objs[i * num])->colouroff;
		KUNIT_EXPECT_EQ(test, colour, (unsigned long)(i % c->colour) * L1_CACHE_BYTES);
	}
	for (i = 0; i < slabs * num; i++)
		kmem_cache_free(c, objs[i]);
	KUNIT_EXPECT_EQ(test, kmem_cache_destroy(c), 0);
}

/* What the fast path of kmem_cache_free() asks of a pointer into a slab of the cache. */
static bool taken_for_object(const struct slab *slab, const void *p)
{
	return (u32)(p - slab->s_mem) * slab->cache->recip < slab->cache->recip_end;
}

/* For each size: waste, alignment, no two objects overlapping, and what the check takes for one. */
static void check_geometry(struct kunit *test, unsigned int size, unsigned int align,
			   slab_flags_t flags)
{
	struct kmem_cache *c = kmem_cache_create("slab_geometry", size, align, flags, NULL);
	size_t bytes = PAGE_SIZE << c->gfporder;
	struct slab *slab;
	unsigned int i;
	void *obj;

	obj = kmem_cache_alloc(c, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, obj);
	slab = slab_of(obj);
	KUNIT_EXPECT_TRUE(test, IS_ALIGNED((unsigned long)obj, c->align));
	KUNIT_EXPECT_GE(test, c->size, size);
	if (size <= 8192)
		KUNIT_EXPECT_LE_MSG(test, (bytes - c->num * c->size) * 8, bytes, "size %u", size);
	for (i = 0; i < c->num; i++)
		KUNIT_EXPECT_EQ(test, slab_object_nr(slab, slab_object(slab, i)), i);
	for (i = 1; i < c->size; i++)
		KUNIT_EXPECT_EQ(test, slab_object_nr(slab, slab->s_mem + i), c->num);
	for (i = 1; i <= c->slab_size / c->size + 1; i++)
		KUNIT_EXPECT_EQ(test, slab_object_nr(slab, slab->s_mem - i * c->size), c->num);
	KUNIT_EXPECT_TRUE(test, taken_for_object(slab, slab_object(slab, c->num - 1)));
	KUNIT_EXPECT_FALSE(test, taken_for_object(slab, slab_object(slab, c->num)));
	kmem_cache_free(c, obj);
	KUNIT_EXPECT_EQ(test, kmem_cache_destroy(c), 0);
}

static void slab_geometry_test(struct kunit *test)
{
	unsigned int size;

	for (size = 1; size < 600; size += 7)
		check_geometry(test, size, 0, 0);
	for (size = 600; size <= 20000; size += 913)
		check_geometry(test, size, 0, SLAB_HWCACHE_ALIGN);
	for (size = 8; size <= 4096; size *= 2)
		check_geometry(test, size, size, 0);
	check_geometry(test, 24, 4096, 0);
	check_geometry(test, 100000, 0, 0);
}

/* ---- constructors ---- */

static unsigned int constructed;

static void construct(void *obj)
{
	*(u32 *)obj = 0xc0ffee;
	constructed++;
}

static void slab_ctor_test(struct kunit *test)
{
	struct kmem_cache *c = kmem_cache_create("slab_ctor", 80, 0, 0, construct);
	unsigned int i, round;

	KUNIT_ASSERT_NOT_NULL(test, c);
	constructed = 0;
	for (round = 0; round < 3; round++) {
		for (i = 0; i < 200; i++) {
			objs[i] = kmem_cache_alloc(c, GFP_KERNEL);
			KUNIT_ASSERT_EQ(test, *(u32 *)objs[i], 0xc0ffeeu);
		}
		KUNIT_EXPECT_EQ(test, constructed, c->lists.nr_slabs * c->num);
		for (i = 0; i < 200; i++)
			kmem_cache_free(c, objs[i]);
	}
	KUNIT_EXPECT_EQ(test, kmem_cache_destroy(c), 0);
}

/* ---- magazines ---- */

static void slab_magazines_test(struct kunit *test)
{
	struct kmem_cache *c = cache_with_magazines(test, 256);
	unsigned int i, round;

	for (round = 0; round < 2; round++) {
		for (i = 0; i < MANY; i++) {
			objs[i] = kmem_cache_alloc(c, GFP_KERNEL);
			KUNIT_ASSERT_NOT_NULL(test, objs[i]);
			memset(objs[i], i, 256);
		}
		KUNIT_EXPECT_EQ(test, cache_validate(c), 0u);
		for (i = 0; i < MANY; i++) {
			KUNIT_EXPECT_NULL(test, memchr_inv(objs[i], i, 256));
			kmem_cache_free(c, objs[i]);
		}
		KUNIT_EXPECT_EQ(test, cache_validate(c), 0u);
		KUNIT_EXPECT_GE(test, c->lists.nr_depot_full, MANY / c->open_limit - 3);
	}
	KUNIT_EXPECT_EQ(test, c->lists.nr_slabs, DIV_ROUND_UP(MANY, c->num));
	cache_drain(c);
	KUNIT_EXPECT_EQ(test, c->lists.out, 0u);
	KUNIT_EXPECT_EQ(test, kmem_cache_destroy(c), 0);
}

/* The depot takes only so much; the rest goes back to the slabs. */
static void slab_depot_limit_test(struct kunit *test)
{
	struct kmem_cache *c = cache_with_magazines(test, 64);
	unsigned int i;

	c->depot_max = 2;
	for (i = 0; i < MANY; i++)
		objs[i] = kmem_cache_alloc(c, GFP_KERNEL);
	for (i = 0; i < MANY; i++)
		kmem_cache_free(c, objs[i]);
	KUNIT_EXPECT_EQ(test, c->lists.nr_depot_full, 2u);
	KUNIT_EXPECT_LE(test, c->lists.out, 4 * c->open_limit);
	KUNIT_EXPECT_EQ(test, cache_validate(c), 0u);
	KUNIT_EXPECT_EQ(test, kmem_cache_destroy(c), 0);
}

static void slab_bulk_test(struct kunit *test)
{
	struct kmem_cache *c = kmem_cache_create("slab_bulk", 48, 0, 0, NULL);

	KUNIT_EXPECT_EQ(test, kmem_cache_alloc_bulk(c, GFP_KERNEL, MANY, objs), MANY);
	KUNIT_EXPECT_EQ(test, cache_validate(c), 0u);
	kmem_cache_free_bulk(c, MANY / 2, objs);
	kmem_cache_free_bulk(NULL, MANY / 2, objs + MANY / 2);
	KUNIT_EXPECT_EQ(test, kmem_cache_destroy(c), 0);
}

/* ---- giving memory back ---- */

static void fill_and_free(struct kmem_cache *c, unsigned int n)
{
	kmem_cache_alloc_bulk(c, GFP_KERNEL, n, objs);
	kmem_cache_free_bulk(c, n, objs);
}

/* What lay idle between two visits of the reaper is gone after the next one. */
static void slab_reap_test(struct kunit *test)
{
	struct kmem_cache *c = cache_with_magazines(test, 256);
	unsigned int slabs, i;

	fill_and_free(c, MANY);
	slabs = c->lists.nr_slabs;
	KUNIT_EXPECT_GT(test, c->lists.nr_depot_full, 0u);
	for (i = 0; i < 4; i++)
		slab_reap();
	KUNIT_EXPECT_EQ(test, c->lists.nr_depot_full, 0u);
	KUNIT_EXPECT_LT(test, c->lists.nr_slabs, slabs);
	KUNIT_EXPECT_LE(test, c->lists.out, 2 * c->open_limit);
	KUNIT_EXPECT_EQ(test, cache_validate(c), 0u);
	KUNIT_EXPECT_EQ(test, kmem_cache_destroy(c), 0);
}

/* What is used between visits stays. */
static void slab_reap_in_use_test(struct kunit *test)
{
	struct kmem_cache *c = cache_with_magazines(test, 256);
	unsigned int slabs, i;

	fill_and_free(c, MANY);
	slab_reap();
	slabs = c->lists.nr_slabs;
	for (i = 0; i < 4; i++) {
		fill_and_free(c, MANY);
		slab_reap();
	}
	KUNIT_EXPECT_EQ(test, c->lists.nr_slabs, slabs);
	KUNIT_EXPECT_EQ(test, kmem_cache_destroy(c), 0);
}

static void slab_pressure_test(struct kunit *test)
{
	struct kmem_cache *c = kmem_cache_create("slab_pressure", 256, 0, SLAB_RECLAIM_ACCOUNT,
						 NULL);

	fill_and_free(c, MANY);
	KUNIT_EXPECT_GT(test, c->lists.nr_slabs, 0u);
	KUNIT_EXPECT_GT(test, shrink_slab(GFP_KERNEL, 0), 0ul);
	KUNIT_EXPECT_EQ(test, c->lists.nr_slabs, 0u);
	KUNIT_EXPECT_EQ(test, kmem_cache_destroy(c), 0);
}

/* ---- the life of a cache ---- */

/* As the book has it, for a cache that is destroyed in the end. */
static void slab_task_struct_test(struct kunit *test)
{
	struct kmem_cache *task_struct_cachep;
	struct task_struct *tsk;
	int err;

	task_struct_cachep = kmem_cache_create("task_struct_book", sizeof(struct task_struct),
					       L1_CACHE_BYTES, SLAB_PANIC | SLAB_NOTRACK, NULL);
	tsk = kmem_cache_alloc(task_struct_cachep, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, tsk);
	KUNIT_EXPECT_TRUE(test, IS_ALIGNED((unsigned long)tsk, L1_CACHE_BYTES));
	KUNIT_EXPECT_EQ(test, kmem_cache_size(task_struct_cachep), sizeof(struct task_struct));
	kmem_cache_free(task_struct_cachep, tsk);
	err = kmem_cache_destroy(task_struct_cachep);
	KUNIT_EXPECT_EQ(test, err, 0);
}

struct dog {
	int age;
	char name[20];
};

static void slab_macro_test(struct kunit *test)
{
	struct kmem_cache *c = KMEM_CACHE(dog, SLAB_HWCACHE_ALIGN);
	struct dog *rex = kmem_cache_zalloc(c, GFP_KERNEL);

	KUNIT_EXPECT_STREQ(test, c->name, "dog");
	KUNIT_EXPECT_EQ(test, c->align, 32u);
	KUNIT_EXPECT_NULL(test, memchr_inv(rex, 0, sizeof(*rex)));
	kmem_cache_free(c, rex);
	KUNIT_EXPECT_EQ(test, kmem_cache_destroy(c), 0);
}

static void slab_dma_test(struct kunit *test)
{
	struct kmem_cache *c = kmem_cache_create("slab_dma", 100, 0, SLAB_CACHE_DMA, NULL);
	void *obj = kmem_cache_alloc(c, GFP_KERNEL);

	KUNIT_EXPECT_EQ(test, (int)page_zonenum(virt_to_page(obj)), (int)ZONE_DMA);
	kmem_cache_free(c, obj);
	KUNIT_EXPECT_EQ(test, kmem_cache_destroy(c), 0);
}

static void slab_destroy_leak_test(struct kunit *test)
{
	struct kmem_cache *c = kmem_cache_create("slab_leak", 64, 0, SLAB_STORE_USER, NULL);

	kmem_cache_alloc_bulk(c, GFP_KERNEL, 3, objs);
	kmem_cache_free(c, objs[1]);
	kunit_expect_splat_begin(test, "is still allocated");
	KUNIT_EXPECT_NE(test, kmem_cache_destroy(c), 0);
	KUNIT_EXPECT_EQ(test, kunit_splat_lines(test, "slab_destroy_leak_test"), 3u);
	KUNIT_EXPECT_EQ(test, kunit_expect_splat_end(test), 2u);
	KUNIT_EXPECT_EQ(test, cache_validate(c), 0u);
	kmem_cache_free(c, objs[0]);
	kmem_cache_free(c, objs[2]);
	KUNIT_EXPECT_EQ(test, kmem_cache_destroy(c), 0);
	KUNIT_EXPECT_EQ(test, kmem_cache_destroy(NULL), 0);
}

static void expect_refused(struct kunit *test, const char *name, unsigned int size,
			   unsigned int align, const char *why)
{
	kunit_expect_splat_begin(test, why);
	KUNIT_EXPECT_NULL(test, kmem_cache_create(name, size, align, 0, NULL));
	KUNIT_EXPECT_EQ(test, kunit_expect_splat_end(test), 1u);
}

static void slab_bad_create_test(struct kunit *test)
{
	struct kmem_cache *one, *two;

	expect_refused(test, NULL, 64, 0, "it has no name");
	expect_refused(test, "slab_bad", 0, 0, "its objects have no size");
	expect_refused(test, "slab_bad", KMALLOC_MAX_SIZE + 1, 0, "its objects are too large");
	expect_refused(test, "slab_bad", 64, 24, "its alignment is not a power of two");
	expect_refused(test, "slab_bad", 64, 8192, "its alignment is larger than a page");

	one = kmem_cache_create("slab_twin", 64, 0, 0, NULL);
	kunit_expect_splat_begin(test, "slab_twin exists already");
	two = kmem_cache_create("slab_twin", 64, 0, 0, NULL);
	KUNIT_EXPECT_EQ(test, kunit_expect_splat_end(test), 1u);
	KUNIT_EXPECT_NOT_NULL(test, two);
	kmem_cache_destroy(one);
	kmem_cache_destroy(two);
}

static void slab_info_test(struct kunit *test)
{
	struct kmem_cache *c = cache_with_magazines(test, 128);
	char *text = kmalloc(8192, GFP_KERNEL), *line;
	void *obj = kmem_cache_alloc(c, GFP_KERNEL);

	KUNIT_EXPECT_LT(test, slabinfo_text(text, 8192), 8192);
	KUNIT_EXPECT_TRUE(test, strstarts(text, "slabinfo - version: 2.1\n# name "));
	KUNIT_EXPECT_NOT_NULL(test, strstr(text, "\nkmalloc-64 "));
	line = strstr(text, "\nslab_magazines ");
	KUNIT_ASSERT_NOT_NULL(test, line);
	KUNIT_EXPECT_NOT_NULL(test, strstr(line, " : tunables   63   32    0 : slabdata "));
	KUNIT_EXPECT_LT(test, slabinfo_text(text, 100), 100);
	kmem_cache_free(c, obj);
	kfree(text);
	KUNIT_EXPECT_EQ(test, kmem_cache_destroy(c), 0);
}

static void slab_validate_test(struct kunit *test)
{
	struct kmem_cache *c = cache_without_magazines(test, 64);
	void *obj = kmem_cache_alloc(c, GFP_KERNEL);
	struct slab *slab = slab_of(obj);

	KUNIT_EXPECT_EQ(test, slab_validate(), 0u);
	kunit_expect_splat_begin(test, "BUG: slab slab_test");
	slab->inuse++;
	KUNIT_EXPECT_EQ(test, cache_validate(c), 2u);
	slab->inuse--;
	slab->free++;
	KUNIT_EXPECT_EQ(test, cache_validate(c), 1u);
	slab->free--;
	slab->cookie ^= 4;
	KUNIT_EXPECT_GT(test, cache_validate(c), 0u);
	slab->cookie ^= 4;
	c->lists.nr_slabs++;
	KUNIT_EXPECT_EQ(test, cache_validate(c), 1u);
	c->lists.nr_slabs--;
	virt_to_page(obj)->index ^= 8;
	KUNIT_EXPECT_EQ(test, cache_validate(c), 1u);
	virt_to_page(obj)->index ^= 8;
	list_move(&slab->list, &c->lists.slabs_full);
	KUNIT_EXPECT_EQ(test, cache_validate(c), 1u);
	list_move(&slab->list, &c->lists.slabs_partial);
	kunit_expect_splat_end(test);
	KUNIT_EXPECT_EQ(test, cache_validate(c), 0u);
	kmem_cache_free(c, obj);
	KUNIT_EXPECT_EQ(test, kmem_cache_destroy(c), 0);
}

static struct kunit_case slab_cases[] = {
	KUNIT_CASE(slab_states_test),
	KUNIT_CASE(slab_single_object_test),
	KUNIT_CASE(slab_colours_test),
	KUNIT_CASE(slab_geometry_test),
	KUNIT_CASE(slab_ctor_test),
	KUNIT_CASE(slab_magazines_test),
	KUNIT_CASE(slab_depot_limit_test),
	KUNIT_CASE(slab_bulk_test),
	KUNIT_CASE(slab_reap_test),
	KUNIT_CASE(slab_reap_in_use_test),
	KUNIT_CASE(slab_pressure_test),
	KUNIT_CASE(slab_task_struct_test),
	KUNIT_CASE(slab_macro_test),
	KUNIT_CASE(slab_dma_test),
	KUNIT_CASE(slab_destroy_leak_test),
	KUNIT_CASE(slab_bad_create_test),
	KUNIT_CASE(slab_info_test),
	KUNIT_CASE(slab_validate_test),
	{}
};

static struct kunit_suite slab_suite = {
	.name = "slab",
	.test_cases = slab_cases,
};
kunit_test_suite(slab_suite);
