// SPDX-License-Identifier: MIT
/* Starting the interrupt controllers that drivers declare with IRQCHIP_DECLARE(). */
#include <linux/irqchip.h>

#include <linux/init.h>
#include <linux/interrupt.h>
#include <linux/of_irq.h>

extern const struct of_device_id __irqchip_of_table_start[], __irqchip_of_table_end[];

static void (*secondary_init)(void) __ro_after_init;

void __init irqchip_init(void)
{
	of_irq_init_table(__irqchip_of_table_start, __irqchip_of_table_end);
}

void __init irqchip_set_secondary_init(void (*fn)(void))
{
	secondary_init = fn;
}

void irqchip_secondary_init(void)
{
	if (secondary_init)
		secondary_init();
}
