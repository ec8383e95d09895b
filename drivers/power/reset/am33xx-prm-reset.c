// SPDX-License-Identifier: MIT
/*
 * Restart of the AM335x by its power and reset manager (PRM).
 *
 * PRM_DEVICE holds RSTCTRL, whose bit 0 resets the chip warm, and RSTST, which tells afterwards why
 * it was reset; its bits stay until they are cleared. Mainline trees name that instance as a reset
 * controller; the block it is in ("prcm") puts it at a fixed place, which is used if they do not.
 *
 * Reference: AM335x TRM (SPRUH73), "PRM_DEVICE Registers".
 */
#include <linux/bitops.h>
#include <linux/delay.h>
#include <linux/errno.h>
#include <linux/init.h>
#include <linux/io.h>
#include <linux/kernel.h>
#include <linux/notifier.h>
#include <linux/of_address.h>
#include <linux/printk.h>
#include <linux/reboot.h>
#include <marrow/fault.h>

#define PRCM_PRM_DEVICE		0xf00	/* in the prcm block */
#define PRM_RSTCTRL		0x00
#define RSTCTRL_WARM		BIT(0)
#define PRM_RSTST		0x08

static void __iomem *prm_device;

/* Bits of RSTST, and what they mean. */
static const struct {
	u32 bit;
	const char *cause;
} reset_causes[] = {
	{ BIT(0), "power-on" },
	{ BIT(1), "software, warm" },
	{ BIT(4), "watchdog" },
	{ BIT(5), "external" },
	{ BIT(9), "debugger" },
};

static int prm_restart(struct sys_off_data *data)
{
	writel(readl(prm_device + PRM_RSTCTRL) | RSTCTRL_WARM, prm_device + PRM_RSTCTRL);
	readl(prm_device + PRM_RSTCTRL);
	mdelay(100);
	return NOTIFY_DONE;
}

/* Says why the chip was last reset, and clears that for the next time. */
static void __init report_cause(void)
{
	u32 status = readl(prm_device + PRM_RSTST);
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(reset_causes); i++) {
		if (status & reset_causes[i].bit)
			pr_info("prm: last reset: %s (RSTST %#x)\n", reset_causes[i].cause, status);
	}
	writel(status, prm_device + PRM_RSTST);
}

static int __init prm_reset_probe(struct device_node *np)
{
	struct resource res;
	u32 val;
	int err;

	err = of_address_to_resource(np, 0, &res);
	if (err)
		return err;
	if (resource_size(&res) < PRCM_PRM_DEVICE + PRM_RSTST + 4)
		return -EINVAL;
	prm_device = ioremap(res.start + PRCM_PRM_DEVICE, PRM_RSTST + 4);
	if (!prm_device)
		return -ENOMEM;
	if (probe_ioread32(prm_device + PRM_RSTST, &val))
		return -ENXIO;
	report_cause();
	register_sys_off_handler(SYS_OFF_MODE_RESTART, SYS_OFF_PRIO_HIGH, prm_restart, NULL);
	return 0;
}
OF_DEVICE_DECLARE(am33xx_prm_reset, "ti,am3-prcm", prm_reset_probe);
