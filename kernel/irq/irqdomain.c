// SPDX-License-Identifier: MIT
/*
 * Domains: the number spaces of interrupt controllers, mapped to Linux's numbers.
 *
 * A domain keeps a reverse map, one page of pointers to records, indexed by line, which the
 * interrupt path reads without a lock: an entry is set once the interrupt is ready, and is NULL
 * again before it is taken down. Records are never freed.
 *
 * Locking: irq_domain_lock guards the table of domains and the making of mappings; desc->lock comes
 * inside it. Domains are few and made at start-up, so their table is an array.
 */
#include <linux/irqdomain.h>

#include "internals.h"

#include <asm/page.h>
#include <linux/bug.h>
#include <linux/errno.h>
#include <linux/gfp.h>
#include <linux/init.h>
#include <linux/irqchip.h>
#include <linux/kernel.h>
#include <linux/of.h>
#include <linux/printk.h>

#define NR_IRQ_DOMAINS	16

static struct irq_domain domains[NR_IRQ_DOMAINS];	/* free entries have no ops */
static DEFINE_RAW_SPINLOCK(irq_domain_lock);

static_assert(IRQ_DOMAIN_MAX_LINES * sizeof(void *) <= PAGE_SIZE, "the reverse map is one page");

struct irq_domain *irq_domain_add_linear(struct device_node *of_node, unsigned int size,
					 const struct irq_domain_ops *ops, void *host_data)
{
	struct irq_domain *domain = NULL;
	struct irq_desc **revmap;
	unsigned long flags;
	int i;

	if (!size || size > IRQ_DOMAIN_MAX_LINES || !ops)
		return NULL;
	revmap = (struct irq_desc **)get_zeroed_page(GFP_KERNEL);
	if (!revmap)
		return NULL;

	raw_spin_lock_irqsave(&irq_domain_lock, flags);
	for (i = 0; i < NR_IRQ_DOMAINS && !domain; i++) {
		if (!domains[i].ops)
			domain = &domains[i];
	}
	if (domain) {
		*domain = (struct irq_domain) {
			.name = of_node ? of_node->full_name : "(no node)", .ops = ops,
			.host_data = host_data, .of_node = of_node, .size = size, .revmap = revmap,
		};
	}
	raw_spin_unlock_irqrestore(&irq_domain_lock, flags);

	if (!domain)
		free_page((unsigned long)revmap);
	return domain;
}

void irq_domain_remove(struct irq_domain *domain)
{
	struct irq_desc **revmap = domain->revmap;
	unsigned long flags;
	unsigned int hw;

	for (hw = 0; hw < domain->size; hw++) {
		if (revmap[hw])
			irq_dispose_mapping(revmap[hw]->irq_data.irq);
	}
	raw_spin_lock_irqsave(&irq_domain_lock, flags);
	*domain = (struct irq_domain) { 0 };
	raw_spin_unlock_irqrestore(&irq_domain_lock, flags);
	free_page((unsigned long)revmap);
}

struct irq_domain *irq_find_host(struct device_node *node)
{
	int i;

	for (i = 0; node && i < NR_IRQ_DOMAINS; i++) {
		if (domains[i].of_node == node)
			return &domains[i];
	}
	return NULL;
}

unsigned int irq_find_mapping(struct irq_domain *domain, irq_hw_number_t hwirq)
{
	struct irq_desc *desc;

	if (!domain || hwirq >= domain->size)
		return 0;
	desc = READ_ONCE(domain->revmap[hwirq]);
	return desc ? desc->irq_data.irq : 0;
}

static unsigned int make_mapping_locked(struct irq_domain *domain, irq_hw_number_t hwirq)
{
	unsigned int virq = irq_desc_alloc(domain, hwirq);
	int err;

	if (!virq)
		return 0;
	err = domain->ops->map ? domain->ops->map(domain, virq, hwirq) : 0;
	if (err) {
		pr_err("irq: %s does not take line %lu: error %d\n", domain->name, hwirq, err);
		irq_desc_release(virq);
		return 0;
	}
	/* The interrupt path may find it from here on. */
	smp_wmb();
	WRITE_ONCE(domain->revmap[hwirq], irq_to_desc(virq));
	return virq;
}

unsigned int irq_create_mapping(struct irq_domain *domain, irq_hw_number_t hwirq)
{
	unsigned long flags;
	unsigned int virq;

	if (!domain)
		return 0;
	if (hwirq >= domain->size) {
		pr_err("irq: %s has %u lines, there is no line %lu\n", domain->name, domain->size,
		       hwirq);
		return 0;
	}
	raw_spin_lock_irqsave(&irq_domain_lock, flags);
	virq = irq_find_mapping(domain, hwirq);
	if (!virq)
		virq = make_mapping_locked(domain, hwirq);
	raw_spin_unlock_irqrestore(&irq_domain_lock, flags);
	return virq;
}

void irq_dispose_mapping(unsigned int virq)
{
	struct irq_data *data = irq_get_irq_data(virq);
	struct irq_domain *domain = data ? data->domain : NULL;
	unsigned long flags;

	if (!domain || WARN(irq_to_desc(virq)->action, "irq %u: unmapped with a handler\n", virq))
		return;
	raw_spin_lock_irqsave(&irq_domain_lock, flags);
	WRITE_ONCE(domain->revmap[data->hwirq], NULL);
	if (domain->ops->unmap)
		domain->ops->unmap(domain, virq);
	irq_desc_release(virq);
	raw_spin_unlock_irqrestore(&irq_domain_lock, flags);
}

unsigned int irq_create_of_mapping(const struct of_phandle_args *args)
{
	struct irq_domain *domain = irq_find_host(args->np);
	irq_hw_number_t hwirq = 0;
	unsigned int type = IRQ_TYPE_NONE, virq;
	int err;

	if (!domain || !domain->ops->xlate)
		return 0;
	err = domain->ops->xlate(domain, args->np, args->args, args->args_count, &hwirq, &type);
	if (err) {
		of_report(args->np, NULL, "cannot read an interrupt of %d cells, first %#x",
			  args->args_count, args->args[0]);
		return 0;
	}
	virq = irq_create_mapping(domain, hwirq);
	if (virq && type != IRQ_TYPE_NONE)
		irq_set_irq_type(virq, type);
	return virq;
}

int irq_domain_xlate_onecell(struct irq_domain *d, struct device_node *node, const u32 *intspec,
			     unsigned int intsize, irq_hw_number_t *out_hwirq,
			     unsigned int *out_type)
{
	if (intsize < 1)
		return -EINVAL;
	*out_hwirq = intspec[0];
	*out_type = IRQ_TYPE_NONE;
	return 0;
}

int irq_domain_xlate_twocell(struct irq_domain *d, struct device_node *node, const u32 *intspec,
			     unsigned int intsize, irq_hw_number_t *out_hwirq,
			     unsigned int *out_type)
{
	if (intsize < 2)
		return -EINVAL;
	*out_hwirq = intspec[0];
	*out_type = intspec[1] & IRQ_TYPE_SENSE_MASK;
	return 0;
}
