/* SPDX-License-Identifier: MIT */
/*
 * The virtual memory map: the one place that writes it down. Safe for C, assembler and the linker
 * script, so only plain numbers above the line, functions below it.
 *
 *   0x00000000  page 0, never mapped: a NULL pointer faults
 *   0x00001000  user space (nothing yet)
 *   0xBF000000  modules, within reach of a branch from the kernel
 *   0xBFE00000  PKMAP: 512 slots for kmap()
 *   0xC0000000  lowmem, mapped one to one, at most 896 MiB
 *                 +0x0000C000  swapper_pg_dir, 16 KiB
 *                 +0x00010000  the kernel image
 *   high_memory + 8 MiB  vmalloc and ioremap, up to 0xFF800000: 112 MiB at the least
 *   0xFFC00000  fixmap: the device tree, the early console, kmap_local slots
 *   0xFFFF0000  exception vectors
 *
 * The distance between a lowmem address and its physical address is only known at run time: it is
 * PAGE_OFFSET - __pv_phys_offset, and head.S finds the latter.
 */
#ifndef _ASM_MEMORY_H
#define _ASM_MEMORY_H

#include <linux/const.h>

#define TASK_SIZE		_AC(0xbf000000, UL)
#define MODULES_VADDR		_AC(0xbf000000, UL)
#define MODULES_END		_AC(0xbfe00000, UL)
#define PKMAP_BASE		_AC(0xbfe00000, UL)
#define PKMAP_END		_AC(0xc0000000, UL)

#define PAGE_OFFSET		_AC(0xc0000000, UL)
/* Where the image starts in lowmem. The page directory lies right below it. */
#define TEXT_OFFSET		_AC(0x00010000, UL)
#define PG_DIR_SIZE		_AC(0x00004000, UL)
#define SWAPPER_PG_DIR_VADDR	(PAGE_OFFSET + TEXT_OFFSET - PG_DIR_SIZE)
/* The loader puts the image into the first 128 MiB of RAM; RAM starts at a multiple of that. */
#define PHYS_OFFSET_ALIGN	_AC(0x08000000, UL)

#define VMALLOC_OFFSET		_AC(0x00800000, UL)	/* hole above lowmem: catches overruns */
#define VMALLOC_END		_AC(0xff800000, UL)
#define VMALLOC_MIN_SIZE	_AC(0x07000000, UL)	/* 112 MiB */
#define LOWMEM_MAX		_AC(0x38000000, UL)	/* 896 MiB */

#define FIXADDR_START		_AC(0xffc00000, UL)
#define FDT_FIXED_BASE		FIXADDR_START
#define FDT_FIXED_SIZE		_AC(0x00200000, UL)	/* 2 MiB window for the device tree */
#define FIXADDR_SLOTS		(FDT_FIXED_BASE + FDT_FIXED_SIZE)
#define FIXADDR_END		_AC(0xfff00000, UL)

#define VECTORS_BASE		_AC(0xffff0000, UL)

#define PAGE_SHIFT		12
#define PAGE_SIZE		(_AC(1, UL) << PAGE_SHIFT)
#define PAGE_MASK		(~(PAGE_SIZE - 1))

#ifndef __ASSEMBLY__
#include <linux/types.h>

/** Physical address of the first byte of lowmem; written once, by head.S. */
extern phys_addr_t __pv_phys_offset;

#define PHYS_OFFSET		__pv_phys_offset
#define PHYS_PFN_OFFSET		((unsigned long)(PHYS_OFFSET >> PAGE_SHIFT))

/** The first virtual address past lowmem, as in Linux. */
extern void *high_memory;
/** Physical end of lowmem: RAM from here on is highmem. */
extern phys_addr_t arm_lowmem_limit;
/** Where vmalloc and ioremap space begins; above high_memory, set by paging_init(). */
extern unsigned long vmalloc_start;

#define VMALLOC_START		vmalloc_start

/** Physical address of a lowmem address (any context). Meaningless for any other address. */
static inline phys_addr_t virt_to_phys(const volatile void *x)
{
	return (phys_addr_t)x - PAGE_OFFSET + PHYS_OFFSET;
}

/** Lowmem address of a physical address below arm_lowmem_limit (any context). */
static inline void *phys_to_virt(phys_addr_t x)
{
	return (void *)(x - PHYS_OFFSET + PAGE_OFFSET);
}

#define __pa(x)			virt_to_phys((const void *)(x))
#define __va(x)			phys_to_virt((phys_addr_t)(x))
#define __pa_symbol(x)		virt_to_phys(&(x))

#define __phys_to_pfn(paddr)	((unsigned long)((paddr) >> PAGE_SHIFT))
#define __pfn_to_phys(pfn)	((phys_addr_t)(pfn) << PAGE_SHIFT)
#define virt_to_pfn(kaddr)	__phys_to_pfn(virt_to_phys(kaddr))
#define pfn_to_virt(pfn)	phys_to_virt(__pfn_to_phys(pfn))

/** True for an address inside the one-to-one map of lowmem. */
#define virt_addr_valid(kaddr)	((unsigned long)(kaddr) >= PAGE_OFFSET && \
				 (unsigned long)(kaddr) < (unsigned long)high_memory)
#endif /* __ASSEMBLY__ */
#endif
