// SPDX-License-Identifier: MIT
/* The life of a cache: made, of good and of bad arguments, with memory and without; destroyed. */
#include <kunit/test.h>
#include <linux/bottom_half.h>
#include <linux/fault-inject.h>
#include <linux/limits.h>
#include <linux/mm.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/sprintf.h>
#include <linux/string.h>

#include "../../mm/slab.h"

#define MANY	100

static void *objs[MANY];

/* The book's example, line by line. */
static struct kmem_cache *task_struct_cachep;

static void fork_init(void)
{
	task_struct_cachep = kmem_cache_create("task_struct",
					       sizeof(struct task_struct),
					       ARCH_MIN_TASKALIGN,
					       SLAB_PANIC | SLAB_NOTRACK,
					       NULL);
}

static struct task_struct *dup_task_struct(void)
{
	struct task_struct *tsk;

	tsk = kmem_cache_alloc(task_struct_cachep, GFP_KERNEL);
	if (!tsk)
		return NULL;
	return tsk;
}

static void free_task_struct(struct task_struct *tsk)
{
	kmem_cache_free(task_struct_cachep, tsk);
}

static void cache_task_struct_test(struct kunit *test)
{
	struct task_struct *tsk;
	int err;

	fork_init();
	KUNIT_EXPECT_STREQ(test, task_struct_cachep->name, "task_struct");
	KUNIT_EXPECT_EQ(test, kmem_cache_size(task_struct_cachep), sizeof(struct task_struct));
	tsk = dup_task_struct();
	KUNIT_ASSERT_NOT_NULL(test, tsk);
	KUNIT_EXPECT_TRUE(test, IS_ALIGNED((unsigned long)tsk, ARCH_MIN_TASKALIGN));
	memset(tsk, 0, sizeof(*tsk));
	KUNIT_EXPECT_EQ(test, cache_validate(task_struct_cachep), 0u);
	free_task_struct(tsk);
	err = kmem_cache_destroy(task_struct_cachep);
	KUNIT_EXPECT_EQ(test, err, 0);
}

struct dog {
	int age;
	char name[20];
};

static void cache_macro_test(struct kunit *test)
{
	struct kmem_cache *c = KMEM_CACHE(dog, SLAB_HWCACHE_ALIGN);
	struct dog *rex = kmem_cache_zalloc(c, GFP_KERNEL);

	KUNIT_EXPECT_STREQ(test, c->name, "dog");
	KUNIT_EXPECT_EQ(test, c->align, 32u);
	KUNIT_EXPECT_NULL(test, memchr_inv(rex, 0, sizeof(*rex)));
	kmem_cache_free(c, rex);
	KUNIT_EXPECT_EQ(test, kmem_cache_destroy(c), 0);
}

static void cache_dma_test(struct kunit *test)
{
	struct kmem_cache *c = kmem_cache_create("slab_dma", 100, 0, SLAB_CACHE_DMA, NULL);
	void *obj = kmem_cache_alloc(c, GFP_KERNEL);

	KUNIT_EXPECT_EQ(test, (int)page_zonenum(virt_to_page(obj)), (int)ZONE_DMA);
	kmem_cache_free(c, obj);
	KUNIT_EXPECT_EQ(test, kmem_cache_destroy(c), 0);
}

static void cache_leak_test(struct kunit *test)
{
	struct kmem_cache *c = kmem_cache_create("slab_leak", 64, 0, SLAB_STORE_USER, NULL);

	kmem_cache_alloc_bulk(c, GFP_KERNEL, 3, objs);
	kmem_cache_free(c, objs[1]);
	kunit_expect_splat_begin(test, "is still allocated");
	KUNIT_EXPECT_NE(test, kmem_cache_destroy(c), 0);
	KUNIT_EXPECT_EQ(test, kunit_splat_lines(test, "cache_leak_test"), 3u);
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

static void cache_bad_test(struct kunit *test)
{
	struct kmem_cache *one, *two;

	expect_refused(test, NULL, 64, 0, "it has no name");
	expect_refused(test, "slab_bad", 0, 0, "its objects have no size");
	expect_refused(test, "slab_bad", KMALLOC_MAX_SIZE + 1, 0, "its objects are too large");
	expect_refused(test, "slab_bad", UINT_MAX, 0, "its objects are too large");
	expect_refused(test, "slab_bad", 64, 24, "its alignment is not a power of two");
	expect_refused(test, "slab_bad", 64, 8192, "its alignment is larger than a page");
	local_bh_disable();
	expect_refused(test, "slab_bad", 64, 0, "it is asked for in an interrupt");
	local_bh_enable();
	kunit_expect_splat_begin(test, "what users may copy lies outside of the object");
	KUNIT_EXPECT_NULL(test, kmem_cache_create_usercopy("slab_bad", 64, 0, 0, 60, 8, NULL));
	KUNIT_EXPECT_NULL(test, kmem_cache_create_usercopy("slab_bad", 64, 0, 0, UINT_MAX, 8,
							   NULL));
	KUNIT_EXPECT_EQ(test, kunit_expect_splat_end(test), 2u);

	one = kmem_cache_create("slab_twin", 64, 0, 0, NULL);
	kunit_expect_splat_begin(test, "slab_twin exists already");
	two = kmem_cache_create("slab_twin", 64, 0, 0, NULL);
	KUNIT_EXPECT_EQ(test, kunit_expect_splat_end(test), 1u);
	KUNIT_EXPECT_NOT_NULL(test, two);
	kmem_cache_destroy(one);
	kmem_cache_destroy(two);
}

/* Objects so large that a slab has one. */
static void cache_largest_test(struct kunit *test)
{
	struct kmem_cache *c = kmem_cache_create("slab_largest", KMALLOC_MAX_SIZE / 2, 0, 0, NULL);
	u8 *obj = kmem_cache_alloc(c, GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, obj);
	obj[0] = obj[KMALLOC_MAX_SIZE / 2 - 1] = 1;
	KUNIT_EXPECT_EQ(test, cache_validate(c), 0u);
	kmem_cache_free(c, obj);
	KUNIT_EXPECT_EQ(test, kmem_cache_destroy(c), 0);
}

/* Bytes of the object may be copied to user space: noted, and otherwise a cache like any other. */
static void cache_usercopy_test(struct kunit *test)
{
	struct kmem_cache *c = kmem_cache_create_usercopy("slab_user", 64, 0, 0, 8, 56, NULL);

	KUNIT_ASSERT_NOT_NULL(test, c);
	KUNIT_EXPECT_EQ(test, c->useroffset, 8u);
	KUNIT_EXPECT_EQ(test, c->usersize, 56u);
	KUNIT_EXPECT_EQ(test, kmem_cache_size(c), 64u);
	KUNIT_EXPECT_EQ(test, kmem_cache_destroy(c), 0);
}

/* ---- with no memory ---- */

/* A cache made while allocations of objects fail, as @how says (linux/fault-inject.h). */
static struct kmem_cache *create_failing(const char *how)
{
	struct fault_attr attr;
	struct kmem_cache *c;

	setup_fault_attr(&attr, how);
	failslab_set(&attr);
	c = kmem_cache_create("slab_failing", 64, 0, 0, NULL);
	failslab_set(NULL);
	return c;
}

/* Until one more would be one too many; kunit counts the pages. */
static void cache_nth_failing_test(struct kunit *test)
{
	unsigned int n, failed = 0;
	struct kmem_cache *c = NULL;
	char how[16];

	kunit_expect_splat_begin(test, "cannot be made: there is no memory");
	for (n = 1; n < 10 && !c; n++) {
		snprintf(how, sizeof(how), "nth:%u", n);
		c = create_failing(how);
		failed += !c;
	}
	KUNIT_EXPECT_EQ(test, failed, 2u);	/* struct kmem_cache, the name */
	KUNIT_EXPECT_EQ(test, kunit_expect_splat_end(test), failed);
	KUNIT_ASSERT_NOT_NULL(test, c);
	KUNIT_EXPECT_EQ(test, slab_validate(), 0u);
	KUNIT_EXPECT_EQ(test, kmem_cache_destroy(c), 0);
}

/* All or none, wherever the memory ends. */
static void cache_bulk_failing_test(struct kunit *test)
{
	struct kmem_cache *c = kmem_cache_create("slab_bulk", 1000, 0, 0, NULL);
	struct fault_attr attr;
	unsigned int n, failed = 0;
	char how[16];
	int got;

	for (n = 1; n < 20; n++) {
		kmem_cache_shrink(c);
		snprintf(how, sizeof(how), "nth:%u", n);
		setup_fault_attr(&attr, how);
		fail_page_alloc_set(&attr);
		got = kmem_cache_alloc_bulk(c, GFP_KERNEL | __GFP_NOWARN, MANY, objs);
		fail_page_alloc_set(NULL);
		KUNIT_EXPECT_TRUE(test, got == 0 || got == MANY);
		failed += !got;
		KUNIT_EXPECT_EQ(test, cache_validate(c), 0u);
		kmem_cache_free_bulk(c, got, objs);
	}
	KUNIT_EXPECT_GT(test, failed, 8u);
	kmem_cache_shrink(c);
	KUNIT_EXPECT_EQ(test, c->lists.out, 0u);
	KUNIT_EXPECT_EQ(test, kmem_cache_destroy(c), 0);
}

static struct kunit_case slab_cache_cases[] = {
	KUNIT_CASE(cache_task_struct_test),
	KUNIT_CASE(cache_macro_test),
	KUNIT_CASE(cache_dma_test),
	KUNIT_CASE(cache_largest_test),
	KUNIT_CASE(cache_usercopy_test),
	KUNIT_CASE(cache_leak_test),
	KUNIT_CASE(cache_bad_test),
	KUNIT_CASE(cache_nth_failing_test),
	KUNIT_CASE(cache_bulk_failing_test),
	{}
};

static struct kunit_suite slab_cache_suite = {
	.name = "slab_cache",
	.test_cases = slab_cache_cases,
};
kunit_test_suite(slab_cache_suite);
