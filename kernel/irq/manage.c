// SPDX-License-Identifier: MIT
/*
 * Installing, removing, closing and opening handlers: what drivers call.
 *
 * The list of a line's handlers is changed under desc->lock and walked without it (run_actions());
 * so a new handler is linked last and whole, and one that goes is unlinked first, then waited for
 * with synchronize_irq(), and only then given back.
 */
#include <linux/interrupt.h>

#include "internals.h"

#include <asm/processor.h>
#include <linux/bug.h>
#include <linux/errno.h>
#include <linux/irqdesc.h>
#include <linux/kernel.h>
#include <linux/percpu.h>
#include <linux/printk.h>

#define NR_IRQ_ACTIONS	96

/* Free entries have no handler. Locked by action_lock. */
static struct irqaction action_pool[NR_IRQ_ACTIONS];
static DEFINE_RAW_SPINLOCK(action_lock);

static struct irqaction *action_alloc(const struct irqaction *init)
{
	struct irqaction *action = NULL;
	unsigned long flags;
	int i;

	raw_spin_lock_irqsave(&action_lock, flags);
	for (i = 0; i < NR_IRQ_ACTIONS && !action; i++) {
		if (!action_pool[i].handler)
			action = &action_pool[i];
	}
	if (action)
		*action = *init;
	raw_spin_unlock_irqrestore(&action_lock, flags);
	return action;
}

static void action_free(struct irqaction *action)
{
	unsigned long flags;

	raw_spin_lock_irqsave(&action_lock, flags);
	*action = (struct irqaction) { 0 };
	raw_spin_unlock_irqrestore(&action_lock, flags);
}

/* The record of a mapped interrupt that has a controller, else NULL. */
static struct irq_desc *usable_desc(unsigned int irq)
{
	struct irq_desc *desc = irq_to_desc(irq);

	return desc && desc->irq_data.chip && desc->handle_irq ? desc : NULL;
}

static int set_type_locked(struct irq_desc *desc, unsigned int type)
{
	struct irq_chip *chip = desc->irq_data.chip;
	int err;

	type &= IRQ_TYPE_SENSE_MASK;
	if (type == IRQ_TYPE_NONE || type == desc->type)
		return 0;
	if (!chip || !chip->irq_set_type)
		return -ENOSYS;
	err = chip->irq_set_type(&desc->irq_data, type);
	if (!err)
		desc->type = type;
	return err;
}

int irq_set_irq_type(unsigned int irq, unsigned int type)
{
	struct irq_desc *desc = usable_desc(irq);
	unsigned long flags;
	int err;

	if (!desc)
		return -EINVAL;
	raw_spin_lock_irqsave(&desc->lock, flags);
	err = set_type_locked(desc, type);
	raw_spin_unlock_irqrestore(&desc->lock, flags);
	return err;
}

/* -- Opening and closing; lock held -------------------------------------------------------- */

static void close_line(struct irq_desc *desc)
{
	if (desc->depth++ == 0)
		irq_mask(desc);
}

/* An edge that came while the line was closed is gone, a level is still there. */
static void resend_edge(struct irq_desc *desc)
{
	bool edge = desc->handle_irq == handle_edge_irq || (desc->type & IRQ_TYPE_EDGE_BOTH);

	if (!desc->pending || desc->in_progress)
		return;
	desc->pending = false;
	if (edge)
		irq_retrigger(desc);
}

static void open_line(struct irq_desc *desc)
{
	if (WARN(desc->depth == 0, "irq %u: enabled more often than disabled\n",
		 desc->irq_data.irq))
		return;
	/* Without a handler the line stays closed, whatever is enabled. */
	if (desc->depth > 1 || !desc->action) {
		desc->depth = desc->depth > 1 ? desc->depth - 1 : 1;
		return;
	}
	desc->depth = 0;
	desc->spurious_disabled = false;
	irq_unmask(desc);
	resend_edge(desc);
}

void disable_irq_nosync(unsigned int irq)
{
	struct irq_desc *desc = usable_desc(irq);
	unsigned long flags;

	if (!desc || WARN_ON(desc->percpu_devid))
		return;
	raw_spin_lock_irqsave(&desc->lock, flags);
	close_line(desc);
	raw_spin_unlock_irqrestore(&desc->lock, flags);
}

void synchronize_irq(unsigned int irq)
{
	struct irq_desc *desc = irq_to_desc(irq);

	if (!desc)
		return;
	while (READ_ONCE(desc->in_progress))
		cpu_relax();
	/* What the handler wrote is seen from here on. */
	smp_mb();
}

void disable_irq(unsigned int irq)
{
	disable_irq_nosync(irq);
	synchronize_irq(irq);
}

void enable_irq(unsigned int irq)
{
	struct irq_desc *desc = usable_desc(irq);
	unsigned long flags;

	if (!desc || WARN_ON(desc->percpu_devid))
		return;
	raw_spin_lock_irqsave(&desc->lock, flags);
	open_line(desc);
	raw_spin_unlock_irqrestore(&desc->lock, flags);
}

/* -- Handlers ------------------------------------------------------------------------------ */

/* Whether @action may join the handlers that are there. */
static bool may_share(const struct irq_desc *desc, const struct irqaction *action)
{
	const struct irqaction *first = desc->action;

	if ((first->flags & action->flags & IRQF_SHARED) && !(action->flags & IRQF_NO_AUTOEN) &&
	    (first->flags & IRQF_TRIGGER_MASK) == (action->flags & IRQF_TRIGGER_MASK))
		return true;
	pr_err("irq %u: %s cannot have it, %s does not share\n", action->irq, action->name,
	       first->name);
	return false;
}

static int add_first_action(struct irq_desc *desc, struct irqaction *action)
{
	int err = set_type_locked(desc, action->flags & IRQF_TRIGGER_MASK);

	if (err && err != -ENOSYS)
		return err;
	desc->action = action;
	desc->unhandled = 0;
	desc->pending = false;
	desc->spurious_disabled = false;
	desc->depth = 1;
	if (!desc->percpu_devid && !(action->flags & IRQF_NO_AUTOEN))
		open_line(desc);
	return 0;
}

static int add_action(struct irq_desc *desc, struct irqaction *action)
{
	struct irqaction **link;
	unsigned long flags;
	int err = 0;

	raw_spin_lock_irqsave(&desc->lock, flags);
	if (!desc->action) {
		err = add_first_action(desc, action);
	} else if (!may_share(desc, action)) {
		err = -EBUSY;
	} else {
		for (link = &desc->action; *link; link = &(*link)->next)
			;
		/* Whole before it can be found: run_actions() takes no lock. */
		smp_wmb();
		WRITE_ONCE(*link, action);
		if (desc->spurious_disabled)
			open_line(desc);
	}
	raw_spin_unlock_irqrestore(&desc->lock, flags);
	return err;
}

static int install(const struct irqaction *init, bool percpu)
{
	struct irq_desc *desc = usable_desc(init->irq);
	struct irqaction *action;
	int err;

	if (!desc || !init->handler || desc->percpu_devid != percpu)
		return -EINVAL;
	action = action_alloc(init);
	if (!action)
		return -ENOMEM;
	err = add_action(desc, action);
	if (err)
		action_free(action);
	return err;
}

int request_irq(unsigned int irq, irq_handler_t handler, unsigned long flags, const char *name,
		void *dev_id)
{
	struct irqaction init = {
		.handler = handler, .dev_id = dev_id, .irq = irq, .flags = flags, .name = name,
	};

	if ((flags & IRQF_SHARED) && !dev_id)
		return -EINVAL;
	return install(&init, false);
}

int request_percpu_irq(unsigned int irq, irq_handler_t handler, const char *name,
		       void __percpu *dev_id)
{
	struct irqaction init = {
		.handler = handler, .percpu_dev_id = dev_id, .irq = irq,
		.flags = IRQF_PERCPU | IRQF_NO_SUSPEND, .name = name,
	};

	if (!dev_id)
		return -EINVAL;
	return install(&init, true);
}

/* Unlinks the handler with this argument and returns it, or NULL. */
static struct irqaction *remove_action(struct irq_desc *desc, const void *dev_id)
{
	struct irqaction **link, *action;
	unsigned long flags;

	raw_spin_lock_irqsave(&desc->lock, flags);
	for (link = &desc->action; *link; link = &(*link)->next) {
		if ((*link)->dev_id == dev_id || (desc->percpu_devid &&
						  (*link)->percpu_dev_id == dev_id))
			break;
	}
	action = *link;
	if (action)
		WRITE_ONCE(*link, action->next);
	if (action && !desc->action) {
		if (!desc->percpu_devid)
			irq_mask(desc);
		desc->depth = 1;
	}
	raw_spin_unlock_irqrestore(&desc->lock, flags);
	return action;
}

const void *free_irq(unsigned int irq, void *dev_id)
{
	struct irq_desc *desc = usable_desc(irq);
	struct irqaction *action = desc ? remove_action(desc, dev_id) : NULL;
	const char *name;

	if (WARN(!action, "irq %u: freed, but has no such handler\n", irq))
		return NULL;
	synchronize_irq(irq);
	name = action->name;
	action_free(action);
	return name;
}

void free_percpu_irq(unsigned int irq, void __percpu *dev_id)
{
	free_irq(irq, dev_id);
}

void enable_percpu_irq(unsigned int irq, unsigned int type)
{
	struct irq_desc *desc = usable_desc(irq);
	unsigned long flags;

	if (WARN_ON(!desc || !desc->percpu_devid))
		return;
	raw_spin_lock_irqsave(&desc->lock, flags);
	set_type_locked(desc, type);
	desc->irq_data.chip->irq_unmask(&desc->irq_data);
	raw_spin_unlock_irqrestore(&desc->lock, flags);
}

void disable_percpu_irq(unsigned int irq)
{
	struct irq_desc *desc = usable_desc(irq);
	unsigned long flags;

	if (WARN_ON(!desc || !desc->percpu_devid))
		return;
	raw_spin_lock_irqsave(&desc->lock, flags);
	desc->irq_data.chip->irq_mask(&desc->irq_data);
	raw_spin_unlock_irqrestore(&desc->lock, flags);
}

int irq_set_affinity(unsigned int irq, const struct cpumask *mask)
{
	struct irq_desc *desc = usable_desc(irq);
	unsigned long flags;
	int err;

	if (!desc || !cpumask_intersects(mask, cpu_online_mask))
		return -EINVAL;
	if (!desc->irq_data.chip->irq_set_affinity || desc->percpu_devid)
		return -ENOSYS;
	raw_spin_lock_irqsave(&desc->lock, flags);
	err = desc->irq_data.chip->irq_set_affinity(&desc->irq_data, mask, false);
	raw_spin_unlock_irqrestore(&desc->lock, flags);
	return err < 0 ? err : 0;
}

int irq_inject_interrupt(unsigned int irq)
{
	struct irq_desc *desc = usable_desc(irq);
	unsigned long flags;
	int err;

	if (!desc)
		return -EINVAL;
	raw_spin_lock_irqsave(&desc->lock, flags);
	err = irq_retrigger(desc);
	raw_spin_unlock_irqrestore(&desc->lock, flags);
	return err;
}
