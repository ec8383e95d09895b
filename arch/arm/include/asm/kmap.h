/* SPDX-License-Identifier: MIT */
/*
 * Where a thread's local maps lie. mm/highmem.c has the theory.
 *
 * Each thread has KMAP_LOCAL_SLOTS pages of address space of its own, at a multiple of 64 KiB, so
 * that their L2 entries are the first half of a group of sixteen. The entry behind the last slot
 * is the first whose address has KMAP_PTE_END set.
 */
#ifndef _ASM_KMAP_H
#define _ASM_KMAP_H

#include <asm/pgtable.h>
#include <asm/thread_info.h>

#define KMAP_LOCAL_SLOTS	8
#define KMAP_WINDOW_ALIGN	LARGE_PAGE_SIZE
#define KMAP_PTE_END		(KMAP_LOCAL_SLOTS * 4)

/* In the task_struct: the entry of the next free slot, and what makes that the slot's address. */
#define kmap_next_pte		__current_field(pte_t *, TSK_KMAP_PTE)
#define kmap_window_bias	__current_field(unsigned long, TSK_KMAP_BIAS)

/* An entry is 4 bytes for 4096: its address times 1024, and a constant of the window. */
#define KMAP_PTE_SHIFT		(PAGE_SHIFT - 2)

static inline unsigned long kmap_bias_of(unsigned long window, pte_t *pte)
{
	return window - ((unsigned long)pte << KMAP_PTE_SHIFT);
}

#endif
