/* SPDX-License-Identifier: MIT */
/* memcpy(), memmove(), memset() and __memzero() are assembler here: memcpy.S, memset.S. */
#ifndef _ASM_STRING_H
#define _ASM_STRING_H

#include <linux/string.h>

#endif /* _ASM_STRING_H */
