// SPDX-License-Identifier: MIT
/*
 * Each test case must end with as many free pages as it began with: KUnit asks here.
 * Pages that became page tables or structs of areas are not lost: they serve for good.
 */
#include <kunit/test.h>
#include <linux/gfp.h>
#include <linux/init.h>

#include "../../mm/slab.h"
#include "../../mm/vmap.h"

static unsigned long free_pages_everywhere(void)
{
	struct vmap_stats stats;

	vm_unmap_aliases();
	slab_shrink_all();
	drain_all_pages(NULL);
	vmap_get_stats(&stats);
	return nr_free_pages() + pgtable_pages() + stats.struct_pages;
}

static int __init leak_probe_init(void)
{
	kunit_leak_probe = free_pages_everywhere;
	return 0;
}
late_initcall(leak_probe_init);
