/* SPDX-License-Identifier: MIT */
/* From a node's "reg" to physical and virtual addresses. */
#ifndef _LINUX_OF_ADDRESS_H
#define _LINUX_OF_ADDRESS_H

#include <linux/ioport.h>
#include <linux/of.h>

#define OF_BAD_ADDR	((u64)-1)

/**
 * of_get_address - the @index-th entry of "reg", not translated
 * @size: its size (unless NULL)
 * @flags: IORESOURCE_MEM (unless NULL)
 *
 * Returns the address cells, or NULL.
 */
const __be32 *of_get_address(const struct device_node *np, int index, u64 *size,
			     unsigned int *flags);

/**
 * of_translate_address - carry an address of @np's bus up to the CPU's view
 * @addr: the cells
 *
 * Goes through the "ranges" of every bus above. Returns OF_BAD_ADDR when a bus does not map it, and
 * says so if the reason is damage.
 */
u64 of_translate_address(const struct device_node *np, const __be32 *addr);

/** Fills @r with the @index-th register block. 0, -EINVAL, or -ERANGE past 4 GiB. */
int of_address_to_resource(const struct device_node *np, int index, struct resource *r);

/* Room for a name of of_device_name(). */
#define OF_DEVICE_NAME_MAX	24

/**
 * of_device_name - what to call a device in the log: "timer@44e31000"
 * @buf: OF_DEVICE_NAME_MAX bytes
 *
 * The address is the one that the CPU sees, where the node's own name has one of some inner bus.
 */
const char *of_device_name(const struct device_node *np, char *buf);

/** Maps the @index-th register block; NULL, with a line printed, if that cannot be. */
void __iomem *of_iomap(struct device_node *np, int index);

#endif
