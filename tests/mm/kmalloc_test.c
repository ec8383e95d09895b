// SPDX-License-Identifier: MIT
/* kmalloc() and its family, as the book and Linux's headers promise. */
#include <kunit/test.h>
#include <linux/fault-inject.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/sprintf.h>
#include <linux/string.h>

#include "../../mm/slab.h"

/* What is asked for without the compiler knowing, and what it knows, agree. */
static void kmalloc_sizes_test(struct kunit *test)
{
	size_t size, before = 0;
	u8 *p;

	for (size = 1; size <= KMALLOC_MAX_CACHE_SIZE; size += size < 300 ? 1 : 61) {
		p = kmalloc(size, GFP_KERNEL);
		KUNIT_ASSERT_NOT_NULL(test, p);
		KUNIT_EXPECT_GE(test, ksize(p), size);
		KUNIT_EXPECT_GE(test, ksize(p), before);
		KUNIT_EXPECT_EQ(test, ksize(p), kmalloc_size_roundup(size));
		KUNIT_EXPECT_EQ(test, ksize(p), kmalloc_caches[0][kmalloc_class(size)].object_size);
		KUNIT_EXPECT_TRUE(test, IS_ALIGNED((unsigned long)p, ARCH_KMALLOC_MINALIGN));
		before = ksize(p);
		memset(p, 0xff, size);
		kfree(p);
	}
	KUNIT_EXPECT_EQ(test, slab_validate(), 0u);
}

/* The last size of each class and the first of the next one; none; the last that has a class. */
static void kmalloc_class_borders_test(struct kunit *test)
{
	static const size_t classes[NR_KMALLOC_CLASSES] = {
		8, 16, 32, 64, 96, 128, 192, 256, 512, 1024, 2048, 4096, 8192,
	};
	unsigned int i;
	size_t size;
	void *p;

	for (i = 0; i < NR_KMALLOC_CLASSES; i++) {
		for (size = classes[i]; size <= classes[i] + 1; size++) {
			p = kmalloc(size, GFP_ATOMIC);
			KUNIT_ASSERT_NOT_NULL(test, p);
			if (size == classes[i])
				KUNIT_EXPECT_EQ(test, ksize(p), size);
			else if (i + 1 < NR_KMALLOC_CLASSES)
				KUNIT_EXPECT_EQ(test, ksize(p), classes[i + 1]);
			else
				KUNIT_EXPECT_EQ(test, ksize(p), (size_t)16384);
			kfree(p);
		}
	}
}

static void kmalloc_alignment_test(struct kunit *test)
{
	void *p[8];
	size_t size;
	int i;

	for (size = 8; size <= 65536; size *= 2) {
		for (i = 0; i < 8; i++) {
			p[i] = kmalloc(size, GFP_KERNEL);
			KUNIT_EXPECT_TRUE(test, IS_ALIGNED((unsigned long)p[i],
							   min(size, (size_t)PAGE_SIZE)));
		}
		for (i = 0; i < 8; i++)
			kfree(p[i]);
	}
}

static void kmalloc_large_test(struct kunit *test)
{
	size_t size;
	u8 *p;

	for (size = KMALLOC_MAX_CACHE_SIZE + 1; size <= KMALLOC_MAX_SIZE; size = size * 3 / 2) {
		p = kmalloc(size, GFP_KERNEL);
		KUNIT_ASSERT_NOT_NULL(test, p);
		KUNIT_EXPECT_EQ(test, ksize(p), kmalloc_size_roundup(size));
		p[0] = p[size - 1] = 1;
		kunit_expect_splat_begin(test, "it is in no slab");
		kfree(p + PAGE_SIZE);
		KUNIT_EXPECT_EQ(test, kunit_expect_splat_end(test), 1u);
		kfree(p);
	}
	p = kmalloc(KMALLOC_MAX_SIZE, GFP_KERNEL | __GFP_ZERO);
	KUNIT_ASSERT_NOT_NULL(test, p);
	KUNIT_EXPECT_NULL(test, memchr_inv(p, 0, KMALLOC_MAX_SIZE));
	kfree(p);
	kunit_expect_splat_begin(test, "it is in no slab");
	kfree(p);
	KUNIT_EXPECT_EQ(test, kunit_expect_splat_end(test), 1u);
	KUNIT_EXPECT_NULL(test, kmalloc(KMALLOC_MAX_SIZE + 1, GFP_KERNEL | __GFP_NOWARN));
	KUNIT_EXPECT_NULL(test, kmalloc(SIZE_MAX, GFP_KERNEL | __GFP_NOWARN));
}

static void kmalloc_zero_size_test(struct kunit *test)
{
	volatile size_t none = 0;

	KUNIT_EXPECT_PTR_EQ(test, kmalloc(0, GFP_KERNEL), ZERO_SIZE_PTR);
	KUNIT_EXPECT_PTR_EQ(test, kmalloc(none, GFP_KERNEL), ZERO_SIZE_PTR);
	KUNIT_EXPECT_PTR_EQ(test, kcalloc(none, 4, GFP_KERNEL), ZERO_SIZE_PTR);
	KUNIT_EXPECT_EQ(test, ksize(ZERO_SIZE_PTR), (size_t)0);
	KUNIT_EXPECT_EQ(test, ksize(NULL), (size_t)0);
	kfree(NULL);
	kfree(ZERO_SIZE_PTR);
	kfree_sensitive(NULL);
}

static void kmalloc_zeroed_test(struct kunit *test)
{
	static const size_t sizes[] = { 1, 8, 33, 64, 96, 100, 700, 5000, 20000 };
	size_t i, n;
	u8 *p;

	for (i = 0; i < ARRAY_SIZE(sizes); i++) {
		p = kmalloc(sizes[i], GFP_KERNEL);
		memset(p, 0x5f, ksize(p));
		kfree(p);
		p = kzalloc(sizes[i], GFP_KERNEL);
		n = min(ksize(p), sizes[i]);
		KUNIT_EXPECT_NULL(test, memchr_inv(p, 0, n));
		kfree(p);
	}
	p = kmalloc(64, GFP_KERNEL);
	memset(p, 0x5f, 64);
	kfree(p);
	p = kzalloc(50, GFP_KERNEL);
	KUNIT_EXPECT_NULL(test, memchr_inv(p, 0, 64));
	kfree(p);
}

static void kmalloc_array_test(struct kunit *test)
{
	volatile size_t huge = SIZE_MAX / 2;
	int *p = kcalloc(10, sizeof(*p), GFP_KERNEL);

	KUNIT_EXPECT_NULL(test, memchr_inv(p, 0, 10 * sizeof(*p)));
	KUNIT_EXPECT_NULL(test, kmalloc_array(huge, 3, GFP_KERNEL));
	KUNIT_EXPECT_NULL(test, kcalloc(3, huge, GFP_KERNEL));
	KUNIT_EXPECT_NULL(test, krealloc_array(p, huge, 3, GFP_KERNEL));
	kfree(p);
}

static void kmalloc_dma_test(struct kunit *test)
{
	volatile gfp_t flags = GFP_KERNEL | GFP_DMA;
	void *a = kmalloc(100, GFP_KERNEL | GFP_DMA), *b = kmalloc(100, flags);
	void *c = kmalloc(20000, flags);

	KUNIT_EXPECT_EQ(test, (int)page_zonenum(virt_to_page(a)), (int)ZONE_DMA);
	KUNIT_EXPECT_EQ(test, (int)page_zonenum(virt_to_page(b)), (int)ZONE_DMA);
	KUNIT_EXPECT_EQ(test, (int)page_zonenum(virt_to_page(c)), (int)ZONE_DMA);
	kfree(a);
	kfree(b);
	kfree(c);
}

static void krealloc_test(struct kunit *test)
{
	char *p = krealloc(NULL, 10, GFP_KERNEL), *q;

	KUNIT_ASSERT_NOT_NULL(test, p);
	strscpy(p, "marrow", 10);
	KUNIT_EXPECT_PTR_EQ(test, krealloc(p, 16, GFP_KERNEL), (void *)p);
	KUNIT_EXPECT_PTR_EQ(test, krealloc(p, 3, GFP_KERNEL), (void *)p);
	q = krealloc(p, 500, GFP_KERNEL);
	KUNIT_EXPECT_STREQ(test, q, "marrow");
	q = krealloc(q, 50000, GFP_KERNEL);
	KUNIT_EXPECT_STREQ(test, q, "marrow");
	KUNIT_EXPECT_NULL(test, krealloc(q, KMALLOC_MAX_SIZE + 1, GFP_KERNEL | __GFP_NOWARN));
	KUNIT_EXPECT_STREQ(test, q, "marrow");
	KUNIT_EXPECT_PTR_EQ(test, krealloc(q, 0, GFP_KERNEL), ZERO_SIZE_PTR);
	q = krealloc(ZERO_SIZE_PTR, 8, GFP_KERNEL);
	KUNIT_EXPECT_EQ(test, ksize(q), (size_t)8);
	kfree_sensitive(q);
}

static void copies_test(struct kunit *test)
{
	char *a = kstrdup("bone", GFP_KERNEL), *b = kstrndup("marrow", 3, GFP_KERNEL);
	char *c = kmemdup("abc", 4, GFP_KERNEL), *d = kmemdup_nul("abcdef", 2, GFP_KERNEL);
	char *e = kasprintf(GFP_KERNEL, "%s-%u", "kmalloc", 64);

	KUNIT_EXPECT_STREQ(test, a, "bone");
	KUNIT_EXPECT_STREQ(test, b, "mar");
	KUNIT_EXPECT_STREQ(test, c, "abc");
	KUNIT_EXPECT_STREQ(test, d, "ab");
	KUNIT_EXPECT_STREQ(test, e, "kmalloc-64");
	KUNIT_EXPECT_NULL(test, kstrdup(NULL, GFP_KERNEL));
	kfree(a);
	kfree(b);
	kfree(c);
	kfree(d);
	kfree(e);
}

static void kunit_alloc_test(struct kunit *test)
{
	u8 *p = kunit_kzalloc(test, 100, GFP_KERNEL), *q = kunit_kmalloc(test, 100, GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, p);
	KUNIT_ASSERT_NOT_NULL(test, q);
	KUNIT_EXPECT_NULL(test, memchr_inv(p, 0, 100));
	KUNIT_EXPECT_NOT_NULL(test, kunit_kcalloc(test, 4, 4, GFP_KERNEL));
	kunit_kfree(test, q);
}

/* Which of @n allocations from now on fail as @how says: a bit each. */
static unsigned int failing(const char *how, gfp_t flags, unsigned int n)
{
	unsigned int i, failed = 0;
	struct fault_attr attr;
	void *p[16];

	setup_fault_attr(&attr, how);
	failslab_set(&attr);
	for (i = 0; i < n; i++) {
		p[i] = kmalloc(64, flags);
		failed |= p[i] ? 0 : BIT(i);
	}
	failslab_set(NULL);
	for (i = 0; i < n; i++)
		kfree(p[i]);
	return failed;
}

static void failslab_test(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, failing("nth:2", GFP_KERNEL, 10), 0x2u);
	KUNIT_EXPECT_EQ(test, failing("1,100,0,-1", GFP_KERNEL, 10), 0x3ffu);
	KUNIT_EXPECT_EQ(test, failing("1,100,0,2", GFP_ATOMIC, 10), 0x3u);
	KUNIT_EXPECT_EQ(test, failing("3,100,0,-1", GFP_KERNEL, 10), 0x124u);
	/* Three times 64 bytes go by first. */
	KUNIT_EXPECT_EQ(test, failing("1,100,192,1", GFP_KERNEL, 10), 0x8u);
	KUNIT_EXPECT_EQ(test, failing("1,0,0,-1", GFP_KERNEL, 10), 0u);
	KUNIT_EXPECT_EQ(test, failing("1,100,0,-1", GFP_KERNEL | __GFP_NOFAIL, 10), 0u);
	KUNIT_EXPECT_EQ(test, failing("1,100,0,-1", GFP_KERNEL | __GFP_ZERO, 10), 0x3ffu);
	KUNIT_EXPECT_EQ(test, slab_validate(), 0u);
}

/* Objects have an address: a flag that says they need none is reported once, and ignored. */
static void kmalloc_highmem_test(struct kunit *test)
{
	volatile size_t size = 64, large = 20000;
	void *p[4];
	unsigned int i;

	kunit_expect_splat_begin(test, "flags 0x6c02 are not for");
	p[0] = kmalloc(64, GFP_KERNEL | __GFP_HIGHMEM);
	p[1] = kmalloc(size, GFP_KERNEL | __GFP_HIGHMEM);
	p[2] = kmalloc(large, GFP_KERNEL | __GFP_HIGHMEM);
	p[3] = kzalloc(size, GFP_KERNEL | __GFP_HIGHMEM);
	KUNIT_EXPECT_EQ(test, kunit_expect_splat_end(test), 2u);
	for (i = 0; i < ARRAY_SIZE(p); i++) {
		KUNIT_EXPECT_TRUE(test, virt_addr_valid(p[i]));
		kfree(p[i]);
	}
}

/* The book's interrupt handler, here with interrupts off. */
static void kmalloc_atomic_test(struct kunit *test)
{
	unsigned long flags;
	char *buf;

	local_irq_save(flags);
	buf = kmalloc(128, GFP_ATOMIC);
	kfree(buf);
	local_irq_restore(flags);
	KUNIT_EXPECT_NOT_NULL(test, buf);
}

static struct kunit_case kmalloc_cases[] = {
	KUNIT_CASE(kmalloc_sizes_test),
	KUNIT_CASE(kmalloc_class_borders_test),
	KUNIT_CASE(kmalloc_alignment_test),
	KUNIT_CASE(kmalloc_large_test),
	KUNIT_CASE(kmalloc_zero_size_test),
	KUNIT_CASE(kmalloc_zeroed_test),
	KUNIT_CASE(kmalloc_array_test),
	KUNIT_CASE(kmalloc_dma_test),
	KUNIT_CASE(krealloc_test),
	KUNIT_CASE(copies_test),
	KUNIT_CASE(kunit_alloc_test),
	KUNIT_CASE(failslab_test),
	KUNIT_CASE(kmalloc_highmem_test),
	KUNIT_CASE(kmalloc_atomic_test),
	{}
};

static struct kunit_suite kmalloc_suite = {
	.name = "kmalloc",
	.test_cases = kmalloc_cases,
};
kunit_test_suite(kmalloc_suite);
