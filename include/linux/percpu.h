/* SPDX-License-Identifier: MIT */
/*
 * Per-CPU data. A per-CPU variable's address is a token; the copy of CPU c lies per_cpu_offset(c)
 * bytes further on, for static and for allocated variables alike. mm/percpu.c has the theory.
 */
#ifndef _LINUX_PERCPU_H
#define _LINUX_PERCPU_H

#include <linux/cpumask.h>
#include <linux/percpu-defs.h>
#include <linux/preempt.h>
#include <linux/smp.h>
#include <linux/types.h>

/*
 * Of each CPU, in each chunk of per-CPU memory. Also the largest object that alloc_percpu()
 * serves.
 */
#define PCPU_UNIT_SIZE		16384u
#define PCPU_MIN_UNIT_SIZE	PCPU_UNIT_SIZE

/**
 * __alloc_percpu_gfp - one zeroed object for each possible CPU
 *
 * Returns a per-CPU pointer or NULL. @align is a power of two up to a page. Without a sleeping @gfp
 * only what is already set aside can be given out. Any context @gfp allows.
 */
void *__alloc_percpu_gfp(size_t size, size_t align, gfp_t gfp);

/** The same with GFP_KERNEL: may sleep. */
void *__alloc_percpu(size_t size, size_t align);

/** Gives it back; NULL is fine. Any context. */
void free_percpu(void *ptr);

#define alloc_percpu_gfp(type, gfp)	\
	((typeof(type) *)__alloc_percpu_gfp(sizeof(type), __alignof__(type), gfp))
#define alloc_percpu(type)	((typeof(type) *)__alloc_percpu(sizeof(type), __alignof__(type)))

/** Gives every possible CPU its copy of the static variables. Called once, while memblock rules. */
void setup_per_cpu_areas(void);

/**
 * Looks at all per-CPU memory: NULL, or which invariant of mm/percpu.c does not hold. Any
 * context.
 */
const char *pcpu_validate(void);

/** True if @addr lies in some CPU's copy of a static per-CPU variable. */
bool is_kernel_percpu_address(unsigned long addr);

/** The physical address of what per_cpu_ptr() returned. */
phys_addr_t per_cpu_ptr_to_phys(void *addr);

#endif
