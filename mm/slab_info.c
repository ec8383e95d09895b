// SPDX-License-Identifier: MIT
/* The text of /proc/slabinfo, in Linux's format, version 2.1. */
#include <linux/kernel.h>
#include <linux/slab.h>
#include <linux/sprintf.h>

#include "slab.h"

static int cache_line(struct kmem_cache *c, char *buf, size_t size)
{
	struct kmem_list3 *l = &c->lists;
	unsigned int out, slabs, empty, depot;
	unsigned long flags;

	spin_lock_irqsave(&l->lock, flags);
	out = l->out;
	slabs = l->nr_slabs;
	empty = l->nr_empty;
	depot = l->nr_depot_full;
	spin_unlock_irqrestore(&l->lock, flags);
	return scnprintf(buf, size,
			 "%-17s %6u %6u %6u %4u %4u : tunables %4u %4u %4u"
			 " : slabdata %6u %6u %6u\n",
			 c->name, out, slabs * c->num, c->size, c->num, 1u << c->gfporder,
			 c->limit, (c->open_limit + 1) / 2, depot,
			 slabs - empty, slabs, depot * c->open_limit);
}

int slabinfo_text(char *buf, size_t size)
{
	struct kmem_cache *c;
	int len;

	len = scnprintf(buf, size,
			"slabinfo - version: 2.1\n"
			"# name            <active_objs> <num_objs> <objsize> <objperslab>"
			" <pagesperslab> : tunables <limit> <batchcount> <sharedfactor>"
			" : slabdata <active_slabs> <num_slabs> <sharedavail>\n");
	mutex_lock(&slab_mutex);
	list_for_each_entry(c, &slab_caches, list)
		len += cache_line(c, buf + len, size - len);
	mutex_unlock(&slab_mutex);
	return len;
}
