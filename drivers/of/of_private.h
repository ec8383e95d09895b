/* SPDX-License-Identifier: MIT */
/* What the files of drivers/of share among themselves. */
#ifndef _OF_PRIVATE_H
#define _OF_PRIVATE_H

#include <linux/of.h>

/* Deepest nesting of nodes, and so the longest way from a node to the root. */
#define OF_MAX_DEPTH	32

/** The tree of the machine; empty until unflatten_device_tree(). */
extern struct of_tree of_machine_tree;

/** The node of @tree with this phandle, or NULL. */
struct device_node *of_tree_find_phandle(const struct of_tree *tree, phandle handle);

/** of_match_node() on a linker table, [@start, @end). */
const struct of_device_id *of_match_table(const struct of_device_id *start,
					  const struct of_device_id *end,
					  const struct device_node *np);

#endif
