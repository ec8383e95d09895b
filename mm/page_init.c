// SPDX-License-Identifier: MIT
/*
 * Start-up of the page allocator: zones, page descriptors, and the hand-over from memblock.
 *
 * The descriptors are one array over all frame numbers from the first bank to the last, so that
 * page_to_pfn() and pfn_to_page() are a subtraction and a shift. Of the array only those pieces are
 * allocated that describe something: it is taken from memblock as a whole, and the pieces for
 * sections without memory are given back at once.
 *
 *      memory    |########|..................|#####|      sections of 4 MiB, the largest block
 *      mem_map   |ddd     :                  : dd  |      32 KiB a section
 *                 kept      given back         kept
 *
 * A section is the largest block, so a block and its buddies always have descriptors. Where there
 * is none, the address inside mem_map is somebody else's memory: ask pfn_valid().
 */
#define pr_fmt(fmt) fmt

#include <linux/bitmap.h>
#include <linux/highmem.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/math.h>
#include <linux/memblock.h>
#include <linux/minmax.h>
#include <linux/mm.h>
#include <linux/panic.h>
#include <linux/printk.h>
#include <linux/string.h>
#include <asm/memory.h>

#include "internal.h"
#include "page_alloc.h"
#include "vmap.h"

#define SECTION_PAGES		MAX_ORDER_NR_PAGES
#define SECTION_MAP_BYTES	(SECTION_PAGES * sizeof(struct page))
#define NR_MEM_SECTIONS		((1ul << (32 - PAGE_SHIFT)) / SECTION_PAGES)
#define ZONE_DMA_DEFAULT	(16ul << 20)

struct pglist_data contig_page_data;
struct page *mem_map __ro_after_init;
unsigned long mem_map_base_pfn __ro_after_init, mem_map_nr_pages __ro_after_init;
int min_free_kbytes;

static DECLARE_BITMAP(mem_sections, NR_MEM_SECTIONS);
static phys_addr_t zone_dma_size __initdata = ZONE_DMA_DEFAULT;

static const char *const zone_names[MAX_NR_ZONES] = { "DMA", "Normal", "HighMem" };
/* A zone keeps 1 page in so many of the higher zones' from requests that could have used those. */
static const unsigned int lowmem_reserve_ratio[MAX_NR_ZONES] = { 256, 32, 0 };

static int __init parse_zone_dma(char *value)
{
	unsigned long long size = memparse(value, &value);

	if (*value || !size)
		return -EINVAL;
	zone_dma_size = min_t(u64, size, MEMBLOCK_PHYS_LIMIT);
	return 0;
}
early_param("zone_dma", parse_zone_dma);

static int __init parse_min_free_kbytes(char *value)
{
	return kstrtoint(value, 0, &min_free_kbytes);
}
early_param("min_free_kbytes", parse_min_free_kbytes);

bool pfn_valid(unsigned long pfn)
{
	return pfn / SECTION_PAGES < NR_MEM_SECTIONS && test_bit(pfn / SECTION_PAGES, mem_sections);
}

/* ---- the descriptor array ---- */

static void __init note_sections(void)
{
	unsigned long start, end;
	int i;

	bitmap_zero(mem_sections, NR_MEM_SECTIONS);
	for_each_mem_pfn_range(i, 0, &start, &end, NULL)
		bitmap_set(mem_sections, start / SECTION_PAGES,
			   DIV_ROUND_UP(end, SECTION_PAGES) - start / SECTION_PAGES);
}

/* The array over sections [first, end), or NULL if no room for all of it is left in one piece. */
static struct page *__init alloc_map(unsigned long first, unsigned long end)
{
	phys_addr_t map, section;
	unsigned long i;

	map = memblock_phys_alloc((end - first) * SECTION_MAP_BYTES, SECTION_MAP_BYTES);
	if (!map)
		return NULL;
	for (i = first; i < end; i++) {
		section = map + (i - first) * SECTION_MAP_BYTES;
		if (!test_bit(i, mem_sections))
			memblock_phys_free(section, SECTION_MAP_BYTES);
	}
	return __va(map);
}

/* Banks far apart need a long array; if it cannot be had, the highest bank is done without. */
static void __init alloc_mem_map(void)
{
	unsigned long first, end;
	struct memblock_region *last;

	for (;;) {
		note_sections();
		first = find_first_bit(mem_sections, NR_MEM_SECTIONS);
		end = find_last_bit(mem_sections, NR_MEM_SECTIONS) + 1;
		mem_map = alloc_map(first, end);
		if (mem_map)
			break;
		if (memblock.memory.cnt <= 1)
			panic("mem_map: no room for the page descriptors\n");
		last = &memblock.memory.regions[memblock.memory.cnt - 1];
		pr_warn("mem_map: no room for descriptors as far as bank %#llx + %#llx: not used\n",
			(u64)last->base, (u64)last->size);
		memblock_remove(last->base, last->size);
	}
	mem_map_base_pfn = first * SECTION_PAGES;
	mem_map_nr_pages = (end - first) * SECTION_PAGES;
}

/* ---- zones ---- */

static void __init init_zone(enum zone_type idx, unsigned long start, unsigned long end)
{
	struct zone *zone = &contig_page_data.node_zones[idx];
	unsigned long lo, hi;
	unsigned int order;
	int i;

	zone->name = zone_names[idx];
	zone->page_flags = (unsigned long)idx << PAGE_ZONE_SHIFT;
	zone->zone_pgdat = &contig_page_data;
	zone->zone_start_pfn = start;
	zone->spanned_pages = end - start;
	zone->present_pages = 0;
	for_each_mem_pfn_range(i, 0, &lo, &hi, NULL) {
		lo = max(lo, start);
		hi = min(hi, end);
		if (lo < hi)
			zone->present_pages += hi - lo;
	}
	spin_lock_init(&zone->lock);
	for (order = 0; order < MAX_ORDER; order++)
		INIT_LIST_HEAD(&zone->free_area[order].free_list);
	contig_page_data.node_present_pages += zone->present_pages;
	if (zone->present_pages)
		pr_info("zone %-7s [%#010lx-%#010lx) %7lu pages\n", zone->name,
			start << PAGE_SHIFT, end << PAGE_SHIFT, zone->present_pages);
}

void __init free_area_init(unsigned long *max_zone_pfn)
{
	unsigned long start, end;
	int i;

	alloc_mem_map();
	start = PFN_DOWN(memblock_start_of_DRAM());
	contig_page_data.node_start_pfn = start;
	contig_page_data.node_spanned_pages = PFN_DOWN(memblock_end_of_DRAM()) - start;
	contig_page_data.nr_zones = MAX_NR_ZONES;
	init_waitqueue_head(&contig_page_data.kswapd_wait);
	for (i = 0; i < MAX_NR_ZONES; i++) {
		end = max(start, max_zone_pfn[i]);
		init_zone(i, start, end);
		start = end;
	}
}

static struct zone *__init zone_of(unsigned long pfn)
{
	struct zone *zone = contig_page_data.node_zones;

	while (zone < &contig_page_data.node_zones[MAX_NR_ZONES - 1] && pfn >= zone_end_pfn(zone))
		zone++;
	return zone;
}

/* ---- descriptors ---- */

/* The same descriptor for [pfn, end). A page of them is copied from the page before. */
static void __init fill_descriptors(unsigned long pfn, unsigned long end, const struct page *model)
{
	const unsigned long per_page = PAGE_SIZE / sizeof(struct page);
	unsigned long head = min(end, round_up(pfn, per_page) + per_page);
	struct page *page = pfn_to_page(pfn);

	for (; pfn < head; pfn++)
		*page++ = *model;
	for (; pfn + per_page <= end; pfn += per_page, page += per_page)
		copy_page(page, page - per_page);
	for (; pfn < end; pfn++)
		*page++ = *model;
}

static void __init init_descriptors(unsigned long pfn, unsigned long end, bool free)
{
	struct page model = { .flags = 0 };
	struct zone *zone;
	unsigned long stop;

	atomic_set(&model._count, free ? -1 : 0);
	page_mapcount_reset(&model);
	for (; pfn < end; pfn = stop) {
		zone = zone_of(pfn);
		stop = pfn < zone_end_pfn(zone) ? min(end, zone_end_pfn(zone)) : end;
		model.flags = zone->page_flags | (free ? 0 : BIT(PG_reserved));
		fill_descriptors(pfn, stop, &model);
	}
}

/* Sections [start, end) in frames: free where memblock has it free, else reserved. */
static void __init init_run(unsigned long start, unsigned long end)
{
	unsigned long pos = start, lo, hi;
	phys_addr_t free_start, free_end;
	u64 from = (u64)start << PAGE_SHIFT;

	while (mb_next_free(&memblock, from, &free_start, &free_end) && PFN_UP(free_start) < end) {
		from = free_end;
		lo = max_t(unsigned long, PFN_UP(free_start), pos);
		hi = PFN_DOWN(free_end);
		if (lo >= hi)
			continue;
		init_descriptors(pos, lo, false);
		init_descriptors(lo, hi, true);
		pos = hi;
	}
	init_descriptors(pos, end, false);
}

static void __init init_all_descriptors(void)
{
	unsigned long start, end;

	for_each_set_bitrange(start, end, mem_sections, NR_MEM_SECTIONS)
		init_run(start * SECTION_PAGES, end * SECTION_PAGES);
}

/* ---- hand-over ---- */

static void __init release_range(unsigned long pfn, unsigned long end)
{
	struct zone *zone;
	unsigned long stop;

	for (; pfn < end; pfn = stop) {
		zone = zone_of(pfn);
		stop = min(end, zone_end_pfn(zone));
		buddy_free_range_locked(zone, pfn_to_page(pfn), stop - pfn);
		atomic_long_add(stop - pfn, &zone->managed_pages);
	}
}

void __init memblock_free_all(void)
{
	phys_addr_t start, end;
	u64 i;

	init_all_descriptors();
	for_each_free_mem_range(i, 0, MEMBLOCK_NONE, &start, &end, NULL) {
		if (PFN_UP(start) < PFN_DOWN(end))
			release_range(PFN_UP(start), PFN_DOWN(end));
	}
}

void __init mem_init(void)
{
	unsigned long present = contig_page_data.node_present_pages, managed;

	memblock_free_all();
	setup_per_zone_wmarks();
	pcp_init();
	managed = totalram_pages();
	pr_info("Memory: %lu KiB of %lu KiB available, %lu KiB reserved, %lu KiB highmem\n",
		managed << (PAGE_SHIFT - 10), present << (PAGE_SHIFT - 10),
		(present - managed) << (PAGE_SHIFT - 10), totalhigh_pages() << (PAGE_SHIFT - 10));
}

void __init mm_core_init(void)
{
	unsigned long max_zone_pfn[MAX_NR_ZONES], lowmem_end, dma_pages;

	lowmem_end = PFN_DOWN(arm_lowmem_limit);
	/* In whole sections, so that the largest blocks fit. */
	dma_pages = round_up(max_t(phys_addr_t, zone_dma_size, 1), SECTION_PAGES << PAGE_SHIFT) >>
		    PAGE_SHIFT;
	max_zone_pfn[ZONE_DMA] = min(PFN_DOWN(memblock_start_of_DRAM()) + dma_pages, lowmem_end);
	max_zone_pfn[ZONE_NORMAL] = lowmem_end;
	max_zone_pfn[ZONE_HIGHMEM] = PFN_DOWN(memblock_end_of_DRAM());
	free_area_init(max_zone_pfn);
	mem_init();
	vmap_init();
	kmap_local_init();
}

/* ---- watermarks and reserves ---- */

static void set_lowmem_reserves(void)
{
	unsigned long managed_above;
	struct zone *zone;
	int i;

	for_each_zone(zone) {
		managed_above = 0;
		for (i = zone_idx(zone) + 1; i < MAX_NR_ZONES; i++) {
			managed_above += zone_managed_pages(&zone->zone_pgdat->node_zones[i]);
			zone->lowmem_reserve[i] =
				managed_above / max(lowmem_reserve_ratio[zone_idx(zone)], 1u);
		}
	}
}

static void set_wmarks(struct zone *zone, unsigned long min)
{
	unsigned long managed = zone_managed_pages(zone), gap;

	gap = max(min / 4, managed / 1000);
	if (is_highmem(zone))
		min = clamp(managed / 1024, 32ul, 128ul);
	zone->_watermark[WMARK_MIN] = min;
	zone->_watermark[WMARK_LOW] = min + gap;
	zone->_watermark[WMARK_HIGH] = min + 2 * gap;
}

/* Linux's formula: the minimum for all of lowmem is sqrt(16 * lowmem in KiB) KiB. */
void setup_per_zone_wmarks(void)
{
	unsigned long lowmem = 0, pages_min;
	struct zone *zone;

	for_each_zone(zone) {
		if (!is_highmem(zone))
			lowmem += zone_managed_pages(zone);
	}
	if (!min_free_kbytes)
		min_free_kbytes = clamp(int_sqrt(16 * (lowmem << (PAGE_SHIFT - 10))),
					128ul, 262144ul);
	pages_min = min_free_kbytes >> (PAGE_SHIFT - 10);
	for_each_populated_zone(zone)
		set_wmarks(zone, (u64)pages_min * zone_managed_pages(zone) / max(lowmem, 1ul));
	set_lowmem_reserves();
}

/* ---- pages that start-up had reserved ---- */

void free_reserved_page(struct page *page)
{
	if (WARN_ON(!PageReserved(page)))
		return;
	page->flags = page_zone(page)->page_flags;
	init_page_count(page);
	atomic_long_inc(&page_zone(page)->managed_pages);
	__free_page(page);
}

unsigned long free_reserved_area(void *start, void *end, int poison, const char *s)
{
	unsigned long addr = PFN_ALIGN(start), stop = (unsigned long)end & PAGE_MASK, pages = 0;

	for (; addr < stop; addr += PAGE_SIZE, pages++) {
		if (poison >= 0)
			memset((void *)addr, poison, PAGE_SIZE);
		free_reserved_page(virt_to_page(addr));
	}
	if (s && pages)
		pr_info("Freeing %s memory: %lu KiB\n", s, pages << (PAGE_SHIFT - 10));
	return pages;
}
