// SPDX-License-Identifier: MIT
/*
 * memblock: physical memory before the page allocator
 *
 * Purpose. Start-up has to know where RAM is, has to keep off what is in use (the image, the device
 * tree, the initrd, what the board reserves), and has to find room for page tables and for the
 * page descriptors. All that fits two sorted tables of address ranges:
 *
 *      memory     |=========================|            |==================|
 *      reserved   |##|      |####|        |###|                 |#|
 *      free          |------|    |--------|              |------| |---------|
 *
 * Free memory is not stored: it is what is in the first table and not in the second. An allocation
 * is a search for a large enough free range, from the top down, and a new reservation.
 *
 * Invariants, for each table (checked by memblock_validate()):
 *   1. cnt <= max, and total_size is the sum of the sizes.
 *   2. No region is empty, and none ends above MEMBLOCK_PHYS_LIMIT: base + size fits phys_addr_t.
 *   3. Regions are sorted by base and do not overlap.
 *   4. Two regions that touch differ in their flags; else they would be one.
 * and besides:
 *   5. Memory comes in whole pages. Reservations are exact to the byte, so that small ones pack;
 *      their last page is lost to the page allocator only once, at the hand-over.
 *   6. Only memory has flags.
 *
 * Addresses come in as u64, since a device tree may know of memory that a 32-bit kernel without
 * LPAE cannot reach; what lies above the limit is dropped, with a line if it is memory. The last
 * page below 4 GiB is dropped as well: the end of a range shall never wrap to 0.
 *
 * The tables are of fixed size. Each operation counts the regions it needs before it changes
 * anything, and fails with -ENOSPC and a line if the table cannot take them.
 *
 * Context: start-up on one CPU; no locks.
 * Reference: the idea is that of Linux's mm/memblock.c and its boot-time memory documentation.
 */
#define pr_fmt(fmt) "memblock: " fmt

#include <linux/memblock.h>
#include <linux/align.h>
#include <linux/cache.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/minmax.h>
#include <linux/printk.h>
#include <linux/string.h>

#include "internal.h"

static struct memblock_region memory_regions[INIT_MEMBLOCK_REGIONS] __initdata_memblock;
static struct memblock_region reserved_regions[INIT_MEMBLOCK_REGIONS] __initdata_memblock;

struct memblock memblock __initdata_memblock = {
	.memory = { .max = INIT_MEMBLOCK_REGIONS, .regions = memory_regions, .name = "memory" },
	.reserved = {
		.max = INIT_MEMBLOCK_REGIONS, .regions = reserved_regions, .name = "reserved",
	},
};

/* Tables of regions. */

static void __init_memblock insert_region(struct memblock_type *t, unsigned long at,
					  phys_addr_t base, phys_addr_t end,
					  enum memblock_flags flags)
{
	struct memblock_region *r = &t->regions[at];

	memmove(r + 1, r, (t->cnt - at) * sizeof(*r));
	r->base = base;
	r->size = end - base;
	r->flags = flags;
	t->cnt++;
	t->total_size += r->size;
}

static void __init_memblock delete_region(struct memblock_type *t, unsigned long at)
{
	struct memblock_region *r = &t->regions[at];

	t->total_size -= r->size;
	t->cnt--;
	memmove(r, r + 1, (t->cnt - at) * sizeof(*r));
}

/* Restores invariant 4. */
static void __init_memblock merge_regions(struct memblock_type *t)
{
	struct memblock_region *last = t->regions, *r;

	if (!t->cnt)
		return;
	for (r = last + 1; r < t->regions + t->cnt; r++) {
		if (region_end(last) == r->base && last->flags == r->flags)
			last->size += r->size;
		else
			*++last = *r;
	}
	t->cnt = last + 1 - t->regions;
}

/* Makes @addr a border between regions, if it lies inside one. */
static void __init_memblock split_at(struct memblock_type *t, phys_addr_t addr)
{
	struct memblock_region *r;
	phys_addr_t end;

	for (r = t->regions; r < t->regions + t->cnt; r++) {
		end = region_end(r);
		if (addr <= r->base || addr >= end)
			continue;
		t->total_size -= end - addr;
		r->size = addr - r->base;
		insert_region(t, r + 1 - t->regions, addr, end, r->flags);
		return;
	}
}

static bool __init_memblock inside_region(const struct memblock_type *t, phys_addr_t addr)
{
	const struct memblock_region *r = mb_find_region(t, addr);

	return r && r->base != addr;
}

static int __init_memblock check_room(const struct memblock_type *t, unsigned long more,
				      phys_addr_t base, phys_addr_t end)
{
	if (t->cnt + more <= t->max)
		return 0;
	pr_err("no room for %s [%#010llx-%#010llx): all %lu regions are in use\n",
	       t->name, (u64)base, (u64)end, t->max);
	return -ENOSPC;
}

/* Splits regions so that each one lies either inside or outside of [base, end). */
static int __init_memblock isolate_range(struct memblock_type *t, phys_addr_t base,
					 phys_addr_t end)
{
	int err = check_room(t, inside_region(t, base) + inside_region(t, end), base, end);

	if (err)
		return err;
	split_at(t, base);
	split_at(t, end);
	return 0;
}

/* Counts the parts of [base, end) that @t does not cover yet, and inserts them if told to. */
static unsigned long __init_memblock fill_gaps(struct memblock_type *t, phys_addr_t base,
					       phys_addr_t end, bool insert)
{
	unsigned long i, gaps = 0;

	for (i = 0; base < end; i++) {
		phys_addr_t next = i < t->cnt ? t->regions[i].base : end;
		phys_addr_t next_end = i < t->cnt ? region_end(&t->regions[i]) : end;

		if (next_end <= base)
			continue;
		next = min(next, end);
		if (next > base) {
			gaps++;
			if (insert)
				insert_region(t, i++, base, next, MEMBLOCK_NONE);
		}
		base = next_end;
	}
	return gaps;
}

static int __init_memblock add_range(struct memblock_type *t, phys_addr_t base, phys_addr_t end)
{
	int err = check_room(t, fill_gaps(t, base, end, false), base, end);

	if (err)
		return err;
	fill_gaps(t, base, end, true);
	merge_regions(t);
	return 0;
}

static int __init_memblock remove_range(struct memblock_type *t, phys_addr_t base,
					phys_addr_t end)
{
	unsigned long i;
	int err = isolate_range(t, base, end);

	if (err)
		return err;
	for (i = t->cnt; i-- > 0; ) {
		if (t->regions[i].base >= base && t->regions[i].base < end)
			delete_region(t, i);
	}
	return 0;
}

/* The lowest part of [*lo, *hi) that no region covers; false if all of it is covered. */
static bool __init_memblock lowest_gap(const struct memblock_type *t, phys_addr_t *lo,
				       phys_addr_t *hi)
{
	const struct memblock_region *r;

	for (r = t->regions; r < t->regions + t->cnt && *lo < *hi; r++) {
		if (region_end(r) <= *lo)
			continue;
		if (r->base > *lo) {
			*hi = min(*hi, r->base);
			break;
		}
		*lo = region_end(r);
	}
	return *lo < *hi;
}

/* The highest part of [*lo, *hi) that no region covers; false if all of it is covered. */
static bool __init_memblock highest_gap(const struct memblock_type *t, phys_addr_t *lo,
					phys_addr_t *hi)
{
	const struct memblock_region *r;

	for (r = t->regions + t->cnt; r-- > t->regions && *lo < *hi; ) {
		if (r->base >= *hi)
			continue;
		if (region_end(r) < *hi) {
			*lo = max(*lo, region_end(r));
			break;
		}
		*hi = r->base;
	}
	return *lo < *hi;
}

/*
 * Brings [base, base + size) below the limit. False if nothing is left: that is no error for the
 * callers, since there is no memory up there either.
 */
static bool __init_memblock clip_range(u64 base, u64 size, phys_addr_t *start, phys_addr_t *end)
{
	u64 last = base + size < base ? ~0ull : base + size;

	*start = min_t(u64, base, MEMBLOCK_PHYS_LIMIT);
	*end = min_t(u64, last, MEMBLOCK_PHYS_LIMIT);
	return *start < *end;
}

/* Instances. */

void __init_memblock mb_init(struct memblock *mb, struct memblock_region *memory,
			     struct memblock_region *reserved, unsigned long max)
{
	*mb = (struct memblock) {
		.memory = { .max = max, .regions = memory, .name = "memory" },
		.reserved = { .max = max, .regions = reserved, .name = "reserved" },
	};
}

const struct memblock_region *__init_memblock mb_find_region(const struct memblock_type *t,
							     u64 addr)
{
	const struct memblock_region *r;

	for (r = t->regions; r < t->regions + t->cnt; r++) {
		if (addr >= r->base && addr < region_end(r))
			return r;
	}
	return NULL;
}

int __init_memblock mb_add(struct memblock *mb, u64 base, u64 size)
{
	u64 last = base + size;
	phys_addr_t lo, hi, start, end;

	if (last < base) {
		pr_warn("bank %#llx + %#llx wraps past 2^64: cut\n", base, size);
		last = ~0ull;
	}
	if (last > 1ull << 32)
		pr_warn("bank [%#llx-%#llx): the part above 4 GiB is out of reach, cut\n",
			base, last);
	else if ((base | last) & ~PAGE_MASK)
		pr_warn("bank [%#llx-%#llx): not whole pages, trimmed\n", base, last);
	start = min_t(u64, base, MEMBLOCK_PHYS_LIMIT);
	start = ALIGN(start, PAGE_SIZE);
	end = min_t(u64, last, MEMBLOCK_PHYS_LIMIT) & PAGE_MASK;
	if (start >= end) {
		pr_warn("bank [%#llx-%#llx): no whole page in reach, ignored\n", base, last);
		return -EINVAL;
	}
	lo = start;
	hi = end;
	if (!lowest_gap(&mb->memory, &lo, &hi) || lo != start || hi != end)
		pr_warn("bank [%#llx-%#llx): overlaps another one, merged\n", base, last);
	return add_range(&mb->memory, start, end);
}

int __init_memblock mb_remove(struct memblock *mb, u64 base, u64 size)
{
	phys_addr_t start, end;

	if (!clip_range(base, size, &start, &end))
		return 0;
	return remove_range(&mb->memory, start & PAGE_MASK, ALIGN(end, PAGE_SIZE));
}

int __init_memblock mb_reserve(struct memblock *mb, u64 base, u64 size)
{
	phys_addr_t start, end;

	if (!clip_range(base, size, &start, &end))
		return 0;
	return add_range(&mb->reserved, start, end);
}

int __init_memblock mb_free(struct memblock *mb, u64 base, u64 size)
{
	phys_addr_t start, end;

	if (!clip_range(base, size, &start, &end))
		return 0;
	return remove_range(&mb->reserved, start, end);
}

int __init_memblock mb_set_nomap(struct memblock *mb, u64 base, u64 size, bool nomap)
{
	struct memblock_type *t = &mb->memory;
	struct memblock_region *r;
	phys_addr_t start, end;
	int err;

	if (!clip_range(base, size, &start, &end))
		return 0;
	start &= PAGE_MASK;
	end = ALIGN(end, PAGE_SIZE);
	err = isolate_range(t, start, end);
	if (err)
		return err;
	for (r = t->regions; r < t->regions + t->cnt; r++) {
		if (r->base >= start && r->base < end)
			r->flags = nomap ? MEMBLOCK_NOMAP : MEMBLOCK_NONE;
	}
	merge_regions(t);
	return 0;
}

void __init_memblock mb_enforce_memory_limit(struct memblock *mb, u64 limit)
{
	struct memblock_type *t = &mb->memory;
	phys_addr_t left = min_t(u64, limit, t->total_size) & PAGE_MASK;
	unsigned long i;

	for (i = 0; i < t->cnt && left >= t->regions[i].size; i++)
		left -= t->regions[i].size;
	if (i < t->cnt && left) {
		t->total_size -= t->regions[i].size - left;
		t->regions[i++].size = left;
	}
	while (t->cnt > i)
		delete_region(t, t->cnt - 1);
}

bool __init_memblock mb_next_free(const struct memblock *mb, u64 from, phys_addr_t *start,
				  phys_addr_t *end)
{
	const struct memblock_type *t = &mb->memory;
	const struct memblock_region *r;

	for (r = t->regions; r < t->regions + t->cnt; r++) {
		if (region_end(r) <= from || (r->flags & MEMBLOCK_NOMAP))
			continue;
		*start = max_t(u64, r->base, from);
		*end = region_end(r);
		if (lowest_gap(&mb->reserved, start, end))
			return true;
	}
	return false;
}

bool __init_memblock mb_prev_free(const struct memblock *mb, u64 below, phys_addr_t *start,
				  phys_addr_t *end)
{
	const struct memblock_type *t = &mb->memory;
	const struct memblock_region *r;

	for (r = t->regions + t->cnt; r-- > t->regions; ) {
		if (r->base >= below || (r->flags & MEMBLOCK_NOMAP))
			continue;
		*start = r->base;
		*end = min_t(u64, region_end(r), below);
		if (highest_gap(&mb->reserved, start, end))
			return true;
	}
	return false;
}

/* The highest aligned place in [start, end) that is free, or 0. Address 0 is never given out. */
static phys_addr_t __init_memblock find_room(const struct memblock *mb, phys_addr_t size,
					     phys_addr_t align, phys_addr_t start,
					     phys_addr_t end)
{
	phys_addr_t free_start, free_end, base;

	start = max_t(phys_addr_t, start, PAGE_SIZE);
	while (mb_prev_free(mb, end, &free_start, &free_end) && free_end > start) {
		end = free_start;
		if (free_end < size)
			continue;
		base = ALIGN_DOWN(free_end - size, align);
		if (base >= free_start && base >= start)
			return base;
	}
	return 0;
}

phys_addr_t __init_memblock mb_alloc_range(struct memblock *mb, phys_addr_t size,
					   phys_addr_t align, phys_addr_t start, phys_addr_t end)
{
	phys_addr_t base;

	if (!align)
		align = SMP_CACHE_BYTES;
	if (!size || !is_power_of_2(align))
		return 0;
	if (end == MEMBLOCK_ALLOC_ACCESSIBLE)
		end = mb->current_limit;
	base = find_room(mb, size, align, start, end);
	if (base && add_range(&mb->reserved, base, base + size))
		return 0;
	return base;
}

/* The global instance, under Linux's names. */

int __init_memblock memblock_add(u64 base, u64 size)
{
	return mb_add(&memblock, base, size);
}

int __init_memblock memblock_remove(u64 base, u64 size)
{
	return mb_remove(&memblock, base, size);
}

int __init_memblock memblock_reserve(u64 base, u64 size)
{
	return mb_reserve(&memblock, base, size);
}

int __init_memblock memblock_phys_free(u64 base, u64 size)
{
	return mb_free(&memblock, base, size);
}

void __init_memblock memblock_free(void *ptr, size_t size)
{
	if (ptr)
		mb_free(&memblock, __pa(ptr), size);
}

int __init_memblock memblock_mark_nomap(u64 base, u64 size)
{
	return mb_set_nomap(&memblock, base, size, true);
}

int __init_memblock memblock_clear_nomap(u64 base, u64 size)
{
	return mb_set_nomap(&memblock, base, size, false);
}

void __init_memblock memblock_enforce_memory_limit(u64 limit)
{
	mb_enforce_memory_limit(&memblock, limit);
}

void __init_memblock memblock_set_current_limit(phys_addr_t limit)
{
	memblock.current_limit = limit;
}

phys_addr_t __init_memblock memblock_get_current_limit(void)
{
	return memblock.current_limit;
}

phys_addr_t __init_memblock memblock_phys_alloc_range(phys_addr_t size, phys_addr_t align,
						      phys_addr_t start, phys_addr_t end)
{
	return mb_alloc_range(&memblock, size, align, start, end);
}

phys_addr_t __init_memblock memblock_phys_alloc(phys_addr_t size, phys_addr_t align)
{
	return mb_alloc_range(&memblock, size, align, 0, MEMBLOCK_ALLOC_ACCESSIBLE);
}

void *__init_memblock memblock_alloc_raw(phys_addr_t size, phys_addr_t align)
{
	phys_addr_t phys = memblock_phys_alloc(size, align);

	return phys ? __va(phys) : NULL;
}

void *__init_memblock memblock_alloc_range(phys_addr_t size, phys_addr_t align, phys_addr_t min,
					   phys_addr_t max)
{
	phys_addr_t phys;

	if (max == MEMBLOCK_ALLOC_ACCESSIBLE || max > memblock.current_limit)
		max = memblock.current_limit;
	phys = max ? mb_alloc_range(&memblock, size, align, min, max) : 0;
	return phys ? memset(__va(phys), 0, size) : NULL;
}

void *__init_memblock memblock_alloc(phys_addr_t size, phys_addr_t align)
{
	return memblock_alloc_range(size, align, 0, MEMBLOCK_ALLOC_ACCESSIBLE);
}

phys_addr_t __init_memblock memblock_start_of_DRAM(void)
{
	return memblock.memory.cnt ? memblock.memory.regions[0].base : 0;
}

phys_addr_t __init_memblock memblock_end_of_DRAM(void)
{
	const struct memblock_type *t = &memblock.memory;

	return t->cnt ? region_end(&t->regions[t->cnt - 1]) : 0;
}

phys_addr_t __init_memblock memblock_phys_mem_size(void)
{
	return memblock.memory.total_size;
}

phys_addr_t __init_memblock memblock_reserved_size(void)
{
	return memblock.reserved.total_size;
}

bool __init_memblock memblock_is_memory(phys_addr_t addr)
{
	return mb_find_region(&memblock.memory, addr);
}

bool __init_memblock memblock_is_map_memory(phys_addr_t addr)
{
	const struct memblock_region *r = mb_find_region(&memblock.memory, addr);

	return r && !(r->flags & MEMBLOCK_NOMAP);
}

bool __init_memblock memblock_is_reserved(phys_addr_t addr)
{
	return mb_find_region(&memblock.reserved, addr);
}

bool __init_memblock memblock_is_region_memory(phys_addr_t base, phys_addr_t size)
{
	const struct memblock_region *r = mb_find_region(&memblock.memory, base);

	return r && (u64)base + size <= region_end(r);
}

bool __init_memblock memblock_is_region_reserved(phys_addr_t base, phys_addr_t size)
{
	phys_addr_t start, end, lo, hi;

	if (!clip_range(base, size, &start, &end))
		return false;
	lo = start;
	hi = end;
	return !lowest_gap(&memblock.reserved, &lo, &hi) || lo != start || hi != end;
}

/* Loops. The index is the address where the next step goes on. */

static void __init_memblock next_region(const struct memblock_type *t, u64 *idx,
					phys_addr_t *start, phys_addr_t *end)
{
	const struct memblock_region *r;

	for (r = t->regions; r < t->regions + t->cnt; r++) {
		if (r->base < *idx || (r->flags & MEMBLOCK_NOMAP))
			continue;
		*start = r->base;
		*end = region_end(r);
		*idx = region_end(r);
		return;
	}
	*idx = MEMBLOCK_LOOP_END;
}

void __init_memblock __next_mem_range(u64 *idx, phys_addr_t *start, phys_addr_t *end)
{
	next_region(&memblock.memory, idx, start, end);
}

void __init_memblock __next_reserved_mem_range(u64 *idx, phys_addr_t *start, phys_addr_t *end)
{
	next_region(&memblock.reserved, idx, start, end);
}

void __init_memblock __next_free_mem_range(u64 *idx, phys_addr_t *start, phys_addr_t *end)
{
	*idx = mb_next_free(&memblock, *idx, start, end) ? *end : MEMBLOCK_LOOP_END;
}

void __init_memblock __next_mem_pfn_range(int *idx, unsigned long *start_pfn,
					  unsigned long *end_pfn)
{
	const struct memblock_region *r;

	if (++*idx >= (int)memblock.memory.cnt) {
		*idx = -1;
		return;
	}
	r = &memblock.memory.regions[*idx];
	*start_pfn = PFN_DOWN(r->base);
	*end_pfn = PFN_DOWN(region_end(r));
}
