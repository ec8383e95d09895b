// SPDX-License-Identifier: MIT
/*
 * The page allocator
 *
 * Purpose. Hands out physical memory in blocks of 2^order pages, order 0 to MAX_ORDER - 1, aligned
 * to their size, from the zone that the caller needs, in any context; takes them back and puts
 * neighbours together again. Everything else that allocates stands on it.
 *
 *      alloc_pages()                                     __free_pages()
 *           |                                                  |
 *           v        pop                               push    v
 *     +------------------------------------------------------------+
 *     | this CPU's lists: arrays of blocks, by zone and order 0..3 |   pcp.c; no lock
 *     +------------------------------------------------------------+
 *           ^  refill: 32 pages                  full: 32 pages |
 *           |                                                   v
 *     +------------------------------------------------------------+
 *     | zone HighMem | zone Normal | zone DMA     free_area[0..10] |   buddy.c; zone->lock
 *     +------------------------------------------------------------+
 *           ^  watermarks, fallback to the left...right: page_alloc_slow.c
 *           |  below them: kswapd, shrinkers (vmscan.c), the last word (oom.c)
 *
 * A block is known by its head. The head's descriptor holds its order and its reference count; the
 * tails' descriptors are not touched when a block is allocated, freed, merged or made compound.
 * That is why the cost does not grow with the order, and why misuse is still caught: what is freed
 * must be the head of an allocated block of just this order, and a tail never looks like one.
 *
 * Invariants (checked by buddy_validate(), except 8 and 9):
 *   1. Every page with a descriptor is exactly one of: part of an allocated block; part of a free
 *      block in the buddy lists; part of a free block in a per-CPU list; reserved; withdrawn.
 *   2. A block is aligned to its size, and does not cross the border of its zone.
 *   3. page_count() is above 0 for the head of an allocated block, for a reserved and for a
 *      withdrawn page; it is 0 (_count is -1) for all others, tails of allocated blocks included.
 *   4. PG_buddy stands on the heads of the blocks in the buddy lists, and on nothing else.
 *   5. The flags of a free head are its zone, its order, and PG_buddy if it is in a buddy list.
 *      Nothing else: the free path compares them as a whole.
 *   6. Two buddies of one order, below the highest, never lie in the buddy lists together.
 *   7. nr_free counts each list, bit o of free_orders is set if list o is not empty, NR_FREE_PAGES
 *      is the sum of the pages in the lists, and managed_pages is that and what invariant 1 counts
 *      besides, reserved pages left out.
 *   8. The per-CPU lists are filled only while the zone is above its low watermark: pages parked
 *      there are none of the reserve, and handing one out needs no look at the watermarks.
 *   9. While a debugging switch is on, the per-CPU lists are closed and empty, so that the fast
 *      paths need not know of it.
 *
 * Zones and reserves. A request names the highest zone it can use and falls back to lower ones:
 * HighMem, Normal, DMA. Each zone keeps lowmem_reserve[] pages from requests that could have used a
 * higher one. watermark[min] is for those in need: GFP_KERNEL stops there, __GFP_HIGH goes to half
 * of it, and if it cannot sleep to 3/8, __GFP_MEMALLOC to the last page.
 *
 * Locking and context. The fast paths run with interrupts off, for some 30 instructions. zone->lock
 * is taken with interrupts off, for at most 32 blocks, which keeps the longest stretch below 2000
 * instructions; nothing is allocated under it, and no other lock is taken inside it. Debugging
 * (bytes poisoned, backtraces noted) happens outside of it, while the block belongs to nobody.
 *
 * Limits. One node; no migration, so no compaction and no migrate types. Orders above 3 go to the
 * zone at once.
 *
 * References: the book's chapter on memory management; D. Knuth, TAOCP 1, 2.5, for the buddy
 * system; J. Bonwick, J. Adams, "Magazines and Vmem", USENIX 2001, for arrays of objects as per-CPU
 * caches.
 */
#include "page_alloc.h"

#include <linux/gfp.h>
#include <linux/bitops.h>
#include <linux/bug.h>
#include <linux/container_of.h>
#include <linux/export.h>
#include <linux/irqflags.h>
#include <linux/mm.h>

#include "buddy.h"

/* What has to be done to a block after the fast path found it. */
static noinline struct page *prep_flagged_page(struct page *page, unsigned int order, gfp_t gfp)
{
	if (order && (gfp & __GFP_COMP))
		page->flags |= BIT(PG_head);
	if (gfp & __GFP_ZERO)
		clear_pages(page, order);
	return page;
}

/* This CPU's lists; what stands before them in the structure is reached backwards from there. */
static __always_inline struct per_cpu_pages *this_cpu_lists(void)
{
	return this_cpu_ptr(&page_lists.list[0]);
}

static __always_inline struct cpu_page_lists *lists_head(struct per_cpu_pages *lists)
{
	return container_of(lists, struct cpu_page_lists, list[0]);
}

static __always_inline unsigned int gfp_zone_bits(gfp_t gfp)
{
	return gfp & (__GFP_DMA | __GFP_HIGHMEM);
}

static __always_inline struct per_cpu_pages *list_of(struct per_cpu_pages *lists,
						     unsigned int zone, unsigned int order)
{
	struct per_cpu_pages *pcp = &lists[pcp_index(zone, order)];

	OPTIMIZER_HIDE_VAR(pcp);	/* keep the one address, instead of parts of it */
	return pcp;
}

static __always_inline bool is_descriptor(const struct page *page, const struct page *map,
					  unsigned long map_pages)
{
	/* A misaligned offset has its low bits turned into high ones. */
	return ror32((unsigned long)page - (unsigned long)map, 5) < map_pages;
}

/*
 * A block too large for the per-CPU lists, from the first zone while it stays above its low
 * watermark. lowmem_reserve[] keeps nothing from those who prefer the zone.
 */
static noinline struct page *alloc_large_block(gfp_t gfp, unsigned int order)
{
	struct zone *zone = lists_head(this_cpu_lists())->zone[gfp_zone_bits(gfp)];
	struct page *page = NULL;
	unsigned long flags;

	if (unlikely(order >= MAX_ORDER) || unlikely(page_debug | gfp >> ___GFP_NOFAIL_SHIFT))
		return alloc_pages_slow(gfp, order);
	zone_lock_irqsave(zone, flags);
	if (likely(zone_free_pages(zone) > low_wmark_pages(zone) + (1ul << order)))
		page = buddy_take(zone, order);
	zone_unlock_irqrestore(zone, flags);
	if (unlikely(!page))
		return alloc_pages_slow(gfp, order);
	init_page_count(page);
	page->private = 0;
	if (gfp & (__GFP_ZERO | __GFP_COMP))
		return prep_flagged_page(page, order, gfp);
	return page;
}

struct page *__alloc_pages(gfp_t gfp, unsigned int order)
{
	struct per_cpu_pages *lists, *pcp;
	unsigned long flags;
	struct page *page;

	if (unlikely(order >= NR_PCP_ORDERS))
		return alloc_large_block(gfp, order);
	local_irq_save(flags);
	lists = this_cpu_lists();
	pcp = list_of(lists, lists_head(lists)->first_zone[gfp_zone_bits(gfp)], order);
	if (unlikely(!pcp->count)) {
		local_irq_restore(flags);
		return alloc_pages_slow(gfp, order);
	}
	page = pcp->pages[--pcp->count];
	local_irq_restore(flags);
	atomic_set(&page->_count, 0);
	page->private = 0;
	if (unlikely(gfp & (__GFP_ZERO | __GFP_COMP)))
		return prep_flagged_page(page, order, gfp);
	return page;
}
EXPORT_SYMBOL(__alloc_pages);

/* A block that is nobody's any more, by the long way: the switches first. */
static noinline void free_unreferenced(struct page *page, unsigned int order)
{
	page_debug_free(page, order);
	if (order < NR_PCP_ORDERS)
		pcp_free(page, order);
	else
		buddy_free(page_zone(page), page, order);
}

/*
 * As in Linux, whoever holds a further reference to the head of a block that is not compound keeps
 * that page alone; the rest of the block is freed now.
 */
static void free_all_but_head(struct page *page, unsigned int order)
{
	unsigned long i;

	split_page(page, order);
	for (i = 1; i < 1ul << order; i++)
		__free_page(page + i);
}

/* Everything that is not the freeing of the last reference to a plain block. */
static noinline void free_pages_slow(struct page *page, unsigned int order)
{
	const char *reason = bad_free_reason(page, order);
	bool compound;

	if (unlikely(reason)) {
		report_bad_free(page, order, reason);
		return;
	}
	compound = PageHead(page);
	if (put_page_testzero(page)) {
		page->flags &= PAGE_ZONE_MASK | PAGE_ORDER_MASK;
		free_unreferenced(page, order);
	} else if (order && !compound) {
		free_all_but_head(page, order);
	}
}

/*
 * A block that may be freed without further questions: its flags, all of them, say that it is of
 * this order; nobody maps it or files it; and one reference is left, which goes. Only the last of
 * these writes to it, so a page that is not what the caller believes is left alone.
 */
static __always_inline bool claim_plain_block(struct page *page, unsigned long flags,
					      unsigned int order)
{
	return likely((flags & ~PAGE_ZONE_MASK) == order) &&
	       likely(!((unsigned long)page->mapping | page_mapcount(page))) &&
	       likely(arch_atomic_try_replace_zero_release(&page->_count, -1));
}

static noinline void free_large_block(struct page *page, unsigned int order)
{
	struct zone *zone;
	unsigned long flags;

	if (unlikely(!is_descriptor(page, mem_map, mem_map_nr_pages) || page_debug ||
		     !claim_plain_block(page, page->flags & ~BIT(PG_head), order))) {
		free_pages_slow(page, order);
		return;
	}
	page->flags &= PAGE_ZONE_MASK | PAGE_ORDER_MASK;
	zone = page_zone(page);
	OPTIMIZER_HIDE_VAR(zone);	/* compute it once */
	zone_lock_irqsave(zone, flags);
	buddy_put(zone, page, order);
	zone_unlock_irqrestore(zone, flags);
}

void __free_pages(struct page *page, unsigned int order)
{
	struct per_cpu_pages *lists, *pcp;
	unsigned long flags, page_flags;

	if (unlikely(order >= NR_PCP_ORDERS)) {
		free_large_block(page, order);
		return;
	}
	local_irq_save(flags);
	lists = this_cpu_lists();
	if (unlikely(!is_descriptor(page, lists_head(lists)->map, lists_head(lists)->map_pages)))
		goto slow;
	page_flags = page->flags;
	if (unlikely(!claim_plain_block(page, page_flags, order)))
		goto slow;
	pcp = list_of(lists, page_flags >> PAGE_ZONE_SHIFT, order);
	if (likely(pcp->count < pcp->high))
		pcp->pages[pcp->count++] = page;
	else if (likely(pcp->high))
		pcp_free_full(page, order, pcp);
	else
		goto closed;
	local_irq_restore(flags);
	return;
closed:
	local_irq_restore(flags);
	free_unreferenced(page, order);
	return;
slow:
	local_irq_restore(flags);
	free_pages_slow(page, order);
}
EXPORT_SYMBOL(__free_pages);

void put_page(struct page *page)
{
	page = compound_head(page);
	__free_pages(page, compound_order(page));
}
EXPORT_SYMBOL(put_page);

/* ---- addresses ---- */

unsigned long __get_free_pages(gfp_t gfp, unsigned int order)
{
	struct page *page;

	WARN_ONCE(gfp & __GFP_HIGHMEM, "__get_free_pages: highmem in %#x has no address\n", gfp);
	page = alloc_pages(gfp & ~__GFP_HIGHMEM, order);
	return page ? (unsigned long)lowmem_page_address(page) : 0;
}
EXPORT_SYMBOL(__get_free_pages);

unsigned long get_zeroed_page(gfp_t gfp)
{
	return __get_free_pages(gfp | __GFP_ZERO, 0);
}
EXPORT_SYMBOL(get_zeroed_page);

void free_pages(unsigned long addr, unsigned int order)
{
	if (!addr)
		return;
	if (likely(virt_addr_valid(addr)))
		__free_pages(virt_to_page(addr), order);
	else
		WARN(1, "free_pages: %#lx is no lowmem address\n", addr);
}
EXPORT_SYMBOL(free_pages);

/* ---- single pages from blocks ---- */

void split_page(struct page *page, unsigned int order)
{
	unsigned long i;

	if (WARN_ON(PageHead(page) || page_ref_count(page) <= 0 || block_order(page) != order))
		return;
	page_owner_split(page, order);
	page->flags &= ~PAGE_ORDER_MASK;
	for (i = 1; i < 1ul << order; i++) {
		page[i].flags = page->flags & PAGE_ZONE_MASK;
		page[i].mapping = NULL;
		page[i].private = 0;
		init_page_count(page + i);
		page_mapcount_reset(page + i);
	}
}
EXPORT_SYMBOL(split_page);

void *alloc_pages_exact(size_t size, gfp_t gfp)
{
	unsigned int order = get_order(size);
	unsigned long addr, used, end;

	if (WARN_ON_ONCE(gfp & (__GFP_COMP | __GFP_HIGHMEM)))
		gfp &= ~(__GFP_COMP | __GFP_HIGHMEM);
	addr = size ? __get_free_pages(gfp, order) : 0;
	if (!addr)
		return NULL;
	split_page(virt_to_page(addr), order);
	end = addr + (PAGE_SIZE << order);
	for (used = addr + PAGE_ALIGN(size); used < end; used += PAGE_SIZE)
		free_page(used);
	return (void *)addr;
}
EXPORT_SYMBOL(alloc_pages_exact);

void free_pages_exact(void *virt, size_t size)
{
	unsigned long addr = (unsigned long)virt, end = addr + PAGE_ALIGN(size);

	for (; addr < end; addr += PAGE_SIZE)
		free_page(addr);
}
EXPORT_SYMBOL(free_pages_exact);

unsigned long alloc_pages_bulk_array(gfp_t gfp, unsigned long nr_pages, struct page **page_array)
{
	unsigned long i;

	for (i = 0; i < nr_pages; i++) {
		if (!page_array[i])
			page_array[i] = alloc_page(gfp);
		if (!page_array[i])
			break;
	}
	return i;
}
EXPORT_SYMBOL(alloc_pages_bulk_array);
