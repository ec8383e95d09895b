/* SPDX-License-Identifier: MIT */
/* Laying data out by cache line. */
#ifndef _LINUX_CACHE_H
#define _LINUX_CACHE_H

#include <asm/cache.h>
#include <linux/compiler_attributes.h>
#include <linux/align.h>

#define SMP_CACHE_BYTES		L1_CACHE_BYTES
#define L1_CACHE_ALIGN(x)	ALIGN(x, L1_CACHE_BYTES)

/* Each object starts a line of its own. */
#define ____cacheline_aligned			__aligned(SMP_CACHE_BYTES)
#define ____cacheline_aligned_in_smp		____cacheline_aligned
#define __cacheline_aligned			____cacheline_aligned
#define __cacheline_aligned_in_smp		____cacheline_aligned
#define ____cacheline_internodealigned_in_smp	____cacheline_aligned

/* Written at boot, read ever after: kept apart from data that other CPUs write. */
#define __read_mostly				__section(".data..read_mostly")
/* Written by init code only; read-only once start-up is over. */
#define __ro_after_init				__section(".data..ro_after_init")

#endif /* _LINUX_CACHE_H */
