// SPDX-License-Identifier: MIT
/*
 * Reclaim: getting memory back from the caches that can do without it.
 *
 * There is no page cache here, so all that can be reclaimed is what shrinkers hold. Each is asked
 * for a share of its objects, small at first and growing with the need: at priority p for 4 / seeks
 * / 2^p of them. What is less than a batch is remembered and added next time, so that small caches
 * shrink too.
 *
 * Who asks: kswapd, woken when a zone falls below its low watermark, until all zones are above
 * their high ones; and a thread in need, itself ("direct reclaim"), until a few pages' worth is
 * freed. While a thread reclaims, PF_MEMALLOC lets it use the reserves and keeps it from reclaiming
 * recursively.
 *
 * Locking. shrinker_rwsem is held for reading during a walk over the shrinkers, for writing while
 * one is added or removed. It is only ever tried here: while a shrinker comes or goes, reclaim
 * finds nothing. nr_deferred is a guess; walks of two threads may share it.
 */
#include <linux/atomic.h>
#include <linux/err.h>
#include <linux/export.h>
#include <linux/init.h>
#include <linux/jiffies.h>
#include <linux/kthread.h>
#include <linux/minmax.h>
#include <linux/mm.h>
#include <linux/printk.h>
#include <linux/rwsem.h>
#include <linux/sched.h>
#include <linux/shrinker.h>
#include <linux/wait.h>

#include "page_alloc.h"

#define DEF_PRIORITY		12
#define SHRINK_BATCH		128
#define RECLAIM_TARGET_PAGES	32ul
/* kswapd that could free nothing is not woken again for so long. */
#define KSWAPD_REST		(HZ / 10)

static LIST_HEAD(shrinker_list);
static DECLARE_RWSEM(shrinker_rwsem);

int register_shrinker(struct shrinker *shrinker, const char *name, ...)
{
	shrinker->name = name;
	shrinker->nr_deferred = 0;
	down_write(&shrinker_rwsem);
	list_add_tail(&shrinker->list, &shrinker_list);
	up_write(&shrinker_rwsem);
	return 0;
}
EXPORT_SYMBOL(register_shrinker);

void unregister_shrinker(struct shrinker *shrinker)
{
	down_write(&shrinker_rwsem);
	list_del_init(&shrinker->list);
	up_write(&shrinker_rwsem);
}
EXPORT_SYMBOL(unregister_shrinker);

/* How many objects of @freeable to ask for. */
static unsigned long shrinker_share(const struct shrinker *shrinker, unsigned long freeable,
				    int priority)
{
	if (!shrinker->seeks)
		return freeable / 2;
	return (freeable >> priority) * 4 / shrinker->seeks;
}

static unsigned long shrink_one(struct shrinker *shrinker, struct shrink_control *sc, int priority)
{
	unsigned long batch = shrinker->batch ? shrinker->batch : SHRINK_BATCH;
	unsigned long freeable, due, scan, freed = 0, ret;

	freeable = shrinker->count_objects(shrinker, sc);
	if (!freeable || freeable == SHRINK_EMPTY)
		return 0;
	due = xchg(&shrinker->nr_deferred, 0) + shrinker_share(shrinker, freeable, priority);
	due = min(due, 2 * freeable);
	/* Nobody gets away with fewer objects than a batch when it matters. */
	while (due >= batch || (due && due >= freeable)) {
		scan = min(due, batch);
		sc->nr_to_scan = scan;
		sc->nr_scanned = scan;
		ret = shrinker->scan_objects(shrinker, sc);
		if (ret == SHRINK_STOP)
			break;
		freed += ret;
		due -= min(due, max(sc->nr_scanned, 1ul));
		cond_resched();
	}
	shrinker->nr_deferred += due;
	return freed;
}

unsigned long shrink_slab(gfp_t gfp_mask, int priority)
{
	struct shrink_control sc = { .gfp_mask = gfp_mask };
	struct shrinker *shrinker;
	unsigned long freed = 0;

	if (!down_read_trylock(&shrinker_rwsem))
		return 0;
	list_for_each_entry(shrinker, &shrinker_list, list)
		freed += shrink_one(shrinker, &sc, priority);
	up_read(&shrinker_rwsem);
	return freed;
}
EXPORT_SYMBOL(shrink_slab);

void show_shrinkers(void)
{
	struct shrink_control sc = { .gfp_mask = GFP_KERNEL };
	struct shrinker *shrinker;

	if (!down_read_trylock(&shrinker_rwsem))
		return;
	list_for_each_entry(shrinker, &shrinker_list, list)
		pr_info("shrinker %s: %lu objects left\n", shrinker->name,
			shrinker->count_objects(shrinker, &sc));
	up_read(&shrinker_rwsem);
}

unsigned long try_to_free_pages(gfp_t gfp, unsigned int order)
{
	unsigned long target = max(RECLAIM_TARGET_PAGES, 1ul << order), freed = 0;
	unsigned int saved = current->flags & PF_MEMALLOC;
	int priority;

	current->flags |= PF_MEMALLOC;
	for (priority = DEF_PRIORITY; priority >= 0 && freed < target; priority--)
		freed += shrink_slab(gfp, priority);
	current->flags = (current->flags & ~PF_MEMALLOC) | saved;
	return freed;
}

/* ---- kswapd ---- */

static bool kswapd_requested;
static unsigned long kswapd_rests_until;

static bool zones_balanced(unsigned int order)
{
	struct zone *zone;

	for_each_populated_zone(zone) {
		if (!zone_watermark_ok(zone, order, high_wmark_pages(zone), ZONE_DMA, 0))
			return false;
	}
	return true;
}

void wakeup_kswapd(unsigned int order, int highest_zoneidx)
{
	struct pglist_data *pgdat = &contig_page_data;

	if (!pgdat->kswapd || time_before(jiffies, READ_ONCE(kswapd_rests_until)))
		return;
	if (order <= PAGE_ALLOC_COSTLY_ORDER && order > READ_ONCE(pgdat->kswapd_order))
		WRITE_ONCE(pgdat->kswapd_order, order);
	WRITE_ONCE(kswapd_requested, true);
	wake_up(&pgdat->kswapd_wait);
}

/* Reclaims harder and harder until every zone is above its high watermark. */
static void balance_zones(unsigned int order)
{
	unsigned long freed = 0;
	int priority;

	for (priority = DEF_PRIORITY; priority >= 0; priority--) {
		if (zones_balanced(order))
			return;
		freed += shrink_slab(GFP_KERNEL, priority);
		drain_all_pages(NULL);
	}
	if (!freed)
		WRITE_ONCE(kswapd_rests_until, jiffies + KSWAPD_REST);
}

static int kswapd(void *data)
{
	struct pglist_data *pgdat = data;
	unsigned int order;

	current->flags |= PF_MEMALLOC;
	while (!kthread_should_stop()) {
		wait_event_idle(pgdat->kswapd_wait,
				READ_ONCE(kswapd_requested) || kthread_should_stop());
		WRITE_ONCE(kswapd_requested, false);
		order = xchg(&pgdat->kswapd_order, 0);
		balance_zones(order);
	}
	return 0;
}

static int __init kswapd_init(void)
{
	struct pglist_data *pgdat = &contig_page_data;
	struct task_struct *task = kthread_run(kswapd, pgdat, "kswapd0");

	if (IS_ERR(task)) {
		pr_err("kswapd: cannot be started: %ld\n", PTR_ERR(task));
		return PTR_ERR(task);
	}
	kswapd_rests_until = jiffies;
	pgdat->kswapd = task;
	return 0;
}
subsys_initcall(kswapd_init);
