/* SPDX-License-Identifier: MIT */
/* Memory in numbers, and as text in a buffer: the result is its length, without the NUL. */
#ifndef _LINUX_VMSTAT_H
#define _LINUX_VMSTAT_H

#include <linux/mmzone.h>
#include <linux/types.h>

static inline unsigned long zone_page_state(const struct zone *zone, enum zone_stat_item item)
{
	return atomic_long_read(&zone->vm_stat[item]);
}

/** The sum over all zones. Any context. */
unsigned long global_zone_page_state(enum zone_stat_item item);

/* Any context; snapshots. */
int meminfo_text(char *buf, size_t size);
int zoneinfo_text(char *buf, size_t size);
int buddyinfo_text(char *buf, size_t size);
int pagetypeinfo_text(char *buf, size_t size);

#endif
