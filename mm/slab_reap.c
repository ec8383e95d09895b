// SPDX-License-Identifier: MIT
/*
 * Giving memory back: by age, and under pressure.
 *
 * The reaper comes every two seconds. What a cache held all the time since the last visit, and so
 * could have done without, is given back: as many full magazines as were always in the depot, then
 * as many slabs as were always empty. A cache in steady use keeps its working set, an idle one is
 * down to what its CPUs have at hand after two visits.
 *
 * The shrinker is asked by the page allocator when memory is short. It empties everything:
 * magazines of all CPUs, depots, empty slabs. It only tries slab_mutex: whoever holds it may be the
 * one in need.
 */
#include <linux/init.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/shrinker.h>
#include <linux/workqueue.h>

#include "slab.h"

#define REAP_INTERVAL	(2 * HZ)
#define CULL_AT_ONCE	64u		/* slabs taken under one hold of the lock */

/* Up to @nr slabs, some at a time: the lock keeps interrupts off. */
static unsigned long destroy_empty(struct kmem_cache *c, unsigned int nr)
{
	unsigned int some, culled, all = 0;
	unsigned long flags;
	LIST_HEAD(gone);

	if (!nr || !READ_ONCE(c->lists.nr_empty))
		return 0;
	do {
		some = min(nr - all, CULL_AT_ONCE);
		spin_lock_irqsave(&c->lists.lock, flags);
		culled = cache_cull_locked(c, &gone, some);
		spin_unlock_irqrestore(&c->lists.lock, flags);
		all += culled;
	} while (culled == some && all < nr);
	slabs_destroy(c, &gone);
	return (unsigned long)all << c->gfporder;
}

/* What the cache did without since the last call. */
static void take_surplus(struct kmem_cache *c, unsigned int *magazines, unsigned int *slabs)
{
	struct kmem_list3 *l = &c->lists;
	unsigned long flags;

	spin_lock_irqsave(&l->lock, flags);
	*magazines = l->min_depot_full;
	*slabs = l->min_empty;
	l->min_depot_full = l->nr_depot_full - *magazines;
	l->min_empty = l->nr_empty - *slabs;
	spin_unlock_irqrestore(&l->lock, flags);
}

static unsigned long reap_cache(struct kmem_cache *c)
{
	unsigned int magazines, slabs;

	take_surplus(c, &magazines, &slabs);
	depot_trim(c, magazines);
	trim_empty_magazines(c);
	return destroy_empty(c, slabs);
}

unsigned long slab_reap(void)
{
	unsigned long pages = 0;
	struct kmem_cache *c;

	if (!mutex_trylock(&slab_mutex))
		return 0;
	list_for_each_entry(c, &slab_caches, list)
		pages += reap_cache(c);
	mutex_unlock(&slab_mutex);
	return pages;
}

/* The slabs of descriptors once more: the others have just filled them with free ones. */
static unsigned long destroy_all_empty(void)
{
	unsigned long pages = 0;
	struct kmem_cache *c;

	list_for_each_entry(c, &slab_caches, list)
		pages += destroy_empty(c, UINT_MAX);
	return pages + destroy_empty(&slab_desc_cache, UINT_MAX);
}

unsigned long slab_shrink_all(void)
{
	unsigned long pages;

	if (!mutex_trylock(&slab_mutex))
		return 0;
	drain_all_caches();
	pages = destroy_all_empty();
	mutex_unlock(&slab_mutex);
	return pages;
}

/* ---- the reaper ---- */

static void reap_work(struct work_struct *work);
static DECLARE_DELAYED_WORK(reaper, reap_work);

static void reap_work(struct work_struct *work)
{
	slab_reap();
	schedule_delayed_work(&reaper, REAP_INTERVAL);
}

/* ---- the shrinker ---- */

/* Pages that may come back: empty slabs, and what the magazines in depots hold. */
static unsigned long count_pages(struct shrinker *shrinker, struct shrink_control *sc)
{
	unsigned long pages = 0, bytes;
	struct kmem_cache *c;

	if (!mutex_trylock(&slab_mutex))
		return 0;
	list_for_each_entry(c, &slab_caches, list) {
		bytes = READ_ONCE(c->lists.nr_depot_full) * c->open_limit * c->size;
		pages += (READ_ONCE(c->lists.nr_empty) << c->gfporder) + (bytes >> PAGE_SHIFT);
	}
	mutex_unlock(&slab_mutex);
	return pages;
}

static unsigned long scan_pages(struct shrinker *shrinker, struct shrink_control *sc)
{
	unsigned long pages = slab_shrink_all();

	sc->nr_scanned = max(sc->nr_to_scan, pages);
	return pages ? pages : SHRINK_STOP;
}

static struct shrinker slab_shrinker = {
	.count_objects = count_pages,
	.scan_objects = scan_pages,
	.seeks = DEFAULT_SEEKS,
};

static int __init slab_reap_init(void)
{
	schedule_delayed_work(&reaper, REAP_INTERVAL);
	return register_shrinker(&slab_shrinker, "slab");
}
device_initcall(slab_reap_init);
