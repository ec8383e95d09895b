/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_IRQHANDLER_H
#define _LINUX_IRQHANDLER_H

struct irq_desc;

/* The flow of one kind of interrupt: what to tell the controller before and after the handlers. */
typedef void (*irq_flow_handler_t)(struct irq_desc *desc);

#endif
