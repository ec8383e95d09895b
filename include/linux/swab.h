/* SPDX-License-Identifier: MIT */
/* Byte order reversed. */
#ifndef _LINUX_SWAB_H
#define _LINUX_SWAB_H

#include <asm/swab.h>

#endif /* _LINUX_SWAB_H */
