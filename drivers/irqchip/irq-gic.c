// SPDX-License-Identifier: MIT
/*
 * ARM's Generic Interrupt Controller, version 2 (and 1).
 *
 * Two parts. The distributor (GICD) is shared: it enables, directs and prioritises the lines. Each
 * CPU has an interface (GICC) of its own: reading IAR takes the next interrupt and makes it active,
 * which holds it off; writing the same value to EOIR ends that.
 *
 *   0..15    software generated (SGI): from CPU to CPU; banked
 *   16..31   private (PPI): each CPU has its own, timers mostly; banked
 *   32..1019 shared (SPI): directed to CPUs by ITARGETSR
 *   1023     nothing to take
 *
 * "Banked" registers show each CPU its own copy. CPU interfaces number the CPUs in a way of their
 * own; a CPU learns its bit from the targets of its private interrupts, which always say "me".
 *
 * Reference: ARM GIC Architecture Specification 2.0 (IHI 0048B), chapters 2 to 4.
 */
#include <linux/bitops.h>
#include <linux/cpumask.h>
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
#include <linux/smp.h>
#include <linux/spinlock.h>
#include <linux/threads.h>
#include <marrow/fault.h>

#define GICD_CTLR		0x000
#define GICD_CTLR_ENABLE	BIT(0)
#define GICD_TYPER		0x004
#define TYPER_LINES(typer)	((((typer) & 0x1f) + 1) * 32)
#define GICD_ISENABLER(irq)	(0x100 + 4 * ((irq) / 32))
#define GICD_ICENABLER(irq)	(0x180 + 4 * ((irq) / 32))
#define GICD_ISPENDR(irq)	(0x200 + 4 * ((irq) / 32))
#define GICD_ICPENDR(irq)	(0x280 + 4 * ((irq) / 32))
#define GICD_ICACTIVER(irq)	(0x380 + 4 * ((irq) / 32))
#define GICD_IPRIORITYR(irq)	(0x400 + (irq))		/* a byte each */
#define GICD_ITARGETSR(irq)	(0x800 + (irq))		/* a byte each */
#define GICD_ICFGR(irq)		(0xc00 + 4 * ((irq) / 16))
#define ICFGR_EDGE(irq)		(2u << (2 * ((irq) % 16)))
#define GICD_SGIR		0xf00
#define SGIR_TARGETS(map)	((map) << 16)
#define GICD_PIDR2		0xfe8
#define PIDR2_ARCH(pidr2)	(((pidr2) >> 4) & 0xf)

#define GICC_CTLR		0x00
#define GICC_CTLR_ENABLE	BIT(0)
#define GICC_PMR		0x04
#define PMR_ALL			0xf0
#define GICC_IAR		0x0c
#define GICC_EOIR		0x10
#define IAR_ID(iar)		((iar) & 0x3ff)

#define GIC_NR_SGIS		16
#define GIC_FIRST_PPI		16
#define GIC_FIRST_SPI		32
#define GIC_SPURIOUS		1020		/* this and above */
#define GIC_PRIORITY		0xa0		/* of every interrupt: none preempts another */
#define GIC_PRIORITY_X4		(GIC_PRIORITY * 0x01010101u)

static struct {
	void __iomem *dist;
	void __iomem *cpu;
	struct irq_domain *domain;
	unsigned int lines;
	u8 cpu_map[NR_CPUS];	/* the CPU interface's bit of each CPU */
	raw_spinlock_t lock;	/* read-modify-write of ICFGR */
} gic = {
	.lock = __RAW_SPIN_LOCK_UNLOCKED(gic.lock),
};

static void gic_write_bit(unsigned int irq, u32 reg)
{
	writel_relaxed(BIT(irq % 32), gic.dist + reg);
}

static void gic_mask(struct irq_data *d)
{
	gic_write_bit(d->hwirq, GICD_ICENABLER(d->hwirq));
}

static void gic_unmask(struct irq_data *d)
{
	gic_write_bit(d->hwirq, GICD_ISENABLER(d->hwirq));
}

static void gic_eoi(struct irq_data *d)
{
	writel_relaxed(d->hwirq, gic.cpu + GICC_EOIR);
}

static int gic_retrigger(struct irq_data *d)
{
	gic_write_bit(d->hwirq, GICD_ISPENDR(d->hwirq));
	return 0;
}

static int gic_set_type(struct irq_data *d, unsigned int type)
{
	void __iomem *reg = gic.dist + GICD_ICFGR(d->hwirq);
	u32 edge = ICFGR_EDGE(d->hwirq), val;
	unsigned long flags;

	/* Private lines are wired as they are; shared ones are high or rising. */
	if (d->hwirq < GIC_FIRST_SPI)
		return 0;
	if (type != IRQ_TYPE_EDGE_RISING && type != IRQ_TYPE_LEVEL_HIGH)
		return -EINVAL;
	raw_spin_lock_irqsave(&gic.lock, flags);
	val = readl_relaxed(reg) & ~edge;
	writel_relaxed(type == IRQ_TYPE_EDGE_RISING ? val | edge : val, reg);
	raw_spin_unlock_irqrestore(&gic.lock, flags);
	return 0;
}

static int gic_set_affinity(struct irq_data *d, const struct cpumask *dest, bool force)
{
	unsigned int cpu = cpumask_first_and(dest, cpu_online_mask);

	if (cpu >= nr_cpu_ids || !gic.cpu_map[cpu])
		return -EINVAL;
	writeb_relaxed(gic.cpu_map[cpu], gic.dist + GICD_ITARGETSR(d->hwirq));
	return 0;
}

static struct irq_chip gic_chip = {
	.name = "GIC",
	.irq_mask = gic_mask,
	.irq_unmask = gic_unmask,
	.irq_eoi = gic_eoi,
	.irq_set_type = gic_set_type,
	.irq_set_affinity = gic_set_affinity,
	.irq_retrigger = gic_retrigger,
};

/* -- Domain -------------------------------------------------------------------------------- */

static int gic_map(struct irq_domain *d, unsigned int virq, irq_hw_number_t hw)
{
	if (hw < GIC_NR_SGIS)
		return -EINVAL;
	if (hw < GIC_FIRST_SPI) {
		irq_set_chip_and_handler(virq, &gic_chip, handle_percpu_devid_irq);
		return irq_set_percpu_devid(virq);
	}
	irq_set_chip_and_handler(virq, &gic_chip, handle_fasteoi_irq);
	return 0;
}

/* Three cells: shared (0) or private (1), the number among those, the type. */
static int gic_xlate(struct irq_domain *d, struct device_node *node, const u32 *intspec,
		     unsigned int intsize, irq_hw_number_t *out_hwirq, unsigned int *out_type)
{
	if (intsize < 3)
		return -EINVAL;
	if (intspec[0] == 0 && intspec[1] < d->size - GIC_FIRST_SPI)
		*out_hwirq = intspec[1] + GIC_FIRST_SPI;
	else if (intspec[0] == 1 && intspec[1] < GIC_FIRST_SPI - GIC_FIRST_PPI)
		*out_hwirq = intspec[1] + GIC_FIRST_PPI;
	else
		return -EINVAL;
	*out_type = intspec[2] & IRQ_TYPE_SENSE_MASK;
	return 0;
}

static const struct irq_domain_ops gic_domain_ops = {
	.map = gic_map,
	.xlate = gic_xlate,
};

/* -- Taking interrupts --------------------------------------------------------------------- */

static void gic_handle_line(unsigned int irq, u32 iar)
{
	if (!generic_handle_domain_irq(gic.domain, irq))
		return;
	pr_err("GIC: interrupt %u came, but nobody has asked for it; it is masked\n", irq);
	gic_write_bit(irq, GICD_ICENABLER(irq));
	writel_relaxed(iar, gic.cpu + GICC_EOIR);
}

static void gic_handle_irq(struct pt_regs *regs)
{
	unsigned int irq;
	u32 iar;

	for (;;) {
		iar = readl_relaxed(gic.cpu + GICC_IAR);
		irq = IAR_ID(iar);
		if (irq >= GIC_SPURIOUS)
			return;
		if (irq >= GIC_NR_SGIS) {
			gic_handle_line(irq, iar);
			continue;
		}
		writel_relaxed(iar, gic.cpu + GICC_EOIR);
		/* What the sender wrote before the interrupt is seen by its handler. */
		smp_rmb();
		handle_IPI(irq, regs);
	}
}

static void gic_raise_softirq(const struct cpumask *mask, unsigned int irq)
{
	u32 map = 0;
	unsigned int cpu;

	for_each_cpu(cpu, mask)
		map |= gic.cpu_map[cpu];
	/* What was written before is seen by the CPUs that are interrupted. */
	dsb(ishst);
	writel_relaxed(SGIR_TARGETS(map) | irq, gic.dist + GICD_SGIR);
}

/* -- Start --------------------------------------------------------------------------------- */

/* This CPU's bit, from the targets of its own interrupts; 0 on a GIC for one CPU. */
static u8 gic_own_cpu_bit(void)
{
	u32 targets = 0;
	unsigned int irq;

	for (irq = 0; irq < GIC_FIRST_SPI && !targets; irq += 4)
		targets = readl_relaxed(gic.dist + GICD_ITARGETSR(irq));
	return targets | targets >> 8 | targets >> 16 | targets >> 24;
}

/* This CPU's private interrupts and its interface; once on each CPU, interrupts off. */
static void gic_cpu_init(void)
{
	unsigned int cpu = raw_smp_processor_id(), irq;

	gic.cpu_map[cpu] = gic_own_cpu_bit();
	writel_relaxed(GENMASK(31, 16), gic.dist + GICD_ICENABLER(0));
	writel_relaxed(~0u, gic.dist + GICD_ICACTIVER(0));
	writel_relaxed(GENMASK(15, 0), gic.dist + GICD_ISENABLER(0));
	for (irq = 0; irq < GIC_FIRST_SPI; irq += 4)
		writel_relaxed(GIC_PRIORITY_X4, gic.dist + GICD_IPRIORITYR(irq));
	writel_relaxed(PMR_ALL, gic.cpu + GICC_PMR);
	writel_relaxed(readl_relaxed(gic.cpu + GICC_CTLR) | GICC_CTLR_ENABLE, gic.cpu + GICC_CTLR);
}

/* The shared interrupts: all masked, level, directed to this CPU. */
static void __init gic_dist_init(void)
{
	u32 targets = gic_own_cpu_bit() * 0x01010101u;
	unsigned int irq;

	writel_relaxed(0, gic.dist + GICD_CTLR);
	for (irq = GIC_FIRST_SPI; irq < gic.lines; irq += 32) {
		writel_relaxed(~0u, gic.dist + GICD_ICENABLER(irq));
		writel_relaxed(~0u, gic.dist + GICD_ICPENDR(irq));
		writel_relaxed(~0u, gic.dist + GICD_ICACTIVER(irq));
	}
	for (irq = GIC_FIRST_SPI; irq < gic.lines; irq += 16)
		writel_relaxed(0, gic.dist + GICD_ICFGR(irq));
	for (irq = GIC_FIRST_SPI; irq < gic.lines; irq += 4) {
		writel_relaxed(targets, gic.dist + GICD_ITARGETSR(irq));
		writel_relaxed(GIC_PRIORITY_X4, gic.dist + GICD_IPRIORITYR(irq));
	}
	writel_relaxed(GICD_CTLR_ENABLE, gic.dist + GICD_CTLR);
}

static int __init gic_map_registers(struct device_node *np)
{
	u32 pidr2 = 0, val;

	gic.dist = of_iomap(np, 0);
	gic.cpu = gic.dist ? of_iomap(np, 1) : NULL;
	if (!gic.cpu)
		return -ENXIO;
	if (probe_ioread32(gic.dist + GICD_PIDR2, &pidr2) || PIDR2_ARCH(pidr2) < 1 ||
	    PIDR2_ARCH(pidr2) > 2 || probe_ioread32(gic.cpu + GICC_PMR, &val)) {
		of_report(np, "reg", "no GICv2 answers there");
		return -ENODEV;
	}
	return 0;
}

static int __init gic_of_init(struct device_node *np, struct device_node *parent)
{
	int err;

	if (gic.dist || parent)
		return -EBUSY;
	err = gic_map_registers(np);
	if (err)
		return err;
	gic.lines = min(TYPER_LINES(readl_relaxed(gic.dist + GICD_TYPER)), (u32)GIC_SPURIOUS);
	gic.domain = irq_domain_add_linear(np, gic.lines, &gic_domain_ops, NULL);
	if (!gic.domain)
		return -ENOMEM;
	gic_dist_init();
	gic_cpu_init();
	set_smp_cross_call(gic_raise_softirq);
	irqchip_set_secondary_init(gic_cpu_init);
	pr_info("irq: GIC, %u lines\n", gic.lines);
	return set_handle_irq(gic_handle_irq);
}

IRQCHIP_DECLARE(gic_400, "arm,gic-400", gic_of_init);
IRQCHIP_DECLARE(cortex_a15_gic, "arm,cortex-a15-gic", gic_of_init);
IRQCHIP_DECLARE(cortex_a9_gic, "arm,cortex-a9-gic", gic_of_init);
IRQCHIP_DECLARE(cortex_a7_gic, "arm,cortex-a7-gic", gic_of_init);
