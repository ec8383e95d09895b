// SPDX-License-Identifier: MIT
/*
 * What is wrong with a pointer that is to be freed, and telling so. Nothing is done to the object.
 */
#include <linux/kernel.h>
#include <linux/printk.h>

#include "slab.h"

unsigned long slab_reports;

const char *bad_object_reason(const struct kmem_cache *c, const void *obj)
{
	const struct slab *slab = slab_of(obj);

	if (!obj)
		return "NULL is no object";
	if (!slab)
		return "it is in no slab";
	if (c && slab->cache != c)
		return "it is an object of another cache";
	if (slab_object_nr(slab, obj) >= slab->cache->num)
		return "it points into an object, or between two";
	return NULL;
}

/* The object that @addr lies in, or NULL. */
static void *object_around(const struct slab *slab, const void *addr)
{
	unsigned long offset = addr - slab->s_mem;
	unsigned int nr = offset / slab->cache->size;

	return addr >= slab->s_mem && nr < slab->cache->num ? slab_object(slab, nr) : NULL;
}

bool kmem_dump_obj(void *obj)
{
	const struct slab *slab = slab_of(obj);
	void *start;

	if (!slab)
		return false;
	start = object_around(slab, obj);
	pr_err("  %px is in a slab of %s at %px, %u of %u objects out", obj, slab->cache->name,
	       slab, slab->inuse, slab->cache->num);
	if (!start) {
		pr_cont(", before or behind the objects\n");
		return true;
	}
	pr_cont(": %lu bytes into the object at %px of %u bytes, %s\n",
		(unsigned long)(obj - start), start, slab->cache->object_size,
		slab_object_free(slab, slab_object_nr(slab, start)) ? "free" : "out");
	debug_print_users(slab->cache, start);
	return true;
}

void report_bad_object(struct kmem_cache *c, const void *obj, const char *reason)
{
	const struct slab *slab = slab_of(obj);

	if (!c && slab)
		c = slab->cache;
	slab_reports++;
	if (c)
		c->errors++;
	pr_err("BUG: slab %s: bad free of %px: %s\n", c ? c->name : "(none)", obj, reason);
	kmem_dump_obj((void *)obj);
	dump_stack();
}
