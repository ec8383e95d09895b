/* SPDX-License-Identifier: MIT */
/* Hard interrupts, thousands a second, at places nobody chose: for tests and benchmarks. */
#ifndef _MARROW_IRQ_STORM_H
#define _MARROW_IRQ_STORM_H

#include <linux/types.h>

/**
 * irq_storm_start - have @fn called in hard interrupts, on every CPU
 * @fn: is told how many nanoseconds after the moment it was due the interrupt got to its handler
 *
 * The interrupts are those of each CPU's tick, which goes on. Between the end of one and the next
 * lie 20 to 84 microseconds. Thread context.
 */
void irq_storm_start(void (*fn)(u64 late_ns));
/** Ends it; returns how many interrupts there were. Thread context. */
unsigned int irq_storm_stop(void);

#endif
