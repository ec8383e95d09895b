// SPDX-License-Identifier: MIT
/*
 * Caches: made, destroyed, listed. mm/slab.c has the theory.
 *
 * Start-up. Three caches cannot come from a cache: the one of struct kmem_cache, the one of struct
 * slab, and the one of magazines. They are static, as are those of kmalloc(), so that their
 * addresses are constants. The latter two use no magazines: they are what magazines and slabs are
 * made of.
 */
#include <linux/err.h>
#include <linux/export.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/panic.h>
#include <linux/percpu.h>
#include <linux/preempt.h>
#include <linux/random.h>

#include "slab.h"

DEFINE_MUTEX(slab_mutex);
LIST_HEAD(slab_caches);

static struct kmem_cache cache_cache;
struct kmem_cache slab_desc_cache, magazine_cache;
struct kmem_cache kmalloc_caches[NR_KMALLOC_TYPES][NR_KMALLOC_CLASSES];

bool slab_hardened;

static int __init parse_slab_hardened(char *value)
{
	return kstrtobool(value, &slab_hardened);
}
early_param("slab_hardened", parse_slab_hardened);

/* ---- making one ---- */

static void init_lists(struct kmem_list3 *l)
{
	spin_lock_init(&l->lock);
	INIT_LIST_HEAD(&l->slabs_full);
	INIT_LIST_HEAD(&l->slabs_partial);
	INIT_LIST_HEAD(&l->slabs_empty);
}

static struct slab_cpu *alloc_cpu_stacks(void)
{
	struct slab_cpu *stacks = alloc_percpu(struct slab_cpu);
	int cpu;

	if (!stacks)
		return NULL;
	for_each_possible_cpu(cpu)
		per_cpu_ptr(stacks, cpu)->top = CLOSED_TOP;
	return stacks;
}

int cache_setup(struct kmem_cache *c)
{
	int err;

	if (c != &slab_desc_cache && c != &magazine_cache)
		c->flags |= slab_debug_wanted(c->name);
	/* What is in a free object of these is somebody's. */
	if (c->ctor || (c->flags & SLAB_TYPESAFE_BY_RCU))
		c->flags &= ~SLAB_POISON;
	err = cache_set_geometry(c);
	if (err)
		return err;
	c->gfpflags = (c->flags & SLAB_CACHE_DMA ? GFP_DMA : 0) |
		      (c->flags & SLAB_RECLAIM_ACCOUNT ? __GFP_RECLAIMABLE : 0);
	c->lowmem_map = virt_to_page((void *)PAGE_OFFSET);
	c->lowmem_pages = ((unsigned long)high_memory - PAGE_OFFSET) >> PAGE_SHIFT;
	c->secret = slab_hardened ? get_random_u32() | 1 : 0;
	init_lists(&c->lists);
	c->cpu = alloc_cpu_stacks();
	return c->cpu ? 0 : -ENOMEM;
}

static struct kmem_cache *find_cache(const char *name)
{
	struct kmem_cache *c;

	list_for_each_entry(c, &slab_caches, list) {
		if (!strcmp(c->name, name))
			return c;
	}
	return NULL;
}

/* Why there cannot be such a cache, or NULL. */
static const char *bad_request(const char *name, unsigned int size, unsigned int align,
			       unsigned int useroffset, unsigned int usersize)
{
	if (!name)
		return "it has no name";
	if (in_interrupt())
		return "it is asked for in an interrupt";
	if (!size)
		return "its objects have no size";
	if (size > KMALLOC_MAX_SIZE)
		return "its objects are too large";
	if (align && !is_power_of_2(align))
		return "its alignment is not a power of two";
	if (align > PAGE_SIZE)
		return "its alignment is larger than a page";
	if (usersize > size || useroffset > size - usersize)
		return "what users may copy lies outside of the object";
	return NULL;
}

static struct kmem_cache *new_cache(const char *name, unsigned int size, unsigned int align,
				    slab_flags_t flags, void (*ctor)(void *obj))
{
	struct kmem_cache *c = kmem_cache_zalloc(&cache_cache, GFP_KERNEL);
	int err = -ENOMEM;

	if (!c)
		return ERR_PTR(err);
	c->name = kstrdup(name, GFP_KERNEL);
	if (!c->name)
		goto free_cache;
	c->object_size = size;
	c->align = align;
	c->flags = flags;
	c->ctor = ctor;
	err = cache_setup(c);
	if (!err)
		return c;
	kfree(c->name);
free_cache:
	kmem_cache_free(&cache_cache, c);
	return ERR_PTR(err);
}

static void add_cache(struct kmem_cache *c)
{
	mutex_lock(&slab_mutex);
	WARN(find_cache(c->name), "slab: a cache named %s exists already\n", c->name);
	list_add_tail(&c->list, &slab_caches);
	cache_set_open(c, magazines_allowed());
	mutex_unlock(&slab_mutex);
}

struct kmem_cache *kmem_cache_create_usercopy(const char *name, unsigned int size,
					      unsigned int align, slab_flags_t flags,
					      unsigned int useroffset, unsigned int usersize,
					      void (*ctor)(void *obj))
{
	const char *reason = bad_request(name, size, align, useroffset, usersize);
	struct kmem_cache *c;

	if (!reason) {
		c = new_cache(name, size, align, flags, ctor);
		reason = c == ERR_PTR(-E2BIG) ? "no slab is large enough" : "there is no memory";
		if (!IS_ERR(c)) {
			c->useroffset = useroffset;
			c->usersize = usersize;
			add_cache(c);
			return c;
		}
	}
	if (flags & SLAB_PANIC)
		panic("slab: cache %s (size %u) cannot be made: %s", name, size, reason);
	WARN(1, "slab: cache %s (size %u, align %u) cannot be made: %s\n", name ? name : "(null)",
	     size, align, reason);
	return NULL;
}
EXPORT_SYMBOL(kmem_cache_create_usercopy);

struct kmem_cache *kmem_cache_create(const char *name, unsigned int size, unsigned int align,
				     slab_flags_t flags, void (*ctor)(void *obj))
{
	return kmem_cache_create_usercopy(name, size, align, flags, 0, 0, ctor);
}
EXPORT_SYMBOL(kmem_cache_create);

unsigned int kmem_cache_size(struct kmem_cache *cachep)
{
	return cachep->object_size;
}
EXPORT_SYMBOL(kmem_cache_size);

void slab_debug_changed(void)
{
	mutex_lock(&slab_mutex);
	update_all_caches();
	mutex_unlock(&slab_mutex);
}

/* ---- giving memory back ---- */

int kmem_cache_shrink(struct kmem_cache *cachep)
{
	struct kmem_list3 *l = &cachep->lists;
	unsigned long flags;
	LIST_HEAD(gone);

	might_sleep();
	cache_drain(cachep);
	spin_lock_irqsave(&l->lock, flags);
	cache_cull_locked(cachep, &gone, UINT_MAX);
	spin_unlock_irqrestore(&l->lock, flags);
	slabs_destroy(cachep, &gone);
	return l->nr_slabs != 0;
}
EXPORT_SYMBOL(kmem_cache_shrink);

/* ---- unmaking one ---- */

static void report_leaks_in(struct list_head *slabs)
{
	const struct slab *slab;
	unsigned int nr;

	list_for_each_entry(slab, slabs, list) {
		for (nr = 0; nr < slab->cache->num; nr++) {
			if (slab_object_free(slab, nr) || slab_object_withdrawn(slab, nr))
				continue;
			pr_err("slab %s: object %px is still allocated\n", slab->cache->name,
			       slab_object(slab, nr));
			debug_print_users(slab->cache, slab_object(slab, nr));
		}
	}
}

static void report_leaks(struct kmem_cache *c)
{
	WARN(1, "slab %s: cannot be destroyed, %u objects are still allocated\n", c->name,
	     c->lists.out - c->lists.withdrawn);
	report_leaks_in(&c->lists.slabs_full);
	report_leaks_in(&c->lists.slabs_partial);
}

/* What is left when no object is used: slabs with damaged ones. */
static void release_slabs(struct kmem_cache *c)
{
	struct kmem_list3 *l = &c->lists;
	LIST_HEAD(gone);

	list_splice_init(&l->slabs_full, &gone);
	list_splice_init(&l->slabs_partial, &gone);
	list_splice_init(&l->slabs_empty, &gone);
	slabs_destroy(c, &gone);
}

int kmem_cache_destroy(struct kmem_cache *cachep)
{
	if (!cachep)
		return 0;
	might_sleep();
	mutex_lock(&slab_mutex);
	WRITE_ONCE(cachep->limit, 0);
	kmem_cache_shrink(cachep);
	if (cachep->lists.out != cachep->lists.withdrawn) {
		report_leaks(cachep);
		cache_set_open(cachep, magazines_allowed());
		mutex_unlock(&slab_mutex);
		return -EBUSY;
	}
	list_del(&cachep->list);
	mutex_unlock(&slab_mutex);
	release_slabs(cachep);
	if (cachep->flags & SLAB_TYPESAFE_BY_RCU)
		rcu_barrier();
	free_percpu(cachep->cpu);
	kfree(cachep->name);
	kmem_cache_free(&cache_cache, cachep);
	return 0;
}
EXPORT_SYMBOL(kmem_cache_destroy);

/* ---- start-up ---- */

static void __init make_static_cache(struct kmem_cache *c, const char *name, unsigned int size,
				     unsigned int align, slab_flags_t flags)
{
	int err;

	c->name = name;
	c->object_size = size;
	c->align = align;
	c->flags = flags;
	err = cache_setup(c);
	if (err)
		panic("slab: cache %s cannot be made: %d", name, err);
	list_add_tail(&c->list, &slab_caches);
}

#define KMALLOC_NAMES(prefix)							\
	{ prefix "8", prefix "16", prefix "32", prefix "64", prefix "96", prefix "128",	\
	  prefix "192", prefix "256", prefix "512", prefix "1k", prefix "2k",		\
	  prefix "4k", prefix "8k" }

static const char *const kmalloc_names[NR_KMALLOC_TYPES][NR_KMALLOC_CLASSES] __initconst = {
	[KMALLOC_NORMAL] = KMALLOC_NAMES("kmalloc-"),
	[KMALLOC_DMA] = KMALLOC_NAMES("dma-kmalloc-"),
};

static const unsigned int kmalloc_sizes[NR_KMALLOC_CLASSES] __initconst = {
	8, 16, 32, 64, 96, 128, 192, 256, 512, 1024, 2048, 4096, 8192,
};

/* Powers of two are aligned to their size; slabs of the largest class are anyway. */
static unsigned int __init kmalloc_align(unsigned int size)
{
	return is_power_of_2(size) ? min_t(unsigned int, size, PAGE_SIZE) : 0;
}

static bool slab_up;

bool slab_is_available(void)
{
	return slab_up;
}

void __init kmem_cache_init(void)
{
	struct kmem_cache *c;
	unsigned int type, i;

	make_static_cache(&slab_desc_cache, "slab_desc",
			  sizeof(struct slab) +
			  2 * BITS_TO_LONGS(OFF_SLAB_OBJECTS) * sizeof(long), 0, 0);
	make_static_cache(&magazine_cache, "magazine", sizeof(struct magazine),
			  sizeof(struct magazine), 0);
	make_static_cache(&cache_cache, "kmem_cache", sizeof(struct kmem_cache), 0,
			  SLAB_HWCACHE_ALIGN);
	for (type = 0; type < NR_KMALLOC_TYPES; type++) {
		for (i = 0; i < NR_KMALLOC_CLASSES; i++) {
			make_static_cache(&kmalloc_caches[type][i], kmalloc_names[type][i],
					  kmalloc_sizes[i], kmalloc_align(kmalloc_sizes[i]),
					  type == KMALLOC_DMA ? SLAB_CACHE_DMA : 0);
		}
	}
	kmalloc_init_stacks();
	/* Closed is how they were made: with failslab= or init_on_alloc= they stay so. */
	list_for_each_entry(c, &slab_caches, list) {
		if (magazines_allowed())
			cache_set_open(c, true);
	}
	slab_up = true;
}
