// SPDX-License-Identifier: MIT
/* Misuse and damage: each is found exactly as often as it was done, and nothing else is harmed. */
#include <kunit/test.h>
#include <linux/poison.h>
#include <linux/slab.h>

#include "../../mm/slab.h"

static void *objs[300];

static struct kmem_cache *make(struct kunit *test, slab_flags_t flags)
{
	struct kmem_cache *c = kmem_cache_create("slab_victim", 64, 0, flags, NULL);

	KUNIT_ASSERT_NOT_NULL(test, c);
	return c;
}

static void unmake(struct kunit *test, struct kmem_cache *c)
{
	KUNIT_EXPECT_EQ(test, cache_validate(c), 0u);
	KUNIT_EXPECT_EQ(test, kmem_cache_destroy(c), 0);
}

/* ---- misuse that is always caught ---- */

/* Frees what must not be freed: one report, with this reason. */
static void expect_bad_free(struct kunit *test, struct kmem_cache *c, void *obj, const char *why)
{
	unsigned long before = slab_reports;

	kunit_expect_splat_begin(test, why);
	if (c)
		kmem_cache_free(c, obj);
	else
		kfree(obj);
	KUNIT_EXPECT_EQ(test, kunit_expect_splat_end(test), 1u);
	KUNIT_EXPECT_EQ(test, slab_reports, before + 1);
}

/* Where another object would begin if the slab were larger, if its pages go on till there. */
static void expect_no_object_behind(struct kunit *test, struct kmem_cache *c, struct slab *slab)
{
	void *behind = slab_object(slab, c->num);

	if (slab_of(behind) == slab)
		expect_bad_free(test, c, behind, "it points into an object");
}

static void misuse_test(struct kunit *test)
{
	struct kmem_cache *other = kmem_cache_create("slab_other", 64, 0, 0, NULL);
	struct kmem_cache *c = make(test, 0);
	unsigned long page = __get_free_page(GFP_KERNEL);
	void *a = kmem_cache_alloc(c, GFP_KERNEL), *b = kmem_cache_alloc(c, GFP_KERNEL);
	static char in_the_image[64];
	const char *again;

	expect_bad_free(test, c, NULL, "NULL is no object");
	expect_bad_free(test, c, (void *)0x1000, "it is in no slab");
	expect_bad_free(test, c, in_the_image, "it is in no slab");
	expect_bad_free(test, c, (void *)page, "it is in no slab");
	expect_bad_free(test, c, (void *)0xff800000, "it is in no slab");
	expect_bad_free(test, c, a + 8, "it points into an object");
	expect_bad_free(test, c, a + 1, "it points into an object");
	expect_bad_free(test, c, slab_of(a), "it points into an object");
	expect_no_object_behind(test, c, slab_of(a));
	expect_bad_free(test, other, a, "an object of another cache");
	expect_bad_free(test, NULL, (void *)page, "it is in no slab");
	expect_bad_free(test, NULL, in_the_image, "it is in no slab");
	expect_bad_free(test, NULL, (void *)0xff800000, "it is in no slab");
	expect_bad_free(test, NULL, a + 4, "it points into an object");
	kmem_cache_free(c, a);
	again = c->limit ? "it was freed just before" : "it is free already";
	expect_bad_free(test, c, a, again);
	expect_bad_free(test, NULL, a, again);
	kmem_cache_free(c, b);
	free_page(page);
	unmake(test, c);
	KUNIT_EXPECT_EQ(test, kmem_cache_destroy(other), 0);
}

/* a, b, a: not seen at once, but when the magazine goes back to the slabs. */
static void late_double_free_test(struct kunit *test)
{
	struct kmem_cache *c = make(test, 0);
	void *a = kmem_cache_alloc(c, GFP_KERNEL), *b = kmem_cache_alloc(c, GFP_KERNEL);

	kunit_expect_splat_begin(test, "it is free already");
	kmem_cache_free(c, a);
	kmem_cache_free(c, b);
	kmem_cache_free(c, a);
	cache_drain(c);
	KUNIT_EXPECT_EQ(test, kunit_expect_splat_end(test), 1u);
	unmake(test, c);
}

/* The object freed last is known wherever its magazine ends. */
static void double_free_borders_test(struct kunit *test)
{
	struct kmem_cache *c = make(test, 0);
	unsigned int i, n = 3 * c->open_limit, edge, doubled = 0;

	KUNIT_ASSERT_EQ(test, kmem_cache_alloc_bulk(c, GFP_KERNEL, n, objs), (int)n);
	kunit_expect_splat_begin(test, c->limit ? "it was freed just before" :
						  "it is free already");
	for (i = 0; i < n; i++) {
		kmem_cache_free(c, objs[i]);
		edge = i % c->open_limit;
		if (edge > 2 && edge + 3 < c->open_limit)
			continue;
		kmem_cache_free(c, objs[i]);
		doubled++;
	}
	KUNIT_EXPECT_EQ(test, kunit_expect_splat_end(test), doubled);
	KUNIT_EXPECT_EQ(test, c->errors, (unsigned long)doubled);
	unmake(test, c);
}

/* ---- what slab_debug=F adds ---- */

static void early_double_free_test(struct kunit *test)
{
	struct kmem_cache *c = make(test, SLAB_CONSISTENCY_CHECKS);
	void *a = kmem_cache_alloc(c, GFP_KERNEL), *b = kmem_cache_alloc(c, GFP_KERNEL);

	kmem_cache_free(c, a);
	kmem_cache_free(c, b);
	expect_bad_free(test, c, a, "it is free already");
	unmake(test, c);
}

/* ---- damage ---- */

#define EVERYTHING	(SLAB_CONSISTENCY_CHECKS | SLAB_RED_ZONE | SLAB_POISON | SLAB_STORE_USER)

struct damage_case {
	const char *name;
	bool after_free;
	int offset;
	const char *report;
};

static const struct damage_case damage_cases[] = {
	{ "left red zone", false, -1, "left red zone overwritten" },
	{ "left red zone, its first byte", false, -8, "left red zone overwritten" },
	{ "right red zone", false, 64, "right red zone overwritten" },
	{ "right red zone, its last byte", false, 67, "right red zone overwritten" },
	{ "next pointer", true, 32, "written to after it was freed" },
	{ "first byte", true, 0, "written to after it was freed" },
	{ "fiftieth byte", true, 50, "written to after it was freed" },
	{ "last byte", true, 63, "written to after it was freed" },
	{ "red zone after free", true, 64, "right red zone overwritten" },
};
KUNIT_ARRAY_PARAM_DESC(damage, damage_cases, name);

/* The validator finds it, once; the object is not used again. */
static void damage_validated_test(struct kunit *test)
{
	const struct damage_case *d = test->param_value;
	struct kmem_cache *c = make(test, EVERYTHING);
	u8 *obj = kmem_cache_alloc(c, GFP_KERNEL);
	unsigned int i;
	void *others[40];

	if (d->after_free)
		kmem_cache_free(c, obj);
	obj[d->offset] ^= 0x12;
	kunit_expect_splat_begin(test, d->report);
	KUNIT_EXPECT_EQ(test, cache_validate(c), 1u);
	KUNIT_EXPECT_EQ(test, kunit_splat_lines(test, "allocated by thread"), 1u);
	KUNIT_EXPECT_EQ(test, kunit_expect_splat_end(test), 1u);
	KUNIT_EXPECT_EQ(test, cache_validate(c), 0u);
	KUNIT_EXPECT_EQ(test, c->errors, 1ul);
	expect_bad_free(test, c, obj, "it was withdrawn");

	KUNIT_EXPECT_EQ(test, kmem_cache_alloc_bulk(c, GFP_KERNEL, 40, others), 40);
	for (i = 0; i < 40; i++)
		KUNIT_EXPECT_PTR_NE(test, others[i], (void *)obj);
	kmem_cache_free_bulk(c, 40, others);
	unmake(test, c);
}

/* So do those who use the object: whoever frees it, or gets it next. */
static void damage_met_test(struct kunit *test)
{
	const struct damage_case *d = test->param_value;
	struct kmem_cache *c = make(test, EVERYTHING);
	u8 *obj = kmem_cache_alloc(c, GFP_KERNEL);
	unsigned int i;

	if (d->after_free)
		kmem_cache_free(c, obj);
	obj[d->offset] ^= 0x12;
	kunit_expect_splat_begin(test, d->report);
	if (!d->after_free)
		kmem_cache_free(c, obj);
	/* As many as a slab has, the damaged one among them in whatever order they come. */
	KUNIT_EXPECT_EQ(test, kmem_cache_alloc_bulk(c, GFP_KERNEL, c->num, objs), (int)c->num);
	KUNIT_EXPECT_EQ(test, kunit_expect_splat_end(test), 1u);
	for (i = 0; i < c->num; i++)
		KUNIT_EXPECT_PTR_NE(test, objs[i], (void *)obj);
	kmem_cache_free_bulk(c, c->num, objs);
	unmake(test, c);
}

/* As many reports as there are damaged objects, and the others are as good as ever. */
static void damage_many_test(struct kunit *test)
{
	struct kmem_cache *c = make(test, EVERYTHING);
	unsigned int i;

	KUNIT_ASSERT_EQ(test, kmem_cache_alloc_bulk(c, GFP_KERNEL, 60, objs), 60);
	for (i = 0; i < 60; i++) {
		if (i % 7 == 0)
			((u8 *)objs[i])[64] = 0;
		else if (i % 7 == 3)
			((u8 *)objs[i])[-1] = 0;
	}
	kunit_expect_splat_begin(test, "red zone overwritten");
	KUNIT_EXPECT_EQ(test, cache_validate(c), 18u);
	KUNIT_EXPECT_EQ(test, kunit_expect_splat_end(test), 18u);
	KUNIT_EXPECT_EQ(test, c->lists.withdrawn, 18u);
	for (i = 0; i < 60; i++) {
		if (i % 7 != 0 && i % 7 != 3)
			kmem_cache_free(c, objs[i]);
	}
	KUNIT_EXPECT_EQ(test, c->errors, 18ul);
	unmake(test, c);
}

static void poison_values_test(struct kunit *test)
{
	struct kmem_cache *c = make(test, SLAB_POISON);
	u8 *obj = kmem_cache_alloc(c, GFP_KERNEL);

	KUNIT_EXPECT_EQ(test, *(u32 *)obj, 0xa5a5a5a5u);
	KUNIT_EXPECT_NULL(test, memchr_inv(obj, POISON_FRESH, 64));
	kmem_cache_free(c, obj);
	KUNIT_EXPECT_NULL(test, memchr_inv(obj, POISON_FREE, 63));
	KUNIT_EXPECT_EQ(test, (int)obj[63], POISON_END);
	obj = kmem_cache_zalloc(c, GFP_KERNEL);
	KUNIT_EXPECT_NULL(test, memchr_inv(obj, 0, 64));
	kmem_cache_free(c, obj);
	unmake(test, c);
}

/* Each flag alone, objects of odd sizes: no report without damage, every byte is the user's. */
static void debug_innocent_test(struct kunit *test)
{
	static const slab_flags_t flags[] = {
		SLAB_CONSISTENCY_CHECKS, SLAB_RED_ZONE, SLAB_POISON, SLAB_STORE_USER, EVERYTHING,
	};
	unsigned long before = slab_reports;
	unsigned int i, size, n;
	struct kmem_cache *c;

	for (i = 0; i < ARRAY_SIZE(flags); i++) {
		for (size = 1; size < 5000; size = size * 3 / 2 + 1) {
			c = kmem_cache_create("slab_innocent", size, 0, flags[i], NULL);
			kmem_cache_alloc_bulk(c, GFP_KERNEL, 20, objs);
			for (n = 0; n < 20; n++)
				memset(objs[n], n, size);
			KUNIT_EXPECT_EQ(test, cache_validate(c), 0u);
			kmem_cache_free_bulk(c, 20, objs);
			KUNIT_EXPECT_EQ(test, kmem_cache_destroy(c), 0);
		}
	}
	KUNIT_EXPECT_EQ(test, slab_reports, before);
}

/* ---- slab_hardened ---- */

/* As if slab_hardened=1 had been given, for the caches made between the two. */
static bool set_hardened(bool on)
{
	bool before = slab_hardened;

	slab_hardened = on;
	return before;
}

static unsigned int count_ascending(void **objs, unsigned int n)
{
	unsigned int i, ascending = 0;

	for (i = 1; i < n; i++)
		ascending += objs[i] > objs[i - 1];
	return ascending;
}

/* The links between the magazines of a depot cannot be read, or written, without the secret. */
static void check_links(struct kunit *test, const struct kmem_cache *c)
{
	const struct magazine *mag = c->lists.depot_full;

	KUNIT_EXPECT_NE(test, c->secret, 0ul);
	if (!c->limit)
		return;
	KUNIT_ASSERT_GT(test, c->lists.nr_depot_full, 1u);
	KUNIT_EXPECT_FALSE(test, virt_addr_valid(mag->slot[0]) &&
			   PageSlab(virt_to_page(mag->slot[0])));
	KUNIT_EXPECT_PTR_EQ(test, page_slab_cache(virt_to_page(hide_link(c, mag, mag->slot[0]))),
			    &magazine_cache);
}

static void hardened_test(struct kunit *test)
{
	bool before = set_hardened(true);
	struct kmem_cache *c = make(test, 0);

	KUNIT_EXPECT_EQ(test, kmem_cache_alloc_bulk(c, GFP_KERNEL, 300, objs), 300);
	/* In order all but a few would; at random it is half of them. */
	KUNIT_EXPECT_GT(test, count_ascending(objs, 300), 90u);
	KUNIT_EXPECT_LT(test, count_ascending(objs, 300), 210u);
	KUNIT_EXPECT_EQ(test, cache_validate(c), 0u);
	kmem_cache_free_bulk(c, 300, objs);
	check_links(test, c);
	unmake(test, c);
	set_hardened(before);
}

/* Without it the first objects of a new slab come one after the other. */
static void not_hardened_test(struct kunit *test)
{
	bool before = set_hardened(false);
	struct kmem_cache *c = make(test, 0);
	unsigned int ascending;

	WRITE_ONCE(c->limit, 0);
	KUNIT_EXPECT_EQ(test, kmem_cache_alloc_bulk(c, GFP_KERNEL, 30, objs), 30);
	ascending = count_ascending(objs, 30);
	KUNIT_EXPECT_TRUE(test, ascending == 29 || c->num < 30);
	KUNIT_EXPECT_EQ(test, c->secret, 0ul);
	kmem_cache_free_bulk(c, 30, objs);
	unmake(test, c);
	set_hardened(before);
}

static void debug_names_test(struct kunit *test)
{
	/* Whatever the command line says; the caches of tests are not named there. */
	struct kmem_cache *c = make(test, SLAB_RED_ZONE);

	KUNIT_EXPECT_TRUE(test, c->flags & SLAB_RED_ZONE);
	KUNIT_EXPECT_EQ(test, c->limit, 0u);
	unmake(test, c);
}

static struct kunit_case slab_debug_cases[] = {
	KUNIT_CASE(misuse_test),
	KUNIT_CASE(late_double_free_test),
	KUNIT_CASE(double_free_borders_test),
	KUNIT_CASE(early_double_free_test),
	KUNIT_CASE_PARAM(damage_validated_test, damage_gen_params),
	KUNIT_CASE_PARAM(damage_met_test, damage_gen_params),
	KUNIT_CASE(damage_many_test),
	KUNIT_CASE(poison_values_test),
	KUNIT_CASE(debug_innocent_test),
	KUNIT_CASE(hardened_test),
	KUNIT_CASE(not_hardened_test),
	KUNIT_CASE(debug_names_test),
	{}
};

static struct kunit_suite slab_debug_suite = {
	.name = "slab_debug",
	.test_cases = slab_debug_cases,
};
kunit_test_suite(slab_debug_suite);
