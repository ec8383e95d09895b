/* SPDX-License-Identifier: MIT */
/* Conversions between byte orders. */
#ifndef _LINUX_BYTEORDER_H
#define _LINUX_BYTEORDER_H

#include <asm/byteorder.h>

#endif /* _LINUX_BYTEORDER_H */
