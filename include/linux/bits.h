/* SPDX-License-Identifier: MIT */
/* Single bits and runs of bits. */
#ifndef _LINUX_BITS_H
#define _LINUX_BITS_H

#include <linux/build_bug.h>
#include <linux/compiler.h>
#include <linux/const.h>
#include <asm/types.h>

#define BITS_PER_BYTE		8
#define BITS_PER_LONG		__BITS_PER_LONG
#define BITS_PER_LONG_LONG	64

#define BIT(nr)			(UL(1) << (nr))
#define BIT_ULL(nr)		(ULL(1) << (nr))
#define BIT_MASK(nr)		(UL(1) << ((nr) % BITS_PER_LONG))
#define BIT_WORD(nr)		((nr) / BITS_PER_LONG)
#define BIT_ULL_MASK(nr)	(ULL(1) << ((nr) % BITS_PER_LONG_LONG))

/* Zero; for constants, a build error unless @h is @l or above. */
#ifdef __ASSEMBLER__
#define GENMASK_INPUT_CHECK(h, l)	0
#else
#define GENMASK_INPUT_CHECK(h, l) \
	BUILD_BUG_ON_ZERO(__builtin_choose_expr(__is_constexpr((l) > (h)), (l) > (h), 0))
#endif

/* Ones from bit @l up to and with bit @h. */
#define GENMASK(h, l) \
	(GENMASK_INPUT_CHECK(h, l) + \
	 (((~UL(0)) - (UL(1) << (l)) + 1) & (~UL(0) >> (BITS_PER_LONG - 1 - (h)))))
#define GENMASK_ULL(h, l) \
	(GENMASK_INPUT_CHECK(h, l) + \
	 (((~ULL(0)) - (ULL(1) << (l)) + 1) & (~ULL(0) >> (BITS_PER_LONG_LONG - 1 - (h)))))

#endif /* _LINUX_BITS_H */
