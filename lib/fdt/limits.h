/* SPDX-License-Identifier: MIT */
/* For libfdt: see stdint.h. */
#ifndef _LIB_FDT_LIMITS_H
#define _LIB_FDT_LIMITS_H

#include <linux/limits.h>

#endif /* _LIB_FDT_LIMITS_H */
