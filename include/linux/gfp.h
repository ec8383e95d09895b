/* SPDX-License-Identifier: MIT */
/*
 * Getting pages. mm/page_alloc.c has the theory.
 *
 * Allocation may be called from where its gfp flags say: without __GFP_DIRECT_RECLAIM anywhere but
 * in NMIs, with it in threads that may sleep. Freeing may be called anywhere. No lock is wanted.
 */
#ifndef _LINUX_GFP_H
#define _LINUX_GFP_H

#include <linux/compiler.h>
#include <linux/gfp_types.h>
#include <linux/mmzone.h>
#include <linux/types.h>

/** The highest zone @flags allow. DMA with HIGHMEM is impossible; DMA is what it gets. */
static inline enum zone_type gfp_zone(gfp_t flags)
{
	if (flags & __GFP_DMA)
		return ZONE_DMA;
	return flags & __GFP_HIGHMEM ? ZONE_HIGHMEM : ZONE_NORMAL;
}

static inline bool gfpflags_allow_blocking(const gfp_t flags)
{
	return !!(flags & __GFP_DIRECT_RECLAIM);
}

/**
 * alloc_pages - allocate 2^order pages, contiguous and aligned to their size
 * @gfp: GFP_KERNEL, GFP_ATOMIC, …
 * @order: below MAX_ORDER
 *
 * Returns the first page, or NULL. The block is freed as a whole, with the same order.
 */
struct page *__alloc_pages(gfp_t gfp, unsigned int order);

static inline struct page *alloc_pages(gfp_t gfp, unsigned int order)
{
	return __alloc_pages(gfp, order);
}

static inline struct page *alloc_pages_node(int nid, gfp_t gfp, unsigned int order)
{
	return __alloc_pages(gfp, order);
}

#define alloc_page(gfp)		alloc_pages(gfp, 0)

/**
 * __get_free_pages - the same, as an address
 *
 * Returns 0 on failure. A highmem page has no address, so __GFP_HIGHMEM is refused: a warning,
 * once, and lowmem.
 */
unsigned long __get_free_pages(gfp_t gfp, unsigned int order);
/** One page filled with zeros, or 0. */
unsigned long get_zeroed_page(gfp_t gfp);

#define __get_free_page(gfp)		__get_free_pages(gfp, 0)
#define __get_dma_pages(gfp, order)	__get_free_pages((gfp) | GFP_DMA, order)

/**
 * alloc_pages_bulk_array - fill the NULL entries of page_array[0 … nr_pages) with single pages
 *
 * Returns how many entries are filled at the end, from the start on: fewer than asked for when
 * memory is short.
 */
unsigned long alloc_pages_bulk_array(gfp_t gfp, unsigned long nr_pages, struct page **page_array);

/**
 * alloc_pages_exact - allocate @size bytes rounded up to pages, physically contiguous
 *
 * Returns the address, or NULL. What the block has beyond @size is given back at once; free it with
 * free_pages_exact() and the same size.
 */
void *alloc_pages_exact(size_t size, gfp_t gfp);
void free_pages_exact(void *virt, size_t size);

/** Makes a block that is not compound 2^order single pages, each to be freed by itself. */
void split_page(struct page *page, unsigned int order);

/**
 * __free_pages - drop a reference to a block; the last one frees it
 *
 * A page that is free already, another order than it was allocated with, a tail, a reserved page or
 * no page at all: reported, and nothing changes.
 */
void __free_pages(struct page *page, unsigned int order);
/** The same by address. Address 0 is ignored. */
void free_pages(unsigned long addr, unsigned int order);

#define __free_page(page)	__free_pages((page), 0)
#define free_page(addr)		free_pages((addr), 0)

/** Gives the pages in every CPU's lists back to the zones. Thread context. */
void drain_all_pages(struct zone *zone);
/** The same for the running CPU. Any context. */
void drain_local_pages(struct zone *zone);

/** Pages in the free lists of all zones; what the per-CPU lists hold is not in it. Any context. */
unsigned long nr_free_pages(void);
/** Pages that can be had before GFP_KERNEL is held back, highmem not counted. Any context. */
unsigned long nr_free_buffer_pages(void);

#endif
