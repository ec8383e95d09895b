// SPDX-License-Identifier: MIT
/*
 * What the kernel's page tables hold from the start. pgtable.c writes them.
 *
 * There is one set, in swapper_pg_dir: early_mmu.c has mapped the image and the tables of the
 * fixmap, paging_init() adds lowmem, and ioremap and vmalloc add their ranges. An entry goes from
 * empty to valid to empty; it never changes in place from one valid address or size to another.
 * Hence a new mapping needs no TLB maintenance, only that the table walk sees the entry, and a
 * removed one needs its TLB entries dropped on all CPUs before the address or the memory is used
 * again.
 *
 * Invariants
 *   1. No entry is writable and executable, and no two entries of one physical page are, together
 *      (checked by ptdump_check_wx() at the end of start-up).
 *   2. Page 0 is not mapped, nor is anything below PAGE_OFFSET but modules and kmap slots.
 */
#include <asm/cacheflush.h>
#include <asm/cp15.h>
#include <asm/early_mmu.h>
#include <asm/fixmap.h>
#include <asm/pgtable.h>
#include <asm/sections.h>
#include <asm/tlbflush.h>
#include <linux/bug.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/memblock.h>
#include <linux/minmax.h>
#include <linux/mm.h>
#include <linux/panic.h>
#include <linux/poison.h>
#include <linux/printk.h>
#include <linux/string.h>

#define MEM_TYPE(label, attr, ro, xn)							\
	{										\
		.name = label,								\
		.sect = MT_SECT_BITS(attr, (ro ? PMD_SECT_RDONLY : 0) |			\
					   (xn ? PMD_SECT_XN : 0)),			\
		.large = MT_LARGE_BITS(attr, (ro ? PTE_RDONLY : 0) |			\
					     (xn ? PTE_LARGE_XN : 0)),			\
		.small = MT_SMALL_BITS(attr, (ro ? PTE_RDONLY : 0) |			\
					     (xn ? PTE_SMALL_XN : 0)),			\
	}

const struct mem_type_desc mem_types[NR_MEM_TYPES] = {
	[MT_MEMORY_RW]		= MEM_TYPE("RAM rw", ATTR_WBWA, false, true),
	[MT_MEMORY_RO]		= MEM_TYPE("RAM ro", ATTR_WBWA, true, true),
	[MT_MEMORY_RX]		= MEM_TYPE("RAM rx", ATTR_WBWA, true, false),
	[MT_MEMORY_NONCACHED]	= MEM_TYPE("RAM rw noncached", ATTR_NONCACHED, false, true),
	[MT_DEVICE]		= MEM_TYPE("device", ATTR_DEVICE, false, true),
	[MT_STRONGLY_ORDERED]	= MEM_TYPE("strongly ordered", ATTR_STRONGLY_ORDERED, false, true),
};

phys_addr_t __pv_phys_offset __ro_after_init;
void *high_memory __ro_after_init;
phys_addr_t arm_lowmem_limit __ro_after_init;
unsigned long vmalloc_start __ro_after_init;

void mark_rodata_ro(void)
{
	change_kernel_range((unsigned long)__start_ro_after_init,
			    (unsigned long)__end_ro_after_init, MT_MEMORY_RO);
}

void free_initmem(void)
{
	change_kernel_range((unsigned long)__init_text_begin, (unsigned long)__init_text_end,
			    MT_MEMORY_RW);
	free_reserved_area((void *)__init_text_begin, (void *)__init_text_end, POISON_FREE_INITMEM,
			   "unused start-up code");
	free_reserved_area(__init_data_begin, __init_data_end, POISON_FREE_INITMEM,
			   "unused start-up data");
}

/* --- fixmap --------------------------------------------------------------------------------- */

void __set_fixmap(enum fixed_addresses idx, phys_addr_t phys, enum mem_type type)
{
	unsigned long virt = __fix_to_virt(idx);

	BUG_ON(virt >= FIXADDR_END);
	WARN_ON(*pte_offset_kernel(virt));
	set_table_entry(pte_offset_kernel(virt), (phys & PAGE_MASK) | mem_types[type].small);
	dsb();
	isb();
}

void clear_fixmap(enum fixed_addresses idx)
{
	unmap_kernel_range(__fix_to_virt(idx), PAGE_SIZE);
}

void __iomem *set_fixmap_earlycon(phys_addr_t phys)
{
	if (*pte_offset_kernel(__fix_to_virt(FIX_EARLYCON_MEM_BASE)))
		unmap_kernel_range(__fix_to_virt(FIX_EARLYCON_MEM_BASE), 2 * PAGE_SIZE);
	__set_fixmap(FIX_EARLYCON_MEM_BASE, phys, MT_DEVICE);
	__set_fixmap(FIX_EARLYCON_MEM_END, phys + PAGE_SIZE, MT_DEVICE);
	return (void __iomem *)(__fix_to_virt(FIX_EARLYCON_MEM_BASE) + offset_in_page(phys));
}

void *fixmap_remap_fdt(phys_addr_t phys, unsigned long size)
{
	unsigned long offset = offset_in_page(phys), addr;

	size = PAGE_ALIGN(offset + size);
	if (size > FDT_FIXED_SIZE)
		return NULL;
	for (addr = FDT_FIXED_BASE; *pte_offset_kernel(addr) && addr < FIXADDR_SLOTS;)
		addr += PAGE_SIZE;
	unmap_kernel_range(FDT_FIXED_BASE, addr - FDT_FIXED_BASE);
	if (map_kernel_range(FDT_FIXED_BASE, phys & PAGE_MASK, size, MT_MEMORY_RO))
		return NULL;
	return (void *)(FDT_FIXED_BASE + offset);
}

/* --- start-up ------------------------------------------------------------------------------- */

/* Only now: until here an instruction fetch could still come from the identity map. */
static void __init clear_identity_map(void)
{
	pgd_t *pgd = pgd_offset_k(PHYS_OFFSET);

	if (!pgd_is_section(*pgd))
		return;		/* RAM and lowmem at one address: there was none to make */
	set_table_entry(pgd, 0);
	local_flush_tlb_all();
}

void __init early_mmu_init(void)
{
	pgtable_init();
	clear_identity_map();
}

/* The part of one bank that is lowmem and that early_map_image() has not mapped. */
static void __init map_lowmem_range(phys_addr_t start, phys_addr_t end)
{
	phys_addr_t image_end = PHYS_OFFSET +
		(((unsigned long)_end - PAGE_OFFSET + SECTION_SIZE - 1) & SECTION_MASK);

	start = max(start, image_end);
	end = min(end, arm_lowmem_limit);
	if (start < end && map_kernel_range((unsigned long)phys_to_virt(start), start, end - start,
					    MT_MEMORY_RW))
		panic("No memory for the page tables of %pa-%pa", &start, &end);
}

/*
 * First the whole sections, which need no L2 tables; then memblock can give out what they hold, and
 * the tables of the ragged edges come from there.
 */
static void __init map_lowmem(void)
{
	phys_addr_t start, end, low, high;
	u64 i;

	for_each_mem_range(i, &start, &end) {
		low = (start + SECTION_SIZE - 1) & SECTION_MASK;
		high = end & SECTION_MASK;
		if (low >= start && low < high)
			map_lowmem_range(low, high);
	}
	memblock_set_current_limit(arm_lowmem_limit & SECTION_MASK);
	for_each_mem_range(i, &start, &end) {
		low = (start + SECTION_SIZE - 1) & SECTION_MASK;
		high = end & SECTION_MASK;
		if (low < start || low >= high) {
			map_lowmem_range(start, end);
			continue;
		}
		map_lowmem_range(start, low);
		map_lowmem_range(high, end);
	}
	memblock_set_current_limit(arm_lowmem_limit);
}

void __init paging_init(void)
{
	unsigned long addr;

	map_lowmem();
	for (addr = PKMAP_BASE; addr < PKMAP_END; addr += SECTION_SIZE)
		if (!pte_alloc_kernel(addr))
			panic("No memory for the page tables of kmap()");
}
