/* SPDX-License-Identifier: MIT */
/* One block in and out of the buddy lists, inline for the fast paths. See mm/buddy.c. */
#ifndef _MM_BUDDY_H
#define _MM_BUDDY_H

#include <linux/bitops.h>
#include <linux/list.h>
#include <linux/mm.h>

#include "page_alloc.h"

static inline struct page *buddy_of(struct page *page, unsigned int order)
{
	return (struct page *)((unsigned long)page ^ (sizeof(struct page) << order));
}

static inline struct page *lower_of_pair(struct page *page, unsigned int order)
{
	return (struct page *)((unsigned long)page & ~(sizeof(struct page) << order));
}

static inline void insert_block(struct zone *zone, struct page *page, unsigned int order)
{
	struct free_area *area = &zone->free_area[order];

	OPTIMIZER_HIDE_VAR(area);	/* one address, for all that follows */
	page->flags = zone->page_flags | BIT(PG_buddy) | order;
	list_add(&page->lru, &area->free_list);
	area->nr_free++;
	zone->free_orders |= BIT(order);
}

static inline void remove_block(struct zone *zone, struct page *page, unsigned int order)
{
	struct free_area *area = &zone->free_area[order];

	OPTIMIZER_HIDE_VAR(area);
	__list_del_entry(&page->lru);
	if (!--area->nr_free)
		zone->free_orders &= ~BIT(order);
}

/*
 * Takes a block out of the lists and cuts it down to @order, putting the upper halves back. The
 * caller found an order of at least that with something in it.
 */
static inline struct page *take_block(struct zone *zone, unsigned int from, unsigned int order)
{
	struct page *page;

	page = list_first_entry(&zone->free_area[from].free_list, struct page, lru);
	remove_block(zone, page, from);
	while (from > order) {
		from--;
		insert_block(zone, page + (1ul << from), from);
	}
	return page;
}

/* Bit 0 stands for @order: which orders from there up have free blocks? */
static inline unsigned long orders_from(const struct zone *zone, unsigned int order)
{
	return zone->free_orders >> order;
}

/* Takes a block; flags say its zone and @order, no reference. NULL if there is none. zone->lock. */
static __always_inline struct page *buddy_take(struct zone *zone, unsigned int order)
{
	unsigned long orders;
	struct page *page;

	do {
		orders = orders_from(zone, order);
		if (!orders)
			return NULL;
		page = take_block(zone, order + __ffs(orders), order);
		zone_add_free(zone, -(1 << order));
		page->flags = zone->page_flags | order;
	} while (unlikely(!check_free_page(page, order)));
	return page;
}

/* Puts a block back, merging it with its buddies; returns the order it has then. zone->lock. */
static __always_inline unsigned int buddy_put(struct zone *zone, struct page *page,
					      unsigned int order)
{
	const unsigned long plain = zone->page_flags, free_head = plain | BIT(PG_buddy);
	struct page *buddy;

	zone_add_free(zone, 1 << order);
	for (; order < MAX_ORDER - 1; order++) {
		buddy = buddy_of(page, order);
		if (buddy->flags != (free_head | order))
			break;
		remove_block(zone, buddy, order);
		buddy->flags = plain;
		page = lower_of_pair(page, order);
	}
	insert_block(zone, page, order);
	return order;
}

#endif
