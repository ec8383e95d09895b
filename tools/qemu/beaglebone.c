// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The machine "beaglebone-black": an AM335x with 512 MiB of RAM, seen twice, an SD card in MMC0,
 * the board's EEPROM and its power chip on I2C0.
 *
 * Three ways in:
 *
 *   a card (-drive if=sd,...) and no kernel    the boot ROM: MLO, U-Boot, what those find
 *   -kernel, -dtb                              straight to a kernel, by the boot protocol
 *   a generic loader with an entry address     straight to what was put into memory
 *
 * In the latter two the clocks of the modules are as the ROM leaves them, UART0's on; the watchdog
 * runs with a minute to go, as U-Boot leaves it. With spl-done=on all clocks are on, as U-Boot
 * expects them that has not been loaded by its own first stage.
 *
 * With strict=on an access to a module whose clock is off, or to no module at all, aborts, as the
 * interconnect would have it; otherwise there are zeros where nothing is.
 */
#include "qemu/osdep.h"
#include "am335x.h"
#include "hw/arm/boot.h"
#include "hw/boards.h"
#include "hw/qdev-properties.h"
#include "hw/sd/sd.h"
#include "qapi/error.h"
#include "qemu/error-report.h"
#include "qemu/log.h"
#include "qemu/units.h"
#include "sysemu/blockdev.h"
#include "sysemu/reset.h"
#include "sysemu/sysemu.h"

#define RAM_BASE            0x80000000
#define RAM_ALIAS_BASE      0xA0000000
#define PERIPHERALS_BASE    0x40000000
#define PERIPHERALS_SIZE    0x40000000
#define MIDR_CORTEX_A8_R3P2 0x413FC082

#define UART0_CLKCTRL       0x4B4
#define MMC0_CLKCTRL        0x03C
#define ROM_WATCHDOG_SECONDS    180
#define UBOOT_WATCHDOG_SECONDS  60
#define CARD_DETECT_PIN     6           /* of GPIO0; low: a card is in */

#define TYPE_BEAGLEBONE MACHINE_TYPE_NAME("beaglebone-black")
OBJECT_DECLARE_SIMPLE_TYPE(BeagleBone, BEAGLEBONE)

struct BeagleBone {
    MachineState parent_obj;
    bool strict, spl_done;
    ARMCPU *cpu;
    AM335xPRCM *prcm;
    DeviceState *intc, *wdt;
    BlockBackend *card;
    MemoryRegion ram_alias, sram, nothing;
    struct arm_boot_info boot;
};

/* -- What is where ---------------------------------------------------------------------------- */

#define NO_LINE (-1)

typedef struct Module {
    const char *type, *name;
    hwaddr base;
    uint32_t size;
    uint16_t clkctrl;
    int16_t lines[2];
    uint16_t mux;               /* timers: their source */
    uint8_t chardev;            /* UARTs: 1 + the index of -serial */
} Module;

#define LINES(a, b) .lines = { a, b }

static const Module modules[] = {
    { TYPE_AM335X_UART, "uart0", 0x44E09000, 0x1000, 0x4B4, LINES(72, NO_LINE), .chardev = 1 },
    { TYPE_AM335X_UART, "uart1", 0x48022000, 0x1000, 0x06C, LINES(73, NO_LINE), .chardev = 2 },
    { TYPE_AM335X_UART, "uart2", 0x48024000, 0x1000, 0x070, LINES(74, NO_LINE), .chardev = 3 },
    { TYPE_AM335X_UART, "uart3", 0x481A6000, 0x1000, 0x074, LINES(44, NO_LINE), .chardev = 4 },
    { TYPE_AM335X_UART, "uart4", 0x481A8000, 0x1000, 0x078, LINES(45, NO_LINE) },
    { TYPE_AM335X_UART, "uart5", 0x481AA000, 0x1000, 0x038, LINES(46, NO_LINE) },

    { TYPE_AM335X_DMTIMER, "timer1", 0x44E31000, 0x1000, 0x4C4, LINES(67, NO_LINE), .mux = 0x528 },
    { TYPE_AM335X_DMTIMER, "timer2", 0x48040000, 0x1000, 0x080, LINES(68, NO_LINE), .mux = 0x508 },
    { TYPE_AM335X_DMTIMER, "timer3", 0x48042000, 0x1000, 0x084, LINES(69, NO_LINE), .mux = 0x50C },
    { TYPE_AM335X_DMTIMER, "timer4", 0x48044000, 0x1000, 0x088, LINES(92, NO_LINE), .mux = 0x510 },
    { TYPE_AM335X_DMTIMER, "timer5", 0x48046000, 0x1000, 0x0EC, LINES(93, NO_LINE), .mux = 0x518 },
    { TYPE_AM335X_DMTIMER, "timer6", 0x48048000, 0x1000, 0x0F0, LINES(94, NO_LINE), .mux = 0x51C },
    { TYPE_AM335X_DMTIMER, "timer7", 0x4804A000, 0x1000, 0x07C, LINES(95, NO_LINE), .mux = 0x504 },

    { TYPE_AM335X_GPIO, "gpio0", 0x44E07000, 0x1000, 0x408, LINES(96, 97) },
    { TYPE_AM335X_GPIO, "gpio1", 0x4804C000, 0x1000, 0x0AC, LINES(98, 99) },
    { TYPE_AM335X_GPIO, "gpio2", 0x481AC000, 0x1000, 0x0B0, LINES(32, 33) },
    { TYPE_AM335X_GPIO, "gpio3", 0x481AE000, 0x1000, 0x0B4, LINES(62, 63) },

    { TYPE_AM335X_I2C, "i2c0", 0x44E0B000, 0x1000, 0x4B8, LINES(70, NO_LINE) },
    { TYPE_AM335X_I2C, "i2c1", 0x4802A000, 0x1000, 0x048, LINES(71, NO_LINE) },
    { TYPE_AM335X_I2C, "i2c2", 0x4819C000, 0x1000, 0x044, LINES(30, NO_LINE) },

    { TYPE_AM335X_MMC, "mmc0", 0x48060000, 0x1000, 0x03C, LINES(64, NO_LINE) },
    { TYPE_AM335X_MMC, "mmc1", 0x481D8000, 0x1000, 0x0F4, LINES(28, NO_LINE) },
    { TYPE_AM335X_MMC, "mmc2", 0x47810000, 0x1000, 0x0F8, LINES(29, NO_LINE) },

    { TYPE_AM335X_CONTROL, "control", 0x44E10000, 0x2000, 0x404, LINES(NO_LINE, NO_LINE) },
    { TYPE_AM335X_WDT, "wdt1", 0x44E35000, 0x1000, 0x4D4, LINES(NO_LINE, NO_LINE) },
    { TYPE_AM335X_RTC, "rtc", 0x44E3E000, 0x1000, 0x800, LINES(75, 76) },
};

/* Modules that keep what is written and do nothing. */
static const struct {
    const char *name;
    hwaddr base;
    uint32_t size;
    uint16_t clkctrl;
} stubs[] = {
    { "l3", 0x44000000, 0x400000, AM335X_NO_GATE },
    { "l4-wkup", 0x44C00000, 0x2000, AM335X_NO_GATE },
    { "l4-per", 0x48000000, 0x2000, AM335X_NO_GATE },
    { "l4-fast", 0x4A000000, 0x2000, AM335X_NO_GATE },
    { "ddr-phy", 0x44E12000, 0x1000, AM335X_NO_GATE },
    { "emif", 0x4C000000, 0x1000, 0x028 },
    { "gpmc", 0x50000000, 0x2000, 0x030 },
    { "elm", 0x48080000, 0x10000, 0x040 },
    { "usb", 0x47400000, 0x8000, 0x01C },
    { "cpsw", 0x4A100000, 0x8000, 0x014 },
    { "edma-cc", 0x49000000, 0x100000, 0x0BC },
    { "sysc", 0x49800000, 0x100000, 0x024 },              /* EDMA transfer controllers */
    { "sysc", 0x49900000, 0x100000, 0x0FC },
    { "sysc", 0x49A00000, 0x100000, 0x100 },
    { "sysc", 0x44E05000, 0x1000, 0x410 },              /* DMTIMER0 */
    { "sysc", 0x44E0D000, 0x2000, 0x4BC },              /* ADC */
    { "sysc", 0x44E37000, 0x1000, 0x4C0 },              /* SmartReflex */
    { "sysc", 0x44E39000, 0x1000, 0x4C8 },
    { "sysc", 0x44D00000, 0x100000, 0x4B0 },            /* Cortex-M3 */
    { "sysc", 0x48030000, 0x1000, 0x04C },              /* SPI */
    { "sysc", 0x481A0000, 0x1000, 0x050 },
    { "sysc", 0x48038000, 0x2000, 0x034 },              /* McASP */
    { "sysc", 0x4803C000, 0x2000, 0x068 },
    { "sysc", 0x46000000, 0x400000, 0x034 },
    { "sysc", 0x46400000, 0x400000, 0x068 },
    { "sysc", 0x480C8000, 0x1000, 0x110 },              /* mailbox */
    { "sysc", 0x480CA000, 0x1000, 0x10C },              /* spinlock */
    { "sysc", 0x481CC000, 0x2000, 0x0C0 },              /* CAN */
    { "sysc", 0x481D0000, 0x2000, 0x0C4 },
    { "sysc", 0x48300000, 0x1000, 0x0D4 },              /* PWM */
    { "sysc", 0x48302000, 0x1000, 0x0CC },
    { "sysc", 0x48304000, 0x1000, 0x0D8 },
    { "sysc", 0x4830E000, 0x1000, 0x018 },              /* LCD */
    { "sysc", 0x48310000, 0x2000, 0x090 },              /* RNG */
    { "sysc", 0x53100000, 0x1000, 0x0A0 },              /* SHA */
    { "aes", 0x53400000, 0x200000, 0x094 },
    { "sysc", 0x4A300000, 0x80000, 0x0E8 },             /* PRU */
    { "sysc", 0x4B000000, 0x1000000, 0x414 },           /* debug */
    { "sysc", 0x56000000, 0x1000000, 0x904 },           /* SGX */
};

/* -- Putting it together ---------------------------------------------------------------------- */

static DeviceState *add_module(BeagleBone *s, const Module *m)
{
    DeviceState *dev = qdev_new(m->type);

    object_property_add_child(OBJECT(s), m->name, OBJECT(dev));
    if (m->chardev) {
        qdev_prop_set_chr(dev, "chardev", serial_hd(m->chardev - 1));
    }
    if (!strcmp(m->name, "timer1")) {
        qdev_prop_set_bit(dev, "old-layout", true);
    }
    sysbus_realize_and_unref(SYS_BUS_DEVICE(dev), &error_fatal);
    sysbus_mmio_map(SYS_BUS_DEVICE(dev), 0, m->base);
    for (int i = 0; i < ARRAY_SIZE(m->lines); i++) {
        if (m->lines[i] != NO_LINE) {
            sysbus_connect_irq(SYS_BUS_DEVICE(dev), i, qdev_get_gpio_in(s->intc, m->lines[i]));
        }
    }
    if (!strcmp(m->type, TYPE_AM335X_DMTIMER)) {
        am335x_prcm_add_clock(s->prcm, dev, am335x_dmtimer_set_clock, m->clkctrl, m->mux);
    }
    am335x_prcm_add_gate(s->prcm, m->name, m->base, m->size, m->clkctrl);
    return dev;
}

static void add_stub(BeagleBone *s, const char *name, hwaddr base, uint32_t size, uint32_t clkctrl)
{
    DeviceState *dev = qdev_new(TYPE_AM335X_STUB);

    qdev_prop_set_string(dev, "name", name);
    qdev_prop_set_uint32(dev, "size", size);
    sysbus_realize_and_unref(SYS_BUS_DEVICE(dev), &error_fatal);
    /* Below the modules that lie inside a stub's space. */
    sysbus_mmio_map_overlap(SYS_BUS_DEVICE(dev), 0, base, -1);
    am335x_prcm_add_gate(s->prcm, name, base, size, clkctrl);
}

static void add_core(BeagleBone *s)
{
    DeviceState *cpu = DEVICE(object_new(MACHINE(s)->cpu_type));

    object_property_add_child(OBJECT(s), "cpu", OBJECT(cpu));
    object_property_set_int(OBJECT(cpu), "midr", MIDR_CORTEX_A8_R3P2, &error_fatal);
    /* The ROM enters what it loads in the public world, and nothing here is in the other one. */
    object_property_set_bool(OBJECT(cpu), "has_el3", false, &error_fatal);
    qdev_realize(cpu, NULL, &error_fatal);
    s->cpu = ARM_CPU(cpu);

    s->prcm = AM335X_PRCM(qdev_new(TYPE_AM335X_PRCM));
    qdev_prop_set_bit(DEVICE(s->prcm), "strict", s->strict);
    sysbus_realize_and_unref(SYS_BUS_DEVICE(s->prcm), &error_fatal);
    sysbus_mmio_map(SYS_BUS_DEVICE(s->prcm), 0, 0x44E00000);

    s->intc = qdev_new(TYPE_AM335X_INTC);
    sysbus_realize_and_unref(SYS_BUS_DEVICE(s->intc), &error_fatal);
    sysbus_mmio_map(SYS_BUS_DEVICE(s->intc), 0, 0x48200000);
    sysbus_connect_irq(SYS_BUS_DEVICE(s->intc), 0, qdev_get_gpio_in(cpu, ARM_CPU_IRQ));
}

static void plug_card(BeagleBone *s, DeviceState *mmc)
{
    DriveInfo *drive = drive_get(IF_SD, 0, 0);
    DeviceState *card;

    if (!drive) {
        return;
    }
    s->card = blk_by_legacy_dinfo(drive);
    card = qdev_new(TYPE_SD_CARD);
    qdev_prop_set_drive_err(card, "drive", s->card, &error_fatal);
    qdev_realize_and_unref(card, qdev_get_child_bus(mmc, "sd-bus"), &error_fatal);
}

static void wire_module(BeagleBone *s, const Module *m, DeviceState *dev)
{
    if (!strcmp(m->name, "wdt1")) {
        s->wdt = dev;
        am335x_wdt_set_prcm(dev, s->prcm);
        am335x_prcm_add_clock(s->prcm, dev, am335x_wdt_set_clock, AM335X_NO_GATE, 0);
    } else if (!strcmp(m->name, "i2c0")) {
        i2c_slave_create_simple(am335x_i2c_bus(dev), TYPE_BEAGLEBONE_EEPROM, 0x50);
        i2c_slave_create_simple(am335x_i2c_bus(dev), TYPE_TPS65217, 0x24);
    } else if (!strcmp(m->name, "mmc0")) {
        plug_card(s, dev);
    } else if (!strcmp(m->name, "gpio0")) {
        am335x_gpio_set_input(dev, CARD_DETECT_PIN, !drive_get(IF_SD, 0, 0));
    }
}

/* Zeros where nothing is, for a machine that is not strict. */
static uint64_t nothing_read(void *opaque, hwaddr offset, unsigned int size)
{
    qemu_log_mask(LOG_UNIMP, "beaglebone: read of 0x%08x, where nothing is\n",
                  (uint32_t)(PERIPHERALS_BASE + offset));
    return 0;
}

static void nothing_write(void *opaque, hwaddr offset, uint64_t value, unsigned int size)
{
    qemu_log_mask(LOG_UNIMP, "beaglebone: write of 0x%08x, where nothing is\n",
                  (uint32_t)(PERIPHERALS_BASE + offset));
}

static const MemoryRegionOps nothing_ops = {
    .read = nothing_read,
    .write = nothing_write,
    .endianness = DEVICE_LITTLE_ENDIAN,
    .valid = { .min_access_size = 1, .max_access_size = 4 },
};

static void add_memory(BeagleBone *s)
{
    MemoryRegion *system = get_system_memory();

    memory_region_add_subregion(system, RAM_BASE, MACHINE(s)->ram);
    memory_region_init_alias(&s->ram_alias, OBJECT(s), "ram-alias", MACHINE(s)->ram, 0,
                             MACHINE(s)->ram_size);
    memory_region_add_subregion(system, RAM_ALIAS_BASE, &s->ram_alias);
    memory_region_init_ram(&s->sram, OBJECT(s), "sram", AM335X_SRAM_SIZE, &error_fatal);
    memory_region_add_subregion(system, AM335X_SRAM_BASE, &s->sram);
    if (!s->strict) {
        memory_region_init_io(&s->nothing, OBJECT(s), &nothing_ops, s, "nothing",
                              PERIPHERALS_SIZE);
        memory_region_add_subregion_overlap(system, PERIPHERALS_BASE, &s->nothing, -2);
    }
}

/* -- Reset ------------------------------------------------------------------------------------ */

/* All devices, and then the chip as the ROM, or a loader, leaves it. */
static void beaglebone_reset(MachineState *machine, ShutdownCause reason)
{
    BeagleBone *s = BEAGLEBONE(machine);

    qemu_devices_reset(reason);
    if (s->spl_done) {
        am335x_prcm_open_all(s->prcm);
    }
    am335x_prcm_open_gate(s->prcm, MMC0_CLKCTRL);
    if (!s->card || machine->kernel_filename) {
        am335x_prcm_open_gate(s->prcm, UART0_CLKCTRL);
        am335x_wdt_arm(s->wdt, UBOOT_WATCHDOG_SECONDS);
        return;
    }
    am335x_wdt_arm(s->wdt, ROM_WATCHDOG_SECONDS);
    cpu_reset(CPU(s->cpu));
    if (!am335x_rom_boot(s->cpu, s->card, am335x_prcm_rstst(s->prcm))) {
        exit(1);
    }
}

static void beaglebone_init(MachineState *machine)
{
    BeagleBone *s = BEAGLEBONE(machine);

    if (machine->ram_size != 512 * MiB) {
        error_report("a BeagleBone Black has 512 MiB of RAM");
        exit(1);
    }
    add_memory(s);
    add_core(s);
    for (int i = 0; i < ARRAY_SIZE(modules); i++) {
        wire_module(s, &modules[i], add_module(s, &modules[i]));
    }
    for (int i = 0; i < ARRAY_SIZE(stubs); i++) {
        add_stub(s, stubs[i].name, stubs[i].base, stubs[i].size, stubs[i].clkctrl);
    }
    s->boot.loader_start = RAM_BASE;
    s->boot.ram_size = machine->ram_size;
    s->boot.board_id = -1;
    arm_load_kernel(s->cpu, machine, &s->boot);
}

static bool get_strict(Object *obj, Error **errp)
{
    return BEAGLEBONE(obj)->strict;
}

static void set_strict(Object *obj, bool value, Error **errp)
{
    BEAGLEBONE(obj)->strict = value;
}

static bool get_spl_done(Object *obj, Error **errp)
{
    return BEAGLEBONE(obj)->spl_done;
}

static void set_spl_done(Object *obj, bool value, Error **errp)
{
    BEAGLEBONE(obj)->spl_done = value;
}

static void beaglebone_class_init(ObjectClass *class, void *data)
{
    MachineClass *mc = MACHINE_CLASS(class);

    mc->desc = "BeagleBone Black (TI AM335x, Cortex-A8)";
    mc->init = beaglebone_init;
    mc->reset = beaglebone_reset;
    mc->max_cpus = 1;
    mc->default_cpu_type = ARM_CPU_TYPE_NAME("cortex-a8");
    mc->default_ram_size = 512 * MiB;
    mc->default_ram_id = "beaglebone.ram";
    mc->block_default_type = IF_SD;
    mc->units_per_default_bus = 1;
    object_class_property_add_bool(class, "strict", get_strict, set_strict);
    object_class_property_set_description(class, "strict", "abort where the bus would");
    object_class_property_add_bool(class, "spl-done", get_spl_done, set_spl_done);
    object_class_property_set_description(class, "spl-done", "all module clocks on from reset");
}

static const TypeInfo beaglebone_types[] = {
    {
        .name = TYPE_BEAGLEBONE,
        .parent = TYPE_MACHINE,
        .instance_size = sizeof(BeagleBone),
        .class_init = beaglebone_class_init,
    },
};
DEFINE_TYPES(beaglebone_types)
