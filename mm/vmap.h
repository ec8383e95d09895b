/* SPDX-License-Identifier: MIT */
/* What the files of vmalloc share. mm/vmap_area.c has the theory. */
#ifndef _MM_VMAP_H
#define _MM_VMAP_H

#include <linux/llist.h>
#include <linux/rbtree.h>
#include <linux/vmalloc.h>

/**
 * struct vmap_area - a range of vmalloc's address space, free or not
 * @start, @end: the range; that of an area in use begins with its guard page
 * @node, @subtree_max: free: its place in the tree, and the largest size below
 * @vm: in use: what the public knows
 * @deferred: freed in an interrupt, or waiting for the TLBs to be emptied; or the next unused one
 */
struct vmap_area {
	unsigned long start, end;
	union {
		struct {
			struct rb_node node;
			unsigned long subtree_max;
		};
		struct vm_struct vm;
	};
	struct llist_node deferred;
};

/**
 * vmap_area_alloc - take an area of address space
 * @size: bytes, page-aligned, without the guard
 * @align: of its address; a multiple of the page size. Above @must_align it is given up for room
 *
 * Returns the area, entered for vmap_area_find(), or NULL (no room, no memory). Sleeps if @gfp
 * says so.
 */
struct vmap_area *vmap_area_alloc(unsigned long size, unsigned long align,
				  unsigned long must_align, unsigned long flags,
				  const void *caller, gfp_t gfp);
/** The area that begins at @addr, or NULL. Any context. */
struct vmap_area *vmap_area_find(unsigned long addr);
/** Takes the area that begins at @addr away from vmap_area_find(); NULL if it has gone already. */
struct vmap_area *vmap_area_claim(unsigned long addr);
/** Gives back an area that was claimed, with nothing mapped in it any more. Not in interrupts. */
void vmap_area_free(struct vmap_area *area);

/**
 * vmap_claim - the checks that all functions have in common that take an area away
 * @flags: it must have one of these
 * @what: the name of the function, for the report
 */
struct vmap_area *vmap_claim(const void *addr, unsigned long flags, const char *what);

/** Empties the TLBs of all freed areas and makes their addresses free. May sleep if it can. */
void vmap_purge(void);
/** Calls @fn for each area in use, lowest first, until it returns false. Thread context. */
void vmap_for_each(bool (*fn)(struct vmap_area *area, void *arg), void *arg);

/** Prints each violated invariant; returns their number. Thread context, nobody else busy. */
int vmap_validate(void);

/* For the tests: how much there is of what. */
struct vmap_stats {
	unsigned long free_bytes, free_ranges, largest_free;
	unsigned long lazy_pages, purges, areas, struct_pages;
};
void vmap_get_stats(struct vmap_stats *stats);

/** Freed address space that may wait for a purge. */
#define VMAP_LAZY_MAX_PAGES	1024ul

/** Builds the free tree. Once, when the page allocator works. */
void vmap_init(void);
#endif
