// SPDX-License-Identifier: MIT
/* vmalloc() when there is no page for it, or for a page table, at every point. */
#include <kunit/test.h>
#include <linux/fault-inject.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/vmalloc.h>

#include "../../mm/vmap.h"
#include "mm_test.h"

/* Each allocation inside fails once, in every position; nothing is lost, and then it works. */
static void nth_failure_test(struct kunit *test)
{
	struct fault_attr attr = FAULT_ATTR_INITIALIZER;
	unsigned int failed, n;
	void *area = NULL;

	for (n = 1; n < 100 && !area; n++) {
		atomic_set(&attr.nth, n);
		failed = fail_page_alloc_count();
		fail_page_alloc_set(&attr);
		area = __vmalloc(9 * PAGE_SIZE, GFP_KERNEL | __GFP_HIGHMEM | __GFP_NOWARN);
		fail_page_alloc_set(NULL);
		if (area)
			KUNIT_EXPECT_EQ(test, fail_page_alloc_count(), failed);
		KUNIT_EXPECT_EQ(test, vmap_validate(), 0);
	}
	KUNIT_ASSERT_NOT_NULL(test, area);
	KUNIT_EXPECT_GE(test, n, 10u);
	vfree(area);

	/* Where large blocks fail, small ones serve. */
	for (n = 1; n < 20; n++) {
		atomic_set(&attr.nth, n);
		fail_page_alloc_set(&attr);
		area = __vmalloc(0x25000, GFP_KERNEL | __GFP_HIGHMEM | __GFP_NOWARN);
		fail_page_alloc_set(NULL);
		vfree(area);
		KUNIT_EXPECT_EQ(test, vmap_validate(), 0);
	}
}

/* An area in a megabyte of its own, and so with a guard there. */
static struct vm_struct *take_megabyte(void)
{
	return get_vm_area(SECTION_SIZE - PAGE_SIZE, VM_MAP);
}

/* Takes megabytes until the last L2 table of a page has just been used; they are in @taken. */
static unsigned int use_up_tables(struct vm_struct **taken, unsigned int max)
{
	unsigned long pages = pgtable_pages();
	unsigned int n = 0;

	while (n < max && pgtable_pages() == pages) {
		taken[n] = take_megabyte();
		if (!taken[n])
			return n;
		n++;
	}
	/* Four tables in a page, one of them is in use now. */
	pages = n + 3;
	while (n < max && n < pages && (taken[n] = take_megabyte()))
		n++;
	return n;
}

#define MAX_MEGABYTES	64

/* No page for the L2 table of an area: there is no area, and nothing is lost. */
static void table_failure_test(struct kunit *test)
{
	struct fault_attr attr = FAULT_ATTR_INITIALIZER;
	struct vm_struct *taken[MAX_MEGABYTES], *vm;
	unsigned long had = pgtable_pages(), tables;
	unsigned int n = use_up_tables(taken, MAX_MEGABYTES - 1);
	struct vmap_stats first, now;

	tables = pgtable_pages();
	if (tables == had) {
		while (n--)
			free_vm_area(taken[n]);
		kunit_mark_skipped(test, "all megabytes have had their tables");
		return;
	}
	vmap_get_stats(&first);
	atomic_set(&attr.nth, 1);
	fail_page_alloc_set(&attr);
	vm = take_megabyte();
	fail_page_alloc_set(NULL);
	KUNIT_EXPECT_NULL(test, vm);
	KUNIT_EXPECT_EQ(test, pgtable_pages(), tables);
	vm_unmap_aliases();
	vmap_get_stats(&now);
	KUNIT_EXPECT_EQ(test, now.free_bytes, first.free_bytes);
	KUNIT_EXPECT_EQ(test, vmap_validate(), 0);
	taken[n] = take_megabyte();
	KUNIT_EXPECT_NOT_NULL(test, taken[n]);
	KUNIT_EXPECT_EQ(test, pgtable_pages(), tables + 1);
	for (n += taken[n] != NULL; n--;)
		free_vm_area(taken[n]);
}

static struct kunit_case vmalloc_failure_test_cases[] = {
	KUNIT_CASE(nth_failure_test),
	KUNIT_CASE(table_failure_test),
	{ }
};

static struct kunit_suite vmalloc_failure_test_suite = {
	.name = "vmalloc_failure",
	.init = mm_test_settle_vmap,
	.exit = mm_test_check_vmap,
	.test_cases = vmalloc_failure_test_cases,
};
kunit_test_suite(vmalloc_failure_test_suite);
