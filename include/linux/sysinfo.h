/* SPDX-License-Identifier: MIT */
/* Memory in numbers, as si_meminfo() gives them. */
#ifndef _LINUX_SYSINFO_H
#define _LINUX_SYSINFO_H

struct sysinfo {
	unsigned long totalram;		/* all in units of mem_unit bytes */
	unsigned long freeram;
	unsigned long sharedram;
	unsigned long bufferram;
	unsigned long totalswap;
	unsigned long freeswap;
	unsigned long totalhigh;
	unsigned long freehigh;
	unsigned int mem_unit;
};

#endif
