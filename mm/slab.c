// SPDX-License-Identifier: MIT
/*
 * The slab allocator
 *
 * Purpose. Keeps objects of one kind, constructed or not, ready to be handed out in a few
 * instructions, packed into pages without waste; gives the pages back when they are wanted
 * elsewhere. It is the allocator of the book, Bonwick's, with his magazines in front.
 *
 *   kmem_cache_alloc()                                            kmem_cache_free()
 *         | pop                                                     push |
 *         v                                                              v
 *   +----------------------------------------------------------------------------+
 *   | struct slab_cpu, one a CPU: loaded magazine, spare one   slab_magazine.c   |  no lock
 *   +----------------------------------------------------------------------------+
 *         ^ a full one for an empty one                a full one for an empty one |
 *         |                                                                        v
 *   +----------------------------------------------------------------------------+
 *   | the cache's depot: full magazines, empty magazines                         |  lists.lock
 *   +----------------------------------------------------------------------------+
 *         ^ objects, half a magazine               objects, when the depot is full |
 *         |                                                                        v
 *   +----------------------------------------------------------------------------+
 *   | slabs_full      slabs_partial      slabs_empty               slab_pages.c  |  lists.lock
 *   +----------------------------------------------------------------------------+
 *         ^ kmem_getpages()                                      kmem_freepages() |
 *         |                                                                       v
 *                              the page allocator
 *
 * A slab is 2^gfporder pages:
 *
 *   | colour | struct slab, bitmap | object 0 | object 1 | ... | object num-1 | rest |
 *            ^ colouroff           ^ s_mem
 *
 * The next slab's objects begin one colour, a cache line, further on, so that objects of the same
 * number do not all fall on the same lines; when the rest is used up, at 0 again. Objects of 512
 * bytes and more have struct slab in a cache of its own. Which objects are free is a bitmap, not a
 * list through the objects: constructed objects stay as they are, and writing to a freed one cannot
 * lead us astray.
 *
 * From an object to its cache: the descriptors of a slab's pages hold the cache, and what turns an
 * address into its distance from s_mem; one load of eight bytes. Whether a pointer is the address
 * of an object is one multiplication (slab_geometry.c).
 *
 * Invariants (slab_validate() checks them)
 *   1. A slab is in slabs_full if inuse == num, in slabs_empty if inuse == 0, else in
 *      slabs_partial.
 *   2. inuse + the bits set in map == num; no bit is set below free, or from num on.
 *   3. lists.nr_slabs and nr_empty count the slabs, out is the sum of inuse.
 *   4. Each page of a slab has PG_slab, and lru and index as above; the cookie fits.
 *   5. An object in a magazine is out of its slab (its bit is clear), belongs to the cache, and is
 *      in one magazine once.
 *   6. A magazine in depot_full holds limit objects, one in depot_empty none. The spare is one or
 *      the other.
 *   7. While limit is 0, every CPU's loaded magazine is closed_magazine and the depot is empty.
 *   8. Of a debugged cache no magazine is used: every allocation and every free is looked at.
 *
 * SLAB_TYPESAFE_BY_RCU. A slab that is not needed any more is in no list, but its pages and their
 * descriptors stay as they are until a grace period is over: readers may still look at its objects.
 * Nothing of ours writes to a free object of such a cache.
 *
 * Misuse. Always: a free is checked for a pointer to no object, into an object, to the wrong cache,
 * and for the object that this CPU freed last; other double frees when the object gets back to its
 * slab, whose bit is set already. With slab_debug=: see slab_debug.c.
 *
 * Locking and context. lists.lock, interrupts off, for at most one magazine's worth of objects; no
 * page is allocated or freed under it, no constructor called, and no other lock taken inside.
 * slab_mutex guards the list of caches; what holds it may sleep. Order: slab_mutex, then
 * lists.lock. The fast paths are restartable sequences and need neither lock nor masked interrupts;
 * the slow ones work on this CPU's magazines with interrupts off.
 *
 * References: the book's chapter on memory management; J. Bonwick, "The Slab Allocator", USENIX
 * 1994; J. Bonwick, J. Adams, "Magazines and Vmem", USENIX 2001.
 */
#include "slab.h"

#include <linux/export.h>
#include <linux/irqflags.h>
#include <linux/kernel.h>
#include <linux/sched.h>
#include <asm/load_pair.h>

/* ---- allocation ---- */

/* An object straight from the slabs: caches and moments without magazines. */
static void *alloc_from_slab(struct kmem_cache *c)
{
	unsigned long flags;
	void *obj = NULL;

	spin_lock_irqsave(&c->lists.lock, flags);
	cache_take_locked(c, &obj, 1);
	spin_unlock_irqrestore(&c->lists.lock, flags);
	return obj;
}

/* An object without making a new slab, or NULL. */
static void *alloc_at_hand(struct kmem_cache *c)
{
	unsigned long flags;
	void *obj = NULL;

	local_irq_save(flags);
	if (c->limit)
		obj = magazine_alloc(c);
	local_irq_restore(flags);
	return obj ? obj : alloc_from_slab(c);
}

static void *alloc_undamaged(struct kmem_cache *c, gfp_t flags)
{
	void *obj;

	do {
		while (!(obj = alloc_at_hand(c))) {
			if (!cache_grow(c, flags))
				return NULL;
		}
	} while (cache_debugged(c) && !debug_alloc(slab_of(obj), obj));
	return obj;
}

void *slab_alloc_slow(struct kmem_cache *cachep, gfp_t flags)
{
	void *obj;

	might_sleep_if(gfpflags_allow_blocking(flags) && system_state != SYSTEM_BOOTING);
	if (unlikely(failslab_on) && should_failslab(cachep, flags))
		return NULL;
	if (unlikely(cache_wants_init(cachep, PAGE_DEBUG_INIT_ALLOC)))
		flags |= __GFP_ZERO;
	obj = alloc_undamaged(cachep, flags);
	if (obj && (flags & (__GFP_ZERO | GFP_SLAB_BUG_MASK)))
		return slab_finish_alloc(cachep, obj, flags);
	return obj;
}
EXPORT_SYMBOL(slab_alloc_slow);

void *slab_finish_alloc(struct kmem_cache *cachep, void *obj, gfp_t flags)
{
	WARN_ONCE(flags & GFP_SLAB_BUG_MASK,
		  "slab %s: objects have an address, flags %#x are not for them\n", cachep->name,
		  flags);
	if (!(flags & __GFP_ZERO))
		return obj;
	if (!WARN_ONCE(cachep->ctor, "slab %s: constructed objects are not zeros\n", cachep->name))
		memset(obj, 0, cachep->object_size);
	return obj;
}
EXPORT_SYMBOL(slab_finish_alloc);

int kmem_cache_alloc_bulk(struct kmem_cache *cachep, gfp_t flags, size_t nr, void **p)
{
	size_t i;

	for (i = 0; i < nr; i++) {
		p[i] = kmem_cache_alloc(cachep, flags);
		if (unlikely(!p[i])) {
			kmem_cache_free_bulk(cachep, i, p);
			return 0;
		}
	}
	return nr;
}
EXPORT_SYMBOL(kmem_cache_alloc_bulk);

/* ---- freeing ---- */

static void free_to_slab(struct kmem_cache *c, void *obj)
{
	struct slab *slab = slab_of(obj);
	unsigned long flags;
	bool was_out;

	if (cache_debugged(c) && !debug_free(slab, obj))
		return;
	if (unlikely(cache_wants_init(c, PAGE_DEBUG_INIT_FREE)))
		memset(obj, 0, c->object_size);
	spin_lock_irqsave(&c->lists.lock, flags);
	was_out = slab_put_locked(slab, obj);
	spin_unlock_irqrestore(&c->lists.lock, flags);
	if (unlikely(!was_out))
		report_bad_object(c, obj, "it is free already");
}

/* The object that this CPU freed last: what made the fast path refuse it. Interrupts off. */
static bool freed_last(const struct kmem_cache *c, const void *obj)
{
	return this_cpu_ptr(c->cpu)->top[-1] == obj;
}

/* Everything that is not pushing a valid object onto a magazine with room. @c NULL: kfree(). */
static noinline void free_slow(struct kmem_cache *c, void *obj)
{
	const char *reason = bad_object_reason(c, obj);
	unsigned long flags;
	bool done = false;

	if (unlikely(reason)) {
		report_bad_object(c, obj, reason);
		return;
	}
	c = slab_of(obj)->cache;
	local_irq_save(flags);
	if (unlikely(freed_last(c, obj)))
		reason = "it was freed just before";
	else if (c->limit)
		done = magazine_free(c, obj);
	local_irq_restore(flags);
	if (unlikely(reason))
		report_bad_object(c, obj, reason);
	else if (!done)
		free_to_slab(c, obj);
}

/* The cache and slab_bias(), as the descriptor of an object's page has them: one load. */
struct object_home {
	union {
		u64 both;
		struct {
			struct kmem_cache *cache;
			u32 bias;
		};
	};
};

static __always_inline struct object_home page_home(const struct page *page)
{
	return (struct object_home) { .both = load_pair((const u64 *)&page->lru) };
}

static_assert(offsetof(struct page, lru) % 8 == 0);

/* True if @obj is the address of an object of a slab of @c's with this @bias. */
static __always_inline bool is_object(const struct kmem_cache *c, u32 bias, const void *obj)
{
	return (u32)obj * c->recip + bias < c->recip_end;
}

void kmem_cache_free(struct kmem_cache *cachep, void *obj)
{
	unsigned long nr = ((unsigned long)obj - PAGE_OFFSET) >> PAGE_SHIFT;
	u64 lowmem = load_pair(&cachep->lowmem);
	struct object_home home;

	if (unlikely(nr >= lower_32_bits(lowmem)))
		goto bad;
	home = page_home((struct page *)upper_32_bits(lowmem) + nr);
	if (unlikely(home.cache != cachep || !is_object(cachep, home.bias, obj)))
		goto bad;
	if (likely(this_cpu_stack_push(&cachep->cpu->top, obj)))
		return;
	cachep = NULL;		/* it is known to be right, and a register less to save */
bad:
	free_slow(cachep, obj);
}
EXPORT_SYMBOL(kmem_cache_free);

void kmem_cache_free_bulk(struct kmem_cache *cachep, size_t nr, void **p)
{
	while (nr--) {
		if (cachep)
			kmem_cache_free(cachep, p[nr]);
		else
			kfree(p[nr]);
	}
}
EXPORT_SYMBOL(kmem_cache_free_bulk);

/* ---- kfree(): the cache is known from the object ---- */

/* A block that kmalloc_large() got from the page allocator is marked in its first descriptor. */
static const struct kmem_cache *const large_mark = (void *)&large_mark;

void *kmalloc_large(size_t size, gfp_t flags)
{
	struct page *page;

	WARN_ONCE(flags & GFP_SLAB_BUG_MASK, "kmalloc: flags %#x are not for it\n", flags);
	if (WARN_ON_ONCE(size > KMALLOC_MAX_SIZE && !(flags & __GFP_NOWARN)) ||
	    size > KMALLOC_MAX_SIZE)
		return NULL;
	page = alloc_pages(flags & ~GFP_SLAB_BUG_MASK, get_order(size));
	if (!page)
		return NULL;
	page->lru.next = (void *)&large_mark;
	return page_address(page);
}
EXPORT_SYMBOL(kmalloc_large);

/* The first page of a block from kmalloc_large(), if that is what @obj is. */
static struct page *large_page(const void *obj)
{
	struct page *page;

	if (!has_page(obj) || offset_in_page(obj))
		return NULL;
	page = virt_to_page(obj);
	if (PageSlab(page) || page_ref_count(page) <= 0 || page->lru.next != (void *)&large_mark)
		return NULL;
	return page;
}

static inline unsigned int large_order(const struct page *page)
{
	return page->flags & PAGE_ORDER_MASK;
}

static noinline void kfree_slow(void *obj)
{
	struct page *page;

	if (ZERO_OR_NULL_PTR(obj))
		return;
	page = large_page(obj);
	if (!page) {
		free_slow(NULL, obj);
		return;
	}
	page->lru.next = NULL;
	__free_pages(page, large_order(page));
}

void kfree(const void *obj)
{
	unsigned long nr = ((unsigned long)obj - PAGE_OFFSET) >> PAGE_SHIFT;
	u64 lowmem = load_pair(&kmalloc_caches[0][0].lowmem);
	struct object_home home;
	struct page *page;

	if (unlikely(nr >= lower_32_bits(lowmem)))
		goto slow;
	page = (struct page *)upper_32_bits(lowmem) + nr;
	if (unlikely(!(page->flags & BIT(PG_slab))))
		goto slow;
	home = page_home(page);
	if (unlikely(!is_object(home.cache, home.bias, obj)))
		goto slow;
	if (likely(this_cpu_stack_push(&home.cache->cpu->top, (void *)obj)))
		return;
slow:
	kfree_slow((void *)obj);
}
EXPORT_SYMBOL(kfree);

size_t ksize(const void *obj)
{
	const char *reason;
	struct page *page;

	if (ZERO_OR_NULL_PTR(obj))
		return 0;
	page = large_page(obj);
	if (page)
		return PAGE_SIZE << large_order(page);
	reason = bad_object_reason(NULL, obj);
	if (WARN(reason, "ksize(%px): %s\n", obj, reason))
		return 0;
	return slab_of(obj)->cache->object_size;
}
EXPORT_SYMBOL(ksize);
