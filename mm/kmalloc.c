// SPDX-License-Identifier: MIT
/*
 * kmalloc() by the byte: size classes 8, 16, 32, 64, 96, 128, 192, 256, 512, 1 k, 2 k, 4 k, 8 k,
 * each a slab cache; beyond that whole blocks of pages (mm/slab.c). The class of a constant size is
 * found by the compiler, that of any other one in a table by its leading zeros (linux/slab.h).
 */
#include <linux/slab.h>
#include <linux/export.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/percpu.h>
#include <linux/string.h>

#include "slab.h"

/* The stack of no class: always empty. */
static DEFINE_PER_CPU(struct slab_cpu, no_class) = { .top = CLOSED_TOP };

void ***kmalloc_stacks[NR_KMALLOC_STEPS] __ro_after_init = {
	[0 ... NR_KMALLOC_STEPS - 1] = &no_class.top,
};

static void __init set_stack(size_t size)
{
	kmalloc_stacks[kmalloc_step(size)] =
		&kmalloc_caches[KMALLOC_NORMAL][kmalloc_class(size)].cpu->top;
}

void __init kmalloc_init_stacks(void)
{
	size_t size;

	for (size = KMALLOC_MIN_SIZE; size <= KMALLOC_MAX_CACHE_SIZE; size *= 2) {
		set_stack(size / 4 * 3);
		set_stack(size);
	}
}

void *__kmalloc(size_t size, gfp_t flags)
{
	if (!size)
		return ZERO_SIZE_PTR;
	if (size > KMALLOC_MAX_CACHE_SIZE)
		return kmalloc_large(size, flags);
	return kmem_cache_alloc(&kmalloc_caches[kmalloc_type(flags)][kmalloc_class(size)], flags);
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
