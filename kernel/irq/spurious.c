// SPDX-License-Identifier: MIT
/*
 * Interrupts that nobody handles.
 *
 * A level line that no handler quietens would interrupt again at once, for ever. A few such
 * interrupts are normal on shared lines and with posted writes; IRQ_UNHANDLED_MAX in a row are not,
 * and a line without any handler has no business to be open at all.
 */
#include "internals.h"

#include <linux/kernel.h>
#include <linux/printk.h>

static void close_spurious(struct irq_desc *desc)
{
	const struct irqaction *action = desc->action;

	pr_err("irq %u (%s %lu): nobody handled it %u times in a row (%s%s); the line is closed\n",
	       desc->irq_data.irq, desc->irq_data.chip->name, desc->irq_data.hwirq, desc->unhandled,
	       action ? action->name : "no handler", action && action->next ? " and others" : "");
	desc->unhandled = 0;
	desc->spurious_disabled = true;
	desc->depth++;
	irq_mask(desc);
}

void irq_note_result(struct irq_desc *desc, irqreturn_t result)
{
	if (result == IRQ_HANDLED) {
		desc->unhandled = 0;
		return;
	}
	desc->unhandled++;
	if (desc->spurious_disabled)
		return;
	if (!desc->action || desc->unhandled >= IRQ_UNHANDLED_MAX)
		close_spurious(desc);
}
