// SPDX-License-Identifier: MIT
/*
 * The buddy lists of one zone: splitting blocks and putting them together again.
 * mm/page_alloc.c has the theory; numbers in brackets are its invariants.
 *
 * Block and buddy differ in one bit of the page frame number. The descriptors are an array aligned
 * to the largest block, so the same holds for pointers into it: the buddy of a head is the head
 * with one bit of its address flipped, and the head of the two together is it with that bit
 * cleared.
 *
 *      order 2   |           A           |        A   = head of 4 pages
 *      order 1   |     A     |     B     |        B   = A ^ (2 * 32 bytes)
 *      order 0   |  A  |  a  |  B  |  b  |
 *
 * Whether the buddy is free, whole, and in this zone is one masked comparison of its flags [4, 5].
 * If it is anything else, allocated, split, parked in a per-CPU list, reserved, of another zone,
 * the comparison fails. A hole in memory that is smaller than the largest block has descriptors
 * too, which are marked reserved, so the look at the buddy is always at a descriptor.
 *
 * Everything here wants zone->lock and interrupts off.
 */
#include "buddy.h"

#include <linux/log2.h>
#include <linux/minmax.h>

struct page *buddy_alloc_locked(struct zone *zone, unsigned int order)
{
	return buddy_take(zone, order);
}

/* Makes a block 2^(cut - order) blocks of @order. Written downwards: they are popped upwards. */
static unsigned int carve_block(struct zone *zone, struct page *page, unsigned int cut,
				unsigned int order, struct page **blocks)
{
	unsigned long flags = zone->page_flags | order;
	struct page *piece = page + (1ul << cut);
	unsigned int n = 0;

	while (piece > page) {
		piece -= 1ul << order;
		piece->flags = flags;
		if (likely(check_free_page(piece, order)))
			blocks[n++] = piece;
	}
	return n;
}

/* What interrupts should wait for: one block after the other costs more than one that is cut up. */
#define MAX_PIECES	16
/* A block put back is three steps, and one more for each merge; a step is some 20 instructions. */
#define MAX_STEPS	48

/*
 * Fragments are used up first. A large block is cut only for a whole batch: cutting one for the
 * rest of a batch would leave fragments for the next, and so on for ever.
 */
unsigned int buddy_alloc_bulk_locked(struct zone *zone, unsigned int order, struct page **blocks,
				     unsigned int nr)
{
	unsigned int from, cut, have = 0, taken = 0, pieces = 0;
	unsigned long orders;

	while (taken < nr && pieces++ < MAX_PIECES) {
		orders = orders_from(zone, order);
		if (!orders)
			break;
		from = order + __ffs(orders);
		cut = order + ilog2(nr - taken);
		if (taken && from > cut)
			break;
		cut = min(from, cut);
		have += carve_block(zone, take_block(zone, from, cut), cut, order, blocks + have);
		taken += 1u << (cut - order);
	}
	zone_add_free(zone, -(long)(taken << order));
	return have;
}

void buddy_free_locked(struct zone *zone, struct page *page, unsigned int order)
{
	buddy_put(zone, page, order);
}

void buddy_free(struct zone *zone, struct page *page, unsigned int order)
{
	unsigned long flags;

	zone_lock_irqsave(zone, flags);
	buddy_put(zone, page, order);
	zone_unlock_irqrestore(zone, flags);
}

unsigned int buddy_free_range_locked(struct zone *zone, struct page *page, unsigned long nr)
{
	unsigned int order, steps = 0;

	while (nr) {
		order = min_t(unsigned int, __ffs(page_to_pfn(page) | MAX_ORDER_NR_PAGES),
			      __fls(nr));
		steps += 3 + buddy_put(zone, page, order) - order;
		page += 1ul << order;
		nr -= 1ul << order;
	}
	return steps;
}

/* How many of blocks[0 … nr) follow each other in memory, each @step after the one before. */
static inline unsigned int run_length(struct page **blocks, unsigned int nr, long step)
{
	unsigned int n;

	for (n = 1; n < nr; n++) {
		if (blocks[n] != blocks[n - 1] + step)
			break;
	}
	return n;
}

/*
 * Neighbours freed one after the other are the common case, upwards or downwards: a run of them
 * goes back in a few large blocks instead of being put together pair by pair. Others cost what they
 * cost, a step for each merge, up to a bound for the sake of interrupts.
 */
unsigned int buddy_free_bulk_locked(struct zone *zone, unsigned int order, struct page **blocks,
				    unsigned int nr)
{
	unsigned int i, n, steps = 0;
	long step = 1l << order;
	struct page *first;

	for (i = 0; i < nr && steps < MAX_STEPS; i += n) {
		first = blocks[i];
		n = run_length(blocks + i, nr - i, step);
		if (n == 1) {
			n = run_length(blocks + i, nr - i, -step);
			first = blocks[i + n - 1];
		}
		if (n == 1)
			steps += 3 + buddy_put(zone, first, order) - order;
		else
			steps += buddy_free_range_locked(zone, first, (unsigned long)n << order);
	}
	return i;
}
