// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The watchdog WDT1: a counter at 32768 Hz, divided by the prescaler, that resets the chip when it
 * overflows. It runs from reset; the boot ROM gives it three minutes.
 *
 * Stopping and starting take two writes to WSPR each. Every write to a functional register takes
 * some cycles of the slow clock to arrive; WWPS shows it meanwhile, and another write to the same
 * register before it has arrived is lost. A write of a value to WTGR that differs from the last one
 * loads the counter again.
 *
 * Reference: TRM, "Timers", "Watchdog Timer".
 */
#include "qemu/osdep.h"
#include "am335x.h"
#include "qemu/log.h"
#include "qemu/timer.h"

#define WDT_SIZE            0x1000
#define WDT_WIDR            0x00
#define WIDR                0x502A0500
#define WDT_WDSC            0x10
#define WDSC_RESET          0x2
#define WDT_WDST            0x14
#define WDT_WISR            0x18
#define WDT_WCLR            0x24
#define WCLR_PRE            (1u << 5)
#define WCLR_PTV(wclr)      (((wclr) >> 2) & 7)
#define WDT_WCRR            0x28
#define WDT_WLDR            0x2C
#define WDT_WTGR            0x30
#define WDT_WWPS            0x34
#define WDT_WDLY            0x44
#define WDT_WSPR            0x48

#define WLDR_RESET          0xFFFFFFBE
#define POSTED_CYCLES       3
#define COUNTS              (1ull << 32)

OBJECT_DECLARE_SIMPLE_TYPE(AM335xWDT, AM335X_WDT)

struct AM335xWDT {
    SysBusDevice parent_obj;
    MemoryRegion mmio;
    QEMUTimer *timer;
    AM335xPRCM *prcm;
    uint32_t clock_hz;
    uint32_t wdsc, wclr, wldr, wtgr, wdly, wspr;
    bool running;
    uint32_t start;
    int64_t start_ns;
    int64_t posted_until[6];
};

static uint32_t rate(AM335xWDT *s)
{
    return s->wclr & WCLR_PRE ? s->clock_hz >> WCLR_PTV(s->wclr) : s->clock_hz;
}

static uint32_t count(AM335xWDT *s)
{
    int64_t now = qemu_clock_get_ns(QEMU_CLOCK_VIRTUAL);

    if (!s->running) {
        return s->start;
    }
    return s->start + muldiv64(now - s->start_ns, rate(s), NANOSECONDS_PER_SECOND);
}

/* Goes on from @value, now. */
static void restart_from(AM335xWDT *s, uint32_t value)
{
    s->start = value;
    s->start_ns = qemu_clock_get_ns(QEMU_CLOCK_VIRTUAL);
    if (s->running && rate(s)) {
        timer_mod(s->timer, s->start_ns +
                  muldiv64(COUNTS - value, NANOSECONDS_PER_SECOND, rate(s)));
    } else {
        timer_del(s->timer);
    }
}

static void bite(void *opaque)
{
    AM335xWDT *s = opaque;

    s->running = false;
    am335x_prcm_reset_chip(s->prcm, AM335X_RESET_WDT1);
}

void am335x_wdt_set_clock(DeviceState *dev, uint32_t hz)
{
    AM335xWDT *s = AM335X_WDT(dev);
    uint32_t now = count(s);

    if (s->clock_hz != hz) {
        s->clock_hz = hz;
        restart_from(s, now);
    }
}

void am335x_wdt_arm(DeviceState *dev, unsigned int seconds)
{
    AM335xWDT *s = AM335X_WDT(dev);

    s->wldr = -(seconds * AM335X_32K_HZ);
    s->running = true;
    restart_from(s, s->wldr);
}

void am335x_wdt_set_prcm(DeviceState *dev, AM335xPRCM *prcm)
{
    AM335X_WDT(dev)->prcm = prcm;
}

/* The bit of WWPS that belongs to a register, or -1. */
static int posted_bit(hwaddr offset)
{
    switch (offset) {
    case WDT_WCLR:
        return 0;
    case WDT_WCRR:
        return 1;
    case WDT_WLDR:
        return 2;
    case WDT_WTGR:
        return 3;
    case WDT_WSPR:
        return 4;
    case WDT_WDLY:
        return 5;
    default:
        return -1;
    }
}

static bool post(AM335xWDT *s, hwaddr offset)
{
    int64_t now = qemu_clock_get_ns(QEMU_CLOCK_VIRTUAL);
    int bit = posted_bit(offset);

    if (bit < 0) {
        return true;
    }
    if (now < s->posted_until[bit]) {
        qemu_log_mask(LOG_GUEST_ERROR, "am335x-wdt: write to +0x%x while the last one is "
                      "under way: lost\n", (unsigned int)offset);
        return false;
    }
    s->posted_until[bit] = now + POSTED_CYCLES * NANOSECONDS_PER_SECOND / AM335X_32K_HZ;
    return true;
}

static uint32_t wwps(AM335xWDT *s)
{
    int64_t now = qemu_clock_get_ns(QEMU_CLOCK_VIRTUAL);
    uint32_t bits = 0;

    for (int i = 0; i < ARRAY_SIZE(s->posted_until); i++) {
        bits |= now < s->posted_until[i] ? 1u << i : 0;
    }
    return bits;
}

static uint64_t wdt_read(void *opaque, hwaddr offset, unsigned int size)
{
    AM335xWDT *s = opaque;

    switch (offset) {
    case WDT_WIDR:
        return WIDR;
    case WDT_WDSC:
        return s->wdsc;
    case WDT_WDST:
        return 1;
    case WDT_WCLR:
        return s->wclr;
    case WDT_WCRR:
        return count(s);
    case WDT_WLDR:
        return s->wldr;
    case WDT_WTGR:
        return s->wtgr;
    case WDT_WWPS:
        return wwps(s);
    case WDT_WDLY:
        return s->wdly;
    case WDT_WSPR:
        return s->wspr;
    default:
        return 0;
    }
}

static void write_wspr(AM335xWDT *s, uint32_t value)
{
    uint32_t now = count(s);

    if (s->wspr == 0xAAAA && value == 0x5555) {
        s->running = false;
    } else if (s->wspr == 0xBBBB && value == 0x4444) {
        s->running = true;
    }
    s->wspr = value;
    restart_from(s, now);
}

static void wdt_clear(AM335xWDT *s)
{
    s->wdsc = 0x10;
    s->wclr = WCLR_PRE;
    s->wldr = WLDR_RESET;
    s->wtgr = s->wdly = s->wspr = 0;
    s->running = false;
    restart_from(s, 0);
}

static void wdt_write(void *opaque, hwaddr offset, uint64_t value, unsigned int size)
{
    AM335xWDT *s = opaque;
    uint32_t now;

    if (!post(s, offset)) {
        return;
    }
    switch (offset) {
    case WDT_WDSC:
        s->wdsc = value & ~WDSC_RESET;
        if (value & WDSC_RESET) {
            wdt_clear(s);
        }
        break;
    case WDT_WCLR:
        now = count(s);
        s->wclr = value & 0x3C;
        restart_from(s, now);
        break;
    case WDT_WCRR:
        restart_from(s, value);
        break;
    case WDT_WLDR:
        s->wldr = value;
        break;
    case WDT_WTGR:
        if (value != s->wtgr) {
            s->wtgr = value;
            restart_from(s, s->wldr);
        }
        break;
    case WDT_WDLY:
        s->wdly = value;
        break;
    case WDT_WSPR:
        write_wspr(s, value);
        break;
    default:
        break;
    }
}

static const MemoryRegionOps wdt_ops = {
    .read = wdt_read,
    .write = wdt_write,
    .endianness = DEVICE_LITTLE_ENDIAN,
    .valid = { .min_access_size = 2, .max_access_size = 4 },
};

static void wdt_reset(DeviceState *dev)
{
    AM335xWDT *s = AM335X_WDT(dev);

    memset(s->posted_until, 0, sizeof(s->posted_until));
    wdt_clear(s);
}

static void wdt_init(Object *obj)
{
    AM335xWDT *s = AM335X_WDT(obj);

    memory_region_init_io(&s->mmio, obj, &wdt_ops, s, TYPE_AM335X_WDT, WDT_SIZE);
    sysbus_init_mmio(SYS_BUS_DEVICE(obj), &s->mmio);
    s->timer = timer_new_ns(QEMU_CLOCK_VIRTUAL, bite, s);
}

static void wdt_class_init(ObjectClass *class, void *data)
{
    DEVICE_CLASS(class)->reset = wdt_reset;
}

static const TypeInfo wdt_types[] = {
    {
        .name = TYPE_AM335X_WDT,
        .parent = TYPE_SYS_BUS_DEVICE,
        .instance_size = sizeof(AM335xWDT),
        .instance_init = wdt_init,
        .class_init = wdt_class_init,
    },
};
DEFINE_TYPES(wdt_types)
