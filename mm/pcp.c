// SPDX-License-Identifier: MIT
/*
 * Per-CPU lists: the blocks that a CPU has at hand, so that the usual allocation takes no lock.
 * mm/page_alloc.c has the theory, and the fast paths themselves.
 *
 * A list is an array used as a stack. A refill takes 32 pages from the zone: one block of order 5
 * if it can, cut up without touching any list. A full list gives its oldest pages back, 32 if they
 * go as one block and else at most 16, and keeps those freed last, which are still in the cache.
 *
 * A CPU touches its own lists only, with interrupts off.
 */
#include <linux/cpumask.h>
#include <linux/init.h>
#include <linux/irqflags.h>
#include <linux/math.h>
#include <linux/minmax.h>
#include <linux/mm.h>
#include <linux/smp.h>
#include <linux/string.h>

#include "page_alloc.h"

/* Zones smaller than this have no lists: what is parked would be missed. */
#define PCP_MIN_ZONE_PAGES	1024

DEFINE_PER_CPU_ZEROED(struct cpu_page_lists, page_lists);

static_assert(sizeof(struct per_cpu_pages) == 256);

static inline struct per_cpu_pages *this_cpu_list(const struct zone *zone, unsigned int order)
{
	return &this_cpu_ptr(&page_lists)->list[pcp_index(zone_idx(zone), order)];
}

static inline unsigned int batch_blocks(unsigned int order)
{
	return PCP_BATCH_PAGES >> order;
}

/* A zone that can spare a batch and stay above its low watermark, fallback or not [8]. */
static bool zone_has_plenty(const struct zone *zone)
{
	return zone_free_pages(zone) > low_wmark_pages(zone) + zone->lowmem_reserve[ZONE_HIGHMEM] +
				       PCP_BATCH_PAGES;
}

static void refill(struct per_cpu_pages *pcp, struct zone *zone, unsigned int order)
{
	if (!pcp->high || !zone_has_plenty(zone))
		return;
	zone_lock(zone);
	pcp->count = buddy_alloc_bulk_locked(zone, order, pcp->pages, batch_blocks(order));
	zone_unlock(zone);
}

struct page *pcp_alloc(struct zone *zone, unsigned int order, bool may_refill)
{
	struct per_cpu_pages *pcp;
	struct page *page = NULL;
	unsigned long flags;

	local_irq_save(flags);
	pcp = this_cpu_list(zone, order);
	if (!pcp->count && may_refill)
		refill(pcp, zone, order);
	if (pcp->count)
		page = pcp->pages[--pcp->count];
	local_irq_restore(flags);
	return page;
}

/*
 * How many of the oldest blocks would go back as one: a batch, or as many fewer as it takes to end
 * at a border between batches, so that the next ones end at one too.
 */
static unsigned int aligned_count(const struct per_cpu_pages *pcp, unsigned int order)
{
	unsigned int batch = batch_blocks(order);
	unsigned long last = page_to_pfn(pcp->pages[batch - 1]) >> order;
	unsigned int beyond = (last + 1) & (batch - 1);

	return beyond <= batch / 2 ? batch - beyond : batch;
}

/* True if the first @nr blocks follow each other in memory. */
static bool is_run(const struct per_cpu_pages *pcp, unsigned int order, unsigned int nr)
{
	struct page *const *slot = pcp->pages, *const *end = slot + nr;
	struct page *next = *slot;

	while (slot < end && *slot == next) {
		slot++;
		next += 1ul << order;
	}
	return slot == end;
}

/*
 * Gives some of the oldest blocks back. Those freed one after the other in the order of their
 * addresses go as one. Else each is merged by itself, and half a batch is enough work at a time.
 */
static void flush_some(struct per_cpu_pages *pcp, struct zone *zone, unsigned int order)
{
	unsigned int nr, half = max(batch_blocks(order) / 2, 1u);

	nr = pcp->count >= batch_blocks(order) ? aligned_count(pcp, order) : 0;
	zone_lock(zone);
	if (nr && is_run(pcp, order, nr)) {
		buddy_free_range_locked(zone, pcp->pages[0], (unsigned long)nr << order);
	} else {
		nr = buddy_free_bulk_locked(zone, order, pcp->pages, min(pcp->count, half));
	}
	zone_unlock(zone);
	pcp->count -= nr;
	memmove(pcp->pages, pcp->pages + nr, pcp->count * sizeof(pcp->pages[0]));
}

void pcp_free_full(struct page *page, unsigned int order, struct per_cpu_pages *pcp)
{
	struct zone *zone = page_zone(page);

	if (!pcp->high) {
		zone_lock(zone);
		buddy_free_locked(zone, page, order);
		zone_unlock(zone);
		return;
	}
	flush_some(pcp, zone, order);
	pcp->pages[pcp->count++] = page;
}

void pcp_free(struct page *page, unsigned int order)
{
	struct per_cpu_pages *pcp;
	unsigned long flags;

	local_irq_save(flags);
	pcp = this_cpu_list(page_zone(page), order);
	if (pcp->count < pcp->high)
		pcp->pages[pcp->count++] = page;
	else
		pcp_free_full(page, order, pcp);
	local_irq_restore(flags);
}

/* ---- all of them ---- */

/*
 * A CPU can be asked to give its pages back by an interrupt only, and interrupts stay off until
 * that has been served. So it gives back a piece of one list, and is asked again: as often as there
 * can be pieces. Pages that are freed meanwhile may keep others from their turn.
 */
#define PCP_MAX_PIECES	(DIV_ROUND_UP(PCP_SLOTS, PCP_BATCH_PAGES / 2) + 1)
#define DRAIN_ROUNDS	(MAX_NR_ZONES * NR_PCP_ORDERS * PCP_MAX_PIECES)

struct drain {
	struct zone *zone;	/* NULL: all */
	int more;		/* a CPU had something */
};

/* Interrupts off. */
static bool drain_piece_of_zone(struct zone *zone)
{
	struct per_cpu_pages *pcp;
	unsigned int order;

	for (order = 0; order < NR_PCP_ORDERS; order++) {
		pcp = this_cpu_list(zone, order);
		if (pcp->count) {
			flush_some(pcp, zone, order);
			return true;
		}
	}
	return false;
}

/* Gives a piece of one of this CPU's lists back. False if all are empty. */
static bool drain_piece(struct zone *zone)
{
	unsigned long flags;
	bool found = false;
	struct zone *z;

	local_irq_save(flags);
	for_each_populated_zone(z) {
		if (!zone || z == zone)
			found = drain_piece_of_zone(z);
		if (found)
			break;
	}
	local_irq_restore(flags);
	return found;
}

void drain_local_pages(struct zone *zone)
{
	while (drain_piece(zone))
		;
}

static void drain_this_cpu(void *info)
{
	struct drain *drain = info;

	if (drain_piece(drain->zone))
		WRITE_ONCE(drain->more, 1);
}

void drain_all_pages(struct zone *zone)
{
	struct drain drain = { .zone = zone };
	unsigned int round;

	for (round = 0; round < DRAIN_ROUNDS; round++) {
		drain.more = 0;
		on_each_cpu(drain_this_cpu, &drain, 1);
		if (!drain.more)
			return;
	}
}

static unsigned int list_high(const struct zone *zone, unsigned int order, bool open)
{
	return open && zone_managed_pages(zone) >= PCP_MIN_ZONE_PAGES ? PCP_SLOTS >> order : 0;
}

static void set_open_this_cpu(void *open)
{
	unsigned long flags;
	unsigned int order;
	struct zone *zone;

	local_irq_save(flags);
	for_each_populated_zone(zone) {
		for (order = 0; order < NR_PCP_ORDERS; order++)
			this_cpu_list(zone, order)->high = list_high(zone, order, open);
	}
	local_irq_restore(flags);
}

void pcp_set_open(bool open)
{
	on_each_cpu(set_open_this_cpu, open ? &page_lists : NULL, 1);
	drain_all_pages(NULL);
}

unsigned long pcp_count_pages(const struct zone *zone)
{
	const struct per_cpu_pages *lists;
	unsigned long pages = 0;
	unsigned int order;
	int cpu;

	for_each_possible_cpu(cpu) {
		lists = per_cpu_ptr(zone->pageset, cpu);
		for (order = 0; order < NR_PCP_ORDERS; order++)
			pages += lists[order].count << order;
	}
	return pages;
}

/* What impossible flags ask: there is nothing in it. */
static struct zone no_zone;

static void __init init_cpu_lists(struct cpu_page_lists *lists, enum zone_type normal,
				  enum zone_type highmem)
{
	struct zone *zones = contig_page_data.node_zones, *zone;
	unsigned int order;

	lists->map = mem_map;
	lists->map_pages = mem_map_nr_pages;
	lists->first_zone[0] = normal;
	lists->first_zone[__GFP_DMA] = ZONE_DMA;
	lists->first_zone[__GFP_HIGHMEM] = highmem;
	lists->first_zone[__GFP_DMA | __GFP_HIGHMEM] = MAX_NR_ZONES;
	lists->zone[0] = &zones[normal];
	lists->zone[__GFP_DMA] = &zones[ZONE_DMA];
	lists->zone[__GFP_HIGHMEM] = &zones[highmem];
	lists->zone[__GFP_DMA | __GFP_HIGHMEM] = &no_zone;
	for_each_populated_zone(zone) {
		for (order = 0; order < NR_PCP_ORDERS; order++)
			lists->list[pcp_index(zone_idx(zone), order)].high =
				list_high(zone, order, !page_debug);
	}
}

void __init pcp_init(void)
{
	struct zone *zones = contig_page_data.node_zones;
	enum zone_type normal = populated_zone(&zones[ZONE_NORMAL]) ? ZONE_NORMAL : ZONE_DMA;
	enum zone_type highmem = populated_zone(&zones[ZONE_HIGHMEM]) ? ZONE_HIGHMEM : normal;
	struct zone *zone;
	int cpu;

	for_each_possible_cpu(cpu)
		init_cpu_lists(per_cpu_ptr(&page_lists, cpu), normal, highmem);
	for_each_zone(zone)
		zone->pageset = &page_lists.list[pcp_index(zone_idx(zone), 0)];
}
