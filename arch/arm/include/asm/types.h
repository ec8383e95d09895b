/* SPDX-License-Identifier: MIT */
/* ILP32: what the widths are called. */
#ifndef _ASM_TYPES_H
#define _ASM_TYPES_H

#define __BITS_PER_LONG		32

#ifndef __ASSEMBLER__

typedef signed char		s8;
typedef unsigned char		u8;
typedef signed short		s16;
typedef unsigned short		u16;
typedef signed int		s32;
typedef unsigned int		u32;
typedef signed long long	s64;
typedef unsigned long long	u64;

typedef s8			__s8;
typedef u8			__u8;
typedef s16			__s16;
typedef u16			__u16;
typedef s32			__s32;
typedef u32			__u32;
typedef s64			__s64;
typedef u64			__u64;

#endif /* !__ASSEMBLER__ */

#endif /* _ASM_TYPES_H */
