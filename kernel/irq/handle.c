// SPDX-License-Identifier: MIT
/* Where the CPU's interrupt exception meets the root controller, and the start of it all. */
#include <linux/irq.h>

#include "internals.h"

#include <asm/ptrace.h>
#include <asm/traps.h>
#include <linux/errno.h>
#include <linux/init.h>
#include <linux/irqchip.h>
#include <linux/irqflags.h>
#include <linux/kernel.h>
#include <linux/panic.h>

/* An interrupt with no controller to ask: nothing can quieten it. */
static void no_controller(struct pt_regs *regs)
{
	panic("irq: an interrupt came, but no interrupt controller has started");
}

void (*handle_arch_irq)(struct pt_regs *regs) __ro_after_init = no_controller;

int __init set_handle_irq(void (*handler)(struct pt_regs *regs))
{
	if (handle_arch_irq != no_controller)
		return -EBUSY;
	handle_arch_irq = handler;
	return 0;
}

void __init init_IRQ(void)
{
	irq_desc_init();
	irqchip_init();
	if (handle_arch_irq == no_controller)
		pr_err("irq: no interrupt controller in the device tree that this kernel drives\n");
}
