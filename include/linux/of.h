/* SPDX-License-Identifier: MIT */
/*
 * The device tree as a tree of nodes, with Linux's functions on it.
 *
 * Nodes are made once at start-up and live for ever; of_node_get() and of_node_put() exist for
 * unchanged driver code. Nothing here sleeps or takes a lock: the tree never changes. All of it
 * may be called from any context.
 *
 * What the tree says is not trusted: each function checks lengths and bounds, and gives an error
 * where the tree is damaged. of_report() prints the one line that names the node and the property.
 */
#ifndef _LINUX_OF_H
#define _LINUX_OF_H

#include <asm/byteorder.h>
#include <linux/compiler.h>
#include <linux/errno.h>
#include <linux/types.h>

typedef u32 phandle;

struct of_tree;

/**
 * struct device_node - a node of the tree
 * @full_name:	its name in the tree, unit address included ("serial@44e09000"; "" for the root)
 * @phandle:	the number by which others refer to it, or 0
 * @parent:	NULL for the root
 * @child:	its first child
 * @sibling:	the next child of its parent
 * @tree:	the tree it belongs to
 * @offset:	where libfdt finds it
 * @compatible:	its "compatible" strings, or NULL
 * @compatible_len: their length in bytes; the last byte is a NUL
 * @disabled:	its "status" is there and neither "okay" nor "ok"
 * @populated:	a driver has been bound to it
 */
struct device_node {
	const char *full_name;
	phandle phandle;
	struct device_node *parent;
	struct device_node *child;
	struct device_node *sibling;
	struct of_tree *tree;
	int offset;
	const char *compatible;
	u16 compatible_len;
	u8 disabled;
	u8 populated;
};

/**
 * struct of_tree - an unflattened tree
 * @fdt:	the flattened form, which holds the properties
 * @nodes:	all nodes, in the order of the tree; the first is the root
 * @nr_nodes:	how many
 */
struct of_tree {
	const void *fdt;
	struct device_node *nodes;
	unsigned int nr_nodes;
};

/* A driver table's entry: which "compatible", and what the driver wants to know then. */
struct of_device_id {
	const char *compatible;
	const void *data;
};

#define MAX_PHANDLE_ARGS	16

/* A reference to a node with its arguments, as in "clocks" or "interrupts-extended". */
struct of_phandle_args {
	struct device_node *np;
	int args_count;
	u32 args[MAX_PHANDLE_ARGS];
};

/* Longest path that of_node_path() writes; longer ones lose their front. */
#define OF_PATH_MAX	96

extern struct device_node *of_root, *of_chosen, *of_aliases, *of_stdout;

/* -- Making a tree ------------------------------------------------------------------------- */

/** An upper bound for the number of nodes in @fdt; cheap. */
unsigned int of_count_nodes(const void *fdt);
/**
 * of_unflatten_tree - make the nodes of a flattened tree
 * @tree:  filled in
 * @fdt:   must live as long as the nodes, and have passed fdt_check_header()
 * @nodes: room for of_count_nodes(@fdt) nodes
 * @max:   that number
 *
 * Returns 0, or -EINVAL when the structure is damaged: @tree then holds the nodes up to there,
 * and a line has been printed.
 */
int of_unflatten_tree(struct of_tree *tree, const void *fdt, struct device_node *nodes,
		      unsigned int max);

/* -- Nodes --------------------------------------------------------------------------------- */

static inline struct device_node *of_node_get(struct device_node *np)
{
	return np;
}

static inline void of_node_put(struct device_node *np)
{
}

/** The node after @np in the order of the tree, the root for NULL; NULL at the end. */
struct device_node *of_find_all_nodes(struct device_node *np);
#define for_each_of_allnodes_from(from, np) \
	for (np = of_find_all_nodes(from); np; np = of_find_all_nodes(np))
#define for_each_of_allnodes(np)	for_each_of_allnodes_from(NULL, np)

/** The node at @path ("/soc/serial@0", or an alias such as "serial0/child"), or NULL. */
struct device_node *of_find_node_by_path(const char *path);
/** The same; text behind a ':' is not part of the path and comes back in *@opts, or NULL. */
struct device_node *of_find_node_opts_by_path(const char *path, const char **opts);
struct device_node *of_find_node_by_phandle(phandle handle);
/** The next node after @from (NULL: from the root) with this node name, unit address left out. */
struct device_node *of_find_node_by_name(struct device_node *from, const char *name);
/** The next node after @from that has @compatible; @type is not looked at. */
struct device_node *of_find_compatible_node(struct device_node *from, const char *type,
					    const char *compatible);
/** The next node after @from that fits an entry of @matches; *@match (unless NULL) gets it. */
struct device_node *of_find_matching_node_and_match(struct device_node *from,
						    const struct of_device_id *matches,
						    const struct of_device_id **match);

static inline struct device_node *of_find_matching_node(struct device_node *from,
							const struct of_device_id *matches)
{
	return of_find_matching_node_and_match(from, matches, NULL);
}

#define for_each_compatible_node(np, type, compat)			\
	for (np = of_find_compatible_node(NULL, type, compat); np;	\
	     np = of_find_compatible_node(np, type, compat))
#define for_each_matching_node(np, matches)				\
	for (np = of_find_matching_node(NULL, matches); np;		\
	     np = of_find_matching_node(np, matches))

struct device_node *of_get_parent(const struct device_node *np);
struct device_node *of_get_next_child(const struct device_node *np, struct device_node *prev);
struct device_node *of_get_next_available_child(const struct device_node *np,
						struct device_node *prev);
struct device_node *of_get_child_by_name(const struct device_node *np, const char *name);

#define for_each_child_of_node(parent, child)				\
	for (child = of_get_next_child(parent, NULL); child;		\
	     child = of_get_next_child(parent, child))
#define for_each_available_child_of_node(parent, child)			\
	for (child = of_get_next_available_child(parent, NULL); child;	\
	     child = of_get_next_available_child(parent, child))

/** 0, or a positive score that is higher the further in front @compat stands in the list. */
int of_device_is_compatible(const struct device_node *np, const char *compat);
/** Whether "status" is absent, "okay" or "ok", here; false for NULL. */
bool of_device_is_available(const struct device_node *np);
/** The same, and for every node above it. */
bool of_device_is_reachable(const struct device_node *np);
/** The best entry of @matches (ended by an empty one) for @np, or NULL. */
const struct of_device_id *of_match_node(const struct of_device_id *matches,
					 const struct device_node *np);
/** Whether the root is compatible with @compat. */
int of_machine_is_compatible(const char *compat);
bool of_node_name_eq(const struct device_node *np, const char *name);
/** Writes the path of @np to @buf (@size bytes, at least 8) and returns it. */
const char *of_node_path(const struct device_node *np, char *buf, size_t size);
/** The number N of the alias "@stem"N that names @np, or -ENODEV. */
int of_alias_get_id(const struct device_node *np, const char *stem);

/**
 * of_report - say in one line what is wrong with a node
 * @np:   the node
 * @prop: the property, or NULL
 * @fmt:  what is wrong, without newline
 */
void of_report(const struct device_node *np, const char *prop, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

/* -- Properties ---------------------------------------------------------------------------- */

/** The value of a property and its length in *@lenp (unless NULL), or NULL. */
const void *of_get_property(const struct device_node *np, const char *name, int *lenp);

static inline bool of_property_present(const struct device_node *np, const char *name)
{
	return of_get_property(np, name, NULL);
}

static inline bool of_property_read_bool(const struct device_node *np, const char *name)
{
	return of_property_present(np, name);
}

/*
 * Readers return 0, -EINVAL when there is no such property, -ENODATA when it is empty, -EOVERFLOW
 * when it is too short for what is asked, -EILSEQ when a string has no end.
 */
int of_property_read_u32_index(const struct device_node *np, const char *name, u32 index,
			       u32 *out);
int of_property_read_u32_array(const struct device_node *np, const char *name, u32 *out,
			       size_t count);
int of_property_read_u64(const struct device_node *np, const char *name, u64 *out);
int of_property_read_string(const struct device_node *np, const char *name, const char **out);
int of_property_read_string_index(const struct device_node *np, const char *name, int index,
				  const char **out);
/** The index of @string in a list of strings, or -EINVAL, -ENODATA, -EILSEQ. */
int of_property_match_string(const struct device_node *np, const char *name, const char *string);
/** How many elements of @size bytes a property holds; -EINVAL if not a whole number, or absent. */
int of_property_count_elems_of_size(const struct device_node *np, const char *name, int size);

static inline int of_property_read_u32(const struct device_node *np, const char *name, u32 *out)
{
	return of_property_read_u32_array(np, name, out, 1);
}

static inline int of_property_count_u32_elems(const struct device_node *np, const char *name)
{
	return of_property_count_elems_of_size(np, name, sizeof(u32));
}

/** The number that @size cells from @cell make; the last two count. */
static inline u64 of_read_number(const __be32 *cell, int size)
{
	u64 r = 0;

	for (; size > 0; size--, cell++)
		r = (r << 32) | be32_to_cpu(*cell);
	return r;
}

/** The cells of an address, and of a size, in @np's "reg": 0 to 4; 1 if no node above tells. */
int of_n_addr_cells(const struct device_node *np);
int of_n_size_cells(const struct device_node *np);

/* -- References ---------------------------------------------------------------------------- */

struct device_node *of_parse_phandle(const struct device_node *np, const char *name, int index);
/**
 * of_parse_phandle_with_args - the @index-th reference of a list, with its arguments
 * @cells_name: the property of the referred node that gives the number of arguments; with NULL
 *              there are none
 *
 * Returns 0, -ENOENT past the end or for an empty entry, -EINVAL when the list is damaged. @out may
 * be NULL.
 */
int of_parse_phandle_with_args(const struct device_node *np, const char *list_name,
			       const char *cells_name, int index, struct of_phandle_args *out);
/** How many references the list has, or an error as above. */
int of_count_phandle_with_args(const struct device_node *np, const char *list_name,
			       const char *cells_name);

/* -- Binding ------------------------------------------------------------------------------- */

typedef int (*of_init_fn_1_ret)(struct device_node *np);
typedef int (*of_init_fn_2)(struct device_node *np, struct device_node *parent);

/* An entry in a linker table of its own: struct of_device_id with @fn as its data. */
#define _OF_DECLARE(table, name_, compat, fn, fn_type)				\
	_Static_assert(__builtin_types_compatible_p(__typeof__(&fn), fn_type),	\
		       #fn " has the wrong type for this table");		\
	static const struct of_device_id __of_table_##name_			\
	__attribute__((__used__, __section__("__" #table "_of_table"),		\
		       __aligned__(4))) = {					\
		.compatible = compat,						\
		.data = fn,							\
	}

/*
 * A driver without a subsystem of its own: @fn is called once for each node that is compatible and
 * available, at device_initcall time. It returns 0 or -Exxx.
 */
#define OF_DEVICE_DECLARE(name, compat, fn) \
	_OF_DECLARE(device, name, compat, fn, of_init_fn_1_ret)

#endif
