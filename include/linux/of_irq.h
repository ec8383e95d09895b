/* SPDX-License-Identifier: MIT */
/* From a node's "interrupts" to interrupt numbers. */
#ifndef _LINUX_OF_IRQ_H
#define _LINUX_OF_IRQ_H

#include <linux/of.h>

/** The node's interrupt controller: the nearest "interrupt-parent" above, or controller above. */
struct device_node *of_irq_find_parent(const struct device_node *np);

/**
 * of_irq_parse_one - the @index-th interrupt of a node
 * @out: the controller and the interrupt specifier
 *
 * "interrupts-extended" goes before "interrupts". Returns 0, -ENOENT past the end, -EINVAL for a
 * damaged tree. Interrupt maps are not followed.
 */
int of_irq_parse_one(const struct device_node *np, int index, struct of_phandle_args *out);

/** How many interrupts the node has. */
int of_irq_count(const struct device_node *np);

/** The Linux number of the @index-th interrupt, mapped if need be; 0 if there is none. */
unsigned int irq_of_parse_and_map(struct device_node *np, int index);
/** The same with an error: -ENOENT, -EINVAL, or -EPROBE_DEFER without a driver for its parent. */
int of_irq_get(struct device_node *np, int index);

/**
 * of_irq_init - start the interrupt controllers, parents first
 * @matches: entries whose data is an of_init_fn_2
 *
 * A controller that fails, or whose parent is not there, is named in a line and left out.
 */
void of_irq_init(const struct of_device_id *matches);
/** The same for a linker table, [@start, @end). */
void of_irq_init_table(const struct of_device_id *start, const struct of_device_id *end);

#endif
