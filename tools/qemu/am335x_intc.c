// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The interrupt controller: 128 lines in four banks, 64 priorities, a threshold.
 *
 * A pending line that is not masked, and whose priority is above the threshold, is sorted: SIR_IRQ
 * takes the number of the most urgent one (of equals the highest number) and the output to the CPU
 * rises. That result stays, whatever the lines and masks do, until software agrees to a new one by
 * writing NEWIRQAGR; then it is sorted again. So an interrupt that is agreed to while its device
 * still asks comes a second time, and one that is never agreed to is the last.
 *
 * Sorting takes no time here, so SIR_IRQ is spurious (31:7 all ones) only when it is read without
 * an interrupt. There is no FIQ: the chip is a general-purpose one. The output is IRQ alone.
 *
 * Reference: TRM, "Interrupts".
 */
#include "qemu/osdep.h"
#include "am335x.h"
#include "hw/irq.h"
#include "qemu/log.h"

#define BANKS               (AM335X_INTC_LINES / 32)
#define INTC_SIZE           0x1000

#define INTC_REVISION       0x00
#define REVISION            0x50
#define INTC_SYSCONFIG      0x10
#define SYSCONFIG_RESET     0x2
#define INTC_SYSSTATUS      0x14
#define INTC_SIR_IRQ        0x40
#define INTC_SIR_FIQ        0x44
#define SIR_NONE            0xFFFFFF80
#define INTC_CONTROL        0x48
#define CONTROL_NEWIRQAGR   0x1
#define INTC_PROTECTION     0x4C
#define INTC_IDLE           0x50
#define INTC_IRQ_PRIORITY   0x60
#define INTC_FIQ_PRIORITY   0x64
#define PRIORITY_NONE       0xFFFFFFC0
#define INTC_THRESHOLD      0x68
#define THRESHOLD_OFF       0xFF
#define INTC_BANK0          0x80
#define BANK_SIZE           0x20
#define BANK_ITR            0x00
#define BANK_MIR            0x04
#define BANK_MIR_CLEAR      0x08
#define BANK_MIR_SET        0x0C
#define BANK_ISR_SET        0x10
#define BANK_ISR_CLEAR      0x14
#define BANK_PENDING_IRQ    0x18
#define BANK_PENDING_FIQ    0x1C
#define INTC_ILR0           0x100
#define ILR_END             (INTC_ILR0 + 4 * AM335X_INTC_LINES)
#define ILR_PRIORITY_SHIFT  2

OBJECT_DECLARE_SIMPLE_TYPE(AM335xINTC, AM335X_INTC)

struct AM335xINTC {
    SysBusDevice parent_obj;
    MemoryRegion mmio;
    qemu_irq out;
    uint32_t itr[BANKS];        /* the lines as they are */
    uint32_t isr[BANKS];        /* raised by software */
    uint32_t mir[BANKS];        /* 1: masked */
    uint32_t ilr[AM335X_INTC_LINES];
    uint32_t sysconfig, protection, idle, threshold;
    uint32_t sir, priority;     /* the sorted one */
    bool active;                /* sorted, and not yet agreed to */
};

static uint32_t pending(AM335xINTC *s, int bank)
{
    return (s->itr[bank] | s->isr[bank]) & ~s->mir[bank];
}

/* Sorts, unless there is a result already. */
static void intc_sort(AM335xINTC *s)
{
    unsigned int best = 64;
    int line = -1;

    if (s->active) {
        return;
    }
    for (int i = 0; i < AM335X_INTC_LINES; i++) {
        unsigned int priority = s->ilr[i] >> ILR_PRIORITY_SHIFT;

        if (!(pending(s, i / 32) & (1u << (i % 32))) || priority > best) {
            continue;
        }
        if (s->threshold == THRESHOLD_OFF || priority < s->threshold) {
            best = priority;
            line = i;
        }
    }
    if (line >= 0) {
        s->active = true;
        s->sir = line;
        s->priority = best;
    }
    qemu_set_irq(s->out, s->active);
}

static void intc_agree(AM335xINTC *s)
{
    s->active = false;
    s->sir = SIR_NONE;
    s->priority = PRIORITY_NONE;
    intc_sort(s);
}

static void intc_line(void *opaque, int line, int level)
{
    AM335xINTC *s = opaque;
    uint32_t bit = 1u << (line % 32);

    if (level) {
        s->itr[line / 32] |= bit;
    } else {
        s->itr[line / 32] &= ~bit;
    }
    intc_sort(s);
}

static uint32_t bank_read(AM335xINTC *s, int bank, hwaddr reg)
{
    switch (reg) {
    case BANK_ITR:
        return s->itr[bank];
    case BANK_MIR:
        return s->mir[bank];
    case BANK_ISR_SET:
        return s->isr[bank];
    case BANK_PENDING_IRQ:
        return pending(s, bank);
    default:        /* the others are write-only, or of the FIQ */
        return 0;
    }
}

static void bank_write(AM335xINTC *s, int bank, hwaddr reg, uint32_t value)
{
    switch (reg) {
    case BANK_MIR:
        s->mir[bank] = value;
        break;
    case BANK_MIR_CLEAR:
        s->mir[bank] &= ~value;
        break;
    case BANK_MIR_SET:
        s->mir[bank] |= value;
        break;
    case BANK_ISR_SET:
        s->isr[bank] |= value;
        break;
    case BANK_ISR_CLEAR:
        s->isr[bank] &= ~value;
        break;
    default:
        qemu_log_mask(LOG_GUEST_ERROR, "am335x-intc: write to read-only bank register 0x%x\n",
                      (unsigned int)reg);
        return;
    }
    intc_sort(s);
}

static uint64_t intc_read(void *opaque, hwaddr offset, unsigned int size)
{
    AM335xINTC *s = opaque;

    if (offset >= INTC_ILR0 && offset < ILR_END) {
        return s->ilr[(offset - INTC_ILR0) / 4];
    }
    if (offset >= INTC_BANK0 && offset < INTC_ILR0) {
        return bank_read(s, (offset - INTC_BANK0) / BANK_SIZE, offset % BANK_SIZE);
    }
    switch (offset) {
    case INTC_REVISION:
        return REVISION;
    case INTC_SYSCONFIG:
        return s->sysconfig;
    case INTC_SYSSTATUS:
        return 1;
    case INTC_SIR_IRQ:
        return s->sir;
    case INTC_SIR_FIQ:
        return SIR_NONE;
    case INTC_PROTECTION:
        return s->protection;
    case INTC_IDLE:
        return s->idle;
    case INTC_IRQ_PRIORITY:
        return s->priority;
    case INTC_FIQ_PRIORITY:
        return PRIORITY_NONE;
    case INTC_THRESHOLD:
        return s->threshold;
    default:
        return 0;
    }
}

static void intc_reset(DeviceState *dev)
{
    AM335xINTC *s = AM335X_INTC(dev);

    for (int i = 0; i < BANKS; i++) {
        s->isr[i] = 0;
        s->mir[i] = ~0u;
    }
    memset(s->ilr, 0, sizeof(s->ilr));
    s->sysconfig = s->protection = s->idle = 0;
    s->threshold = THRESHOLD_OFF;
    intc_agree(s);
}

static void intc_write(void *opaque, hwaddr offset, uint64_t value, unsigned int size)
{
    AM335xINTC *s = opaque;

    if (offset >= INTC_ILR0 && offset < ILR_END) {
        s->ilr[(offset - INTC_ILR0) / 4] = value & 0xFC;
        return;
    }
    if (offset >= INTC_BANK0 && offset < INTC_ILR0) {
        bank_write(s, (offset - INTC_BANK0) / BANK_SIZE, offset % BANK_SIZE, value);
        return;
    }
    switch (offset) {
    case INTC_SYSCONFIG:
        if (value & SYSCONFIG_RESET) {
            intc_reset(DEVICE(s));
        } else {
            s->sysconfig = value & 1;
        }
        break;
    case INTC_CONTROL:
        if (value & CONTROL_NEWIRQAGR) {
            intc_agree(s);
        }
        break;
    case INTC_PROTECTION:
        s->protection = value & 1;
        break;
    case INTC_IDLE:
        s->idle = value & 3;
        break;
    case INTC_THRESHOLD:
        s->threshold = value & 0xFF;
        intc_sort(s);
        break;
    default:
        break;
    }
}

static const MemoryRegionOps intc_ops = {
    .read = intc_read,
    .write = intc_write,
    .endianness = DEVICE_LITTLE_ENDIAN,
    .valid = { .min_access_size = 4, .max_access_size = 4 },
};

static void intc_init(Object *obj)
{
    AM335xINTC *s = AM335X_INTC(obj);

    memory_region_init_io(&s->mmio, obj, &intc_ops, s, TYPE_AM335X_INTC, INTC_SIZE);
    sysbus_init_mmio(SYS_BUS_DEVICE(obj), &s->mmio);
    sysbus_init_irq(SYS_BUS_DEVICE(obj), &s->out);
    qdev_init_gpio_in(DEVICE(obj), intc_line, AM335X_INTC_LINES);
}

static void intc_class_init(ObjectClass *class, void *data)
{
    DEVICE_CLASS(class)->reset = intc_reset;
}

static const TypeInfo intc_types[] = {
    {
        .name = TYPE_AM335X_INTC,
        .parent = TYPE_SYS_BUS_DEVICE,
        .instance_size = sizeof(AM335xINTC),
        .instance_init = intc_init,
        .class_init = intc_class_init,
    },
};
DEFINE_TYPES(intc_types)
