// SPDX-License-Identifier: MIT
/*
 * Mapping device registers.
 *
 * The window [IOREMAP_START, VMALLOC_END) is handed out from the top down, a page at least at a
 * time, with an empty page below each block. Blocks are for good: iounmap() takes the mapping
 * away, so that a stray access faults, but the addresses are not used again. That fits what needs
 * registers here, the drivers of a board, which come once.
 */
#include <asm/page.h>
#include <asm/pgtable.h>
#include <linux/io.h>
#include <linux/kernel.h>
#include <linux/printk.h>
#include <linux/spinlock.h>

static DEFINE_SPINLOCK(ioremap_lock);
static unsigned long ioremap_next = VMALLOC_END;	/* lowest address handed out */

/* Pages of address space for @size bytes, 0 if the window is used up. */
static unsigned long take_window(unsigned long size)
{
	unsigned long flags, virt = 0;

	spin_lock_irqsave(&ioremap_lock, flags);
	if (size + PAGE_SIZE <= ioremap_next - IOREMAP_START) {
		virt = ioremap_next - size;
		ioremap_next = virt - PAGE_SIZE;
	}
	spin_unlock_irqrestore(&ioremap_lock, flags);
	return virt;
}

static void __iomem *map_registers(phys_addr_t phys, size_t size, enum mem_type type)
{
	unsigned long offset = offset_in_page(phys), len, virt;
	phys_addr_t last = phys + size - 1;

	if (!size || last < phys) {
		pr_warn("ioremap: %pa plus %zu bytes is no range\n", &phys, size);
		return NULL;
	}
	len = PAGE_ALIGN(offset + size);
	virt = take_window(len);
	if (!virt) {
		pr_warn("ioremap: no room for %zu bytes at %pa\n", size, &phys);
		return NULL;
	}
	if (map_kernel_range(virt, phys & PAGE_MASK, len, type))
		return NULL;
	return (void __iomem *)(virt + offset);
}

void __iomem *ioremap(phys_addr_t phys, size_t size)
{
	return map_registers(phys, size, MT_DEVICE);
}

void iounmap(volatile void __iomem *addr)
{
	unsigned long virt = (unsigned long)addr & PAGE_MASK, end = virt;

	if (!addr)
		return;
	while (end < VMALLOC_END && *pte_offset_kernel(end))
		end += PAGE_SIZE;
	unmap_kernel_range(virt, end - virt);
}
