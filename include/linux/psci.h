/* SPDX-License-Identifier: MIT */
/* Firmware that starts and stops CPUs and the system: ARM's PSCI (DEN 0022). */
#ifndef _LINUX_PSCI_H
#define _LINUX_PSCI_H

#include <linux/types.h>

/**
 * psci_cpu_on - start a CPU
 * @mpidr: its affinity fields, the node's "reg"
 * @entry: physical address where it starts, MMU off, in ARM state
 *
 * Returns 0, -EOPNOTSUPP without PSCI, -EINVAL for no such CPU, -EALREADY for one that is on, or
 * -EIO. Finds PSCI in the device tree by itself. Thread context.
 */
int psci_cpu_on(u32 mpidr, phys_addr_t entry);
/** Stops the CPU that calls; returns only when that is refused. Interrupts off. */
int psci_cpu_off(void);

#endif
