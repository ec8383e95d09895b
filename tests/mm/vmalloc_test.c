// SPDX-License-Identifier: MIT
/* vmalloc(), vfree(), vmap() and what they say about addresses. */
#include <kunit/test.h>
#include <linux/highmem.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/timer.h>
#include <linux/vmalloc.h>
#include <marrow/fault.h>

#include "../../mm/vmap.h"
#include "mm_test.h"

static void do_read(void *addr)
{
	(void)*(volatile u8 *)addr;
}

static bool faults(const void *addr)
{
	return catch_fault(do_read, (void *)addr, NULL);
}

/* --- contents --------------------------------------------------------------------------------- */

static const unsigned long sizes[] = {
	1, 100, PAGE_SIZE - 1, PAGE_SIZE, PAGE_SIZE + 1, 5 * PAGE_SIZE, 0xffff, 0x10000, 0x10001,
	0x19000, 0x40000, 0xfffff, 0x100000, 0x101000, 0x300000, 0x345678,
};

static void sizes_test(struct kunit *test)
{
	unsigned int i;
	unsigned long at, end;
	u8 *area;

	for (i = 0; i < ARRAY_SIZE(sizes); i++) {
		area = vmalloc(sizes[i]);
		end = PAGE_ALIGN(sizes[i]);
		KUNIT_ASSERT_NOT_NULL(test, area);
		KUNIT_EXPECT_TRUE(test, is_vmalloc_addr(area));
		KUNIT_EXPECT_EQ(test, (unsigned long)area & ~PAGE_MASK, 0ul);
		for (at = 0; at < end; at += PAGE_SIZE)
			*(u32 *)(area + at) = at ^ sizes[i];
		for (at = 0; at < end; at += PAGE_SIZE)
			KUNIT_EXPECT_EQ(test, *(u32 *)(area + at), (u32)(at ^ sizes[i]));
		KUNIT_EXPECT_TRUE(test, faults(area - 1));
		KUNIT_EXPECT_TRUE(test, faults(area + end));
		KUNIT_EXPECT_EQ(test, vmap_validate(), 0);
		vfree(area);
	}
}

static void zeroed_test(struct kunit *test)
{
	unsigned int i;
	u8 *area;

	for (i = 0; i < ARRAY_SIZE(sizes); i++) {
		area = vmalloc(sizes[i]);
		memset(area, 0xa5, sizes[i]);
		vfree(area);
		area = vzalloc(sizes[i]);
		KUNIT_ASSERT_NOT_NULL(test, area);
		KUNIT_EXPECT_NULL(test, memchr_inv(area, 0, PAGE_ALIGN(sizes[i])));
		vfree(area);
	}
}

/* What the page tables say is what an access reaches, through the page's own address too. */
static void to_page_test(struct kunit *test)
{
	unsigned int i;
	unsigned long at;
	struct page *page;
	u32 *area, *alias;

	for (i = 0; i < ARRAY_SIZE(sizes); i++) {
		area = vmalloc(sizes[i]);
		for (at = 0; at < sizes[i]; at += PAGE_SIZE) {
			area[at / 4] = at + 1;
			page = vmalloc_to_page((char *)area + at);
			KUNIT_ASSERT_NOT_NULL(test, page);
			KUNIT_EXPECT_EQ(test, vmalloc_to_pfn((char *)area + at), page_to_pfn(page));
			alias = kmap_local_page(page);
			KUNIT_EXPECT_EQ(test, *alias, (u32)at + 1);
			kunmap_local(alias);
		}
		vfree(area);
	}
}

/* A page of an area outlives it with a reference of its own, whatever block it was part of. */
static void page_reference_test(struct kunit *test)
{
	char *area = vmalloc(0x40000);
	struct page *page = vmalloc_to_page(area + 0x13000);

	area[0x13000] = 'x';
	get_page(page);
	vfree(area);
	vm_unmap_aliases();
	area = kmap_local_page(page);
	KUNIT_EXPECT_EQ(test, area[0], 'x');
	kunmap_local(area);
	put_page(page);
}

static void lowmem_test(struct kunit *test)
{
	char *area = vmalloc_32(0x20000);
	unsigned long at;

	for (at = 0; at < 0x20000; at += PAGE_SIZE)
		KUNIT_EXPECT_FALSE(test, PageHighMem(vmalloc_to_page(area + at)));
	vfree(area);
	area = vmalloc(PAGE_SIZE);
	KUNIT_EXPECT_EQ(test, !!PageHighMem(vmalloc_to_page(area)), totalhigh_pages() != 0);
	vfree(area);
	area = vcalloc(100, 50);
	KUNIT_EXPECT_NOT_NULL(test, area);
	vfree(area);
	KUNIT_EXPECT_NULL(test, vmalloc_array(0x10000, 0x10001));
}

/* --- blocks ----------------------------------------------------------------------------------- */

static unsigned long entry_at(const void *addr)
{
	phys_addr_t phys;
	enum mem_type type;

	return pgtable_lookup((unsigned long)addr, &phys, &type);
}

#define MANY_MEGABYTES	24

static void large_entries_test(struct kunit *test)
{
	char *area = vmalloc(0x28000);
	unsigned int i, sections = 0;

	KUNIT_EXPECT_EQ(test, entry_at(area), LARGE_PAGE_SIZE);
	KUNIT_EXPECT_EQ(test, entry_at(area + 0x1f000), LARGE_PAGE_SIZE);
	KUNIT_EXPECT_EQ(test, entry_at(area + 0x20000), PAGE_SIZE);
	KUNIT_EXPECT_EQ(test, PageCompound(vmalloc_to_page(area)), 1);
	vfree(area);

	/* Of so many megabytes, some had an L2 table before; the others are sections. */
	area = vmalloc(MANY_MEGABYTES * SECTION_SIZE);
	KUNIT_ASSERT_NOT_NULL(test, area);
	for (i = 0; i < MANY_MEGABYTES; i++) {
		KUNIT_EXPECT_GE(test, entry_at(area + i * SECTION_SIZE), LARGE_PAGE_SIZE);
		sections += entry_at(area + i * SECTION_SIZE) == SECTION_SIZE;
	}
	KUNIT_EXPECT_GE(test, sections, MANY_MEGABYTES / 2u);
	memset(area, 0x33, MANY_MEGABYTES * SECTION_SIZE);
	KUNIT_EXPECT_EQ(test, area[MANY_MEGABYTES * SECTION_SIZE - 1], 0x33);
	vfree(area);
	vm_unmap_aliases();
	for (i = 0; i < MANY_MEGABYTES; i++)
		KUNIT_EXPECT_TRUE(test, faults(area + i * SECTION_SIZE));
}

/*
 * Small areas do not spoil the megabytes that sections are for: what was a section is one again.
 * (Tails of large areas do: so there may be some others above it.)
 */
static void section_again_test(struct kunit *test)
{
	void *above[16], *small[100];
	unsigned int n, i;
	char *area;

	for (n = 0; n < ARRAY_SIZE(above); n++) {
		above[n] = area = vmalloc(SECTION_SIZE);
		if (!area || entry_at(area) == SECTION_SIZE)
			break;
	}
	KUNIT_ASSERT_LT(test, n, (unsigned int)ARRAY_SIZE(above));
	KUNIT_ASSERT_NOT_NULL(test, area);
	vfree(area);
	vm_unmap_aliases();
	for (i = 0; i < ARRAY_SIZE(small); i++)
		small[i] = vmalloc(13 * PAGE_SIZE);
	area = vmalloc(SECTION_SIZE);
	KUNIT_ASSERT_NOT_NULL(test, area);
	KUNIT_EXPECT_EQ(test, entry_at(area), SECTION_SIZE);
	vfree(area);
	for (i = 0; i < ARRAY_SIZE(small); i++)
		vfree(small[i]);
	while (n--)
		vfree(above[n]);
}

/*
 * Takes all pages and gives every other one back, so that the free ones are single, but for the
 * reserve: blocks of that go to @blocks.
 */
static void fragment(struct list_head *held, struct list_head *blocks)
{
	struct page *page, *next;
	LIST_HEAD(all);

	mm_test_take_all(GFP_HIGHUSER | __GFP_NORETRY | __GFP_NOWARN, ~0ul, &all);
	list_for_each_entry_safe(page, next, &all, lru) {
		list_del(&page->lru);
		if (page_to_pfn(page) & 1)
			list_add(&page->lru, held);
		else
			__free_page(page);
	}
	for (;;) {
		page = alloc_pages(__GFP_HIGHMEM | __GFP_NOWARN, LARGE_PAGE_ORDER);
		if (!page)
			break;
		list_add(&page->lru, blocks);
	}
}

static unsigned int count_jumps(const char *area, unsigned long size, bool is_vmalloc)
{
	unsigned long pfn, last = 0, at;
	unsigned int jumps = 0;

	for (at = 0; at < size; at += PAGE_SIZE) {
		pfn = is_vmalloc ? vmalloc_to_pfn(area + at) : virt_to_pfn(area + at);
		jumps += last && pfn != last + 1;
		last = pfn;
	}
	return jumps;
}

/*
 * The book's memory inspector: what is contiguous in virtual addresses is so in physical memory
 * when it comes from kmalloc(), and need not be when it comes from vmalloc().
 */
static void inspector_test(struct kunit *test)
{
	char *block = kmalloc(32768, GFP_KERNEL), *area;
	struct page *page, *next;
	LIST_HEAD(held);
	LIST_HEAD(blocks);
	unsigned int jumps;

	KUNIT_ASSERT_NOT_NULL(test, block);
	jumps = count_jumps(block, 32768, false);
	kunit_info(test, "32 KiB of kmalloc: virtual %px, physical %#lx, %u jumps", block,
		   (unsigned long)virt_to_phys(block), jumps);
	KUNIT_EXPECT_EQ(test, jumps, 0u);

	fragment(&held, &blocks);
	area = __vmalloc(262144, GFP_KERNEL | __GFP_HIGHMEM);
	KUNIT_ASSERT_NOT_NULL(test, area);
	jumps = count_jumps(area, 262144, true);
	kunit_info(test, "256 KiB of vmalloc: virtual %px, physical %#lx, %#lx, %#lx ..., %u jumps",
		   area, vmalloc_to_pfn(area) << PAGE_SHIFT,
		   vmalloc_to_pfn(area + PAGE_SIZE) << PAGE_SHIFT,
		   vmalloc_to_pfn(area + 2 * PAGE_SIZE) << PAGE_SHIFT, jumps);
	KUNIT_EXPECT_GT(test, jumps, 16u);
	memset(area, 0x5a, 262144);
	KUNIT_EXPECT_NULL(test, memchr_inv(area, 0x5a, 262144));
	vfree(area);
	kfree(block);
	mm_test_give_all(&held);
	list_for_each_entry_safe(page, next, &blocks, lru)
		__free_pages(page, LARGE_PAGE_ORDER);
}

/* --- freeing ---------------------------------------------------------------------------------- */

static void use_after_free_test(struct kunit *test)
{
	char *area = vmalloc(3 * PAGE_SIZE);
	struct vmap_stats first, now;

	*area = 1;
	vfree(area);
	vm_unmap_aliases();
	KUNIT_EXPECT_TRUE(test, faults(area));

	/* Without a purge of one's own it faults at the latest when enough has been freed. */
	area = vmalloc(PAGE_SIZE);
	*area = 1;
	vmap_get_stats(&first);
	vfree(area);
	do {
		char *other = vmalloc(PAGE_SIZE);

		KUNIT_ASSERT_NOT_NULL(test, other);
		KUNIT_ASSERT_PTR_NE(test, other, area);
		vfree(other);
		vmap_get_stats(&now);
	} while (now.purges == first.purges);
	KUNIT_EXPECT_TRUE(test, faults(area));
}

/* Freed addresses are not given out again before the TLBs have forgotten them. */
static void lazy_bound_test(struct kunit *test)
{
	struct vmap_stats first, now;
	int i;

	vmap_get_stats(&first);
	for (i = 0; i < 2000; i++) {
		vfree(vmalloc(PAGE_SIZE));
		vmap_get_stats(&now);
		KUNIT_ASSERT_LE(test, now.lazy_pages, VMAP_LAZY_MAX_PAGES);
	}
	KUNIT_EXPECT_GE(test, now.purges - first.purges, 2 * 2000 / (VMAP_LAZY_MAX_PAGES + 2));
	KUNIT_EXPECT_LE(test, now.purges - first.purges, 2 * 2000 / VMAP_LAZY_MAX_PAGES + 1);
}

static void *victims[4];
static unsigned long pages_given_in_interrupt;

static void free_in_interrupt(struct timer_list *unused)
{
	unsigned long pages = vmalloc_nr_pages();
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(victims); i++)
		vfree(victims[i]);
	pages_given_in_interrupt = pages - vmalloc_nr_pages();
	smp_store_release(&victims[0], NULL);
}

static void interrupt_test(struct kunit *test)
{
	struct timer_list timer;
	unsigned int i;
	char *area;

	for (i = 0; i < ARRAY_SIZE(victims); i++)
		victims[i] = vmalloc((i + 1) * 0x9000);
	area = victims[1];
	timer_setup(&timer, free_in_interrupt, 0);
	mod_timer(&timer, jiffies + 1);
	while (smp_load_acquire(&victims[0]))
		schedule_timeout_uninterruptible(1);
	timer_delete_sync(&timer);
	KUNIT_EXPECT_EQ(test, pages_given_in_interrupt, 0ul);
	/* Nobody finds it from the first moment; it goes when the workqueue gets to it. */
	KUNIT_EXPECT_NULL(test, find_vm_area(area));
	vm_unmap_aliases();
	KUNIT_EXPECT_TRUE(test, faults(area));
}

/* --- bad input -------------------------------------------------------------------------------- */

static void bad_size_test(struct kunit *test)
{
	kunit_expect_splat_begin(test, "WARNING:");
	KUNIT_EXPECT_NULL(test, vmalloc(0));
	KUNIT_EXPECT_EQ(test, kunit_expect_splat_end(test), 1u);
	KUNIT_EXPECT_NULL(test, vmalloc(~0ul));
	KUNIT_EXPECT_NULL(test, vmalloc(~0ul - PAGE_SIZE));
	KUNIT_EXPECT_NULL(test, vmalloc(totalram_pages() * PAGE_SIZE + 1));
	KUNIT_EXPECT_NULL(test, vmalloc(VMALLOC_TOTAL));
	KUNIT_EXPECT_NULL(test, __vmalloc(1ul << 31, GFP_KERNEL | __GFP_NOWARN));
	vfree(NULL);
	vunmap(NULL);
}

static void bad_free(struct kunit *test, const void *addr)
{
	kunit_expect_splat_begin(test, "Trying to vfree()");
	vfree(addr);
	KUNIT_EXPECT_EQ(test, kunit_expect_splat_end(test), 1u);
}

static void bad_free_test(struct kunit *test)
{
	char *area = vmalloc(3 * PAGE_SIZE);
	unsigned long page = __get_free_page(GFP_KERNEL);
	void *object = kmalloc(100, GFP_KERNEL);

	*area = 'a';
	bad_free(test, area + PAGE_SIZE);
	bad_free(test, area + 1);
	bad_free(test, area - PAGE_SIZE);
	bad_free(test, (void *)page);
	bad_free(test, object);
	bad_free(test, (void *)VMALLOC_START);
	bad_free(test, (void *)(VMALLOC_END - PAGE_SIZE));
	bad_free(test, (void *)VMALLOC_END);
	bad_free(test, (void *)0x1000);
	bad_free(test, bad_free_test);
	KUNIT_EXPECT_EQ(test, *area, 'a');
	vfree(area);
	bad_free(test, area);
	vm_unmap_aliases();
	bad_free(test, area);
	kfree(object);
	free_page(page);
}

/* --- vmap ------------------------------------------------------------------------------------- */

#define MAPPED	40

static void vmap_test(struct kunit *test)
{
	struct page *pages[MAPPED];
	u32 *area, *page;
	int i;

	for (i = 0; i < MAPPED; i++)
		pages[i] = alloc_page(GFP_HIGHUSER);
	area = vmap(pages, MAPPED, VM_MAP, PAGE_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, area);
	for (i = 0; i < MAPPED; i++) {
		area[i * PAGE_SIZE / 4] = i * 77;
		KUNIT_EXPECT_PTR_EQ(test, vmalloc_to_page(area + i * PAGE_SIZE / 4), pages[i]);
	}
	KUNIT_EXPECT_TRUE(test, faults((char *)area - 1));
	KUNIT_EXPECT_TRUE(test, faults(area + MAPPED * PAGE_SIZE / 4));
	vunmap(area);
	vm_unmap_aliases();
	KUNIT_EXPECT_TRUE(test, faults(area));
	for (i = 0; i < MAPPED; i++) {
		page = kmap_local_page(pages[i]);
		KUNIT_EXPECT_EQ(test, *page, i * 77u);
		kunmap_local(page);
	}

	/* With VM_MAP_PUT_PAGES the pages go with the area; it takes the caller's references. */
	area = vmap(pages, MAPPED, VM_MAP | VM_MAP_PUT_PAGES, PAGE_KERNEL_RO);
	KUNIT_ASSERT_NOT_NULL(test, area);
	KUNIT_EXPECT_EQ(test, area[0], 0u);
	vfree(area);
}

static void vmap_block_test(struct kunit *test)
{
	struct page *block = alloc_pages(GFP_KERNEL, 5), *pages[32];
	char *area;
	int i;

	KUNIT_ASSERT_NOT_NULL(test, block);
	for (i = 0; i < 32; i++)
		pages[i] = block + i;
	area = vmap(pages, 32, VM_MAP, PAGE_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, area);
	KUNIT_EXPECT_EQ(test, entry_at(area), LARGE_PAGE_SIZE);
	vunmap(area);
	area = vmap(pages + 1, 31, VM_MAP, PAGE_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, area);
	KUNIT_EXPECT_EQ(test, entry_at(area), PAGE_SIZE);
	memset(area, 1, 31 * PAGE_SIZE);
	vunmap(area);
	__free_pages(block, 5);
}

static void vmap_bad_input_test(struct kunit *test)
{
	struct page *page = alloc_page(GFP_KERNEL), *none = NULL;
	char *area;

	KUNIT_EXPECT_NULL(test, vmap(&page, 0, VM_MAP, PAGE_KERNEL));
	KUNIT_EXPECT_NULL(test, vmap(&page, ~0u, VM_MAP, PAGE_KERNEL));
	/* Lowmem can write it: it must not become executable. */
	KUNIT_EXPECT_NULL(test, vmap(&page, 1, VM_MAP, PAGE_KERNEL_EXEC));
	kunit_expect_splat_begin(test, "WARNING:");
	KUNIT_EXPECT_NULL(test, vmap(&none, 1, VM_MAP, PAGE_KERNEL));
	KUNIT_EXPECT_EQ(test, kunit_expect_splat_end(test), 1u);

	area = vmap(&page, 1, VM_MAP, PAGE_KERNEL);
	bad_free(test, area);			/* vfree() of what is to be vunmap()ped */
	vunmap(area);
	area = vmalloc(1);
	kunit_expect_splat_begin(test, "Trying to vunmap()");
	vunmap(area);
	KUNIT_EXPECT_EQ(test, kunit_expect_splat_end(test), 1u);
	*area = 0;
	vfree(area);
	__free_page(page);
}

/* --- asking ----------------------------------------------------------------------------------- */

static char info[16384];

static void vmallocinfo_test(struct kunit *test)
{
	char *area = vmalloc(5 * PAGE_SIZE);
	struct vm_struct *vm = find_vm_area(area + 0x4321);
	char line[80];
	char *found;
	int len;

	KUNIT_ASSERT_NOT_NULL(test, vm);
	KUNIT_EXPECT_PTR_EQ(test, vm->addr, (void *)area);
	KUNIT_EXPECT_EQ(test, get_vm_area_size(vm), 5 * PAGE_SIZE);
	KUNIT_EXPECT_EQ(test, vm->nr_pages, 5u);
	KUNIT_EXPECT_NULL(test, find_vm_area(area - 1));
	KUNIT_EXPECT_NULL(test, find_vm_area(info));

	len = vmallocinfo_text(info, sizeof(info));
	KUNIT_EXPECT_EQ(test, len, (int)strlen(info));
	scnprintf(line, sizeof(line), "0x%px-0x%px   24576 vmallocinfo_test+0x", area,
		  area + 0x6000);
	found = strstr(info, line);
	KUNIT_ASSERT_NOT_NULL(test, found);
	KUNIT_EXPECT_NOT_NULL(test, strstr(found, " pages=5 vmalloc\n"));
	KUNIT_EXPECT_NOT_NULL(test, strstr(info, " ioremap\n"));
	KUNIT_EXPECT_NOT_NULL(test, strstr(info, " stack\n"));
	KUNIT_EXPECT_EQ(test, vmallocinfo_text(info, 100), 99);
	vfree(area);
}

static struct kunit_case vmalloc_test_cases[] = {
	KUNIT_CASE(sizes_test),
	KUNIT_CASE(zeroed_test),
	KUNIT_CASE(to_page_test),
	KUNIT_CASE(page_reference_test),
	KUNIT_CASE(lowmem_test),
	KUNIT_CASE(large_entries_test),
	KUNIT_CASE(section_again_test),
	KUNIT_CASE(inspector_test),
	KUNIT_CASE(use_after_free_test),
	KUNIT_CASE(lazy_bound_test),
	KUNIT_CASE(interrupt_test),
	KUNIT_CASE(bad_size_test),
	KUNIT_CASE(bad_free_test),
	KUNIT_CASE(vmap_test),
	KUNIT_CASE(vmap_block_test),
	KUNIT_CASE(vmap_bad_input_test),
	KUNIT_CASE(vmallocinfo_test),
	{ }
};

static struct kunit_suite vmalloc_test_suite = {
	.name = "vmalloc",
	.init = mm_test_settle_vmap,
	.exit = mm_test_check_vmap,
	.test_cases = vmalloc_test_cases,
};
kunit_test_suite(vmalloc_test_suite);
