// SPDX-License-Identifier: MIT
/*
 * vmalloc() and vmap(): pages, wherever they lie, at consecutive addresses. mm/vmap_area.c hands
 * out the addresses and has the theory.
 *
 * Which pages an area has is written in the page tables and nowhere else. An entry's size is the
 * size of the block that was allocated for it, so vfree() frees what it finds, block by block:
 *
 *	entry		block		one TLB entry of 32 on the Cortex-A8 reaches
 *	small page	order 0		  4 KiB: all 32 reach 128 KiB
 *	large page	order 4		 64 KiB: 2 MiB
 *	section		order 8		  1 MiB: 32 MiB
 *
 * A block is never broken up: it is a compound page, mapped by one entry and freed by one call.
 * Large blocks are asked for politely, without reclaim; where there is none, single pages do.
 *
 * An area that is freed in an interrupt loses its name at once (vmap_area_claim()); its pages
 * follow when the workqueue gets to it.
 */
#include "vmap.h"

#include <asm/tlbflush.h>
#include <linux/bug.h>
#include <linux/export.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/preempt.h>
#include <linux/printk.h>
#include <linux/ratelimit.h>
#include <linux/sched.h>
#include <linux/smp.h>
#include <linux/workqueue.h>

/* From this size on, it is worth asking whether there is as much memory at all. */
#define CHECK_TOTAL_BYTES	SECTION_SIZE

static atomic_long_t nr_vmalloc_pages;

unsigned long vmalloc_nr_pages(void)
{
	return atomic_long_read(&nr_vmalloc_pages);
}

/* --- pages of an area ------------------------------------------------------------------------- */

static inline unsigned int order_of(unsigned long entry_bytes)
{
	if (likely(entry_bytes == PAGE_SIZE))
		return 0;
	return entry_bytes == LARGE_PAGE_SIZE ? LARGE_PAGE_ORDER : SECTION_ORDER;
}

/* A block for the entry at @addr, up to *@limit: what cannot be had is not asked for again. */
static noinline struct page *alloc_large_block(unsigned long addr, unsigned long left, gfp_t gfp,
					       unsigned long *limit)
{
	gfp_t polite = (gfp | __GFP_COMP | __GFP_NOWARN | __GFP_NORETRY) &
		       ~(__GFP_RECLAIM | __GFP_NOFAIL);
	unsigned long bytes;
	struct page *page;

	for (;;) {
		bytes = pgtable_entry_size(addr, min(left, *limit));
		if (bytes == PAGE_SIZE)
			return alloc_page(gfp);
		page = alloc_pages(polite, order_of(bytes));
		if (page)
			return page;
		*limit = bytes == SECTION_SIZE ? LARGE_PAGE_SIZE : PAGE_SIZE;
	}
}

/* Frees all blocks mapped in [addr, end) and empties the entries. */
static void free_blocks(unsigned long addr, unsigned long end)
{
	unsigned long bytes;
	phys_addr_t phys;

	for (; addr < end; addr += bytes) {
		bytes = pgtable_clear(addr, &phys);
		if (likely(bytes))
			__free_pages(phys_to_page(phys), order_of(bytes));
		else
			bytes = PAGE_SIZE;
	}
}

/* Allocates and maps; 0 or -ENOMEM, with what was had left for free_blocks(). */
static int fill_area(unsigned long addr, unsigned long end, gfp_t gfp)
{
	unsigned long limit = SECTION_SIZE, bytes;
	struct page *page;

	for (; addr < end; addr += bytes) {
		bytes = PAGE_SIZE;
		if (likely(end - addr < LARGE_PAGE_SIZE))
			page = alloc_page(gfp);
		else
			page = alloc_large_block(addr, end - addr, gfp, &limit);
		if (unlikely(!page))
			return -ENOMEM;
		if (page->flags & PAGE_ORDER_MASK)
			bytes = page_size(page);
		if (unlikely(map_kernel_range_nosync(addr, page_to_phys(page), bytes,
						     MT_MEMORY_RW))) {
			__free_pages(page, order_of(bytes));
			return -ENOMEM;
		}
	}
	/* The walk sees the entries before the first access through them. */
	dsb();
	return 0;
}

static void put_mapped_pages(unsigned long addr, unsigned long end)
{
	phys_addr_t phys;

	for (; addr < end; addr += PAGE_SIZE) {
		enum mem_type type;

		if (pgtable_lookup(addr, &phys, &type))
			put_page(phys_to_page(phys));
	}
}

/* --- freeing ---------------------------------------------------------------------------------- */

/* An area that nobody finds any more: its pages, then its addresses. */
static void release_area(struct vmap_area *area)
{
	unsigned long addr = (unsigned long)area->vm.addr, end = area->end;

	/* A page that is to be somebody else's must not stay executable in some TLB. */
	if (unlikely(area->vm.flags & VM_FLUSH_RESET_PERMS))
		change_kernel_range(addr, end, MT_MEMORY_RW);
	if (likely(area->vm.flags & VM_ALLOC)) {
		atomic_long_sub(area->vm.nr_pages, &nr_vmalloc_pages);
		free_blocks(addr, end);
	} else {
		if (area->vm.flags & VM_MAP_PUT_PAGES)
			put_mapped_pages(addr, end);
		unmap_kernel_range_noflush(addr, end - addr);
	}
	vmap_area_free(area);
}

static LLIST_HEAD(deferred_areas);

static void free_deferred(struct work_struct *work)
{
	struct llist_node *node = llist_del_all(&deferred_areas), *next;

	for (; node; node = next) {
		next = node->next;
		release_area(llist_entry(node, struct vmap_area, deferred));
	}
}
static DECLARE_WORK(deferred_work, free_deferred);

void vfree(const void *addr)
{
	struct vmap_area *area;

	if (!addr)
		return;
	area = vmap_claim(addr, VM_ALLOC | VM_MAP_PUT_PAGES, "vfree");
	if (unlikely(!area))
		return;
	if (likely(!in_interrupt()))
		release_area(area);
	else if (llist_add(&area->deferred, &deferred_areas))
		schedule_work(&deferred_work);
}
EXPORT_SYMBOL(vfree);

void vunmap(const void *addr)
{
	struct vmap_area *area;

	if (!addr)
		return;
	if (WARN_ON_ONCE(in_interrupt()))
		return;
	area = vmap_claim(addr, VM_MAP, "vunmap");
	if (!area)
		return;
	area->vm.flags &= ~VM_MAP_PUT_PAGES;
	release_area(area);
}
EXPORT_SYMBOL(vunmap);

void vm_unmap_aliases(void)
{
	if (preemptible())
		flush_work(&deferred_work);
	vmap_purge();
}
EXPORT_SYMBOL(vm_unmap_aliases);

/* --- allocating ------------------------------------------------------------------------------- */

static noinline void *vmalloc_failed(unsigned long size, gfp_t gfp, const char *why)
{
	static DEFINE_RATELIMIT_STATE(limit, 5 * HZ, 10);

	if (!(gfp & __GFP_NOWARN) && __ratelimit(&limit))
		pr_warn("vmalloc: %s/%d: %lu bytes: %s\n", current->comm, current->pid, size, why);
	return NULL;
}

/* The alignment that lets the largest blocks be used. */
static inline unsigned long best_align(unsigned long size)
{
	if (likely(size < LARGE_PAGE_SIZE))
		return PAGE_SIZE;
	return size < SECTION_SIZE ? LARGE_PAGE_SIZE : SECTION_SIZE;
}

/* The address is a multiple of @align; where there is room, of best_align() too. */
static __always_inline void *vmalloc_aligned(unsigned long size, unsigned long align, gfp_t gfp,
					     const void *caller)
{
	unsigned long bytes = PAGE_ALIGN(size), addr;
	struct vmap_area *area;

	if (WARN_ON_ONCE(!size))
		return NULL;
	if (unlikely(bytes - 1 >= CHECK_TOTAL_BYTES) &&
	    (!bytes || bytes >> PAGE_SHIFT > totalram_pages()))
		return vmalloc_failed(size, gfp, "exceeds all memory");
	area = vmap_area_alloc(bytes, max(best_align(bytes), align), align, VM_ALLOC, caller, gfp);
	if (unlikely(!area))
		return vmalloc_failed(size, gfp, "no address space, or no memory for its tables");
	addr = (unsigned long)area->vm.addr;
	area->vm.nr_pages = bytes >> PAGE_SHIFT;
	atomic_long_add(bytes >> PAGE_SHIFT, &nr_vmalloc_pages);
	if (unlikely(fill_area(addr, area->end, gfp))) {
		release_area(vmap_area_claim(addr));
		return vmalloc_failed(size, gfp, "no pages");
	}
	return (void *)addr;
}

static void *vmalloc_caller(unsigned long size, gfp_t gfp, const void *caller)
{
	return vmalloc_aligned(size, PAGE_SIZE, gfp, caller);
}

void *__vmalloc_node(unsigned long size, unsigned long align, gfp_t gfp, int node,
		     const void *caller)
{
	if (WARN_ON_ONCE(align & (align - 1)))
		return NULL;
	return vmalloc_aligned(size, max(align, PAGE_SIZE), gfp, caller);
}
EXPORT_SYMBOL(__vmalloc_node);

void *__vmalloc(unsigned long size, gfp_t gfp)
{
	return vmalloc_caller(size, gfp, __builtin_return_address(0));
}
EXPORT_SYMBOL(__vmalloc);

void *vmalloc(unsigned long size)
{
	return vmalloc_caller(size, GFP_KERNEL | __GFP_HIGHMEM, __builtin_return_address(0));
}
EXPORT_SYMBOL(vmalloc);

void *vzalloc(unsigned long size)
{
	return vmalloc_caller(size, GFP_KERNEL | __GFP_HIGHMEM | __GFP_ZERO,
			      __builtin_return_address(0));
}
EXPORT_SYMBOL(vzalloc);

void *vmalloc_32(unsigned long size)
{
	return vmalloc_caller(size, GFP_KERNEL, __builtin_return_address(0));
}
EXPORT_SYMBOL(vmalloc_32);

/* --- mapping pages of the caller's ------------------------------------------------------------ */

/* How many of the pages from pages[0] on are physically one after the other. */
static unsigned int contiguous(struct page **pages, unsigned int count)
{
	unsigned int n = 1;

	while (n < count && pages[n] == pages[0] + n)
		n++;
	return n;
}

static int map_page_array(unsigned long addr, struct page **pages, unsigned int count,
			  enum mem_type type)
{
	unsigned int run;
	int err = 0;

	for (; count && !err; count -= run, pages += run, addr += run * PAGE_SIZE) {
		run = contiguous(pages, count);
		err = map_kernel_range_nosync(addr, page_to_phys(*pages), run * PAGE_SIZE, type);
	}
	dsb();
	return err;
}

/* Memory that may be executed must not be writable anywhere: W^X. */
static bool may_map(struct page **pages, unsigned int count, enum mem_type type)
{
	phys_addr_t phys;
	unsigned int i;

	for (i = 0; i < count; i++) {
		if (WARN_ON(!pages[i]))
			return false;
		phys = page_to_phys(pages[i]);
		if (type == MT_MEMORY_RX && ptdump_find_writable(phys, phys + PAGE_SIZE))
			return false;
	}
	return true;
}

void *vmap(struct page **pages, unsigned int count, unsigned long flags, pgprot_t prot)
{
	unsigned long addr, align;
	struct vmap_area *area;

	might_sleep();
	if (prot == MT_MEMORY_RX)
		vmap_forget_writers();
	if (!count || count > totalram_pages() || !may_map(pages, count, prot))
		return NULL;
	/* Where the first page lies on such a border, so shall the address. */
	align = best_align((unsigned long)count << PAGE_SHIFT);
	while (page_to_phys(pages[0]) & (align - 1))
		align = align == SECTION_SIZE ? LARGE_PAGE_SIZE : PAGE_SIZE;
	area = vmap_area_alloc((unsigned long)count << PAGE_SHIFT, align, PAGE_SIZE,
			       VM_MAP | (flags & VM_MAP_PUT_PAGES), __builtin_return_address(0),
			       GFP_KERNEL);
	if (!area)
		return NULL;
	addr = (unsigned long)area->vm.addr;
	area->vm.nr_pages = count;
	if (map_page_array(addr, pages, count, prot)) {
		vunmap((void *)addr);
		return NULL;
	}
	return (void *)addr;
}
EXPORT_SYMBOL(vmap);

/* --- areas without memory --------------------------------------------------------------------- */

struct vm_struct *get_vm_area(unsigned long size, unsigned long flags)
{
	unsigned long bytes = PAGE_ALIGN(size);
	struct vmap_area *area;

	if (!bytes)
		return NULL;
	area = vmap_area_alloc(bytes, PAGE_SIZE, PAGE_SIZE, flags & ~VM_ALLOC,
			       __builtin_return_address(0), GFP_KERNEL);
	return area ? &area->vm : NULL;
}
EXPORT_SYMBOL(get_vm_area);

void free_vm_area(struct vm_struct *vm)
{
	struct vmap_area *area = vmap_claim(vm->addr, ~0ul, "free_vm_area");

	if (area)
		release_area(area);
}
EXPORT_SYMBOL(free_vm_area);

/* --- from address to page --------------------------------------------------------------------- */

struct page *vmalloc_to_page(const void *addr)
{
	phys_addr_t phys;
	enum mem_type type;

	if (WARN_ON_ONCE(!is_vmalloc_addr(addr)) ||
	    !pgtable_lookup((unsigned long)addr, &phys, &type) || !pfn_valid(PHYS_PFN(phys)))
		return NULL;
	return phys_to_page(phys);
}
EXPORT_SYMBOL(vmalloc_to_page);

unsigned long vmalloc_to_pfn(const void *addr)
{
	return page_to_pfn(vmalloc_to_page(addr));
}
EXPORT_SYMBOL(vmalloc_to_pfn);
