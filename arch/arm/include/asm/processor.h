/* SPDX-License-Identifier: MIT */
#ifndef _ASM_PROCESSOR_H
#define _ASM_PROCESSOR_H

#include <linux/cache.h>
#include <linux/compiler.h>
#include <linux/types.h>

/* Of struct task_struct in its cache, as the book has it. */
#define ARCH_MIN_TASKALIGN	L1_CACHE_BYTES

/** True if the CPU has the multiprocessing extensions (and does not say that it is alone). */
extern bool __cpu_is_mp;
#define cpu_is_mp()	(__cpu_is_mp)

/**
 * Inside a loop that waits: lets others go first. Any context. A CPU that shares a core with
 * others, or takes turns with them in an emulator, gives way; one that is alone has nobody to give
 * way to, and an emulator need not hear of it.
 */
static __always_inline void cpu_relax(void)
{
	if (cpu_is_mp())
		asm volatile("yield" : : : "memory");
	else
		barrier();
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
