// SPDX-License-Identifier: MIT
/*
 * The watchdog of the Allwinner A10: stopped at start-up, and the way to restart the board.
 *
 * With its reset enabled it resets the chip half a second after it was started; that is the only
 * reset there is. Machines that leave the watchdog out (QEMU before version 8) do not restart.
 *
 * Reference: Allwinner A10 User Manual 1.5, "Timer Controller", "Watch-Dog".
 */
#include <linux/bitops.h>
#include <linux/delay.h>
#include <linux/errno.h>
#include <linux/init.h>
#include <linux/io.h>
#include <linux/kernel.h>
#include <linux/notifier.h>
#include <linux/of_address.h>
#include <linux/reboot.h>
#include <marrow/fault.h>

#define WDT_CTRL		0x00
#define CTRL_RELOAD		(BIT(0) | 0x0a57 << 1)	/* restart, with its key */
#define WDT_MODE		0x04
#define MODE_ENABLE		BIT(0)
#define MODE_RESET		BIT(1)			/* and 0 in 6:3: after half a second */

static int sunxi_wdt_restart(struct sys_off_data *data)
{
	void __iomem *base = data->cb_data;

	writel(MODE_RESET | MODE_ENABLE, base + WDT_MODE);
	writel(CTRL_RELOAD, base + WDT_CTRL);
	mdelay(1000);
	return NOTIFY_DONE;
}

static int __init sunxi_wdt_probe(struct device_node *np)
{
	void __iomem *base = of_iomap(np, 0);
	u32 val;

	if (!base)
		return -ENXIO;
	if (probe_ioread32(base + WDT_MODE, &val))
		return -ENXIO;
	writel(0, base + WDT_MODE);
	register_sys_off_handler(SYS_OFF_MODE_RESTART, SYS_OFF_PRIO_HIGH, sunxi_wdt_restart, base);
	return 0;
}
OF_DEVICE_DECLARE(sun4i_wdt, "allwinner,sun4i-a10-wdt", sunxi_wdt_probe);
OF_DEVICE_DECLARE(sun4i_wdt_old, "allwinner,sun4i-wdt", sunxi_wdt_probe);
