// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Power, reset and clock management: CM_PER at 0, CM_WKUP at 400h, CM_DPLL at 500h, the power and
 * reset managers from B00h on, RSTCTRL and RSTST at F00h.
 *
 * CLKCTRL: IDLEST (17:16) follows MODULEMODE (1:0) at once, 0 functional or 3 disabled. A DPLL is
 * locked (IDLEST 1) when its mode is 7, else in bypass (100h). A power domain is at once in the
 * state that PWRSTCTRL asks for. Resets of sub-systems take at once.
 *
 * Reference: TRM, "Power, Reset, and Clock Management".
 */
#include "qemu/osdep.h"
#include "am335x.h"
#include "hw/qdev-properties.h"
#include "qemu/log.h"
#include "sysemu/runstate.h"

#define PRCM_SIZE           0x2000
#define PRM_RSTCTRL         0xF00
#define PRM_RSTST           0xF08
#define RSTCTRL_WARM        (1u << 0)
#define RSTCTRL_COLD        (1u << 1)

#define CLKCTRL_MODE        0x3u
#define CLKCTRL_ON          2u
#define CLKCTRL_IDLEST      (3u << 16)

#define DPLL_MODE           0x7u
#define DPLL_LOCK           7u
#define DPLL_ST_LOCKED      0x001u
#define DPLL_ST_BYPASS      0x100u

#define TIMER1_MUX          0x528

typedef struct Gate {
    MemoryRegion region;
    uint32_t clkctrl;
} Gate;

typedef struct Client {
    DeviceState *dev;
    am335x_clock_fn *fn;
    uint32_t clkctrl, mux;
} Client;

struct AM335xPRCM {
    SysBusDevice parent_obj;
    MemoryRegion mmio;
    bool strict;
    uint32_t regs[PRCM_SIZE / 4];
    uint32_t cause;             /* of the reset that is under way */
    GPtrArray *gates;
    GArray *clients;
};

/* Offsets of the CLKCTRL registers, below 1000h. */
static const uint16_t clkctrls[] = {
    0x014, 0x018, 0x01C, 0x024, 0x028, 0x02C, 0x030, 0x034, 0x038, 0x03C, 0x040, 0x044, 0x048,
    0x04C, 0x050, 0x060, 0x068, 0x06C, 0x070, 0x074, 0x078, 0x07C, 0x080, 0x084, 0x088, 0x08C,
    0x090, 0x094, 0x0A0, 0x0A4, 0x0A8, 0x0AC, 0x0B0, 0x0B4, 0x0BC, 0x0C0, 0x0C4, 0x0CC, 0x0D4,
    0x0D8, 0x0DC, 0x0E0, 0x0E4, 0x0E8, 0x0EC, 0x0F0, 0x0F4, 0x0F8, 0x0FC, 0x100, 0x10C, 0x110,
    0x120, 0x12C, 0x130, 0x14C,
    0x404, 0x408, 0x40C, 0x410, 0x414, 0x4B0, 0x4B4, 0x4B8, 0x4BC, 0x4C0, 0x4C4, 0x4C8, 0x4D4,
    0x600, 0x800, 0x904, 0x908, 0xA20,
};

/* The modules that the boot ROM has in use, or that are on from reset. */
static const uint16_t on_from_reset[] = {
    0x02C, 0x060, 0x0DC, 0x0E0, 0x120, 0x14C, 0x404, 0x40C, 0x414, 0x4B0, 0x4D4, 0x600,
};

/* CLKMODE of each DPLL, and where its IDLEST is: MPU, PER, CORE, DDR, DISP. */
static const struct {
    uint16_t mode, idlest;
} dplls[] = {
    { 0x488, 0x420 }, { 0x48C, 0x470 }, { 0x490, 0x45C }, { 0x494, 0x434 }, { 0x498, 0x448 },
};

/* PWRSTCTRL and PWRSTST of each power domain: PER, WKUP, MPU, RTC, GFX, CEFUSE. */
static const struct {
    uint16_t control, status;
} domains[] = {
    { 0xC0C, 0xC08 }, { 0xD04, 0xD08 }, { 0xE00, 0xE04 }, { 0x1000, 0x1004 }, { 0x1100, 0x1110 },
    { 0x1200, 0x1204 },
};

/* RSTCTRL and RSTST of each sub-system: PER, WKUP, GFX. */
static const struct {
    uint16_t control, status;
} subsystems[] = {
    { 0xC00, 0xC04 }, { 0xD00, 0xD0C }, { 0x1104, 0x1114 },
};

static const struct {
    uint16_t offset;
    uint32_t value;
} reset_values[] = {
    { 0x000, 0xC0102 }, { 0x004, 0x2 }, { 0x00C, 0x2 }, { 0x11C, 0x2 }, { 0x400, 0x6 },
    { 0x418, 0x2 }, { 0x4CC, 0x2 }, { 0x45C, 0x100 },
    { 0x488, 0x4 }, { 0x48C, 0x4 }, { 0x490, 0x4 }, { 0x494, 0x4 }, { 0x498, 0x4 },
    { 0x480, 0x4 }, { 0x484, 0x4 }, { 0x4D8, 0x4 }, { 0x4A0, 0x1 }, { 0x4A4, 0x1 },
    { 0x4A8, 0x1 }, { 0x4AC, 0x1 },
    { 0x504, 0x1 }, { 0x508, 0x1 }, { 0x50C, 0x1 }, { 0x510, 0x1 }, { 0x514, 0x4 },
    { 0x518, 0x1 }, { 0x51C, 0x1 },
    { 0x604, 0x2 }, { 0x804, 0x2 }, { 0x900, 0x2 }, { 0xA00, 0x2 },
    { 0xB00, 0x00100000 },
    { 0xC00, 0x2 }, { 0xC0C, 0x01E60007 }, { 0xC08, 0x01E60007 },
    { 0xD00, 0x8 }, { 0xD04, 0x00060088 }, { 0xD08, 0x00060004 },
    { 0xE00, 0x01FF0007 }, { 0xE04, 0x00000157 },
    { 0xF04, 0x00010000 }, { 0xF0C, 0x78000017 }, { 0xF10, 0x00000001 },
    { 0xF14, 0x00000001 }, { 0xF18, 0x00000001 }, { 0xF1C, 0x00000002 },
    { 0x1000, 0x4 }, { 0x1004, 0x4 }, { 0x1100, 0x00060044 }, { 0x1104, 0x1 },
    { 0x1110, 0x00000017 },
};

static bool is_clkctrl(hwaddr offset)
{
    for (int i = 0; i < ARRAY_SIZE(clkctrls); i++) {
        if (clkctrls[i] == offset) {
            return true;
        }
    }
    return false;
}

static bool gate_open(AM335xPRCM *s, uint32_t clkctrl)
{
    return clkctrl == AM335X_NO_GATE || (s->regs[clkctrl / 4] & CLKCTRL_MODE) == CLKCTRL_ON;
}

static uint32_t mux_rate(AM335xPRCM *s, uint32_t mux)
{
    static const uint32_t timer1[] = {
        AM335X_OSC_HZ, AM335X_32K_HZ, AM335X_TCLKIN_HZ, AM335X_32K_HZ, AM335X_32K_HZ,
    };
    static const uint32_t others[] = { AM335X_TCLKIN_HZ, AM335X_OSC_HZ, AM335X_32K_HZ };
    uint32_t choice;

    if (!mux) {
        return AM335X_32K_HZ;
    }
    choice = s->regs[mux / 4];
    if (mux == TIMER1_MUX) {
        choice &= 7;
        return choice < ARRAY_SIZE(timer1) ? timer1[choice] : 0;
    }
    choice &= 3;
    return choice < ARRAY_SIZE(others) ? others[choice] : 0;
}

/* Brings all clients and the regions over closed modules in line with the registers. */
static void prcm_update(AM335xPRCM *s)
{
    for (guint i = 0; i < s->clients->len; i++) {
        Client *c = &g_array_index(s->clients, Client, i);

        c->fn(c->dev, gate_open(s, c->clkctrl) ? mux_rate(s, c->mux) : 0);
    }
    for (guint i = 0; i < s->gates->len; i++) {
        Gate *gate = g_ptr_array_index(s->gates, i);

        memory_region_set_enabled(&gate->region, !gate_open(s, gate->clkctrl));
    }
}

static void write_clkctrl(AM335xPRCM *s, hwaddr offset, uint32_t value)
{
    value &= ~CLKCTRL_IDLEST;
    if ((value & CLKCTRL_MODE) != CLKCTRL_ON) {
        value |= CLKCTRL_IDLEST;
    }
    s->regs[offset / 4] = value;
    prcm_update(s);
}

static void follow_dpll(AM335xPRCM *s)
{
    for (int i = 0; i < ARRAY_SIZE(dplls); i++) {
        bool locked = (s->regs[dplls[i].mode / 4] & DPLL_MODE) == DPLL_LOCK;

        s->regs[dplls[i].idlest / 4] = locked ? DPLL_ST_LOCKED : DPLL_ST_BYPASS;
    }
}

static void follow_domain(AM335xPRCM *s, hwaddr offset)
{
    for (int i = 0; i < ARRAY_SIZE(domains); i++) {
        if (domains[i].control == offset) {
            uint32_t *status = &s->regs[domains[i].status / 4];

            *status = (*status & ~3u) | (s->regs[offset / 4] & 3);
        }
    }
}

/* A reset line that is let go leaves its bit in the status; those are cleared by writing 1. */
static bool write_subsystem(AM335xPRCM *s, hwaddr offset, uint32_t value)
{
    for (int i = 0; i < ARRAY_SIZE(subsystems); i++) {
        uint32_t *status = &s->regs[subsystems[i].status / 4];

        if (subsystems[i].status == offset) {
            *status &= ~value;
            return true;
        }
        if (subsystems[i].control == offset) {
            *status |= s->regs[offset / 4] & ~value;
        }
    }
    return false;
}

static uint64_t prcm_read(void *opaque, hwaddr offset, unsigned int size)
{
    AM335xPRCM *s = opaque;

    return s->regs[offset / 4];
}

static void prcm_write(void *opaque, hwaddr offset, uint64_t value, unsigned int size)
{
    AM335xPRCM *s = opaque;

    if (is_clkctrl(offset)) {
        write_clkctrl(s, offset, value);
        return;
    }
    if (offset == PRM_RSTCTRL) {
        if (value & (RSTCTRL_WARM | RSTCTRL_COLD)) {
            am335x_prcm_reset_chip(s, value & RSTCTRL_COLD ? AM335X_RESET_COLD
                                                           : AM335X_RESET_WARM);
        }
        return;
    }
    if (offset == PRM_RSTST) {
        s->regs[offset / 4] &= ~(uint32_t)value;
        return;
    }
    if (write_subsystem(s, offset, value)) {
        return;
    }
    s->regs[offset / 4] = value;
    follow_dpll(s);
    follow_domain(s, offset);
    if (offset >= 0x500 && offset < 0x600) {
        prcm_update(s);
    }
}

static const MemoryRegionOps prcm_ops = {
    .read = prcm_read,
    .write = prcm_write,
    .endianness = DEVICE_LITTLE_ENDIAN,
    .valid = { .min_access_size = 4, .max_access_size = 4 },
};

/* What lies over a module whose clock is off: the interconnect answers with an error. */
static MemTxResult gated_read(void *opaque, hwaddr offset, uint64_t *value, unsigned int size,
                              MemTxAttrs attrs)
{
    Gate *gate = opaque;

    qemu_log_mask(LOG_GUEST_ERROR, "%s: read of +0x%" HWADDR_PRIx " while its clock is off\n",
                  memory_region_name(&gate->region), offset);
    return MEMTX_ERROR;
}

static MemTxResult gated_write(void *opaque, hwaddr offset, uint64_t value, unsigned int size,
                               MemTxAttrs attrs)
{
    Gate *gate = opaque;

    qemu_log_mask(LOG_GUEST_ERROR, "%s: write of +0x%" HWADDR_PRIx " while its clock is off\n",
                  memory_region_name(&gate->region), offset);
    return MEMTX_ERROR;
}

static const MemoryRegionOps gated_ops = {
    .read_with_attrs = gated_read,
    .write_with_attrs = gated_write,
    .endianness = DEVICE_LITTLE_ENDIAN,
    .valid = { .min_access_size = 1, .max_access_size = 4 },
};

void am335x_prcm_add_clock(AM335xPRCM *s, DeviceState *dev, am335x_clock_fn *fn,
                           uint32_t clkctrl, uint32_t mux)
{
    Client client = { .dev = dev, .fn = fn, .clkctrl = clkctrl, .mux = mux };

    g_array_append_val(s->clients, client);
}

void am335x_prcm_add_gate(AM335xPRCM *s, const char *name, hwaddr base, uint64_t size,
                          uint32_t clkctrl)
{
    Gate *gate;

    if (!s->strict || clkctrl == AM335X_NO_GATE) {
        return;
    }
    gate = g_new0(Gate, 1);
    gate->clkctrl = clkctrl;
    memory_region_init_io(&gate->region, OBJECT(s), &gated_ops, gate, name, size);
    memory_region_add_subregion_overlap(get_system_memory(), base, &gate->region, 1);
    g_ptr_array_add(s->gates, gate);
}

void am335x_prcm_open_gate(AM335xPRCM *s, uint32_t clkctrl)
{
    write_clkctrl(s, clkctrl, CLKCTRL_ON);
}

void am335x_prcm_open_all(AM335xPRCM *s)
{
    for (int i = 0; i < ARRAY_SIZE(clkctrls); i++) {
        s->regs[clkctrls[i] / 4] = CLKCTRL_ON;
    }
    prcm_update(s);
}

void am335x_prcm_reset_chip(AM335xPRCM *s, uint32_t cause)
{
    s->cause = cause;
    qemu_system_reset_request(SHUTDOWN_CAUSE_GUEST_RESET);
}

uint32_t am335x_prcm_rstst(AM335xPRCM *s)
{
    return s->regs[PRM_RSTST / 4];
}

static void prcm_reset(DeviceState *dev)
{
    AM335xPRCM *s = AM335X_PRCM(dev);
    uint32_t rstst = s->cause == AM335X_RESET_COLD ? 0 : s->regs[PRM_RSTST / 4];

    memset(s->regs, 0, sizeof(s->regs));
    for (int i = 0; i < ARRAY_SIZE(clkctrls); i++) {
        s->regs[clkctrls[i] / 4] = CLKCTRL_IDLEST;
    }
    for (int i = 0; i < ARRAY_SIZE(reset_values); i++) {
        s->regs[reset_values[i].offset / 4] = reset_values[i].value;
    }
    for (int i = 0; i < ARRAY_SIZE(on_from_reset); i++) {
        s->regs[on_from_reset[i] / 4] = CLKCTRL_ON;
    }
    s->regs[PRM_RSTST / 4] = rstst | s->cause;
    /* A reset that nothing in the chip asks for comes from its pin. */
    s->cause = AM335X_RESET_EXTERNAL;
    follow_dpll(s);
    prcm_update(s);
}

static void prcm_init(Object *obj)
{
    AM335xPRCM *s = AM335X_PRCM(obj);

    s->cause = AM335X_RESET_COLD;
    s->gates = g_ptr_array_new();
    s->clients = g_array_new(false, false, sizeof(Client));
    memory_region_init_io(&s->mmio, obj, &prcm_ops, s, TYPE_AM335X_PRCM, PRCM_SIZE);
    sysbus_init_mmio(SYS_BUS_DEVICE(obj), &s->mmio);
}

static Property prcm_properties[] = {
    DEFINE_PROP_BOOL("strict", AM335xPRCM, strict, false),
    DEFINE_PROP_END_OF_LIST(),
};

static void prcm_class_init(ObjectClass *class, void *data)
{
    DeviceClass *dc = DEVICE_CLASS(class);

    dc->reset = prcm_reset;
    device_class_set_props(dc, prcm_properties);
}

static const TypeInfo prcm_types[] = {
    {
        .name = TYPE_AM335X_PRCM,
        .parent = TYPE_SYS_BUS_DEVICE,
        .instance_size = sizeof(AM335xPRCM),
        .instance_init = prcm_init,
        .class_init = prcm_class_init,
    },
};
DEFINE_TYPES(prcm_types)
