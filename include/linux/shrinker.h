/* SPDX-License-Identifier: MIT */
/*
 * Shrinkers: how caches of any kind give memory back when it is short.
 */
#ifndef _LINUX_SHRINKER_H
#define _LINUX_SHRINKER_H

#include <linux/compiler.h>
#include <linux/gfp_types.h>
#include <linux/list.h>
#include <linux/types.h>

/**
 * struct shrink_control - what is asked of a shrinker
 * @gfp_mask: of the allocation in need; a shrinker looks here for what it may do
 * @nid: always 0
 * @nr_to_scan: how many objects scan_objects() shall look at
 * @nr_scanned: how many it looked at; starts as nr_to_scan
 */
struct shrink_control {
	gfp_t gfp_mask;
	int nid;
	unsigned long nr_to_scan;
	unsigned long nr_scanned;
};

#define SHRINK_STOP	(~0ul)		/* from scan_objects(): no progress possible now */
#define SHRINK_EMPTY	(~0ul - 1)	/* from count_objects(): nothing there */
#define DEFAULT_SEEKS	2

/**
 * struct shrinker - a cache that can shrink
 * @count_objects: how many objects could be freed; 0 to be left alone. Must be quick
 * @scan_objects: looks at nr_to_scan of them; returns how many it freed, or SHRINK_STOP
 * @batch: objects a call of scan_objects(); 0: 128
 * @seeks: what it costs to make one again; higher is shrunk less; 0: nothing
 *
 * Both are called from threads that may sleep, one at a time for each shrinker's list walk; they
 * may free pages, and may allocate without reclaim.
 */
struct shrinker {
	unsigned long (*count_objects)(struct shrinker *shrinker, struct shrink_control *sc);
	unsigned long (*scan_objects)(struct shrinker *shrinker, struct shrink_control *sc);
	long batch;
	int seeks;
	unsigned int flags;
	struct list_head list;		/* shrinker_rwsem */
	const char *name;		/* for reports */
	unsigned long nr_deferred;	/* objects due that a small batch could not take */
};

/** Makes a shrinker known. May sleep. 0. The name must live as long as the shrinker. */
int register_shrinker(struct shrinker *shrinker, const char *name, ...);
/** Forgets it; it is not being called any more when this returns. May sleep. */
void unregister_shrinker(struct shrinker *shrinker);

/**
 * shrink_slab - ask every shrinker for its share
 * @priority: 0 asks for everything, 12 for one object in 4096
 *
 * Returns how many objects were freed. May sleep.
 */
unsigned long shrink_slab(gfp_t gfp_mask, int priority);

#endif
