// SPDX-License-Identifier: MIT
/*
 * Magazines: stacks of objects. Each CPU has a loaded one, which the fast paths pop from and push
 * to, and a spare one, all full or all empty, so that a CPU that allocates and frees in turn at the
 * end of its magazine only swaps the two. Beyond that it exchanges whole magazines with the depot
 * of the cache, and only when the depot has nothing to exchange do objects move to and from slabs.
 *
 * A magazine is 256 bytes, for at most 63 objects. A limit below that lets the stack begin further
 * up. In the depot, where it needs no NULL below its entries, slot 0 links it to the next.
 *
 * A CPU's loaded and spare magazine are touched by this CPU alone, interrupts off, so that a drain
 * is an interrupt on each CPU. The depot is under lists.lock.
 */
#include <linux/cpumask.h>
#include <linux/irqflags.h>
#include <linux/kernel.h>
#include <linux/percpu.h>
#include <linux/smp.h>

#include "slab.h"

struct magazine closed_magazine;

static_assert(sizeof(struct magazine) == PERCPU_STACK_BYTES);

/* ---- one magazine ---- */

static inline void **magazine_base(const struct kmem_cache *c, struct magazine *mag)
{
	return magazine_end(mag) - c->open_limit;
}

static inline bool top_empty(void **top)
{
	return !top[-1];
}

static inline bool top_full(void **top)
{
	return IS_ALIGNED((unsigned long)top, PERCPU_STACK_BYTES);
}

static struct magazine *new_magazine(void)
{
	struct magazine *mag;

	mag = kmem_cache_alloc(&magazine_cache, GFP_NOWAIT | __GFP_NOWARN | __GFP_NOMEMALLOC);
	if (mag)
		memset(mag, 0, sizeof(*mag));
	return mag;
}

/* ---- the depot; lists.lock ---- */

static void depot_push(struct kmem_cache *c, struct magazine **stack, struct magazine *mag)
{
	mag->slot[0] = hide_link(c, mag, *stack);
	*stack = mag;
}

static struct magazine *depot_pop(struct kmem_cache *c, struct magazine **stack)
{
	struct magazine *mag = *stack;

	if (!mag)
		return NULL;
	*stack = hide_link(c, mag, mag->slot[0]);
	mag->slot[0] = NULL;
	return mag;
}

static void push_full(struct kmem_cache *c, struct magazine *mag)
{
	depot_push(c, &c->lists.depot_full, mag);
	c->lists.nr_depot_full++;
}

static struct magazine *pop_full(struct kmem_cache *c)
{
	struct kmem_list3 *l = &c->lists;
	struct magazine *mag = depot_pop(c, &l->depot_full);

	if (mag)
		l->nr_depot_full--;
	l->min_depot_full = min(l->min_depot_full, l->nr_depot_full);
	return mag;
}

static void push_empty(struct kmem_cache *c, struct magazine *mag)
{
	depot_push(c, &c->lists.depot_empty, mag);
	c->lists.nr_depot_empty++;
}

static struct magazine *pop_empty(struct kmem_cache *c)
{
	struct magazine *mag = depot_pop(c, &c->lists.depot_empty);

	if (mag)
		c->lists.nr_depot_empty--;
	return mag;
}

/* ---- allocation; interrupts off ---- */

static inline void swap_spare(struct slab_cpu *cpu)
{
	swap(cpu->top, cpu->spare);
}

/* Loads a full magazine from the depot; the loaded one, empty, becomes the spare. */
static bool load_full(struct kmem_cache *c, struct slab_cpu *cpu)
{
	struct kmem_list3 *l = &c->lists;
	struct magazine *mag;

	spin_lock(&l->lock);
	mag = pop_full(c);
	if (mag && cpu->spare)
		push_empty(c, magazine_of(cpu->spare));
	spin_unlock(&l->lock);
	if (!mag)
		return false;
	cpu->spare = cpu->top == CLOSED_TOP ? NULL : cpu->top;
	cpu->top = magazine_end(mag);
	return true;
}

/* Half a magazine of objects from the slabs. */
static bool fill_from_slabs(struct kmem_cache *c, struct slab_cpu *cpu)
{
	spin_lock(&c->lists.lock);
	cpu->top += cache_take_locked(c, cpu->top, (c->open_limit + 1) / 2);
	spin_unlock(&c->lists.lock);
	return !top_empty(cpu->top);
}

/* A CPU's first magazine. */
static bool load_empty(struct kmem_cache *c, struct slab_cpu *cpu)
{
	struct magazine *mag;

	spin_lock(&c->lists.lock);
	mag = pop_empty(c);
	spin_unlock(&c->lists.lock);
	if (!mag)
		mag = new_magazine();
	if (mag)
		cpu->top = magazine_base(c, mag);
	return mag;
}

static bool refill(struct kmem_cache *c, struct slab_cpu *cpu)
{
	if (cpu->spare && !top_empty(cpu->spare)) {
		swap_spare(cpu);
		return true;
	}
	if (load_full(c, cpu))
		return true;
	if (cpu->top == CLOSED_TOP && !load_empty(c, cpu))
		return false;
	return fill_from_slabs(c, cpu);
}

void *magazine_alloc(struct kmem_cache *c)
{
	struct slab_cpu *cpu = this_cpu_ptr(c->cpu);

	if (top_empty(cpu->top) && !refill(c, cpu))
		return NULL;
	return *--cpu->top;
}

/* ---- freeing; interrupts off ---- */

/* Puts the objects of a full magazine back into their slabs. Lock held. */
static void empty_magazine(struct kmem_cache *c, void **base, void **top)
{
	while (top > base) {
		void *obj = *--top;
		bool was_out = slab_put_locked(slab_of(obj), obj);

		*top = NULL;
		if (unlikely(!was_out))
			report_bad_object(c, obj, "it is free already");
	}
}

/* An empty magazine for the CPU's full spare, which goes to the depot, or back to the slabs. */
static void **exchange_spare(struct kmem_cache *c, struct slab_cpu *cpu)
{
	struct kmem_list3 *l = &c->lists;
	struct magazine *mag, *full = magazine_of(cpu->spare);
	bool crowded;

	spin_lock(&l->lock);
	crowded = l->nr_depot_full >= c->depot_max;
	mag = crowded ? NULL : pop_empty(c);
	spin_unlock(&l->lock);
	if (!mag && !crowded)
		mag = new_magazine();

	spin_lock(&l->lock);
	if (mag) {
		push_full(c, full);
	} else {
		empty_magazine(c, magazine_base(c, full), cpu->spare);
		mag = full;
	}
	spin_unlock(&l->lock);
	return magazine_base(c, mag);
}

/* Loads an empty magazine; the loaded one, full, becomes the spare. */
static bool unload(struct kmem_cache *c, struct slab_cpu *cpu)
{
	struct magazine *mag;

	if (cpu->top == CLOSED_TOP)
		return load_empty(c, cpu);
	if (cpu->spare && top_full(cpu->spare))
		cpu->spare = exchange_spare(c, cpu);
	if (!cpu->spare) {
		mag = new_magazine();
		if (!mag)
			return false;
		cpu->spare = magazine_base(c, mag);
	}
	swap_spare(cpu);
	return true;
}

bool magazine_free(struct kmem_cache *c, void *obj)
{
	struct slab_cpu *cpu = this_cpu_ptr(c->cpu);

	if (top_full(cpu->top) && !unload(c, cpu))
		return false;
	*cpu->top++ = obj;
	return true;
}

/* ---- draining ---- */

static void drain_stack(struct kmem_cache *c, void **top)
{
	struct magazine *mag = magazine_of(top);

	empty_magazine(c, magazine_base(c, mag), top);
	push_empty(c, mag);
}

/* Everything this CPU has at hand goes back to the slabs, its magazines to the depot. */
static void drain_this_cpu(struct kmem_cache *c)
{
	struct slab_cpu *cpu = this_cpu_ptr(c->cpu);
	unsigned long flags;

	spin_lock_irqsave(&c->lists.lock, flags);
	if (cpu->top != CLOSED_TOP)
		drain_stack(c, cpu->top);
	if (cpu->spare)
		drain_stack(c, cpu->spare);
	cpu->top = CLOSED_TOP;
	cpu->spare = NULL;
	spin_unlock_irqrestore(&c->lists.lock, flags);
}

static void drain_cache_here(void *c)
{
	drain_this_cpu(c);
}

unsigned int depot_trim(struct kmem_cache *c, unsigned int nr)
{
	struct kmem_list3 *l = &c->lists;
	unsigned int trimmed = 0;
	struct magazine *mag;
	unsigned long flags;

	for (; trimmed < nr; trimmed++) {
		spin_lock_irqsave(&l->lock, flags);
		mag = pop_full(c);
		if (mag)
			drain_stack(c, magazine_end(mag));
		spin_unlock_irqrestore(&l->lock, flags);
		if (!mag)
			break;
	}
	return trimmed;
}

void trim_empty_magazines(struct kmem_cache *c)
{
	struct magazine *mag;
	unsigned long flags;

	do {
		spin_lock_irqsave(&c->lists.lock, flags);
		mag = pop_empty(c);
		spin_unlock_irqrestore(&c->lists.lock, flags);
		if (mag)
			kmem_cache_free(&magazine_cache, mag);
	} while (mag);
}

void cache_drain(struct kmem_cache *c)
{
	on_each_cpu(drain_cache_here, c, 1);
	depot_trim(c, UINT_MAX);
	trim_empty_magazines(c);
}

/* True if no CPU and no depot has a magazine; a glance, without a lock. */
static bool cache_idle(const struct kmem_cache *c)
{
	const struct slab_cpu *cpu;
	int i;

	for_each_possible_cpu(i) {
		cpu = per_cpu_ptr(c->cpu, i);
		if (READ_ONCE(cpu->top) != CLOSED_TOP || READ_ONCE(cpu->spare))
			return false;
	}
	return !READ_ONCE(c->lists.depot_full) && !READ_ONCE(c->lists.depot_empty);
}

void drain_all_caches(void)
{
	struct kmem_cache *c;

	list_for_each_entry(c, &slab_caches, list) {
		if (!cache_idle(c))
			cache_drain(c);
	}
}

bool magazines_allowed(void)
{
	return !failslab_on && !(page_debug & PAGE_DEBUG_OBJECTS);
}

void update_all_caches(void)
{
	struct kmem_cache *c;

	list_for_each_entry(c, &slab_caches, list)
		cache_set_open(c, magazines_allowed());
}

void cache_set_open(struct kmem_cache *c, bool open)
{
	bool usable = c != &magazine_cache && c != &slab_desc_cache && !cache_debugged(c);

	WRITE_ONCE(c->limit, open && usable ? c->open_limit : 0);
	if (!open)
		cache_drain(c);
}
