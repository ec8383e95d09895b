/* SPDX-License-Identifier: MIT */
/*
 * memblock: the memory manager of start-up, from the first look at the device tree until the page
 * allocator takes over. Everything here is start-up only: one CPU, no locks, no interrupts, and
 * none of it may be called after memblock_free_all().
 */
#ifndef _LINUX_MEMBLOCK_H
#define _LINUX_MEMBLOCK_H

#include <linux/init.h>
#include <linux/pfn.h>
#include <linux/types.h>

/* The code and data of memblock go away with the rest of start-up. */
#define __init_memblock		__init
#define __initdata_memblock	__initdata

/* Ends at or above this are cut: an end address must fit phys_addr_t, as Linux has it. */
#define MEMBLOCK_PHYS_LIMIT	((phys_addr_t)PAGE_MASK)
#define MEMBLOCK_ALLOC_ANYWHERE	(~(phys_addr_t)0)
#define MEMBLOCK_ALLOC_ACCESSIBLE	0

#define INIT_MEMBLOCK_REGIONS	128

enum memblock_flags {
	MEMBLOCK_NONE	= 0,
	MEMBLOCK_NOMAP	= 1,	/* memory that the kernel neither maps nor hands out */
};

/**
 * struct memblock_region - one range of physical addresses, [base, base + size)
 */
struct memblock_region {
	phys_addr_t base;
	phys_addr_t size;
	enum memblock_flags flags;
};

/**
 * struct memblock_type - a sorted set of ranges
 * @cnt:	regions in use
 * @max:	room in @regions
 * @total_size:	sum of their sizes, in bytes
 * @regions:	sorted by base; no two overlap, no two of equal flags touch
 * @name:	what it holds, for messages
 */
struct memblock_type {
	unsigned long cnt;
	unsigned long max;
	phys_addr_t total_size;
	struct memblock_region *regions;
	const char *name;
};

/**
 * struct memblock - what is known of physical memory
 * @current_limit: allocations end at or below it
 * @memory:	the banks, in whole pages
 * @reserved:	what is taken, to the byte
 */
struct memblock {
	phys_addr_t current_limit;
	struct memblock_type memory;
	struct memblock_type reserved;
};

extern struct memblock memblock;

/**
 * memblock_add - add a bank of memory
 * @base: first byte; @size: bytes
 *
 * The bank is trimmed inwards to whole pages, cut at 4 GiB and merged with what is known; a line
 * says so if it overlaps, wraps, or is left with nothing. Returns 0, -EINVAL for a bank of which
 * nothing is left, -ENOSPC when the table is full.
 */
int memblock_add(u64 base, u64 size);
/** Forgets the memory in the range: whole pages, outwards. 0 or -ENOSPC. */
int memblock_remove(u64 base, u64 size);
/** Marks [base, base + size) as taken, to the byte; may reach outside of memory. 0 or -Exxx. */
int memblock_reserve(u64 base, u64 size);
/** Gives a reserved range back. 0 or -ENOSPC. */
int memblock_phys_free(u64 base, u64 size);
/** Gives back what memblock_alloc() returned. */
void memblock_free(void *ptr, size_t size);
/** Memory in the range shall stay unmapped and unused (reserved-memory with no-map). */
int memblock_mark_nomap(u64 base, u64 size);
/** Undoes memblock_mark_nomap(). */
int memblock_clear_nomap(u64 base, u64 size);
/** Drops memory from the top until at most @limit bytes are left (the mem= parameter). */
void memblock_enforce_memory_limit(u64 limit);

/** Allocations end at or below @limit from now on; start with 0: none. */
void memblock_set_current_limit(phys_addr_t limit);
phys_addr_t memblock_get_current_limit(void);

/**
 * memblock_phys_alloc_range - reserve free memory, from the top down
 * @size: bytes; @align: a power of two, 0 for a cache line
 * @start: lowest address of the block
 * @end: it ends at or below; MEMBLOCK_ALLOC_ACCESSIBLE for the current limit
 *
 * Returns the physical address, or 0 if there is no such room. Not zeroed.
 */
phys_addr_t memblock_phys_alloc_range(phys_addr_t size, phys_addr_t align,
				      phys_addr_t start, phys_addr_t end);
/** The same below the current limit. */
phys_addr_t memblock_phys_alloc(phys_addr_t size, phys_addr_t align);

/**
 * memblock_alloc - allocate zeroed memory in lowmem
 * @size: bytes; @align: a power of two, 0 for a cache line
 *
 * Needs the map of lowmem, up to the current limit. Returns NULL if there is no such room.
 */
void *memblock_alloc(phys_addr_t size, phys_addr_t align);
/** The same, not zeroed. */
void *memblock_alloc_raw(phys_addr_t size, phys_addr_t align);
/** The same, zeroed, in [min, max). */
void *memblock_alloc_range(phys_addr_t size, phys_addr_t align, phys_addr_t min, phys_addr_t max);

/** First byte of memory; end of its last bank. Both 0 if there is none. */
phys_addr_t memblock_start_of_DRAM(void);
phys_addr_t memblock_end_of_DRAM(void);
/** Bytes of memory, and bytes reserved. */
phys_addr_t memblock_phys_mem_size(void);
phys_addr_t memblock_reserved_size(void);

bool memblock_is_memory(phys_addr_t addr);
/** Memory, and not marked NOMAP. */
bool memblock_is_map_memory(phys_addr_t addr);
bool memblock_is_reserved(phys_addr_t addr);
/** All of the range lies in one bank. */
bool memblock_is_region_memory(phys_addr_t base, phys_addr_t size);
/** Some byte of the range is reserved. */
bool memblock_is_region_reserved(phys_addr_t base, phys_addr_t size);

/** Writes the banks and reservations as text; returns the bytes written, without the NUL. */
int memblock_dump(char *buf, size_t size);
/** Prints them. */
void memblock_dump_all(void);

/**
 * memblock_validate - check the global instance against the invariants of mm/memblock.c
 *
 * Prints a line for each violation and returns their number.
 */
int memblock_validate(void);

/**
 * memblock_free_all - hand all free memory to the page allocator
 *
 * Called by mem_init(); memblock is of no use from then on.
 */
void memblock_free_all(void);

/* Helpers of the loops below; @idx is the address where the search goes on. */
void __next_mem_range(u64 *idx, phys_addr_t *start, phys_addr_t *end);
void __next_free_mem_range(u64 *idx, phys_addr_t *start, phys_addr_t *end);
void __next_reserved_mem_range(u64 *idx, phys_addr_t *start, phys_addr_t *end);
void __next_mem_pfn_range(int *idx, unsigned long *start_pfn, unsigned long *end_pfn);

#define MEMBLOCK_LOOP_END	(~0ull)

/* The ranges of memory that may be mapped: u64 i; phys_addr_t *p_start, *p_end. */
#define for_each_mem_range(i, p_start, p_end)					\
	for (i = 0, __next_mem_range(&i, p_start, p_end); i != MEMBLOCK_LOOP_END;	\
	     __next_mem_range(&i, p_start, p_end))

/* The ranges of memory that are neither reserved nor NOMAP. There is one node, and no p_nid. */
#define for_each_free_mem_range(i, nid, flags, p_start, p_end, p_nid)		\
	for (i = 0, __next_free_mem_range(&i, p_start, p_end); i != MEMBLOCK_LOOP_END; \
	     __next_free_mem_range(&i, p_start, p_end))

#define for_each_reserved_mem_range(i, p_start, p_end)				\
	for (i = 0, __next_reserved_mem_range(&i, p_start, p_end);		\
	     i != MEMBLOCK_LOOP_END; __next_reserved_mem_range(&i, p_start, p_end))

/* All banks, NOMAP ones too, in page frames: int i; unsigned long *p_start, *p_end. */
#define for_each_mem_pfn_range(i, nid, p_start, p_end, p_nid)			\
	for (i = -1, __next_mem_pfn_range(&i, p_start, p_end); i >= 0;		\
	     __next_mem_pfn_range(&i, p_start, p_end))

/* Regions of memory as they stand in the table. */
#define for_each_mem_region(region)						\
	for (region = memblock.memory.regions;					\
	     region < memblock.memory.regions + memblock.memory.cnt; region++)

#define for_each_reserved_mem_region(region)					\
	for (region = memblock.reserved.regions;				\
	     region < memblock.reserved.regions + memblock.reserved.cnt; region++)

#endif
