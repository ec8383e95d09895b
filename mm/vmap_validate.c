// SPDX-License-Identifier: MIT
/* The address space of vmalloc held against the invariants of mm/vmap_area.c; and its numbers. */
#include "vmap.h"

#include <linux/kernel.h>
#include <linux/minmax.h>
#include <linux/printk.h>

struct check {
	unsigned long bytes, last_end;
	int faults;
};

static void fault(struct check *check, const char *what, const struct vmap_area *area)
{
	pr_err("vmap: [%08lx, %08lx): %s\n", area->start, area->end, what);
	check->faults++;
}

/* What nobody uses is not mapped, and has no guard. */
static void check_empty(struct check *check, struct vmap_area *area)
{
	unsigned long addr;

	for (addr = area->start; addr < area->end; addr += PAGE_SIZE) {
		addr = vmap_skip_without_guards(addr);
		if (addr < area->end && *pte_offset_kernel(addr)) {
			fault(check, "mapped, or somebody's guard, though unused [4]", area);
			break;
		}
	}
	check->bytes += vmap_area_bytes(area);
}

static void check_free(struct check *check, struct vmap_area *area)
{
	unsigned long max = vmap_area_bytes(area);

	if (area->start >= area->end || (check->last_end && area->start <= check->last_end))
		fault(check, "touches the free range below [1]", area);
	max = max(max, vmap_size_below(area->node.rb_left));
	max = max(max, vmap_size_below(area->node.rb_right));
	if (area->subtree_max != max)
		fault(check, "wrong subtree_max [3]", area);
	check->last_end = area->end;
	check_empty(check, area);
}

static bool check_used(struct vmap_area *area, void *arg)
{
	struct check *check = arg;

	if ((unsigned long)area->vm.addr != area->start + PAGE_SIZE ||
	    area->vm.size != vmap_area_bytes(area))
		fault(check, "does not agree with its vm_struct [5]", area);
	if (area->start < check->last_end)
		fault(check, "overlaps the one below [2]", area);
	check->last_end = area->end;
	check->bytes += vmap_area_bytes(area);
	return true;
}

/* The ranges of a list, all of @pages if that is not 0; returns their pages. */
static unsigned long check_list(struct check *check, struct llist_node *list, unsigned long pages)
{
	unsigned long sum = 0, bytes = pages << PAGE_SHIFT;
	struct vmap_area *area;

	for (; list; list = list->next) {
		area = llist_entry(list, struct vmap_area, deferred);
		if (bytes && vmap_area_bytes(area) != bytes)
			fault(check, "ready in a size that it does not have [2]", area);
		check_empty(check, area);
		sum += vmap_area_bytes(area) >> PAGE_SHIFT;
	}
	return sum;
}

static void check_sum(struct check *check, const char *what, unsigned long noted,
		      unsigned long counted)
{
	if (noted == counted)
		return;
	pr_err("vmap: %#lx %s, counted %#lx\n", noted, what, counted);
	check->faults++;
}

int vmap_validate(void)
{
	unsigned long pages, ready = 0, lazy;
	struct check check = { };
	struct rb_node *rb;

	spin_lock(&vmap_space.lock);
	for (rb = rb_first(&vmap_space.free); rb; rb = rb_next(rb))
		check_free(&check, vmap_area_of(rb));
	for (pages = 0; pages < VMAP_READY_SIZES; pages++)
		ready += check_list(&check, vmap_space.ready[pages].first, pages);
	lazy = check_list(&check, vmap_space.lazy, 0);
	check.last_end = 0;
	vmap_for_each(check_used, &check);
	check_sum(&check, "ready pages [2]", vmap_space.ready_pages, ready);
	check_sum(&check, "lazy pages [6]", vmap_space.lazy_pages, lazy);
	check_sum(&check, "bytes of addresses [2]", VMALLOC_TOTAL, check.bytes);
	spin_unlock(&vmap_space.lock);
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
	spin_lock(&vmap_space.lock);
	for (rb = rb_first(&vmap_space.free); rb; rb = rb_next(rb)) {
		stats->free_bytes += vmap_area_bytes(vmap_area_of(rb));
		stats->free_ranges++;
	}
	stats->free_bytes += vmap_space.ready_pages << PAGE_SHIFT;
	stats->largest_free = vmap_size_below(vmap_space.free.rb_node);
	stats->lazy_pages = vmap_space.lazy_pages;
	stats->purges = vmap_space.purges;
	stats->struct_pages = vmap_space.struct_pages;
	vmap_for_each(count_area, &stats->areas);
	spin_unlock(&vmap_space.lock);
}
