/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The TI AM335x, as far as a boot loader and a kernel see it: what its devices offer one another.
 *
 * Each device is a sysbus device with one memory region; beaglebone.c maps it and wires its lines.
 * Register names, offsets, reset values and behaviour are those of the Technical Reference Manual
 * (SPRUH73); the chapter stands on top of each file.
 *
 * Two things cut across. The PRCM gates the clock of every module: it tells those that count time
 * how fast (am335x_prcm_add_clock), and in a strict machine it lays a region that aborts over each
 * module whose clock is off (am335x_prcm_add_gate). And every reset of the chip goes through it
 * (am335x_prcm_reset_chip), because RSTST tells afterwards what the cause was.
 */
#ifndef HW_ARM_BEAGLEBONE_AM335X_H
#define HW_ARM_BEAGLEBONE_AM335X_H

#include "exec/address-spaces.h"
#include "hw/i2c/i2c.h"
#include "hw/sysbus.h"
#include "sysemu/block-backend.h"
#include "target/arm/cpu.h"

#define TYPE_AM335X_PRCM        "am335x-prcm"
#define TYPE_AM335X_INTC        "am335x-intc"
#define TYPE_AM335X_DMTIMER     "am335x-dmtimer"
#define TYPE_AM335X_UART        "am335x-uart"
#define TYPE_AM335X_WDT         "am335x-wdt"
#define TYPE_AM335X_CONTROL     "am335x-control"
#define TYPE_AM335X_GPIO        "am335x-gpio"
#define TYPE_AM335X_I2C         "am335x-i2c"
#define TYPE_AM335X_MMC         "am335x-mmc"
#define TYPE_AM335X_RTC         "am335x-rtc"
#define TYPE_AM335X_STUB        "am335x-stub"
#define TYPE_BEAGLEBONE_EEPROM  "beaglebone-eeprom"
#define TYPE_TPS65217           "tps65217"

#define AM335X_INTC_LINES       128
#define AM335X_SRAM_BASE        0x402F0000
#define AM335X_SRAM_SIZE        0x20000

/* Rates in Hz. */
#define AM335X_OSC_HZ           24000000
#define AM335X_TCLKIN_HZ        12000000
#define AM335X_32K_HZ           32768

/* Bits of RSTST. */
#define AM335X_RESET_COLD       (1u << 0)
#define AM335X_RESET_WARM       (1u << 1)
#define AM335X_RESET_WDT1       (1u << 4)
#define AM335X_RESET_EXTERNAL   (1u << 5)

/* -- PRCM -------------------------------------------------------------------------------------- */

OBJECT_DECLARE_SIMPLE_TYPE(AM335xPRCM, AM335X_PRCM)

/* Tells a module the rate of its functional clock whenever it changes; 0: the clock stands. */
typedef void am335x_clock_fn(DeviceState *dev, uint32_t hz);

/* A register of the PRCM that is no such thing: the module is always clocked. */
#define AM335X_NO_GATE          0

/*
 * Tell the module @dev its rate: that of the source which the multiplexer at offset @mux chooses
 * (0: always the 32 kHz clock), as long as the gate at offset @clkctrl is open.
 */
void am335x_prcm_add_clock(AM335xPRCM *prcm, DeviceState *dev, am335x_clock_fn *fn,
                           uint32_t clkctrl, uint32_t mux);

/* Make accesses to [@base, @base + @size) abort while the gate at @clkctrl is closed. */
void am335x_prcm_add_gate(AM335xPRCM *prcm, const char *name, hwaddr base, uint64_t size,
                          uint32_t clkctrl);

/* Open a gate, as the boot ROM does. */
void am335x_prcm_open_gate(AM335xPRCM *prcm, uint32_t clkctrl);

/* Open all gates, as the first stage of the boot loader does. */
void am335x_prcm_open_all(AM335xPRCM *prcm);

/* Reset the chip; @cause is a bit of RSTST. */
void am335x_prcm_reset_chip(AM335xPRCM *prcm, uint32_t cause);

/* RSTST: the causes of all resets that nobody has cleared yet. */
uint32_t am335x_prcm_rstst(AM335xPRCM *prcm);

/* -- Modules that are told things -------------------------------------------------------------- */

am335x_clock_fn am335x_dmtimer_set_clock;
am335x_clock_fn am335x_wdt_set_clock;

/* Start the watchdog from its load value with @seconds to go, as a boot stage leaves it. */
void am335x_wdt_arm(DeviceState *dev, unsigned int seconds);

/* The manager that a watchdog resets the chip through. */
void am335x_wdt_set_prcm(DeviceState *dev, AM335xPRCM *prcm);

/* The level that a pin of a GPIO module sees from outside. */
void am335x_gpio_set_input(DeviceState *dev, unsigned int pin, bool level);

/* The bus that an I2C controller drives. */
I2CBus *am335x_i2c_bus(DeviceState *dev);

/* -- Boot ROM ---------------------------------------------------------------------------------- */

/*
 * Do what the boot ROM does on power-up with SYSBOOT for MMC0: find MLO on the card, in the active
 * FAT partition or at one of the raw offsets, load it into SRAM and enter it on @cpu.
 * Returns false, with the reason in words on standard error, if there is nothing to boot.
 */
bool am335x_rom_boot(ARMCPU *cpu, BlockBackend *card, uint32_t rstst);

#endif
