// SPDX-License-Identifier: MIT
/*
 * A console for the worst case: the device tree is missing or damaged, so nothing says where a UART
 * is, and yet the user must learn what is wrong.
 *
 * The image holds the project's own trees. The one whose RAM starts where ours does, for the kind
 * of CPU that we run on, says where such a board has its UART; the driver makes sure that one
 * answers. Only the console comes from there.
 */
#include <asm/setup.h>
#include <asm/cp15.h>
#include <asm/memory.h>
#include <linux/init.h>
#include <linux/printk.h>
#include <linux/serial_core.h>
#include <linux/string.h>
#include <libfdt.h>

extern const void *const fallback_trees[];

static phys_addr_t __init tree_ram_start(const void *fdt)
{
	int node = fdt_node_offset_by_prop_value(fdt, -1, "device_type", "memory", 7);
	int len, cells = fdt_address_cells(fdt, 0);
	const fdt32_t *reg = fdt_getprop(fdt, node, "reg", &len);

	return reg && len >= cells * 4 ? fdt32_to_cpu(reg[cells - 1]) : 0;
}

static bool __init tree_is_for_cortex_a8(const void *fdt)
{
	return fdt_node_offset_by_compatible(fdt, -1, "arm,cortex-a8") >= 0;
}

static bool have_console;

/* The UART of the project's own tree that fits this machine. */
static bool __init fallback_console_setup(void)
{
	bool is_a8 = (read_midr() & MIDR_PART_MASK) == MIDR_CORTEX_A8;
	const void *const *fdt;

	for (fdt = fallback_trees; *fdt; fdt++)
		if (tree_ram_start(*fdt) == PHYS_OFFSET && tree_is_for_cortex_a8(*fdt) == is_a8)
			return !earlycon_init_fdt(*fdt);
	return false;
}

void __init early_console_setup(const void *fdt)
{
	if (have_console)
		return;
	have_console = fdt && !earlycon_init_fdt(fdt);
	if (have_console)
		return;
	have_console = fallback_console_setup();
	if (have_console && fdt)
		pr_warn("device tree: names no console that answers, this one is a guess\n");
}
