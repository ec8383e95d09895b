/* SPDX-License-Identifier: MIT */
/* The counter of the machine's own. */
#ifndef _LINUX_TIMEX_H
#define _LINUX_TIMEX_H

#include <asm/timex.h>

#endif
