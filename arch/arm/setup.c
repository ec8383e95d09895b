// SPDX-License-Identifier: MIT
/*
 * From the device tree to a mapped lowmem: what start_kernel() does first.
 *
 * Whatever can be wrong with the tree or with memory ends here in one line: either "ignored", and
 * on, or a stop. A stop without a console still prints, through fallback_console.c.
 */
#include <asm/setup.h>
#include <asm/memory.h>
#include <asm/pgtable.h>
#include <asm/sections.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/memblock.h>
#include <linux/minmax.h>
#include <linux/of_fdt.h>
#include <linux/panic.h>
#include <linux/printk.h>
#include <linux/sizes.h>
#include <linux/string.h>

phys_addr_t boot_fdt_phys __initdata;
unsigned long boot_flags __initdata;

/* With less than this nothing works; the message says so. */
#define MIN_RAM		SZ_8M

/* --- the command line ----------------------------------------------------------------------- */

static u64 mem_limit __initdata = ~0ull;
static unsigned long lowmem_limit __initdata = LOWMEM_MAX;

/* A size with an optional K, M or G; 0 and a line if it is none. */
static u64 __init parse_size(const char *param, char *arg)
{
	char *end = arg;
	u64 size = arg ? memparse(arg, &end) : 0;

	if (!size || *end) {
		pr_warn("%s=%s: not a size, ignored\n", param, arg ? arg : "");
		return 0;
	}
	return size;
}

static int __init early_mem(char *arg)
{
	u64 size = parse_size("mem", arg);

	if (size && size < MIN_RAM)
		pr_warn("mem=%s: less than %u MiB, ignored\n", arg, MIN_RAM / SZ_1M);
	else if (size)
		mem_limit = size;
	return 0;
}
early_param("mem", early_mem);

/* Takes @size as the border, within what the address space and the kernel allow. */
static void __init set_lowmem_limit(const char *param, const char *arg, u64 size)
{
	u64 limit = clamp(size & SECTION_MASK, (u64)MIN_RAM, (u64)LOWMEM_MAX);

	if (limit != size)
		pr_warn("%s=%s: lowmem becomes %llu MiB\n", param, arg, limit / SZ_1M);
	lowmem_limit = min(lowmem_limit, (unsigned long)limit);
}

static int __init early_lowmem(char *arg)
{
	u64 size = parse_size("lowmem", arg);

	if (size)
		set_lowmem_limit("lowmem", arg, size);
	return 0;
}
early_param("lowmem", early_lowmem);

static int __init early_vmalloc(char *arg)
{
	u64 size = parse_size("vmalloc", arg), room = VMALLOC_END - PAGE_OFFSET - VMALLOC_OFFSET;

	if (size)
		set_lowmem_limit("vmalloc", arg, size < room ? room - size : 0);
	return 0;
}
early_param("vmalloc", early_vmalloc);

/* --- memory --------------------------------------------------------------------------------- */

/* Cuts banks down to what answers. The image's own bank was written already, by being loaded. */
static void __init probe_banks(void)
{
	phys_addr_t start, end, found;
	u64 i;

	for_each_mem_range(i, &start, &end) {
		found = ram_find_end(start, end);
		if (found == end)
			continue;
		pr_warn("memory: bank %pa-%pa answers up to %pa only\n", &start, &end, &found);
		memblock_remove(found, end - found);
	}
}

static void __init add_memory(void)
{
	phys_addr_t image = PHYS_OFFSET + TEXT_OFFSET - PG_DIR_SIZE;
	unsigned long image_size = _end - _text + PG_DIR_SIZE;

	if (!early_init_dt_scan_memory())
		panic("device tree: no memory node with a bank in it");
	if (memblock_start_of_DRAM() < PHYS_OFFSET) {
		pr_warn("memory: below %pa, where the kernel's map begins: ignored\n",
			&__pv_phys_offset);
		memblock_remove(0, PHYS_OFFSET);
	}
	if (!memblock_is_region_memory(image, image_size))
		panic("memory: the kernel at %pa lies in no bank of the device tree", &image);
	memblock_enforce_memory_limit(mem_limit);
	memblock_reserve(image, image_size);
	early_init_fdt_scan_reserved_mem();
	probe_banks();
	if (!memblock_is_region_memory(PHYS_OFFSET, MIN_RAM))
		panic("memory: less than %u MiB from %pa on", MIN_RAM / SZ_1M, &__pv_phys_offset);
}

static void __init set_lowmem_bounds(void)
{
	phys_addr_t end = memblock_end_of_DRAM();

	arm_lowmem_limit = end - PHYS_OFFSET > lowmem_limit ? PHYS_OFFSET + lowmem_limit : end;
	high_memory = phys_to_virt(arm_lowmem_limit);
	vmalloc_start = ((unsigned long)high_memory + VMALLOC_OFFSET) & ~(VMALLOC_OFFSET - 1);
	memblock_set_current_limit(PHYS_OFFSET);	/* nothing before lowmem is mapped */
}

static void __init print_banks(void)
{
	phys_addr_t start, end;
	u64 i;

	for_each_mem_range(i, &start, &end)
		pr_info("Memory: %pa-%pa, %u MiB\n", &start, &end, (end - start) / SZ_1M);
}

static void __init print_range(const char *name, unsigned long start, unsigned long end)
{
	unsigned long size = end - start;

	pr_info("    %-8s 0x%08lx-0x%08lx  %4lu %s\n", name, start, end,
		size < SZ_1M ? size / SZ_1K : size / SZ_1M, size < SZ_1M ? "KiB" : "MiB");
}

static void __init print_layout(void)
{
	pr_info("Virtual memory:\n");
	print_range("vectors", VECTORS_BASE, VECTORS_BASE + PAGE_SIZE);
	print_range("fixmap", FIXADDR_START, FIXADDR_END);
	print_range("vmalloc", VMALLOC_START, VMALLOC_END);
	print_range("lowmem", PAGE_OFFSET, (unsigned long)high_memory);
	print_range("pkmap", PKMAP_BASE, PKMAP_END);
	print_range("modules", MODULES_VADDR, MODULES_END);
	print_range(".text", (unsigned long)_text, (unsigned long)_etext);
	print_range(".rodata", (unsigned long)__start_rodata, (unsigned long)__end_rodata);
	print_range(".data", (unsigned long)__data_start, (unsigned long)_edata);
	print_range(".bss", (unsigned long)__bss_start, (unsigned long)__bss_stop);
}

/* --- the device tree ------------------------------------------------------------------------ */

/** Where a kernel without a device tree stops, for the debugger to show. */
void no_device_tree(void) __noreturn;
void __noreturn no_device_tree(void)
{
	early_console_setup(NULL);
	pr_emerg("No device tree: r2 holds none, and none follows the image. Stopped.\n");
	for (;;)
		asm volatile("wfi");
}

static void __init setup_machine_fdt(void)
{
	const char *problem;

	if (boot_flags & BOOT_BAD_R2)
		pr_warn("r2 points at no memory: reading a device tree there aborted\n");
	if (!boot_fdt_phys)
		no_device_tree();
	problem = early_init_dt_verify(boot_fdt_phys);
	early_console_setup(initial_boot_params);
	if (problem)
		panic("device tree: at %pa: %s", &boot_fdt_phys, problem);
	early_init_dt_scan_chosen();
}

void __init setup_arch(char **cmdline_p)
{
	early_mmu_init();
	cpu_setup();
	setup_machine_fdt();
	pr_info("Machine: %s\n", of_flat_dt_get_machine_name());
	pr_info("Device tree: %lu bytes at %pa\n", initial_boot_params_size,
		&initial_boot_params_phys);
	pr_info("Command line: %s\n", boot_command_line);
	*cmdline_p = boot_command_line;
	parse_early_param();
	add_memory();
	print_banks();
	set_lowmem_bounds();
	paging_init();
	print_layout();
	unflatten_device_tree();
}
