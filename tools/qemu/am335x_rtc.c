// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The real-time clock: six registers of time in BCD and the day of the week, scratch registers, and
 * a lock. All of it survives a reset of the chip. Alarms and the periodic interrupt never come.
 *
 * It stands until CTRL starts it, at the host's time of day when the machine was made. From then on
 * it goes with the guest's time. @regs holds the time of @shown; whoever looks at it brings it up
 * to date first, so that fields written one after the other need not make a date meanwhile.
 *
 * Nothing but the lock can be written until KICK0 and KICK1 have got their two values.
 *
 * Reference: TRM, "Real-Time Clock".
 */
#include "qemu/osdep.h"
#include "am335x.h"
#include "hw/irq.h"
#include "qemu/bcd.h"
#include "qemu/cutils.h"
#include "qemu/timer.h"
#include "sysemu/rtc.h"

#define RTC_SIZE            0x1000
#define RTC_WEEKS           0x18
#define RTC_CTRL            0x40
#define CTRL_RUN            0x01
#define RTC_STATUS          0x44
#define STATUS_RUN          0x02
#define RTC_KICK0           0x6C
#define KICK0               0x83E70B13
#define RTC_KICK1           0x70
#define KICK1               0x95A4F1E0
#define RTC_REVISION        0x74
#define REVISION            0x4EB01106

OBJECT_DECLARE_SIMPLE_TYPE(AM335xRTC, AM335X_RTC)

struct AM335xRTC {
    SysBusDevice parent_obj;
    MemoryRegion mmio;
    qemu_irq irq[2];
    uint32_t regs[0xA0 / 4];
    int64_t base, base_ns;      /* the time, in seconds, at this time of the guest's */
    int64_t shown;              /* the time that is in @regs */
    bool unlocked;
};

static bool running(AM335xRTC *s)
{
    return s->regs[RTC_CTRL / 4] & CTRL_RUN;
}

static int64_t seconds(AM335xRTC *s)
{
    int64_t passed = qemu_clock_get_ns(QEMU_CLOCK_VIRTUAL) - s->base_ns;

    return s->base + (running(s) ? passed / NANOSECONDS_PER_SECOND : 0);
}

/* Goes on from @time, now. */
static void restart_from(AM335xRTC *s, int64_t time)
{
    s->base = time;
    s->base_ns = qemu_clock_get_ns(QEMU_CLOCK_VIRTUAL);
}

/* Brings the time registers up to date. */
static void show(AM335xRTC *s)
{
    time_t time = seconds(s);
    struct tm now;

    if (time == s->shown) {
        return;
    }
    s->shown = time;
    gmtime_r(&time, &now);
    s->regs[0] = to_bcd(now.tm_sec);
    s->regs[1] = to_bcd(now.tm_min);
    s->regs[2] = to_bcd(now.tm_hour);
    s->regs[3] = to_bcd(now.tm_mday);
    s->regs[4] = to_bcd(now.tm_mon + 1);
    s->regs[5] = to_bcd(now.tm_year % 100);
    s->regs[6] = now.tm_wday;
}

static void write_time(AM335xRTC *s, hwaddr offset, uint8_t value)
{
    struct tm now = { 0 };

    show(s);
    s->regs[offset / 4] = value;
    now.tm_sec = from_bcd(s->regs[0]);
    now.tm_min = from_bcd(s->regs[1]);
    now.tm_hour = from_bcd(s->regs[2]);
    now.tm_mday = from_bcd(s->regs[3]);
    now.tm_mon = from_bcd(s->regs[4]) - 1;
    now.tm_year = 100 + from_bcd(s->regs[5]);
    restart_from(s, mktimegm(&now));
    s->shown = s->base;
}

static void write_ctrl(AM335xRTC *s, uint8_t value)
{
    int64_t time = seconds(s);

    s->regs[RTC_CTRL / 4] = value;
    restart_from(s, time);
}

static uint64_t rtc_read(void *opaque, hwaddr offset, unsigned int size)
{
    AM335xRTC *s = opaque;

    if (offset <= RTC_WEEKS) {
        show(s);
    }
    switch (offset) {
    case RTC_STATUS:
        return running(s) ? STATUS_RUN : 0;
    case RTC_REVISION:
        return REVISION;
    default:
        return offset < sizeof(s->regs) ? s->regs[offset / 4] : 0;
    }
}

static void rtc_write(void *opaque, hwaddr offset, uint64_t value, unsigned int size)
{
    AM335xRTC *s = opaque;

    if (offset >= sizeof(s->regs)) {
        return;
    }
    if (offset == RTC_KICK0 || offset == RTC_KICK1) {
        s->regs[offset / 4] = value;
        s->unlocked = s->regs[RTC_KICK0 / 4] == KICK0 && s->regs[RTC_KICK1 / 4] == KICK1;
    } else if (!s->unlocked) {
        return;
    } else if (offset <= RTC_WEEKS) {
        write_time(s, offset, value);
    } else if (offset == RTC_CTRL) {
        write_ctrl(s, value);
    } else {
        s->regs[offset / 4] = value;
    }
}

static const MemoryRegionOps rtc_ops = {
    .read = rtc_read,
    .write = rtc_write,
    .endianness = DEVICE_LITTLE_ENDIAN,
    .valid = { .min_access_size = 1, .max_access_size = 4 },
};

static void rtc_init(Object *obj)
{
    AM335xRTC *s = AM335X_RTC(obj);
    struct tm now;

    qemu_get_timedate(&now, 0);
    restart_from(s, mktimegm(&now));
    memory_region_init_io(&s->mmio, obj, &rtc_ops, s, TYPE_AM335X_RTC, RTC_SIZE);
    sysbus_init_mmio(SYS_BUS_DEVICE(obj), &s->mmio);
    sysbus_init_irq(SYS_BUS_DEVICE(obj), &s->irq[0]);
    sysbus_init_irq(SYS_BUS_DEVICE(obj), &s->irq[1]);
}

static const TypeInfo rtc_types[] = {
    {
        .name = TYPE_AM335X_RTC,
        .parent = TYPE_SYS_BUS_DEVICE,
        .instance_size = sizeof(AM335xRTC),
        .instance_init = rtc_init,
    },
};
DEFINE_TYPES(rtc_types)
