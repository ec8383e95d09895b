// SPDX-License-Identifier: MIT
/*
 * Binding the drivers that OF_DEVICE_DECLARE() lists to the nodes of the tree.
 *
 * One pass over the nodes, in tree order. A node is left alone when it, or a bus above it, is
 * disabled, or when an earlier stage (an interrupt controller, a timer) has taken it.
 */
#include "of_private.h"

#include <linux/init.h>
#include <linux/kernel.h>

extern const struct of_device_id __device_of_table_start[], __device_of_table_end[];

static int __init of_bind_devices(void)
{
	const struct of_device_id *match;
	struct device_node *np;
	of_init_fn_1_ret probe;
	int err;

	for_each_of_allnodes(np) {
		match = of_match_table(__device_of_table_start, __device_of_table_end, np);
		if (!match || np->populated || !of_device_is_reachable(np))
			continue;
		probe = match->data;
		err = probe(np);
		np->populated = err == 0;
		if (err)
			of_report(np, NULL, "its driver gave up: error %d", err);
	}
	return 0;
}
device_initcall(of_bind_devices);
