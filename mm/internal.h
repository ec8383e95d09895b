/* SPDX-License-Identifier: MIT */
/* What the files of mm/ and its tests share, and nobody else sees. */
#ifndef _MM_INTERNAL_H
#define _MM_INTERNAL_H

#include <linux/memblock.h>
#include <linux/types.h>

/*
 * memblock on an instance of the caller's: what the public functions do to the global one. The
 * tests run these on tables of their own. All start-up only.
 */

static inline phys_addr_t region_end(const struct memblock_region *r)
{
	return r->base + r->size;
}

/** Makes @mb empty, with room for @max regions in each of the two arrays. */
void mb_init(struct memblock *mb, struct memblock_region *memory,
	     struct memblock_region *reserved, unsigned long max);
int mb_add(struct memblock *mb, u64 base, u64 size);
int mb_remove(struct memblock *mb, u64 base, u64 size);
int mb_reserve(struct memblock *mb, u64 base, u64 size);
int mb_free(struct memblock *mb, u64 base, u64 size);
int mb_set_nomap(struct memblock *mb, u64 base, u64 size, bool nomap);
void mb_enforce_memory_limit(struct memblock *mb, u64 limit);

/** The lowest free range that reaches above @from, cut at @from; false if there is none. */
bool mb_next_free(const struct memblock *mb, u64 from, phys_addr_t *start, phys_addr_t *end);
/** The highest free range that starts below @below, cut at @below; false if there is none. */
bool mb_prev_free(const struct memblock *mb, u64 below, phys_addr_t *start, phys_addr_t *end);
/** Reserves @size bytes as high as possible in [start, end); 0 if there is no room. */
phys_addr_t mb_alloc_range(struct memblock *mb, phys_addr_t size, phys_addr_t align,
			   phys_addr_t start, phys_addr_t end);
/** The region of @type that @addr lies in, or NULL. */
const struct memblock_region *mb_find_region(const struct memblock_type *type, u64 addr);

/** Prints each violated invariant of mm/memblock.c; returns their number. */
int mb_validate(const struct memblock *mb);
int mb_dump(const struct memblock *mb, char *buf, size_t size);

#endif
