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
 * small ranges, up to READY_MAX_PAGES in all, on a list of their size instead of back into the
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
 * Locking: vmap_lock guards the tree, the lazy list and unused structs. Interrupts never take it,
 * so it leaves them on; it is never held for more than PURGE_BATCH insertions. purge_mutex is
 * held by who purges, from taking the lazy list to the last insertion; vmap_lock nests inside.
 * Nothing else does.
 *
 * Structs come from pages of this file's own, and go back to a list: they are never given back to
 * the page allocator, like the L2 tables. They are no slab cache's, because they are wanted, and
 * come free, in the middle of a change under vmap_lock: with a list one look before the change
 * sees to all that it may want, and a merge costs no call. What can be lost to it has a bound, 48
 * bytes for every 8 KiB of addresses. A free range needs no new struct: the area's serves.
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
/* Ranges of up to so many pages, guard included, are kept ready: a large page and its guard. */
#define READY_SIZES	(LARGE_PAGE_SIZE / PAGE_SIZE + 2)
#define READY_MAX_PAGES	VMAP_LAZY_MAX_PAGES

static DEFINE_SPINLOCK(vmap_lock);
static DEFINE_MUTEX(purge_mutex);

static struct rb_root free_root = RB_ROOT;
static struct llist_node *lazy_list, *unused;
static unsigned long lazy_pages, nr_unused, struct_pages, nr_purges;

/* By pages: ranges kept ready, and whether somebody has asked for one since the last purge. */
static struct ready_list {
	struct llist_node *first;
	bool wanted;
} ready[READY_SIZES];
static unsigned long ready_pages;

#define area_of(rb)	rb_entry(rb, struct vmap_area, node)

static inline unsigned long area_bytes(const struct vmap_area *area)
{
	return area->end - area->start;
}

RB_DECLARE_CALLBACKS_MAX(static, free_callbacks, struct vmap_area, node, unsigned long, subtree_max,
			 area_bytes);

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

/* Sees to it that there are unused structs, and takes vmap_lock; false without memory. */
static bool lock_with_structs(gfp_t gfp)
{
	struct vmap_area *area;
	unsigned long page;
	unsigned int i;

	spin_lock(&vmap_lock);
	if (likely(nr_unused >= MAX_STRUCTS))
		return true;
	spin_unlock(&vmap_lock);
	page = __get_free_page(gfp & (GFP_KERNEL | __GFP_HIGH | __GFP_NOWARN | __GFP_NORETRY));
	if (!page)
		return false;
	area = (struct vmap_area *)page;
	spin_lock(&vmap_lock);
	struct_pages++;
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
	area->subtree_max = area_bytes(area);
	rb_link_node(&area->node, parent, link);
	free_callbacks.propagate(parent, NULL);
	rb_insert_augmented(&area->node, &free_root, &free_callbacks);
}

static void erase_free(struct vmap_area *area)
{
	rb_erase_augmented(&area->node, &free_root, &free_callbacks);
}

/* Makes a range free, merged with its neighbours. The struct becomes the tree's, or unused. */
static void insert_free_locked(struct vmap_area *area)
{
	struct rb_node **link = &free_root.rb_node, *parent = NULL;
	struct vmap_area *below = NULL, *above = NULL, *this;

	while (*link) {
		parent = *link;
		this = area_of(parent);
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

static unsigned long size_below(const struct rb_node *rb)
{
	return rb ? area_of(rb)->subtree_max : 0;
}

/* The lowest free range of @bytes at least, or the highest; or NULL. */
static inline struct vmap_area *find_free(unsigned long bytes, bool highest)
{
	struct rb_node *rb = free_root.rb_node, *first;

	if (size_below(rb) < bytes)
		return NULL;
	for (;;) {
		first = highest ? rb->rb_right : rb->rb_left;
		if (size_below(first) >= bytes)
			rb = first;
		else if (area_bytes(area_of(rb)) >= bytes)
			return area_of(rb);
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
	struct ready_list *list = &ready[bytes >> PAGE_SHIFT];
	struct vmap_area *area;

	if (unlikely(list >= ready + READY_SIZES))
		return NULL;
	list->wanted = true;
	if (unlikely(!list->first))
		return NULL;
	area = llist_entry(list->first, struct vmap_area, deferred);
	if (unlikely((area->start + PAGE_SIZE) & (align - 1)))
		return NULL;
	list->first = area->deferred.next;
	ready_pages -= bytes >> PAGE_SHIFT;
	return area;
}

/* A range that no TLB knows any more: ready if it is small and there is room for it, else free. */
static void retire_locked(struct vmap_area *area)
{
	unsigned long pages = area_bytes(area) >> PAGE_SHIFT;

	if (pages >= READY_SIZES || ready_pages + pages > READY_MAX_PAGES) {
		insert_free_locked(area);
		return;
	}
	area->deferred.next = ready[pages].first;
	ready[pages].first = &area->deferred;
	ready_pages += pages;
}

/* What is ready in one size, if nobody has asked for it, or if @all. */
static struct llist_node *take_ready_list(unsigned long pages, bool all)
{
	struct llist_node *list = NULL, *node;

	spin_lock(&vmap_lock);
	if (all || !ready[pages].wanted) {
		list = ready[pages].first;
		ready[pages].first = NULL;
		for (node = list; node; node = node->next)
			ready_pages -= pages;
	}
	ready[pages].wanted = false;
	spin_unlock(&vmap_lock);
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

	spin_lock(&vmap_lock);
	list = lazy_list;
	lazy_list = NULL;
	lazy_pages = 0;
	nr_purges += list != NULL;
	spin_unlock(&vmap_lock);
	return list;
}

static void retire_list(struct llist_node *list, void (*retire)(struct vmap_area *area))
{
	struct llist_node *next;
	unsigned int i;

	while (list) {
		spin_lock(&vmap_lock);
		for (i = 0; list && i < PURGE_BATCH; i++, list = next) {
			next = list->next;
			retire(llist_entry(list, struct vmap_area, deferred));
		}
		spin_unlock(&vmap_lock);
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
	for (pages = 0; pages < READY_SIZES; pages++)
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
	spin_unlock(&vmap_lock);
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

	spin_lock(&vmap_lock);
	area = take_ready_locked(bytes, align);
	spin_unlock(&vmap_lock);
	return likely(area) ? area : alloc_range_slow(bytes, align, must_align, gfp);
}

static noinline void undo_range(struct vmap_area *area)
{
	spin_lock(&vmap_lock);
	insert_free_locked(area);
	spin_unlock(&vmap_lock);
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

static struct vmap_area *area_in_guard(pte_t guard)
{
	return guard & PTE_TYPE_MASK ? NULL : (struct vmap_area *)guard;
}

struct vmap_area *vmap_area_find(unsigned long addr)
{
	pte_t *guard = guard_of(addr);

	return guard ? area_in_guard(READ_ONCE(*guard)) : NULL;
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
	struct vmap_area *area = guard ? area_in_guard(READ_ONCE(*guard)) : NULL;

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

	spin_lock(&vmap_lock);
	area->deferred.next = lazy_list;
	lazy_list = &area->deferred;
	lazy_pages += area_bytes(area) >> PAGE_SHIFT;
	full = lazy_pages > VMAP_LAZY_MAX_PAGES;
	spin_unlock(&vmap_lock);
	if (unlikely(full) && preemptible())
		purge(false);
}

/* --- all of them ------------------------------------------------------------------------------ */

/* Where the next area may begin, from @addr on: megabytes without an L2 table have none. */
static unsigned long skip_without_guards(unsigned long addr)
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
		addr = skip_without_guards(addr);
		if (addr >= VMALLOC_END)
			return;
		area = area_in_guard(READ_ONCE(*pte_offset_kernel(addr)));
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
		area = area_in_guard(READ_ONCE(*pte));
		if (area)
			return (unsigned long)ptr >= (unsigned long)area->vm.addr &&
			       (unsigned long)ptr < area->end ? &area->vm : NULL;
	}
	return NULL;
}
EXPORT_SYMBOL(find_vm_area);

/* --- checking --------------------------------------------------------------------------------- */

struct check {
	unsigned long bytes, last_end;
	int faults;
};

static void fault(struct check *check, const char *what, const struct vmap_area *area)
{
	pr_err("vmap: [%08lx, %08lx): %s\n", area->start, area->end, what);
	check->faults++;
}

static void check_free(struct check *check, struct vmap_area *area)
{
	unsigned long max = area_bytes(area), addr;

	if (area->start >= area->end || (check->last_end && area->start <= check->last_end))
		fault(check, "touches the free range below [1]", area);
	max = max(max, size_below(area->node.rb_left));
	max = max(max, size_below(area->node.rb_right));
	if (area->subtree_max != max)
		fault(check, "wrong subtree_max [3]", area);
	for (addr = area->start; addr < area->end; addr += PAGE_SIZE) {
		addr = skip_without_guards(addr);
		if (addr < area->end && *pte_offset_kernel(addr)) {
			fault(check, "mapped, or somebody's guard, though free [4]", area);
			break;
		}
	}
	check->last_end = area->end;
	check->bytes += area_bytes(area);
}

static bool check_used(struct vmap_area *area, void *arg)
{
	struct check *check = arg;

	if ((unsigned long)area->vm.addr != area->start + PAGE_SIZE ||
	    area->vm.size != area_bytes(area))
		fault(check, "does not agree with its vm_struct [5]", area);
	if (area->start < check->last_end)
		fault(check, "overlaps the one below [2]", area);
	check->last_end = area->end;
	check->bytes += area_bytes(area);
	return true;
}

static unsigned long count_ready_locked(void)
{
	unsigned long pages, sum = 0;
	struct llist_node *node;

	for (pages = 0; pages < READY_SIZES; pages++)
		for (node = ready[pages].first; node; node = node->next)
			sum += pages;
	return sum;
}

int vmap_validate(void)
{
	struct check check = { };
	struct llist_node *lazy;
	unsigned long pages = 0;
	struct rb_node *rb;

	spin_lock(&vmap_lock);
	for (rb = rb_first(&free_root); rb; rb = rb_next(rb))
		check_free(&check, area_of(rb));
	for (lazy = lazy_list; lazy; lazy = lazy->next)
		pages += area_bytes(llist_entry(lazy, struct vmap_area, deferred)) >> PAGE_SHIFT;
	check.bytes += (pages + count_ready_locked()) << PAGE_SHIFT;
	check.last_end = 0;
	vmap_for_each(check_used, &check);
	if (count_ready_locked() != ready_pages) {
		pr_err("vmap: %lu ready pages, counted %lu [2]\n", ready_pages,
		       count_ready_locked());
		check.faults++;
	}
	if (pages != lazy_pages) {
		pr_err("vmap: %lu lazy pages, counted %lu [6]\n", lazy_pages, pages);
		check.faults++;
	}
	if (check.bytes != VMALLOC_TOTAL) {
		pr_err("vmap: %#lx bytes of %#lx accounted for [2]\n", check.bytes, VMALLOC_TOTAL);
		check.faults++;
	}
	spin_unlock(&vmap_lock);
	return check.faults;
}

static bool count_area(struct vmap_area *area, void *arg)
{
	++*(unsigned long *)arg;
	return true;
}

void vmap_get_stats(struct vmap_stats *stats)
{
	struct rb_node *rb;

	*stats = (struct vmap_stats) { };
	spin_lock(&vmap_lock);
	for (rb = rb_first(&free_root); rb; rb = rb_next(rb)) {
		stats->free_bytes += area_bytes(area_of(rb));
		stats->free_ranges++;
	}
	stats->free_bytes += ready_pages << PAGE_SHIFT;
	stats->largest_free = size_below(free_root.rb_node);
	stats->lazy_pages = lazy_pages;
	stats->purges = nr_purges;
	stats->struct_pages = struct_pages;
	vmap_for_each(count_area, &stats->areas);
	spin_unlock(&vmap_lock);
}

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
	spin_unlock(&vmap_lock);
}
