// SPDX-License-Identifier: MIT
/*
 * Serial ports: consoles out of UARTs, and their input.
 *
 * Output is polled: it must work in any context, with interrupts off and in a panic, and printk
 * lets one CPU at a time through. Input comes by interrupt into one small ring for all ports, from
 * which the prompt reads; a character that finds the ring full is lost.
 *
 *      UART --interrupt--> uart_insert_char() --> ring --> serial_getc()
 *      printk --> console write --> uart_ops.putc --> UART
 *
 * A port is used as the boot loader left it. Its rate is changed only if console= asks for one, or
 * the UART was off.
 */
#include <linux/serial_core.h>

#include <libfdt.h>
#include <linux/errno.h>
#include <linux/init.h>
#include <linux/interrupt.h>
#include <linux/kernel.h>
#include <linux/of_address.h>
#include <linux/of_clk.h>
#include <linux/of_irq.h>
#include <linux/printk.h>
#include <linux/spinlock.h>
#include <linux/string.h>
#include <linux/wait.h>
#include <marrow/fault.h>

#define MAX_PORTS	8
/* Some characters' time at 300 baud; then the UART counts as stuck. */
#define TX_POLLS	1000000
#define TX_POLLS_STUCK	100
#define RX_RING_SIZE	256	/* a power of two */

extern const struct of_device_id __earlycon_of_table_start[], __earlycon_of_table_end[];

static struct uart_port ports[MAX_PORTS];
static int nr_ports;

static struct {
	spinlock_t lock;
	unsigned int head, tail;	/* they run free; the ring is full at head - tail == size */
	unsigned char buf[RX_RING_SIZE];
} rx = {
	.lock = __SPIN_LOCK_UNLOCKED(rx.lock),
};
static DECLARE_WAIT_QUEUE_HEAD(rx_wait);

static_assert(!(RX_RING_SIZE & (RX_RING_SIZE - 1)), "the ring index is masked");

/* -- Input --------------------------------------------------------------------------------- */

void uart_insert_char(struct uart_port *port, unsigned char c)
{
	unsigned long flags;

	spin_lock_irqsave(&rx.lock, flags);
	if (rx.head - rx.tail < RX_RING_SIZE)
		rx.buf[rx.head++ % RX_RING_SIZE] = c;
	spin_unlock_irqrestore(&rx.lock, flags);
	wake_up(&rx_wait);
}

int serial_getc(void)
{
	unsigned long flags;
	int c = -EAGAIN;

	spin_lock_irqsave(&rx.lock, flags);
	if (rx.head != rx.tail)
		c = rx.buf[rx.tail++ % RX_RING_SIZE];
	spin_unlock_irqrestore(&rx.lock, flags);
	return c;
}

int serial_getc_wait(void)
{
	int c;

	wait_event(rx_wait, (c = serial_getc()) >= 0);
	return c;
}

static irqreturn_t uart_interrupt(int irq, void *dev_id)
{
	struct uart_port *port = dev_id;

	return port->variant->ops->interrupt(port);
}

/* -- What the early set-up uses too -------------------------------------------------------- */

/* A property of one cell, or @fallback. */
static u32 read_cell(const void *fdt, int node, const char *name, u32 fallback)
{
	const fdt32_t *cell;
	int len;

	cell = fdt_getprop(fdt, node, name, &len);
	return cell && len == sizeof(*cell) ? fdt32_ld(cell) : fallback;
}

int uart_read_properties(struct uart_port *port, const struct uart_variant *variant,
			 const void *fdt, int node)
{
	u32 shift = read_cell(fdt, node, "reg-shift", variant->regshift);
	u32 width = read_cell(fdt, node, "reg-io-width", variant->iowidth);

	if (shift > 4 || (width != 1 && width != 2 && width != 4)) {
		pr_err("uart: %s: reg-shift %u, reg-io-width %u: not usable\n",
		       fdt_get_name(fdt, node, NULL), shift, width);
		return -EINVAL;
	}
	port->variant = variant;
	port->regshift = shift;
	port->iowidth = width;
	port->uartclk = read_cell(fdt, node, "clock-frequency", 0);
	return 0;
}

struct identify_call {
	struct uart_port *port;
	bool answers;
};

static void call_identify(void *arg)
{
	struct identify_call *call = arg;

	call->answers = call->port->variant->ops->identify(call->port);
}

bool uart_identify(struct uart_port *port)
{
	struct identify_call call = { .port = port };

	return !catch_fault(call_identify, &call, NULL) && call.answers;
}

unsigned int uart_tx_polls(const struct uart_port *port)
{
	return port->stuck ? TX_POLLS_STUCK : TX_POLLS;
}

void uart_console_write(struct console *con, const char *s, unsigned int count)
{
	struct uart_port *port = con->data;

	for (; count; count--, s++) {
		if (*s == '\n')
			port->variant->ops->putc(port, '\r');
		port->variant->ops->putc(port, *s);
	}
}

unsigned int uart_parse_baud(const char *options)
{
	unsigned int baud = 0;

	for (; options && *options >= '0' && *options <= '9' && baud < 10000000; options++)
		baud = baud * 10 + (*options - '0');
	return baud >= 300 && baud <= 4000000 ? baud : 0;
}

/* -- Ports --------------------------------------------------------------------------------- */

static int uart_console_setup(struct console *con, char *options)
{
	struct uart_port *port = con->data;
	unsigned int baud = uart_parse_baud(options);

	if (baud)
		port->variant->ops->startup(port, baud);
	return 0;
}

static int uart_console_read(struct console *con)
{
	return serial_getc();
}

/* The number in "ttyS0": the alias's, or the first that is free. */
static int port_index(struct device_node *np)
{
	int id = of_alias_get_id(np, "serial"), i;

	for (i = 0; i < nr_ports && id < 0; i++) {
		if (ports[i].cons.index >= nr_ports)
			return ports[i].cons.index + 1;
	}
	return id >= 0 ? id : nr_ports;
}

/* Old command lines call the AM335x's UARTs ttyO; so be it, if this one does. */
static const char *console_name(const struct uart_variant *variant)
{
	if (!strcmp(variant->dev_name, "ttyS") && strstr(boot_command_line, "console=ttyO"))
		return "ttyO";
	return variant->dev_name;
}

static void add_console(struct uart_port *port, struct device_node *np)
{
	struct console *con = &port->cons;

	*con = (struct console) {
		.write = uart_console_write, .read = uart_console_read,
		.setup = uart_console_setup, .flags = CON_PRINTBUFFER, .data = port,
		.index = port_index(np),
	};
	strscpy(con->name, console_name(port->variant), sizeof(con->name));
	if (np == of_stdout && !console_set_on_cmdline())
		add_preferred_console(con->name, con->index, NULL);
	register_console(con);
}

static int add_port(struct device_node *np, const struct uart_variant *variant)
{
	struct uart_port *port = &ports[nr_ports];
	int err;

	if (nr_ports == MAX_PORTS)
		return -ENOSPC;
	*port = (struct uart_port) { 0 };
	err = uart_read_properties(port, variant, np->tree->fdt, np->offset);
	if (err)
		return err;
	err = of_clk_enable(np);
	if (err)
		return err;
	port->membase = of_iomap(np, 0);
	if (!port->membase)
		return -ENXIO;
	if (!uart_identify(port)) {
		of_report(np, "reg", "no UART answers there");
		return -ENODEV;
	}
	if (!port->uartclk)
		port->uartclk = of_clk_get_rate_by_name(np, "uartclk");
	of_device_name(np, port->name);
	variant->ops->startup(port, 0);
	add_console(port, np);
	nr_ports++;

	port->irq = irq_of_parse_and_map(np, 0);
	if (port->irq && request_irq(port->irq, uart_interrupt, 0, port->name, port))
		port->irq = 0;
	pr_info("%s%d: %s, interrupt %u\n", port->cons.name, port->cons.index, port->name,
		port->irq);
	if (port->irq)
		variant->ops->start_rx(port);
	return 0;
}

void __init console_init(void)
{
	const struct of_device_id *match;
	struct device_node *np;

	for_each_of_allnodes(np) {
		if (!np->compatible || !of_device_is_reachable(np))
			continue;
		for (match = __earlycon_of_table_start; match < __earlycon_of_table_end; match++) {
			if (!of_device_is_compatible(np, match->compatible))
				continue;
			np->populated = add_port(np, match->data) == 0;
			break;
		}
	}
}
