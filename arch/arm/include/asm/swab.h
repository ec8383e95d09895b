/* SPDX-License-Identifier: MIT */
/* Byte order reversed: rev and rev16, which the compiler knows. */
#ifndef _ASM_SWAB_H
#define _ASM_SWAB_H

#define swab16(x)	__builtin_bswap16(x)
#define swab32(x)	__builtin_bswap32(x)
#define swab64(x)	__builtin_bswap64(x)
#define __swab16(x)	swab16(x)
#define __swab32(x)	swab32(x)
#define __swab64(x)	swab64(x)

#endif /* _ASM_SWAB_H */
