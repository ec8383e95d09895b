/* SPDX-License-Identifier: MIT */
/*
 * Talking to the optimiser: branch hints, compiler barriers, and accesses it may neither
 * merge, split, repeat nor drop.
 */
#ifndef _LINUX_COMPILER_H
#define _LINUX_COMPILER_H

#include <linux/compiler_types.h>

#ifndef __ASSEMBLER__

#define likely(x)		__builtin_expect(!!(x), 1)
#define unlikely(x)		__builtin_expect(!!(x), 0)

/* No access moves across this line in the compiler; says nothing to the processor. */
#define barrier()		__asm__ __volatile__("" : : : "memory")
/* The same, and the object at @ptr counts as read and written. */
#define barrier_data(ptr)	__asm__ __volatile__("" : : "r"(ptr) : "memory")

/* The compiler forgets what it knows about the value of @var. */
#define OPTIMIZER_HIDE_VAR(var)	__asm__("" : "=r"(var) : "0"(var))
/* @ptr moved by @off bytes, as an address about which the compiler knows nothing. */
#define RELOC_HIDE(ptr, off)				\
({							\
	unsigned long __ptr;				\
	__asm__("" : "=r"(__ptr) : "0"(ptr));		\
	(typeof(ptr))(__ptr + (off));			\
})

#define unreachable()		__builtin_unreachable()

#define __UNIQUE_ID(prefix)	__PASTE(__PASTE(__UNIQUE_ID_, prefix), __COUNTER__)

/* Fails the build unless the constant @condition holds. */
#define compiletime_assert(condition, msg)	_Static_assert(condition, msg)

/*
 * READ_ONCE() and WRITE_ONCE() access @x exactly once, for variables that another context
 * changes or reads at the same time. Accesses of up to 4 bytes are single-copy atomic when
 * aligned; larger ones are only kept from being optimised away. They order nothing.
 */
#define __unqual_scalar_typeof(x) typeof(			\
	_Generic((x),						\
		 char: (char)0,					\
		 signed char: (signed char)0,			\
		 unsigned char: (unsigned char)0,		\
		 short: (short)0,				\
		 unsigned short: (unsigned short)0,		\
		 int: (int)0,					\
		 unsigned int: (unsigned int)0,			\
		 long: (long)0,					\
		 unsigned long: (unsigned long)0,		\
		 long long: (long long)0,			\
		 unsigned long long: (unsigned long long)0,	\
		 default: (x)))

#define READ_ONCE(x)		(*(const volatile __unqual_scalar_typeof(x) *)&(x))
#define WRITE_ONCE(x, val)	do { *(volatile typeof(x) *)&(x) = (val); } while (0)

/* Marks a race that is meant and harmless. */
#define data_race(expr)		({ __unqual_scalar_typeof(({ expr; })) __v = ({ expr; }); __v; })

/* Zero for an array, a build error for a pointer. */
#define __must_be_array(a) \
	((int)sizeof(struct { int : -!!__same_type((a), &(a)[0]); int dummy; }) * 0)

/* 1 if @x is an integer constant expression, itself usable as one. */
#define __is_constexpr(x) \
	(sizeof(int) == sizeof(*(8 ? ((void *)((long)(x) * 0l)) : (int *)8)))

/* Keeps a symbol that only assembler or the linker script refers to. */
#define __ADDRESSABLE(sym) \
	static void * __used __section(".discard.addressable") \
		__UNIQUE_ID(__addressable_) = (void *)&sym;

#endif /* !__ASSEMBLER__ */

#endif /* _LINUX_COMPILER_H */
