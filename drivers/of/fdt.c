// SPDX-License-Identifier: MIT
/*
 * The first look at the device tree, before there is memory to make nodes of it.
 *
 * The tree comes from outside and may be damaged in any way. Nothing in it is believed before
 * libfdt has walked it whole (fdt_check_full), and what it says of memory is checked once more by
 * memblock. Each thing that is wrong gives one line that begins with "device tree:".
 */
#include <linux/of_fdt.h>
#include <asm/fixmap.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/memblock.h>
#include <linux/minmax.h>
#include <linux/printk.h>
#include <linux/string.h>
#include <libfdt.h>

const void *initial_boot_params __ro_after_init;
phys_addr_t initial_boot_params_phys __ro_after_init;
unsigned long initial_boot_params_size __ro_after_init;
phys_addr_t phys_initrd_start __ro_after_init, phys_initrd_end __ro_after_init;
char boot_command_line[COMMAND_LINE_SIZE];

/* The largest tree: the window less the first page's offset. */
#define FDT_MAX_SIZE	(FDT_FIXED_SIZE - PAGE_SIZE)

const char * __init early_init_dt_verify(phys_addr_t phys)
{
	const void *fdt = fixmap_remap_fdt(phys, sizeof(struct fdt_header));
	unsigned long size;
	int err;

	if (!fdt || fdt_magic(fdt) != FDT_MAGIC)
		return "no device tree there";
	size = fdt_totalsize(fdt);
	if (size < sizeof(struct fdt_header) || size > FDT_MAX_SIZE)
		return "its size is absurd";
	fdt = fixmap_remap_fdt(phys, size);
	if (!fdt)
		return "it does not fit its window";
	err = fdt_check_full(fdt, size);
	if (err)
		return fdt_strerror(err);
	initial_boot_params = fdt;
	initial_boot_params_phys = phys;
	initial_boot_params_size = size;
	return NULL;
}

/* --- cells ---------------------------------------------------------------------------------- */

/* A number of one or two cells; property data is aligned to cells. */
static u64 read_cells(const fdt32_t *cell, int cells)
{
	u64 val = 0;

	while (cells--)
		val = val << 32 | fdt32_to_cpu(*cell++);
	return val;
}

/*
 * Calls @fn for each (address, size) of @node's reg, in the cells of @parent. Returns how many, or
 * -1 with a line if reg is missing or is no whole number of them.
 */
static int for_each_reg(int parent, int node, void (*fn)(u64 base, u64 size, int node))
{
	const void *fdt = initial_boot_params;
	int addr_cells = fdt_address_cells(fdt, parent), size_cells = fdt_size_cells(fdt, parent);
	int len, nr, step = addr_cells + size_cells;
	const fdt32_t *reg = fdt_getprop(fdt, node, "reg", &len);

	if (!reg || addr_cells < 1 || addr_cells > 2 || size_cells < 1 || size_cells > 2 ||
	    !len || len % (step * 4)) {
		pr_warn("device tree: %s has no usable reg\n", fdt_get_name(fdt, node, NULL));
		return -1;
	}
	for (nr = 0; len; nr++, len -= step * 4, reg += step)
		fn(read_cells(reg, addr_cells), read_cells(reg + addr_cells, size_cells), node);
	return nr;
}

/* --- /chosen -------------------------------------------------------------------------------- */

static u64 __init chosen_address(int chosen, const char *name)
{
	int len;
	const fdt32_t *val = fdt_getprop(initial_boot_params, chosen, name, &len);

	return val && (len == 4 || len == 8) ? read_cells(val, len / 4) : 0;
}

static void __init scan_initrd(int chosen)
{
	u64 start = chosen_address(chosen, "linux,initrd-start");
	u64 end = chosen_address(chosen, "linux,initrd-end");

	if (!start && !end)
		return;
	if (start >= end || end > MEMBLOCK_PHYS_LIMIT) {
		pr_warn("device tree: initrd 0x%llx-0x%llx is no range, ignored\n", start, end);
		return;
	}
	phys_initrd_start = start;
	phys_initrd_end = end;
}

void __init early_init_dt_scan_chosen(void)
{
	const void *fdt = initial_boot_params;
	int chosen = fdt_path_offset(fdt, "/chosen"), len;
	const char *args;

	if (chosen < 0)
		return;
	scan_initrd(chosen);
	args = fdt_getprop(fdt, chosen, "bootargs", &len);
	if (!args || len <= 0)
		return;
	if (strnlen(args, len) >= COMMAND_LINE_SIZE)
		pr_warn("device tree: bootargs cut to %d characters\n", COMMAND_LINE_SIZE - 1);
	strscpy(boot_command_line, args, min(len, COMMAND_LINE_SIZE));
}

/* The first string of a property, NULL if it is none; a damaged one may lack its NUL. */
static const char *prop_string(int node, const char *name)
{
	return fdt_stringlist_get(initial_boot_params, node, name, 0, NULL);
}

const char * __init of_flat_dt_get_machine_name(void)
{
	const char *name = prop_string(0, "model");

	if (!name)
		name = prop_string(0, "compatible");
	return name ? name : "unknown";
}

/* --- memory --------------------------------------------------------------------------------- */

static u64 memory_found __initdata;

static void __init add_bank(u64 base, u64 size, int node)
{
	if (!size) {
		pr_warn("device tree: bank at 0x%llx is empty, ignored\n", base);
		return;
	}
	if (!memblock_add(base, size))
		memory_found += size;
}

static bool __init is_memory(int node)
{
	const char *type = prop_string(node, "device_type");

	return type && !strcmp(type, "memory");
}

static bool __init is_disabled(int node)
{
	const char *status = prop_string(node, "status");

	return status && strcmp(status, "okay") && strcmp(status, "ok");
}

u64 __init early_init_dt_scan_memory(void)
{
	const void *fdt = initial_boot_params;
	int node;

	fdt_for_each_subnode(node, fdt, 0)
		if (is_memory(node) && !is_disabled(node))
			for_each_reg(0, node, add_bank);
	return memory_found;
}

/* --- what is taken -------------------------------------------------------------------------- */

static void __init reserve(u64 base, u64 size, const char *what)
{
	if (!size || base + size < base || base >= MEMBLOCK_PHYS_LIMIT)
		pr_warn("device tree: %s 0x%llx+0x%llx is no range, ignored\n", what, base, size);
	else
		memblock_reserve(base, size);
}

static void __init reserve_region(u64 base, u64 size, int node)
{
	if (fdt_getprop(initial_boot_params, node, "no-map", NULL))
		memblock_mark_nomap(base, size);
	else
		reserve(base, size, fdt_get_name(initial_boot_params, node, NULL));
}

/* Regions whose place is ours to choose (size without reg) are for drivers that we do not have. */
static void __init scan_reserved_memory(void)
{
	const void *fdt = initial_boot_params;
	int parent = fdt_path_offset(fdt, "/reserved-memory"), node;

	if (parent < 0)
		return;
	fdt_for_each_subnode(node, fdt, parent)
		if (!is_disabled(node) && fdt_getprop(fdt, node, "reg", NULL))
			for_each_reg(parent, node, reserve_region);
}

static void __init scan_memreserve(void)
{
	const void *fdt = initial_boot_params;
	int i, nr = fdt_num_mem_rsv(fdt);
	u64 base, size;

	for (i = 0; i < nr; i++)
		if (!fdt_get_mem_rsv(fdt, i, &base, &size))
			reserve(base, size, "/memreserve/");
}

static void __init reserve_initrd(void)
{
	phys_addr_t size = phys_initrd_end - phys_initrd_start;

	if (!size)
		return;
	if (memblock_is_region_memory(phys_initrd_start, size) &&
	    !memblock_is_region_reserved(phys_initrd_start, size)) {
		memblock_reserve(phys_initrd_start, size);
		return;
	}
	pr_warn("initrd %pa-%pa is outside of memory or on top of something, ignored\n",
		&phys_initrd_start, &phys_initrd_end);
	phys_initrd_start = 0;
	phys_initrd_end = 0;
}

void __init early_init_fdt_scan_reserved_mem(void)
{
	memblock_reserve(initial_boot_params_phys, initial_boot_params_size);
	reserve_initrd();
	scan_memreserve();
	scan_reserved_memory();
}
