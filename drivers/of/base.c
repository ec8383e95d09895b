// SPDX-License-Identifier: MIT
/*
 * Finding nodes of the device tree, and telling what they are.
 *
 * Everything reads an immutable tree (see unflatten.c): no locks, any context. Functions that start
 * "from" a node go on in that node's tree; those that name a path, an alias or a handle without a
 * node search the machine's tree.
 */
#include "of_private.h"

#include <linux/kernel.h>
#include <linux/printk.h>
#include <linux/string.h>

struct device_node *of_find_all_nodes(struct device_node *np)
{
	const struct of_tree *tree = np ? np->tree : &of_machine_tree;
	unsigned int next = np ? (unsigned int)(np - tree->nodes) + 1 : 0;

	return next < tree->nr_nodes ? &tree->nodes[next] : NULL;
}

struct device_node *of_tree_find_phandle(const struct of_tree *tree, phandle handle)
{
	unsigned int i;

	for (i = 0; handle && i < tree->nr_nodes; i++) {
		if (tree->nodes[i].phandle == handle)
			return &tree->nodes[i];
	}
	return NULL;
}

struct device_node *of_find_node_by_phandle(phandle handle)
{
	return of_tree_find_phandle(&of_machine_tree, handle);
}

struct device_node *of_get_parent(const struct device_node *np)
{
	return np ? np->parent : NULL;
}

struct device_node *of_get_next_child(const struct device_node *np, struct device_node *prev)
{
	if (!np)
		return NULL;
	return prev ? prev->sibling : np->child;
}

struct device_node *of_get_next_available_child(const struct device_node *np,
						struct device_node *prev)
{
	do {
		prev = of_get_next_child(np, prev);
	} while (prev && prev->disabled);
	return prev;
}

/* -- Names and paths ----------------------------------------------------------------------- */

/* Whether @np is called @name (@len bytes); without '@' in @name the unit address is left out. */
static bool node_name_matches(const struct device_node *np, const char *name, size_t len)
{
	if (strncmp(np->full_name, name, len))
		return false;
	if (np->full_name[len] == '\0')
		return true;
	return np->full_name[len] == '@' && !memchr(name, '@', len);
}

bool of_node_name_eq(const struct device_node *np, const char *name)
{
	return np && node_name_matches(np, name, strlen(name));
}

struct device_node *of_get_child_by_name(const struct device_node *np, const char *name)
{
	struct device_node *child;

	for_each_child_of_node(np, child) {
		if (of_node_name_eq(child, name))
			return child;
	}
	return NULL;
}

struct device_node *of_find_node_by_name(struct device_node *from, const char *name)
{
	struct device_node *np;

	for_each_of_allnodes_from(from, np) {
		if (of_node_name_eq(np, name))
			return np;
	}
	return NULL;
}

/* The length of the first part of @path, up to a '/', a ':' or its end. */
static size_t path_part_len(const char *path)
{
	return strcspn(path, "/:");
}

/* Goes down from @np along @path; *@end is where the path stops. */
static struct device_node *walk_path(struct device_node *np, const char *path, const char **end)
{
	struct device_node *child;
	size_t len;

	for (; np && *path && *path != ':'; path += len) {
		path += *path == '/';
		len = path_part_len(path);
		if (!len)
			continue;
		for_each_child_of_node(np, child) {
			if (node_name_matches(child, path, len))
				break;
		}
		np = child;
	}
	*end = path;
	return np;
}

/* The node that the alias @name (@len bytes) stands for. */
static struct device_node *find_alias(const char *name, size_t len)
{
	char alias[32];
	const char *path, *end;

	if (!of_aliases || !len || len >= sizeof(alias))
		return NULL;
	memcpy(alias, name, len);
	alias[len] = '\0';
	if (of_property_read_string(of_aliases, alias, &path) || path[0] != '/')
		return NULL;
	return walk_path(of_root, path, &end);
}

struct device_node *of_find_node_opts_by_path(const char *path, const char **opts)
{
	struct device_node *np = of_root;
	const char *end;

	if (path[0] != '/') {
		np = find_alias(path, path_part_len(path));
		path += path_part_len(path);
	}
	np = walk_path(np, path, &end);
	if (opts)
		*opts = np && *end == ':' ? end + 1 : NULL;
	return np;
}

struct device_node *of_find_node_by_path(const char *path)
{
	return of_find_node_opts_by_path(path, NULL);
}

int of_alias_get_id(const struct device_node *np, const char *stem)
{
	char alias[32];
	int id;

	for (id = 0; id < 16; id++) {
		snprintf(alias, sizeof(alias), "%s%d", stem, id);
		if (np && find_alias(alias, strlen(alias)) == np)
			return id;
	}
	return -ENODEV;
}

const char *of_node_path(const struct device_node *np, char *buf, size_t size)
{
	size_t at = size - 1, len;

	buf[at] = '\0';
	if (!np)
		return strcpy(buf, "(none)");
	if (!np->parent)
		return strcpy(buf, "/");
	/* From the end to the front: what does not fit is the part near the root. */
	for (; np->parent; np = np->parent) {
		len = strlen(np->full_name);
		if (len + 1 > at)
			break;
		at -= len;
		memcpy(buf + at, np->full_name, len);
		buf[--at] = '/';
	}
	return memmove(buf, buf + at, size - at);
}

void of_report(const struct device_node *np, const char *prop, const char *fmt, ...)
{
	char path[OF_PATH_MAX];
	struct va_format vaf;
	va_list args;

	va_start(args, fmt);
	vaf.fmt = fmt;
	vaf.va = &args;
	pr_err("OF: %s: %s%s%pV\n", of_node_path(np, path, sizeof(path)), prop ? prop : "",
	       prop ? ": " : "", &vaf);
	va_end(args);
}

/* -- What a node is ------------------------------------------------------------------------ */

int of_device_is_compatible(const struct device_node *np, const char *compat)
{
	const char *s, *end;
	int score = INT_MAX / 2;

	if (!np || !np->compatible)
		return 0;
	end = np->compatible + np->compatible_len;
	for (s = np->compatible; s < end; s += strlen(s) + 1, score--) {
		if (!strcmp(s, compat))
			return score;
	}
	return 0;
}

int of_machine_is_compatible(const char *compat)
{
	return of_device_is_compatible(of_root, compat);
}

bool of_device_is_available(const struct device_node *np)
{
	return np && !np->disabled;
}

bool of_device_is_reachable(const struct device_node *np)
{
	if (!np)
		return false;
	for (; np; np = np->parent) {
		if (np->disabled)
			return false;
	}
	return true;
}

const struct of_device_id *of_match_table(const struct of_device_id *start,
					  const struct of_device_id *end,
					  const struct device_node *np)
{
	const struct of_device_id *match, *best = NULL;
	int score, best_score = 0;

	if (!np || !np->compatible)
		return NULL;
	for (match = start; match < end; match++) {
		score = of_device_is_compatible(np, match->compatible);
		if (score > best_score) {
			best_score = score;
			best = match;
		}
	}
	return best;
}

const struct of_device_id *of_match_node(const struct of_device_id *matches,
					 const struct device_node *np)
{
	const struct of_device_id *end = matches;

	while (end && end->compatible)
		end++;
	return of_match_table(matches, end, np);
}

struct device_node *of_find_compatible_node(struct device_node *from, const char *type,
					    const char *compatible)
{
	struct device_node *np;

	for_each_of_allnodes_from(from, np) {
		if (of_device_is_compatible(np, compatible))
			return np;
	}
	return NULL;
}

struct device_node *of_find_matching_node_and_match(struct device_node *from,
						    const struct of_device_id *matches,
						    const struct of_device_id **match)
{
	const struct of_device_id *found;
	struct device_node *np;

	for_each_of_allnodes_from(from, np) {
		found = of_match_node(matches, np);
		if (!found)
			continue;
		if (match)
			*match = found;
		return np;
	}
	return NULL;
}
