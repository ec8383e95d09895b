/* SPDX-License-Identifier: MIT */
/* What the files of the slab allocator share. mm/slab.c has the theory. */
#ifndef _MM_SLAB_H
#define _MM_SLAB_H

#include <linux/bitops.h>
#include <linux/mm.h>
#include <linux/mutex.h>
#include <linux/rcupdate.h>
#include <linux/slab.h>
#include <linux/spinlock.h>

#include "page_alloc.h"

/**
 * struct slab - one or more contiguous pages, cut into objects
 * @list: in the full, partial or empty list of its cache
 * @rcu: in none any more: waits for the readers of a SLAB_TYPESAFE_BY_RCU cache
 * @colouroff: bytes from the first page to this struct or, if it is elsewhere, to the first object
 * @s_mem: the first object
 * @inuse: objects that are out: in use, in a magazine, or withdrawn
 * @free: no object below this number is free
 * @cookie: slab_cookie() of it
 * @map: a bit for each object: set if it is free. With debugging, behind it as many for those
 * withdrawn
 *
 * list, inuse, free and map under the cache's lock, the rest is constant.
 */
struct slab {
	union {
		struct list_head list;
		struct rcu_head rcu;
	};
	unsigned long colouroff;
	void *s_mem;
	unsigned int inuse;
	unsigned int free;
	struct kmem_cache *cache;
	unsigned long cookie;
	unsigned long map[];
};

/* A slab whose struct slab is elsewhere has at most so many objects. */
#define OFF_SLAB_OBJECTS	64u
/* Objects from this size on have their struct slab elsewhere: it would take the place of one. */
#define OFF_SLAB_MIN_SIZE	(PAGE_SIZE / 8)
#define SLAB_MAX_ORDER		5u

#define SLAB_DEBUG_FLAGS	(SLAB_CONSISTENCY_CHECKS | SLAB_RED_ZONE | SLAB_POISON | \
				 SLAB_STORE_USER)

extern struct mutex slab_mutex;
extern struct list_head slab_caches;
extern struct kmem_cache slab_desc_cache, magazine_cache;

static inline bool cache_debugged(const struct kmem_cache *c)
{
	return c->flags & SLAB_DEBUG_FLAGS;
}

/** True if the switch @bit, PAGE_DEBUG_INIT_…, is on and the cache's objects may be overwritten. */
static inline bool cache_wants_init(const struct kmem_cache *c, unsigned int bit)
{
	return (page_debug & bit) && !c->ctor && !(c->flags & (SLAB_TYPESAFE_BY_RCU | SLAB_POISON));
}

static inline bool cache_off_slab(const struct kmem_cache *c)
{
	return !c->slab_size;
}

/* ---- pages of slabs ---- */

/* Each page's descriptor: lru.next is the cache, lru.prev slab_bias(), index the slab. */

static inline struct slab *page_slab(const struct page *page)
{
	return (struct slab *)page->index;
}

static inline struct kmem_cache *page_slab_cache(const struct page *page)
{
	return (struct kmem_cache *)page->lru.next;
}

/** True if @addr is in lowmem, so that it has a page. */
static inline bool has_page(const void *addr)
{
	return virt_addr_valid(addr) && pfn_valid(virt_to_pfn(addr));
}

/** The slab that @obj lies in, or NULL. Any context. */
static inline struct slab *slab_of(const void *obj)
{
	struct page *page = has_page(obj) ? virt_to_page(obj) : NULL;

	return page && PageSlab(page) ? page_slab(page) : NULL;
}

/* ---- objects of a slab ---- */

static inline unsigned long slab_cookie(const struct slab *slab)
{
	return (unsigned long)slab ^ (unsigned long)slab->s_mem ^ slab->cache->secret;
}

static inline void *slab_object(const struct slab *slab, unsigned int nr)
{
	return slab->s_mem + nr * slab->cache->size;
}

/** The number of @obj in @slab; @num or more if it is not the address of an object. */
static inline unsigned int slab_object_nr(const struct slab *slab, const void *obj)
{
	const struct kmem_cache *c = slab->cache;
	u64 product = (u64)(u32)(obj - slab->s_mem) * c->recip;

	return (u32)product < c->recip_end ? product >> 32 : c->num;
}

/** What, added to (address * recip), makes it (offset in slab * recip). */
static inline u32 slab_bias(const struct slab *slab)
{
	return -(u32)slab->s_mem * slab->cache->recip;
}

static inline bool slab_object_free(const struct slab *slab, unsigned int nr)
{
	return test_bit(nr, slab->map);
}

static inline unsigned long *slab_withdrawn_map(const struct slab *slab)
{
	return (unsigned long *)slab->map + BITS_TO_LONGS(slab->cache->num);
}

static inline bool slab_object_withdrawn(const struct slab *slab, unsigned int nr)
{
	return cache_debugged(slab->cache) && test_bit(nr, slab_withdrawn_map(slab));
}

/* ---- slabs (slab_pages.c) ---- */

/** Adds an empty slab to the cache. May sleep if @flags say so; no lock held. */
bool cache_grow(struct kmem_cache *c, gfp_t flags);
/** Takes up to @want objects out of slabs into @objs; returns how many. Lock held. */
unsigned int cache_take_locked(struct kmem_cache *c, void **objs, unsigned int want);
/** Takes object @nr, which is free, out of its slab. Lock held. */
void slab_take_locked(struct slab *slab, unsigned int nr);
/** Puts @obj back into its slab; false if it is free there already. Lock held. */
bool slab_put_locked(struct slab *slab, void *obj);
/** Moves up to @nr empty slabs to @gone, for slabs_destroy(); returns how many. Lock held. */
unsigned int cache_cull_locked(struct kmem_cache *c, struct list_head *gone, unsigned int nr);
/**
 * Gives the pages of the slabs in @gone back; those of a SLAB_TYPESAFE_BY_RCU cache a grace period
 * later. No lock held. Any context.
 */
void slabs_destroy(struct kmem_cache *c, struct list_head *gone);

/* ---- magazines (slab_magazine.c) ---- */

/* The stack that refuses everything: the magazine of those that have none. */
extern struct magazine closed_magazine;

struct magazine {
	void *slot[PERCPU_STACK_SLOTS];
} __aligned(PERCPU_STACK_BYTES);

static inline void **magazine_end(struct magazine *mag)
{
	return mag->slot + PERCPU_STACK_SLOTS;
}

/** The magazine that a stack pointer points into. */
static inline struct magazine *magazine_of(void **top)
{
	return (struct magazine *)(((unsigned long)top - 1) & ~(PERCPU_STACK_BYTES - 1ul));
}

/** A link from @mag to another as it is stored, or back: slab_hardened hides it. */
static inline void *hide_link(const struct kmem_cache *c, const struct magazine *mag, void *link)
{
	return (void *)((unsigned long)link ^ (c->secret ? c->secret ^ (unsigned long)mag : 0));
}

#define CLOSED_TOP	(closed_magazine.slot + PERCPU_STACK_SLOTS)

/** An object for this CPU, by way of its magazines. Interrupts off. NULL: the slabs are full. */
void *magazine_alloc(struct kmem_cache *c);
/** Puts @obj into a magazine of this CPU's; false if there is none to be had. Interrupts off. */
bool magazine_free(struct kmem_cache *c, void *obj);
/** Empties all CPUs' magazines and the depot into the slabs. May sleep. */
void cache_drain(struct kmem_cache *c);
/** The same for all caches; with slab_mutex. */
void drain_all_caches(void);
/** Empties up to @nr full magazines of the depot. Returns how many. Any context. */
unsigned int depot_trim(struct kmem_cache *c, unsigned int nr);
/** Gives the empty magazines of the depot back. Any context. */
void trim_empty_magazines(struct kmem_cache *c);
/** Allows magazines, or forbids and empties them. slab_mutex; may sleep. */
void cache_set_open(struct kmem_cache *c, bool open);
/** True unless a switch is on that has to see every allocation or free. */
bool magazines_allowed(void);
/** Opens or closes all caches as the switches now want it; with slab_mutex. */
void update_all_caches(void);

/* ---- making caches (slab_common.c, slab_geometry.c) ---- */

/** Works out everything about @c that follows from object_size, align and flags. 0 or -E2BIG. */
int cache_set_geometry(struct kmem_cache *c);
/** Makes @c, all zeros but for name, object_size, align, flags and ctor, a cache. 0 or -Exxx. */
int cache_setup(struct kmem_cache *c);
/** Leads kmalloc() of sizes that are not constant to the classes' stacks. Once, at start-up. */
void kmalloc_init_stacks(void);
/** The magazines' size for objects of @size bytes. */
unsigned int magazine_limit(unsigned int size);

/* ---- misuse (slab_report.c) ---- */

/** Why @obj must not be freed to @c, or NULL. @c may be NULL: any cache. */
const char *bad_object_reason(const struct kmem_cache *c, const void *obj);
/** Says so. Any context. */
void report_bad_object(struct kmem_cache *c, const void *obj, const char *reason);
extern unsigned long slab_reports;

/* ---- debugging (slab_debug.c, slab_poison.c) ---- */

/** The debugging flags that slab_debug= wants for a cache of this name. */
slab_flags_t slab_debug_wanted(const char *name);
/** Readies the objects of a new slab. */
void debug_init_slab(struct slab *slab);
/** Looks at an object on its way out, marks it as in use; false: it is damaged. No lock held. */
bool debug_alloc(struct slab *slab, void *obj);
/** The same on its way back. */
bool debug_free(struct slab *slab, void *obj);
/** Looks at an object in its place; false: damaged, now withdrawn, its slab relisted. Lock held. */
bool debug_check_object_locked(struct slab *slab, unsigned int nr);
/** Prints who allocated @obj and who freed it, if that is known. */
void debug_print_users(const struct kmem_cache *c, const void *obj);

/* slab_poison.c: damage found in the bytes of an object, or NULL. */
struct slab_damage {
	const char *what;
	const u8 *first, *last;
	u8 expected;
};
bool object_damaged(const struct kmem_cache *c, const void *obj, bool in_use,
		    struct slab_damage *damage);
void poison_object(const struct kmem_cache *c, void *obj, bool in_use);
size_t red_right_bytes(unsigned int object_size);
/** Bytes that the two struct track of an object take. */
size_t debug_track_bytes(void);

/* ---- reaping (slab_reap.c) ---- */

/** One round: gives back what was not needed since the last one. Returns pages. Thread context. */
unsigned long slab_reap(void);
/** Gives back all that can be had. Returns pages. Thread context. */
unsigned long slab_shrink_all(void);

/* ---- validator (slab_validate.c) ---- */

/** Holds every cache to the invariants of mm/slab.c; prints what is broken, returns how much. */
unsigned int slab_validate(void);
unsigned int cache_validate(struct kmem_cache *c);

/* ---- faults on purpose (failslab.c) ---- */

struct fault_attr;
extern bool failslab_on;
bool should_failslab(const struct kmem_cache *c, gfp_t flags);
/** Allocations from now on fail as @attr says; NULL: no more. May sleep. */
void failslab_set(const struct fault_attr *attr);

/* slab_hardened=1: links and cookies are secrets, objects come in random order. */
extern bool slab_hardened;

#endif
