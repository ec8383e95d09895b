/* SPDX-License-Identifier: MIT */
/* Constants that assembler and C both read: the suffix only exists in C. */
#ifndef _LINUX_CONST_H
#define _LINUX_CONST_H

#ifdef __ASSEMBLER__
#define _AC(x, suffix)		x
#define _AT(type, x)		x
#else
#define __AC(x, suffix)		(x##suffix)
#define _AC(x, suffix)		__AC(x, suffix)
#define _AT(type, x)		((type)(x))
#endif

#define _UL(x)			_AC(x, UL)
#define _ULL(x)			_AC(x, ULL)
#define UL(x)			_UL(x)
#define ULL(x)			_ULL(x)

#define _BITUL(x)		(_UL(1) << (x))
#define _BITULL(x)		(_ULL(1) << (x))

#endif /* _LINUX_CONST_H */
