// SPDX-License-Identifier: MIT
/*
 * kmalloc() by the byte: size classes 8, 16, 32, 64, 96, 128, 192, 256, 512, 1 k, 2 k, 4 k, 8 k,
 * each a slab cache; beyond that whole blocks of pages (mm/slab.c). The class of a constant size is
 * found by the compiler (linux/slab.h), of any other one here.
 */
#include <linux/slab.h>
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/string.h>

#include "slab.h"

/* Classes of 8, 16, … 192 bytes. */
static const u8 small_class[24] = {
	0, 1, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 6, 6, 6, 6, 6, 6, 6, 6,
};

static inline unsigned int class_of(size_t size)
{
	return size <= 192 ? small_class[(size - 1) / 8] : fls(size - 1) - 1;
}

/* No bytes, more than the largest class has, or not from the usual caches. */
static noinline void *kmalloc_odd(size_t size, gfp_t flags)
{
	if (!size)
		return ZERO_SIZE_PTR;
	if (size > KMALLOC_MAX_CACHE_SIZE)
		return kmalloc_large(size, flags);
	return kmem_cache_alloc(&kmalloc_caches[kmalloc_type(flags)][class_of(size)], flags);
}

void *__kmalloc(size_t size, gfp_t flags)
{
	struct kmem_cache *c;
	void *obj;

	if (unlikely(size - 1 >= KMALLOC_MAX_CACHE_SIZE ||
		     (flags & (__GFP_ZERO | __GFP_DMA | GFP_SLAB_BUG_MASK))))
		return kmalloc_odd(size, flags);
	c = &kmalloc_caches[KMALLOC_NORMAL][class_of(size)];
	if (unlikely(!this_cpu_stack_pop(&c->cpu->top, &obj)))
		return kmalloc_odd(size, flags);
	return obj;
}
EXPORT_SYMBOL(__kmalloc);

size_t kmalloc_size_roundup(size_t size)
{
	if (!size || size > KMALLOC_MAX_SIZE)
		return size;
	if (size > KMALLOC_MAX_CACHE_SIZE)
		return PAGE_SIZE << get_order(size);
	return kmalloc_class_size(size);
}
EXPORT_SYMBOL(kmalloc_size_roundup);

void *krealloc(const void *obj, size_t size, gfp_t flags)
{
	size_t old_size;
	void *new;

	if (!size) {
		kfree(obj);
		return ZERO_SIZE_PTR;
	}
	old_size = ksize(obj);
	if (!ZERO_OR_NULL_PTR(obj) && (size <= old_size || !old_size))
		return old_size ? (void *)obj : NULL;
	new = kmalloc(size, flags);
	if (new && old_size) {
		memcpy(new, obj, old_size);
		kfree(obj);
	}
	return new;
}
EXPORT_SYMBOL(krealloc);

void kfree_sensitive(const void *obj)
{
	size_t size = ksize(obj);

	if (size)
		memzero_explicit((void *)obj, size);
	kfree(obj);
}
EXPORT_SYMBOL(kfree_sensitive);
