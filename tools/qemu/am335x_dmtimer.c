// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The dual-mode timers: DMTIMER0 and 2-7, and (property "old-layout") DMTIMER1_1MS, whose registers
 * lie elsewhere and whose TIDR has no upper half.
 *
 * A 32-bit counter at the rate that the PRCM gives, divided by the prescaler. It counts up; from
 * all ones it goes to the load register (auto-reload) or stops at 0. Nothing is counted step by
 * step: the count is worked out from the clock's time since it was last set, and one host timer
 * stands at the next overflow or match.
 *
 *     ticks since the start    0 ... first      then every period
 *     count                    start ... 2^32   TLDR ... 2^32
 *
 * Writes to the functional registers are posted: TWPS shows each for as long as it takes to arrive,
 * three cycles of the timer's clock; with that clock off, for ever, and the write is lost.
 *
 * Reference: TRM, "Timers", "DMTimer" and "DMTimer 1ms".
 */
#include "qemu/osdep.h"
#include "am335x.h"
#include "hw/irq.h"
#include "hw/qdev-properties.h"
#include "qemu/log.h"
#include "qemu/timer.h"

#define TIMER_SIZE          0x1000
#define TIDR_NEW            0x40000100
#define TIDR_OLD            0x00000015

#define IRQ_MATCH           0x1u
#define IRQ_OVERFLOW        0x2u
#define IRQ_ALL             0x7u

#define TCLR_ST             (1u << 0)
#define TCLR_AR             (1u << 1)
#define TCLR_PTV(tclr)      (((tclr) >> 2) & 7)
#define TCLR_PRE            (1u << 5)
#define TCLR_CE             (1u << 6)
#define TSICR_SFT           (1u << 1)
#define TSICR_POSTED        (1u << 2)
#define POSTED_CYCLES       3
#define COUNTS              (1ull << 32)

/* The registers by meaning; the two layouts are tables from offset to meaning. */
typedef enum Reg {
    NONE, TIDR, CFG, STAT, EOI, RAW, STATUS, ENABLE, DISABLE, WAKE,
    TCLR, TCRR, TLDR, TTGR, TWPS, TMAR, TCAR1, TSICR, TCAR2,
} Reg;

static const uint8_t new_layout[0x60 / 4] = {
    [0x00 / 4] = TIDR, [0x10 / 4] = CFG, [0x20 / 4] = EOI, [0x24 / 4] = RAW, [0x28 / 4] = STATUS,
    [0x2C / 4] = ENABLE, [0x30 / 4] = DISABLE, [0x34 / 4] = WAKE, [0x38 / 4] = TCLR,
    [0x3C / 4] = TCRR, [0x40 / 4] = TLDR, [0x44 / 4] = TTGR, [0x48 / 4] = TWPS,
    [0x4C / 4] = TMAR, [0x50 / 4] = TCAR1, [0x54 / 4] = TSICR, [0x58 / 4] = TCAR2,
};

static const uint8_t old_layout[0x60 / 4] = {
    [0x00 / 4] = TIDR, [0x10 / 4] = CFG, [0x14 / 4] = STAT, [0x18 / 4] = STATUS,
    [0x1C / 4] = ENABLE, [0x20 / 4] = WAKE, [0x24 / 4] = TCLR, [0x28 / 4] = TCRR,
    [0x2C / 4] = TLDR, [0x30 / 4] = TTGR, [0x34 / 4] = TWPS, [0x38 / 4] = TMAR,
    [0x3C / 4] = TCAR1, [0x40 / 4] = TSICR, [0x44 / 4] = TCAR2,
};

OBJECT_DECLARE_SIMPLE_TYPE(AM335xDMTimer, AM335X_DMTIMER)

struct AM335xDMTimer {
    SysBusDevice parent_obj;
    MemoryRegion mmio;
    qemu_irq irq;
    QEMUTimer *timer;
    bool old;
    uint32_t clock_hz;          /* before the prescaler; 0: the clock stands */
    uint32_t cfg, status, enable, wake, tclr, tldr, tmar, tsicr;
    uint32_t start;             /* the count ... */
    int64_t start_ns;           /* ... at this time */
    uint64_t seen;              /* ticks since then whose events are in @status */
    int64_t posted_until[8];    /* by bit of TWPS */
};

static uint32_t rate(AM335xDMTimer *s)
{
    return s->tclr & TCLR_PRE ? s->clock_hz >> (TCLR_PTV(s->tclr) + 1) : s->clock_hz;
}

static bool counting(AM335xDMTimer *s)
{
    return (s->tclr & TCLR_ST) && rate(s);
}

static uint64_t elapsed(AM335xDMTimer *s)
{
    int64_t now = qemu_clock_get_ns(QEMU_CLOCK_VIRTUAL);

    return counting(s) ? muldiv64(now - s->start_ns, rate(s), NANOSECONDS_PER_SECOND) : 0;
}

static uint32_t count_at(AM335xDMTimer *s, uint64_t ticks)
{
    uint64_t first = COUNTS - s->start;

    if (ticks < first) {
        return s->start + ticks;
    }
    return s->tclr & TCLR_AR ? s->tldr + (ticks - first) % (COUNTS - s->tldr) : 0;
}

/* The first tick after @ticks at which the count comes to be @value again, or 0. */
static uint64_t next_time_at(AM335xDMTimer *s, uint64_t ticks, uint64_t value)
{
    uint64_t first = COUNTS - s->start, period = COUNTS - s->tldr, at;

    at = value - s->start;
    if (value > s->start && at > ticks) {
        return at;
    }
    if (!(s->tclr & TCLR_AR) || value < s->tldr) {
        return 0;
    }
    at = first + (value - s->tldr);
    if (at <= ticks) {
        at += (ticks - at) / period * period + period;
    }
    return at;
}

/* -- Events ----------------------------------------------------------------------------------- */

static void update_irq(AM335xDMTimer *s)
{
    qemu_set_irq(s->irq, (s->status & s->enable) != 0);
}

static void plan(AM335xDMTimer *s)
{
    uint64_t next, match;

    if (!counting(s)) {
        timer_del(s->timer);
        return;
    }
    next = next_time_at(s, s->seen, COUNTS);
    match = s->tclr & TCLR_CE ? next_time_at(s, s->seen, s->tmar) : 0;
    if (match && (!next || match < next)) {
        next = match;
    }
    if (next) {
        timer_mod(s->timer, s->start_ns + muldiv64(next, NANOSECONDS_PER_SECOND, rate(s)) + 1);
    }
}

/* Takes note of what has happened up to now. */
static void catch_up(AM335xDMTimer *s)
{
    uint64_t now = elapsed(s), over, match;

    if (!counting(s)) {
        return;
    }
    over = next_time_at(s, s->seen, COUNTS);
    match = next_time_at(s, s->seen, s->tmar);
    if ((s->tclr & TCLR_CE) && match && match <= now) {
        s->status |= IRQ_MATCH;
    }
    s->seen = now;
    if (over && over <= now) {
        s->status |= IRQ_OVERFLOW;
        if (!(s->tclr & TCLR_AR)) {
            s->tclr &= ~TCLR_ST;
            s->start = 0;
        }
    }
}

static void timer_event(void *opaque)
{
    AM335xDMTimer *s = opaque;

    catch_up(s);
    update_irq(s);
    plan(s);
}

/* Goes on from @count, now. */
static void restart_from(AM335xDMTimer *s, uint32_t count)
{
    s->start = count;
    s->start_ns = qemu_clock_get_ns(QEMU_CLOCK_VIRTUAL);
    s->seen = 0;
}

static uint32_t freeze(AM335xDMTimer *s)
{
    catch_up(s);
    return counting(s) ? count_at(s, s->seen) : s->start;
}

void am335x_dmtimer_set_clock(DeviceState *dev, uint32_t hz)
{
    AM335xDMTimer *s = AM335X_DMTIMER(dev);
    uint32_t count;

    if (s->clock_hz == hz) {
        return;
    }
    count = freeze(s);
    s->clock_hz = hz;
    restart_from(s, count);
    timer_event(s);
}

/* -- Registers -------------------------------------------------------------------------------- */

static int posted_bit(Reg reg)
{
    switch (reg) {
    case TCLR:
        return 0;
    case TCRR:
        return 1;
    case TLDR:
        return 2;
    case TTGR:
        return 3;
    case TMAR:
        return 4;
    default:
        return -1;
    }
}

static uint32_t twps(AM335xDMTimer *s)
{
    int64_t now = qemu_clock_get_ns(QEMU_CLOCK_VIRTUAL);
    uint32_t bits = 0;

    for (int i = 0; i < ARRAY_SIZE(s->posted_until); i++) {
        bits |= now < s->posted_until[i] ? 1u << i : 0;
    }
    return bits;
}

/* Returns whether a write to the register arrives. */
static bool post(AM335xDMTimer *s, Reg reg)
{
    int bit = posted_bit(reg);

    if (bit < 0) {
        return true;
    }
    if (!s->clock_hz) {
        s->posted_until[bit] = INT64_MAX;
        return false;
    }
    s->posted_until[bit] = qemu_clock_get_ns(QEMU_CLOCK_VIRTUAL) +
                           POSTED_CYCLES * NANOSECONDS_PER_SECOND / s->clock_hz;
    return true;
}

static Reg which(AM335xDMTimer *s, hwaddr offset)
{
    const uint8_t *layout = s->old ? old_layout : new_layout;

    return offset < 0x60 && !(offset & 3) ? layout[offset / 4] : NONE;
}

static uint64_t timer_read(void *opaque, hwaddr offset, unsigned int size)
{
    AM335xDMTimer *s = opaque;

    catch_up(s);
    switch (which(s, offset)) {
    case TIDR:
        return s->old ? TIDR_OLD : TIDR_NEW;
    case CFG:
        return s->cfg;
    case STAT:
        return 1;
    case RAW:
    case STATUS:
        return which(s, offset) == RAW || s->old ? s->status : s->status & s->enable;
    case ENABLE:
    case DISABLE:
        return s->enable;
    case WAKE:
        return s->wake;
    case TCLR:
        return s->tclr;
    case TCRR:
        return counting(s) ? count_at(s, s->seen) : s->start;
    case TLDR:
        return s->tldr;
    case TTGR:
        return 0xFFFFFFFF;
    case TWPS:
        return twps(s);
    case TMAR:
        return s->tmar;
    case TSICR:
        return s->tsicr;
    default:
        return 0;
    }
}

static void timer_clear(AM335xDMTimer *s)
{
    s->status = s->enable = s->wake = s->cfg = 0;
    s->tclr = s->tldr = s->tmar = s->tsicr = 0;
    memset(s->posted_until, 0, sizeof(s->posted_until));
    restart_from(s, 0);
}

static void write_tclr(AM335xDMTimer *s, uint32_t value)
{
    uint32_t count = freeze(s);

    s->tclr = value & 0x7FFF;
    restart_from(s, count);
}

/* A new load value holds from the next overflow on; the count goes on as it is. */
static void write_tldr(AM335xDMTimer *s, uint32_t value)
{
    uint32_t count = freeze(s);

    s->tldr = value;
    restart_from(s, count);
}

static void write_cfg(AM335xDMTimer *s, uint32_t value)
{
    if (value & (s->old ? 2 : 1)) {
        timer_clear(s);
    } else {
        s->cfg = value & 0x3FF;
    }
}

static void write_tsicr(AM335xDMTimer *s, uint32_t value)
{
    if (value & TSICR_SFT) {
        timer_clear(s);
    }
    s->tsicr = value & TSICR_POSTED;
}

static void timer_write(void *opaque, hwaddr offset, uint64_t value, unsigned int size)
{
    AM335xDMTimer *s = opaque;
    Reg reg = which(s, offset);

    catch_up(s);
    if (!post(s, reg)) {
        qemu_log_mask(LOG_GUEST_ERROR, "am335x-dmtimer: write to +0x%x without a clock\n",
                      (unsigned int)offset);
        return;
    }
    switch (reg) {
    case CFG:
        write_cfg(s, value);
        break;
    case RAW:
        s->status |= value & IRQ_ALL;
        break;
    case STATUS:
        s->status &= ~value;
        break;
    case ENABLE:
        s->enable = s->old ? value & IRQ_ALL : s->enable | (value & IRQ_ALL);
        break;
    case DISABLE:
        s->enable &= ~value;
        break;
    case WAKE:
        s->wake = value & IRQ_ALL;
        break;
    case TCLR:
        write_tclr(s, value);
        break;
    case TCRR:
        restart_from(s, value);
        break;
    case TLDR:
        write_tldr(s, value);
        break;
    case TTGR:
        restart_from(s, s->tldr);
        break;
    case TMAR:
        s->tmar = value;
        break;
    case TSICR:
        write_tsicr(s, value);
        break;
    default:
        break;
    }
    update_irq(s);
    plan(s);
}

static const MemoryRegionOps timer_ops = {
    .read = timer_read,
    .write = timer_write,
    .endianness = DEVICE_LITTLE_ENDIAN,
    .valid = { .min_access_size = 4, .max_access_size = 4 },
};

static void timer_reset(DeviceState *dev)
{
    AM335xDMTimer *s = AM335X_DMTIMER(dev);

    timer_clear(s);
    update_irq(s);
    plan(s);
}

static void timer_init_instance(Object *obj)
{
    AM335xDMTimer *s = AM335X_DMTIMER(obj);

    memory_region_init_io(&s->mmio, obj, &timer_ops, s, TYPE_AM335X_DMTIMER, TIMER_SIZE);
    sysbus_init_mmio(SYS_BUS_DEVICE(obj), &s->mmio);
    sysbus_init_irq(SYS_BUS_DEVICE(obj), &s->irq);
    s->timer = timer_new_ns(QEMU_CLOCK_VIRTUAL, timer_event, s);
}

static Property timer_properties[] = {
    DEFINE_PROP_BOOL("old-layout", AM335xDMTimer, old, false),
    DEFINE_PROP_END_OF_LIST(),
};

static void timer_class_init(ObjectClass *class, void *data)
{
    DEVICE_CLASS(class)->reset = timer_reset;
    device_class_set_props(DEVICE_CLASS(class), timer_properties);
}

static const TypeInfo timer_types[] = {
    {
        .name = TYPE_AM335X_DMTIMER,
        .parent = TYPE_SYS_BUS_DEVICE,
        .instance_size = sizeof(AM335xDMTimer),
        .instance_init = timer_init_instance,
        .class_init = timer_class_init,
    },
};
DEFINE_TYPES(timer_types)
