// SPDX-License-Identifier: MIT
/*
 * The early console: output from the first lines of C on, before memory is managed.
 *
 * It works on the flattened tree alone: finds the node that /chosen's stdout-path names, carries
 * its address through the "ranges" above it, maps it in the fixmap, and makes sure that such a UART
 * answers. If it does not, or nothing is named, the UARTs of the tree are tried in order; one that
 * is disabled, or aborts, or does not behave like one, is passed over. What was logged before is
 * shown then, and what nobody ever shows stays in the log for the debugger.
 *
 * Nothing in the tree is believed: offsets come from libfdt, which checks them; nesting is bounded.
 */
#include <linux/serial_core.h>

#include <asm/fixmap.h>
#include <libfdt.h>
#include <linux/errno.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/of.h>
#include <linux/string.h>

#define MAX_DEPTH	16
#define BAD_ADDR	((u64)-1)

extern const struct of_device_id __earlycon_of_table_start[], __earlycon_of_table_end[];

/* A node with the way that leads to it: path[0] is the root, path[depth] the node. */
struct place {
	const void *fdt;
	int depth;
	int path[MAX_DEPTH];
};

static struct uart_port early_port;
static bool early_port_found;

bool console_drivers_present(void)
{
	return early_port_found;
}

/* -- Addresses in the flattened tree ------------------------------------------------------- */

/* A cell count that holds for the children of path[level]: its own, or of the nearest above. */
static int __init raw_cells(const struct place *at, int level, const char *name)
{
	const fdt32_t *cell;
	int len;

	for (; level >= 0; level--) {
		cell = fdt_getprop(at->fdt, at->path[level], name, &len);
		if (cell && len == sizeof(*cell))
			return fdt32_ld(cell) <= 2 ? (int)fdt32_ld(cell) : -1;
	}
	return 1;
}

static u64 __init raw_number(const fdt32_t *cell, int cells)
{
	u64 val = 0;

	for (; cells > 0; cells--, cell++)
		val = val << 32 | fdt32_ld(cell);
	return val;
}

/* Carries @addr from the bus path[level] one level up. */
static u64 __init raw_translate_one(const struct place *at, int level, u64 addr)
{
	int na = raw_cells(at, level, "#address-cells"), ns = raw_cells(at, level, "#size-cells");
	int pna = raw_cells(at, level - 1, "#address-cells"), len, entry = na + pna + ns;
	const fdt32_t *range = fdt_getprop(at->fdt, at->path[level], "ranges", &len);
	u64 start;

	if (!range || na < 1 || pna < 1 || ns < 0)
		return BAD_ADDR;
	if (len == 0)
		return addr;
	for (len /= (int)sizeof(*range); len >= entry; len -= entry, range += entry) {
		start = raw_number(range, na);
		if (addr >= start && addr - start < raw_number(range + na + pna, ns))
			return raw_number(range + na, pna) + (addr - start);
	}
	return BAD_ADDR;
}

static u64 __init raw_translate(const struct place *at)
{
	int level = at->depth - 1, na, len;
	const fdt32_t *reg;
	u64 addr;

	if (level < 0)
		return BAD_ADDR;
	na = raw_cells(at, level, "#address-cells");
	reg = fdt_getprop(at->fdt, at->path[at->depth], "reg", &len);
	if (!reg || na < 1 || len < na * (int)sizeof(*reg))
		return BAD_ADDR;
	addr = raw_number(reg, na);
	for (; level > 0 && addr != BAD_ADDR; level--)
		addr = raw_translate_one(at, level, addr);
	return addr;
}

/* -- Finding and trying -------------------------------------------------------------------- */

static const struct uart_variant * __init match_uart(const void *fdt, int node)
{
	const struct of_device_id *match;
	const char *list;
	int len;

	list = fdt_getprop(fdt, node, "compatible", &len);
	if (!list)
		return NULL;
	for (match = __earlycon_of_table_start; match < __earlycon_of_table_end; match++) {
		if (fdt_stringlist_contains(list, len, match->compatible))
			return match->data;
	}
	return NULL;
}

static bool __init is_enabled(const struct place *at)
{
	const char *status;
	int level, len;

	for (level = 0; level <= at->depth; level++) {
		status = fdt_getprop(at->fdt, at->path[level], "status", &len);
		if (status && !fdt_stringlist_contains(status, len, "okay") &&
		    !fdt_stringlist_contains(status, len, "ok"))
			return false;
	}
	return true;
}

static int __init try_uart(const struct place *at)
{
	int node = at->path[at->depth];
	const struct uart_variant *variant = match_uart(at->fdt, node);
	u64 addr;

	if (!variant || !is_enabled(at))
		return -ENODEV;
	addr = raw_translate(at);
	if (addr > U32_MAX || uart_read_properties(&early_port, variant, at->fdt, node))
		return -ENODEV;
	early_port.membase = set_fixmap_earlycon(addr);
	if (!early_port.membase || !uart_identify(&early_port))
		return -ENODEV;
	variant->ops->startup(&early_port, 0);
	early_port.cons = (struct console) {
		.name = "earlycon", .write = uart_console_write, .data = &early_port,
		.flags = CON_BOOT | CON_PRINTBUFFER | CON_ENABLED | CON_ANYTIME,
	};
	early_port_found = true;
	register_console(&early_port.cons);
	return 0;
}

/* Goes through the tree; tries the node at offset @only, or every node if that is negative. */
static int __init try_nodes(const void *fdt, int only)
{
	struct place at = { .fdt = fdt };
	int node, depth = 0;

	for (node = 0; node >= 0 && depth >= 0; node = fdt_next_node(fdt, node, &depth)) {
		if (depth >= MAX_DEPTH)
			continue;
		at.depth = depth;
		at.path[depth] = node;
		if (only >= 0 && node != only)
			continue;
		if (!try_uart(&at))
			return 0;
		if (only >= 0)
			break;
	}
	return -ENODEV;
}

/* The node that stdout-path names, or a negative number. What follows a ':' is the line's rate. */
static int __init find_stdout(const void *fdt)
{
	int chosen = fdt_path_offset(fdt, "/chosen"), len;
	const char *path;

	if (chosen < 0)
		return chosen;
	path = fdt_getprop(fdt, chosen, "stdout-path", &len);
	if (!path)
		path = fdt_getprop(fdt, chosen, "linux,stdout-path", &len);
	if (!path || len < 2 || path[len - 1] != '\0')
		return -ENOENT;
	return fdt_path_offset_namelen(fdt, path, strcspn(path, ":"));
}

int __init earlycon_init_fdt(const void *fdt)
{
	int node;

	if (early_port_found)
		return 0;
	node = find_stdout(fdt);
	if (node >= 0 && !try_nodes(fdt, node))
		return 0;
	return try_nodes(fdt, -1);
}
