// SPDX-License-Identifier: MIT
/*
 * Address space for vmalloc(), vmap(), ioremap() and stacks.
 *
 * The space [VMALLOC_START, VMALLOC_END) is cut into ranges, each of which is in one of five
 * states:
 *
 *	free --- vmap_area_alloc() ---> in use --- vmap_area_claim() ---> claimed
 *	  ^                               ^                                 |
 *	  |                             ready                       vmap_area_free()
 *	  |                               ^                                 |
 *	  +--------- vmap_purge() --------+------------ lazy <--------------+
 *
 * A range in use begins with its guard, a page that is never mapped; what its user sees comes
 * behind it:
 *
 *	  start      vm.addr                                end
 *	    | guard  | mapped ...                           | guard  | mapped ...
 *	    +--------+--------------------------------------+--------+-----------
 *	    |   |
 *	    |   +-- the L2 entry of the guard: 0 if the range is not in use, else the address of its
 *	    |       struct vmap_area. Both fault (bits 1-0 are 0), and the CPU ignores the rest
 *	    +------ a multiple of the page size
 *
 * So the page tables are the index of areas: from an address to its struct it is one load,
 * however many areas there are, and no lock. What ends an area is the next one's guard, a free
 * page or the end of the space; the page behind it is unmapped in any case, and in no TLB
 * (invariant 4).
 *
 * Free ranges are in a red-black tree by address; each node knows the largest size below it. The
 * lowest range that fits is found in one descent, O(log n). An alignment above a page is served
 * by looking for a range that fits however it lies. Areas that could use sections come from the
 * other end, the highest range that fits: a megabyte that ever held small pages has an L2 table,
 * and takes no section any more (arch/arm/pgtable.c), so the two kinds are kept apart for as long
 * as there is room.
 *
 * Lazy: when an area is freed its entries are emptied and its pages given back, but emptying the
 * TLBs of all CPUs would cost more than all the rest. So the addresses wait, out of use, until
 * VMAP_LAZY_MAX_PAGES of them have come together, or until there is no room otherwise; then one
 * flush does for all. Until then a use after free may still reach the page that was there, after
 * it the use faults.
 *
 * Ready: what has just been freed is likely to be wanted again, in the same size. So a purge puts
 * small ranges, up to VMAP_READY_MAX_PAGES in all, on a list of their size instead of back into the
 * tree; taking one from there needs no search, no cutting and no struct. A size that nobody has
 * asked for from one purge to the next gives its ranges to the tree, so that yesterday's sizes do
 * not keep today's out: that alone made vmalloc(64 KiB) a third cheaper, since cutting and
 * merging cost some 700 instructions a pair and the list 30. When there is no room, all ready
 * ranges become free.
 *
 * Invariants
 *   1. Free ranges do not touch or overlap each other: neighbours are merged.
 *   2. Free, ready, lazy, claimed and used ranges together are the whole space.
 *   3. subtree_max of a node is the largest size in its subtree.
 *   4. No page of a free or ready range, and no guard, is mapped, or in any TLB.
 *   5. The entry of a used range's guard, and of no other page, is the address of its struct.
 *   6. lazy_pages is the sum of the lazy ranges; above VMAP_LAZY_MAX_PAGES the next caller that may
 *      do so purges.
 *
 * Locking: vmap_space.lock guards all of struct vmap_space and unused structs. Interrupts never
 * take it, so it leaves them on; it is never held for more than PURGE_BATCH insertions.
 * purge_mutex is held by who purges, from taking the ready lists to the last insertion;
 * vmap_space.lock nests inside. Nothing else does.
 *
 * Structs come from pages of this file's own, and go back to a list: they are never given back to
 * the page allocator, like the L2 tables. They are no slab cache's, because they are wanted, and
 * come free, in the middle of a change under the lock: with a list, one look before the change
 * sees to all that it may want, and a merge costs no call. What it can keep has a bound, 48 bytes
 * for every 8 KiB of addresses. A free range needs no new struct: the area's serves.
 *
 * Book: the chapter on vmalloc(). Bonwick, Adams: "Magazines and Vmem", USENIX 2001, on boundary
 * tags.
 */
#include "vmap.h"

#include <asm/tlbflush.h>
#include <linux/bug.h>
#include <linux/export.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/mutex.h>
#include <linux/panic.h>
#include <linux/preempt.h>
#include <linux/printk.h>
#include <linux/rbtree_augmented.h>
#include <linux/spinlock.h>

#define PURGE_BATCH	16
/* An allocation takes two structs at most: the area's, and one for what an alignment leaves. */
#define MAX_STRUCTS	2

static DEFINE_MUTEX(purge_mutex);
struct vmap_space vmap_space = { .lock = __SPIN_LOCK_UNLOCKED(vmap_space.lock) };
static struct llist_node *unused;
static unsigned long nr_unused;

RB_DECLARE_CALLBACKS_MAX(static, free_callbacks, struct vmap_area, node, unsigned long, subtree_max,
			 vmap_area_bytes);

/* --- structs ---------------------------------------------------------------------------------- */

static void put_struct_locked(struct vmap_area *area)
{
	area->deferred.next = unused;
	unused = &area->deferred;
	nr_unused++;
}

static struct vmap_area *get_struct_locked(void)
{
	struct vmap_area *area = llist_entry(unused, struct vmap_area, deferred);

	unused = area->deferred.next;
	nr_unused--;
	return area;
}

/* Sees to it that there are unused structs, and takes vmap_space.lock; false without memory. */
static bool lock_with_structs(gfp_t gfp)
{
	struct vmap_area *area;
	unsigned long page;
	unsigned int i;

	spin_lock(&vmap_space.lock);
	if (likely(nr_unused >= MAX_STRUCTS))
		return true;
	spin_unlock(&vmap_space.lock);
	page = __get_free_page(gfp & (GFP_KERNEL | __GFP_HIGH | __GFP_NOWARN | __GFP_NORETRY));
	if (!page)
		return false;
	area = (struct vmap_area *)page;
	spin_lock(&vmap_space.lock);
	vmap_space.struct_pages++;
	for (i = 0; i < PAGE_SIZE / sizeof(*area); i++)
		put_struct_locked(area + i);
	return true;
}

/* --- the tree of free ranges ------------------------------------------------------------------ */

/* The size of @area has changed. */
static void update_size(struct vmap_area *area)
{
	free_callbacks.propagate(&area->node, NULL);
}

static void link_free(struct vmap_area *area, struct rb_node *parent, struct rb_node **link)
{
	area->subtree_max = vmap_area_bytes(area);
	rb_link_node(&area->node, parent, link);
	free_callbacks.propagate(parent, NULL);
	rb_insert_augmented(&area->node, &vmap_space.free, &free_callbacks);
}

static void erase_free(struct vmap_area *area)
{
	rb_erase_augmented(&area->node, &vmap_space.free, &free_callbacks);
}

/* Makes a range free, merged with its neighbours. The struct becomes the tree's, or unused. */
static void insert_free_locked(struct vmap_area *area)
{
	struct rb_node **link = &vmap_space.free.rb_node, *parent = NULL;
	struct vmap_area *below = NULL, *above = NULL, *this;

	while (*link) {
		parent = *link;
		this = vmap_area_of(parent);
		if (area->start < this->start) {
			above = this;
			link = &parent->rb_left;
		} else {
			below = this;
			link = &parent->rb_right;
		}
	}
	if (below && below->end == area->start) {
		below->end = area->end;
		put_struct_locked(area);
		area = below;
		update_size(area);
	} else if (!above || above->start != area->end) {
		link_free(area, parent, link);
		return;
	}
	if (!above || above->start != area->end)
		return;
	if (area != below) {
		above->start = area->start;
		put_struct_locked(area);
	} else {
		erase_free(below);
		above->start = below->start;
		put_struct_locked(below);
	}
	update_size(above);
}

/* The lowest free range of @bytes at least, or the highest; or NULL. */
static inline struct vmap_area *find_free(unsigned long bytes, bool highest)
{
	struct rb_node *rb = vmap_space.free.rb_node, *first;

	if (vmap_size_below(rb) < bytes)
		return NULL;
	for (;;) {
		first = highest ? rb->rb_right : rb->rb_left;
		if (vmap_size_below(first) >= bytes)
			rb = first;
		else if (vmap_area_bytes(vmap_area_of(rb)) >= bytes)
			return vmap_area_of(rb);
		else			/* it is somewhere below, so it is there */
			rb = highest ? rb->rb_left : rb->rb_right;
	}
}

/* Takes [start, end) out of the free range @from; returns a struct that says so. */
static struct vmap_area *carve_locked(struct vmap_area *from, unsigned long start,
				      unsigned long end)
{
	struct vmap_area *area, *rest;

	if (from->start == start && from->end == end) {
		erase_free(from);
		return from;
	}
	area = get_struct_locked();
	area->start = start;
	area->end = end;
	if (from->start == start) {
		from->start = end;
		update_size(from);
		return area;
	}
	rest = NULL;
	if (from->end != end) {
		rest = get_struct_locked();
		rest->start = end;
		rest->end = from->end;
	}
	from->end = start;
	update_size(from);
	if (rest)
		insert_free_locked(rest);
	return area;
}

/* --- ranges kept ready ------------------------------------------------------------------------ */

static inline struct vmap_area *take_ready_locked(unsigned long bytes, unsigned long align)
{
	struct vmap_ready_list *list = &vmap_space.ready[bytes >> PAGE_SHIFT];
	struct vmap_area *area;

	if (unlikely(list >= vmap_space.ready + VMAP_READY_SIZES))
		return NULL;
	list->wanted = true;
	if (unlikely(!list->first))
		return NULL;
	area = llist_entry(list->first, struct vmap_area, deferred);
	if (unlikely((area->start + PAGE_SIZE) & (align - 1)))
		return NULL;
	list->first = area->deferred.next;
	vmap_space.ready_pages -= bytes >> PAGE_SHIFT;
	return area;
}

/* A range that no TLB knows any more: ready if it is small and there is room for it, else free. */
static void retire_locked(struct vmap_area *area)
{
	unsigned long pages = vmap_area_bytes(area) >> PAGE_SHIFT;

	if (pages >= VMAP_READY_SIZES || vmap_space.ready_pages + pages > VMAP_READY_MAX_PAGES) {
		insert_free_locked(area);
		return;
	}
	area->deferred.next = vmap_space.ready[pages].first;
	vmap_space.ready[pages].first = &area->deferred;
	vmap_space.ready_pages += pages;
}

/* What is ready in one size, if nobody has asked for it, or if @all. */
static struct llist_node *take_ready_list(unsigned long pages, bool all)
{
	struct llist_node *list = NULL, *node;

	spin_lock(&vmap_space.lock);
	if (all || !vmap_space.ready[pages].wanted) {
		list = vmap_space.ready[pages].first;
		vmap_space.ready[pages].first = NULL;
		for (node = list; node; node = node->next)
			vmap_space.ready_pages -= pages;
	}
	vmap_space.ready[pages].wanted = false;
	spin_unlock(&vmap_space.lock);
	return list;
}

static struct vmap_area *take_locked(unsigned long bytes, unsigned long align)
{
	bool highest = align >= SECTION_SIZE;
	struct vmap_area *from = find_free(bytes + align - PAGE_SIZE, highest);
	unsigned long addr;

	if (!from)
		return NULL;
	/* It is the page behind the guard that is aligned. */
	if (highest)
		addr = (from->end - bytes + PAGE_SIZE) & ~(align - 1);
	else
		addr = (from->start + PAGE_SIZE + align - 1) & ~(align - 1);
	return carve_locked(from, addr - PAGE_SIZE, addr - PAGE_SIZE + bytes);
}

/* --- purging ---------------------------------------------------------------------------------- */

static struct llist_node *take_lazy_list(void)
{
	struct llist_node *list;

	spin_lock(&vmap_space.lock);
	list = vmap_space.lazy;
	vmap_space.lazy = NULL;
	vmap_space.lazy_pages = 0;
	vmap_space.purges += list != NULL;
	spin_unlock(&vmap_space.lock);
	return list;
}

static void retire_list(struct llist_node *list, void (*retire)(struct vmap_area *area))
{
	struct llist_node *next;
	unsigned int i;

	while (list) {
		spin_lock(&vmap_space.lock);
		for (i = 0; list && i < PURGE_BATCH; i++, list = next) {
			next = list->next;
			retire(llist_entry(list, struct vmap_area, deferred));
		}
		spin_unlock(&vmap_space.lock);
	}
}

/* @all: nothing is kept ready, neither what was nor what was lazy. */
static void purge(bool all)
{
	struct llist_node *list;
	unsigned long pages;

	if (preemptible())
		mutex_lock(&purge_mutex);
	else if (!mutex_trylock(&purge_mutex))
		return;
	for (pages = 0; pages < VMAP_READY_SIZES; pages++)
		retire_list(take_ready_list(pages, all), insert_free_locked);
	list = take_lazy_list();
	if (list)
		flush_tlb_all();
	retire_list(list, all ? insert_free_locked : retire_locked);
	mutex_unlock(&purge_mutex);
}

void vmap_purge(void)
{
	purge(true);
}

/* --- areas ------------------------------------------------------------------------------------ */

static struct vmap_area *cut_range(unsigned long bytes, unsigned long align, gfp_t gfp)
{
	struct vmap_area *area;

	if (!lock_with_structs(gfp))
		return NULL;
	area = take_locked(bytes, align);
	spin_unlock(&vmap_space.lock);
	return area;
}

/*
 * Nothing is ready. If there is no room, whatever waits for a purge is room; then alignment is
 * given up as far as it may be.
 */
static noinline struct vmap_area *alloc_range_slow(unsigned long bytes, unsigned long align,
						   unsigned long must_align, gfp_t gfp)
{
	struct vmap_area *area = cut_range(bytes, align, gfp);

	if (likely(area))
		return area;
	vmap_purge();
	area = cut_range(bytes, align, gfp);
	if (!area && align > must_align)
		area = cut_range(bytes, must_align, gfp);
	return area;
}

static inline struct vmap_area *alloc_range(unsigned long bytes, unsigned long align,
					    unsigned long must_align, gfp_t gfp)
{
	struct vmap_area *area;

	spin_lock(&vmap_space.lock);
	area = take_ready_locked(bytes, align);
	spin_unlock(&vmap_space.lock);
	return likely(area) ? area : alloc_range_slow(bytes, align, must_align, gfp);
}

static noinline void undo_range(struct vmap_area *area)
{
	spin_lock(&vmap_space.lock);
	insert_free_locked(area);
	spin_unlock(&vmap_space.lock);
}

struct vmap_area *vmap_area_alloc(unsigned long size, unsigned long align,
				  unsigned long must_align, unsigned long flags,
				  const void *caller, gfp_t gfp)
{
	unsigned long bytes = size + PAGE_SIZE;
	struct vmap_area *area;
	pte_t *guard;

	if (WARN_ON_ONCE(in_interrupt()) || unlikely(bytes + align > VMALLOC_TOTAL))
		return NULL;
	area = alloc_range(bytes, align, must_align, gfp);
	if (unlikely(!area))
		return NULL;
	guard = pte_alloc_kernel(area->start);
	if (unlikely(!guard)) {
		undo_range(area);
		return NULL;
	}
	area->vm.addr = (void *)(area->start + PAGE_SIZE);
	area->vm.size = bytes;
	area->vm.flags = flags;
	area->vm.nr_pages = 0;
	area->vm.phys_addr = 0;
	area->vm.caller = caller;
	/* The walk never reads it, so it need not be cleaned. The struct is whole first. */
	smp_store_release(guard, (pte_t)area);
	return area;
}

/* The entry of the guard of an area at @addr, if there can be one. */
static pte_t *guard_of(unsigned long addr)
{
	if (addr - VMALLOC_START - PAGE_SIZE >= VMALLOC_TOTAL - PAGE_SIZE || addr & ~PAGE_MASK)
		return NULL;
	return pte_offset_kernel(addr - PAGE_SIZE);
}

struct vmap_area *vmap_area_find(unsigned long addr)
{
	pte_t *guard = guard_of(addr);

	return guard ? vmap_area_in_guard(READ_ONCE(*guard)) : NULL;
}

/* Of two that free one area, one finds it gone. */
static bool claim_guard(pte_t *guard, const struct vmap_area *area)
{
	return cmpxchg_relaxed(guard, (pte_t)area, 0) == (pte_t)area;
}

struct vmap_area *vmap_area_claim(unsigned long addr)
{
	struct vmap_area *area = vmap_area_find(addr);

	return area && claim_guard(guard_of(addr), area) ? area : NULL;
}

struct vmap_area *vmap_claim(const void *addr, unsigned long flags, const char *what)
{
	pte_t *guard = guard_of((unsigned long)addr);
	struct vmap_area *area = guard ? vmap_area_in_guard(READ_ONCE(*guard)) : NULL;

	if (WARN(!area, "Trying to %s() nonexistent vm area or bad address (%px)\n", what, addr))
		return NULL;
	if (WARN(!(area->vm.flags & flags), "Trying to %s() %px, which is not its to free: %#lx\n",
		 what, addr, area->vm.flags))
		return NULL;
	if (WARN(!claim_guard(guard, area), "Trying to %s() %px twice at a time\n", what, addr))
		return NULL;
	return area;
}

void vmap_area_free(struct vmap_area *area)
{
	bool full;

	spin_lock(&vmap_space.lock);
	area->deferred.next = vmap_space.lazy;
	vmap_space.lazy = &area->deferred;
	vmap_space.lazy_pages += vmap_area_bytes(area) >> PAGE_SHIFT;
	full = vmap_space.lazy_pages > VMAP_LAZY_MAX_PAGES;
	spin_unlock(&vmap_space.lock);
	if (unlikely(full) && preemptible())
		purge(false);
}

/* --- all of them ------------------------------------------------------------------------------ */

unsigned long vmap_skip_without_guards(unsigned long addr)
{
	while (addr < VMALLOC_END && !pte_offset_kernel(addr))
		addr = (addr + SECTION_SIZE) & SECTION_MASK;
	return addr;
}

void vmap_for_each(bool (*fn)(struct vmap_area *area, void *arg), void *arg)
{
	unsigned long addr = VMALLOC_START;
	struct vmap_area *area;

	for (;;) {
		addr = vmap_skip_without_guards(addr);
		if (addr >= VMALLOC_END)
			return;
		area = vmap_area_in_guard(READ_ONCE(*pte_offset_kernel(addr)));
		if (area && !fn(area, arg))
			return;
		addr += PAGE_SIZE;
	}
}

/* Backwards from @addr to the guard of the area it lies in: a page or a megabyte at a step. */
struct vm_struct *find_vm_area(const void *ptr)
{
	unsigned long addr = (unsigned long)ptr & PAGE_MASK;
	struct vmap_area *area;
	pte_t *pte;

	if (!is_vmalloc_addr(ptr))
		return NULL;
	for (; addr >= VMALLOC_START; addr -= PAGE_SIZE) {
		pte = pte_offset_kernel(addr);
		if (!pte) {
			addr &= SECTION_MASK;
			continue;
		}
		area = vmap_area_in_guard(READ_ONCE(*pte));
		if (area)
			return (unsigned long)ptr >= (unsigned long)area->vm.addr &&
			       (unsigned long)ptr < area->end ? &area->vm : NULL;
	}
	return NULL;
}
EXPORT_SYMBOL(find_vm_area);

/* --- start-up --------------------------------------------------------------------------------- */

void __init vmap_init(void)
{
	struct vmap_area *all;

	BUILD_BUG_ON(__alignof__(struct vmap_area) < 4);
	pgtable_use_page_allocator();
	if (!lock_with_structs(GFP_ATOMIC))
		panic("No memory for the first page of vmap areas");
	all = get_struct_locked();
	all->start = VMALLOC_START;
	all->end = VMALLOC_END;
	insert_free_locked(all);
	spin_unlock(&vmap_space.lock);
}
