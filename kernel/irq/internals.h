/* SPDX-License-Identifier: MIT */
/* What the files of kernel/irq share among themselves. */
#ifndef _KERNEL_IRQ_INTERNALS_H
#define _KERNEL_IRQ_INTERNALS_H

#include <linux/irqdesc.h>
#include <linux/irqdomain.h>

/* So many interrupts in a row that nobody handled, and the line is closed. */
#define IRQ_UNHANDLED_MAX	100

/** Readies the records; once, before any other call. */
void irq_desc_init(void);
/** Takes the free number nearest to @hint for @domain's line @hwirq; 0 if all are taken. */
unsigned int irq_desc_alloc(struct irq_domain *domain, irq_hw_number_t hwirq);
/** Gives a number back: no controller, no flow, no domain. */
void irq_desc_release(unsigned int irq);

/* Towards the controller; lock held. They keep desc->masked. */
void irq_mask(struct irq_desc *desc);
void irq_unmask(struct irq_desc *desc);
void irq_mask_ack(struct irq_desc *desc);

/**
 * irq_note_unhandled - keep account of an interrupt that nobody handled; lock held
 *
 * Closes a line that nobody handles, with one line of report.
 */
void irq_note_unhandled(struct irq_desc *desc);

/** Makes an interrupt pending at its controller again; lock held. 0, -ENOSYS. */
int irq_retrigger(struct irq_desc *desc);

#endif
