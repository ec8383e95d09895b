// SPDX-License-Identifier: MIT
/*
 * The first page tables, built with the MMU off.
 *
 * They already are the final ones as far as they go: the image is mapped with 4 KiB and 64 KiB
 * pages and its final permissions, stack guards are holes, everything else is empty but for one
 * section that maps head.S to its own physical address. What paging_init() does later only fills
 * entries that were empty. So no valid entry ever changes its size or its memory, and there is no
 * moment at which a TLB could hold two answers for one address (ARM ARM B3.10.1, break before
 * make).
 *
 * This file runs at the physical address with the MMU off: it is compiled position independent, and
 * touches only the symbols of the image, PC-relative. All memory is strongly ordered at that time,
 * hence -mno-unaligned-access.
 */
#pragma GCC visibility push(hidden)
#include <asm/early_mmu.h>
#include <asm/pgtable.h>
#include <asm/sections.h>
#pragma GCC visibility pop

#define IMAGE_MAX_SECTIONS	8

static pte_t image_pte[IMAGE_MAX_SECTIONS][PTRS_PER_PTE]
	__attribute__((section(".bss.page_tables"), aligned(PTE_TABLE_SIZE)));

/* The top 4 MiB: the fixmap's tables, and the exception vectors. */
static pte_t top_pte[4][PTRS_PER_PTE]
	__attribute__((section(".bss.page_tables"), aligned(PTE_TABLE_SIZE)));

/* Attribute bits as numbers: mem_types[] is not at the address yet that it is linked for. */
struct range {
	const char *end;
	u32 large, small;	/* 0: not mapped */
};

static bool range_covers(const struct range *range, unsigned long pa, unsigned long size)
{
	return pa + size <= (unsigned long)range->end;
}

/* Fills entries from @pa on up to the end of @range; returns where it stopped. */
static unsigned long map_range(unsigned long pa, const struct range *range,
			       unsigned long phys_offset)
{
	pte_t *pte = &image_pte[0][0] + ((pa - phys_offset) >> PAGE_SHIFT);
	unsigned int i;

	while (range_covers(range, pa, PAGE_SIZE)) {
		if (range->large && !(pa & ~LARGE_PAGE_MASK) &&
		    range_covers(range, pa, LARGE_PAGE_SIZE)) {
			for (i = 0; i < LARGE_PAGE_SIZE / PAGE_SIZE; i++)
				*pte++ = pa | range->large;
			pa += LARGE_PAGE_SIZE;
		} else {
			*pte++ = range->small ? pa | range->small : 0;
			pa += PAGE_SIZE;
		}
	}
	return pa;
}

void early_map_image(unsigned long phys_offset)
{
	const u32 rw_large = MT_LARGE_BITS(ATTR_WBWA, PTE_LARGE_XN);
	const u32 rw_small = MT_SMALL_BITS(ATTR_WBWA, PTE_SMALL_XN);
	const u32 rx_large = MT_LARGE_BITS(ATTR_WBWA, PTE_RDONLY);
	const u32 rx_small = MT_SMALL_BITS(ATTR_WBWA, PTE_RDONLY);
	const struct range ranges[] = {
		{ _text,		rw_large, rw_small },
		{ __init_text_begin,	rx_large, rx_small },
		{ _etext,		rx_large, rx_small },	/* freed alone: free_initmem() */
		{ __end_rodata,		MT_LARGE_BITS(ATTR_WBWA, PTE_RDONLY | PTE_LARGE_XN),
					MT_SMALL_BITS(ATTR_WBWA, PTE_RDONLY | PTE_SMALL_XN) },
		{ __start_ro_after_init, rw_large, rw_small },
		{ __end_ro_after_init,	rw_large, rw_small },	/* mark_rodata_ro() */
		{ init_stack_guard,	rw_large, rw_small },
		{ init_stack,		0, 0 },
		{ init_irq_stack_guard,	rw_large, rw_small },
		{ init_irq_stack,	0, 0 },
		{ init_abt_stack_guard,	rw_large, rw_small },
		{ init_abt_stack,	0, 0 },
		{ (const char *)(((unsigned long)_end + SECTION_SIZE - 1) & SECTION_MASK),
					rw_large, rw_small },
	};
	pgd_t *pgd = (pgd_t *)(phys_offset + TEXT_OFFSET - PG_DIR_SIZE);
	unsigned long pa = phys_offset;
	unsigned int i;

	for (i = 0; i < PTRS_PER_PGD; i++)
		pgd[i] = 0;
	for (i = 0; i < sizeof(ranges) / sizeof(ranges[0]); i++)
		pa = map_range(pa, &ranges[i], phys_offset);
	for (i = 0; i < (pa - phys_offset) >> SECTION_SHIFT; i++)
		pgd[pgd_index(PAGE_OFFSET) + i] = (unsigned long)image_pte[i] | PMD_TYPE_TABLE;
	for (i = 0; i < 4; i++)
		pgd[pgd_index(FIXADDR_START) + i] = (unsigned long)top_pte[i] | PMD_TYPE_TABLE;
	top_pte[3][pte_index(VECTORS_BASE)] = (unsigned long)__vectors_start |
					      MT_SMALL_BITS(ATTR_WBWA, PTE_RDONLY);
	/* The identity map: where the instruction that turns the MMU on lies, and the next ones. */
	pgd[pgd_index(phys_offset)] |= pgd[pgd_index(phys_offset)] ? 0 :
		phys_offset | MT_SECT_BITS(ATTR_WBWA, PMD_SECT_RDONLY);
}
