/* SPDX-License-Identifier: MIT */
/* Between head.S and early_mmu.c; and the attribute bits of entries by index, for the table too. */
#ifndef _ASM_EARLY_MMU_H
#define _ASM_EARLY_MMU_H

#include <asm/pgtable.h>

/* TEX[0], C and B of the attribute index n in the three sizes of entry */
#define __ATTR_CB(n)		((((n) & 1) ? PTE_B : 0) | (((n) & 2) ? PTE_C : 0))
#define __ATTR_TEX0(n, tex0)	(((n) & 4) ? (tex0) : 0)

#define MT_SECT_BITS(n, flags)	(PMD_TYPE_SECT | PMD_SECT_AF | PMD_SECT_S | __ATTR_CB(n) |	\
				 __ATTR_TEX0(n, PMD_SECT_TEX0) | (flags))
#define MT_LARGE_BITS(n, flags)	(PTE_TYPE_LARGE | PTE_AF | PTE_S | __ATTR_CB(n) |		\
				 __ATTR_TEX0(n, PTE_LARGE_TEX0) | (flags))
#define MT_SMALL_BITS(n, flags)	(PTE_TYPE_SMALL | PTE_AF | PTE_S | __ATTR_CB(n) |		\
				 __ATTR_TEX0(n, PTE_SMALL_TEX0) | (flags))

#ifndef __ASSEMBLY__
/**
 * early_map_image - build the first page tables
 *
 * Called by head.S, at the physical address, MMU off, bss cleared. @phys_offset is the start of
 * RAM.
 */
void early_map_image(unsigned long phys_offset);
#endif
#endif
