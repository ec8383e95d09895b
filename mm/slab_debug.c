// SPDX-License-Identifier: MIT
/*
 * slab_debug=<flags>[,<cache>…]: looking at every object on its way out and back.
 *
 *   F  consistency: every free is checked at once, double frees included, and the slab's own data
 *   Z  red zones around each object
 *   P  poison: a pattern in free objects, another one in new ones
 *   U  users: who allocated and who freed it, with backtraces
 *   -  none of them
 *
 * slab_debug alone means FZPU. A cache's name may end in *. slab_debug=FZ,kmalloc-64,task* concerns
 * these only. Caches made with SLAB_RED_ZONE and its like have it so without being asked for here.
 *
 *   | red zone | object | red zone | struct track, allocated | struct track, freed |
 *              ^ the object's address; red_left before, track_offset behind
 *
 * A damaged object is reported and withdrawn: it stays out of its slab for ever and is counted as
 * such, with a bit of its own, so that freeing it later is a misuse too.
 *
 * A debugged cache uses no magazines, so that all this happens outside of locks, while the object
 * belongs to nobody else: it has been taken out of its slab, or is not yet back.
 */
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/poison.h>
#include <linux/printk.h>
#include <linux/sched.h>
#include <linux/jiffies.h>
#include <linux/smp.h>
#include <linux/stacktrace.h>
#include <linux/string.h>

#include "slab.h"

#define TRACK_FRAMES	6

/* struct track - who did something to an object, and when; frames[0] is 0 if nobody did. */
struct track {
	unsigned long frames[TRACK_FRAMES];
	u16 pid;
	u16 cpu;
	unsigned long when;
};

enum track_kind { TRACK_ALLOC, TRACK_FREE, NR_TRACKS };

size_t debug_track_bytes(void)
{
	return NR_TRACKS * sizeof(struct track);
}

/* ---- the parameter ---- */

static slab_flags_t wanted_flags;
static char wanted_names[128];

static slab_flags_t debug_flag(char letter)
{
	switch (letter | 0x20) {
	case 'f':
		return SLAB_CONSISTENCY_CHECKS;
	case 'z':
		return SLAB_RED_ZONE;
	case 'p':
		return SLAB_POISON;
	case 'u':
		return SLAB_STORE_USER;
	}
	return 0;
}

static int __init parse_slab_debug(char *value)
{
	wanted_flags = 0;
	wanted_names[0] = '\0';
	if (!value || !*value || *value == ',')
		wanted_flags = SLAB_DEBUG_FLAGS;
	for (; value && *value && *value != ','; value++) {
		wanted_flags |= debug_flag(*value);
		if (!debug_flag(*value) && *value != '-')
			pr_warn("slab_debug: there is no option '%c', ignored\n", *value);
	}
	if (value && *value == ',' &&
	    strscpy(wanted_names, value + 1, sizeof(wanted_names)) < 0)
		pr_warn("slab_debug: too many names, some are ignored\n");
	return 0;
}
early_param("slab_debug", parse_slab_debug);

/* The name that Linux gave it. */
static int __init parse_slub_debug(char *value)
{
	return parse_slab_debug(value);
}
early_param("slub_debug", parse_slub_debug);

/* True if @name is the pattern of @len characters, which may end in *. */
static bool name_matches(const char *name, const char *pattern, size_t len)
{
	if (len && pattern[len - 1] == '*')
		return !strncmp(name, pattern, len - 1);
	return strlen(name) == len && !strncmp(name, pattern, len);
}

slab_flags_t slab_debug_wanted(const char *name)
{
	const char *pattern = wanted_names, *end;

	if (!*pattern)
		return wanted_flags;
	for (; *pattern; pattern = *end ? end + 1 : end) {
		end = strchrnul(pattern, ',');
		if (name_matches(name, pattern, end - pattern))
			return wanted_flags;
	}
	return 0;
}

/* ---- users ---- */

static struct track *track_of(const struct kmem_cache *c, const void *obj, enum track_kind kind)
{
	return (struct track *)(obj + c->track_offset) + kind;
}

static void set_track(const struct kmem_cache *c, void *obj, enum track_kind kind)
{
	struct track *track;

	if (!(c->flags & SLAB_STORE_USER))
		return;
	track = track_of(c, obj, kind);
	memset(track, 0, sizeof(*track));
	stack_trace_save(track->frames, TRACK_FRAMES, 3);
	track->pid = current->pid;
	track->cpu = raw_smp_processor_id();
	track->when = jiffies;
}

static void print_track(const struct track *track, const char *did)
{
	if (!track->frames[0])
		return;
	pr_err("  %s by thread %u on CPU %u, %lu ticks ago:\n", did, track->pid, track->cpu,
	       jiffies - track->when);
	stack_trace_print(track->frames, TRACK_FRAMES, 4);
}

void debug_print_users(const struct kmem_cache *c, const void *obj)
{
	if (!(c->flags & SLAB_STORE_USER))
		return;
	print_track(track_of(c, obj, TRACK_ALLOC), "allocated");
	print_track(track_of(c, obj, TRACK_FREE), "freed");
}

/* ---- damage ---- */

static void report_damage(const struct slab *slab, const void *obj,
			  const struct slab_damage *damage)
{
	struct kmem_cache *c = slab->cache;
	const u8 *from = damage->first - ((unsigned long)damage->first & 15);

	slab_reports++;
	c->errors++;
	pr_err("BUG: slab %s: object %px: %s\n", c->name, obj, damage->what);
	pr_err("  bytes %ld to %ld of its %u; byte %#x instead of %#x\n",
	       (long)(damage->first - (const u8 *)obj), (long)(damage->last - (const u8 *)obj),
	       c->object_size, *damage->first, damage->expected);
	debug_print_users(c, obj);
	print_hex_dump(KERN_ERR, "  ", DUMP_PREFIX_ADDRESS, 16, 1, from,
		       min_t(size_t, damage->last + 1 - from, 64), true);
	pr_err("  it is withdrawn\n");
	dump_stack();
}

/* Out of its slab for ever. Lock held. */
static void withdraw_locked(struct slab *slab, void *obj)
{
	unsigned int nr = slab_object_nr(slab, obj);

	if (slab_object_free(slab, nr))
		slab_take_locked(slab, nr);
	__set_bit(nr, slab_withdrawn_map(slab));
	slab->cache->lists.withdrawn++;
}

static void withdraw_object(struct slab *slab, void *obj)
{
	struct kmem_list3 *l = &slab->cache->lists;
	unsigned long flags;

	spin_lock_irqsave(&l->lock, flags);
	withdraw_locked(slab, obj);
	spin_unlock_irqrestore(&l->lock, flags);
}

/* Looks at an object that is out of its slab, but nobody's; withdraws it if it is damaged. */
static bool inspect(struct slab *slab, void *obj, bool in_use)
{
	struct slab_damage damage;

	if (likely(!object_damaged(slab->cache, obj, in_use, &damage)))
		return true;
	report_damage(slab, obj, &damage);
	withdraw_object(slab, obj);
	return false;
}

/* ---- objects on their way ---- */

void debug_init_slab(struct slab *slab)
{
	const struct kmem_cache *c = slab->cache;
	unsigned int nr;

	for (nr = 0; nr < c->num; nr++) {
		void *obj = slab_object(slab, nr);

		poison_object(c, obj, false);
		if (c->flags & SLAB_STORE_USER)
			memset(track_of(c, obj, TRACK_ALLOC), 0, debug_track_bytes());
	}
}

bool debug_alloc(struct slab *slab, void *obj)
{
	if (!inspect(slab, obj, false))
		return false;
	poison_object(slab->cache, obj, true);
	set_track(slab->cache, obj, TRACK_ALLOC);
	return true;
}

bool debug_free(struct slab *slab, void *obj)
{
	unsigned int nr = slab_object_nr(slab, obj);

	if (unlikely(slab_object_free(slab, nr) || slab_object_withdrawn(slab, nr))) {
		report_bad_object(slab->cache, obj, slab_object_free(slab, nr) ?
				  "it is free already" : "it was withdrawn");
		return false;
	}
	if (!inspect(slab, obj, true))
		return false;
	set_track(slab->cache, obj, TRACK_FREE);
	poison_object(slab->cache, obj, false);
	return true;
}

bool debug_check_object_locked(struct slab *slab, unsigned int nr)
{
	void *obj = slab_object(slab, nr);
	struct slab_damage damage;

	if (!cache_debugged(slab->cache) || slab_object_withdrawn(slab, nr) ||
	    !object_damaged(slab->cache, obj, !slab_object_free(slab, nr), &damage))
		return true;
	report_damage(slab, obj, &damage);
	withdraw_locked(slab, obj);
	return false;
}
