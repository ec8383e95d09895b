/* SPDX-License-Identifier: MIT */
/* The interrupt core's record of one interrupt. Drivers have no business in it. */
#ifndef _LINUX_IRQDESC_H
#define _LINUX_IRQDESC_H

#include <linux/errno.h>
#include <linux/interrupt.h>
#include <linux/irq.h>
#include <linux/irqdomain.h>
#include <linux/spinlock.h>
#include <linux/threads.h>

/**
 * struct irqaction - one handler of an interrupt
 * @handler:	the function
 * @dev_id:	its argument
 * @percpu_dev_id: its argument for an interrupt that each CPU has
 * @next:	the next handler of a shared line
 * @irq:	the interrupt
 * @flags:	IRQF_*
 * @name:	who it belongs to
 */
struct irqaction {
	irq_handler_t handler;
	void *dev_id;
	void __percpu *percpu_dev_id;
	struct irqaction *next;
	unsigned int irq;
	unsigned long flags;
	const char *name;
};

/*
 * struct irq_desc - an interrupt
 *
 * Fields marked L belong to lock. M: written when the mapping is made, read-only while it lives.
 * C: each CPU writes its own element only.
 */
struct irq_desc {
	struct irq_data irq_data;	/* M */
	irq_flow_handler_t handle_irq;	/* M */
	bool percpu_devid;		/* M: each CPU has one; lock is not used for it */
	raw_spinlock_t lock;
	struct irqaction *action;	/* L */
	unsigned int depth;		/* L: disables outstanding; 0 is open */
	bool in_progress;		/* L: handlers run now */
	bool pending;			/* L: came while handlers ran or the line was closed */
	bool masked;			/* L: at the controller */
	bool spurious_disabled;		/* L: closed because nobody handled it */
	unsigned int unhandled;		/* L: how often in a row nobody did */
	unsigned int type;		/* L: IRQ_TYPE_* */
	unsigned int kstat[NR_CPUS];	/* C: how often it came */
};

/** The record of @irq, or NULL past the last number. */
struct irq_desc *irq_to_desc(unsigned int irq);

static inline unsigned int irq_desc_get_irq(const struct irq_desc *desc)
{
	return desc->irq_data.irq;
}

static inline struct irq_chip *irq_desc_get_chip(struct irq_desc *desc)
{
	return desc->irq_data.chip;
}

static inline struct irq_data *irq_desc_get_irq_data(struct irq_desc *desc)
{
	return &desc->irq_data;
}

/**
 * generic_handle_domain_irq - serve one line, in interrupt context
 *
 * Returns -EINVAL for a line that nobody has mapped.
 */
static inline int generic_handle_domain_irq(struct irq_domain *domain, unsigned int hwirq)
{
	struct irq_desc *desc = hwirq < domain->size ? READ_ONCE(domain->revmap[hwirq]) : NULL;

	if (unlikely(!desc || !desc->handle_irq))
		return -EINVAL;
	desc->handle_irq(desc);
	return 0;
}

#endif
