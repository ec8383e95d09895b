// SPDX-License-Identifier: MIT
/*
 * ARM's PrimeCell UART, PL011.
 *
 * It has identification registers, so a PL011 is known when it answers. Output waits while the
 * transmit FIFO is full. Input interrupts when the FIFO is half full, or when characters have lain
 * in it for 32 bit times. Rate and format take effect with the write of LCR_H, and may only be
 * changed while the UART is off.
 *
 * Reference: PrimeCell UART (PL011) TRM (DDI 0183), chapter 3.
 */
#include <linux/bitops.h>
#include <linux/errno.h>
#include <linux/init.h>
#include <linux/io.h>
#include <linux/kernel.h>
#include <linux/serial_core.h>

#define UART_DR			0x00
#define DR_DATA			GENMASK(7, 0)
#define DR_FRAMING_PARITY_BREAK	GENMASK(10, 8)
#define UART_FR			0x18
#define FR_BUSY			BIT(3)
#define FR_RX_EMPTY		BIT(4)
#define FR_TX_FULL		BIT(5)
#define UART_IBRD		0x24
#define UART_FBRD		0x28
#define UART_LCRH		0x2c
#define LCRH_8N1_FIFO		0x70
#define UART_CR			0x30
#define CR_ENABLE		BIT(0)
#define CR_TX_RX		GENMASK(9, 8)
#define UART_IMSC		0x38
#define UART_MIS		0x40
#define UART_ICR		0x44
#define INT_RX			BIT(4)
#define INT_RX_TIMEOUT		BIT(6)
#define INT_ALL			GENMASK(10, 0)
#define UART_PERIPH_ID0		0xfe0	/* part number, low byte: 11h */
#define UART_PERIPH_ID1		0xfe4	/* designer 1, part number high: 10h */
#define UART_CELL_ID(n)		(0xff0 + 4 * (n))
#define CELL_ID			0xb105f00d	/* of every PrimeCell, from the four bytes */

#define DEFAULT_BAUD		115200
#define RX_BURST		256

static u32 pl011_read(const struct uart_port *port, unsigned int reg)
{
	return readl(port->membase + reg);
}

static void pl011_write(const struct uart_port *port, u32 val, unsigned int reg)
{
	writel(val, port->membase + reg);
}

static bool pl011_identify(struct uart_port *port)
{
	u32 cell_id = 0;
	int i;

	for (i = 0; i < 4; i++)
		cell_id |= (pl011_read(port, UART_CELL_ID(i)) & 0xff) << (8 * i);
	return cell_id == CELL_ID && (pl011_read(port, UART_PERIPH_ID0) & 0xff) == 0x11 &&
	       (pl011_read(port, UART_PERIPH_ID1) & 0x0f) == 0;
}

/* Waits until the bits of @mask in FR are clear; a UART that keeps them is given up on. */
static void wait_fr(struct uart_port *port, u32 mask)
{
	unsigned int polls = uart_tx_polls(port);

	while (polls-- && (pl011_read(port, UART_FR) & mask))
		;
	port->stuck = polls == -1u;
}

static void pl011_putc(struct uart_port *port, unsigned char c)
{
	wait_fr(port, FR_TX_FULL);
	pl011_write(port, c, UART_DR);
}

/* The divisor in 64ths: 16 samples a bit, so clock * 64 / (16 * baud). */
static u32 baud_divisor(const struct uart_port *port, unsigned int baud)
{
	return DIV_ROUND_CLOSEST(port->uartclk * 4, baud);
}

static void set_baud(struct uart_port *port, unsigned int baud)
{
	u32 divisor = baud_divisor(port, baud);

	if (pl011_read(port, UART_IBRD) == divisor >> 6 &&
	    pl011_read(port, UART_FBRD) == (divisor & 0x3f))
		return;
	wait_fr(port, FR_BUSY);
	pl011_write(port, 0, UART_CR);
	pl011_write(port, divisor >> 6, UART_IBRD);
	pl011_write(port, divisor & 0x3f, UART_FBRD);
	pl011_write(port, LCRH_8N1_FIFO, UART_LCRH);
}

static void pl011_startup(struct uart_port *port, unsigned int baud)
{
	bool off = !(pl011_read(port, UART_CR) & CR_ENABLE);

	if (off && !baud)
		baud = DEFAULT_BAUD;
	if (baud && port->uartclk)
		set_baud(port, baud);
	if (off)
		pl011_write(port, LCRH_8N1_FIFO, UART_LCRH);
	pl011_write(port, CR_ENABLE | CR_TX_RX, UART_CR);
}

static void pl011_start_rx(struct uart_port *port)
{
	pl011_write(port, INT_ALL, UART_ICR);
	pl011_write(port, INT_RX | INT_RX_TIMEOUT, UART_IMSC);
}

static irqreturn_t pl011_interrupt(struct uart_port *port)
{
	u32 pending = pl011_read(port, UART_MIS), data;
	int n;

	if (!pending)
		return IRQ_NONE;
	pl011_write(port, pending, UART_ICR);
	for (n = 0; n < RX_BURST && !(pl011_read(port, UART_FR) & FR_RX_EMPTY); n++) {
		data = pl011_read(port, UART_DR);
		if (!(data & DR_FRAMING_PARITY_BREAK))
			uart_insert_char(port, data & DR_DATA);
	}
	return IRQ_HANDLED;
}

static const struct uart_ops pl011_ops = {
	.identify = pl011_identify,
	.startup = pl011_startup,
	.putc = pl011_putc,
	.start_rx = pl011_start_rx,
	.interrupt = pl011_interrupt,
};

static const struct uart_variant variant_pl011 = {
	.dev_name = "ttyAMA", .ops = &pl011_ops, .iowidth = 4,
};

UART_OF_DECLARE(pl011, "arm,pl011", variant_pl011);
