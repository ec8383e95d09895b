// SPDX-License-Identifier: MIT
/*
 * Interrupts in the device tree: which controller, which line, and the start of the controllers.
 *
 * A node names its lines in "interrupts", in the cells of its controller, which is the nearest
 * "interrupt-parent" on the way to the root; or it names controller and line together in
 * "interrupts-extended". Handles may point anywhere in a damaged tree, in a circle too, so the
 * search for a controller takes OF_MAX_DEPTH steps and no more.
 */
#include <linux/of_irq.h>

#include "of_private.h"

#include <linux/irq.h>
#include <linux/irqdomain.h>
#include <linux/kernel.h>
#include <linux/printk.h>

#define MAX_CONTROLLERS	16

struct device_node *of_irq_find_parent(const struct device_node *np)
{
	struct device_node *next;
	int steps;
	u32 handle;

	for (steps = 0; np && steps < OF_MAX_DEPTH; steps++, np = next) {
		if (!of_property_read_u32(np, "interrupt-parent", &handle))
			next = of_tree_find_phandle(np->tree, handle);
		else
			next = np->parent;
		if (next && of_property_present(next, "#interrupt-cells"))
			return next;
	}
	return NULL;
}

/* Reads entry @index of "interrupts" in the cells of @parent. */
static int parse_interrupts(const struct device_node *np, struct device_node *parent, int index,
			    struct of_phandle_args *out)
{
	u32 cells, i;
	int len;

	if (!of_get_property(np, "interrupts", &len))
		return -ENOENT;
	if (of_property_read_u32(parent, "#interrupt-cells", &cells) || cells < 1 ||
	    cells > MAX_PHANDLE_ARGS) {
		of_report(parent, "#interrupt-cells", "not usable");
		return -EINVAL;
	}
	if ((u32)len % (cells * sizeof(u32))) {
		of_report(np, "interrupts", "%d bytes are not a whole number of %u-cell entries",
			  len, cells);
		return -EINVAL;
	}
	if ((u32)index >= len / (cells * sizeof(u32)))
		return -ENOENT;
	out->np = parent;
	out->args_count = cells;
	for (i = 0; i < cells; i++)
		of_property_read_u32_index(np, "interrupts", index * cells + i, &out->args[i]);
	return 0;
}

int of_irq_parse_one(const struct device_node *np, int index, struct of_phandle_args *out)
{
	struct device_node *parent;

	if (index < 0)
		return -EINVAL;
	if (of_property_present(np, "interrupts-extended"))
		return of_parse_phandle_with_args(np, "interrupts-extended", "#interrupt-cells",
						  index, out);
	if (!of_property_present(np, "interrupts"))
		return -ENOENT;
	parent = of_irq_find_parent(np);
	if (!parent) {
		of_report(np, "interrupts", "no interrupt controller above it");
		return -EINVAL;
	}
	if (of_property_present(parent, "interrupt-map")) {
		of_report(np, "interrupts", "interrupt maps are not supported");
		return -EINVAL;
	}
	return parse_interrupts(np, parent, index, out);
}

int of_irq_count(const struct device_node *np)
{
	struct of_phandle_args args;
	int n = 0;

	while (!of_irq_parse_one(np, n, &args))
		n++;
	return n;
}

int of_irq_get(struct device_node *np, int index)
{
	struct of_phandle_args args;
	unsigned int irq;
	int err;

	err = of_irq_parse_one(np, index, &args);
	if (err)
		return err;
	if (!irq_find_host(args.np))
		return -EPROBE_DEFER;
	irq = irq_create_of_mapping(&args);
	return irq ? (int)irq : -EINVAL;
}

unsigned int irq_of_parse_and_map(struct device_node *np, int index)
{
	int irq = of_irq_get(np, index);

	return irq > 0 ? irq : 0;
}

/* -- Starting the controllers -------------------------------------------------------------- */

struct controller {
	struct device_node *np;
	struct device_node *parent;	/* NULL for a root controller */
	of_init_fn_2 init;
	bool done;			/* tried; whether with success, .ok tells */
	bool ok;
};

/* Whether @c can be started now: it has no parent, or one that has started. */
static bool parent_is_ready(const struct controller *c, const struct controller *all, int n)
{
	int i;

	if (!c->parent)
		return true;
	for (i = 0; i < n; i++) {
		if (all[i].np == c->parent)
			return all[i].ok;
	}
	return false;
}

static void start_controller(struct controller *c)
{
	int err = c->init(c->np, c->parent);

	c->done = true;
	c->ok = err == 0;
	c->np->populated = c->ok;
	if (err)
		of_report(c->np, NULL, "interrupt controller did not start: error %d", err);
}

static int collect_controllers(const struct of_device_id *start, const struct of_device_id *end,
			       struct controller *all)
{
	const struct of_device_id *match;
	struct device_node *np;
	int n = 0;

	for_each_of_allnodes(np) {
		match = of_match_table(start, end, np);
		if (!match || !of_device_is_reachable(np))
			continue;
		if (n == MAX_CONTROLLERS) {
			of_report(np, NULL, "one interrupt controller too many, left out");
			continue;
		}
		all[n] = (struct controller) { .np = np, .init = match->data };
		all[n].parent = of_irq_find_parent(np);
		if (all[n].parent == np)
			all[n].parent = NULL;
		n++;
	}
	return n;
}

/* Starts every controller of a table whose end is known. Each round starts at least one. */
void of_irq_init_table(const struct of_device_id *start, const struct of_device_id *end)
{
	struct controller all[MAX_CONTROLLERS];
	int n = collect_controllers(start, end, all);
	bool progress;
	int i;

	do {
		progress = false;
		for (i = 0; i < n; i++) {
			if (all[i].done || !parent_is_ready(&all[i], all, n))
				continue;
			start_controller(&all[i]);
			progress = true;
		}
	} while (progress);

	for (i = 0; i < n; i++) {
		if (!all[i].done)
			of_report(all[i].np, "interrupt-parent", "controller %s has not started",
				  all[i].parent->full_name);
	}
}

void of_irq_init(const struct of_device_id *matches)
{
	const struct of_device_id *end = matches;

	while (end->compatible)
		end++;
	of_irq_init_table(matches, end);
}
