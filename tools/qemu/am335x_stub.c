// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A module that nothing here needs to work: registers that keep what is written, with the few
 * reset values and self-clearing bits that software waits for. Property "name" picks them.
 */
#include "qemu/osdep.h"
#include "am335x.h"
#include "hw/qdev-properties.h"

/* One register of one kind of stub: what it holds after reset, and bits that never stay set. */
typedef struct Special {
    const char *name;
    uint32_t offset, value, clears;
} Special;

static const Special specials[] = {
    { "emif", 0x0000, 0x40443403, ~0u },        /* EMIF_MOD_ID_REV */
    { "emif", 0x0004, 0x00000004, ~0u },        /* STATUS: the PHY is ready */
    { "gpmc", 0x0010, 0, 0x2 },                 /* SYSCONFIG: soft reset */
    { "gpmc", 0x0014, 1, 0 },                   /* SYSSTATUS: reset done */
    { "gpmc", 0x0054, 0x00000F01, ~0u },        /* STATUS: ready, no NAND */
    { "elm", 0x0010, 0, 0x2 },
    { "elm", 0x0014, 1, 0 },
    { "usb", 0x0000, 0x4EA20800, ~0u },         /* USBSS REVISION */
    { "usb", 0x0010, 0, 0x1 },                  /* SYSCONFIG: soft reset */
    { "usb", 0x1000, 0x4EA20800, ~0u },         /* USB0 REVISION */
    { "usb", 0x1014, 0, 0x1 },                  /* USB0 CTRL: soft reset */
    { "usb", 0x141C, 0xDE000000, ~0u },         /* byte 3: CONFIGDATA, with dynamic FIFOs */
    { "usb", 0x146C, 0x00000800, ~0u },         /* HWVERS */
    { "usb", 0x1800, 0x4EA20800, ~0u },         /* USB1 REVISION */
    { "usb", 0x1814, 0, 0x1 },
    { "usb", 0x1C1C, 0xDE000000, ~0u },
    { "usb", 0x1C6C, 0x00000800, ~0u },
    { "cpsw", 0x0000, 0x0019010C, ~0u },        /* CPSW_SS ID_VER */
    { "cpsw", 0x0008, 0, 0x1 },                 /* SOFT_RESET */
    { "cpsw", 0x081C, 0, 0x1 },                 /* CPDMA_SOFT_RESET */
    { "cpsw", 0x0D8C, 0, 0x1 },                 /* CPGMAC_SL1 SOFT_RESET */
    { "cpsw", 0x0DCC, 0, 0x1 },
    { "cpsw", 0x1000, 0x00070104, ~0u },        /* MDIO VER */
    { "cpsw", 0x1080, 0, 0x80000000 },          /* MDIO USERACCESS0: GO; no PHY acknowledges */
    { "cpsw", 0x1088, 0, 0x80000000 },
    { "cpsw", 0x1208, 0, 0x1 },                 /* WR SOFT_RESET */
    { "sysc", 0x0010, 0, 0x3 },                 /* SYSCONFIG: soft reset, in either place */
    { "sysc", 0x0014, 1, 0 },                   /* SYSSTATUS: reset done */
    { "sysc", 0x0110, 0, 0x2 },
    { "sysc", 0x0114, 1, 0 },
    { "aes", 0x100084, 0, 0x3 },
    { "aes", 0x100088, 1, 0 },
};

OBJECT_DECLARE_SIMPLE_TYPE(AM335xStub, AM335X_STUB)

struct AM335xStub {
    SysBusDevice parent_obj;
    MemoryRegion mmio;
    char *name;
    uint32_t size;
    uint8_t *bytes;
};

static uint64_t stub_read(void *opaque, hwaddr offset, unsigned int size)
{
    AM335xStub *s = opaque;

    return ldn_le_p(s->bytes + offset, size);
}

static void stub_write(void *opaque, hwaddr offset, uint64_t value, unsigned int size)
{
    AM335xStub *s = opaque;

    stn_le_p(s->bytes + offset, size, value);
    for (int i = 0; i < ARRAY_SIZE(specials); i++) {
        const Special *it = &specials[i];

        if (it->offset == (offset & ~3ull) && !strcmp(it->name, s->name)) {
            uint32_t kept = ldl_le_p(s->bytes + it->offset) & ~it->clears;

            stl_le_p(s->bytes + it->offset, kept | (it->clears & it->value));
        }
    }
}

static const MemoryRegionOps stub_ops = {
    .read = stub_read,
    .write = stub_write,
    .endianness = DEVICE_LITTLE_ENDIAN,
    .valid = { .min_access_size = 1, .max_access_size = 4, .unaligned = false },
};

static void stub_reset(DeviceState *dev)
{
    AM335xStub *s = AM335X_STUB(dev);

    memset(s->bytes, 0, s->size);
    for (int i = 0; i < ARRAY_SIZE(specials); i++) {
        if (!strcmp(specials[i].name, s->name)) {
            stl_le_p(s->bytes + specials[i].offset, specials[i].value);
        }
    }
}

static void stub_realize(DeviceState *dev, Error **errp)
{
    AM335xStub *s = AM335X_STUB(dev);

    s->bytes = g_malloc0(s->size);
    memory_region_init_io(&s->mmio, OBJECT(dev), &stub_ops, s, s->name, s->size);
    sysbus_init_mmio(SYS_BUS_DEVICE(dev), &s->mmio);
}

static Property stub_properties[] = {
    DEFINE_PROP_STRING("name", AM335xStub, name),
    DEFINE_PROP_UINT32("size", AM335xStub, size, 0x1000),
    DEFINE_PROP_END_OF_LIST(),
};

static void stub_class_init(ObjectClass *class, void *data)
{
    DeviceClass *dc = DEVICE_CLASS(class);

    dc->realize = stub_realize;
    dc->reset = stub_reset;
    device_class_set_props(dc, stub_properties);
}

static const TypeInfo stub_types[] = {
    {
        .name = TYPE_AM335X_STUB,
        .parent = TYPE_SYS_BUS_DEVICE,
        .instance_size = sizeof(AM335xStub),
        .class_init = stub_class_init,
    },
};
DEFINE_TYPES(stub_types)
