// SPDX-License-Identifier: MIT
/*
 * Slabs: made from pages, objects taken out of them and put back, and pages again. mm/slab.c has
 * the theory.
 */
#include <linux/bitmap.h>
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/list.h>
#include <linux/random.h>

#include "slab.h"

/* ---- pages ---- */

static struct page *kmem_getpages(struct kmem_cache *c, gfp_t flags)
{
	return alloc_pages((flags & ~(__GFP_ZERO | GFP_SLAB_BUG_MASK | __GFP_COMP)) | c->gfpflags,
			   c->gfporder);
}

static void kmem_freepages(struct kmem_cache *c, struct page *page)
{
	unsigned int i;

	for (i = 0; i < 1u << c->gfporder; i++) {
		__ClearPageSlab(page + i);
		page[i].lru.next = NULL;
		page[i].lru.prev = NULL;
		page[i].index = 0;
	}
	__free_pages(page, c->gfporder);
}

/* From here on the objects can be freed. */
static void set_pages_slab(struct slab *slab, struct page *page)
{
	unsigned int i;

	for (i = 0; i < 1u << slab->cache->gfporder; i++) {
		page[i].lru.next = (void *)slab->cache;
		page[i].lru.prev = (void *)slab_bias(slab);
		page[i].index = (unsigned long)slab;
		__SetPageSlab(page + i);
	}
}

static struct page *slab_first_page(const struct slab *slab)
{
	const struct kmem_cache *c = slab->cache;
	void *start = cache_off_slab(c) ? slab->s_mem - c->red_left : (void *)slab;

	return virt_to_page(start - slab->colouroff);
}

/* ---- making a slab ---- */

static unsigned long next_colour(struct kmem_cache *c)
{
	struct kmem_list3 *l = &c->lists;
	unsigned long flags;
	unsigned int colour;

	spin_lock_irqsave(&l->lock, flags);
	colour = l->colour_next++;
	if (l->colour_next >= c->colour)
		l->colour_next = 0;
	spin_unlock_irqrestore(&l->lock, flags);
	return colour * c->colour_off;
}

/* struct slab in the slab itself, or out of its own cache. */
static struct slab *alloc_slabmgmt(struct kmem_cache *c, void *start, gfp_t flags)
{
	unsigned long colouroff = next_colour(c);
	struct slab *slab;

	if (cache_off_slab(c))
		slab = kmem_cache_alloc(&slab_desc_cache, flags & ~(__GFP_ZERO | __GFP_DMA));
	else
		slab = start + colouroff;
	if (!slab)
		return NULL;
	slab->colouroff = colouroff;
	slab->s_mem = start + colouroff + c->slab_size + c->red_left;
	slab->cache = c;
	return slab;
}

static void init_slab(struct slab *slab)
{
	struct kmem_cache *c = slab->cache;
	unsigned int i;

	slab->inuse = 0;
	slab->free = 0;
	slab->cookie = slab_cookie(slab);
	bitmap_zero(slab->map, BITS_TO_LONGS(c->num) * BITS_PER_LONG * (cache_debugged(c) ? 2 : 1));
	bitmap_set(slab->map, 0, c->num);
	for (i = 0; c->ctor && i < c->num; i++)
		c->ctor(slab_object(slab, i));
	if (cache_debugged(c))
		debug_init_slab(slab);
}

bool cache_grow(struct kmem_cache *c, gfp_t flags)
{
	struct page *page = kmem_getpages(c, flags);
	struct kmem_list3 *l = &c->lists;
	unsigned long irqflags;
	struct slab *slab;

	if (!page)
		return false;
	slab = alloc_slabmgmt(c, page_address(page), flags);
	if (!slab) {
		__free_pages(page, c->gfporder);
		return false;
	}
	init_slab(slab);
	set_pages_slab(slab, page);
	spin_lock_irqsave(&l->lock, irqflags);
	list_add(&slab->list, &l->slabs_empty);
	l->nr_slabs++;
	l->nr_empty++;
	spin_unlock_irqrestore(&l->lock, irqflags);
	return true;
}

/* ---- unmaking slabs ---- */

unsigned int cache_cull_locked(struct kmem_cache *c, struct list_head *gone, unsigned int nr)
{
	struct kmem_list3 *l = &c->lists;
	unsigned int culled = 0;

	while (culled < nr && !list_empty(&l->slabs_empty)) {
		list_move(l->slabs_empty.prev, gone);
		culled++;
	}
	l->nr_slabs -= culled;
	l->nr_empty -= culled;
	l->min_empty = min(l->min_empty, l->nr_empty);
	return culled;
}

static void slab_destroy(struct slab *slab)
{
	struct kmem_cache *c = slab->cache;
	struct page *page = slab_first_page(slab);

	if (cache_off_slab(c))
		kmem_cache_free(&slab_desc_cache, slab);
	kmem_freepages(c, page);
}

static void slab_destroy_rcu(struct rcu_head *head)
{
	slab_destroy(container_of(head, struct slab, rcu));
}

void slabs_destroy(struct kmem_cache *c, struct list_head *gone)
{
	struct slab *slab, *next;

	list_for_each_entry_safe(slab, next, gone, list) {
		if (c->flags & SLAB_TYPESAFE_BY_RCU)
			call_rcu(&slab->rcu, slab_destroy_rcu);
		else
			slab_destroy(slab);
	}
}

/* ---- objects out and in ---- */

/* Puts the slab into the list that its inuse, which was @before, now asks for. */
static void relist(struct slab *slab, unsigned int before)
{
	struct kmem_cache *c = slab->cache;
	struct kmem_list3 *l = &c->lists;

	if (slab->inuse == c->num) {
		list_move(&slab->list, &l->slabs_full);
	} else if (!slab->inuse) {
		list_move(&slab->list, &l->slabs_empty);
	} else if (before == 0 || before == c->num) {
		/* One that was full goes to the end: it may yet fill up with free objects. */
		if (before)
			list_move_tail(&slab->list, &l->slabs_partial);
		else
			list_move(&slab->list, &l->slabs_partial);
	}
	l->nr_empty += !slab->inuse - !before;
	l->min_empty = min(l->min_empty, l->nr_empty);
}

/* Free objects of one word of the bitmap, lowest first; returns how many were taken. */
static unsigned int take_from_word(struct slab *slab, unsigned int word, void **objs,
				   unsigned int want)
{
	unsigned long bits = slab->map[word];
	unsigned int n = 0;

	while (bits && n < want) {
		objs[n++] = slab_object(slab, word * BITS_PER_LONG + __ffs(bits));
		bits &= bits - 1;
	}
	slab->map[word] = bits;
	return n;
}

static unsigned int take_in_order(struct slab *slab, void **objs, unsigned int want)
{
	unsigned int word, words = BITS_TO_LONGS(slab->cache->num), n = 0;

	for (word = slab->free / BITS_PER_LONG; word < words && n < want; word++)
		n += take_from_word(slab, word, objs + n, want - n);
	return n;
}

/* With slab_hardened: for each object, the first free one from a random place on. */
static unsigned int take_at_random(struct slab *slab, void **objs, unsigned int want)
{
	unsigned int nr, num = slab->cache->num, n = 0;

	while (n < want) {
		nr = find_next_bit(slab->map, num, get_random_u32_below(num));
		if (nr >= num)
			nr = find_next_bit(slab->map, num, slab->free);
		if (nr >= num)
			break;
		__clear_bit(nr, slab->map);
		objs[n++] = slab_object(slab, nr);
	}
	return n;
}

static unsigned int take_from_slab(struct slab *slab, void **objs, unsigned int want)
{
	unsigned int n, before = slab->inuse;

	n = slab_hardened ? take_at_random(slab, objs, want) : take_in_order(slab, objs, want);
	slab->inuse += n;
	slab->cache->lists.out += n;
	slab->free = find_next_bit(slab->map, slab->cache->num, slab->free);
	relist(slab, before);
	return n;
}

unsigned int cache_take_locked(struct kmem_cache *c, void **objs, unsigned int want)
{
	struct kmem_list3 *l = &c->lists;
	unsigned int n = 0;
	struct slab *slab;

	while (n < want) {
		if (!list_empty(&l->slabs_partial))
			slab = list_first_entry(&l->slabs_partial, struct slab, list);
		else if (!list_empty(&l->slabs_empty))
			slab = list_first_entry(&l->slabs_empty, struct slab, list);
		else
			break;
		BUG_ON(slab->cookie != slab_cookie(slab));
		n += take_from_slab(slab, objs + n, want - n);
	}
	return n;
}

void slab_take_locked(struct slab *slab, unsigned int nr)
{
	unsigned int before = slab->inuse;

	__clear_bit(nr, slab->map);
	slab->free = find_next_bit(slab->map, slab->cache->num, slab->free);
	slab->inuse++;
	slab->cache->lists.out++;
	relist(slab, before);
}

bool slab_put_locked(struct slab *slab, void *obj)
{
	unsigned int nr = slab_object_nr(slab, obj), before = slab->inuse;

	BUG_ON(slab->cookie != slab_cookie(slab));
	if (__test_and_set_bit(nr, slab->map))
		return false;
	slab->free = min(slab->free, nr);
	slab->inuse--;
	slab->cache->lists.out--;
	relist(slab, before);
	return true;
}
