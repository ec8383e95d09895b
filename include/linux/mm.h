/* SPDX-License-Identifier: MIT */
/* Pages: from page to address and back, references, and memory in numbers. */
#ifndef _LINUX_MM_H
#define _LINUX_MM_H

#include <linux/gfp.h>
#include <linux/mm_types.h>
#include <linux/mmdebug.h>
#include <linux/mmzone.h>
#include <linux/page-flags.h>
#include <linux/page_ref.h>
#include <linux/pfn.h>
#include <linux/sysinfo.h>
#include <linux/types.h>

/* ---- zones of pages ---- */

static inline enum zone_type page_zonenum(const struct page *page)
{
	return page->flags >> PAGE_ZONE_SHIFT;
}

static inline struct zone *page_zone(const struct page *page)
{
	return &contig_page_data.node_zones[page_zonenum(page)];
}

static inline int page_to_nid(const struct page *page)
{
	return 0;
}

/** True if the page has no address of its own in the kernel's map. */
static inline int PageHighMem(const struct page *page)
{
	/* Of the three zones, the only one with the upper bit. */
	static_assert(ZONE_HIGHMEM == 2 && MAX_NR_ZONES == 3);
	return page_zonenum(page) >> 1;
}

/* ---- addresses; any context ---- */

#define page_to_phys(page)	PFN_PHYS(page_to_pfn(page))
#define phys_to_page(phys)	pfn_to_page(PHYS_PFN(phys))
/** The page of a lowmem address. */
#define virt_to_page(kaddr)	pfn_to_page(PHYS_PFN(__pa(kaddr)))
#define page_to_virt(page)	pfn_to_virt(page_to_pfn(page))

static inline void *lowmem_page_address(const struct page *page)
{
	return page_to_virt(page);
}

/** Where kmap() has mapped a highmem page, or NULL. Any context. */
void *kmap_high_get_address(const struct page *page);

/** The kernel address of a page; NULL if it is a highmem page that kmap() has not mapped. */
static inline void *page_address(const struct page *page)
{
	return PageHighMem(page) ? kmap_high_get_address(page) : lowmem_page_address(page);
}

/* ---- blocks ---- */

/** For compound_head(): looks for the head of a page that has no reference of its own. */
struct page *__compound_head(struct page *page);

/**
 * compound_head - the head of the compound page that @page belongs to, or @page itself
 *
 * A head has a reference count, a tail has none: for tails the heads that alignment allows are
 * looked at, at most one for each order. Any context; the block must not go away meanwhile.
 */
static inline struct page *compound_head(struct page *page)
{
	if (likely(atomic_read(&page->_count) >= 0))
		return page;
	return __compound_head(page);
}

static inline int PageCompound(struct page *page)
{
	return PageHead(compound_head(page));
}

static inline int PageTail(struct page *page)
{
	return compound_head(page) != page;
}

/** The order of a compound page's head; 0 for any other page. */
static inline unsigned int compound_order(const struct page *page)
{
	return PageHead(page) ? page->flags & PAGE_ORDER_MASK : 0;
}

static inline unsigned long compound_nr(const struct page *page)
{
	return 1ul << compound_order(page);
}

static inline unsigned long page_size(const struct page *page)
{
	return PAGE_SIZE << compound_order(page);
}

static inline struct page *virt_to_head_page(const void *addr)
{
	return compound_head(virt_to_page(addr));
}

/* ---- references ---- */

/** References to the page: 0 when it is free. Any context. */
static inline int page_count(struct page *page)
{
	return page_ref_count(compound_head(page));
}

/** Takes one more reference; the caller has one already. Any context. */
static inline void get_page(struct page *page)
{
	page = compound_head(page);
	VM_WARN_ON_ONCE(page_ref_count(page) <= 0);
	page_ref_inc(page);
}

static inline bool get_page_unless_zero(struct page *page)
{
	return page_ref_add_unless_zero(page, 1);
}

static inline bool put_page_testzero(struct page *page)
{
	return page_ref_dec_and_test(page);
}

/** Drops a reference; the last one frees the page, a compound one whole. Any context. */
void put_page(struct page *page);

static inline int page_mapcount(const struct page *page)
{
	return atomic_read(&page->_mapcount) + 1;
}

static inline void page_mapcount_reset(struct page *page)
{
	atomic_set(&page->_mapcount, -1);
}

static inline bool page_mapped(const struct page *page)
{
	return page_mapcount(page) > 0;
}

#define page_private(page)	((page)->private)

static inline void set_page_private(struct page *page, unsigned long private)
{
	page->private = private;
}

/* ---- start-up ---- */

/**
 * mm_core_init - build zones and page descriptors, and take all free memory over from memblock
 *
 * Once, by start_kernel() when lowmem is mapped and every CPU has its per-CPU area; interrupts off.
 */
void mm_core_init(void);
/** The two halves of it: descriptors and zones up to max_zone_pfn[], then the hand-over. */
void free_area_init(unsigned long *max_zone_pfn);
void mem_init(void);

/** Gives a page that start-up had reserved to the allocator. Thread context. */
void free_reserved_page(struct page *page);
/**
 * free_reserved_area - give the whole pages of [start, end) in lowmem to the allocator
 * @poison: fill them with this byte first, unless it is negative
 * @s: what it was, for the line that is printed; NULL: no line
 *
 * Returns the number of pages. Thread context.
 */
unsigned long free_reserved_area(void *start, void *end, int poison, const char *s);

static inline void mark_page_reserved(struct page *page)
{
	__SetPageReserved(page);
}

/* ---- memory in numbers; any context ---- */

/** Pages given to the allocator; those of them in ZONE_HIGHMEM. */
unsigned long totalram_pages(void);
unsigned long totalhigh_pages(void);
void si_meminfo(struct sysinfo *val);
/** Prints zones, watermarks and free blocks. */
void show_mem(void);

#endif
