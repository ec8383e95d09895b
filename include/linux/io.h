/* SPDX-License-Identifier: MIT */
/* Device registers in the address space of the kernel. */
#ifndef _LINUX_IO_H
#define _LINUX_IO_H

#include <asm/io.h>
#include <linux/types.h>

/**
 * ioremap - map device registers
 * @phys: their physical address, of any alignment
 * @size: bytes
 *
 * Returns their virtual address, or NULL (empty range, past 4 GiB, over RAM, no space). The
 * mapping is Device memory: accesses stay in order and are never merged. Not in interrupts.
 */
void __iomem *ioremap(phys_addr_t phys, size_t size);

/** The same as memory that is not cached, whose writes may be merged: frame buffers. */
void __iomem *ioremap_wc(phys_addr_t phys, size_t size);
/** The same as cached memory. */
void __iomem *ioremap_cache(phys_addr_t phys, size_t size);
#define ioremap_uc(phys, size)		ioremap(phys, size)
#define ioremap_np(phys, size)		ioremap(phys, size)

/** Gives back what ioremap() returned; NULL is fine. Not in interrupts. */
void iounmap(volatile void __iomem *addr);

enum {
	MEMREMAP_WB = 1,	/* cached */
	MEMREMAP_WT = 2,	/* not cached: there is no write-through here */
	MEMREMAP_WC = 4,	/* not cached, writes may be merged */
};

/**
 * memremap - map memory without side effects by its physical address
 * @flags: MEMREMAP_*; if there are several, the first that fits
 *
 * RAM is mapped cached or not at all; lowmem has its one address. Returns NULL as ioremap() does,
 * and without flags. Not in interrupts.
 */
void *memremap(phys_addr_t phys, size_t size, unsigned long flags);
void memunmap(void *addr);

/** True if the kernel uses the page as RAM. Any context. */
bool page_is_ram(unsigned long pfn);

#endif
