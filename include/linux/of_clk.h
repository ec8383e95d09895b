/* SPDX-License-Identifier: MIT */
/*
 * The clocks of a device, as far as the tree and the clock registers tell.
 *
 * The boot loader has set the clocks up. What the kernel needs is to know rates, to open gates, and
 * to choose the sources that the tree asks for. Understood are "fixed-clock",
 * "fixed-factor-clock", "ti,mux-clock" and "ti,clkctrl".
 */
#ifndef _LINUX_OF_CLK_H
#define _LINUX_OF_CLK_H

#include <linux/of.h>

/** The rate in Hz of @np's @index-th clock; 0 if it has none, or one that is not understood. */
unsigned long of_clk_get_rate(struct device_node *np, int index);
/** The same for the clock that "clock-names" calls @name; the first clock without such a list. */
unsigned long of_clk_get_rate_by_name(struct device_node *np, const char *name);

/**
 * of_clk_enable - open the clock gates of a device
 * @np: the device; the interconnect module that holds it (its parent) is looked at too
 *
 * Waits, bounded, until each module answers. Returns 0, or -ETIMEDOUT with a line naming the gate.
 */
int of_clk_enable(struct device_node *np);

/** Chooses clock sources as "assigned-clocks" and "assigned-clock-parents" of @np say. */
void of_clk_set_defaults(struct device_node *np);

#endif
