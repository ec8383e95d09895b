/* SPDX-License-Identifier: MIT */
/* Zones: groups of pages of one kind, each with its free lists, watermarks and counters. */
#ifndef _LINUX_MMZONE_H
#define _LINUX_MMZONE_H

#include <linux/atomic.h>
#include <linux/cache.h>
#include <linux/list.h>
#include <linux/mm_types.h>
#include <linux/page-flags.h>
#include <linux/percpu-defs.h>
#include <linux/spinlock.h>
#include <linux/wait.h>
#include <asm/page.h>

/* Free lists for blocks of 2^0 to 2^(MAX_ORDER - 1) pages: 4 KiB to 4 MiB. */
#define MAX_ORDER		11
#define MAX_ORDER_NR_PAGES	(1ul << (MAX_ORDER - 1))
/* Blocks up to this order are worth fighting for: reclaim, the OOM report, kswapd. */
#define PAGE_ALLOC_COSTLY_ORDER	3

enum zone_type {
	ZONE_DMA,		/* the first 16 MiB of RAM, zone_dma=SIZE */
	ZONE_NORMAL,		/* the rest of what the kernel maps one to one */
	ZONE_HIGHMEM,		/* the rest; has no address until mapped */
	MAX_NR_ZONES
};

enum zone_watermarks {
	WMARK_MIN,		/* below it only reserves are left */
	WMARK_LOW,		/* below it kswapd is woken */
	WMARK_HIGH,		/* kswapd sleeps again */
	NR_WMARK
};

enum zone_stat_item {
	NR_FREE_PAGES,		/* in the buddy lists; per-CPU lists not counted */
	NR_HWPOISON,		/* withdrawn pages */
	NR_ALLOC_FAIL,		/* failed for good; counted in the first zone tried */
	NR_VM_ZONE_STAT_ITEMS
};

struct free_area {
	struct list_head free_list;	/* heads of free blocks, through page->lru */
	unsigned long nr_free;
} __aligned(16);			/* indexed by a shift */

/*
 * The per-CPU lists park blocks of order 0 to 3. A refill takes at most 32 pages from the zone, and
 * no list holds more than 62: with its two counters that is a power of two, and finding a list a
 * shift.
 */
#define NR_PCP_ORDERS		4
#define PCP_BATCH_PAGES		32u
#define PCP_SLOTS		62u

struct per_cpu_pages {
	struct page *pages[PCP_SLOTS];
	unsigned int count;		/* blocks in pages[], the last one freed on top */
	unsigned int high;		/* so many, and a free gives some back; 0: closed */
};

/**
 * struct zone - pages of one kind
 *
 * Letters name what protects a field:
 *   z  zone->lock, interrupts off
 *   i  set by start-up, then constant
 *   w  wmark_lock; read without
 */
struct zone {
	unsigned long _watermark[NR_WMARK];		/* w: pages */
	long lowmem_reserve[MAX_NR_ZONES];		/* w: kept from who prefers zone [i] */
	unsigned long page_flags;			/* i: zone bits of its pages' flags */
	const char *name;				/* i */
	struct pglist_data *zone_pgdat;			/* i */
	struct per_cpu_pages __percpu *pageset;		/* i: NR_PCP_ORDERS of them on each CPU */

	unsigned long zone_start_pfn;			/* i */
	unsigned long spanned_pages;			/* i: with the holes */
	unsigned long present_pages;			/* i: without them */
	atomic_long_t managed_pages;			/* given to the allocator */

	spinlock_t lock ____cacheline_aligned;
	unsigned long free_orders;			/* z: bit o: free_area[o] is not empty */
	struct free_area free_area[MAX_ORDER];		/* z */
	atomic_long_t vm_stat[NR_VM_ZONE_STAT_ITEMS];	/* NR_FREE_PAGES: z; else any context */
};

/**
 * struct pglist_data - all memory; there is one node
 */
typedef struct pglist_data {
	struct zone node_zones[MAX_NR_ZONES];
	int nr_zones;
	unsigned long node_start_pfn;
	unsigned long node_present_pages;
	unsigned long node_spanned_pages;
	int node_id;
	wait_queue_head_t kswapd_wait;
	struct task_struct *kswapd;			/* NULL until there are threads */
	unsigned int kswapd_order;			/* highest order it was woken for */
} pg_data_t;

extern struct pglist_data contig_page_data;
#define NODE_DATA(nid)		(&contig_page_data)

/** Zones come in the order of enum zone_type; allocations fall back from higher to lower. */
#define for_each_zone(zone)							\
	for (zone = contig_page_data.node_zones;				\
	     zone < contig_page_data.node_zones + MAX_NR_ZONES; zone++)
#define for_each_populated_zone(zone)						\
	for_each_zone(zone)							\
		if (!populated_zone(zone)) {					\
		} else

#define zone_idx(zone)		((enum zone_type)((zone) - (zone)->zone_pgdat->node_zones))

static inline unsigned long zone_managed_pages(const struct zone *zone)
{
	return atomic_long_read(&zone->managed_pages);
}

static inline bool populated_zone(const struct zone *zone)
{
	return zone->present_pages != 0;
}

static inline bool managed_zone(const struct zone *zone)
{
	return zone_managed_pages(zone) != 0;
}

static inline unsigned long zone_end_pfn(const struct zone *zone)
{
	return zone->zone_start_pfn + zone->spanned_pages;
}

static inline bool zone_spans_pfn(const struct zone *zone, unsigned long pfn)
{
	return pfn >= zone->zone_start_pfn && pfn < zone_end_pfn(zone);
}

static inline bool is_highmem_idx(enum zone_type idx)
{
	return idx == ZONE_HIGHMEM;
}

static inline bool is_highmem(const struct zone *zone)
{
	return is_highmem_idx(zone_idx(zone));
}

#define wmark_pages(zone, i)	((zone)->_watermark[i])
#define min_wmark_pages(zone)	wmark_pages(zone, WMARK_MIN)
#define low_wmark_pages(zone)	wmark_pages(zone, WMARK_LOW)
#define high_wmark_pages(zone)	wmark_pages(zone, WMARK_HIGH)

/* Bits of alloc_flags: a watermark, and how far below it an allocation may go. */
#define ALLOC_WMARK_MIN		WMARK_MIN
#define ALLOC_WMARK_LOW		WMARK_LOW
#define ALLOC_WMARK_HIGH	WMARK_HIGH
#define ALLOC_WMARK_MASK	0x03
#define ALLOC_NO_WATERMARKS	0x04	/* to the last page */
#define ALLOC_MIN_RESERVE	0x08	/* __GFP_HIGH: half of min */
#define ALLOC_NON_BLOCK		0x10	/* cannot sleep: a quarter of the rest */

/**
 * zone_watermark_ok - may a block of 2^@order pages be taken, leaving @mark pages?
 * @highest_zoneidx: the zone the request preferred: lowmem_reserve[] of it is left as well
 * @alloc_flags: ALLOC_*
 *
 * Any context. The answer is a snapshot.
 */
bool zone_watermark_ok(struct zone *zone, unsigned int order, unsigned long mark,
		       int highest_zoneidx, unsigned int alloc_flags);

/* ---- struct page and page frame numbers ---- */

/*
 * The descriptors are one array in lowmem, indexed by page frame number from mem_map_base_pfn on.
 * Where there is no memory, the pages behind the array itself were never allocated: a descriptor
 * exists if pfn_valid() says so.
 */
extern struct page *mem_map;
extern unsigned long mem_map_base_pfn, mem_map_nr_pages;

#define __page_to_pfn(page)	((unsigned long)((page) - mem_map) + mem_map_base_pfn)
#define __pfn_to_page(pfn)	(mem_map + ((pfn) - mem_map_base_pfn))
#define page_to_pfn		__page_to_pfn
#define pfn_to_page		__pfn_to_page

/** True if there is a descriptor for @pfn: memory, or close enough to some. Any context. */
bool pfn_valid(unsigned long pfn);

#endif
