// SPDX-License-Identifier: MIT
/*
 * Allocation when the per-CPU list of the first zone is empty, or the block is large: watermarks,
 * fallback, reserves, and what may be done to get memory. mm/page_alloc.c has the theory.
 *
 *   1. each zone down to its low watermark
 *   2. kswapd is woken; each zone down to its min watermark, or as far below as the flags allow
 *   3. who may sleep reclaims: shrinkers, per-CPU lists; and tries again while that helps
 *   4. the OOM notifiers, then the report
 *   5. NULL, or again from 2 for __GFP_NOFAIL
 *
 * __GFP_NORETRY gives up after one round of 3, __GFP_RETRY_MAYFAIL before 4. Orders above
 * PAGE_ALLOC_COSTLY_ORDER never get to 4. GFP_NOWAIT and GFP_ATOMIC stop after 2.
 */
#define pr_fmt(fmt) fmt

#include <linux/bug.h>
#include <linux/mm.h>
#include <linux/sched.h>

#include "page_alloc.h"

#define MAX_RECLAIM_RETRIES	16
/* __GFP_NOFAIL sleeps a tick between attempts; so many without any change leave no hope. */
#define MAX_NOFAIL_SLEEPS	1000

/**
 * struct alloc_context - one request on its way
 */
struct alloc_context {
	gfp_t gfp;
	unsigned int order;
	unsigned int alloc_flags;
	enum zone_type highest_zoneidx;
};

bool zone_watermark_ok(struct zone *zone, unsigned int order, unsigned long mark,
		       int highest_zoneidx, unsigned int alloc_flags)
{
	long min = mark, free = zone_free_pages(zone) - ((1l << order) - 1);

	if (alloc_flags & ALLOC_MIN_RESERVE) {
		min -= min / 2;
		if (alloc_flags & ALLOC_NON_BLOCK)
			min -= min / 4;
	}
	if (free <= min + zone->lowmem_reserve[highest_zoneidx])
		return false;
	return READ_ONCE(zone->free_orders) >> order;
}

static struct page *take_from_zone(struct zone *zone, unsigned int order)
{
	unsigned long flags;
	struct page *page;

	if (order < NR_PCP_ORDERS) {
		page = pcp_alloc(zone, order, true);
		if (page)
			return page;
	}
	zone_lock_irqsave(zone, flags);
	page = buddy_alloc_locked(zone, order);
	zone_unlock_irqrestore(zone, flags);
	return page;
}

static struct page *get_page_from_zones(const struct alloc_context *ac)
{
	struct zone *zone = &contig_page_data.node_zones[ac->highest_zoneidx];
	struct page *page;

	for (; zone >= contig_page_data.node_zones; zone--) {
		if (!(ac->alloc_flags & ALLOC_NO_WATERMARKS) &&
		    !zone_watermark_ok(zone, ac->order,
				       wmark_pages(zone, ac->alloc_flags & ALLOC_WMARK_MASK),
				       ac->highest_zoneidx, ac->alloc_flags))
			continue;
		do {
			page = take_from_zone(zone, ac->order);
			if (page && likely(page = prep_new_page(page, ac->order, ac->gfp)))
				return page;
		} while (page);
	}
	return NULL;
}

struct page *prep_new_page(struct page *page, unsigned int order, gfp_t gfp)
{
	if (unlikely(page_debug) && !page_debug_alloc(page, order, gfp))
		return NULL;
	init_page_count(page);
	page->private = 0;
	if (order && (gfp & __GFP_COMP))
		page->flags |= BIT(PG_head);
	if (gfp & __GFP_ZERO)
		clear_pages(page, order);
	return page;
}

static unsigned int gfp_to_alloc_flags(gfp_t gfp)
{
	unsigned int alloc_flags = ALLOC_WMARK_MIN;

	if (gfp & __GFP_HIGH)
		alloc_flags |= ALLOC_MIN_RESERVE;
	if (gfp & __GFP_NOMEMALLOC)
		return alloc_flags;
	if ((gfp & __GFP_MEMALLOC) || (in_task() && (current->flags & PF_MEMALLOC)))
		alloc_flags |= ALLOC_NO_WATERMARKS;
	if (!(gfp & __GFP_DIRECT_RECLAIM))
		alloc_flags |= ALLOC_NON_BLOCK;
	return alloc_flags;
}

/* One round of reclaim and another try. *@progress: objects that were given up. */
static struct page *reclaim_and_retry(const struct alloc_context *ac, unsigned long *progress)
{
	struct page *page;

	*progress = try_to_free_pages(ac->gfp, ac->order);
	page = get_page_from_zones(ac);
	if (page)
		return page;
	/* What is missing may be parked, or in pieces that cannot merge while their buddies are. */
	drain_all_pages(NULL);
	return get_page_from_zones(ac);
}

static bool reclaim_may_help(const struct alloc_context *ac, unsigned long progress,
			     unsigned int retries)
{
	if (ac->gfp & __GFP_NORETRY)
		return false;
	if (ac->order > PAGE_ALLOC_COSTLY_ORDER && !(ac->gfp & __GFP_RETRY_MAYFAIL))
		return false;
	return progress && retries < MAX_RECLAIM_RETRIES;
}

static bool oom_may_help(const struct alloc_context *ac)
{
	return !(ac->gfp & (__GFP_NORETRY | __GFP_RETRY_MAYFAIL)) &&
	       ac->order <= PAGE_ALLOC_COSTLY_ORDER;
}

/* For those that may sleep: everything that can be done, once. */
static struct page *reclaim_for(const struct alloc_context *ac)
{
	unsigned int retries = 0;
	unsigned long progress;
	struct page *page;

	do {
		page = reclaim_and_retry(ac, &progress);
		if (page)
			return page;
	} while (reclaim_may_help(ac, progress, retries++));
	if (oom_may_help(ac) && out_of_memory(ac->gfp, ac->order))
		return get_page_from_zones(ac);
	return NULL;
}

/* __GFP_NOFAIL: until somebody frees something. */
static struct page *reclaim_forever(const struct alloc_context *ac)
{
	unsigned long free = 0, was;
	unsigned int sleeps = 0;
	struct page *page;

	for (;;) {
		page = reclaim_for(ac);
		if (page)
			return page;
		was = free;
		free = nr_free_pages();
		sleeps = free == was ? sleeps + 1 : 0;
		if (sleeps > MAX_NOFAIL_SLEEPS)
			panic("Out of memory: %s must have 2^%u pages, and nobody frees any\n",
			      current->comm, ac->order);
		schedule_timeout_uninterruptible(1);
	}
}

static struct page *alloc_below_low(struct alloc_context *ac)
{
	struct page *page;

	if (ac->gfp & __GFP_KSWAPD_RECLAIM)
		wakeup_kswapd(ac->order, ac->highest_zoneidx);
	ac->alloc_flags = gfp_to_alloc_flags(ac->gfp);
	page = get_page_from_zones(ac);
	if (page)
		return page;
	/* Reclaim that needs memory itself must not reclaim. */
	if ((ac->gfp & __GFP_DIRECT_RECLAIM) && !(current->flags & PF_MEMALLOC))
		page = ac->gfp & __GFP_NOFAIL ? reclaim_forever(ac) : reclaim_for(ac);
	if (!page) {
		atomic_long_inc(&contig_page_data.node_zones[ac->highest_zoneidx]
						 .vm_stat[NR_ALLOC_FAIL]);
		warn_alloc(ac->gfp, ac->order);
	}
	return page;
}

/* Requests that make no sense: a warning once, and the best that can be made of them. */
static bool fix_request(gfp_t *gfp, unsigned int order)
{
	if (order >= MAX_ORDER) {
		WARN_ONCE(!(*gfp & __GFP_NOWARN), "alloc_pages: order %u, the highest is %u\n",
			  order, MAX_ORDER - 1);
		return false;
	}
	if (WARN_ONCE(*gfp & ~__GFP_BITS_MASK, "alloc_pages: unknown flags in %#x\n", *gfp))
		*gfp &= __GFP_BITS_MASK;
	if ((*gfp & (__GFP_DMA | __GFP_HIGHMEM)) == (__GFP_DMA | __GFP_HIGHMEM)) {
		WARN_ONCE(1, "alloc_pages: DMA and HIGHMEM in %#x exclude each other\n", *gfp);
		*gfp &= ~__GFP_HIGHMEM;
	}
	if (*gfp & __GFP_NOFAIL) {
		WARN_ONCE(order > 1, "alloc_pages: __GFP_NOFAIL with order %u\n", order);
		WARN_ONCE(!(*gfp & __GFP_DIRECT_RECLAIM),
			  "alloc_pages: __GFP_NOFAIL in %#x, which may not sleep\n", *gfp);
	}
	return true;
}

struct page *alloc_pages_slow(gfp_t gfp, unsigned int order)
{
	struct alloc_context ac;
	struct page *page;

	if (unlikely(!fix_request(&gfp, order)))
		return NULL;
	might_sleep_if(gfp & __GFP_DIRECT_RECLAIM);
	if (unlikely(page_debug & PAGE_DEBUG_FAIL) && should_fail_alloc_page(gfp, order))
		return NULL;
	ac = (struct alloc_context) {
		.gfp = gfp,
		.order = order,
		.alloc_flags = ALLOC_WMARK_LOW,
		.highest_zoneidx = gfp_zone(gfp),
	};
	page = get_page_from_zones(&ac);
	return likely(page) ? page : alloc_below_low(&ac);
}
