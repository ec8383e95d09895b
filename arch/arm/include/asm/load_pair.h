/* SPDX-License-Identifier: MIT */
/*
 * Two words with one load, in r2 and r3: the pair of registers that a small function has to spare.
 * Left alone, GCC splits the eight bytes into two loads, or saves registers to have a pair.
 */
#ifndef _ASM_LOAD_PAIR_H
#define _ASM_LOAD_PAIR_H

#include <linux/compiler.h>
#include <linux/types.h>

/** The eight bytes at @p, aligned to 8: the first word is the lower one. Not atomic (A3.5.3). */
static __always_inline u64 load_pair(const u64 *p)
{
	register u64 pair asm("r2");

	asm("ldrd	%0, %H0, %1" : "=r" (pair) : "m" (*p));
	return pair;
}

#endif
