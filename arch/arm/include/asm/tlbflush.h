/* SPDX-License-Identifier: MIT */
/*
 * TLB maintenance (ARM ARM, DDI 0406C, B4.2.2). All kernel entries are global and of address
 * space 0.
 *
 * A CPU with the multiprocessing extensions has operations that reach the TLBs of all CPUs; one
 * without them is alone, and they are undefined there. cpu_is_mp() tells, a run-time choice.
 */
#ifndef _ASM_TLBFLUSH_H
#define _ASM_TLBFLUSH_H

#include <asm/barrier.h>
#include <asm/memory.h>
#include <asm/processor.h>
#include <linux/types.h>

/** Above this many pages it is cheaper to drop everything. */
#define TLB_FLUSH_ALL_PAGES	32

static inline void local_flush_tlb_all(void)
{
	dsb();
	asm volatile("mcr p15, 0, %0, c8, c7, 0" : : "r" (0) : "memory");	/* TLBIALL */
	asm volatile("mcr p15, 0, %0, c7, c5, 6" : : "r" (0) : "memory");	/* BPIALL */
	dsb();
	isb();
}

/** Drops everything from the TLBs of all CPUs. Any context. */
static inline void flush_tlb_all(void)
{
	if (!cpu_is_mp()) {
		local_flush_tlb_all();
		return;
	}
	dsb(ish);
	asm volatile("mcr p15, 0, %0, c8, c3, 0" : : "r" (0) : "memory");	/* TLBIALLIS */
	asm volatile("mcr p15, 0, %0, c7, c1, 6" : : "r" (0) : "memory");	/* BPIALLIS */
	dsb(ish);
	isb();
}

/* One page, without the barriers around it. */
static inline void __flush_tlb_one(unsigned long addr)
{
	if (cpu_is_mp())
		asm volatile("mcr p15, 0, %0, c8, c3, 1" : : "r" (addr) : "memory"); /* TLBIMVAIS */
	else
		asm volatile("mcr p15, 0, %0, c8, c7, 1" : : "r" (addr) : "memory"); /* TLBIMVA */
}

/** Drops the page of @addr from the TLBs of all CPUs. Any context. */
static inline void flush_tlb_kernel_page(unsigned long addr)
{
	dsb(ish);
	__flush_tlb_one(addr & PAGE_MASK);
	dsb(ish);
	isb();
}

/** Drops [start, end) from the TLBs of all CPUs. Any context. */
static inline void flush_tlb_kernel_range(unsigned long start, unsigned long end)
{
	unsigned long addr;

	if ((end - start) >> PAGE_SHIFT > TLB_FLUSH_ALL_PAGES) {
		flush_tlb_all();
		return;
	}
	dsb(ish);
	for (addr = start & PAGE_MASK; addr < end; addr += PAGE_SIZE)
		__flush_tlb_one(addr);
	dsb(ish);
	isb();
}

#endif
