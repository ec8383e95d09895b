/* SPDX-License-Identifier: MIT */
/*
 * Memory that is contiguous in virtual addresses only. mm/vmap_area.c has the theory.
 *
 * Allocating and mapping wants a thread (it may sleep if gfp says so; with GFP_NOWAIT or GFP_ATOMIC
 * it does not). Freeing with vfree() may be done anywhere, in an interrupt too. Asking what an
 * address is may be done anywhere as long as the area stays.
 */
#ifndef _LINUX_VMALLOC_H
#define _LINUX_VMALLOC_H

#include <asm/page.h>
#include <asm/pgtable.h>
#include <linux/gfp.h>
#include <linux/overflow.h>
#include <linux/types.h>

struct page;

/* vm_struct.flags: what an area is for, and what to do with its pages. */
#define VM_IOREMAP		0x00000001	/* ioremap() and memremap() */
#define VM_ALLOC		0x00000002	/* vmalloc(): its pages are freed with it */
#define VM_MAP			0x00000004	/* vmap(): the pages are the caller's */
#define VM_STACK		0x00000008	/* a thread's stack and its slots for local maps */
#define VM_FLUSH_RESET_PERMS	0x00000100	/* had its protection changed */
#define VM_MAP_PUT_PAGES	0x00000200	/* vfree() drops a reference to each page */

/**
 * struct vm_struct - an area
 * @addr:	its first address; the page below is never mapped
 * @size:	bytes, with one page more for the guard
 * @flags:	VM_*
 * @nr_pages:	pages of RAM mapped in it
 * @phys_addr:	of VM_IOREMAP: the first physical address
 * @caller:	who made it
 *
 * Which pages it has the page tables say: there is no array of them.
 */
struct vm_struct {
	void *addr;
	unsigned long size;
	unsigned long flags;
	unsigned int nr_pages;
	phys_addr_t phys_addr;
	const void *caller;
};

/**
 * vmalloc - allocate @size bytes, rounded up to pages, contiguous in virtual addresses
 *
 * Returns the address, page-aligned, or NULL. The pages come from high memory if there is some; in
 * blocks of 1 MiB or 64 KiB where they can be had, so physically they are scattered. A page that
 * is not mapped lies below and above. Size 0 warns and gives NULL; more than there is RAM gives
 * NULL.
 */
void *vmalloc(unsigned long size);
/** The same, filled with zeros. */
void *vzalloc(unsigned long size);
/** The same from lowmem. */
void *vmalloc_32(unsigned long size);
/** The same as @gfp says; __GFP_HIGHMEM is the caller's to give. */
void *__vmalloc(unsigned long size, gfp_t gfp);

/**
 * The same at a multiple of @align, a power of two, on the one node there is; @caller is who
 * vmallocinfo_text() names.
 */
void *__vmalloc_node(unsigned long size, unsigned long align, gfp_t gfp, int node,
		     const void *caller);

#define vmalloc_node(size, node)	vmalloc(size)
#define vzalloc_node(size, node)	vzalloc(size)
#define vmalloc_huge(size, gfp)		__vmalloc(size, (gfp) | __GFP_HIGHMEM)

/** @n objects of @size bytes; NULL when the product overflows. */
static inline void *vmalloc_array(size_t n, size_t size)
{
	size_t bytes;

	return check_mul_overflow(n, size, &bytes) ? NULL : vmalloc(bytes);
}

static inline void *vcalloc(size_t n, size_t size)
{
	size_t bytes;

	return check_mul_overflow(n, size, &bytes) ? NULL : vzalloc(bytes);
}

/**
 * vfree - free what vmalloc() returned
 *
 * Any context: in an interrupt, the work is left to a thread. NULL is fine. Anything else that is
 * not the start of such an area, or not any more, is reported and left alone.
 */
void vfree(const void *addr);

/**
 * vmap - map pages of the caller's one after another
 * @flags: VM_MAP, and VM_MAP_PUT_PAGES to have vfree() drop a reference to each
 * @prot:  PAGE_KERNEL …; nothing writable and executable, and nothing executable that lowmem can
 * write
 *
 * Returns the address, or NULL. May sleep.
 */
void *vmap(struct page **pages, unsigned int count, unsigned long flags, pgprot_t prot);
/** Takes a vmap() away; the pages stay. Thread context. Misuse is reported like vfree()'s. */
void vunmap(const void *addr);

/** An area without memory, for the caller to map; free_vm_area() takes it away. May sleep. */
struct vm_struct *get_vm_area(unsigned long size, unsigned long flags);
void free_vm_area(struct vm_struct *area);

/** Bytes of the area that may be mapped. */
static inline size_t get_vm_area_size(const struct vm_struct *area)
{
	return area->size - PAGE_SIZE;
}

/** True if @x lies where vmalloc(), vmap() and ioremap() map. Any context. */
static inline bool is_vmalloc_addr(const void *x)
{
	return (unsigned long)x - VMALLOC_START < VMALLOC_END - VMALLOC_START;
}
#define is_vmalloc_or_module_addr(x)	is_vmalloc_addr(x)

/** The page mapped at @addr, which has one; NULL, and a warning if it is no vmalloc address. */
struct page *vmalloc_to_page(const void *addr);
unsigned long vmalloc_to_pfn(const void *addr);
/** The area that @addr lies in, or NULL. Any context, while the area stays. */
struct vm_struct *find_vm_area(const void *addr);

/** Waits for freed areas and empties the TLBs of them: from here on a use after vfree() faults. */
void vm_unmap_aliases(void);

/** Pages that areas hold now; bytes of address space for areas. Any context. */
unsigned long vmalloc_nr_pages(void);
#define VMALLOC_TOTAL		(VMALLOC_END - VMALLOC_START)

/** All areas as text, in Linux's format. Thread context. Returns the length. */
int vmallocinfo_text(char *buf, size_t size);

#endif
