// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * An I2C controller, as master: a transfer of CNT bytes to or from the slave SA, started by
 * CON.STT, ended by CON.STP. The bus takes no time: of a reception all bytes are there at once, of
 * a transmission all are wanted at once. XRDY and RRDY ask for as many bytes as the FIFO threshold
 * says, XDR and RDR for the rest. ARDY follows the last byte, NACK an address that nobody answers.
 *
 * Reference: TRM, "I2C".
 */
#include "qemu/osdep.h"
#include "am335x.h"
#include "hw/irq.h"

#define I2C_SIZE            0x1000
#define I2C_REVNB_LO        0x00
#define REVNB_LO            0x000B
#define I2C_REVNB_HI        0x04
#define REVNB_HI            0x5040
#define I2C_SYSC            0x10
#define SYSC_RESET          0x2
#define I2C_STATUS_RAW      0x24
#define I2C_STATUS          0x28
#define I2C_ENABLE_SET      0x2C
#define I2C_ENABLE_CLR      0x30
#define I2C_SYSS            0x90
#define I2C_BUF             0x94
#define BUF_TX_THRESHOLD(b) (((b) & 0x3F) + 1)
#define BUF_RX_THRESHOLD(b) ((((b) >> 8) & 0x3F) + 1)
#define BUF_TX_CLEAR        (1u << 6)
#define BUF_RX_CLEAR        (1u << 14)
#define I2C_CNT             0x98
#define I2C_DATA            0x9C
#define I2C_CON             0xA4
#define CON_STT             (1u << 0)
#define CON_STP             (1u << 1)
#define CON_TRX             (1u << 9)
#define CON_MST             (1u << 10)
#define CON_EN              (1u << 15)
#define I2C_OA              0xA8
#define I2C_SA              0xAC
#define I2C_PSC             0xB0
#define I2C_SCLL            0xB4
#define I2C_SCLH            0xB8
#define I2C_SYSTEST         0xBC
#define I2C_BUFSTAT         0xC0

#define ST_NACK             (1u << 1)
#define ST_ARDY             (1u << 2)
#define ST_RRDY             (1u << 3)
#define ST_XRDY             (1u << 4)
#define ST_BF               (1u << 8)
#define ST_RDR              (1u << 13)
#define ST_XDR              (1u << 14)
#define ST_DATA             (ST_RRDY | ST_XRDY | ST_RDR | ST_XDR)

OBJECT_DECLARE_SIMPLE_TYPE(AM335xI2C, AM335X_I2C)

struct AM335xI2C {
    SysBusDevice parent_obj;
    MemoryRegion mmio;
    qemu_irq irq;
    I2CBus *bus;
    uint16_t sysc, buf, cnt, con, oa, sa, psc, scll, sclh, systest;
    uint16_t status, enable;
    uint32_t left;              /* bytes of the transfer that have not passed DATA */
    bool open;                  /* a slave has answered */
};

I2CBus *am335x_i2c_bus(DeviceState *dev)
{
    return AM335X_I2C(dev)->bus;
}

static void update_irq(AM335xI2C *s)
{
    qemu_set_irq(s->irq, (s->status & s->enable) != 0);
}

/* Asks for the next bytes. */
static void want_data(AM335xI2C *s)
{
    bool sending = s->con & CON_TRX;
    uint32_t threshold = sending ? BUF_TX_THRESHOLD(s->buf) : BUF_RX_THRESHOLD(s->buf);

    s->status &= ~ST_DATA;
    if (!s->open || !s->left) {
        return;
    }
    if (sending) {
        s->status |= s->left >= threshold ? ST_XRDY : ST_XDR;
    } else {
        s->status |= s->left >= threshold ? ST_RRDY : ST_RDR;
    }
}

static void stop(AM335xI2C *s)
{
    if (s->open) {
        i2c_end_transfer(s->bus);
        s->open = false;
    }
    s->con &= ~(CON_STP | CON_MST | CON_STT);
    s->status |= ST_BF;
}

/* Ends a transfer that has no bytes left: with a stop, or waiting for a start or stop. */
static void end_if_done(AM335xI2C *s)
{
    if (!s->open || s->left) {
        return;
    }
    s->status |= ST_ARDY;
    if (s->con & CON_STP) {
        stop(s);
    }
}

static void start(AM335xI2C *s)
{
    bool refused = i2c_start_transfer(s->bus, s->sa & 0x7F, !(s->con & CON_TRX));

    s->con &= ~CON_STT;
    s->status &= ~(ST_BF | ST_ARDY | ST_NACK);
    s->open = !refused;
    s->left = refused ? 0 : s->cnt;
    if (refused) {
        s->status |= ST_NACK;
    }
    want_data(s);
    end_if_done(s);
}

static void write_con(AM335xI2C *s, uint16_t value)
{
    s->con = value;
    if (!(value & CON_EN)) {
        stop(s);
        s->con = value;
        s->status = 0;
        return;
    }
    if ((value & (CON_STT | CON_MST)) == (CON_STT | CON_MST)) {
        start(s);
    } else if ((value & CON_STP) && !s->left) {
        stop(s);
        s->status |= ST_ARDY;
    }
}

static uint8_t read_data(AM335xI2C *s)
{
    uint8_t value = 0;

    if (s->open && s->left && !(s->con & CON_TRX)) {
        value = i2c_recv(s->bus);
        s->left--;
        if (!s->left) {
            i2c_nack(s->bus);
        }
    }
    end_if_done(s);
    return value;
}

static void write_data(AM335xI2C *s, uint8_t value)
{
    if (!s->open || !s->left || !(s->con & CON_TRX)) {
        return;
    }
    if (i2c_send(s->bus, value)) {
        s->status |= ST_NACK;
    }
    s->left--;
    end_if_done(s);
}

/* The FIFO's fill level, for RDR and XDR: RXSTAT in 13:8, TXSTAT in 5:0. */
static uint16_t bufstat(AM335xI2C *s)
{
    uint32_t left = MIN(s->left, 32);

    return 2u << 14 | (s->con & CON_TRX ? left : left << 8);
}

static uint64_t i2c_mmio_read(void *opaque, hwaddr offset, unsigned int size)
{
    AM335xI2C *s = opaque;
    uint64_t value;

    switch (offset) {
    case I2C_REVNB_LO:
        return REVNB_LO;
    case I2C_REVNB_HI:
        return REVNB_HI;
    case I2C_SYSC:
        return s->sysc;
    case I2C_STATUS_RAW:
        return s->status;
    case I2C_STATUS:
        return s->status & s->enable;
    case I2C_ENABLE_SET:
    case I2C_ENABLE_CLR:
        return s->enable;
    case I2C_SYSS:
        return 1;
    case I2C_BUF:
        return s->buf;
    case I2C_CNT:
        return s->cnt;
    case I2C_DATA:
        value = read_data(s);
        update_irq(s);
        return value;
    case I2C_CON:
        return s->con;
    case I2C_OA:
        return s->oa;
    case I2C_SA:
        return s->sa;
    case I2C_PSC:
        return s->psc;
    case I2C_SCLL:
        return s->scll;
    case I2C_SCLH:
        return s->sclh;
    case I2C_SYSTEST:
        return s->systest;
    case I2C_BUFSTAT:
        return bufstat(s);
    default:
        return 0;
    }
}

static void i2c_clear(AM335xI2C *s)
{
    stop(s);
    s->sysc = s->buf = s->cnt = s->con = s->oa = s->psc = s->scll = s->sclh = s->systest = 0;
    s->sa = 0x3FF;
    s->status = s->enable = 0;
    s->left = 0;
}

static void i2c_mmio_write(void *opaque, hwaddr offset, uint64_t value, unsigned int size)
{
    AM335xI2C *s = opaque;

    switch (offset) {
    case I2C_SYSC:
        if (value & SYSC_RESET) {
            i2c_clear(s);
        } else {
            s->sysc = value;
        }
        break;
    case I2C_STATUS_RAW:
        s->status |= value;
        break;
    case I2C_STATUS:
        s->status &= ~value;
        if (value & ST_DATA) {
            want_data(s);
        }
        break;
    case I2C_ENABLE_SET:
        s->enable |= value;
        break;
    case I2C_ENABLE_CLR:
        s->enable &= ~value;
        break;
    case I2C_BUF:
        s->buf = value & ~(BUF_TX_CLEAR | BUF_RX_CLEAR);
        break;
    case I2C_CNT:
        s->cnt = value;
        break;
    case I2C_DATA:
        write_data(s, value);
        break;
    case I2C_CON:
        write_con(s, value);
        break;
    case I2C_OA:
        s->oa = value;
        break;
    case I2C_SA:
        s->sa = value;
        break;
    case I2C_PSC:
        s->psc = value;
        break;
    case I2C_SCLL:
        s->scll = value;
        break;
    case I2C_SCLH:
        s->sclh = value;
        break;
    case I2C_SYSTEST:
        s->systest = value;
        break;
    default:
        break;
    }
    update_irq(s);
}

static const MemoryRegionOps i2c_ops = {
    .read = i2c_mmio_read,
    .write = i2c_mmio_write,
    .endianness = DEVICE_LITTLE_ENDIAN,
    .valid = { .min_access_size = 1, .max_access_size = 4 },
};

static void i2c_reset(DeviceState *dev)
{
    AM335xI2C *s = AM335X_I2C(dev);

    i2c_clear(s);
    update_irq(s);
}

static void i2c_init(Object *obj)
{
    AM335xI2C *s = AM335X_I2C(obj);

    memory_region_init_io(&s->mmio, obj, &i2c_ops, s, TYPE_AM335X_I2C, I2C_SIZE);
    sysbus_init_mmio(SYS_BUS_DEVICE(obj), &s->mmio);
    sysbus_init_irq(SYS_BUS_DEVICE(obj), &s->irq);
    s->bus = i2c_init_bus(DEVICE(obj), "i2c");
}

static void i2c_class_init(ObjectClass *class, void *data)
{
    DEVICE_CLASS(class)->reset = i2c_reset;
}

static const TypeInfo i2c_types[] = {
    {
        .name = TYPE_AM335X_I2C,
        .parent = TYPE_SYS_BUS_DEVICE,
        .instance_size = sizeof(AM335xI2C),
        .instance_init = i2c_init,
        .class_init = i2c_class_init,
    },
};
DEFINE_TYPES(i2c_types)
