// SPDX-License-Identifier: MIT
/*
 * Holds the slab allocator to its invariants, which mm/slab.c numbers: each that is broken is
 * printed.
 *
 * A cache is checked under its lock, so it may be in use meanwhile; the magazines of other CPUs
 * change without it, and are looked at only where nobody allocates or frees, as between the steps
 * of a test. The same goes for the bytes of debugged objects.
 */
#include <linux/kernel.h>
#include <linux/list.h>
#include <linux/percpu.h>
#include <linux/printk.h>

#include "slab.h"

/* What the walk over a cache counts. */
struct tally {
	struct kmem_cache *c;
	unsigned int errors;
	unsigned int slabs, empty, out, withdrawn, in_magazines;
};

static void complain(struct tally *t, const void *where, const char *what)
{
	t->errors++;
	pr_err("BUG: slab %s: %px: %s\n", t->c->name, where, what);
}

static void expect(struct tally *t, bool holds, const void *where, const char *what)
{
	if (unlikely(!holds))
		complain(t, where, what);
}

/* ---- slabs ---- */

/* [4] */
static void check_pages(struct tally *t, const struct slab *slab)
{
	void *start = cache_off_slab(t->c) ? slab->s_mem - t->c->red_left : (void *)slab;
	struct page *page = virt_to_page(start - slab->colouroff);
	unsigned int i;

	for (i = 0; i < 1u << t->c->gfporder; i++) {
		expect(t, PageSlab(page + i), slab, "a page without PG_slab [4]");
		expect(t, page_slab_cache(page + i) == t->c && page_slab(page + i) == slab &&
		       page[i].lru.prev == (void *)slab_bias(slab), slab,
		       "a page leads elsewhere [4]");
	}
}

/* [2]; also counts */
static void check_map(struct tally *t, const struct slab *slab)
{
	unsigned int nr, n_free = 0;

	for (nr = 0; nr < t->c->num; nr++) {
		n_free += slab_object_free(slab, nr);
		t->withdrawn += slab_object_withdrawn(slab, nr);
	}
	expect(t, slab->inuse + n_free == t->c->num, slab, "inuse does not fit the map [2]");
	expect(t, find_next_bit(slab->map, t->c->num, 0) >= slab->free, slab,
	       "an object below free is free [2]");
	expect(t, find_next_bit(slab->map, BITS_TO_LONGS(t->c->num) * BITS_PER_LONG, t->c->num) >=
	       BITS_TO_LONGS(t->c->num) * BITS_PER_LONG, slab, "a bit behind the last object [2]");
}

static void check_slab(struct tally *t, struct slab *slab)
{
	struct kmem_cache *c = t->c;
	unsigned int nr;

	if (slab->cache != c || slab->cookie != slab_cookie(slab)) {
		complain(t, slab, "the cookie does not fit [4]");
		return;
	}
	check_pages(t, slab);
	check_map(t, slab);
	for (nr = 0; nr < c->num; nr++)
		expect(t, slab_object_nr(slab, slab_object(slab, nr)) == nr, slab,
		       "an object is not recognised");
	t->slabs++;
	t->empty += !slab->inuse;
	t->out += slab->inuse;
}

/* The slabs of one list, whose inuse lies in [least, most] [1]. */
static void check_list(struct tally *t, struct list_head *slabs, unsigned int least,
		       unsigned int most)
{
	struct slab *slab;

	list_for_each_entry(slab, slabs, list) {
		check_slab(t, slab);
		expect(t, slab->inuse >= least && slab->inuse <= most, slab,
		       "in the wrong list [1]");
	}
}

/* ---- magazines ---- */

/* True if @obj occurs in [from, to). */
static bool occurs(void *const *from, void *const *to, const void *obj)
{
	for (; from < to; from++) {
		if (*from == obj)
			return true;
	}
	return false;
}

/* The objects of one magazine [5]. */
static void check_magazine(struct tally *t, void **top)
{
	struct magazine *mag = magazine_of(top);
	void **base = magazine_end(mag) - t->c->open_limit, **entry;

	for (entry = base; entry < top; entry++) {
		struct slab *slab = slab_of(*entry);

		if (bad_object_reason(t->c, *entry))
			complain(t, *entry, "in a magazine, but no object of this cache [5]");
		else
			expect(t, !slab_object_free(slab, slab_object_nr(slab, *entry)), *entry,
			       "in a magazine and its slab [5]");
		expect(t, !occurs(base, entry, *entry), *entry, "twice in a magazine [5]");
	}
	t->in_magazines += top - base;
}

static bool full_or_empty(const struct kmem_cache *c, void **top)
{
	return top == magazine_end(magazine_of(top)) ||
	       top == magazine_end(magazine_of(top)) - c->open_limit;
}

/* [6], [7], [8] */
static void check_cpu(struct tally *t, struct slab_cpu *cpu)
{
	if (!t->c->limit) {
		expect(t, cpu->top == CLOSED_TOP && !cpu->spare, cpu,
		       "a magazine while there are none [7]");
		return;
	}
	expect(t, !cache_debugged(t->c), t->c, "magazines in front of a debugged cache [8]");
	if (cpu->top != CLOSED_TOP)
		check_magazine(t, cpu->top);
	if (!cpu->spare)
		return;
	expect(t, full_or_empty(t->c, cpu->spare), cpu, "the spare is neither full nor empty [6]");
	check_magazine(t, cpu->spare);
}

static struct magazine *next_magazine(const struct kmem_cache *c, const struct magazine *mag)
{
	return hide_link(c, mag, mag->slot[0]);
}

static void check_depot(struct tally *t)
{
	struct kmem_list3 *l = &t->c->lists;
	unsigned int full = 0, empty = 0;
	struct magazine *mag;

	for (mag = l->depot_full; mag; mag = next_magazine(t->c, mag), full++)
		check_magazine(t, magazine_end(mag));
	for (mag = l->depot_empty; mag; mag = next_magazine(t->c, mag))
		empty++;
	expect(t, full == l->nr_depot_full && empty == l->nr_depot_empty, l,
	       "magazines in the depot are miscounted [6]");
	expect(t, t->c->limit || !full, l, "a full depot without magazines [7]");
}

/* ---- caches ---- */

static void check_counts(struct tally *t)
{
	struct kmem_list3 *l = &t->c->lists;

	expect(t, t->slabs == l->nr_slabs, l, "nr_slabs is wrong [3]");
	expect(t, t->empty == l->nr_empty, l, "nr_empty is wrong [3]");
	expect(t, t->out == l->out, l, "out is wrong [3]");
	expect(t, t->withdrawn == l->withdrawn, l, "withdrawn is wrong [3]");
	expect(t, t->in_magazines <= l->out, l, "more objects in magazines than are out [5]");
}

static unsigned int validate_structure(struct kmem_cache *c)
{
	struct kmem_list3 *l = &c->lists;
	struct tally t = { .c = c };
	int cpu;

	check_list(&t, &l->slabs_full, c->num, c->num);
	check_list(&t, &l->slabs_partial, 1, c->num - 1);
	check_list(&t, &l->slabs_empty, 0, 0);
	for_each_possible_cpu(cpu)
		check_cpu(&t, per_cpu_ptr(c->cpu, cpu));
	check_depot(&t);
	check_counts(&t);
	return t.errors;
}

/* Damaged objects of one list's slabs; withdrawing one may move its slab, so begin again then. */
static unsigned int check_bytes(struct list_head *slabs)
{
	unsigned int nr, damaged = 0;
	struct slab *slab;

again:
	list_for_each_entry(slab, slabs, list) {
		for (nr = 0; nr < slab->cache->num; nr++) {
			if (debug_check_object_locked(slab, nr))
				continue;
			damaged++;
			goto again;
		}
	}
	return damaged;
}

unsigned int cache_validate(struct kmem_cache *c)
{
	struct kmem_list3 *l = &c->lists;
	unsigned int errors;
	unsigned long flags;

	spin_lock_irqsave(&l->lock, flags);
	errors = validate_structure(c);
	if (!errors && cache_debugged(c)) {
		errors += check_bytes(&l->slabs_empty);
		errors += check_bytes(&l->slabs_partial);
		errors += check_bytes(&l->slabs_full);
	}
	spin_unlock_irqrestore(&l->lock, flags);
	return errors;
}

unsigned int slab_validate(void)
{
	unsigned int errors = 0;
	struct kmem_cache *c;

	mutex_lock(&slab_mutex);
	list_for_each_entry(c, &slab_caches, list)
		errors += cache_validate(c);
	mutex_unlock(&slab_mutex);
	return errors;
}
