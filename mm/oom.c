// SPDX-License-Identifier: MIT
/*
 * Out of memory: the notifiers, and if they are of no help a report of who holds it.
 *
 * There are no processes that could be killed for their memory, so an allocation that nothing helps
 * fails with NULL; with panic_on_oom=1 the kernel stops instead.
 *
 * Locking: oom_lock lets one thread at a time ask the notifiers.
 */
#define pr_fmt(fmt) fmt

#include <linux/oom.h>
#include <linux/bitops.h>
#include <linux/export.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/mutex.h>
#include <linux/notifier.h>
#include <linux/page_owner.h>
#include <linux/panic.h>
#include <linux/printk.h>
#include <linux/ratelimit.h>
#include <linux/sched.h>
#include <linux/vmstat.h>

#include "page_alloc.h"

static RAW_NOTIFIER_HEAD(oom_notifiers);
static DEFINE_MUTEX(oom_lock);
static bool panic_on_oom;

static int __init parse_panic_on_oom(char *value)
{
	return !kstrtobool(value, &panic_on_oom);
}
__setup("panic_on_oom=", parse_panic_on_oom);

int register_oom_notifier(struct notifier_block *nb)
{
	int err;

	mutex_lock(&oom_lock);
	err = raw_notifier_chain_register(&oom_notifiers, nb);
	mutex_unlock(&oom_lock);
	return err;
}
EXPORT_SYMBOL(register_oom_notifier);

int unregister_oom_notifier(struct notifier_block *nb)
{
	int err;

	mutex_lock(&oom_lock);
	err = raw_notifier_chain_unregister(&oom_notifiers, nb);
	mutex_unlock(&oom_lock);
	return err;
}
EXPORT_SYMBOL(unregister_oom_notifier);

/* What the pages of all zones are in use for, as far as their flags tell. */
static void show_users(void)
{
	unsigned long slab = 0, tables = 0, reserved = 0, other = 0, pfn, size;
	struct page *page;

	for (pfn = mem_map_base_pfn; pfn < mem_map_base_pfn + mem_map_nr_pages; pfn += size) {
		size = pfn_valid(pfn) ? 1 : MAX_ORDER_NR_PAGES;
		page = pfn_to_page(pfn);
		if (size != 1 || page_ref_count(page) <= 0)
			continue;
		size = 1ul << block_order(page);
		if (PageReserved(page))
			reserved += size;
		else if (PageSlab(page))
			slab += size;
		else if (PageTable(page))
			tables += size;
		else
			other += size;
	}
	pr_info("in use: %lu pages by slabs, %lu by page tables, %lu by others; %lu reserved\n",
		slab, tables, other, reserved);
}

static void oom_report(gfp_t gfp, unsigned int order)
{
	pr_warn("%s invoked oom: order %u, gfp %#x\n", current->comm, order, gfp);
	dump_stack();
	show_mem();
	show_users();
	show_shrinkers();
	page_owner_show_top(5);
}

bool out_of_memory(gfp_t gfp, unsigned int order)
{
	static DEFINE_RATELIMIT_STATE(limit, 5 * HZ, 3);
	unsigned long freed = 0;

	mutex_lock(&oom_lock);
	raw_notifier_call_chain(&oom_notifiers, 0, &freed);
	mutex_unlock(&oom_lock);
	if (freed)
		return true;
	if (!(gfp & __GFP_NOWARN) && (panic_on_oom || __ratelimit(&limit)))
		oom_report(gfp, order);
	if (panic_on_oom)
		panic("Out of memory, and panic_on_oom is set\n");
	return false;
}

/* Why one zone could not serve a request. */
static void warn_zone(const struct zone *zone, enum zone_type highest, unsigned int order)
{
	unsigned long free = zone_free_pages(zone), reserve = zone->lowmem_reserve[highest];
	unsigned long orders = READ_ONCE(zone->free_orders);

	if (!managed_zone(zone))
		return;
	if (free <= min_wmark_pages(zone) + reserve)
		pr_warn("  zone %s: %lu free, %lu kept by the min watermark, %lu in reserve\n",
			zone->name, free, min_wmark_pages(zone), reserve);
	else if (!(orders >> order))
		pr_warn("  zone %s: %lu pages free but in pieces: order %d is the largest\n",
			zone->name, free, orders ? (int)__fls(orders) : -1);
	else
		pr_warn("  zone %s: %lu pages free, above the watermark again by now\n",
			zone->name, free);
}

void warn_alloc(gfp_t gfp, unsigned int order)
{
	static DEFINE_RATELIMIT_STATE(limit, 10 * HZ, 5);
	struct zone *zone, *zones = contig_page_data.node_zones;
	enum zone_type highest = gfp_zone(gfp);

	if ((gfp & __GFP_NOWARN) || !__ratelimit(&limit))
		return;
	pr_warn("%s: page allocation failure: order %u, gfp %#x\n", current->comm, order, gfp);
	for (zone = zones + highest; zone >= zones; zone--)
		warn_zone(zone, highest, order);
	dump_stack();
}
