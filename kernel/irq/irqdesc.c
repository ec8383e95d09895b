// SPDX-License-Identifier: MIT
/*
 * The interrupt core: from a controller's line to the handlers of drivers.
 *
 *   CPU takes an interrupt
 *     handle_arch_irq()              the root controller's driver: which line?
 *       generic_handle_domain_irq()  line -> Linux's number -> struct irq_desc
 *         desc->handle_irq()         the flow: what to tell the controller, and when
 *           action->handler()        drivers, one after the other on a shared line
 *
 * A line is open when desc->depth is 0, and every disable adds one. A flow never calls the handlers
 * of a line that is closed, or twice at a time: in_progress sees to it across CPUs. What a
 * controller signals and nobody handles is counted; after IRQ_UNHANDLED_MAX times in a row the
 * line is closed and named, so that a device gone wild costs a line of text and not the machine.
 *
 * Invariants
 *  1. desc->action is NULL unless the interrupt is mapped: domain, chip and handle_irq are set.
 *  2. depth == 0 implies action != NULL.
 *  3. A line is unmasked at its controller only if depth == 0, or for a moment in a flow.
 *  4. domain->revmap[desc->hwirq] == desc, for every mapped interrupt.
 *
 * Locking: irq_domain_lock, then desc->lock (see those). Handlers run with neither.
 * Limits: NR_IRQS numbers, NR_IRQ_ACTIONS handlers; both tables are static, since controllers
 * start before there is a slab.
 *
 * This file holds the records: their making, their numbers, their statistics.
 */
#include "internals.h"

#include <linux/errno.h>
#include <linux/init.h>
#include <linux/irqdesc.h>
#include <linux/kernel.h>
#include <linux/of.h>
#include <linux/printk.h>
#include <linux/seq_buf.h>

static struct irq_desc irq_descs[NR_IRQS];

struct irq_desc *irq_to_desc(unsigned int irq)
{
	return irq < NR_IRQS ? &irq_descs[irq] : NULL;
}

struct irq_data *irq_get_irq_data(unsigned int irq)
{
	struct irq_desc *desc = irq_to_desc(irq);

	return desc && desc->irq_data.domain ? &desc->irq_data : NULL;
}

void __init irq_desc_init(void)
{
	unsigned int irq;

	for (irq = 0; irq < NR_IRQS; irq++) {
		raw_spin_lock_init(&irq_descs[irq].lock);
		irq_descs[irq].irq_data.irq = irq;
		irq_descs[irq].depth = 1;
		irq_descs[irq].masked = true;
	}
}

unsigned int irq_desc_alloc(struct irq_domain *domain, irq_hw_number_t hwirq)
{
	unsigned int hint = hwirq % NR_IRQS, i, irq;

	for (i = 0; i < NR_IRQS; i++) {
		irq = (hint + i) % NR_IRQS;
		if (irq == 0 || irq_descs[irq].irq_data.domain)
			continue;
		irq_descs[irq].irq_data.hwirq = hwirq;
		irq_descs[irq].irq_data.domain = domain;
		return irq;
	}
	pr_err("irq: all %d interrupt numbers are taken\n", NR_IRQS - 1);
	return 0;
}

void irq_desc_release(unsigned int irq)
{
	struct irq_desc *desc = irq_to_desc(irq);
	unsigned long flags;
	int cpu;

	raw_spin_lock_irqsave(&desc->lock, flags);
	desc->irq_data = (struct irq_data) { .irq = irq };
	desc->handle_irq = NULL;
	desc->percpu_devid = false;
	desc->type = IRQ_TYPE_NONE;
	desc->depth = 1;
	desc->masked = true;
	desc->pending = false;
	desc->spurious_disabled = false;
	for (cpu = 0; cpu < NR_CPUS; cpu++)
		desc->kstat[cpu] = 0;
	raw_spin_unlock_irqrestore(&desc->lock, flags);
}

/* -- What a controller's driver sets ------------------------------------------------------- */

void irq_set_chip_and_handler(unsigned int irq, struct irq_chip *chip, irq_flow_handler_t flow)
{
	struct irq_desc *desc = irq_to_desc(irq);
	unsigned long flags;

	raw_spin_lock_irqsave(&desc->lock, flags);
	desc->irq_data.chip = chip;
	desc->handle_irq = flow;
	raw_spin_unlock_irqrestore(&desc->lock, flags);
}

int irq_set_chip_data(unsigned int irq, void *data)
{
	struct irq_desc *desc = irq_to_desc(irq);

	if (!desc)
		return -EINVAL;
	desc->irq_data.chip_data = data;
	return 0;
}

int irq_set_percpu_devid(unsigned int irq)
{
	struct irq_desc *desc = irq_to_desc(irq);

	if (!desc || desc->action)
		return -EINVAL;
	desc->percpu_devid = true;
	return 0;
}

/* -- Statistics ---------------------------------------------------------------------------- */

unsigned int kstat_irqs_cpu(unsigned int irq, int cpu)
{
	struct irq_desc *desc = irq_to_desc(irq);

	return desc && cpu >= 0 && cpu < NR_CPUS ? READ_ONCE(desc->kstat[cpu]) : 0;
}

unsigned int kstat_irqs(unsigned int irq)
{
	unsigned int cpu, sum = 0;

	for_each_possible_cpu(cpu)
		sum += kstat_irqs_cpu(irq, cpu);
	return sum;
}

static void show_interrupt(struct seq_buf *s, struct irq_desc *desc)
{
	struct irqaction *action;
	unsigned long flags;
	unsigned int cpu;

	raw_spin_lock_irqsave(&desc->lock, flags);
	if (desc->action) {
		seq_buf_printf(s, "%3u:", desc->irq_data.irq);
		for_each_online_cpu(cpu)
			seq_buf_printf(s, " %10u", desc->kstat[cpu]);
		seq_buf_printf(s, "  %-8s %4lu", desc->irq_data.chip->name, desc->irq_data.hwirq);
		for (action = desc->action; action; action = action->next)
			seq_buf_printf(s, "%s%s", action == desc->action ? "  " : ", ",
				       action->name);
		seq_buf_printf(s, "\n");
	}
	raw_spin_unlock_irqrestore(&desc->lock, flags);
}

void show_interrupts(struct seq_buf *s)
{
	unsigned int cpu, irq;

	seq_buf_printf(s, "    ");
	for_each_online_cpu(cpu)
		seq_buf_printf(s, "       CPU%u", cpu);
	seq_buf_printf(s, "\n");
	for (irq = 1; irq < NR_IRQS; irq++)
		show_interrupt(s, &irq_descs[irq]);
}
