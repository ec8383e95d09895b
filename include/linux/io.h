/* SPDX-License-Identifier: MIT */
/* Device registers in the address space of the kernel. */
#ifndef _LINUX_IO_H
#define _LINUX_IO_H

#include <asm/io.h>
#include <linux/types.h>

/**
 * ioremap - map device registers
 * @phys: their physical address, of any alignment
 * @size: bytes
 *
 * Returns their virtual address, or NULL (empty range, past 4 GiB, over RAM, no space). The
 * mapping is Device memory: accesses stay in order and are never merged. Not in interrupts.
 */
void __iomem *ioremap(phys_addr_t phys, size_t size);

/** Gives back what ioremap() returned; NULL is fine. Not in interrupts. */
void iounmap(volatile void __iomem *addr);

#endif
