// SPDX-License-Identifier: MIT
/* Memory in numbers, and as text. Snapshots: nothing is locked. */
#define pr_fmt(fmt) fmt

#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/printk.h>
#include <linux/vmstat.h>

#include "page_alloc.h"

#define KIB(pages)	((pages) << (PAGE_SHIFT - 10))

unsigned long global_zone_page_state(enum zone_stat_item item)
{
	unsigned long sum = 0;
	struct zone *zone;

	for_each_zone(zone)
		sum += zone_page_state(zone, item);
	return sum;
}

unsigned long nr_free_pages(void)
{
	return global_zone_page_state(NR_FREE_PAGES);
}
EXPORT_SYMBOL(nr_free_pages);

unsigned long nr_free_buffer_pages(void)
{
	unsigned long sum = 0, managed, high;
	struct zone *zone;

	for_each_zone(zone) {
		managed = zone_managed_pages(zone);
		high = high_wmark_pages(zone);
		if (!is_highmem(zone) && managed > high)
			sum += managed - high;
	}
	return sum;
}

unsigned long totalram_pages(void)
{
	unsigned long sum = 0;
	struct zone *zone;

	for_each_zone(zone)
		sum += zone_managed_pages(zone);
	return sum;
}

unsigned long totalhigh_pages(void)
{
	return zone_managed_pages(&contig_page_data.node_zones[ZONE_HIGHMEM]);
}

void si_meminfo(struct sysinfo *val)
{
	*val = (struct sysinfo) {
		.totalram = totalram_pages(),
		.freeram = nr_free_pages(),
		.totalhigh = totalhigh_pages(),
		.freehigh = zone_page_state(&contig_page_data.node_zones[ZONE_HIGHMEM],
					    NR_FREE_PAGES),
		.mem_unit = PAGE_SIZE,
	};
}
EXPORT_SYMBOL(si_meminfo);

static unsigned long parked_pages(void)
{
	unsigned long sum = 0;
	struct zone *zone;

	for_each_populated_zone(zone)
		sum += pcp_count_pages(zone);
	return sum;
}

int meminfo_text(char *buf, size_t size)
{
	struct sysinfo i;

	si_meminfo(&i);
	return scnprintf(buf, size,
			 "MemTotal:       %8lu kB\n"
			 "MemFree:        %8lu kB\n"
			 "PerCpuFree:     %8lu kB\n"
			 "HighTotal:      %8lu kB\n"
			 "HighFree:       %8lu kB\n"
			 "LowTotal:       %8lu kB\n"
			 "LowFree:        %8lu kB\n"
			 "HardwareCorrupted: %5lu kB\n",
			 KIB(i.totalram), KIB(i.freeram), KIB(parked_pages()),
			 KIB(i.totalhigh), KIB(i.freehigh), KIB(i.totalram - i.totalhigh),
			 KIB(i.freeram - i.freehigh), KIB(global_zone_page_state(NR_HWPOISON)));
}

static int zone_text(const struct zone *zone, char *buf, size_t size)
{
	int cpu, len;

	len = scnprintf(buf, size,
			"Node 0, zone %8s\n"
			"  pages free     %lu\n"
			"        min      %lu\n"
			"        low      %lu\n"
			"        high     %lu\n"
			"        spanned  %lu\n"
			"        present  %lu\n"
			"        managed  %lu\n"
			"        withdrawn %lu\n"
			"        failed   %lu\n"
			"        protection: (%ld, %ld, %ld)\n"
			"  start_pfn:     %#lx\n",
			zone->name, zone_free_pages(zone), min_wmark_pages(zone),
			low_wmark_pages(zone), high_wmark_pages(zone), zone->spanned_pages,
			zone->present_pages, zone_managed_pages(zone),
			zone_page_state(zone, NR_HWPOISON), zone_page_state(zone, NR_ALLOC_FAIL),
			zone->lowmem_reserve[ZONE_DMA], zone->lowmem_reserve[ZONE_NORMAL],
			zone->lowmem_reserve[ZONE_HIGHMEM], zone->zone_start_pfn);
	for_each_possible_cpu(cpu) {
		const struct per_cpu_pages *pcp = per_cpu_ptr(zone->pageset, cpu);

		len += scnprintf(buf + len, size - len,
				 "    cpu %d: order 0..3 count %u %u %u %u high %u %u %u %u\n", cpu,
				 pcp[0].count, pcp[1].count, pcp[2].count, pcp[3].count,
				 pcp[0].high, pcp[1].high, pcp[2].high, pcp[3].high);
	}
	return len;
}

int zoneinfo_text(char *buf, size_t size)
{
	struct zone *zone;
	int len = 0;

	for_each_populated_zone(zone)
		len += zone_text(zone, buf + len, size - len);
	return len;
}

static int orders_text(const struct zone *zone, char *buf, size_t size)
{
	unsigned int order;
	int len = 0;

	for (order = 0; order < MAX_ORDER; order++)
		len += scnprintf(buf + len, size - len, " %6lu", zone->free_area[order].nr_free);
	return len + scnprintf(buf + len, size - len, "\n");
}

int buddyinfo_text(char *buf, size_t size)
{
	struct zone *zone;
	int len = 0;

	for_each_populated_zone(zone) {
		len += scnprintf(buf + len, size - len, "Node 0, zone %8s", zone->name);
		len += orders_text(zone, buf + len, size - len);
	}
	return len;
}

/* There is one migrate type: nothing moves. What is left of the table is its shape. */
int pagetypeinfo_text(char *buf, size_t size)
{
	struct zone *zone;
	int len;

	len = scnprintf(buf, size, "Page block order: %d\nPages per block:  %lu\n\n"
			"Free pages count per migrate type at order   ",
			MAX_ORDER - 1, MAX_ORDER_NR_PAGES);
	for (int order = 0; order < MAX_ORDER; order++)
		len += scnprintf(buf + len, size - len, " %6d", order);
	len += scnprintf(buf + len, size - len, "\n");
	for_each_populated_zone(zone) {
		len += scnprintf(buf + len, size - len, "Node    0, zone %8s, type %12s ",
				 zone->name, "Unmovable");
		len += orders_text(zone, buf + len, size - len);
	}
	return len;
}

void show_mem(void)
{
	struct zone *zone;
	char orders[128];

	for_each_populated_zone(zone) {
		orders_text(zone, orders, sizeof(orders));
		pr_info("zone %s: %lu kB free, %lu kB in CPU lists, of %lu kB; %lu kB withdrawn\n",
			zone->name, KIB(zone_free_pages(zone)), KIB(pcp_count_pages(zone)),
			KIB(zone_managed_pages(zone)), KIB(zone_page_state(zone, NR_HWPOISON)));
		pr_info("zone %s: watermarks min %lu kB, low %lu kB, high %lu kB\n", zone->name,
			KIB(min_wmark_pages(zone)), KIB(low_wmark_pages(zone)),
			KIB(high_wmark_pages(zone)));
		pr_info("zone %s: free blocks by order:%s", zone->name, orders);
	}
}
EXPORT_SYMBOL(show_mem);
