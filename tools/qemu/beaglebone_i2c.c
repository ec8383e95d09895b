// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What hangs on the BeagleBone Black's I2C0: the EEPROM that says which board it is, and the power
 * chip TPS65217, whose registers keep what is written.
 *
 * EEPROM: 32 KiB behind a 16-bit address that runs on. Its first bytes are a header that boot
 * loaders look for: AA 55 33 EE, board name (8), version (4), serial number (12).
 *
 * TPS65217: registers behind an 8-bit address. Those that set voltages are written twice, with the
 * password before each; here the password is not asked for.
 *
 * References: BeagleBone Black System Reference Manual, "EEPROM"; TPS65217 data sheet.
 */
#include "qemu/osdep.h"
#include "am335x.h"

#define EEPROM_BYTES        32768
#define PMIC_REGISTERS      0x20
#define PMIC_CHIPID         0x00
#define CHIPID_TPS65217C    0xE2
#define PMIC_STATUS         0x0A
#define STATUS_AC           0x08

OBJECT_DECLARE_SIMPLE_TYPE(BoardEeprom, BEAGLEBONE_EEPROM)
OBJECT_DECLARE_SIMPLE_TYPE(Pmic, TPS65217)

struct BoardEeprom {
    I2CSlave parent_obj;
    uint8_t bytes[EEPROM_BYTES];
    uint16_t address;
    unsigned int received;      /* bytes since the start of this transfer */
};

struct Pmic {
    I2CSlave parent_obj;
    uint8_t regs[PMIC_REGISTERS];
    uint8_t address;
    unsigned int received;
};

static int eeprom_event(I2CSlave *i2c, enum i2c_event event)
{
    if (event == I2C_START_SEND) {
        BEAGLEBONE_EEPROM(i2c)->received = 0;
    }
    return 0;
}

static int eeprom_send(I2CSlave *i2c, uint8_t data)
{
    BoardEeprom *s = BEAGLEBONE_EEPROM(i2c);

    if (s->received++ < 2) {
        s->address = s->address << 8 | data;
    } else {
        s->bytes[s->address++ % EEPROM_BYTES] = data;
    }
    return 0;
}

static uint8_t eeprom_recv(I2CSlave *i2c)
{
    BoardEeprom *s = BEAGLEBONE_EEPROM(i2c);

    return s->bytes[s->address++ % EEPROM_BYTES];
}

static void eeprom_init(Object *obj)
{
    BoardEeprom *s = BEAGLEBONE_EEPROM(obj);

    memset(s->bytes, 0xFF, sizeof(s->bytes));
    memcpy(s->bytes, "\xAA\x55\x33\xEE" "A335BNLT" "00C0" "0000MARROW00", 28);
}

static void eeprom_class_init(ObjectClass *class, void *data)
{
    I2CSlaveClass *k = I2C_SLAVE_CLASS(class);

    k->event = eeprom_event;
    k->send = eeprom_send;
    k->recv = eeprom_recv;
}

static int pmic_event(I2CSlave *i2c, enum i2c_event event)
{
    if (event == I2C_START_SEND) {
        TPS65217(i2c)->received = 0;
    }
    return 0;
}

static int pmic_send(I2CSlave *i2c, uint8_t data)
{
    Pmic *s = TPS65217(i2c);

    if (s->received++ == 0) {
        s->address = data;
    } else if (s->address != PMIC_CHIPID && s->address < PMIC_REGISTERS) {
        s->regs[s->address++] = data;
    }
    return 0;
}

static uint8_t pmic_recv(I2CSlave *i2c)
{
    Pmic *s = TPS65217(i2c);

    return s->address < PMIC_REGISTERS ? s->regs[s->address++] : 0;
}

static void pmic_reset(DeviceState *dev)
{
    Pmic *s = TPS65217(dev);

    memset(s->regs, 0, sizeof(s->regs));
    s->regs[PMIC_CHIPID] = CHIPID_TPS65217C;
    s->regs[PMIC_STATUS] = STATUS_AC;
}

static void pmic_class_init(ObjectClass *class, void *data)
{
    I2CSlaveClass *k = I2C_SLAVE_CLASS(class);

    DEVICE_CLASS(class)->reset = pmic_reset;
    k->event = pmic_event;
    k->send = pmic_send;
    k->recv = pmic_recv;
}

static const TypeInfo board_i2c_types[] = {
    {
        .name = TYPE_BEAGLEBONE_EEPROM,
        .parent = TYPE_I2C_SLAVE,
        .instance_size = sizeof(BoardEeprom),
        .instance_init = eeprom_init,
        .class_init = eeprom_class_init,
    }, {
        .name = TYPE_TPS65217,
        .parent = TYPE_I2C_SLAVE,
        .instance_size = sizeof(Pmic),
        .class_init = pmic_class_init,
    },
};
DEFINE_TYPES(board_i2c_types)
