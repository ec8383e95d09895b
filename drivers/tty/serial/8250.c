// SPDX-License-Identifier: MIT
/*
 * The 8250 family: the UART of the PC and its many cousins.
 *
 * Eight registers, several behind the same address: LCR's bit 7 (DLAB) turns the first two into the
 * divisor. Registers lie 1 << regshift bytes apart and take accesses of one width.
 *
 * TI's UART (OMAP, AM335x) adds MDR1, which turns it off (7) or into a 16550 (0); a soft reset; and
 * a second register bank behind LCR = 0xBF, where a plain 16550 has FCR and MCR. It stands still
 * until MDR1 is written, and takes a divisor only while it is off.
 *
 * Synopsys's UART (Allwinner) ignores a write to LCR while it is sending or receiving, and raises a
 * "busy" interrupt of its own, which reading USR ends; and it can raise a receive timeout with
 * nothing received, which only reading the receiver ends.
 *
 * References: National PC16550D data sheet; AM335x TRM (SPRUH73), "UART"; DesignWare DW_apb_uart
 * data book, "Busy functionality"; Allwinner A10 User Manual, "UART".
 */
#include <linux/bitops.h>
#include <linux/errno.h>
#include <linux/init.h>
#include <linux/io.h>
#include <linux/kernel.h>
#include <linux/serial_core.h>

enum uart_8250_type {
	TYPE_16550,
	TYPE_OMAP,
	TYPE_DW,
};

#define UART_RX			0	/* receiver (read), transmitter (write) */
#define UART_DLL		0	/* divisor, low and high, with DLAB */
#define UART_IER		1
#define IER_RX			BIT(0)
#define IER_LINE_STATUS		BIT(2)
#define UART_DLM		1
#define UART_IIR		2	/* (read) */
#define IIR_ID			GENMASK(3, 0)
#define IIR_NONE		0x1
#define IIR_DW_BUSY		0x7
#define IIR_RX_TIMEOUT		0xc
#define UART_FCR		2	/* (write) */
#define FCR_ENABLE_AND_CLEAR	0x07	/* FIFOs on, both emptied */
#define UART_LCR		3
#define LCR_8N1			0x03
#define LCR_DLAB		0x80
#define UART_MCR		4
#define MCR_DTR_RTS_OUT2	0x0b	/* OUT2 lets a PC's interrupt out */
#define UART_LSR		5
#define LSR_DATA_READY		BIT(0)
#define LSR_OVERRUN_TO_BREAK	GENMASK(4, 1)
#define LSR_BREAK		BIT(4)
#define LSR_TX_EMPTY		BIT(5)	/* the transmit FIFO takes more */
#define LSR_TX_IDLE		BIT(6)	/* and the last bit has left */
#define UART_MSR		6
#define UART_SCR		7

/* TI's, as indices of words */
#define OMAP_MDR1		(0x20 / 4)
#define MDR1_MODE		GENMASK(2, 0)
#define MDR1_UART_16X		0
#define MDR1_OFF		7
#define OMAP_SYSC		(0x54 / 4)
#define SYSC_SOFTRESET		BIT(1)
#define OMAP_SYSS		(0x58 / 4)
#define SYSS_RESETDONE		BIT(0)

/* Synopsys's */
#define DW_USR			(0x7c / 4)

#define DEFAULT_BAUD		115200
#define IDENTIFY_POLLS		100000	/* a character's time at 300 baud */
#define RESET_POLLS		100000
#define LCR_TRIES		1000
#define RX_BURST		256	/* characters taken in one interrupt */

static u32 uart_in(const struct uart_port *port, unsigned int reg)
{
	void __iomem *addr = port->membase + (reg << port->regshift);

	switch (port->iowidth) {
	case 1:
		return readb(addr);
	case 2:
		return readw(addr);
	default:
		return readl(addr);
	}
}

static void uart_out(const struct uart_port *port, unsigned int reg, u32 val)
{
	void __iomem *addr = port->membase + (reg << port->regshift);

	switch (port->iowidth) {
	case 1:
		writeb(val, addr);
		break;
	case 2:
		writew(val, addr);
		break;
	default:
		writel(val, addr);
		break;
	}
}

static bool is_type(const struct uart_port *port, enum uart_8250_type type)
{
	return port->variant->type == type;
}

/* Whether the line status is one: not all ones, and ready to send before long. */
static bool line_status_is_sane(struct uart_port *port)
{
	int polls;
	u32 lsr;

	for (polls = 0; polls < IDENTIFY_POLLS; polls++) {
		lsr = uart_in(port, UART_LSR) & 0xff;
		if (lsr == 0xff)
			return false;
		if (lsr & LSR_TX_EMPTY)
			return true;
	}
	return false;
}

/* The scratch register keeps what is written. So does memory, but that has no line status. */
static bool uart_8250_identify(struct uart_port *port)
{
	u32 old = uart_in(port, UART_SCR) & 0xff;
	bool answers;

	uart_out(port, UART_SCR, 0x5a);
	answers = (uart_in(port, UART_SCR) & 0xff) == 0x5a;
	uart_out(port, UART_SCR, 0xa5);
	answers = answers && (uart_in(port, UART_SCR) & 0xff) == 0xa5;
	uart_out(port, UART_SCR, old);
	return answers && line_status_is_sane(port);
}

/* Waits for the bits of @mask in LSR; a UART that never shows them is given up on. */
static void wait_lsr(struct uart_port *port, u32 mask)
{
	unsigned int polls = uart_tx_polls(port);

	while (polls-- && (uart_in(port, UART_LSR) & mask) != mask)
		;
	port->stuck = polls == -1u;
}

static void uart_8250_putc(struct uart_port *port, unsigned char c)
{
	wait_lsr(port, LSR_TX_EMPTY);
	uart_out(port, UART_RX, c);
}

/* -- Setting the line up ------------------------------------------------------------------- */

/* Writes LCR and makes sure that it took: a Synopsys UART that is busy does not listen. */
static void write_lcr(struct uart_port *port, u32 val)
{
	int tries;

	for (tries = 0; tries < LCR_TRIES; tries++) {
		uart_out(port, UART_LCR, val);
		if (!is_type(port, TYPE_DW) || (uart_in(port, UART_LCR) & 0xff) == val)
			return;
		uart_out(port, UART_FCR, FCR_ENABLE_AND_CLEAR);
		uart_in(port, UART_RX);
		uart_in(port, DW_USR);
	}
}

static u32 read_divisor(struct uart_port *port)
{
	u32 divisor;

	write_lcr(port, LCR_8N1 | LCR_DLAB);
	divisor = (uart_in(port, UART_DLL) & 0xff) | (uart_in(port, UART_DLM) & 0xff) << 8;
	write_lcr(port, LCR_8N1);
	return divisor;
}

static void write_divisor(struct uart_port *port, u32 divisor)
{
	write_lcr(port, LCR_8N1 | LCR_DLAB);
	uart_out(port, UART_DLL, divisor & 0xff);
	uart_out(port, UART_DLM, divisor >> 8);
	write_lcr(port, LCR_8N1);
}

static bool omap_is_off(const struct uart_port *port)
{
	return is_type(port, TYPE_OMAP) && (uart_in(port, OMAP_MDR1) & MDR1_MODE) == MDR1_OFF;
}

static void omap_reset(struct uart_port *port)
{
	int polls;

	uart_out(port, OMAP_SYSC, SYSC_SOFTRESET);
	for (polls = 0; polls < RESET_POLLS; polls++) {
		if (uart_in(port, OMAP_SYSS) & SYSS_RESETDONE)
			return;
	}
}

/* From whatever state to 8N1 at @divisor; a UART of TI's is off meanwhile. */
static void program_line(struct uart_port *port, u32 divisor)
{
	bool omap = is_type(port, TYPE_OMAP);

	wait_lsr(port, LSR_TX_IDLE);
	if (omap) {
		omap_reset(port);
		uart_out(port, OMAP_MDR1, MDR1_OFF);
	}
	uart_out(port, UART_IER, 0);
	write_divisor(port, divisor);
	uart_out(port, UART_FCR, FCR_ENABLE_AND_CLEAR);
	if (omap)
		uart_out(port, OMAP_MDR1, MDR1_UART_16X);
}

static void uart_8250_startup(struct uart_port *port, unsigned int baud)
{
	bool off = omap_is_off(port);
	u32 divisor = 0;

	if (off && !baud)
		baud = DEFAULT_BAUD;
	if (baud && port->uartclk)
		divisor = DIV_ROUND_CLOSEST(port->uartclk, 16 * baud);
	if (divisor && divisor <= 0xffff && (off || read_divisor(port) != divisor))
		program_line(port, divisor);
	if ((uart_in(port, UART_LCR) & 0xff) != LCR_8N1)
		write_lcr(port, LCR_8N1);
	uart_out(port, UART_MCR, MCR_DTR_RTS_OUT2);
}

/* -- Input --------------------------------------------------------------------------------- */

static void uart_8250_start_rx(struct uart_port *port)
{
	if (!is_type(port, TYPE_OMAP))
		uart_out(port, UART_FCR, 0x01);
	uart_in(port, UART_LSR);
	uart_out(port, UART_IER, IER_RX | IER_LINE_STATUS);
}

static void receive_chars(struct uart_port *port)
{
	u32 lsr, c;
	int n;

	for (n = 0; n < RX_BURST; n++) {
		lsr = uart_in(port, UART_LSR);
		if (!(lsr & (LSR_DATA_READY | LSR_BREAK)))
			return;
		c = uart_in(port, UART_RX);
		/* What came with an error is noise; after an overrun the character is whole. */
		if ((lsr & LSR_DATA_READY) && !(lsr & LSR_OVERRUN_TO_BREAK & ~BIT(1)))
			uart_insert_char(port, c);
	}
}

static irqreturn_t uart_8250_interrupt(struct uart_port *port)
{
	u32 iir = uart_in(port, UART_IIR) & IIR_ID;

	if (iir == IIR_NONE)
		return IRQ_NONE;
	if (is_type(port, TYPE_DW) && iir == IIR_DW_BUSY)
		uart_in(port, DW_USR);
	else if (iir == IIR_RX_TIMEOUT && !(uart_in(port, UART_LSR) & LSR_DATA_READY))
		uart_in(port, UART_RX);
	else if (iir == 0)
		uart_in(port, UART_MSR);
	receive_chars(port);
	return IRQ_HANDLED;
}

static const struct uart_ops uart_8250_ops = {
	.identify = uart_8250_identify,
	.startup = uart_8250_startup,
	.putc = uart_8250_putc,
	.start_rx = uart_8250_start_rx,
	.interrupt = uart_8250_interrupt,
};

static const struct uart_variant variant_16550 = {
	.dev_name = "ttyS", .ops = &uart_8250_ops, .type = TYPE_16550, .iowidth = 1,
};

static const struct uart_variant variant_omap = {
	.dev_name = "ttyS", .ops = &uart_8250_ops, .type = TYPE_OMAP, .regshift = 2, .iowidth = 4,
};

static const struct uart_variant variant_dw = {
	.dev_name = "ttyS", .ops = &uart_8250_ops, .type = TYPE_DW, .iowidth = 1,
};

UART_OF_DECLARE(am3352, "ti,am3352-uart", variant_omap);
UART_OF_DECLARE(omap3, "ti,omap3-uart", variant_omap);
UART_OF_DECLARE(omap2, "ti,omap2-uart", variant_omap);
UART_OF_DECLARE(dw_apb, "snps,dw-apb-uart", variant_dw);
UART_OF_DECLARE(ns16550a, "ns16550a", variant_16550);
UART_OF_DECLARE(ns16550, "ns16550", variant_16550);
