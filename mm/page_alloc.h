/* SPDX-License-Identifier: MIT */
/* What the files of the page allocator share. mm/page_alloc.c has the theory. */
#ifndef _MM_PAGE_ALLOC_H
#define _MM_PAGE_ALLOC_H

#include <linux/irqflags.h>
#include <linux/mm.h>
#include <linux/percpu-defs.h>

/* ---- per-CPU lists (pcp.c) ---- */

/**
 * struct cpu_page_lists - what a CPU needs to allocate and free without looking elsewhere
 * @map, @map_pages: bounds of the page descriptors, a copy
 * @first_zone:	by the two zone bits of the gfp flags: the highest populated zone
 * @zone:	the same as a pointer; a zone without pages for impossible flags
 * @list:  by zone and order, see pcp_index(). The last four stay empty: impossible flags lead there
 */
struct cpu_page_lists {
	struct page *map;
	unsigned long map_pages;
	u8 first_zone[4];
	struct zone *zone[4];
	struct per_cpu_pages list[(MAX_NR_ZONES + 1) * NR_PCP_ORDERS] ____cacheline_aligned;
};

static __always_inline unsigned int pcp_index(unsigned int zone, unsigned int order)
{
	return zone * NR_PCP_ORDERS + order;
}

DECLARE_PER_CPU_ZEROED(struct cpu_page_lists, page_lists);

/** Opens or closes the lists of all CPUs, and empties them. */
void pcp_set_open(bool open);
/** Sets up all CPUs' lists. Start-up. */
void pcp_init(void);
/** A block from this CPU's list of @zone, refilled if @refill; NULL: ask the buddy lists. */
struct page *pcp_alloc(struct zone *zone, unsigned int order, bool refill);
/** Puts a block into this CPU's list or, if that is closed, back to the zone. */
void pcp_free(struct page *page, unsigned int order);
/** The slow half of pcp_free(): the list is full or closed. Interrupts off. */
void pcp_free_full(struct page *page, unsigned int order, struct per_cpu_pages *pcp);
/** Pages parked in all CPUs' lists of @zone; a snapshot. */
unsigned long pcp_count_pages(const struct zone *zone);

/* ---- zone->lock ---- */

/*
 * zone->lock is only ever held with interrupts off, which keeps preemption away as well: these
 * leave out the counting that spin_lock() does for it.
 */
static __always_inline void zone_lock(struct zone *zone)
{
	arch_spin_lock(&zone->lock.rlock);
}

static __always_inline void zone_unlock(struct zone *zone)
{
	arch_spin_unlock(&zone->lock.rlock);
}

#define zone_lock_irqsave(zone, flags)	do { local_irq_save(flags); zone_lock(zone); } while (0)

static __always_inline void zone_unlock_irqrestore(struct zone *zone, unsigned long flags)
{
	zone_unlock(zone);
	local_irq_restore(flags);
}

/* ---- buddy lists (buddy.c) ---- */

/** Puts a block back. Any context. */
void buddy_free(struct zone *zone, struct page *page, unsigned int order);

/* These want zone->lock. */

/** Takes a block: flags say its zone and @order, no reference. NULL if there is none. */
struct page *buddy_alloc_locked(struct zone *zone, unsigned int order);
/** Takes up to @nr blocks, a power of two; returns how many. The last ones lie lowest. */
unsigned int buddy_alloc_bulk_locked(struct zone *zone, unsigned int order, struct page **blocks,
				     unsigned int nr);
/** Puts a block back, merging it with its buddies. */
void buddy_free_locked(struct zone *zone, struct page *page, unsigned int order);
/** Puts @nr pages from @page on back, in blocks as large as alignment allows; returns the work. */
unsigned int buddy_free_range_locked(struct zone *zone, struct page *page, unsigned long nr);
/** Puts the first of @nr blocks back, all or fewer; returns how many. */
unsigned int buddy_free_bulk_locked(struct zone *zone, unsigned int order, struct page **blocks,
				    unsigned int nr);

static inline unsigned long zone_free_pages(const struct zone *zone)
{
	return atomic_long_read(&zone->vm_stat[NR_FREE_PAGES]);
}

/* zone->lock makes this whole; readers without it see one value or the other. */
static inline void zone_add_free(struct zone *zone, long pages)
{
	atomic_long_t *stat = &zone->vm_stat[NR_FREE_PAGES];

	atomic_long_set(stat, atomic_long_read(stat) + pages);
}

static inline unsigned int block_order(const struct page *page)
{
	return page->flags & PAGE_ORDER_MASK;
}

/** True if @page points at a descriptor. */
static inline bool page_in_map(const struct page *page)
{
	unsigned long offset = (unsigned long)page - (unsigned long)mem_map;

	return !(offset % sizeof(*page)) && offset / sizeof(*page) < mem_map_nr_pages;
}

/* ---- misuse and damage (bad_page.c) ---- */

/** A block from the free lists is damaged: reports it and takes it out of use. */
void withdraw_free_page(struct page *page, unsigned int order, const char *reason);
/** Gives a withdrawn block back: for tests that did the damage. */
void reinstate_page(struct page *page, unsigned int order);

/** False if somebody has touched the descriptor of a free block; then it has been withdrawn. */
static inline bool check_free_page(struct page *page, unsigned int order)
{
	if (likely(atomic_read(&page->_count) == -1))
		return true;
	withdraw_free_page(page, order, "a reference was taken to a free page");
	return false;
}

/** Why 2^@order pages from @page on must not be freed; NULL if they may. */
const char *bad_free_reason(struct page *page, unsigned int order);
/** Says so. Any context. */
void report_bad_free(struct page *page, unsigned int order, const char *reason);
/** The head of the allocated block that @page is a tail of, or NULL. */
struct page *find_allocated_head(struct page *page);
/** The head of the free block in the buddy lists that @page lies in, or NULL. */
struct page *find_buddy_head(struct page *page);
/** How many bad frees and withdrawals have been reported so far. */
extern unsigned long bad_page_reports;

/* ---- debugging switches (page_debug.c) ---- */

enum {
	PAGE_DEBUG_POISON	= 1,	/* page_poison=on */
	PAGE_DEBUG_OWNER	= 2,	/* page_owner=on */
	PAGE_DEBUG_INIT_ALLOC	= 4,	/* init_on_alloc=on */
	PAGE_DEBUG_INIT_FREE	= 8,	/* init_on_free=on */
	PAGE_DEBUG_FAIL		= 16,	/* fail_page_alloc= */
	PAGE_DEBUG_SLEEP	= 32,	/* debug_atomic_sleep=on */

	/* Those that the slab allocator heeds too: its magazines are closed by them. */
	PAGE_DEBUG_OBJECTS = PAGE_DEBUG_INIT_ALLOC | PAGE_DEBUG_INIT_FREE | PAGE_DEBUG_SLEEP,
};

/* With any of them on, the per-CPU lists are closed: the fast paths need not look at it. */
extern unsigned int page_debug;

/** Switches on @set and off @clear, and opens or closes the per-CPU lists. Thread context. */
void page_debug_change(unsigned int set, unsigned int clear);

/** One of the PAGE_DEBUG_OBJECTS changed (slab_common.c). */
void slab_debug_changed(void);

/** What the switches want done to a new block; false: it is damaged, take another. */
bool page_debug_alloc(struct page *page, unsigned int order, gfp_t gfp);
/** And to one that is about to be free. */
void page_debug_free(struct page *page, unsigned int order);

void clear_pages(struct page *page, unsigned int order);

/* page_poison.c */
void poison_pages(struct page *page, unsigned int order);
bool unpoison_pages(struct page *page, unsigned int order);
void page_poison_forget(void);
/** A page of any zone where the kernel can touch it, until unmap_page_atomic(). Not nested. */
void *map_page_atomic(struct page *page, unsigned long *flags);
void unmap_page_atomic(struct page *page, unsigned long flags);

/* page_owner.c */
void page_owner_set(struct page *page, unsigned int order, gfp_t gfp);
void page_owner_reset(struct page *page, unsigned int order);
void page_owner_split(struct page *page, unsigned int order);

/* fail_page_alloc.c */
bool should_fail_alloc_page(gfp_t gfp, unsigned int order);

/* ---- the long way (page_alloc_slow.c) ---- */

/** An allocation the fast path cannot serve: everything __alloc_pages() promises. */
struct page *alloc_pages_slow(gfp_t gfp, unsigned int order);
/** Makes a block from the lists the caller's. NULL: it was damaged. */
struct page *prep_new_page(struct page *page, unsigned int order, gfp_t gfp);

/* vmscan.c */
void wakeup_kswapd(unsigned int order, int highest_zoneidx);
/** Asks the shrinkers; returns how many objects they gave up. May sleep. */
unsigned long try_to_free_pages(gfp_t gfp, unsigned int order);
/** Prints what each shrinker still holds. May sleep. */
void show_shrinkers(void);

/* oom.c */
/** Calls the notifiers, else reports; true if memory was freed. May sleep. */
bool out_of_memory(gfp_t gfp, unsigned int order);
void warn_alloc(gfp_t gfp, unsigned int order);

/* page_init.c */
/** Watermarks and reserves from the sizes of the zones. */
void setup_per_zone_wmarks(void);
extern int min_free_kbytes;

#endif
