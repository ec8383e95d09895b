/* SPDX-License-Identifier: MIT */
/* Between the files that start the CPU and the board. Start-up only. */
#ifndef _ASM_SETUP_H
#define _ASM_SETUP_H

/* boot_flags */
#define BOOT_HYP	1	/* entered in HYP mode */
#define BOOT_BAD_R2	2	/* reading where r2 points aborted */

#ifndef __ASSEMBLY__
#include <linux/types.h>

/** What head.S found: the physical address of the device tree (0: none), and BOOT_* flags. */
extern phys_addr_t boot_fdt_phys;
extern unsigned long boot_flags;

/** Turns on what head.S could not, and prints what CPU this is. */
void cpu_setup(void);

/**
 * early_console_setup - make sure that there is a console, if there can be one
 * @fdt: a good device tree, or NULL: then the console comes from the project's own trees
 *
 * Does nothing when there is one already. Start-up only, any context.
 */
void early_console_setup(const void *fdt);

/**
 * ram_find_end - how much of the bank [@start, @end) is really there
 *
 * Returns the end of the part that holds what is written to it, @start if nothing does. What it
 * held is preserved. Both page-aligned; before paging_init().
 */
phys_addr_t ram_find_end(phys_addr_t start, phys_addr_t end);
#endif

#endif
