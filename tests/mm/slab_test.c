// SPDX-License-Identifier: MIT
/* Slab caches: states of slabs, colours, constructors, magazines, reaping. */
#include <kunit/test.h>
#include <linux/jiffies.h>
#include <linux/limits.h>
#include <linux/mm.h>
#include <linux/sched.h>
#include <linux/shrinker.h>
#include <linux/slab.h>

#include "../../mm/slab.h"
#include "mm_test.h"

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

	KUNIT_ASSERT_EQ(test, c->num, 1u);
	obj = kmem_cache_alloc(c, GFP_KERNEL);
	expect_slabs(test, c, 1, 0, 0);
	kmem_cache_free(c, obj);
	expect_slabs(test, c, 0, 0, 1);
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
	struct slab *slab;
	unsigned int i;
	void *obj;

	obj = kmem_cache_alloc(c, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, obj);
	slab = slab_of(obj);
	KUNIT_EXPECT_TRUE(test, IS_ALIGNED((unsigned long)obj, c->align));
	KUNIT_EXPECT_GE(test, c->size, size);
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

/* The book's rule: what is left of a slab, struct slab included, is an eighth at the most. */
static void slab_waste_test(struct kunit *test)
{
	struct kmem_cache c;
	size_t bytes, waste;
	unsigned int size;

	for (size = 1; size <= 18 * 1024; size += size < 1024 ? 1 : 13) {
		c = (struct kmem_cache) { .object_size = size };
		KUNIT_ASSERT_EQ(test, cache_set_geometry(&c), 0);
		bytes = PAGE_SIZE << c.gfporder;
		waste = bytes - c.num * c.size;
		KUNIT_EXPECT_LE_MSG(test, waste * 8, bytes, "size %u, order %u", size, c.gfporder);
		KUNIT_EXPECT_GE(test, waste, c.slab_size);
		KUNIT_EXPECT_LT(test, c.size - size, 8u);
	}
}

/* ---- constructors ---- */

#define BUILT	0xc0ffeeu

struct built {
	u32 mark;
	unsigned int uses;
	u8 rest[72];
};

static unsigned int constructed;

static void construct(void *obj)
{
	struct built *b = obj;

	b->mark = BUILT;
	b->uses = 0;
	constructed++;
}

/* Takes @n objects, all of them used @before times so far, uses each and gives it back. */
static void use_built(struct kunit *test, struct kmem_cache *c, unsigned int n, unsigned int before)
{
	unsigned int i;

	for (i = 0; i < n; i++) {
		struct built *b = kmem_cache_alloc(c, GFP_KERNEL);

		KUNIT_ASSERT_NOT_NULL(test, b);
		KUNIT_ASSERT_EQ(test, b->mark, BUILT);
		KUNIT_ASSERT_EQ(test, b->uses, before);
		b->uses++;
		objs[i] = b;
	}
	kmem_cache_free_bulk(c, n, objs);
}

/* Constructed once, with the slab; whatever its users do to an object stays until its slab goes. */
static void slab_ctor_test(struct kunit *test)
{
	struct kmem_cache *c = kmem_cache_create("slab_ctor", sizeof(struct built), 0, 0,
						 construct);
	unsigned int round, all;

	KUNIT_ASSERT_NOT_NULL(test, c);
	constructed = 0;
	all = 4 * c->num;
	for (round = 0; round < 3; round++) {
		use_built(test, c, all, round);
		KUNIT_EXPECT_EQ(test, constructed, all);
		KUNIT_EXPECT_EQ(test, c->lists.nr_slabs, 4u);
	}
	KUNIT_EXPECT_EQ(test, kmem_cache_shrink(c), 0);
	use_built(test, c, all, 0);
	KUNIT_EXPECT_EQ(test, constructed, 2 * all);
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
	unsigned int slabs, magazines, i;

	fill_and_free(c, MANY);
	slab_reap();
	slabs = c->lists.nr_slabs;
	magazines = c->lists.nr_depot_full;
	KUNIT_EXPECT_GT(test, magazines, 2u);
	for (i = 0; i < 4; i++) {
		fill_and_free(c, MANY);
		slab_reap();
		KUNIT_EXPECT_EQ(test, c->lists.nr_slabs, slabs);
		KUNIT_EXPECT_EQ(test, c->lists.nr_depot_full, magazines);
	}
	KUNIT_EXPECT_EQ(test, kmem_cache_destroy(c), 0);
}

/* The same for slabs: empty ones that were used between visits stay, then they go. */
static void slab_reap_slabs_test(struct kunit *test)
{
	struct kmem_cache *c = cache_without_magazines(test, 256);
	unsigned int slabs, i;

	for (i = 0; i < 4; i++) {
		fill_and_free(c, MANY);
		slabs = DIV_ROUND_UP(MANY, c->num);
		expect_slabs(test, c, 0, 0, slabs);
		slab_reap();
		expect_slabs(test, c, 0, 0, slabs);
	}
	/* Half of them: the other half was not needed. */
	fill_and_free(c, slabs / 2 * c->num);
	slab_reap();
	expect_slabs(test, c, 0, 0, slabs / 2);
	slab_reap();
	expect_slabs(test, c, 0, 0, 0);
	KUNIT_EXPECT_EQ(test, kmem_cache_destroy(c), 0);
}

/* The reaper comes by itself. */
static void slab_reaper_test(struct kunit *test)
{
	struct kmem_cache *c = cache_with_magazines(test, 256);
	unsigned long deadline = jiffies + 20 * HZ;

	fill_and_free(c, MANY);
	KUNIT_EXPECT_GT(test, c->lists.nr_depot_full, 0u);
	while ((READ_ONCE(c->lists.nr_depot_full) || READ_ONCE(c->lists.nr_empty)) &&
	       time_before(jiffies, deadline))
		schedule_timeout_uninterruptible(HZ / 10);
	KUNIT_EXPECT_EQ(test, c->lists.nr_depot_full, 0u);
	KUNIT_EXPECT_EQ(test, c->lists.nr_empty, 0u);
	KUNIT_EXPECT_EQ(test, cache_validate(c), 0u);
	KUNIT_EXPECT_EQ(test, kmem_cache_destroy(c), 0);
}

static void slab_shrinker_test(struct kunit *test)
{
	struct kmem_cache *c = kmem_cache_create("slab_pressure", 256, 0, SLAB_RECLAIM_ACCOUNT,
						 NULL);

	fill_and_free(c, MANY);
	KUNIT_EXPECT_GT(test, c->lists.nr_slabs, 0u);
	KUNIT_EXPECT_GT(test, shrink_slab(GFP_KERNEL, 0), 0ul);
	KUNIT_EXPECT_EQ(test, c->lists.nr_slabs, 0u);
	KUNIT_EXPECT_EQ(test, magazine_cache.lists.nr_empty, 0u);
	KUNIT_EXPECT_EQ(test, slab_desc_cache.lists.nr_empty, 0u);
	KUNIT_EXPECT_EQ(test, kmem_cache_destroy(c), 0);
}

/* Whoever takes all memory there is gets what lies idle in caches, too. */
static void slab_pressure_test(struct kunit *test)
{
	struct kmem_cache *c = kmem_cache_create("slab_pressure", 256, 0, SLAB_RECLAIM_ACCOUNT,
						 NULL);
	LIST_HEAD(pages);

	fill_and_free(c, MANY);
	objs[0] = kmem_cache_alloc(c, GFP_KERNEL);
	KUNIT_EXPECT_GT(test, c->lists.nr_slabs, 1u);
	mm_test_take_all(GFP_KERNEL | __GFP_NORETRY | __GFP_NOWARN, ULONG_MAX, &pages);
	KUNIT_EXPECT_EQ(test, c->lists.nr_slabs, 1u);
	KUNIT_EXPECT_EQ(test, cache_validate(c), 0u);
	mm_test_give_all(&pages);
	kmem_cache_free(c, objs[0]);
	KUNIT_EXPECT_EQ(test, kmem_cache_destroy(c), 0);
}

/* ---- what it says about itself ---- */

static const char slabinfo_header[] =
	"slabinfo - version: 2.1\n"
	"# name            <active_objs> <num_objs> <objsize> <objperslab> <pagesperslab>"
	" : tunables <limit> <batchcount> <sharedfactor>"
	" : slabdata <active_slabs> <num_slabs> <sharedavail>\n";

static void slab_info_test(struct kunit *test)
{
	struct kmem_cache *c = cache_with_magazines(test, 128);
	char *text = kmalloc(8192, GFP_KERNEL), *line;

	fill_and_free(c, 200);
	KUNIT_EXPECT_LT(test, slabinfo_text(text, 8192), 8192);
	KUNIT_EXPECT_TRUE(test, strstarts(text, slabinfo_header));
	KUNIT_EXPECT_NOT_NULL(test, strstr(text, "\nkmalloc-64 "));
	line = strstr(text, "\nslab_magazines ");
	KUNIT_ASSERT_NOT_NULL(test, line);
	*strchrnul(++line, '\n') = '\0';
	KUNIT_EXPECT_STREQ(test, line,
			   "slab_magazines       217    217    128   31    1"
			   " : tunables   63   32    2 : slabdata      7      7    126");
	KUNIT_EXPECT_LT(test, slabinfo_text(text, 100), 100);
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
	KUNIT_CASE(slab_waste_test),
	KUNIT_CASE(slab_ctor_test),
	KUNIT_CASE(slab_magazines_test),
	KUNIT_CASE(slab_depot_limit_test),
	KUNIT_CASE(slab_bulk_test),
	KUNIT_CASE(slab_reap_test),
	KUNIT_CASE(slab_reap_in_use_test),
	KUNIT_CASE(slab_reap_slabs_test),
	KUNIT_CASE_SLOW(slab_reaper_test),
	KUNIT_CASE(slab_shrinker_test),
	KUNIT_CASE_SLOW(slab_pressure_test),
	KUNIT_CASE(slab_info_test),
	KUNIT_CASE(slab_validate_test),
	{}
};

static struct kunit_suite slab_suite = {
	.name = "slab",
	.test_cases = slab_cases,
};
kunit_test_suite(slab_suite);
