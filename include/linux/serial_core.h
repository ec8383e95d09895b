/* SPDX-License-Identifier: MIT */
/*
 * Serial ports: what the UART drivers and drivers/tty/serial/serial_core.c owe each other, and
 * the console input that comes out of it.
 */
#ifndef _LINUX_SERIAL_CORE_H
#define _LINUX_SERIAL_CORE_H

#include <linux/console.h>
#include <linux/irqreturn.h>
#include <linux/of_address.h>
#include <linux/types.h>

struct uart_port;

/**
 * struct uart_ops - a UART driver
 * @identify:	whether such a UART answers. May fault: it is called under catch_fault()
 * @startup:	readies the line for output. Leaves the rate alone unless @baud is given, or the
 *		UART was off
 * @putc:	puts out one character, waiting for the device but not for ever
 * @start_rx:	lets input interrupt
 * @interrupt:	takes input to uart_insert_char(); interrupt context
 *
 * All but @interrupt are called by one CPU at a time.
 */
struct uart_ops {
	bool (*identify)(struct uart_port *port);
	void (*startup)(struct uart_port *port, unsigned int baud);
	void (*putc)(struct uart_port *port, unsigned char c);
	void (*start_rx)(struct uart_port *port);
	irqreturn_t (*interrupt)(struct uart_port *port);
};

/**
 * struct uart_variant - a kind of UART, chosen by its "compatible"
 * @dev_name:	what console= calls it
 * @ops:	its driver
 * @type:	the driver's own
 * @regshift:	registers are 1 << @regshift bytes apart, unless the tree says "reg-shift"
 * @iowidth:	bytes a register access takes, unless the tree says "reg-io-width"
 */
struct uart_variant {
	const char *dev_name;
	const struct uart_ops *ops;
	unsigned int type;
	u8 regshift;
	u8 iowidth;
};

/**
 * struct uart_port - a UART
 * @variant:	which kind
 * @membase:	its registers
 * @regshift, @iowidth: how to reach them
 * @uartclk:	the rate its divisor divides; 0 if not known
 * @irq:	Linux's number, 0 while it has none
 * @stuck:	the last wait for it to send was in vain: wait no more than a moment
 * @name:	what to call it
 * @cons:	the console on it
 */
struct uart_port {
	const struct uart_variant *variant;
	void __iomem *membase;
	u8 regshift;
	u8 iowidth;
	u32 uartclk;
	unsigned int irq;
	bool stuck;
	char name[OF_DEVICE_NAME_MAX];
	struct console cons;
};

/* Lists a kind of UART for the early console and for console_init(). */
#define UART_OF_DECLARE(name_, compat, variant_)			\
	static const struct of_device_id __uart_of_##name_		\
	__attribute__((__used__, __section__("__earlycon_of_table"),	\
		       __aligned__(4))) = {				\
		.compatible = compat,					\
		.data = (const struct uart_variant *)&(variant_),	\
	}

/**
 * earlycon_init_fdt - find a UART in the flattened tree and make it a boot console
 *
 * The one that /chosen's stdout-path names, or else the first that answers. Returns 0 or -ENODEV.
 * Start-up only, before there is any memory management.
 */
int earlycon_init_fdt(const void *fdt);
/** Whether earlycon_init_fdt() has found one. */
bool console_drivers_present(void);

/** Hands one character of input on; for drivers, interrupt context. What does not fit is lost. */
void uart_insert_char(struct uart_port *port, unsigned char c);

/** The next character of console input, or -EAGAIN. Any context. */
int serial_getc(void);
/** The same, and sleeps until there is one. Thread context. */
int serial_getc_wait(void);

/* -- Shared by the early and the full set-up ------------------------------------------------- */

/** Fills @port from the tree; 0, or -EINVAL with a line printed when the tree makes no sense. */
int uart_read_properties(struct uart_port *port, const struct uart_variant *variant,
			 const void *fdt, int node);
/** Whether the UART answers, with faults survived. */
bool uart_identify(struct uart_port *port);
/** How often to look whether @port can send before giving up; a stuck one gets few. */
unsigned int uart_tx_polls(const struct uart_port *port);
/** The console's write: drives @port->variant->ops->putc. */
void uart_console_write(struct console *con, const char *s, unsigned int count);
/** The baud rate in console options such as "115200n8"; 0 if there is none. */
unsigned int uart_parse_baud(const char *options);

#endif
