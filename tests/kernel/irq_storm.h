/* SPDX-License-Identifier: MIT */
/* Hard interrupts, thousands a second, at places nobody chose. */
#ifndef _TESTS_KERNEL_IRQ_STORM_H
#define _TESTS_KERNEL_IRQ_STORM_H

/**
 * irq_storm_start - have @fn called in hard interrupts, on every CPU
 *
 * The interrupts are those of each CPU's tick, which goes on. Between the end of one and the next
 * lie 20 to 84 microseconds. Thread context.
 */
void irq_storm_start(void (*fn)(void));
/** Ends it; returns how many interrupts there were. Thread context. */
unsigned int irq_storm_stop(void);

#endif
