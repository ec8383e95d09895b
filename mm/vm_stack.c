// SPDX-License-Identifier: MIT
/*
 * Address space of a thread: its stack, guarded on both sides, and the slots of its local maps.
 *
 *	 64 KiB aligned
 *	  | local maps    |guard| stack   |guard of whatever comes next
 *	  +-+-+-+-+-+-+-+-+-----+----+----+
 *	   0 1 2 3 4 5 6 7   8    9   10  (pages)
 *
 * The slots come first, so that the entry behind the last one is that of the guard, and is told
 * from the others by a bit of its address (asm/kmap.h). A stack that overflows runs into the
 * guard; one that is read beyond its end, into the next.
 *
 * Stacks are mapped page by page even where the pages lie together: each is freed by itself.
 */
#include "vmap.h"

#include <asm/kmap.h>
#include <linux/export.h>
#include <linux/mm.h>
#include <marrow/vm_stack.h>

#define STACK_OFFSET	((KMAP_LOCAL_SLOTS + 1) * PAGE_SIZE)
#define WINDOW_BYTES	(STACK_OFFSET + THREAD_SIZE)

static void free_mapped(unsigned long addr, unsigned long end)
{
	phys_addr_t phys;

	for (; addr < end; addr += PAGE_SIZE)
		if (pgtable_clear(addr, &phys))
			__free_page(phys_to_page(phys));
}

static int map_new_pages(unsigned long addr, unsigned long end, gfp_t gfp)
{
	struct page *page;

	for (; addr < end; addr += PAGE_SIZE) {
		page = alloc_page(gfp | __GFP_ZERO | __GFP_HIGHMEM);
		if (!page)
			return -ENOMEM;
		if (map_kernel_range_nosync(addr, page_to_phys(page), PAGE_SIZE, MT_MEMORY_RW)) {
			__free_page(page);
			return -ENOMEM;
		}
	}
	dsb();
	return 0;
}

void *vm_stack_alloc(gfp_t gfp)
{
	struct vmap_area *area = vmap_area_alloc(WINDOW_BYTES, KMAP_WINDOW_ALIGN, KMAP_WINDOW_ALIGN,
						 VM_STACK, __builtin_return_address(0), gfp);
	unsigned long window, stack;

	if (!area)
		return NULL;
	window = (unsigned long)area->vm.addr;
	stack = window + STACK_OFFSET;
	area->vm.nr_pages = THREAD_SIZE / PAGE_SIZE;
	/* The entries of the slots must be there as well; all lie in one table. */
	if (!pte_alloc_kernel(window) || map_new_pages(stack, area->end, gfp)) {
		vm_stack_free((void *)stack);
		return NULL;
	}
	return (void *)stack;
}

void vm_stack_free(void *stack)
{
	unsigned long window = (unsigned long)stack - STACK_OFFSET;
	struct vmap_area *area = vmap_claim((void *)window, VM_STACK, "vm_stack_free");

	if (!area)
		return;
	unmap_kernel_range_noflush(window, KMAP_LOCAL_SLOTS * PAGE_SIZE);
	free_mapped((unsigned long)stack, area->end);
	vmap_area_free(area);
}

unsigned long vm_stack_window(const void *stack)
{
	return (unsigned long)stack - STACK_OFFSET;
}
