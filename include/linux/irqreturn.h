/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_IRQRETURN_H
#define _LINUX_IRQRETURN_H

/* What an interrupt handler found: was it its device that asked? */
enum irqreturn {
	IRQ_NONE	= 0,
	IRQ_HANDLED	= 1,
};

typedef enum irqreturn irqreturn_t;

#define IRQ_RETVAL(x)	((x) ? IRQ_HANDLED : IRQ_NONE)

#endif
