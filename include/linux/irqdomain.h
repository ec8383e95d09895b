/* SPDX-License-Identifier: MIT */
/*
 * Domains: each interrupt controller numbers its lines from 0; a domain maps those numbers to
 * Linux's, one for one.
 */
#ifndef _LINUX_IRQDOMAIN_H
#define _LINUX_IRQDOMAIN_H

#include <linux/irq.h>
#include <linux/types.h>

struct device_node;
struct irq_domain;
struct of_phandle_args;

/**
 * struct irq_domain_ops - what a controller's driver does for its domain
 * @map:	readies a newly mapped interrupt (chip, flow); 0 or -Exxx
 * @unmap:	undoes it; may be absent
 * @xlate:	reads an interrupt specifier of the device tree: line and type; 0 or -EINVAL
 */
struct irq_domain_ops {
	int (*map)(struct irq_domain *d, unsigned int virq, irq_hw_number_t hw);
	void (*unmap)(struct irq_domain *d, unsigned int virq);
	int (*xlate)(struct irq_domain *d, struct device_node *node, const u32 *intspec,
		     unsigned int intsize, irq_hw_number_t *out_hwirq, unsigned int *out_type);
};

/**
 * struct irq_domain - the lines of one controller
 * @name:	for reports
 * @ops:	the driver's functions
 * @host_data:	the driver's own
 * @of_node:	the controller's node, or NULL
 * @size:	how many lines
 * @revmap:	the record of each line, or NULL
 */
struct irq_domain {
	const char *name;
	const struct irq_domain_ops *ops;
	void *host_data;
	struct device_node *of_node;
	unsigned int size;
	struct irq_desc **revmap;
};

/* The most lines a domain may have: one page of the reverse map. */
#define IRQ_DOMAIN_MAX_LINES	1024

/** Makes a domain of @size lines; NULL if that is too many, or there is no room. Thread context. */
struct irq_domain *irq_domain_add_linear(struct device_node *of_node, unsigned int size,
					 const struct irq_domain_ops *ops, void *host_data);
/** Takes a domain away with its mappings. No handler may be left. Thread context. */
void irq_domain_remove(struct irq_domain *domain);
/** The domain of a controller's node, or NULL. */
struct irq_domain *irq_find_host(struct device_node *node);

/** Linux's number for a line, made if need be; 0 if that fails. Thread context. */
unsigned int irq_create_mapping(struct irq_domain *domain, irq_hw_number_t hwirq);
/** The same for an interrupt specifier of the device tree; sets the type as it says. */
unsigned int irq_create_of_mapping(const struct of_phandle_args *irq_data);
/** Undoes a mapping; the interrupt must have no handler. Thread context. */
void irq_dispose_mapping(unsigned int virq);
/** Linux's number for a line that is mapped, else 0. Any context. */
unsigned int irq_find_mapping(struct irq_domain *domain, irq_hw_number_t hwirq);

/** Specifiers of one cell: the line. */
int irq_domain_xlate_onecell(struct irq_domain *d, struct device_node *node, const u32 *intspec,
			     unsigned int intsize, irq_hw_number_t *out_hwirq,
			     unsigned int *out_type);
/** Specifiers of two cells: the line, the type. */
int irq_domain_xlate_twocell(struct irq_domain *d, struct device_node *node, const u32 *intspec,
			     unsigned int intsize, irq_hw_number_t *out_hwirq,
			     unsigned int *out_type);

#endif
