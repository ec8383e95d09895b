// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A GPIO module: 32 pins, two interrupt lines. A pin that is an output reads what is written to it;
 * an input reads what the board puts there (am335x_gpio_set_input).
 *
 * Reference: TRM, "General-Purpose Input/Output".
 */
#include "qemu/osdep.h"
#include "am335x.h"
#include "hw/irq.h"

#define GPIO_SIZE           0x1000
#define GPIO_REVISION       0x000
#define REVISION            0x50600801
#define GPIO_SYSCONFIG      0x010
#define SYSCONFIG_RESET     0x2
#define GPIO_EOI            0x020
#define GPIO_STATUS_RAW     0x024       /* two of each from here on, one a line */
#define GPIO_STATUS         0x02C
#define GPIO_ENABLE_SET     0x034
#define GPIO_ENABLE_CLR     0x03C
#define GPIO_SYSSTATUS      0x114
#define GPIO_CTRL           0x130
#define GPIO_OE             0x134
#define GPIO_DATAIN         0x138
#define GPIO_DATAOUT        0x13C
#define GPIO_LEVEL0         0x140
#define GPIO_LEVEL1         0x144
#define GPIO_RISING         0x148
#define GPIO_FALLING        0x14C
#define GPIO_DEBOUNCE       0x150
#define GPIO_DEBOUNCE_TIME  0x154
#define GPIO_CLEARDATAOUT   0x190
#define GPIO_SETDATAOUT     0x194

OBJECT_DECLARE_SIMPLE_TYPE(AM335xGPIO, AM335X_GPIO)

struct AM335xGPIO {
    SysBusDevice parent_obj;
    MemoryRegion mmio;
    qemu_irq irq[2];
    uint32_t input;             /* from outside */
    uint32_t oe, out, sysconfig, ctrl, debounce, debounce_time;
    uint32_t level0, level1, rising, falling;
    uint32_t status[2], enable[2];
};

static uint32_t pins(AM335xGPIO *s)
{
    return (s->input & s->oe) | (s->out & ~s->oe);
}

/* Takes note of what changed since @before, and of levels. */
static void update(AM335xGPIO *s, uint32_t before)
{
    uint32_t now = pins(s), events;

    events = (now & ~before & s->rising) | (before & ~now & s->falling);
    events |= (now & s->level1) | (~now & s->level0);
    for (int i = 0; i < 2; i++) {
        s->status[i] |= events & s->enable[i];
        qemu_set_irq(s->irq[i], (s->status[i] & s->enable[i]) != 0);
    }
}

void am335x_gpio_set_input(DeviceState *dev, unsigned int pin, bool level)
{
    AM335xGPIO *s = AM335X_GPIO(dev);
    uint32_t before = pins(s);

    s->input = deposit32(s->input, pin, 1, level);
    update(s, before);
}

static uint64_t gpio_read(void *opaque, hwaddr offset, unsigned int size)
{
    AM335xGPIO *s = opaque;

    switch (offset) {
    case GPIO_REVISION:
        return REVISION;
    case GPIO_SYSCONFIG:
        return s->sysconfig;
    case GPIO_STATUS_RAW:
    case GPIO_STATUS_RAW + 4:
        return s->status[(offset - GPIO_STATUS_RAW) / 4];
    case GPIO_STATUS:
    case GPIO_STATUS + 4:
        return s->status[(offset - GPIO_STATUS) / 4] & s->enable[(offset - GPIO_STATUS) / 4];
    case GPIO_ENABLE_SET:
    case GPIO_ENABLE_SET + 4:
        return s->enable[(offset - GPIO_ENABLE_SET) / 4];
    case GPIO_ENABLE_CLR:
    case GPIO_ENABLE_CLR + 4:
        return s->enable[(offset - GPIO_ENABLE_CLR) / 4];
    case GPIO_SYSSTATUS:
        return 1;
    case GPIO_CTRL:
        return s->ctrl;
    case GPIO_OE:
        return s->oe;
    case GPIO_DATAIN:
        return pins(s);
    case GPIO_DATAOUT:
    case GPIO_CLEARDATAOUT:
    case GPIO_SETDATAOUT:
        return s->out;
    case GPIO_LEVEL0:
        return s->level0;
    case GPIO_LEVEL1:
        return s->level1;
    case GPIO_RISING:
        return s->rising;
    case GPIO_FALLING:
        return s->falling;
    case GPIO_DEBOUNCE:
        return s->debounce;
    case GPIO_DEBOUNCE_TIME:
        return s->debounce_time;
    default:
        return 0;
    }
}

static void gpio_clear(AM335xGPIO *s)
{
    s->oe = ~0u;
    s->out = s->sysconfig = s->ctrl = s->debounce = s->debounce_time = 0;
    s->level0 = s->level1 = s->rising = s->falling = 0;
    memset(s->status, 0, sizeof(s->status));
    memset(s->enable, 0, sizeof(s->enable));
}

static void gpio_write(void *opaque, hwaddr offset, uint64_t value, unsigned int size)
{
    AM335xGPIO *s = opaque;
    uint32_t before = pins(s);

    switch (offset) {
    case GPIO_SYSCONFIG:
        s->sysconfig = value & 0x1D;
        if (value & SYSCONFIG_RESET) {
            gpio_clear(s);
        }
        break;
    case GPIO_STATUS_RAW:
    case GPIO_STATUS_RAW + 4:
        s->status[(offset - GPIO_STATUS_RAW) / 4] |= value;
        break;
    case GPIO_STATUS:
    case GPIO_STATUS + 4:
        s->status[(offset - GPIO_STATUS) / 4] &= ~value;
        break;
    case GPIO_ENABLE_SET:
    case GPIO_ENABLE_SET + 4:
        s->enable[(offset - GPIO_ENABLE_SET) / 4] |= value;
        break;
    case GPIO_ENABLE_CLR:
    case GPIO_ENABLE_CLR + 4:
        s->enable[(offset - GPIO_ENABLE_CLR) / 4] &= ~value;
        break;
    case GPIO_CTRL:
        s->ctrl = value & 7;
        break;
    case GPIO_OE:
        s->oe = value;
        break;
    case GPIO_DATAOUT:
        s->out = value;
        break;
    case GPIO_CLEARDATAOUT:
        s->out &= ~value;
        break;
    case GPIO_SETDATAOUT:
        s->out |= value;
        break;
    case GPIO_LEVEL0:
        s->level0 = value;
        break;
    case GPIO_LEVEL1:
        s->level1 = value;
        break;
    case GPIO_RISING:
        s->rising = value;
        break;
    case GPIO_FALLING:
        s->falling = value;
        break;
    case GPIO_DEBOUNCE:
        s->debounce = value;
        break;
    case GPIO_DEBOUNCE_TIME:
        s->debounce_time = value & 0xFF;
        break;
    default:
        break;
    }
    update(s, before);
}

static const MemoryRegionOps gpio_ops = {
    .read = gpio_read,
    .write = gpio_write,
    .endianness = DEVICE_LITTLE_ENDIAN,
    .valid = { .min_access_size = 1, .max_access_size = 4 },
};

static void gpio_reset(DeviceState *dev)
{
    AM335xGPIO *s = AM335X_GPIO(dev);

    gpio_clear(s);
    update(s, pins(s));
}

static void gpio_init(Object *obj)
{
    AM335xGPIO *s = AM335X_GPIO(obj);

    memory_region_init_io(&s->mmio, obj, &gpio_ops, s, TYPE_AM335X_GPIO, GPIO_SIZE);
    sysbus_init_mmio(SYS_BUS_DEVICE(obj), &s->mmio);
    sysbus_init_irq(SYS_BUS_DEVICE(obj), &s->irq[0]);
    sysbus_init_irq(SYS_BUS_DEVICE(obj), &s->irq[1]);
}

static void gpio_class_init(ObjectClass *class, void *data)
{
    DEVICE_CLASS(class)->reset = gpio_reset;
}

static const TypeInfo gpio_types[] = {
    {
        .name = TYPE_AM335X_GPIO,
        .parent = TYPE_SYS_BUS_DEVICE,
        .instance_size = sizeof(AM335xGPIO),
        .instance_init = gpio_init,
        .class_init = gpio_class_init,
    },
};
DEFINE_TYPES(gpio_types)
