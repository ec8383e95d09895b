/* SPDX-License-Identifier: MIT */
/* What the files of vmalloc share. mm/vmap_area.c has the theory. */
#ifndef _MM_VMAP_H
#define _MM_VMAP_H

#include <linux/llist.h>
#include <linux/rbtree.h>
#include <linux/spinlock.h>
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
/** Takes all addresses away that nobody uses but that could still write a page. May sleep. Slow. */
void vmap_forget_writers(void);
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
/** Ranges of fewer pages, guard included, are kept ready: up to a large page and its guard. */
#define VMAP_READY_SIZES	(LARGE_PAGE_SIZE / PAGE_SIZE + 2)
/** So much of them in all. */
#define VMAP_READY_MAX_PAGES	VMAP_LAZY_MAX_PAGES

/**
 * struct vmap_space - where the ranges are that nobody uses; @lock guards it
 * @free: the tree of free ranges
 * @lazy, @lazy_pages: ranges that TLBs may know, and their sum
 * @ready, @ready_pages: by pages, ranges that may be used at once, and their sum
 * @purges, @struct_pages: counted for the tests
 */
struct vmap_space {
	spinlock_t lock;
	struct rb_root free;
	struct llist_node *lazy;
	unsigned long lazy_pages, ready_pages;
	struct vmap_ready_list {
		struct llist_node *first;
		bool wanted;		/* somebody has asked for one since the last purge */
	} ready[VMAP_READY_SIZES];
	unsigned long purges, struct_pages;
};
extern struct vmap_space vmap_space;

#define vmap_area_of(rb)	rb_entry(rb, struct vmap_area, node)

static inline unsigned long vmap_area_bytes(const struct vmap_area *area)
{
	return area->end - area->start;
}

/* The largest free range in the subtree @rb. */
static inline unsigned long vmap_size_below(const struct rb_node *rb)
{
	return rb ? vmap_area_of(rb)->subtree_max : 0;
}

/** Where the next area may begin, from @addr on: megabytes without an L2 table have none. */
unsigned long vmap_skip_without_guards(unsigned long addr);
/** The area whose guard has this entry, or NULL. */
static inline struct vmap_area *vmap_area_in_guard(pte_t guard)
{
	return guard & PTE_TYPE_MASK ? NULL : (struct vmap_area *)guard;
}

/** Builds the free tree. Once, when the page allocator works. */
void vmap_init(void);
#endif
