// SPDX-License-Identifier: MIT
/*
 * The flows: in which order a controller, the record and the handlers are dealt with.
 *
 * Level lines stay up until the device has been served, so they are masked while the handlers run;
 * the controller is acknowledged at once and can signal other lines. Controllers with an end of
 * interrupt (GIC) hold the line off by themselves until told. Edges are acknowledged first, so that
 * one that comes while the handlers run is kept, and runs them again.
 *
 * A flow runs in interrupt context with interrupts off, and holds desc->lock but for the handlers.
 * It takes the lock without raising the preemption counter, which HARDIRQ_OFFSET has raised.
 */
#include "internals.h"

#include <linux/errno.h>
#include <linux/irqdesc.h>
#include <linux/kernel.h>
#include <linux/percpu.h>
#include <linux/printk.h>
#include <linux/smp.h>

/* -- Towards the controller ---------------------------------------------------------------- */

void irq_mask(struct irq_desc *desc)
{
	desc->irq_data.chip->irq_mask(&desc->irq_data);
	desc->masked = true;
}

void irq_unmask(struct irq_desc *desc)
{
	desc->irq_data.chip->irq_unmask(&desc->irq_data);
	desc->masked = false;
}

static void irq_ack(struct irq_desc *desc)
{
	if (desc->irq_data.chip->irq_ack)
		desc->irq_data.chip->irq_ack(&desc->irq_data);
}

static void irq_eoi(struct irq_desc *desc)
{
	if (desc->irq_data.chip->irq_eoi)
		desc->irq_data.chip->irq_eoi(&desc->irq_data);
}

void irq_mask_ack(struct irq_desc *desc)
{
	if (desc->irq_data.chip->irq_mask_ack) {
		desc->irq_data.chip->irq_mask_ack(&desc->irq_data);
		desc->masked = true;
		return;
	}
	irq_mask(desc);
	irq_ack(desc);
}

int irq_retrigger(struct irq_desc *desc)
{
	struct irq_chip *chip = desc->irq_data.chip;

	return chip && chip->irq_retrigger ? chip->irq_retrigger(&desc->irq_data) : -ENOSYS;
}

/* -- Running the handlers ------------------------------------------------------------------ */

static __always_inline void flow_lock(struct irq_desc *desc)
{
	arch_spin_lock(&desc->lock);
}

static __always_inline void flow_unlock(struct irq_desc *desc)
{
	arch_spin_unlock(&desc->lock);
}

/* Then it has a handler, too: invariant 2 of irqdesc.c. */
static __always_inline bool is_open(const struct irq_desc *desc)
{
	return desc->depth == 0;
}

static void count_irq(struct irq_desc *desc)
{
	unsigned int *count = &desc->kstat[raw_smp_processor_id()];

	WRITE_ONCE(*count, *count + 1);
}

/* Every handler of a shared line is called: more than one device may have asked. */
static __always_inline irqreturn_t run_actions(struct irq_desc *desc)
{
	struct irqaction *action = READ_ONCE(desc->action);
	unsigned int result = IRQ_NONE;

	for (; action; action = READ_ONCE(action->next))
		result |= action->handler(desc->irq_data.irq, action->dev_id);
	return result & IRQ_HANDLED;
}

static __always_inline void note_result(struct irq_desc *desc, irqreturn_t result)
{
	if (likely(result == IRQ_HANDLED))
		desc->unhandled = 0;
	else
		irq_note_unhandled(desc);
}

/* Runs the handlers with the lock dropped; the line is open and nobody else is at it. */
static __always_inline void handle_event(struct irq_desc *desc)
{
	irqreturn_t result;

	desc->pending = false;
	desc->in_progress = true;
	flow_unlock(desc);

	result = run_actions(desc);

	flow_lock(desc);
	desc->in_progress = false;
	note_result(desc, result);
}

/* An interrupt came on a line that nobody has opened: it stays masked from here on. */
static void note_closed_line(struct irq_desc *desc)
{
	if (!desc->action)
		irq_note_unhandled(desc);
}

/* -- Flows --------------------------------------------------------------------------------- */

void handle_level_irq(struct irq_desc *desc)
{
	flow_lock(desc);
	irq_mask_ack(desc);
	count_irq(desc);
	if (!is_open(desc)) {
		note_closed_line(desc);
	} else if (!desc->in_progress) {
		handle_event(desc);
		if (is_open(desc))
			irq_unmask(desc);
	}
	flow_unlock(desc);
}

/*
 * One CPU: what comes between is an interrupt that a handler has let in by enabling interrupts, and
 * finds the line masked. The record's note of that is brought up to date only if it stays so.
 */
void handle_level_solo_irq(struct irq_desc *desc)
{
	struct irq_chip *chip = desc->irq_data.chip;
	irqreturn_t result;

	chip->irq_mask_ack(&desc->irq_data);
	count_irq(desc);
	if (unlikely(!is_open(desc) || desc->in_progress)) {
		desc->masked = true;
		note_closed_line(desc);
		return;
	}
	desc->pending = false;
	desc->in_progress = true;
	result = run_actions(desc);
	desc->in_progress = false;
	note_result(desc, result);
	if (likely(is_open(desc)))
		chip->irq_unmask(&desc->irq_data);
	else
		desc->masked = true;
}

void handle_fasteoi_irq(struct irq_desc *desc)
{
	flow_lock(desc);
	count_irq(desc);
	if (!is_open(desc)) {
		desc->pending = true;
		irq_mask(desc);
		note_closed_line(desc);
	} else if (desc->in_progress) {
		/* Directed to another CPU meanwhile; the one that is at it goes round again. */
		desc->pending = true;
	} else {
		do {
			handle_event(desc);
		} while (desc->pending && is_open(desc));
	}
	irq_eoi(desc);
	flow_unlock(desc);
}

void handle_edge_irq(struct irq_desc *desc)
{
	flow_lock(desc);
	count_irq(desc);
	if (!is_open(desc) || desc->in_progress) {
		desc->pending = true;
		irq_mask_ack(desc);
		note_closed_line(desc);
		flow_unlock(desc);
		return;
	}
	irq_ack(desc);
	do {
		if (desc->masked)
			irq_unmask(desc);
		handle_event(desc);
	} while (desc->pending && is_open(desc));
	flow_unlock(desc);
}

void handle_percpu_devid_irq(struct irq_desc *desc)
{
	struct irqaction *action = READ_ONCE(desc->action);
	struct irq_chip *chip = desc->irq_data.chip;

	count_irq(desc);
	irq_ack(desc);
	if (action) {
		action->handler(desc->irq_data.irq, raw_cpu_ptr(action->percpu_dev_id));
	} else {
		pr_err("irq %u (%s %lu): no handler on CPU %u; the line is closed there\n",
		       desc->irq_data.irq, chip->name, desc->irq_data.hwirq,
		       raw_smp_processor_id());
		chip->irq_mask(&desc->irq_data);
	}
	irq_eoi(desc);
}

void handle_bad_irq(struct irq_desc *desc)
{
	count_irq(desc);
	pr_err("irq %u: came, but has no flow\n", desc->irq_data.irq);
}
