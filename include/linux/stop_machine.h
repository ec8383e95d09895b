/* SPDX-License-Identifier: MIT */
/* Running something while no other CPU runs anything. kernel/stop_machine.c does it. */
#ifndef _LINUX_STOP_MACHINE_H
#define _LINUX_STOP_MACHINE_H

#include <linux/cpumask.h>

typedef int (*cpu_stop_fn_t)(void *arg);

/**
 * stop_machine - run @fn(@data) with interrupts off while all other CPUs stand still
 * @cpus: NULL; it runs on the caller's CPU
 *
 * The others stand in an interrupt, interrupts off, wherever that met them: what they were in the
 * middle of is half done. Returns what @fn returns. May sleep; @fn may not.
 */
int stop_machine(cpu_stop_fn_t fn, void *data, const struct cpumask *cpus);

#endif
