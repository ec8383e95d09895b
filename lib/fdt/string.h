/* SPDX-License-Identifier: MIT */
/* For libfdt: see stdint.h. */
#ifndef _LIB_FDT_STRING_H
#define _LIB_FDT_STRING_H

#include <linux/string.h>

#endif /* _LIB_FDT_STRING_H */
