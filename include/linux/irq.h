/* SPDX-License-Identifier: MIT */
/* Interrupts as drivers of interrupt controllers see them. */
#ifndef _LINUX_IRQ_H
#define _LINUX_IRQ_H

#include <linux/cpumask.h>
#include <linux/irqhandler.h>
#include <linux/irqreturn.h>
#include <linux/spinlock_types.h>
#include <linux/types.h>

struct irq_desc;
struct irq_domain;
struct pt_regs;

/* Linux numbers run from 1 to NR_IRQS - 1; 0 is no interrupt. */
#define NR_IRQS		256

/* How a line signals; the same values as in the device tree and in IRQF_TRIGGER_*. */
enum {
	IRQ_TYPE_NONE		= 0x0,
	IRQ_TYPE_EDGE_RISING	= 0x1,
	IRQ_TYPE_EDGE_FALLING	= 0x2,
	IRQ_TYPE_EDGE_BOTH	= 0x3,
	IRQ_TYPE_LEVEL_HIGH	= 0x4,
	IRQ_TYPE_LEVEL_LOW	= 0x8,
	IRQ_TYPE_SENSE_MASK	= 0xf,
};

/**
 * struct irq_data - what a controller's driver is told about one interrupt
 * @mask:	the driver's own: the line's bit in its registers, worked out beforehand
 * @irq:	Linux's number
 * @hwirq:	the controller's number
 * @chip:	the controller's functions
 * @domain:	the number space that @hwirq belongs to
 * @chip_data:	the driver's own
 */
struct irq_data {
	u32 mask;
	unsigned int irq;
	irq_hw_number_t hwirq;
	struct irq_chip *chip;
	struct irq_domain *domain;
	void *chip_data;
};

/**
 * struct irq_chip - the functions of an interrupt controller
 * @name:		its name, for reports
 * @irq_mask:		closes a line
 * @irq_unmask:		opens a line
 * @irq_ack:		tells the controller that the interrupt has been taken
 * @irq_mask_ack:	both; only where it is cheaper or must be in that order
 * @irq_eoi:		tells the controller that the interrupt has been served
 * @irq_set_type:	chooses edge or level; 0 or -EINVAL
 * @irq_set_affinity:	directs the line to one CPU of the set
 * @irq_retrigger:	makes the line pending by software; 0, or -EINVAL. May be absent
 *
 * All are called with the interrupt's lock held and interrupts off.
 */
struct irq_chip {
	const char *name;
	void (*irq_mask)(struct irq_data *data);
	void (*irq_unmask)(struct irq_data *data);
	void (*irq_ack)(struct irq_data *data);
	void (*irq_mask_ack)(struct irq_data *data);
	void (*irq_eoi)(struct irq_data *data);
	int (*irq_set_type)(struct irq_data *data, unsigned int type);
	int (*irq_set_affinity)(struct irq_data *data, const struct cpumask *dest, bool force);
	int (*irq_retrigger)(struct irq_data *data);
};

static inline void *irq_data_get_irq_chip_data(const struct irq_data *data)
{
	return data->chip_data;
}

static inline irq_hw_number_t irqd_to_hwirq(const struct irq_data *data)
{
	return data->hwirq;
}

/** The data of an interrupt that has a mapping, else NULL. */
struct irq_data *irq_get_irq_data(unsigned int irq);

/** Gives an interrupt its controller, its flow and the controller's data. In a domain's map(). */
void irq_set_chip_and_handler(unsigned int irq, struct irq_chip *chip, irq_flow_handler_t flow);
int irq_set_chip_data(unsigned int irq, void *data);
/** Marks an interrupt as one that each CPU has. */
int irq_set_percpu_devid(unsigned int irq);
/** Chooses edge or level: 0, -EINVAL, -ENOSYS if the controller has no choice. */
int irq_set_irq_type(unsigned int irq, unsigned int type);

/* The flows. All run in interrupt context. */
/** Level: mask and acknowledge, handlers, unmask. The line stays up until the device is served. */
void handle_level_irq(struct irq_desc *desc);
/**
 * The same where there is one CPU: interrupts are off for all who might come between, so the
 * record's lock would keep nobody out. The controller has irq_mask_ack. Chosen by level_flow().
 */
void handle_level_solo_irq(struct irq_desc *desc);
/** Edge: acknowledge, handlers; an edge that comes meanwhile runs them again. */
void handle_edge_irq(struct irq_desc *desc);
/** Controllers that hold off an interrupt until its end is told: handlers, then irq_eoi. */
void handle_fasteoi_irq(struct irq_desc *desc);
/** One of each CPU's own interrupts: no lock, nothing shared. */
void handle_percpu_devid_irq(struct irq_desc *desc);
/** Nothing should ever come here: counts, reports, masks. */
void handle_bad_irq(struct irq_desc *desc);

/** The flow for level lines on a system with as many CPUs as this one may have. */
static inline irq_flow_handler_t level_flow(void)
{
	return num_possible_cpus() == 1 ? handle_level_solo_irq : handle_level_irq;
}

/**
 * irq_inject_interrupt - make an interrupt pending by software, as if its line had signalled
 *
 * 0, -EINVAL without a mapping, -ENOSYS if the controller cannot. Any context.
 */
int irq_inject_interrupt(unsigned int irq);

/**
 * set_handle_irq - name the root controller's entry, called for every interrupt of the CPU
 *
 * The first one stays; a second is refused with -EBUSY.
 */
int set_handle_irq(void (*handler)(struct pt_regs *regs));
/** What was set; the exception entry calls it. */
extern void (*handle_arch_irq)(struct pt_regs *regs);

/** How often @irq came on @cpu, and on all CPUs. */
unsigned int kstat_irqs_cpu(unsigned int irq, int cpu);
unsigned int kstat_irqs(unsigned int irq);

#endif
