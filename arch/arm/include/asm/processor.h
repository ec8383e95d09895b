/* SPDX-License-Identifier: MIT */
#ifndef _ASM_PROCESSOR_H
#define _ASM_PROCESSOR_H

#include <linux/cache.h>
#include <linux/compiler.h>

/* Of struct task_struct in its cache, as the book has it. */
#define ARCH_MIN_TASKALIGN	L1_CACHE_BYTES

/**
 * Inside a loop that waits: a compiler barrier. Any context. There is an instruction for it, yield,
 * but neither CPU makes anything of it, and QEMU leaves its translated code at each one.
 */
static __always_inline void cpu_relax(void)
{
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
