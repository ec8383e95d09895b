/* SPDX-License-Identifier: MIT */
/* The flattened device tree, before it is a tree of nodes. All of this is start-up only. */
#ifndef _LINUX_OF_FDT_H
#define _LINUX_OF_FDT_H

#include <linux/init.h>
#include <linux/types.h>

/** The tree in use, mapped read-only in the fixmap; NULL before it has been found good. */
extern const void *initial_boot_params;
/** Where it lies in RAM, and its size in bytes. */
extern phys_addr_t initial_boot_params_phys;
extern unsigned long initial_boot_params_size;

/** Physical range of the initrd, [start, end); empty if there is none. */
extern phys_addr_t phys_initrd_start, phys_initrd_end;

/**
 * early_init_dt_verify - map the tree at @phys and check it
 *
 * Returns NULL and sets initial_boot_params, or says in a few words what is wrong with the tree.
 */
const char *early_init_dt_verify(phys_addr_t phys);

/** Copies /chosen's bootargs to boot_command_line and notes the initrd. */
void early_init_dt_scan_chosen(void);
/** Adds the banks of every memory node to memblock; returns how many bytes were added. */
u64 early_init_dt_scan_memory(void);
/** Reserves the tree, /memreserve/, /reserved-memory and the initrd in memblock. */
void early_init_fdt_scan_reserved_mem(void);
/** The root's model string, or its first compatible, or "unknown". */
const char *of_flat_dt_get_machine_name(void);

/** Makes struct device_nodes of the whole tree (drivers/of/base.c); needs memblock_alloc(). */
void unflatten_device_tree(void);

#endif
