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
	const struct irq_data *data = &desc->irq_data;

	if (action)
		pr_err("irq %u (%s %lu): %s%s did not handle it %u times in a row, line closed\n",
		       data->irq, data->chip->name, data->hwirq, action->name,
		       action->next ? " and others" : "", desc->unhandled);
	else
		pr_err("irq %u (%s %lu): came, but has no handler, line closed\n", data->irq,
		       data->chip->name, data->hwirq);
	desc->unhandled = 0;
	desc->spurious_disabled = true;
	desc->depth++;
	irq_mask(desc);
}

void irq_note_unhandled(struct irq_desc *desc)
{
	desc->unhandled++;
	if (desc->spurious_disabled)
		return;
	if (!desc->action || desc->unhandled >= IRQ_UNHANDLED_MAX)
		close_spurious(desc);
}
