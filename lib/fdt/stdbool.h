/* SPDX-License-Identifier: MIT */
/* For libfdt: see stdint.h. */
#ifndef _LIB_FDT_STDBOOL_H
#define _LIB_FDT_STDBOOL_H

#include <linux/types.h>

#endif /* _LIB_FDT_STDBOOL_H */
