/* SPDX-License-Identifier: MIT */
#ifndef _ASM_PROCESSOR_H
#define _ASM_PROCESSOR_H

#include <linux/cache.h>
#include <linux/compiler.h>

/* Of struct task_struct in its cache, as the book has it. */
#define ARCH_MIN_TASKALIGN	L1_CACHE_BYTES

/**
 * Inside a loop that waits: lets others go first. Any context. To a CPU by itself it is nothing;
 * one that shares a core with others, or takes turns with them in an emulator, gives way.
 */
static __always_inline void cpu_relax(void)
{
	asm volatile("yield" : : : "memory");
}

/** Makes what was written visible, then wakes every CPU that sleeps in wfe(). */
static __always_inline void dsb_sev(void)
{
	asm volatile("dsb	ishst\n\t"
		     "sev" : : : "memory");
}

/** Sleeps until an interrupt is pending, masked or not. */
static __always_inline void cpu_do_idle(void)
{
	/* The dsb lets outstanding accesses finish before the clock stops: ARM ARM B1.8.14. */
	asm volatile("dsb	sy\n\t"
		     "wfi" : : : "memory");
}

#endif
