// SPDX-License-Identifier: MIT
/*
 * How the objects of a cache lie in its slabs.
 *
 * The order is the lowest one that wastes at most an eighth of the slab, struct slab counted as
 * waste.
 *
 * Is a pointer the address of an object? With s = size, n objects, and off the pointer's distance
 * from the first one, we want: off is a multiple of s, and off / s < n. Let
 *
 *	recip = floor(2^32 / s) + 1,	e = recip * s - 2^32,	so 0 < e <= s.
 *
 * For off = q * s + r the product off * recip is q * 2^32 + q * e + r * recip. Its low word is q *
 * e for r = 0, so below n * e just for q < n; for r > 0 it is recip or more, as long as q * e + r *
 * recip stays below 2^32. Both hold, for every pointer into the slab and before s_mem too, if
 *
 *	(bytes of the slab + s) * s <= 2^32.
 *
 * The high word is q. So one multiplication answers both questions: recip_end = n * e. A slab of
 * one object needs no such care: recip = recip_end = 1 makes 0 the only good offset.
 */
#include <linux/errno.h>
#include <linux/kernel.h>

#include "slab.h"

static size_t slab_bytes(unsigned int order)
{
	return PAGE_SIZE << order;
}

/* struct slab and bitmaps for @num objects, up to the first of them. */
static size_t desc_bytes(const struct kmem_cache *c, unsigned int num)
{
	size_t map = BITS_TO_LONGS(num) * sizeof(long) * (cache_debugged(c) ? 2 : 1);

	return ALIGN(sizeof(struct slab) + map, c->align);
}

static unsigned int objects_beside_desc(const struct kmem_cache *c, unsigned int order)
{
	unsigned int num = (slab_bytes(order) - min(slab_bytes(order), desc_bytes(c, 1))) / c->size;

	while (num && desc_bytes(c, num) + num * c->size > slab_bytes(order))
		num--;
	return num;
}

/* Objects of a slab of this order, or 0 if it is no good at all. */
static unsigned int objects_for(const struct kmem_cache *c, unsigned int order, bool off_slab)
{
	unsigned int num;

	if (!off_slab)
		return objects_beside_desc(c, order);
	num = min(slab_bytes(order) / c->size, (size_t)OFF_SLAB_OBJECTS);
	if (num > 1 && (u64)(slab_bytes(order) + c->size) * c->size > 1ull << 32)
		return 1;
	return num;
}

/* True if @num objects in a slab of @order use more of it than what @c has now. */
static bool less_waste(const struct kmem_cache *c, unsigned int order, unsigned int num)
{
	return (u64)num * slab_bytes(c->gfporder) > (u64)c->num * slab_bytes(order);
}

static bool set_order(struct kmem_cache *c, bool off_slab)
{
	unsigned int order, num;

	for (order = 0; order < MAX_ORDER; order++) {
		num = objects_for(c, order, off_slab);
		if (!num)
			continue;
		if (c->num && order > SLAB_MAX_ORDER)
			break;
		/* The first that fits, unless a higher one wastes less. */
		if (!c->num || less_waste(c, order, num)) {
			c->num = num;
			c->gfporder = order;
		}
		if ((slab_bytes(order) - num * c->size) * 8 <= slab_bytes(order))
			break;
	}
	return c->num;
}

static void set_check(struct kmem_cache *c)
{
	c->recip = 1;
	c->recip_end = 1;
	if (c->num == 1)
		return;
	c->recip = (u32)((1ull << 32) / c->size) + 1;
	c->recip_end = c->num * (u32)((u64)c->recip * c->size);
}

static void set_colours(struct kmem_cache *c)
{
	size_t rest = slab_bytes(c->gfporder) - c->slab_size - c->num * c->size;

	c->colour_off = max_t(unsigned int, c->align, L1_CACHE_BYTES);
	c->colour = rest / c->colour_off + 1;
}

/* A line for each object; or half, a quarter of one, for those that small. */
static unsigned int object_align(const struct kmem_cache *c)
{
	unsigned int align = c->flags & SLAB_HWCACHE_ALIGN ? L1_CACHE_BYTES : 1;

	while (align > 1 && c->object_size <= align / 2)
		align /= 2;
	return max3(align, c->align, ARCH_SLAB_MINALIGN);
}

/* Room for what debugging keeps beside the object. */
static unsigned int debug_bytes(struct kmem_cache *c)
{
	unsigned int bytes = c->object_size;

	if (c->flags & SLAB_RED_ZONE) {
		c->red_left = ALIGN(8, c->align);
		bytes += red_right_bytes(c->object_size);
	}
	if (c->flags & SLAB_STORE_USER) {
		c->track_offset = ALIGN(bytes, sizeof(long));
		bytes = c->track_offset + debug_track_bytes();
	}
	return c->red_left + bytes;
}

unsigned int magazine_limit(unsigned int size)
{
	if (size <= 256)
		return PERCPU_STACK_SLOTS - 1;
	if (size <= 1024)
		return 24;
	return size <= 4096 ? 8 : 4;
}

/* A mebibyte of objects may wait in the depot, and always some magazines. */
static unsigned int depot_limit(const struct kmem_cache *c)
{
	return clamp_t(unsigned int, (1u << 20) / (c->open_limit * c->size), 4, 256);
}

int cache_set_geometry(struct kmem_cache *c)
{
	bool off_slab;

	c->align = object_align(c);
	c->size = ALIGN(debug_bytes(c), c->align);
	off_slab = c->size >= OFF_SLAB_MIN_SIZE;
	if (!set_order(c, off_slab))
		return -E2BIG;
	c->slab_size = off_slab ? 0 : desc_bytes(c, c->num);
	set_check(c);
	set_colours(c);
	c->open_limit = magazine_limit(c->size);
	c->depot_max = depot_limit(c);
	return 0;
}
