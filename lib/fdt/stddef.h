/* SPDX-License-Identifier: MIT */
/* For libfdt: see stdint.h. */
#ifndef _LIB_FDT_STDDEF_H
#define _LIB_FDT_STDDEF_H

#include <linux/stddef.h>

#endif /* _LIB_FDT_STDDEF_H */
