/* SPDX-License-Identifier: MIT */
/*
 * struct kmem_cache, as far as the inline fast paths of linux/slab.h have to know it. mm/slab.c has
 * the theory. Nobody else looks inside.
 */
#ifndef _LINUX_SLAB_DEF_H
#define _LINUX_SLAB_DEF_H

#include <linux/spinlock_types.h>
#include <linux/types.h>

struct magazine;
struct page;

/**
 * struct slab_cpu - what a CPU has at hand of a cache; touched by this CPU only
 * @top: its loaded magazine, as a stack (asm/percpu_stack.h)
 * @spare: another one, all full or all empty; the same kind of pointer, or NULL
 */
struct slab_cpu {
	void **top;
	void **spare;
};

/**
 * struct kmem_list3 - the slabs of a cache, by what is free in them, and the magazines between CPUs
 *
 * All of it under @lock, interrupts off.
 */
struct kmem_list3 {
	spinlock_t lock;
	struct list_head slabs_full;	/* no object is free */
	struct list_head slabs_partial;
	struct list_head slabs_empty;	/* all are */
	unsigned int nr_slabs;
	unsigned int nr_empty;		/* slabs */
	unsigned int min_empty;		/* the least since the reaper came */
	unsigned int out;		/* objects outside of slabs: in use or in magazines */
	unsigned int withdrawn;		/* of these, damaged ones, never to be used again */
	unsigned int colour_next;

	struct magazine *depot_full, *depot_empty;
	unsigned int nr_depot_full, nr_depot_empty;
	unsigned int min_depot_full;	/* the least since the reaper came */
};

/* Constant once the cache is made, but for @limit and @lists. */
struct kmem_cache {
	struct slab_cpu *cpu;		/* per CPU */
	unsigned int limit;		/* objects a magazine holds; 0: none are used */
	/* Lowmem: how many pages, and the descriptor of the first one. */
	union {
		u64 lowmem __aligned(8);
		struct {
			u32 lowmem_pages;
			struct page *lowmem_map;
		};
	};
	/* (offset in slab * recip) mod 2^32 is below recip_end just for the offsets of objects. */
	u32 recip;
	u32 recip_end;

	const char *name;
	slab_flags_t flags;
	gfp_t gfpflags;			/* for each allocation of pages */
	unsigned int object_size;	/* what was asked for */
	unsigned int size;		/* from one object to the next */
	unsigned int align;
	unsigned int num;		/* objects a slab */
	unsigned int gfporder;		/* pages of a slab: 2^gfporder */
	unsigned int slab_size;		/* struct slab and its bitmaps, to the first object */
	unsigned int colour;		/* how many colours */
	unsigned int colour_off;	/* bytes from one to the next */
	unsigned int red_left;		/* with debugging: red zone in front of each object */
	unsigned int track_offset;	/* from the object to its struct track pair; 0: none */
	unsigned int open_limit;	/* of a magazine, while magazines are allowed */
	unsigned int depot_max;		/* full magazines in the depot */
	unsigned long secret;		/* slab_hardened: mixed into links and cookies */
	unsigned int useroffset, usersize;
	void (*ctor)(void *obj);
	struct list_head list;		/* of all caches: slab_mutex */
	struct kmem_list3 lists;
	unsigned long errors;		/* reports about this cache */
};

#endif
