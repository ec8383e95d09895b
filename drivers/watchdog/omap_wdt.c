// SPDX-License-Identifier: MIT
/*
 * The watchdog of TI's OMAP and AM335x: stopped at start-up.
 *
 * It runs from reset: the boot ROM gives it three minutes, U-Boot one, and nobody stops it but the
 * kernel. Stopping takes two writes to WSPR, AAAAh and 5555h; each travels into the watchdog's slow
 * clock domain, and the next write must wait until WWPS shows that the last has arrived. The waits
 * are bounded: at 32 kHz a write takes less than 0.2 ms.
 *
 * Reference: AM335x TRM (SPRUH73), "Watchdog Timer".
 */
#include <linux/bitops.h>
#include <linux/delay.h>
#include <linux/errno.h>
#include <linux/init.h>
#include <linux/io.h>
#include <linux/kernel.h>
#include <linux/of_address.h>
#include <linux/of_clk.h>
#include <linux/printk.h>
#include <marrow/fault.h>

#define WDT_WWPS		0x34
#define WWPS_WSPR		BIT(4)	/* a write to WSPR is under way */
#define WDT_WSPR		0x48

#define WAIT_USECS		10000

static const u32 stop_sequence[] = { 0xaaaa, 0x5555 };

static int __init wait_written(void __iomem *base)
{
	int us;

	for (us = 0; us < WAIT_USECS; us += 10) {
		if (!(readl(base + WDT_WWPS) & WWPS_WSPR))
			return 0;
		udelay(10);
	}
	return -ETIMEDOUT;
}

static int __init omap_wdt_stop(struct device_node *np)
{
	char name[OF_DEVICE_NAME_MAX];
	void __iomem *base;
	unsigned int i;
	u32 val;
	int err;

	err = of_clk_enable(np);
	if (err)
		return err;
	base = of_iomap(np, 0);
	if (!base)
		return -ENXIO;
	if (probe_ioread32(base + WDT_WWPS, &val)) {
		of_report(np, "reg", "no watchdog answers there");
		return -ENXIO;
	}
	err = wait_written(base);
	for (i = 0; i < ARRAY_SIZE(stop_sequence) && !err; i++) {
		writel(stop_sequence[i], base + WDT_WSPR);
		err = wait_written(base);
	}
	of_device_name(np, name);
	if (err)
		pr_err("watchdog: %s does not stop: error %d\n", name, err);
	else
		pr_info("watchdog: %s stopped\n", name);
	return err;
}

/* Before everything else that takes time. */
static int __init omap_wdt_stop_all(void)
{
	struct device_node *np;

	for_each_compatible_node(np, NULL, "ti,omap3-wdt") {
		if (of_device_is_reachable(np))
			np->populated = omap_wdt_stop(np) == 0;
	}
	return 0;
}
early_initcall(omap_wdt_stop_all);
