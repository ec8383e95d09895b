/* SPDX-License-Identifier: MIT */
/* A range of some address space, with both ends included as in Linux. */
#ifndef _LINUX_IOPORT_H
#define _LINUX_IOPORT_H

#include <linux/types.h>

#define IORESOURCE_MEM	0x00000200
#define IORESOURCE_IRQ	0x00000400

/**
 * struct resource - what a device takes of an address space
 * @start:	first address
 * @end:	last address, itself part of the range
 * @name:	who it belongs to, for messages
 * @flags:	IORESOURCE_*
 */
struct resource {
	resource_size_t start;
	resource_size_t end;
	const char *name;
	unsigned long flags;
};

static inline resource_size_t resource_size(const struct resource *res)
{
	return res->end - res->start + 1;
}

#endif
