// SPDX-License-Identifier: MIT
/*
 * The interrupt controller of OMAP2, OMAP3 and AM335x ("INTC").
 *
 * Lines come in banks of 32, each with a mask. The controller sorts what is pending by priority and
 * shows the winner in SIR_IRQ; it then shows nothing new, and keeps its output to the CPU as it is,
 * until NEWIRQAGR is written. So a line is masked first, then NEWIRQAGR is written, then the
 * handler quietens the device, then the line is unmasked: with any other order the same interrupt
 * comes again, or none ever does. All lines are level lines of equal priority here.
 *
 * The write of NEWIRQAGR must have arrived before the CPU takes interrupts again: dsb.
 *
 * Reference: AM335x TRM (SPRUH73), chapter "Interrupts", "ARM Interrupt Controller Registers".
 */
#include <linux/bitops.h>
#include <linux/errno.h>
#include <linux/init.h>
#include <linux/io.h>
#include <linux/irq.h>
#include <linux/irqchip.h>
#include <linux/irqdesc.h>
#include <linux/irqdomain.h>
#include <linux/kernel.h>
#include <linux/of_address.h>
#include <linux/printk.h>
#include <marrow/fault.h>

#define INTC_REVISION		0x00
#define INTC_SYSCONFIG		0x10
#define SYSCONFIG_SOFTRESET	BIT(1)
#define INTC_SYSSTATUS		0x14
#define SYSSTATUS_RESETDONE	BIT(0)
#define INTC_SIR_IRQ		0x40
#define SIR_ACTIVEIRQ		GENMASK(6, 0)
#define SIR_SPURIOUS		GENMASK(31, 7)	/* all ones: nothing is pending after all */
#define INTC_CONTROL		0x48
#define CONTROL_NEWIRQAGR	BIT(0)
#define INTC_THRESHOLD		0x68
#define THRESHOLD_OFF		0xff
#define INTC_BANK(n)		(0x80 + 0x20 * (n))
#define INTC_MIR_CLEAR		0x08
#define INTC_MIR_SET		0x0c
#define INTC_ISR_SET		0x10
#define INTC_ISR_CLEAR		0x14
#define INTC_ILR(line)		(0x100 + 4 * (line))
#define ILR_IRQ_HIGHEST		0		/* IRQ, not FIQ; priority 0 */

#define INTC_MAX_BANKS		4
#define RESET_POLLS		10000

static struct {
	void __iomem *base;
	struct irq_domain *domain;
	unsigned int banks;
	unsigned long spurious;			/* how often SIR_IRQ said so */
	unsigned long injected[INTC_MAX_BANKS];	/* lines raised by software */
} intc;

static u32 intc_read(u32 reg)
{
	return readl_relaxed(intc.base + reg);
}

static void intc_write(u32 val, u32 reg)
{
	writel_relaxed(val, intc.base + reg);
}

/* Writes the line's bit to a register of its bank. */
static void intc_write_line(unsigned int line, u32 reg)
{
	intc_write(BIT(line % 32), INTC_BANK(line / 32) + reg);
}

static void intc_new_irq_agreement(void)
{
	intc_write(CONTROL_NEWIRQAGR, INTC_CONTROL);
	dsb();
}

static void intc_mask(struct irq_data *d)
{
	intc_write_line(d->hwirq, INTC_MIR_SET);
}

static void intc_unmask(struct irq_data *d)
{
	intc_write_line(d->hwirq, INTC_MIR_CLEAR);
}

static void intc_mask_ack(struct irq_data *d)
{
	intc_mask(d);
	if (__test_and_clear_bit(d->hwirq % 32, &intc.injected[d->hwirq / 32]))
		intc_write_line(d->hwirq, INTC_ISR_CLEAR);
	intc_new_irq_agreement();
}

static void intc_ack(struct irq_data *d)
{
	intc_new_irq_agreement();
}

static int intc_retrigger(struct irq_data *d)
{
	__set_bit(d->hwirq % 32, &intc.injected[d->hwirq / 32]);
	intc_write_line(d->hwirq, INTC_ISR_SET);
	return 0;
}

static struct irq_chip intc_chip = {
	.name = "INTC",
	.irq_mask = intc_mask,
	.irq_unmask = intc_unmask,
	.irq_ack = intc_ack,
	.irq_mask_ack = intc_mask_ack,
	.irq_retrigger = intc_retrigger,
};

static int intc_map(struct irq_domain *d, unsigned int virq, irq_hw_number_t hw)
{
	irq_set_chip_and_handler(virq, &intc_chip, level_flow());
	return 0;
}

static const struct irq_domain_ops intc_domain_ops = {
	.map = intc_map,
	.xlate = irq_domain_xlate_onecell,
};

static void intc_handle_irq(struct pt_regs *regs)
{
	u32 sir = intc_read(INTC_SIR_IRQ);
	unsigned int line = sir & SIR_ACTIVEIRQ;

	if ((sir & SIR_SPURIOUS) == SIR_SPURIOUS) {
		intc.spurious++;
		intc_new_irq_agreement();
		return;
	}
	if (!generic_handle_domain_irq(intc.domain, line))
		return;
	pr_err("INTC: line %u came, but nobody has asked for it; it is masked\n", line);
	intc_write_line(line, INTC_MIR_SET);
	intc_new_irq_agreement();
}

/* From whatever the boot loader left to: all masked, no threshold, one priority. */
static int __init intc_reset(void)
{
	unsigned int i;

	intc_write(SYSCONFIG_SOFTRESET, INTC_SYSCONFIG);
	for (i = 0; !(intc_read(INTC_SYSSTATUS) & SYSSTATUS_RESETDONE); i++) {
		if (i == RESET_POLLS)
			return -ETIMEDOUT;
	}
	intc_write(THRESHOLD_OFF, INTC_THRESHOLD);
	for (i = 0; i < intc.banks; i++)
		intc_write(~0u, INTC_BANK(i) + INTC_MIR_SET);
	for (i = 0; i < intc.banks * 32; i++)
		intc_write(ILR_IRQ_HIGHEST, INTC_ILR(i));
	intc_new_irq_agreement();
	return 0;
}

static int __init intc_init(struct device_node *np, unsigned int banks)
{
	u32 revision;
	int err;

	if (intc.base)
		return -EBUSY;
	intc.base = of_iomap(np, 0);
	if (!intc.base)
		return -ENXIO;
	err = probe_ioread32(intc.base + INTC_REVISION, &revision);
	if (err || !revision) {
		of_report(np, "reg", "no INTC answers there");
		return -ENODEV;
	}
	intc.banks = banks;
	err = intc_reset();
	if (err)
		return err;
	intc.domain = irq_domain_add_linear(np, banks * 32, &intc_domain_ops, NULL);
	if (!intc.domain)
		return -ENOMEM;
	pr_info("irq: INTC revision %u.%u, %u lines\n", (revision >> 4) & 0xf, revision & 0xf,
		banks * 32);
	return set_handle_irq(intc_handle_irq);
}

static int __init am33xx_intc_init(struct device_node *np, struct device_node *parent)
{
	return intc_init(np, 4);
}

static int __init omap2_intc_init(struct device_node *np, struct device_node *parent)
{
	return intc_init(np, 3);
}

IRQCHIP_DECLARE(am33xx_intc, "ti,am33xx-intc", am33xx_intc_init);
IRQCHIP_DECLARE(omap2_intc, "ti,omap2-intc", omap2_intc_init);
IRQCHIP_DECLARE(omap3_intc, "ti,omap3-intc", omap2_intc_init);
