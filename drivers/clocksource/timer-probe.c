// SPDX-License-Identifier: MIT
/* Starting the timers that drivers declare with TIMER_OF_DECLARE(), in the order of the tree. */
#include <linux/clocksource.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/of.h>

extern const struct of_device_id __timer_of_table_start[], __timer_of_table_end[];

static void __init probe_node(struct device_node *np)
{
	const struct of_device_id *match;
	of_init_fn_1_ret init;
	int err;

	for (match = __timer_of_table_start; match < __timer_of_table_end; match++) {
		if (!of_device_is_compatible(np, match->compatible))
			continue;
		init = match->data;
		err = init(np);
		np->populated = err == 0;
		if (err && err != -ENODEV)
			of_report(np, NULL, "timer did not start: error %d", err);
		return;
	}
}

void __init timer_probe(void)
{
	struct device_node *np;

	for_each_of_allnodes(np) {
		if (np->compatible && of_device_is_reachable(np))
			probe_node(np);
	}
}
