// SPDX-License-Identifier: MIT
/*
 * The page allocator, checked against the invariants in mm/page_alloc.c.
 *
 * Two looks at the same truth: the lists, block by block, and the descriptors, page by page. Each
 * zone is held by its lock meanwhile, with interrupts off: this takes as long as memory is large.
 * The per-CPU lists are emptied first; what other CPUs park there again in the meantime is told
 * from a leak by its flags, and counted.
 */
#define pr_fmt(fmt) "buddy: " fmt

#include <linux/mm.h>
#include <linux/mmdebug.h>
#include <linux/printk.h>

#include "page_alloc.h"

/* What the walk over the descriptors of a zone found, in pages. */
struct zone_census {
	unsigned long free, parked, allocated, withdrawn, reserved;
	int bad;
};

#define MAX_COMPLAINTS	10

static void complain(struct zone_census *c, const struct page *page, const char *what)
{
	if (c->bad++ < MAX_COMPLAINTS)
		pr_err("pfn %#lx: %s (flags %#lx, count %d)\n", page_to_pfn(page), what,
		       page->flags, page_ref_count(page));
}

/* Invariants 4 to 7, from the side of one list. */
static void check_list(struct zone *zone, unsigned int order, struct zone_census *c)
{
	struct free_area *area = &zone->free_area[order];
	unsigned long n = 0;
	struct page *page;

	list_for_each_entry(page, &area->free_list, lru) {
		n++;
		if (!page_in_map(page) || n > zone->spanned_pages) {
			c->bad++;
			pr_err("zone %s, order %u: the list leads to %px\n", zone->name, order,
			       page);
			return;
		}
		if (page->flags != (zone->page_flags | BIT(PG_buddy) | order))
			complain(c, page, "in a free list with wrong flags");
	}
	if (n != area->nr_free) {
		c->bad++;
		pr_err("zone %s, order %u: %lu blocks, nr_free is %lu\n", zone->name, order, n,
		       area->nr_free);
	}
	if (!!(zone->free_orders & BIT(order)) != !!n) {
		c->bad++;
		pr_err("zone %s, order %u: %lu blocks, free_orders is %#lx\n", zone->name, order, n,
		       zone->free_orders);
	}
}

/* Invariant 6: a free block's buddy is not free as well. */
static bool buddy_should_be_merged(const struct zone *zone, unsigned long pfn, unsigned int order)
{
	unsigned long buddy = pfn ^ (1ul << order);

	return order < MAX_ORDER - 1 && pfn_valid(buddy) &&
	       pfn_to_page(buddy)->flags == (zone->page_flags | BIT(PG_buddy) | order);
}

/* Invariant 3 for tails, and 4. */
static void check_tails(struct page *head, unsigned int order, struct zone_census *c)
{
	struct page *page;

	for (page = head + 1; page < head + (1ul << order); page++) {
		if (page_ref_count(page))
			complain(c, page, "a tail has references");
		if (PageBuddy(page))
			complain(c, page, "a tail is marked as a free block");
	}
}

static void count_block(const struct zone *zone, struct page *page, struct zone_census *c)
{
	unsigned int order = block_order(page);
	unsigned long pages = 1ul << order;

	if (PageReserved(page)) {
		c->reserved += pages;
	} else if (PageHWPoison(page)) {
		c->withdrawn += pages;
	} else if (page_ref_count(page) > 0) {
		c->allocated += pages;
	} else if (PageBuddy(page)) {
		c->free += pages;
		if (buddy_should_be_merged(zone, page_to_pfn(page), order))
			complain(c, page, "free, and so is its buddy");
	} else if (page->flags == (zone->page_flags | order) && order < NR_PCP_ORDERS) {
		c->parked += pages;
	} else {
		complain(c, page, "neither free nor allocated");
	}
}

/* Invariants 1 to 6, page by page. */
static void walk_descriptors(const struct zone *zone, struct zone_census *c)
{
	unsigned long pfn, end = zone_end_pfn(zone), pages;
	struct page *page;

	for (pfn = zone->zone_start_pfn; pfn < end; pfn += pages) {
		pages = 1;
		if (!pfn_valid(pfn)) {
			pages = MAX_ORDER_NR_PAGES - pfn % MAX_ORDER_NR_PAGES;
			continue;
		}
		page = pfn_to_page(pfn);
		if ((page->flags & PAGE_ZONE_MASK) != zone->page_flags)
			complain(c, page, "in the wrong zone");
		pages = 1ul << block_order(page);
		if (pages > MAX_ORDER_NR_PAGES || pfn & (pages - 1) || pfn + pages > end) {
			complain(c, page, "a block that is misaligned or leaves the zone");
			pages = 1;
			continue;
		}
		count_block(zone, page, c);
		check_tails(page, block_order(page), c);
	}
}

/* Invariant 7. */
static void check_sums(struct zone *zone, struct zone_census *c)
{
	unsigned long managed = zone_managed_pages(zone);
	unsigned long found = c->free + c->parked + c->allocated + c->withdrawn;

	if (c->free != zone_free_pages(zone)) {
		c->bad++;
		pr_err("zone %s: %lu pages are free, NR_FREE_PAGES is %lu\n", zone->name, c->free,
		       zone_free_pages(zone));
	}
	if (found != managed) {
		c->bad++;
		pr_err("zone %s: free %lu, parked %lu, allocated %lu, withdrawn %lu; managed %lu\n",
		       zone->name, c->free, c->parked, c->allocated, c->withdrawn, managed);
	}
}

static int validate_zone(struct zone *zone)
{
	struct zone_census c = { .bad = 0 };
	unsigned long flags;
	unsigned int order;

	zone_lock_irqsave(zone, flags);
	for (order = 0; order < MAX_ORDER; order++)
		check_list(zone, order, &c);
	walk_descriptors(zone, &c);
	check_sums(zone, &c);
	zone_unlock_irqrestore(zone, flags);
	return c.bad;
}

int buddy_validate(void)
{
	struct zone *zone;
	int bad = 0;

	drain_all_pages(NULL);
	for_each_populated_zone(zone)
		bad += validate_zone(zone);
	return bad;
}
