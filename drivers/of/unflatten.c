// SPDX-License-Identifier: MIT
/*
 * Making nodes of the flattened device tree.
 *
 * A device tree comes as one block of bytes: a stream of tags (a node begins, a property, a node
 * ends) and a heap of property names. Walking that stream for every question would be slow, so
 * it is walked once, and leaves an array of struct device_node in the order of the stream:
 *
 *      stream   BEGIN "" PROP.. BEGIN "cpus" .. END BEGIN "soc" BEGIN "serial@0" .. END END END
 *      array    [ ""  | cpus | soc | serial@0 ]      parent, child and sibling link them
 *
 * Property values stay where they are, in the read-only block; a node knows its offset there. The
 * three properties that matching asks for all the time (compatible, status, phandle) are
 * picked up on the way.
 *
 * Invariants
 *  1. nodes[0] is the root; every other node's parent has a lower index.
 *  2. No node is more than OF_MAX_DEPTH below the root: every walk to the root ends.
 *  3. A child list visits each child once, in tree order.
 *  4. node->compatible, if set, ends with a NUL inside its length.
 *
 * The block is not trusted. libfdt checks every tag against the block's bounds; a tag that
 * fails ends the walk, and what was read up to there is kept.
 *
 * Reference: Devicetree Specification 0.4, chapter 5.
 */
#include "of_private.h"

#include <libfdt.h>
#include <linux/kernel.h>
#include <linux/memblock.h>
#include <linux/of_fdt.h>
#include <linux/printk.h>
#include <linux/string.h>

struct of_tree of_machine_tree;
struct device_node *of_root, *of_chosen, *of_aliases, *of_stdout;

/* The walk: where it stands in the tree under construction. */
struct unflatten {
	struct of_tree *tree;
	unsigned int max;
	int depth;				/* of the open node; -1 outside the root */
	struct device_node *open[OF_MAX_DEPTH];	/* the open nodes, from the root down */
	struct device_node *last[OF_MAX_DEPTH];	/* the newest child of each of them */
};

unsigned int of_count_nodes(const void *fdt)
{
	const fdt32_t *word = fdt + fdt_off_dt_struct(fdt);
	unsigned int bytes = fdt_totalsize(fdt) - fdt_off_dt_struct(fdt);
	unsigned int i, n = 0;

	/* Before version 17 the header does not give the size of the structure. */
	if (fdt_version(fdt) >= 17)
		bytes = min(bytes, fdt_size_dt_struct(fdt));
	/* Any word that could be a tag counts: a value that looks like one costs only room. */
	for (i = 0; i < bytes / sizeof(*word); i++)
		n += word[i] == cpu_to_fdt32(FDT_BEGIN_NODE);
	return n;
}

static const char *begin_node(struct unflatten *u, int offset)
{
	const char *name = fdt_offset_ptr(u->tree->fdt, offset + FDT_TAGSIZE, 1);
	struct device_node *parent = u->depth >= 0 ? u->open[u->depth] : NULL;
	struct device_node *np;

	if (!parent && u->tree->nr_nodes)
		return "a second root";
	if (u->depth + 1 >= OF_MAX_DEPTH)
		return "nodes nested too deeply";
	if (!name || u->tree->nr_nodes >= u->max)
		return "more nodes than fit";

	np = &u->tree->nodes[u->tree->nr_nodes++];
	*np = (struct device_node) {
		.full_name = name, .parent = parent, .tree = u->tree, .offset = offset,
	};
	if (parent && u->last[u->depth])
		u->last[u->depth]->sibling = np;
	else if (parent)
		parent->child = np;
	if (parent)
		u->last[u->depth] = np;

	u->depth++;
	u->open[u->depth] = np;
	u->last[u->depth] = NULL;
	return NULL;
}

static void note_compatible(struct device_node *np, const char *value, int len)
{
	if (len <= 0 || len > U16_MAX || value[len - 1] != '\0') {
		of_report(np, "compatible", "not a list of strings, ignored");
		return;
	}
	np->compatible = value;
	np->compatible_len = len;
}

static void note_status(struct device_node *np, const char *value, int len)
{
	bool okay = (len == 5 && !memcmp(value, "okay", 5)) ||
		    (len == 3 && !memcmp(value, "ok", 3));

	np->disabled = !okay;
}

static void note_phandle(struct device_node *np, const char *value, int len)
{
	phandle handle = len == sizeof(fdt32_t) ? fdt32_ld((const fdt32_t *)value) : 0;

	if (handle == 0 || handle == (phandle)-1)
		of_report(np, "phandle", "not a valid handle, ignored");
	else
		np->phandle = handle;
}

static const char *property(struct unflatten *u, int offset)
{
	const void *fdt = u->tree->fdt;
	const struct fdt_property *prop = fdt_offset_ptr(fdt, offset, sizeof(*prop));
	struct device_node *np = u->depth >= 0 ? u->open[u->depth] : NULL;
	const char *name = prop ? fdt_string(fdt, fdt32_ld(&prop->nameoff)) : NULL;
	int len = prop ? fdt32_ld(&prop->len) : 0;

	if (!np)
		return "a property outside the root";
	if (!name)
		return "a property without a name";
	if (name[0] == 'c' && !strcmp(name, "compatible"))
		note_compatible(np, prop->data, len);
	else if (name[0] == 's' && !strcmp(name, "status"))
		note_status(np, prop->data, len);
	else if (name[0] == 'p' && !strcmp(name, "phandle"))
		note_phandle(np, prop->data, len);
	else if (name[0] == 'l' && !np->phandle && !strcmp(name, "linux,phandle"))
		note_phandle(np, prop->data, len);
	return NULL;
}

/* Takes one tag; returns NULL, or what is wrong. */
static const char *take_tag(struct unflatten *u, u32 tag, int offset)
{
	switch (tag) {
	case FDT_BEGIN_NODE:
		return begin_node(u, offset);
	case FDT_PROP:
		return property(u, offset);
	case FDT_END_NODE:
		if (u->depth < 0)
			return "a node ends that never began";
		u->depth--;
		return NULL;
	default:
		return NULL;
	}
}

int of_unflatten_tree(struct of_tree *tree, const void *fdt, struct device_node *nodes,
		      unsigned int max)
{
	struct unflatten u = { .tree = tree, .max = max, .depth = -1 };
	const char *error = NULL;
	int offset, next = 0;
	u32 tag;

	*tree = (struct of_tree) { .fdt = fdt, .nodes = nodes };
	do {
		offset = next;
		tag = fdt_next_tag(fdt, offset, &next);
		if (next < 0)
			error = fdt_strerror(next);
		else
			error = take_tag(&u, tag, offset);
	} while (!error && tag != FDT_END);

	if (!error && (u.depth >= 0 || !tree->nr_nodes))
		error = tree->nr_nodes ? "it ends inside a node" : "it has no nodes";
	if (!error)
		return 0;
	pr_err("OF: device tree damaged at offset %d: %s; %u nodes read\n", offset, error,
	       tree->nr_nodes);
	return -EINVAL;
}

/* Finds the node that /chosen's stdout-path names; the part behind ':' is for the console. */
static struct device_node * __init of_find_stdout(void)
{
	const char *path;

	if (!of_chosen)
		return NULL;
	if (of_property_read_string(of_chosen, "stdout-path", &path) &&
	    of_property_read_string(of_chosen, "linux,stdout-path", &path))
		return NULL;
	return of_find_node_opts_by_path(path, NULL);
}

void __init unflatten_device_tree(void)
{
	const void *fdt = initial_boot_params;
	struct device_node *nodes;
	unsigned int max;

	if (!fdt)
		return;
	max = of_count_nodes(fdt);
	nodes = memblock_alloc(max * sizeof(*nodes), sizeof(void *));
	if (!nodes) {
		pr_err("OF: no memory for %u nodes of the device tree\n", max);
		return;
	}
	of_unflatten_tree(&of_machine_tree, fdt, nodes, max);
	if (!of_machine_tree.nr_nodes)
		return;
	of_root = nodes;
	of_aliases = of_find_node_by_path("/aliases");
	of_chosen = of_find_node_by_path("/chosen");
	of_stdout = of_find_stdout();
}
