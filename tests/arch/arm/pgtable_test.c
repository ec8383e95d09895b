// SPDX-License-Identifier: MIT
/*
 * The kernel's page tables: what each kind of memory may be used for, tried by using it, and the
 * entries themselves, held against the manual's bit positions (ARM ARM, DDI 0406C, B3.5).
 */
#include <kunit/test.h>
#include <asm/cp15.h>
#include <asm/fixmap.h>
#include <asm/page.h>
#include <asm/pgtable.h>
#include <asm/sections.h>
#include <asm/tlbflush.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <marrow/fault.h>

/* --- permissions, tried --------------------------------------------------------------------- */

#define FSR_TRANSLATION_SECTION	0x05
#define FSR_TRANSLATION_PAGE	0x07
#define FSR_PERMISSION_SECTION	0x0d
#define FSR_PERMISSION_PAGE	0x0f
#define FSR_STATUS(fsr)		((fsr) & 0x40f)
#define FSR_WRITE		(1 << 11)

static u32 lowmem_word;
static u32 data_word = 1;
static const u32 rodata_word = 2;
static u32 settled_word __ro_after_init = 3;

static void do_read(void *addr)
{
	(void)*(volatile u32 *)addr;
}

static void do_write(void *addr)
{
	*(volatile u32 *)addr = 0;
}

static void do_execute(void *addr)
{
	((void (*)(void))addr)();
}

struct access_case {
	const char *name;
	void (*access)(void *addr);
	const void *addr;
	enum fault_kind kind;	/* 0: no fault */
	unsigned int status;
};

static const struct access_case access_cases[] = {
	{ "read NULL", do_read, NULL, FAULT_DATA, FSR_TRANSLATION_SECTION },
	{ "write NULL", do_write, NULL, FAULT_DATA, FSR_TRANSLATION_SECTION },
	{ "execute NULL", do_execute, NULL, FAULT_PREFETCH, FSR_TRANSLATION_SECTION },
	{ "read the end of page 0", do_read, (void *)0xffc, FAULT_DATA, FSR_TRANSLATION_SECTION },
	{ "read user space", do_read, (void *)0x40010000, FAULT_DATA, FSR_TRANSLATION_SECTION },
	{ "read text", do_read, _text, 0, 0 },
	{ "write text", do_write, _text, FAULT_DATA, FSR_PERMISSION_PAGE },
	{ "read rodata", do_read, &rodata_word, 0, 0 },
	{ "write rodata", do_write, (void *)&rodata_word, FAULT_DATA, FSR_PERMISSION_PAGE },
	{ "execute rodata", do_execute, &rodata_word, FAULT_PREFETCH, FSR_PERMISSION_PAGE },
	{ "write data", do_write, &data_word, 0, 0 },
	{ "execute data", do_execute, &data_word, FAULT_PREFETCH, FSR_PERMISSION_PAGE },
	{ "read what start-up has settled", do_read, &settled_word, 0, 0 },
	{ "write what start-up has settled", do_write, &settled_word, FAULT_DATA,
	  FSR_PERMISSION_PAGE },
	{ "write bss", do_write, &lowmem_word, 0, 0 },
	{ "execute bss", do_execute, &lowmem_word, FAULT_PREFETCH, FSR_PERMISSION_PAGE },
	{ "read the page directory", do_read, swapper_pg_dir, 0, 0 },
	{ "write the vectors", do_write, (void *)VECTORS_BASE, FAULT_DATA, FSR_PERMISSION_PAGE },
	{ "write the device tree", do_write, (void *)FDT_FIXED_BASE, FAULT_DATA,
	  FSR_PERMISSION_PAGE },
	{ "read below the boot stack", do_read, init_stack_guard, FAULT_DATA,
	  FSR_TRANSLATION_PAGE },
	{ "read below the interrupt stack", do_read, init_irq_stack_guard, FAULT_DATA,
	  FSR_TRANSLATION_PAGE },
	{ "read below the abort stack", do_read, init_abt_stack_guard, FAULT_DATA,
	  FSR_TRANSLATION_PAGE },
	{ "read an empty fixmap slot", do_read, (void *)__fix_to_virt(FIX_PROBE), FAULT_DATA,
	  FSR_TRANSLATION_PAGE },
};
KUNIT_ARRAY_PARAM_DESC(access, access_cases, name);

static void access_test(struct kunit *test)
{
	const struct access_case *param = test->param_value;
	struct fault_info info = { };
	int caught = catch_fault(param->access, (void *)param->addr, &info);

	KUNIT_ASSERT_EQ(test, caught, param->kind != 0);
	if (!caught)
		return;
	KUNIT_EXPECT_EQ(test, info.kind, param->kind);
	KUNIT_EXPECT_EQ(test, info.addr, (unsigned long)param->addr);
	KUNIT_EXPECT_EQ(test, FSR_STATUS(info.fsr), param->status);
	if (info.kind == FAULT_DATA)
		KUNIT_EXPECT_EQ(test, !!(info.fsr & FSR_WRITE), param->access == do_write);
}

/* high_memory is the first address past lowmem; what lies there is a hole up to vmalloc. */
static void lowmem_border_test(struct kunit *test)
{
	unsigned long end = (unsigned long)high_memory;
	struct fault_info info;

	KUNIT_EXPECT_EQ(test, catch_fault(do_read, (void *)(end - 4), NULL), 0);
	KUNIT_ASSERT_EQ(test, catch_fault(do_read, (void *)end, &info), 1);
	KUNIT_EXPECT_EQ(test, info.addr, end);
	KUNIT_ASSERT_EQ(test, catch_fault(do_execute, (void *)(end - 4), &info), 1);
	KUNIT_EXPECT_EQ(test, info.kind, FAULT_PREFETCH);
	KUNIT_EXPECT_GE(test, VMALLOC_START, end);
	KUNIT_EXPECT_GE(test, VMALLOC_END - VMALLOC_START, VMALLOC_MIN_SIZE);
	KUNIT_EXPECT_EQ(test, virt_to_phys(high_memory), arm_lowmem_limit);
}

/* --- entries -------------------------------------------------------------------------------- */

struct attr_case {
	const char *name;
	enum mem_type type;
	u32 sect, large, small;
};

/* Written from the manual's figures, not with the header's names. */
static const struct attr_case attr_cases[] = {
	{ "RAM rw", MT_MEMORY_RW, 0x1141e, 0x941d, 0x45f },
	{ "RAM ro", MT_MEMORY_RO, 0x1941e, 0x961d, 0x65f },
	{ "RAM rx", MT_MEMORY_RX, 0x1940e, 0x161d, 0x65e },
	{ "RAM noncached", MT_MEMORY_NONCACHED, 0x1041a, 0x8419, 0x41b },
	{ "device", MT_DEVICE, 0x10416, 0x8415, 0x417 },
	{ "strongly ordered", MT_STRONGLY_ORDERED, 0x10412, 0x8411, 0x413 },
};
KUNIT_ARRAY_PARAM_DESC(attr, attr_cases, name);

static void attr_test(struct kunit *test)
{
	const struct attr_case *param = test->param_value;

	KUNIT_EXPECT_EQ(test, mem_types[param->type].sect, param->sect);
	KUNIT_EXPECT_EQ(test, mem_types[param->type].large, param->large);
	KUNIT_EXPECT_EQ(test, mem_types[param->type].small, param->small);
}

static void control_registers_test(struct kunit *test)
{
	u32 on = SCTLR_M | SCTLR_C | SCTLR_Z | SCTLR_I | SCTLR_V | SCTLR_TRE | SCTLR_AFE;

	KUNIT_EXPECT_EQ(test, read_sctlr() & on, on);
	KUNIT_EXPECT_EQ(test, read_sctlr() & SCTLR_A, 0);
	KUNIT_EXPECT_EQ(test, read_ttbcr(), 0);
	KUNIT_EXPECT_EQ(test, read_dacr(), DACR_CLIENT);
	KUNIT_EXPECT_EQ(test, read_ttbr0() & ~0x3fff, virt_to_phys(swapper_pg_dir));
	/* Shared memory is really shared only where there is somebody to share it with. */
	KUNIT_EXPECT_EQ(test, !!(read_prrr() & PRRR_NS1), cpu_is_mp());
	KUNIT_EXPECT_EQ(test, !!(read_ttbr0() & TTBR_S), cpu_is_mp());
}

/* --- mapping and unmapping ------------------------------------------------------------------ */

/* A window of the fixmap that nothing uses; its L2 tables are always there. */
#define WINDOW		(FIXADDR_END - 0x80000)
#define WINDOW_PAGES	64

static bool is_large(unsigned long addr)
{
	return pte_is_large(*pte_offset_kernel(addr));
}

static void map_sizes_test(struct kunit *test)
{
	phys_addr_t phys = virt_to_phys(_text) & LARGE_PAGE_MASK;
	unsigned int i;

	/* One small page, then a large one, then small ones again. */
	KUNIT_ASSERT_EQ(test, map_kernel_range(WINDOW + 0xf000, phys + 0xf000, 0x13000,
					       MT_MEMORY_RO), 0);
	KUNIT_EXPECT_TRUE(test, pte_is_small(*pte_offset_kernel(WINDOW + 0xf000)));
	for (i = 0; i < 16; i++)
		KUNIT_EXPECT_TRUE(test, is_large(WINDOW + 0x10000 + i * 0x1000));
	KUNIT_EXPECT_TRUE(test, pte_is_small(*pte_offset_kernel(WINDOW + 0x20000)));
	KUNIT_EXPECT_EQ(test, *pte_offset_kernel(WINDOW + 0x22000), 0u);

	/* Every page shows the memory that it should. */
	for (i = 0xf000; i < 0x22000; i += 0x1000)
		KUNIT_EXPECT_EQ(test, *(u32 *)(WINDOW + i), *(u32 *)phys_to_virt(phys + i));

	unmap_kernel_range(WINDOW + 0xf000, 0x13000);
	for (i = 0; i < WINDOW_PAGES; i++)
		KUNIT_EXPECT_EQ(test, catch_fault(do_read, (void *)(WINDOW + i * 0x1000), NULL), 1);
}

/* What was unmapped must not be seen again at the same address: the TLB entry is gone. */
static void remap_test(struct kunit *test)
{
	static u32 pages[2][PAGE_SIZE / 4] __attribute__((__aligned__(4096)));
	unsigned int i;

	pages[0][0] = 0x11111111;
	pages[1][0] = 0x22222222;
	for (i = 0; i < 100; i++) {
		u32 *page = pages[i & 1];

		KUNIT_ASSERT_EQ(test, map_kernel_range(WINDOW, virt_to_phys(page), PAGE_SIZE,
						       MT_MEMORY_RW), 0);
		KUNIT_EXPECT_EQ(test, *(volatile u32 *)WINDOW, page[0]);
		unmap_kernel_range(WINDOW, PAGE_SIZE);
		KUNIT_EXPECT_EQ(test, catch_fault(do_read, (void *)WINDOW, NULL), 1);
	}
}

/* --- W^X ------------------------------------------------------------------------------------ */

static void wx_clean_test(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, ptdump_check_wx(), 0u);
}

/* Both kinds of violation, planted: one entry with both rights, a writable alias of the text. */
static void wx_violation_test(struct kunit *test)
{
	pte_t *pte = pte_offset_kernel(WINDOW);

	set_table_entry(pte, (virt_to_phys(&data_word) & PAGE_MASK) |
			     (mem_types[MT_MEMORY_RW].small & ~PTE_SMALL_XN));
	KUNIT_EXPECT_EQ(test, ptdump_check_wx(), 2u);	/* it, and lowmem's own entry */
	unmap_kernel_range(WINDOW, PAGE_SIZE);
	set_table_entry(pte, virt_to_phys(_text) | mem_types[MT_MEMORY_RW].small);
	KUNIT_EXPECT_EQ(test, ptdump_check_wx(), 1u);
	unmap_kernel_range(WINDOW, PAGE_SIZE);
	KUNIT_EXPECT_EQ(test, ptdump_check_wx(), 0u);
}

static struct kunit_case pgtable_test_cases[] = {
	KUNIT_CASE_PARAM(access_test, access_gen_params),
	KUNIT_CASE(lowmem_border_test),
	KUNIT_CASE_PARAM(attr_test, attr_gen_params),
	KUNIT_CASE(control_registers_test),
	KUNIT_CASE(map_sizes_test),
	KUNIT_CASE(remap_test),
	KUNIT_CASE(wx_clean_test),
	KUNIT_CASE(wx_violation_test),
	{ }
};

static struct kunit_suite pgtable_test_suite = {
	.name = "pgtable",
	.test_cases = pgtable_test_cases,
};
kunit_test_suite(pgtable_test_suite);
