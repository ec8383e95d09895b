// SPDX-License-Identifier: MIT
/*
 * Red zones and poison: the bytes that tell whether somebody wrote where nothing was his.
 *
 *   | red_left | object, object_size bytes                | red zone to a multiple of 4, and 4 more
 *   |
 *
 *                a free one: 6b 6b 6b 6b … 6b 6b 6b 5a      bb bb bb bb   and around it bb
 *                a new one:  a5 a5 a5 a5 … a5 a5 a5 a5      cc cc cc cc   and around it cc
 */
#include <linux/kernel.h>
#include <linux/poison.h>
#include <linux/string.h>

#include "slab.h"

size_t red_right_bytes(unsigned int object_size)
{
	return ALIGN(object_size, 4) - object_size + 4;
}

static u8 red_byte(bool in_use)
{
	return in_use ? SLUB_RED_ACTIVE : SLUB_RED_INACTIVE;
}

void poison_object(const struct kmem_cache *c, void *obj, bool in_use)
{
	if (c->flags & SLAB_RED_ZONE) {
		memset(obj - c->red_left, red_byte(in_use), c->red_left);
		memset(obj + c->object_size, red_byte(in_use), red_right_bytes(c->object_size));
	}
	if (c->flags & SLAB_POISON) {
		memset(obj, in_use ? POISON_FRESH : POISON_FREE, c->object_size);
		if (!in_use)
			((u8 *)obj)[c->object_size - 1] = POISON_END;
	}
}

/* True, with @damage filled, if not all of the @n bytes are @expected. */
static bool range_damaged(const void *start, size_t n, u8 expected, const char *what,
			  struct slab_damage *damage)
{
	const u8 *first = memchr_inv(start, expected, n), *last = start + n - 1;

	if (likely(!first))
		return false;
	while (*last == expected)
		last--;
	*damage = (struct slab_damage) { what, first, last, expected };
	return true;
}

static bool red_zone_damaged(const struct kmem_cache *c, const void *obj, bool in_use,
			     struct slab_damage *damage)
{
	return range_damaged(obj - c->red_left, c->red_left, red_byte(in_use),
			     "left red zone overwritten", damage) ||
	       range_damaged(obj + c->object_size, red_right_bytes(c->object_size),
			     red_byte(in_use), "right red zone overwritten", damage);
}

static bool poison_damaged(const struct kmem_cache *c, const void *obj, struct slab_damage *damage)
{
	static const char what[] = "written to after it was freed";

	return range_damaged(obj, c->object_size - 1, POISON_FREE, what, damage) ||
	       range_damaged(obj + c->object_size - 1, 1, POISON_END, what, damage);
}

bool object_damaged(const struct kmem_cache *c, const void *obj, bool in_use,
		    struct slab_damage *damage)
{
	if ((c->flags & SLAB_RED_ZONE) && red_zone_damaged(c, obj, in_use, damage))
		return true;
	return !in_use && (c->flags & SLAB_POISON) && poison_damaged(c, obj, damage);
}
