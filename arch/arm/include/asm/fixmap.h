/* SPDX-License-Identifier: MIT */
/*
 * The fixmap: pages whose virtual address is fixed at build time. Its page tables lie in the image,
 * so that a slot can be filled before there is any allocator.
 */
#ifndef _ASM_FIXMAP_H
#define _ASM_FIXMAP_H

#include <asm/memory.h>
#include <asm/pgtable.h>

enum fixed_addresses {
	FIX_EARLYCON_MEM_BASE,
	FIX_EARLYCON_MEM_END,		/* a register block may straddle a page */
	FIX_PROBE,			/* memory banks are probed through it */
	__end_of_permanent_fixed_addresses,
	FIX_KMAP_BEGIN = 16,		/* local maps of the first thread: highmem.h */
	FIX_KMAP_END = FIX_KMAP_BEGIN + 15,
	FIX_PAGE_ATOMIC,		/* the page allocator's slot of each CPU */
};

#define __fix_to_virt(idx)	(FIXADDR_SLOTS + ((unsigned long)(idx) << PAGE_SHIFT))

/** Maps @phys's page into slot @idx with memory type @type. Any context; the slot must be empty. */
void __set_fixmap(enum fixed_addresses idx, phys_addr_t phys, enum mem_type type);
/** Empties slot @idx and its TLB entry on all CPUs. */
void clear_fixmap(enum fixed_addresses idx);

/** Maps the register block at @phys (4 KiB from it at least) for the early console. */
void __iomem *set_fixmap_earlycon(phys_addr_t phys);

/**
 * fixmap_remap_fdt - map a device tree read-only at FDT_FIXED_BASE
 * @phys: where it lies; any alignment
 * @size: bytes to map; must fit the window
 *
 * Returns the address, or NULL when it does not fit. Replaces what was mapped there before.
 */
void *fixmap_remap_fdt(phys_addr_t phys, unsigned long size);

#endif
