// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What the boot ROM does with a card in MMC0: finds the first stage, MLO, and enters it.
 *
 * The ROM itself is TI's and not here; its work is done from outside, between reset and the first
 * instruction. It looks for a partition table whose active primary entry is FAT12, 16 or 32 with a
 * file MLO in its root, then for an image at 0, 128, 256 and 384 KiB.
 *
 *     MLO    000h  table of contents: "CHSETTINGS" at 14h, C0C0C0C1h at 40h
 *            200h  GP header: size, load address
 *            208h  the image
 *
 * The image is entered in supervisor mode with interrupts off, r0 -> boot parameters:
 *
 *     +4 -> device descriptor, +18h -> data, +8 mode (1 raw, 2 FAT)
 *     +8    boot device, 8 = MMC0
 *     +9    reset reason, from RSTST
 *
 * Reference: TRM, "Initialization", "Memory Booting", "Image Format".
 */
#include "qemu/osdep.h"
#include "am335x.h"
#include "qemu/bswap.h"
#include "qemu/error-report.h"
#include "sysemu/dma.h"

#define SECTOR              512
#define LOAD_LIMIT          0x1BE00     /* up to the boot parameters, with the table of contents */
#define TOC_SIZE            512
#define TOC_NAME_AT         0x14
#define TOC_SETTINGS_AT     0x40
#define TOC_SETTINGS        0xC0C0C0C1u
#define RAW_STEP            0x20000
#define RAW_TRIES           4

#define BOOT_PARAMETERS     0x4030C000
#define BOOT_DESCRIPTOR     (BOOT_PARAMETERS + 0x40)
#define BOOT_DATA           (BOOT_PARAMETERS + 0x80)
#define DEVICE_MMC0         8
#define MODE_RAW            1
#define MODE_FAT            2

typedef struct Card {
    BlockBackend *blk;
    uint64_t fat_start;         /* bytes from the start of the card, as all below */
    uint64_t root, data;
    uint32_t root_entries;      /* 0: FAT32, the root is a chain */
    uint32_t root_cluster, cluster_bytes, clusters;
    int bits;                   /* 12, 16 or 32 */
} Card;

static bool card_read(Card *c, uint64_t at, void *buffer, size_t bytes)
{
    return blk_pread(c->blk, at, bytes, buffer, 0) >= 0;
}

/* -- FAT --------------------------------------------------------------------------------------- */

/* Returns whether there is a FAT file system at @start, and where its parts are. */
static bool fat_open(Card *c, uint64_t start)
{
    uint8_t boot[SECTOR];
    uint32_t sector, reserved, fats, fat_sectors, total, root_sectors;

    if (!card_read(c, start, boot, SECTOR) || lduw_le_p(boot + 510) != 0xAA55) {
        return false;
    }
    sector = lduw_le_p(boot + 11);
    reserved = lduw_le_p(boot + 14);
    fats = boot[16];
    c->root_entries = lduw_le_p(boot + 17);
    fat_sectors = lduw_le_p(boot + 22) ?: ldl_le_p(boot + 36);
    total = lduw_le_p(boot + 19) ?: ldl_le_p(boot + 32);
    if (sector != SECTOR || !boot[13] || !fats || !fat_sectors) {
        return false;
    }
    root_sectors = DIV_ROUND_UP(c->root_entries * 32, SECTOR);
    c->cluster_bytes = boot[13] * SECTOR;
    c->fat_start = start + (uint64_t)reserved * SECTOR;
    c->root = c->fat_start + (uint64_t)fats * fat_sectors * SECTOR;
    c->data = c->root + (uint64_t)root_sectors * SECTOR;
    c->root_cluster = c->root_entries ? 0 : ldl_le_p(boot + 44);
    if (total < (c->data - start) / SECTOR) {
        return false;
    }
    c->clusters = (total - (c->data - start) / SECTOR) / boot[13];
    c->bits = c->clusters < 4085 ? 12 : c->clusters < 65525 ? 16 : 32;
    return true;
}

/* The cluster that follows, or 0 at the end of the chain. */
static uint32_t fat_next(Card *c, uint32_t cluster)
{
    uint8_t entry[4] = { 0 };
    uint32_t next;

    if (!card_read(c, c->fat_start + (uint64_t)cluster * c->bits / 8, entry,
                   c->bits == 32 ? 4 : 2)) {
        return 0;
    }
    next = ldl_le_p(entry);
    if (c->bits == 12) {
        next = cluster & 1 ? next >> 4 : next & 0xFFF;
    }
    next &= 0x0FFFFFFF;
    return next >= 2 && next < c->clusters + 2 ? next : 0;
}

static uint64_t cluster_at(Card *c, uint32_t cluster)
{
    return c->data + (uint64_t)(cluster - 2) * c->cluster_bytes;
}

/* Looks for MLO among @count directory entries; returns its first cluster, or 0. */
static uint32_t find_in(Card *c, uint64_t at, uint32_t count, uint32_t *bytes)
{
    uint8_t entry[32];

    for (uint32_t i = 0; i < count; i++) {
        if (!card_read(c, at + i * 32, entry, 32) || !entry[0]) {
            return 0;
        }
        if (!memcmp(entry, "MLO        ", 11) && !(entry[11] & 0x18)) {
            *bytes = ldl_le_p(entry + 28);
            return lduw_le_p(entry + 26) | lduw_le_p(entry + 20) << 16;
        }
    }
    return 0;
}

static uint32_t find_mlo(Card *c, uint32_t *bytes)
{
    uint32_t cluster, found = 0;

    if (c->root_entries) {
        return find_in(c, c->root, c->root_entries, bytes);
    }
    for (cluster = c->root_cluster; cluster && !found; cluster = fat_next(c, cluster)) {
        found = find_in(c, cluster_at(c, cluster), c->cluster_bytes / 32, bytes);
    }
    return found;
}

static bool read_mlo_file(Card *c, uint8_t *image, uint32_t *bytes)
{
    uint32_t cluster = find_mlo(c, bytes), done = 0;

    if (!cluster || *bytes > LOAD_LIMIT) {
        return false;
    }
    while (cluster && done < *bytes) {
        uint32_t part = MIN(c->cluster_bytes, *bytes - done);

        if (!card_read(c, cluster_at(c, cluster), image + done, part)) {
            return false;
        }
        done += part;
        cluster = fat_next(c, cluster);
    }
    return done == *bytes;
}

/* The active primary partition, or a file system without a partition table. */
static bool find_fat(Card *c)
{
    static const uint8_t fat_types[] = { 0x01, 0x04, 0x06, 0x0B, 0x0C, 0x0E };
    uint8_t mbr[SECTOR];

    if (!card_read(c, 0, mbr, SECTOR) || lduw_le_p(mbr + 510) != 0xAA55) {
        return false;
    }
    for (int i = 0; i < 4; i++) {
        const uint8_t *entry = mbr + 446 + 16 * i;

        if (entry[0] == 0x80 && memchr(fat_types, entry[4], sizeof(fat_types))) {
            return fat_open(c, (uint64_t)ldl_le_p(entry + 8) * SECTOR);
        }
    }
    return fat_open(c, 0);
}

/* -- The image --------------------------------------------------------------------------------- */

static bool has_contents_table(const uint8_t *image)
{
    return !memcmp(image + TOC_NAME_AT, "CHSETTINGS", 10) &&
           ldl_le_p(image + TOC_SETTINGS_AT) == TOC_SETTINGS;
}

static bool read_mlo_raw(Card *c, uint8_t *image, uint32_t *bytes)
{
    for (int i = 0; i < RAW_TRIES; i++) {
        if (card_read(c, i * RAW_STEP, image, TOC_SIZE + SECTOR) && has_contents_table(image)) {
            *bytes = MIN(LOAD_LIMIT, TOC_SIZE + ldl_le_p(image + TOC_SIZE));
            return card_read(c, i * RAW_STEP, image, *bytes);
        }
    }
    return false;
}

static uint8_t reset_reason(uint32_t rstst)
{
    return rstst & AM335X_RESET_COLD ? 1 : rstst ? ctz32(rstst) + 1 : 0;
}

static void write_parameters(uint8_t mode, uint32_t rstst)
{
    uint8_t block[0x100] = { 0 };

    stl_le_p(block + 4, BOOT_DESCRIPTOR);
    block[8] = DEVICE_MMC0;
    block[9] = reset_reason(rstst);
    stl_le_p(block + (BOOT_DESCRIPTOR - BOOT_PARAMETERS) + 0x18, BOOT_DATA);
    stl_le_p(block + (BOOT_DATA - BOOT_PARAMETERS) + 8, mode);
    dma_memory_write(&address_space_memory, BOOT_PARAMETERS, block, sizeof(block),
                     MEMTXATTRS_UNSPECIFIED);
}

/* Loads what follows the GP header and points the CPU at it. */
static bool enter(ARMCPU *cpu, const uint8_t *image, uint32_t bytes)
{
    uint32_t offset = has_contents_table(image) ? TOC_SIZE : 0;
    uint32_t size = ldl_le_p(image + offset), address = ldl_le_p(image + offset + 4);

    size = MIN(size, bytes - offset - 8);
    if (address < AM335X_SRAM_BASE || address >= AM335X_SRAM_BASE + AM335X_SRAM_SIZE) {
        error_report("boot ROM: MLO wants to be at 0x%08x", address);
        return false;
    }
    dma_memory_write(&address_space_memory, address, image + offset + 8, size,
                     MEMTXATTRS_UNSPECIFIED);
    cpu->env.regs[0] = BOOT_PARAMETERS;
    cpu_set_pc(CPU(cpu), address);
    return true;
}

bool am335x_rom_boot(ARMCPU *cpu, BlockBackend *card, uint32_t rstst)
{
    g_autofree uint8_t *image = g_malloc0(LOAD_LIMIT);
    Card c = { .blk = card };
    uint32_t bytes;

    if (find_fat(&c) && read_mlo_file(&c, image, &bytes)) {
        write_parameters(MODE_FAT, rstst);
        return enter(cpu, image, bytes);
    }
    if (read_mlo_raw(&c, image, &bytes)) {
        write_parameters(MODE_RAW, rstst);
        return enter(cpu, image, bytes);
    }
    error_report("boot ROM: no MLO on the card, neither in a FAT partition nor raw");
    return false;
}
