// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A UART: a 16550 with 64-byte FIFOs, a second register bank behind LCR = BFh, and MDR1.
 *
 * MDR1 is 7 after reset and the UART stands still: what is sent then is lost, and nothing is
 * received. With 0 it works. A soft reset (SYSC) brings that state back.
 *
 *            LCR.7 = 0           LCR.7 = 1       LCR = BFh
 *     00     RHR / THR           DLL             DLL
 *     04     IER                 DLH             DLH
 *     08     IIR / FCR           IIR / FCR       EFR
 *     10     MCR                 MCR             XON1
 *     14     LSR                 LSR             XON2
 *     18     MSR / TCR (1)       MSR / TCR (1)   XOFF1 / TCR (1)
 *     1C     SPR / TLR (1)       SPR / TLR (1)   XOFF2 / TLR (1)
 *                                                (1) with EFR.4 and MCR.6
 *
 * Sending takes no time, so the transmit FIFO is always empty. Reception interrupts at the trigger
 * level, or when fewer characters have waited for four character times.
 *
 * Reference: TRM, "Universal Asynchronous Receiver/Transmitter".
 */
#include "qemu/osdep.h"
#include "am335x.h"
#include "chardev/char-fe.h"
#include "hw/irq.h"
#include "hw/qdev-properties.h"
#include "hw/qdev-properties-system.h"
#include "qemu/fifo8.h"
#include "qemu/timer.h"

#define UART_SIZE           0x1000
#define FIFO_BYTES          64

#define IER_RHR             0x01
#define IER_THR             0x02
#define IER_LINE            0x04
#define IIR_NONE            0x01
#define IIR_THR             0x02
#define IIR_RHR             0x04
#define IIR_LINE            0x06
#define IIR_TIMEOUT         0x0C
#define FCR_ENABLE          0x01
#define FCR_RX_CLEAR        0x02
#define LCR_DLAB            0x80
#define LCR_BANK_B          0xBF
#define MCR_LOOP            0x10
#define MCR_TCR_TLR         0x40
#define EFR_ENHANCED        0x10
#define LSR_DR              0x01
#define LSR_OVERRUN         0x02
#define LSR_BREAK           0x10
#define LSR_TX_EMPTY        0x60
#define MSR_LINES           0xB0        /* CTS, DSR, DCD: a partner is there */
#define MDR1_OFF            7
#define SCR_RX_BY_ONE       0x80
#define SYSC_RESET          0x02
#define MVR                 0x47424E03
#define TIMEOUT_NS          (4 * 10 * (NANOSECONDS_PER_SECOND / 115200))

OBJECT_DECLARE_SIMPLE_TYPE(AM335xUART, AM335X_UART)

struct AM335xUART {
    SysBusDevice parent_obj;
    MemoryRegion mmio;
    qemu_irq irq;
    CharBackend chr;
    Fifo8 rx;
    QEMUTimer *timeout;
    uint8_t ier, fcr, lcr, mcr, efr, dll, dlh, spr, tcr, tlr, scr, sysc, wer;
    uint8_t xon[2], xoff[2];
    uint8_t mdr1, mdr2, mdr3;
    uint8_t errors;             /* bits of LSR that reading it clears */
    bool thr_pending, timed_out;
};

static bool enhanced(AM335xUART *s)
{
    return s->efr & EFR_ENHANCED;
}

static bool tcr_tlr(AM335xUART *s)
{
    return enhanced(s) && (s->mcr & MCR_TCR_TLR);
}

/* -- Interrupts -------------------------------------------------------------------------------- */

static unsigned int rx_trigger(AM335xUART *s)
{
    static const uint8_t coarse[] = { 8, 16, 56, 60 };

    if (!(s->fcr & FCR_ENABLE)) {
        return 1;
    }
    if (s->scr & SCR_RX_BY_ONE) {
        return MAX(1, (s->tlr >> 4) << 2 | s->fcr >> 6);
    }
    return s->tlr >> 4 ? (s->tlr >> 4) * 4 : coarse[s->fcr >> 6];
}

static uint8_t iir(AM335xUART *s)
{
    unsigned int waiting = fifo8_num_used(&s->rx);

    if ((s->ier & IER_LINE) && s->errors) {
        return IIR_LINE;
    }
    if ((s->ier & IER_RHR) && waiting >= rx_trigger(s)) {
        return IIR_RHR;
    }
    if ((s->ier & IER_RHR) && waiting && s->timed_out) {
        return IIR_TIMEOUT;
    }
    return (s->ier & IER_THR) && s->thr_pending ? IIR_THR : IIR_NONE;
}

static void update_irq(AM335xUART *s)
{
    qemu_set_irq(s->irq, iir(s) != IIR_NONE);
}

static void rx_timeout(void *opaque)
{
    AM335xUART *s = opaque;

    s->timed_out = true;
    update_irq(s);
}

static void restart_timeout(AM335xUART *s)
{
    s->timed_out = false;
    if (fifo8_is_empty(&s->rx)) {
        timer_del(s->timeout);
    } else {
        timer_mod(s->timeout, qemu_clock_get_ns(QEMU_CLOCK_VIRTUAL) + TIMEOUT_NS);
    }
}

/* -- The line ---------------------------------------------------------------------------------- */

static int can_receive(void *opaque)
{
    AM335xUART *s = opaque;

    return (s->mdr1 & 7) == MDR1_OFF ? 0 : fifo8_num_free(&s->rx);
}

static void take_in(AM335xUART *s, uint8_t c)
{
    if (fifo8_is_full(&s->rx)) {
        s->errors |= LSR_OVERRUN;
    } else {
        fifo8_push(&s->rx, c);
    }
    restart_timeout(s);
}

static void receive(void *opaque, const uint8_t *buf, int size)
{
    AM335xUART *s = opaque;

    for (int i = 0; i < size && !(s->mcr & MCR_LOOP); i++) {
        take_in(s, buf[i]);
    }
    update_irq(s);
}

static void event(void *opaque, QEMUChrEvent event)
{
    AM335xUART *s = opaque;

    if (event == CHR_EVENT_BREAK && (s->mdr1 & 7) != MDR1_OFF) {
        s->errors |= LSR_BREAK;
        take_in(s, 0);
        update_irq(s);
    }
}

static void transmit(AM335xUART *s, uint8_t c)
{
    if ((s->mdr1 & 7) == MDR1_OFF) {
        return;
    }
    if (s->mcr & MCR_LOOP) {
        take_in(s, c);
    } else {
        qemu_chr_fe_write_all(&s->chr, &c, 1);
    }
    s->thr_pending = true;
}

/* -- Registers --------------------------------------------------------------------------------- */

static uint8_t read_rhr(AM335xUART *s)
{
    uint8_t c = fifo8_is_empty(&s->rx) ? 0 : fifo8_pop(&s->rx);

    restart_timeout(s);
    qemu_chr_fe_accept_input(&s->chr);
    return c;
}

static uint8_t read_iir(AM335xUART *s)
{
    uint8_t value = iir(s);

    if (value == IIR_THR) {
        s->thr_pending = false;
    }
    return value | (s->fcr & FCR_ENABLE ? 0xC0 : 0);
}

static uint8_t read_lsr(AM335xUART *s)
{
    uint8_t value = LSR_TX_EMPTY | s->errors | (fifo8_is_empty(&s->rx) ? 0 : LSR_DR);

    s->errors = 0;
    return value;
}

/* The eight registers of the 16550. */
static uint8_t read_bank(AM335xUART *s, unsigned int reg)
{
    bool dlab = s->lcr & LCR_DLAB, bank_b = s->lcr == LCR_BANK_B;

    switch (reg) {
    case 0:
        return dlab ? s->dll : read_rhr(s);
    case 1:
        return dlab ? s->dlh : s->ier;
    case 2:
        return bank_b ? s->efr : read_iir(s);
    case 3:
        return s->lcr;
    case 4:
        return bank_b ? s->xon[0] : s->mcr;
    case 5:
        return bank_b ? s->xon[1] : read_lsr(s);
    case 6:
        return tcr_tlr(s) ? s->tcr : bank_b ? s->xoff[0] : MSR_LINES;
    default:
        return tcr_tlr(s) ? s->tlr : bank_b ? s->xoff[1] : s->spr;
    }
}

static uint64_t uart_read(void *opaque, hwaddr offset, unsigned int size)
{
    AM335xUART *s = opaque;
    uint8_t value;

    if (offset < 0x20) {
        value = read_bank(s, offset / 4);
        update_irq(s);
        return value;
    }
    switch (offset) {
    case 0x20:
        return s->mdr1;
    case 0x24:
        return s->mdr2;
    case 0x40:
        return s->scr;
    case 0x50:
        return MVR;
    case 0x54:
        return s->sysc;
    case 0x58:
        return 1;
    case 0x5C:
        return s->wer;
    case 0x64:
        return fifo8_num_used(&s->rx);
    case 0x80:
        return s->mdr3;
    default:
        return 0;
    }
}

static void write_ier(AM335xUART *s, uint8_t value)
{
    if (!enhanced(s)) {
        value = (value & 0x0F) | (s->ier & 0xF0);
    }
    if ((value & IER_THR) && !(s->ier & IER_THR)) {
        s->thr_pending = true;
    }
    s->ier = value;
}

static void write_fcr(AM335xUART *s, uint8_t value)
{
    if (value & FCR_RX_CLEAR) {
        fifo8_reset(&s->rx);
        restart_timeout(s);
        qemu_chr_fe_accept_input(&s->chr);
    }
    s->fcr = value & 0xF9;
}

static void write_bank(AM335xUART *s, unsigned int reg, uint8_t value)
{
    bool dlab = s->lcr & LCR_DLAB, bank_b = s->lcr == LCR_BANK_B;
    uint8_t *field;

    switch (reg) {
    case 0:
        if (dlab) {
            s->dll = value;
        } else {
            transmit(s, value);
        }
        return;
    case 1:
        if (dlab) {
            s->dlh = value & 0x3F;
        } else {
            write_ier(s, value);
        }
        return;
    case 2:
        if (bank_b) {
            s->efr = value;
        } else {
            write_fcr(s, value);
        }
        return;
    case 3:
        s->lcr = value;
        return;
    case 4:
        if (bank_b) {
            s->xon[0] = value;
        } else {
            s->mcr = enhanced(s) ? value & 0x7F : (value & 0x1F) | (s->mcr & 0x60);
        }
        return;
    case 5:
        if (bank_b) {
            s->xon[1] = value;
        }
        return;
    case 6:
        field = tcr_tlr(s) ? &s->tcr : &s->xoff[0];
        if (tcr_tlr(s) || bank_b) {
            *field = value;
        }
        return;
    default:
        field = tcr_tlr(s) ? &s->tlr : bank_b ? &s->xoff[1] : &s->spr;
        *field = value;
        return;
    }
}

static void uart_clear(AM335xUART *s)
{
    s->ier = s->fcr = s->lcr = s->mcr = s->efr = s->dll = s->dlh = s->spr = 0;
    s->tcr = s->tlr = s->scr = s->sysc = s->mdr2 = s->mdr3 = s->errors = 0;
    s->wer = 0xFF;
    memset(s->xon, 0, sizeof(s->xon));
    memset(s->xoff, 0, sizeof(s->xoff));
    s->mdr1 = MDR1_OFF;
    s->thr_pending = false;
    fifo8_reset(&s->rx);
    restart_timeout(s);
}

static void uart_write(void *opaque, hwaddr offset, uint64_t value, unsigned int size)
{
    AM335xUART *s = opaque;

    switch (offset) {
    case 0x00 ... 0x1C:
        write_bank(s, offset / 4, value);
        break;
    case 0x20:
        s->mdr1 = value;
        qemu_chr_fe_accept_input(&s->chr);
        break;
    case 0x24:
        s->mdr2 = value;
        break;
    case 0x40:
        s->scr = value;
        break;
    case 0x54:
        if (value & SYSC_RESET) {
            uart_clear(s);
        } else {
            s->sysc = value & 0x1D;
        }
        break;
    case 0x5C:
        s->wer = value;
        break;
    case 0x80:
        s->mdr3 = value;
        break;
    default:
        break;
    }
    update_irq(s);
}

static const MemoryRegionOps uart_ops = {
    .read = uart_read,
    .write = uart_write,
    .endianness = DEVICE_LITTLE_ENDIAN,
    .valid = { .min_access_size = 1, .max_access_size = 4 },
};

static void uart_reset(DeviceState *dev)
{
    AM335xUART *s = AM335X_UART(dev);

    uart_clear(s);
    update_irq(s);
}

static void uart_realize(DeviceState *dev, Error **errp)
{
    AM335xUART *s = AM335X_UART(dev);

    qemu_chr_fe_set_handlers(&s->chr, can_receive, receive, event, NULL, s, NULL, true);
}

static void uart_init(Object *obj)
{
    AM335xUART *s = AM335X_UART(obj);

    fifo8_create(&s->rx, FIFO_BYTES);
    s->timeout = timer_new_ns(QEMU_CLOCK_VIRTUAL, rx_timeout, s);
    memory_region_init_io(&s->mmio, obj, &uart_ops, s, TYPE_AM335X_UART, UART_SIZE);
    sysbus_init_mmio(SYS_BUS_DEVICE(obj), &s->mmio);
    sysbus_init_irq(SYS_BUS_DEVICE(obj), &s->irq);
}

static Property uart_properties[] = {
    DEFINE_PROP_CHR("chardev", AM335xUART, chr),
    DEFINE_PROP_END_OF_LIST(),
};

static void uart_class_init(ObjectClass *class, void *data)
{
    DeviceClass *dc = DEVICE_CLASS(class);

    dc->realize = uart_realize;
    dc->reset = uart_reset;
    device_class_set_props(dc, uart_properties);
}

static const TypeInfo uart_types[] = {
    {
        .name = TYPE_AM335X_UART,
        .parent = TYPE_SYS_BUS_DEVICE,
        .instance_size = sizeof(AM335xUART),
        .instance_init = uart_init,
        .class_init = uart_class_init,
    },
};
DEFINE_TYPES(uart_types)
