// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The real-time clock: the host's time in BCD, scratch registers that survive a reset, and a lock.
 * What is written to the time registers is not kept. Alarms and the periodic interrupt never come.
 *
 * Nothing but the lock can be written until KICK0 and KICK1 have got their two values.
 *
 * Reference: TRM, "Real-Time Clock".
 */
#include "qemu/osdep.h"
#include "am335x.h"
#include "hw/irq.h"
#include "qemu/bcd.h"
#include "qemu/timer.h"
#include "sysemu/rtc.h"

#define RTC_SIZE            0x1000
#define RTC_SECONDS         0x00
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
    bool unlocked;
};

static uint8_t time_register(hwaddr offset)
{
    struct tm now;

    qemu_get_timedate(&now, 0);
    switch (offset / 4) {
    case 0:
        return to_bcd(now.tm_sec);
    case 1:
        return to_bcd(now.tm_min);
    case 2:
        return to_bcd(now.tm_hour);
    case 3:
        return to_bcd(now.tm_mday);
    case 4:
        return to_bcd(now.tm_mon + 1);
    case 5:
        return to_bcd(now.tm_year % 100);
    default:
        return now.tm_wday;
    }
}

static uint64_t rtc_read(void *opaque, hwaddr offset, unsigned int size)
{
    AM335xRTC *s = opaque;

    if (offset <= RTC_WEEKS) {
        return time_register(offset);
    }
    switch (offset) {
    case RTC_STATUS:
        return s->regs[RTC_CTRL / 4] & CTRL_RUN ? STATUS_RUN : 0;
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
    } else if (s->unlocked) {
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
