/* SPDX-License-Identifier: MIT */
/* Page frame numbers: a physical address divided by the size of a page. */
#ifndef _LINUX_PFN_H
#define _LINUX_PFN_H

#include <asm/page.h>

#define PFN_ALIGN(x)	(((unsigned long)(x) + (PAGE_SIZE - 1)) & PAGE_MASK)
/* The frame of @x, rounded up or down. Right for all of 32 bit: PFN_UP() does not overflow. */
#define PFN_UP(x)	(((x) >> PAGE_SHIFT) + (((x) & (PAGE_SIZE - 1)) != 0))
#define PFN_DOWN(x)	((x) >> PAGE_SHIFT)
#define PFN_PHYS(x)	((phys_addr_t)(x) << PAGE_SHIFT)
#define PHYS_PFN(x)	((unsigned long)((x) >> PAGE_SHIFT))

#endif
