// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * An MMC/SD host controller (HSMMC), without DMA: the standard registers lie at +200h, TI's own at
 * +100h. Data pass through DATA a word at a time, a block at a time: BRR or BWR for each block, TC
 * after the last.
 *
 * Against the SD Host standard: an R2 response keeps its CRC byte, bus power (HCTL.SDBP) stays on
 * once it is, CAPA can be written. A controller without a card answers each command with a
 * time-out.
 *
 * Reference: TRM, "Multimedia Card (MMC)".
 */
#include "qemu/osdep.h"
#include "am335x.h"
#include "hw/irq.h"
#include "hw/sd/sd.h"

#define MMC_SIZE            0x1000
#define SD_SYSCONFIG        0x110
#define SYSCONFIG_RESET     0x2
#define SD_SYSSTATUS        0x114
#define SD_CSRE             0x124
#define SD_SYSTEST          0x128
#define SD_CON              0x12C
#define CON_INIT            (1u << 1)
#define SD_PWCNT            0x130
#define SD_SDMASA           0x200
#define SD_BLK              0x204
#define SD_ARG              0x208
#define SD_CMD              0x20C
#define CMD_READ            (1u << 4)
#define CMD_BCE             (1u << 1)
#define CMD_ACEN            (3u << 2)
#define CMD_MULTI           (1u << 5)
#define CMD_RESPONSE(cmd)   (((cmd) >> 16) & 3)
#define RESPONSE_136        1
#define CMD_DATA            (1u << 21)
#define CMD_INDEX(cmd)      (((cmd) >> 24) & 0x3F)
#define SD_RSP10            0x210
#define SD_RSP76            0x21C
#define SD_DATA             0x220
#define SD_PSTATE           0x224
#define PSTATE_LINES        0x01F00000u /* command and data lines are high */
#define PSTATE_CARD         0x000F0000u /* in, stable, not protected */
#define PSTATE_NO_CARD      0x000A0000u
#define PSTATE_WRITE        (1u << 10)
#define PSTATE_READ         (1u << 11)
#define PSTATE_ACTIVE       (1u << 2)
#define SD_HCTL             0x228
#define HCTL_POWER          (1u << 8)
#define SD_SYSCTL           0x22C
#define SYSCTL_ICE          (1u << 0)
#define SYSCTL_ICS          (1u << 1)
#define SYSCTL_RESETS       (7u << 24)
#define SYSCTL_RESET_ALL    (1u << 24)
#define SYSCTL_RESET_DATA   (1u << 26)
#define SD_STAT             0x230
#define ST_CC               (1u << 0)
#define ST_TC               (1u << 1)
#define ST_BWR              (1u << 4)
#define ST_BRR              (1u << 5)
#define ST_ERRI             (1u << 15)
#define ST_CTO              (1u << 16)
#define ST_ERRORS           0xFFFF0000u
#define SD_IE               0x234
#define SD_ISE              0x238
#define SD_AC12             0x23C
#define SD_CAPA             0x240
#define CAPA_RESET          0x06E10080u
#define SD_CUR_CAPA         0x248
#define SD_REV              0x2FC
#define REV                 0x31010000u

#define BLOCK_MAX           2048

OBJECT_DECLARE_SIMPLE_TYPE(AM335xMMC, AM335X_MMC)

struct AM335xMMC {
    SysBusDevice parent_obj;
    MemoryRegion mmio;
    qemu_irq irq;
    SDBus bus;
    uint32_t sysconfig, csre, systest, con, pwcnt, sdmasa, blk, arg, cmd;
    uint32_t response[4], hctl, sysctl, stat, ie, ise, ac12, capa, cur_capa;
    uint8_t buffer[BLOCK_MAX];
    uint32_t at;                /* where in the block the next word is */
    uint32_t blocks;            /* to come, with the one in the buffer */
};

static uint32_t block_bytes(AM335xMMC *s)
{
    return MIN(s->blk & 0xFFF, BLOCK_MAX);
}

static void update_irq(AM335xMMC *s)
{
    s->stat = s->stat & ST_ERRORS ? s->stat | ST_ERRI : s->stat & ~ST_ERRI;
    qemu_set_irq(s->irq, (s->stat & s->ise) != 0);
}

/* Raises those events that are enabled at all. */
static void raise_events(AM335xMMC *s, uint32_t events)
{
    s->stat |= events & (s->ie | ST_ERRI);
    update_irq(s);
}

/* -- Data -------------------------------------------------------------------------------------- */

static void next_block(AM335xMMC *s)
{
    s->at = 0;
    if (!s->blocks) {
        if (s->cmd & CMD_ACEN && s->cmd & CMD_MULTI) {
            SDRequest stop = { .cmd = 12 };
            uint8_t answer[16];

            sdbus_do_command(&s->bus, &stop, answer);
        }
        raise_events(s, ST_TC);
        return;
    }
    if (s->cmd & CMD_READ) {
        sdbus_read_data(&s->bus, s->buffer, block_bytes(s));
    }
    raise_events(s, s->cmd & CMD_READ ? ST_BRR : ST_BWR);
}

static void block_done(AM335xMMC *s)
{
    if (!(s->cmd & CMD_READ)) {
        sdbus_write_data(&s->bus, s->buffer, block_bytes(s));
    }
    s->blocks--;
    next_block(s);
}

static uint32_t read_data(AM335xMMC *s)
{
    uint32_t value = 0;

    if (s->blocks && (s->cmd & CMD_READ) && s->at < block_bytes(s)) {
        value = ldl_le_p(s->buffer + s->at);
        s->at += 4;
        if (s->at >= block_bytes(s)) {
            block_done(s);
        }
    }
    return value;
}

static void write_data(AM335xMMC *s, uint32_t value)
{
    if (s->blocks && !(s->cmd & CMD_READ) && s->at + 4 <= BLOCK_MAX) {
        stl_le_p(s->buffer + s->at, value);
        s->at += 4;
        if (s->at >= block_bytes(s)) {
            block_done(s);
        }
    }
}

/* -- Commands ---------------------------------------------------------------------------------- */

static void keep_response(AM335xMMC *s, const uint8_t *answer, int length)
{
    if (CMD_RESPONSE(s->cmd) == RESPONSE_136 && length == 16) {
        for (int i = 0; i < 4; i++) {
            s->response[i] = ldl_be_p(answer + 12 - 4 * i);
        }
    } else if (length >= 4) {
        s->response[0] = ldl_be_p(answer);
    }
}

static void write_cmd(AM335xMMC *s, uint32_t value)
{
    SDRequest request = { .cmd = CMD_INDEX(value), .arg = s->arg };
    uint8_t answer[16] = { 0 };
    int length;

    s->cmd = value;
    s->blocks = 0;
    if (s->con & CON_INIT) {
        /* Eighty clocks without a command, to wake the card. */
        raise_events(s, ST_CC);
        return;
    }
    length = sdbus_do_command(&s->bus, &request, answer);
    if (CMD_RESPONSE(value) && length <= 0) {
        raise_events(s, ST_CTO);
        return;
    }
    keep_response(s, answer, length);
    raise_events(s, ST_CC);
    if (value & CMD_DATA) {
        s->blocks = value & CMD_MULTI && value & CMD_BCE ? s->blk >> 16 : 1;
        if (value & CMD_MULTI && !(value & CMD_BCE)) {
            s->blocks = UINT32_MAX;     /* until a stop command */
        }
        next_block(s);
    } else if (CMD_RESPONSE(value) == 3) {
        raise_events(s, ST_TC);
    }
}

/* -- Registers --------------------------------------------------------------------------------- */

static uint32_t pstate(AM335xMMC *s)
{
    uint32_t value = PSTATE_LINES;

    value |= sdbus_get_inserted(&s->bus) ? PSTATE_CARD : PSTATE_NO_CARD;
    if (s->blocks) {
        value |= PSTATE_ACTIVE | (s->cmd & CMD_READ ? PSTATE_READ : PSTATE_WRITE);
    }
    return value;
}

static uint32_t *plain_register(AM335xMMC *s, hwaddr offset)
{
    switch (offset) {
    case SD_SYSCONFIG:
        return &s->sysconfig;
    case SD_CSRE:
        return &s->csre;
    case SD_SYSTEST:
        return &s->systest;
    case SD_CON:
        return &s->con;
    case SD_PWCNT:
        return &s->pwcnt;
    case SD_SDMASA:
        return &s->sdmasa;
    case SD_BLK:
        return &s->blk;
    case SD_ARG:
        return &s->arg;
    case SD_CMD:
        return &s->cmd;
    case SD_HCTL:
        return &s->hctl;
    case SD_SYSCTL:
        return &s->sysctl;
    case SD_STAT:
        return &s->stat;
    case SD_IE:
        return &s->ie;
    case SD_ISE:
        return &s->ise;
    case SD_AC12:
        return &s->ac12;
    case SD_CAPA:
        return &s->capa;
    case SD_CUR_CAPA:
        return &s->cur_capa;
    default:
        return NULL;
    }
}

static uint64_t mmc_read(void *opaque, hwaddr offset, unsigned int size)
{
    AM335xMMC *s = opaque;
    uint32_t *reg = plain_register(s, offset);

    if (reg) {
        return *reg;
    }
    switch (offset) {
    case SD_SYSSTATUS:
        return 1;
    case SD_RSP10 ... SD_RSP76:
        return s->response[(offset - SD_RSP10) / 4];
    case SD_DATA:
        return read_data(s);
    case SD_PSTATE:
        return pstate(s);
    case SD_REV:
        return REV;
    default:
        return 0;
    }
}

static void mmc_clear(AM335xMMC *s)
{
    s->csre = s->systest = s->con = s->pwcnt = s->sdmasa = s->blk = s->arg = s->cmd = 0;
    s->hctl = s->sysctl = s->stat = s->ie = s->ise = s->ac12 = s->cur_capa = 0;
    s->sysconfig = 0x15;
    s->capa = CAPA_RESET;
    memset(s->response, 0, sizeof(s->response));
    s->blocks = s->at = 0;
}

static void write_sysctl(AM335xMMC *s, uint32_t value)
{
    if (value & SYSCTL_RESET_ALL) {
        mmc_clear(s);
        return;
    }
    if (value & SYSCTL_RESET_DATA) {
        s->blocks = s->at = 0;
    }
    /* The clock is stable at once; the resets are done at once. */
    value &= ~(SYSCTL_RESETS | SYSCTL_ICS);
    s->sysctl = value | (value & SYSCTL_ICE ? SYSCTL_ICS : 0);
}

static void mmc_write(void *opaque, hwaddr offset, uint64_t value, unsigned int size)
{
    AM335xMMC *s = opaque;
    uint32_t *reg = plain_register(s, offset);

    switch (offset) {
    case SD_SYSCONFIG:
        if (value & SYSCONFIG_RESET) {
            mmc_clear(s);
        } else {
            s->sysconfig = value;
        }
        break;
    case SD_CMD:
        write_cmd(s, value);
        break;
    case SD_DATA:
        write_data(s, value);
        break;
    case SD_HCTL:
        s->hctl = value | (s->hctl & HCTL_POWER);
        break;
    case SD_SYSCTL:
        write_sysctl(s, value);
        break;
    case SD_STAT:
        s->stat &= ~(uint32_t)value;
        break;
    default:
        if (reg) {
            *reg = value;
        }
        break;
    }
    update_irq(s);
}

static const MemoryRegionOps mmc_ops = {
    .read = mmc_read,
    .write = mmc_write,
    .endianness = DEVICE_LITTLE_ENDIAN,
    .valid = { .min_access_size = 4, .max_access_size = 4 },
};

static void mmc_reset(DeviceState *dev)
{
    AM335xMMC *s = AM335X_MMC(dev);

    mmc_clear(s);
    update_irq(s);
}

static void mmc_init(Object *obj)
{
    AM335xMMC *s = AM335X_MMC(obj);

    memory_region_init_io(&s->mmio, obj, &mmc_ops, s, TYPE_AM335X_MMC, MMC_SIZE);
    sysbus_init_mmio(SYS_BUS_DEVICE(obj), &s->mmio);
    sysbus_init_irq(SYS_BUS_DEVICE(obj), &s->irq);
    qbus_init(&s->bus, sizeof(s->bus), TYPE_SD_BUS, DEVICE(obj), "sd-bus");
}

static void mmc_class_init(ObjectClass *class, void *data)
{
    DEVICE_CLASS(class)->reset = mmc_reset;
}

static const TypeInfo mmc_types[] = {
    {
        .name = TYPE_AM335X_MMC,
        .parent = TYPE_SYS_BUS_DEVICE,
        .instance_size = sizeof(AM335xMMC),
        .instance_init = mmc_init,
        .class_init = mmc_class_init,
    },
};
DEFINE_TYPES(mmc_types)
