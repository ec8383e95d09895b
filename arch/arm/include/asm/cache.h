/* SPDX-License-Identifier: MIT */
/* Cache line: 64 bytes on Cortex-A8 and A15, both levels. */
#ifndef _ASM_CACHE_H
#define _ASM_CACHE_H

#define L1_CACHE_SHIFT		6
#define L1_CACHE_BYTES		(1 << L1_CACHE_SHIFT)

/* A DMA buffer shares no line with anything else. */
#define ARCH_DMA_MINALIGN	L1_CACHE_BYTES

#endif /* _ASM_CACHE_H */
