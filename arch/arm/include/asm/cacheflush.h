/* SPDX-License-Identifier: MIT */
/* Cache maintenance by address (ARM ARM, DDI 0406C, B4.2.1). Any context. */
#ifndef _ASM_CACHEFLUSH_H
#define _ASM_CACHEFLUSH_H

#include <asm/barrier.h>
#include <linux/types.h>

/** Writes one line back to where fetches and table walks see it, and waits for that. */
static inline void clean_dcache_line_pou(const void *addr)
{
	asm volatile("mcr p15, 0, %0, c7, c11, 1" : : "r" (addr) : "memory");	/* DCCMVAU */
	dsb();
}

/**
 * Cleans and invalidates [start, end) to memory, for an agent that does not look into the caches.
 */
void flush_dcache_range(const void *start, const void *end);
/** Makes instructions written to [start, end) visible to instruction fetches. */
void flush_icache_range(unsigned long start, unsigned long end);
/** Cleans and invalidates all of this CPU's data caches; only while no other CPU runs. */
void flush_dcache_all(void);

#endif
