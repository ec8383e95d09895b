// SPDX-License-Identifier: MIT
/*
 * Mapping device registers, and other memory by its physical address.
 *
 * A mapping is an area of vmalloc's space (vmap_area.c), with the type of memory the caller asks
 * for. Where both addresses are multiples of 64 KiB or 1 MiB, large pages and sections are used.
 *
 * RAM that the kernel uses is mapped already, as cached memory; a second mapping of another type
 * would make the results of accesses unpredictable (ARM ARM A3.5.7). So RAM is refused, but for
 * memremap() of cached memory, which gives out the mapping there is.
 */
#include "vmap.h"

#include <asm/barrier.h>
#include <linux/bug.h>
#include <linux/export.h>
#include <linux/io.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/printk.h>

bool page_is_ram(unsigned long pfn)
{
	phys_addr_t phys = PFN_PHYS(pfn);
	enum mem_type type;

	if (!pfn_valid(pfn))
		return false;
	if (phys >= arm_lowmem_limit)
		return !PageReserved(pfn_to_page(pfn));
	return pgtable_lookup((unsigned long)phys_to_virt(phys), &phys, &type);
}

static bool overlaps_ram(phys_addr_t start, phys_addr_t last)
{
	unsigned long pfn = max(PHYS_PFN(start), mem_map_base_pfn);
	unsigned long end = min(PHYS_PFN(last) + 1, mem_map_base_pfn + mem_map_nr_pages);

	/* What has no descriptor is no RAM of ours: registers have none. */
	for (; pfn < end; pfn++)
		if (page_is_ram(pfn))
			return true;
	return false;
}

/* The largest block that @phys and @size let be used. */
static unsigned long io_align(phys_addr_t phys, unsigned long size)
{
	if (size >= SECTION_SIZE && !(phys & ~SECTION_MASK))
		return SECTION_SIZE;
	return size >= LARGE_PAGE_SIZE && !(phys & ~LARGE_PAGE_MASK) ? LARGE_PAGE_SIZE : PAGE_SIZE;
}

static void *map_physical(phys_addr_t phys, size_t size, enum mem_type type, const void *caller)
{
	unsigned long offset = offset_in_page(phys), bytes = PAGE_ALIGN(offset + size);
	struct vmap_area *area;

	phys -= offset;
	area = vmap_area_alloc(bytes, io_align(phys, bytes), PAGE_SIZE, VM_IOREMAP, caller,
			       GFP_KERNEL);
	if (!area) {
		pr_warn("ioremap: no room for %zu bytes at %pa\n", size, &phys);
		return NULL;
	}
	area->vm.phys_addr = phys;
	if (map_kernel_range_nosync((unsigned long)area->vm.addr, phys, bytes, type)) {
		vmap_area_free(vmap_area_claim((unsigned long)area->vm.addr));
		return NULL;
	}
	dsb();
	return area->vm.addr + offset;
}

static bool is_range(phys_addr_t phys, size_t size)
{
	if (size && phys + size - 1 >= phys && size <= VMALLOC_TOTAL)
		return true;
	pr_warn("ioremap: %pa plus %zu bytes is no range\n", &phys, size);
	return false;
}

static void __iomem *map_registers(phys_addr_t phys, size_t size, enum mem_type type,
				   const void *caller)
{
	if (!is_range(phys, size))
		return NULL;
	if (WARN(overlaps_ram(phys, phys + size - 1), "ioremap of RAM at %pa\n", &phys))
		return NULL;
	return (void __iomem *)map_physical(phys, size, type, caller);
}

void __iomem *ioremap(phys_addr_t phys, size_t size)
{
	return map_registers(phys, size, MT_DEVICE, __builtin_return_address(0));
}
EXPORT_SYMBOL(ioremap);

void __iomem *ioremap_wc(phys_addr_t phys, size_t size)
{
	return map_registers(phys, size, MT_MEMORY_NONCACHED, __builtin_return_address(0));
}
EXPORT_SYMBOL(ioremap_wc);

void __iomem *ioremap_cache(phys_addr_t phys, size_t size)
{
	return map_registers(phys, size, MT_MEMORY_RW, __builtin_return_address(0));
}
EXPORT_SYMBOL(ioremap_cache);

void iounmap(volatile void __iomem *addr)
{
	unsigned long virt = (unsigned long)addr & PAGE_MASK;
	struct vmap_area *area;

	if (!addr || WARN_ON_ONCE(in_interrupt()))
		return;
	area = vmap_claim((void *)virt, VM_IOREMAP, "iounmap");
	if (!area)
		return;
	unmap_kernel_range_noflush(virt, area->end - virt);
	vmap_area_free(area);
}
EXPORT_SYMBOL(iounmap);

/* --- memory that is not registers ------------------------------------------------------------- */

static void *remap_ram(phys_addr_t phys, size_t size, unsigned long flags)
{
	phys_addr_t last = phys + size - 1;

	if (!(flags & MEMREMAP_WB) || !page_is_ram(PHYS_PFN(phys)) ||
	    !page_is_ram(PHYS_PFN(last))) {
		WARN(1, "memremap of RAM at %pa, flags %#lx\n", &phys, flags);
		return NULL;
	}
	if (last < arm_lowmem_limit)
		return phys_to_virt(phys);
	return map_physical(phys, size, MT_MEMORY_RW, __builtin_return_address(0));
}

void *memremap(phys_addr_t phys, size_t size, unsigned long flags)
{
	if (!flags || !is_range(phys, size))
		return NULL;
	if (overlaps_ram(phys, phys + size - 1))
		return remap_ram(phys, size, flags);
	return map_physical(phys, size, flags & MEMREMAP_WB ? MT_MEMORY_RW : MT_MEMORY_NONCACHED,
			    __builtin_return_address(0));
}
EXPORT_SYMBOL(memremap);

void memunmap(void *addr)
{
	if (is_vmalloc_addr(addr))
		iounmap((void __iomem *)addr);
}
EXPORT_SYMBOL(memunmap);
