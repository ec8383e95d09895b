// SPDX-License-Identifier: MIT
/*
 * The interrupt controller of the Allwinner A10.
 *
 * 96 level lines in three banks. VECTOR holds four times the number of the line to serve, on top of
 * BASE_ADDR, which is 0 here; 0 means line 0 or none, and PENDING tells which. There is no end of
 * interrupt: a line is gone when its device has been served.
 *
 * A line must be set in ENABLE and clear in MASK to come through. QEMU's model looks at MASK only;
 * so both are driven, and the driver is right on either. What was last written is kept here: a
 * register that nobody else writes need not be read.
 *
 * Reference: Allwinner A10 User Manual 1.5, "Interrupt Controller".
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

#define INTC_VECTOR		0x00
#define INTC_BASE_ADDR		0x04
#define INTC_PROTECT		0x08
#define PROTECT_PRIVILEGED	BIT(0)		/* registers for privileged modes only */
#define INTC_NMI_CTRL		0x0c
#define INTC_PENDING(bank)	(0x10 + 4 * (bank))
#define INTC_ENABLE(bank)	(0x40 + 4 * (bank))
#define INTC_MASK(bank)		(0x50 + 4 * (bank))

#define INTC_BANKS		3

/* What mask and unmask need of 32 lines. */
struct sun4i_bank {
	void __iomem *enable;	/* the bank's registers, by that one */
	u32 open;		/* the lines that may come: ENABLE, the opposite of MASK */
};

#define BANK_MASK		(INTC_MASK(0) - INTC_ENABLE(0))

static struct {
	void __iomem *base;
	struct irq_domain *domain;
	struct sun4i_bank bank[INTC_BANKS];
} sun4i_intc;

/* One CPU and interrupts off: the change and the writes of a bank are not torn apart. */
static void sun4i_irq_mask(struct irq_data *d)
{
	struct sun4i_bank *bank = irq_data_get_irq_chip_data(d);
	void __iomem *enable = bank->enable;
	u32 open = bank->open & ~d->mask;

	bank->open = open;
	writel_relaxed(open, enable);
	writel_relaxed(~open, enable + BANK_MASK);
}

static void sun4i_irq_unmask(struct irq_data *d)
{
	struct sun4i_bank *bank = irq_data_get_irq_chip_data(d);
	void __iomem *enable = bank->enable;
	u32 open = bank->open | d->mask;

	bank->open = open;
	writel_relaxed(~open, enable + BANK_MASK);
	writel_relaxed(open, enable);
}

static struct irq_chip sun4i_chip = {
	.name = "sun4i",
	.irq_mask = sun4i_irq_mask,
	.irq_mask_ack = sun4i_irq_mask,
	.irq_unmask = sun4i_irq_unmask,
};

/* Fills in what mask and unmask need of a line. */
static void sun4i_fill_in(struct irq_data *d, irq_hw_number_t line)
{
	d->mask = BIT(line % 32);
	d->chip_data = &sun4i_intc.bank[line / 32];
}

static int sun4i_map(struct irq_domain *d, unsigned int virq, irq_hw_number_t hw)
{
	sun4i_fill_in(irq_get_irq_data(virq), hw);
	irq_set_chip_and_handler(virq, &sun4i_chip, level_flow());
	return 0;
}

static const struct irq_domain_ops sun4i_domain_ops = {
	.map = sun4i_map,
	.xlate = irq_domain_xlate_onecell,
};

static noinline void sun4i_unasked(unsigned int line)
{
	struct irq_data d;

	pr_err("sun4i: line %u came, but nobody has asked for it; it is masked\n", line);
	if (line >= INTC_BANKS * 32)
		return;
	sun4i_fill_in(&d, line);
	sun4i_irq_mask(&d);
}

static void sun4i_handle_irq(struct pt_regs *regs)
{
	unsigned int line = readl_relaxed(sun4i_intc.base + INTC_VECTOR) >> 2;

	if (unlikely(!line) && !(readl_relaxed(sun4i_intc.base + INTC_PENDING(0)) & BIT(0)))
		return;
	if (unlikely(generic_handle_domain_irq(sun4i_intc.domain, line)))
		sun4i_unasked(line);
}

/* Masks everything; a controller that is there keeps what is written to MASK. */
static int __init sun4i_reset(void)
{
	void __iomem *base = sun4i_intc.base;
	int bank;

	for (bank = 0; bank < INTC_BANKS; bank++) {
		sun4i_intc.bank[bank].enable = base + INTC_ENABLE(bank);
		writel(0, base + INTC_ENABLE(bank));
		writel(~0u, base + INTC_MASK(bank));
		writel(~0u, base + INTC_PENDING(bank));
		if (readl(base + INTC_MASK(bank)) != ~0u)
			return -ENODEV;
	}
	writel(PROTECT_PRIVILEGED, base + INTC_PROTECT);
	writel(0, base + INTC_NMI_CTRL);
	writel(0, base + INTC_BASE_ADDR);
	return 0;
}

static int __init sun4i_intc_init(struct device_node *np, struct device_node *parent)
{
	u32 val;

	if (sun4i_intc.base)
		return -EBUSY;
	sun4i_intc.base = of_iomap(np, 0);
	if (!sun4i_intc.base)
		return -ENXIO;
	if (probe_ioread32(sun4i_intc.base + INTC_MASK(0), &val) || sun4i_reset()) {
		of_report(np, "reg", "no interrupt controller answers there");
		return -ENODEV;
	}
	sun4i_intc.domain = irq_domain_add_linear(np, INTC_BANKS * 32, &sun4i_domain_ops, NULL);
	if (!sun4i_intc.domain)
		return -ENOMEM;
	pr_info("irq: Allwinner A10 interrupt controller, %d lines\n", INTC_BANKS * 32);
	return set_handle_irq(sun4i_handle_irq);
}

IRQCHIP_DECLARE(sun4i_intc, "allwinner,sun4i-a10-ic", sun4i_intc_init);
IRQCHIP_DECLARE(sun4i_intc_old, "allwinner,sun4i-ic", sun4i_intc_init);
