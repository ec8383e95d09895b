/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_IRQCHIP_H
#define _LINUX_IRQCHIP_H

#include <linux/of.h>

/* @fn(node, parent) starts the controllers that are compatible with @compat. 0 or -Exxx. */
#define IRQCHIP_DECLARE(name, compat, fn) \
	_OF_DECLARE(irqchip, name, compat, fn, of_init_fn_2)

/** Starts every controller of the device tree, parents first. */
void irqchip_init(void);

/** Names the function that readies a controller's part of a secondary CPU. One controller. */
void irqchip_set_secondary_init(void (*fn)(void));

#endif
