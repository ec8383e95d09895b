// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The control module: identification, boot pins, MAC addresses, and the pads, which keep what is
 * written. What a pad is set to decides nothing here: see docs/beaglebone.md.
 *
 * VTP_CTRL: READY (bit 5) shows once the block is enabled (6) and started (0).
 *
 * Reference: TRM, "Control Module".
 */
#include "qemu/osdep.h"
#include "am335x.h"

#define CONTROL_SIZE        0x2000
#define CONTROL_REVISION    0x000
#define CONTROL_STATUS      0x040
#define STATUS_24MHZ        (1u << 22)
#define STATUS_GP           (3u << 8)
#define STATUS_SYSBOOT      0x18        /* MMC0 first: the button of the BeagleBone held */
#define CONTROL_DEVICE_ID   0x600
#define CONTROL_FEATURE     0x604
#define CONTROL_MAC         0x630
#define CONTROL_EFUSE_SMA   0x7FC
#define CONTROL_PADS        0x800
#define CONTROL_PADS_END    0xA38
#define CONTROL_VTP         0xE0C
#define VTP_START           (1u << 0)
#define VTP_READY           (1u << 5)
#define VTP_ENABLE          (1u << 6)

OBJECT_DECLARE_SIMPLE_TYPE(AM335xControl, AM335X_CONTROL)

struct AM335xControl {
    SysBusDevice parent_obj;
    MemoryRegion mmio;
    uint32_t regs[CONTROL_SIZE / 4];
};

static const struct {
    uint16_t offset;
    uint32_t value;
} reset_values[] = {
    { CONTROL_REVISION, 0x00000000 },
    { CONTROL_STATUS, STATUS_24MHZ | STATUS_GP | STATUS_SYSBOOT },
    { CONTROL_DEVICE_ID, 0x2B94402E },
    { CONTROL_FEATURE, 0x00FF0383 },
    /* 02:4D:41:52:00:01 and :02: locally administered */
    { CONTROL_MAC + 0x0, 0x00000100 },
    { CONTROL_MAC + 0x4, 0x52414D02 },
    { CONTROL_MAC + 0x8, 0x00000200 },
    { CONTROL_MAC + 0xC, 0x52414D02 },
    { CONTROL_EFUSE_SMA, 0x00011C2F },
};

static bool read_only(hwaddr offset)
{
    return offset == CONTROL_REVISION || (offset >= CONTROL_DEVICE_ID && offset < 0x610) ||
           (offset >= CONTROL_MAC && offset < CONTROL_MAC + 0x10) || offset == CONTROL_EFUSE_SMA;
}

static uint64_t control_read(void *opaque, hwaddr offset, unsigned int size)
{
    AM335xControl *s = opaque;

    return extract64(s->regs[offset / 4], 8 * (offset & 3), 8 * size);
}

static void control_write(void *opaque, hwaddr offset, uint64_t value, unsigned int size)
{
    AM335xControl *s = opaque;
    uint32_t *reg = &s->regs[offset / 4];

    if (read_only(offset)) {
        return;
    }
    *reg = deposit64(*reg, 8 * (offset & 3), 8 * size, value);
    if (offset == CONTROL_VTP) {
        bool ready = (*reg & VTP_ENABLE) && (*reg & VTP_START);

        *reg = (*reg & ~VTP_READY) | (ready ? VTP_READY : 0);
    }
}

static const MemoryRegionOps control_ops = {
    .read = control_read,
    .write = control_write,
    .endianness = DEVICE_LITTLE_ENDIAN,
    .valid = { .min_access_size = 1, .max_access_size = 4 },
};

static void control_reset(DeviceState *dev)
{
    AM335xControl *s = AM335X_CONTROL(dev);

    memset(s->regs, 0, sizeof(s->regs));
    for (int i = CONTROL_PADS; i < CONTROL_PADS_END; i += 4) {
        s->regs[i / 4] = 0x37;
    }
    for (int i = 0; i < ARRAY_SIZE(reset_values); i++) {
        s->regs[reset_values[i].offset / 4] = reset_values[i].value;
    }
}

static void control_init(Object *obj)
{
    AM335xControl *s = AM335X_CONTROL(obj);

    memory_region_init_io(&s->mmio, obj, &control_ops, s, TYPE_AM335X_CONTROL, CONTROL_SIZE);
    sysbus_init_mmio(SYS_BUS_DEVICE(obj), &s->mmio);
}

static void control_class_init(ObjectClass *class, void *data)
{
    DEVICE_CLASS(class)->reset = control_reset;
}

static const TypeInfo control_types[] = {
    {
        .name = TYPE_AM335X_CONTROL,
        .parent = TYPE_SYS_BUS_DEVICE,
        .instance_size = sizeof(AM335xControl),
        .instance_init = control_init,
        .class_init = control_class_init,
    },
};
DEFINE_TYPES(control_types)
