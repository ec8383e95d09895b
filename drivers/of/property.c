// SPDX-License-Identifier: MIT
/*
 * Reading the properties of a node.
 *
 * libfdt finds the value and has checked that it lies inside the tree; what a value is meant to be
 * is checked here: whole cells, strings that end, references that lead somewhere. No reader ever
 * looks past the value's length.
 */
#include "of_private.h"

#include <libfdt.h>
#include <linux/kernel.h>
#include <linux/string.h>

const void *of_get_property(const struct device_node *np, const char *name, int *lenp)
{
	const void *value;
	int len;

	if (!np)
		return NULL;
	value = fdt_getprop(np->tree->fdt, np->offset, name, &len);
	if (value && lenp)
		*lenp = len;
	return value;
}

/* The value if it holds @bytes at @offset, else NULL and the reader's error in *@err. */
static const void *property_range(const struct device_node *np, const char *name, u32 offset,
				  size_t bytes, int *err)
{
	int len;
	const void *value = of_get_property(np, name, &len);

	*err = 0;
	if (!value)
		*err = -EINVAL;
	else if (len <= 0)
		*err = -ENODATA;
	else if (offset > (u32)len || bytes > (u32)len - offset)
		*err = -EOVERFLOW;
	return *err ? NULL : value + offset;
}

int of_property_read_u32_index(const struct device_node *np, const char *name, u32 index,
			       u32 *out)
{
	const __be32 *cell;
	int err;

	if (index > U32_MAX / sizeof(u32))
		return -EOVERFLOW;
	cell = property_range(np, name, index * sizeof(u32), sizeof(u32), &err);
	if (cell)
		*out = be32_to_cpup(cell);
	return err;
}

int of_property_read_u32_array(const struct device_node *np, const char *name, u32 *out,
			       size_t count)
{
	const __be32 *cell;
	int err;

	if (count > U32_MAX / sizeof(u32))
		return -EOVERFLOW;
	cell = property_range(np, name, 0, count * sizeof(u32), &err);
	for (; cell && count; count--)
		*out++ = be32_to_cpup(cell++);
	return err;
}

int of_property_read_u64(const struct device_node *np, const char *name, u64 *out)
{
	const __be32 *cell;
	int err;

	cell = property_range(np, name, 0, sizeof(u64), &err);
	if (cell)
		*out = of_read_number(cell, 2);
	return err;
}

int of_property_read_string_index(const struct device_node *np, const char *name, int index,
				  const char **out)
{
	const char *s, *end;
	int len;

	s = of_get_property(np, name, &len);
	if (!s)
		return -EINVAL;
	for (end = s + len; s < end; s += strlen(s) + 1) {
		if (strnlen(s, end - s) == (size_t)(end - s))
			return -EILSEQ;
		if (index-- == 0) {
			*out = s;
			return 0;
		}
	}
	return -ENODATA;
}

int of_property_read_string(const struct device_node *np, const char *name, const char **out)
{
	return of_property_read_string_index(np, name, 0, out);
}

int of_property_match_string(const struct device_node *np, const char *name, const char *string)
{
	const char *s;
	int index, err;

	for (index = 0; ; index++) {
		err = of_property_read_string_index(np, name, index, &s);
		if (err)
			return err;
		if (!strcmp(s, string))
			return index;
	}
}

int of_property_count_elems_of_size(const struct device_node *np, const char *name, int size)
{
	int len;

	if (!of_get_property(np, name, &len))
		return -EINVAL;
	if (len % size) {
		of_report(np, name, "%d bytes are not a whole number of %d-byte elements", len,
			  size);
		return -EINVAL;
	}
	return len / size;
}

/* The cell count @name that holds for @np: its parent's, or that of the nearest node above. */
static int cell_count(const struct device_node *np, const char *name)
{
	u32 cells;

	while (np && np->parent) {
		np = np->parent;
		if (of_property_read_u32(np, name, &cells))
			continue;
		if (cells <= 4)
			return cells;
		of_report(np, name, "%u cells, taken for 1", cells);
		return 1;
	}
	return 1;
}

int of_n_addr_cells(const struct device_node *np)
{
	return cell_count(np, "#address-cells");
}

int of_n_size_cells(const struct device_node *np)
{
	return cell_count(np, "#size-cells");
}

/* -- References ---------------------------------------------------------------------------- */

/* The argument count that @target asks for with @cells_name, or -EINVAL. */
static int argument_cells(const struct device_node *np, const char *list_name,
			  const struct device_node *target, const char *cells_name)
{
	u32 cells;

	if (!cells_name)
		return 0;
	if (!of_property_read_u32(target, cells_name, &cells) && cells <= MAX_PHANDLE_ARGS)
		return cells;
	of_report(np, list_name, "refers to %s, which has no usable %s", target->full_name,
		  cells_name);
	return -EINVAL;
}

/*
 * Reads the reference at @cell, of @left cells. Returns the cells it takes, 1 for an empty entry
 * (out->np is NULL then), or -EINVAL.
 */
static int read_reference(const struct device_node *np, const char *list_name,
			  const char *cells_name, const __be32 *cell, int left,
			  struct of_phandle_args *out)
{
	phandle handle = be32_to_cpup(cell);
	int i, args;

	*out = (struct of_phandle_args) { 0 };
	if (!handle)
		return 1;
	out->np = of_tree_find_phandle(np->tree, handle);
	if (!out->np) {
		of_report(np, list_name, "refers to a node %#x that is not there", handle);
		return -EINVAL;
	}
	args = argument_cells(np, list_name, out->np, cells_name);
	if (args < 0)
		return args;
	if (args > left - 1) {
		of_report(np, list_name, "ends inside the arguments for %s", out->np->full_name);
		return -EINVAL;
	}
	out->args_count = args;
	for (i = 0; i < args; i++)
		out->args[i] = be32_to_cpup(cell + 1 + i);
	return 1 + args;
}

int of_parse_phandle_with_args(const struct device_node *np, const char *list_name,
			       const char *cells_name, int index, struct of_phandle_args *out)
{
	struct of_phandle_args ref;
	const __be32 *cell;
	int len, used;

	cell = of_get_property(np, list_name, &len);
	if (!cell || index < 0)
		return -ENOENT;
	for (len /= sizeof(*cell); len > 0; len -= used, cell += used) {
		used = read_reference(np, list_name, cells_name, cell, len, &ref);
		if (used < 0)
			return used;
		if (index-- > 0)
			continue;
		if (out)
			*out = ref;
		return ref.np ? 0 : -ENOENT;
	}
	return -ENOENT;
}

int of_count_phandle_with_args(const struct device_node *np, const char *list_name,
			       const char *cells_name)
{
	struct of_phandle_args ref;
	const __be32 *cell;
	int len, used, n = 0;

	cell = of_get_property(np, list_name, &len);
	if (!cell)
		return -ENOENT;
	for (len /= sizeof(*cell); len > 0; len -= used, cell += used, n++) {
		used = read_reference(np, list_name, cells_name, cell, len, &ref);
		if (used < 0)
			return used;
	}
	return n;
}

struct device_node *of_parse_phandle(const struct device_node *np, const char *name, int index)
{
	struct of_phandle_args ref;

	if (of_parse_phandle_with_args(np, name, NULL, index, &ref))
		return NULL;
	return ref.np;
}
