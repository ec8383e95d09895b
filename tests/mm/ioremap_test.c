// SPDX-License-Identifier: MIT
/* ioremap() and memremap(): where they point, with what type, and what they refuse. */
#include <kunit/test.h>
#include <linux/highmem.h>
#include <linux/io.h>
#include <linux/kernel.h>
#include <linux/kthread.h>
#include <linux/mm.h>
#include <linux/sched.h>
#include <linux/set_memory.h>
#include <linux/vmalloc.h>
#include <marrow/fault.h>

/* Physical addresses where no board has RAM; nothing there is touched. */
#define NO_RAM		0x10000000ul

static void do_read(void *addr)
{
	(void)*(volatile u8 *)addr;
}

static void do_write(void *addr)
{
	*(volatile u8 *)addr = 1;
}

static unsigned long look_up(const volatile void *addr, phys_addr_t *phys, enum mem_type *type)
{
	return pgtable_lookup((unsigned long)addr, phys, type);
}

static void types_test(struct kunit *test)
{
	static const struct {
		void __iomem *(*map)(phys_addr_t phys, size_t size);
		enum mem_type type;
	} kinds[] = {
		{ ioremap, MT_DEVICE },
		{ ioremap_wc, MT_MEMORY_NONCACHED },
		{ ioremap_cache, MT_MEMORY_RW },
	};
	enum mem_type type;
	phys_addr_t phys;
	char __iomem *regs;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(kinds); i++) {
		regs = kinds[i].map(NO_RAM + 0x1ffc, 8);
		KUNIT_ASSERT_NOT_NULL(test, regs);
		KUNIT_EXPECT_EQ(test, offset_in_page(regs), 0xffcul);
		KUNIT_EXPECT_EQ(test, look_up(regs, &phys, &type), PAGE_SIZE);
		KUNIT_EXPECT_EQ(test, phys, NO_RAM + 0x1ffc);
		KUNIT_EXPECT_EQ(test, type, kinds[i].type);
		KUNIT_EXPECT_EQ(test, look_up(regs + 7, &phys, &type), PAGE_SIZE);
		KUNIT_EXPECT_EQ(test, phys, NO_RAM + 0x2003);
		iounmap(regs);
		KUNIT_EXPECT_EQ(test, look_up(regs, &phys, &type), 0ul);
		vm_unmap_aliases();
		KUNIT_EXPECT_EQ(test, catch_fault(do_read, (void *)regs, NULL), 1);
	}
}

#define MEGABYTES	24

static void large_test(struct kunit *test)
{
	char __iomem *regs = ioremap(NO_RAM, 0x20000);
	unsigned int i, sections = 0;
	enum mem_type type;
	phys_addr_t phys;

	KUNIT_ASSERT_NOT_NULL(test, regs);
	KUNIT_EXPECT_EQ(test, look_up(regs, &phys, &type), LARGE_PAGE_SIZE);
	iounmap(regs);
	/* Of so many megabytes, some have never had an L2 table. */
	regs = ioremap(NO_RAM, MEGABYTES * SECTION_SIZE);
	KUNIT_ASSERT_NOT_NULL(test, regs);
	for (i = 1; i <= MEGABYTES; i++) {
		sections += look_up(regs + i * SECTION_SIZE - 1, &phys, &type) == SECTION_SIZE;
		KUNIT_EXPECT_EQ(test, phys, NO_RAM + i * SECTION_SIZE - 1);
		KUNIT_EXPECT_EQ(test, type, MT_DEVICE);
	}
	KUNIT_EXPECT_GE(test, sections, MEGABYTES / 2u);
	iounmap(regs);
}

static void *lowmem_page;

static void bad_input_test(struct kunit *test)
{
	char __iomem *regs;

	KUNIT_EXPECT_NULL(test, ioremap(NO_RAM, 0));
	KUNIT_EXPECT_NULL(test, ioremap(0xfffff000, 0x2000));
	KUNIT_EXPECT_NULL(test, ioremap(0x1000, ~0ul));
	iounmap(NULL);
	kunit_expect_splat_begin(test, "ioremap of RAM");
	KUNIT_EXPECT_NULL(test, ioremap(virt_to_phys(&lowmem_page), 4));
	KUNIT_EXPECT_NULL(test, ioremap_wc(virt_to_phys(high_memory) - PAGE_SIZE, 2 * PAGE_SIZE));
	KUNIT_EXPECT_EQ(test, kunit_expect_splat_end(test), 2u);
	regs = ioremap(NO_RAM, PAGE_SIZE);
	kunit_expect_splat_begin(test, "Trying to iounmap()");
	iounmap(regs + PAGE_SIZE);
	iounmap((void __iomem *)&lowmem_page);
	KUNIT_EXPECT_EQ(test, kunit_expect_splat_end(test), 2u);
	iounmap(regs);
	kunit_expect_splat_begin(test, "Trying to iounmap()");
	iounmap(regs);
	KUNIT_EXPECT_EQ(test, kunit_expect_splat_end(test), 1u);
}

static void memremap_test(struct kunit *test)
{
	struct page *page = alloc_page(GFP_HIGHUSER);
	u32 *addr, *alias;

	addr = memremap(page_to_phys(page), PAGE_SIZE, MEMREMAP_WB);
	KUNIT_ASSERT_NOT_NULL(test, addr);
	alias = kmap_local_page(page);
	*addr = 0x12345678;
	KUNIT_EXPECT_EQ(test, *alias, 0x12345678u);
	kunmap_local(alias);
	KUNIT_EXPECT_EQ(test, is_vmalloc_addr(addr), !!PageHighMem(page));
	memunmap(addr);
	kunit_expect_splat_begin(test, "memremap of RAM");
	KUNIT_EXPECT_NULL(test, memremap(page_to_phys(page), PAGE_SIZE, MEMREMAP_WC));
	KUNIT_EXPECT_EQ(test, kunit_expect_splat_end(test), 1u);
	KUNIT_EXPECT_NULL(test, memremap(NO_RAM, PAGE_SIZE, 0));
	addr = memremap(NO_RAM, PAGE_SIZE, MEMREMAP_WC);
	KUNIT_EXPECT_NOT_NULL(test, addr);
	memunmap(addr);
	__free_page(page);
}

/* --- protection ------------------------------------------------------------------------------- */

#define BX_LR	0xe12fff1e

static void do_call(void *code)
{
	((void (*)(void))code)();
}

static void protection_test(struct kunit *test)
{
	u32 *area = vmalloc(3 * PAGE_SIZE), *alias;
	unsigned long addr = (unsigned long)area;
	struct page *page;

	KUNIT_ASSERT_NOT_NULL(test, area);
	page = vmalloc_to_page(area + PAGE_SIZE / 4);
	area[PAGE_SIZE / 4] = BX_LR;
	KUNIT_EXPECT_EQ(test, set_memory_ro(addr + PAGE_SIZE, 1), 0);
	KUNIT_EXPECT_EQ(test, catch_fault(do_write, area + PAGE_SIZE / 4, NULL), 1);
	KUNIT_EXPECT_EQ(test, area[PAGE_SIZE / 4], (u32)BX_LR);
	KUNIT_EXPECT_EQ(test, catch_fault(do_write, area, NULL), 0);
	KUNIT_EXPECT_EQ(test, catch_fault(do_write, area + 2 * PAGE_SIZE / 4, NULL), 0);

	/* Writable memory does not become executable, be it by an address elsewhere. */
	KUNIT_EXPECT_EQ(test, set_memory_x(addr, 1), -EPERM);
	alias = kmap_local_page(page);
	KUNIT_EXPECT_EQ(test, set_memory_x(addr + PAGE_SIZE, 1), -EPERM);
	kunmap_local(alias);
	kmap(page);
	KUNIT_EXPECT_EQ(test, set_memory_x(addr + PAGE_SIZE, 1), -EPERM);
	kunmap(page);
	/* All of lowmem has such an address. In highmem, what nobody uses any more is none. */
	if (!PageHighMem(page)) {
		KUNIT_EXPECT_EQ(test, set_memory_x(addr + PAGE_SIZE, 1), -EPERM);
	} else {
		KUNIT_EXPECT_EQ(test, set_memory_x(addr + PAGE_SIZE, 1), 0);
		do_call(area + PAGE_SIZE / 4);
		KUNIT_EXPECT_EQ(test, ptdump_check_wx(), 0u);
		KUNIT_EXPECT_EQ(test, set_memory_rw(addr + PAGE_SIZE, 1), -EPERM);
		KUNIT_EXPECT_EQ(test, set_memory_nx(addr + PAGE_SIZE, 1), 0);
	}
	KUNIT_EXPECT_EQ(test, set_memory_rw(addr + PAGE_SIZE, 1), 0);
	KUNIT_EXPECT_EQ(test, catch_fault(do_write, area + PAGE_SIZE / 4, NULL), 0);
	KUNIT_EXPECT_EQ(test, set_memory_ro(addr, 3), 0);
	vfree(area);
}

static struct page *left_over;
static bool has_mapped;

/* Maps the page and unmaps it, deep in its window, and lives on. */
static int leave_entry(void *unused)
{
	void *first = kmap_local_page(left_over);

	kunmap_local(kmap_local_page(left_over));
	kunmap_local(first);
	smp_store_release(&has_mapped, true);
	while (!kthread_should_stop())
		schedule_timeout_interruptible(1);
	return 0;
}

/* What other threads have left in their slots, waiting or ended, is no writer. */
static void left_over_test(struct kunit *test)
{
	struct task_struct *waits, *ended;
	u32 *area = vmalloc(PAGE_SIZE), *code;

	KUNIT_ASSERT_NOT_NULL(test, area);
	left_over = vmalloc_to_page(area);
	area[0] = BX_LR;
	if (!PageHighMem(left_over)) {
		vfree(area);
		kunit_mark_skipped(test, "no highmem");
		return;
	}
	has_mapped = false;
	ended = kthread_run(leave_entry, NULL, "ended");
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, ended);
	while (!smp_load_acquire(&has_mapped))
		schedule_timeout_uninterruptible(1);
	kthread_stop(ended);
	has_mapped = false;
	waits = kthread_run(leave_entry, NULL, "waits");
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, waits);
	while (!smp_load_acquire(&has_mapped))
		schedule_timeout_uninterruptible(1);
	KUNIT_EXPECT_EQ(test, set_memory_ro((unsigned long)area, 1), 0);
	KUNIT_EXPECT_EQ(test, set_memory_x((unsigned long)area, 1), 0);
	KUNIT_EXPECT_EQ(test, ptdump_check_wx(), 0u);
	/* Now nothing can write it, and a second executable address may be had. */
	code = vmap(&left_over, 1, VM_MAP, PAGE_KERNEL_EXEC);
	KUNIT_EXPECT_NOT_NULL(test, code);
	if (code)
		do_call(code);
	vunmap(code);
	kthread_stop(waits);
	/* It is not executable from the first moment, purge or no purge. */
	do_call(area);
	vfree(area);
	KUNIT_EXPECT_EQ(test, catch_fault(do_call, area, NULL), 1);
}

static void protection_bad_input_test(struct kunit *test)
{
	char *area = vmalloc(0x20000);
	unsigned long addr = (unsigned long)area;

	KUNIT_EXPECT_EQ(test, set_memory_ro(addr, 0), -EINVAL);
	KUNIT_EXPECT_EQ(test, set_memory_ro(addr, -1), -EINVAL);
	KUNIT_EXPECT_EQ(test, set_memory_ro(addr + 1, 1), -EINVAL);
	KUNIT_EXPECT_EQ(test, set_memory_ro(addr, 33), -EINVAL);
	KUNIT_EXPECT_EQ(test, set_memory_ro(addr, ~0u >> 1), -EINVAL);
	KUNIT_EXPECT_EQ(test, set_memory_ro(PAGE_OFFSET, 1), -EINVAL);
	/* A large page is not broken up. */
	KUNIT_EXPECT_EQ(test, set_memory_ro(addr, 1), -EINVAL);
	KUNIT_EXPECT_EQ(test, set_memory_ro(addr, 16), 0);
	KUNIT_EXPECT_EQ(test, catch_fault(do_write, area + 0xffff, NULL), 1);
	KUNIT_EXPECT_EQ(test, catch_fault(do_write, area + 0x10000, NULL), 0);
	vfree(area);
}

static struct kunit_case ioremap_test_cases[] = {
	KUNIT_CASE(types_test),
	KUNIT_CASE(large_test),
	KUNIT_CASE(bad_input_test),
	KUNIT_CASE(memremap_test),
	KUNIT_CASE(protection_test),
	KUNIT_CASE(left_over_test),
	KUNIT_CASE(protection_bad_input_test),
	{ }
};

static struct kunit_suite ioremap_test_suite = {
	.name = "ioremap",
	.test_cases = ioremap_test_cases,
};
kunit_test_suite(ioremap_test_suite);
