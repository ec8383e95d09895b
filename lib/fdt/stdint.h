/* SPDX-License-Identifier: MIT */
/* libfdt is written for a C library: this folder gives it the kernel's own headers instead. */
#ifndef _LIB_FDT_STDINT_H
#define _LIB_FDT_STDINT_H

#include <linux/limits.h>
#include <linux/types.h>

#define INT32_MAX	S32_MAX
#define UINT32_MAX	U32_MAX

#endif /* _LIB_FDT_STDINT_H */
