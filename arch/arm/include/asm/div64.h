/* SPDX-License-Identifier: MIT */
/* 64-bit by 32-bit division: the processor has none, libgcc does the work. */
#ifndef _ASM_DIV64_H
#define _ASM_DIV64_H

#include <linux/types.h>

/* Divides the u64 lvalue @n by the u32 @base in place; the value is the remainder. */
#define do_div(n, base)								\
({										\
	u32 __base = (base);							\
	u64 __n = (n);								\
	u64 __quot = (__n >> 32) ? __n / __base : (u32)__n / __base;		\
	u32 __rem = (u32)__n - (u32)__quot * __base;				\
	(void)(((typeof((n)) *)0) == ((u64 *)0));				\
	(n) = __quot;								\
	__rem;									\
})

#endif /* _ASM_DIV64_H */
