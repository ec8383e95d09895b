# SPDX-License-Identifier: MIT
"""The devices of the emulated BeagleBone Black, one register at a time, from U-Boot's prompt.

Debian's U-Boot is the instrument: it has md and mw for registers, and drivers of its own for I2C,
GPIO, the SD card and the file system on it. It takes no interrupts, so a line can be watched on its
way from the device through the interrupt controller. What is expected is what the manual says.

A probe is a list of steps: a line to type, and what has to be in the answer to it.
"""

import dataclasses
import datetime
import re
import subprocess

import guest
import sdcard
from beaglebone import LIMITS, QUICK, REBOOT, card_boot
from harness import Case, Result, boot, last_line
from uboot import PROMPT, Typist

DONE = "all has been typed"


def typed(command, answer=""):
    """Type a command; a regular expression of its answer."""
    return command, answer


def put(address, value):
    return f"mw.l {address:#x} {value:#x}", ""


# Long enough for what takes some cycles of the slow clock, or some characters.
A_WHILE = "sleep 0.01"


def word(address, value):
    """See that a register has a value."""
    return f"md.l {address:#x} 1", f"{address:08x}: {value:08x}"


STARTS_AGAIN = "U-Boot SPL"
RSTCTRL, RSTST = 0x44E00F00, 0x44E00F08
GATE_UART1, GATE_TIMER3, GATE_TIMER4 = 0x44E0006C, 0x44E00084, 0x44E00088
GATE_TIMER1, ON = 0x44E004C4, 2
INTC, UART1, RTC, GPIO1 = 0x48200000, 0x48022000, 0x44E3E000, 0x4804C000
TIMER1, TIMER4, MUX_TIMER4 = 0x44E31000, 0x48044000, 0x44E00510
SIR, CONTROL, PRIORITY, THRESHOLD = INTC + 0x40, INTC + 0x48, INTC + 0x60, INTC + 0x68
LINES_0, UNMASK_0, RAISE_0, LOWER_0 = INTC + 0x80, INTC + 0x88, INTC + 0x90, INTC + 0x94
LINES_2, UNMASK_2, PENDING_2, LINES_3 = INTC + 0xC0, INTC + 0xC8, INTC + 0xD8, INTC + 0xE0
NO_LINE = 0xFFFFFF80

RESETS = [
    word(RSTST, 0x1), put(RSTST, 0x1), word(RSTST, 0),
    typed("reset", STARTS_AGAIN), word(RSTST, 0x2),
    # U-Boot itself knows only the warm one.
    typed(f"mw.l {RSTCTRL:#x} 2", STARTS_AGAIN), word(RSTST, 0x1),
    # The causes add up until somebody clears them.
    typed("reset", STARTS_AGAIN), word(RSTST, 0x3), put(RSTST, 0x1),
    typed("boot", r"last reset: software, warm \(RSTST 0x2\)"),
]

WATCHDOG = [
    put(RSTST, 0x1),
    # A hundredth of a second, while U-Boot comes by once a second.
    put(0x44E3502C, 0xFFFFFF00), typed("sleep 3", STARTS_AGAIN), word(RSTST, 0x10),
    # Stopped by the two words it stays away.
    put(0x44E35048, 0xAAAA), typed(A_WHILE), put(0x44E35048, 0x5555), typed(A_WHILE),
    put(0x44E3502C, 0xFFFFFF00),
    typed("sleep 2; echo still here", "\nstill here"),
]

RESET_VALUES = [
    word(0x44E10600, 0x2B94402E), word(0x44E10040, 0x00400318),
    word(RSTCTRL, 0), word(GATE_TIMER3, 0x30000),
    word(INTC, 0x50), word(INTC + 0x14, 1), word(SIR, NO_LINE), word(PRIORITY, 0xFFFFFFC0),
    word(THRESHOLD, 0xFF), *(word(INTC + 0x84 + 0x20 * bank, 0xFFFFFFFF) for bank in range(4)),
    put(GATE_TIMER4, ON), word(TIMER4, 0x40000100), word(TIMER4 + 0x38, 0), word(TIMER4 + 0x3C, 0),
    put(GATE_TIMER1, ON), word(TIMER1, 0x15), word(TIMER1 + 0x14, 1),
    put(GATE_UART1, ON), word(UART1 + 0x20, 7), word(UART1 + 0x58, 1),
    *(step for gpio in (0x44E07000, GPIO1, 0x481AC000, 0x481AE000)
      for step in (word(gpio, 0x50600801), word(gpio + 0x114, 1))),
    word(0x44E35010, 0x10), word(0x44E3E074, 0x4EB01106),
]

CLOCKS = [
    put(GATE_TIMER3, ON), word(GATE_TIMER3, 2), put(GATE_TIMER3, 0), word(GATE_TIMER3, 0x30000),
    # The display's PLL, which nobody uses: bypassed, locked, bypassed.
    word(0x44E00448, 0x100), put(0x44E00498, 7), word(0x44E00448, 1),
    put(0x44E00498, 4), word(0x44E00448, 0x100),
    put(RSTST, 1),
    typed(f"md.l {0x48042000:#x} 1", f"data abort(?s:.*){STARTS_AGAIN}"), word(RSTST, 0x2),
    typed("mw.l 0x45000000 0", f"data abort(?s:.*){STARTS_AGAIN}"), word(RSTST, 0x2),
]

# Lines 10 and 20, raised by software.
INTERRUPTS = [
    put(INTC + 0x100 + 4 * 10, 4 << 2), put(INTC + 0x100 + 4 * 20, 2 << 2),
    put(UNMASK_0, 0x100400), word(SIR, NO_LINE),
    put(RAISE_0, 0x100400), word(LINES_0, 0), word(INTC + 0x98, 0x100400),
    # Both came at once: the more urgent one; and it stays that until agreed to.
    word(SIR, 20), word(PRIORITY, 2), put(LOWER_0, 0x100000), word(SIR, 20),
    put(CONTROL, 1), word(SIR, 10), word(PRIORITY, 4),
    put(LOWER_0, 0x400), put(CONTROL, 1), word(SIR, NO_LINE), word(PRIORITY, 0xFFFFFFC0),
    # Only what is more urgent than the threshold passes.
    put(THRESHOLD, 4), put(RAISE_0, 0x400), word(SIR, NO_LINE), put(RAISE_0, 0x100000),
    word(SIR, 20), put(LOWER_0, 0x100000), put(CONTROL, 1), word(SIR, NO_LINE),
    put(THRESHOLD, 0xFF), word(SIR, 10), put(LOWER_0, 0x400), put(CONTROL, 1),
    # A mask; and the whole reset.
    put(INTC + 0x8C, 0x400), put(RAISE_0, 0x400), word(SIR, NO_LINE),
    put(INTC + 0x10, 2), word(INTC + 0x84, 0xFFFFFFFF), word(RAISE_0, 0),
]


def counted(tclr, value):
    """See what DMTIMER4 counts in a second of DMTIMER2, by which U-Boot sleeps."""
    return typed(f"mw.l {TIMER4 + 0x3C:#x} 0; mw.l {TIMER4 + 0x38:#x} {tclr:#x}; sleep 1; "
                 f"mw.l {TIMER4 + 0x38:#x} 0; md.l {TIMER4 + 0x3C:#x} 1", f": {value}")


TIMERS = [
    # DMTIMER4, line 92: overflow, through the controller.
    put(GATE_TIMER4, ON), put(TIMER4 + 0x40, 0xFFFFF000), put(TIMER4 + 0x3C, 0xFFFFFFF0),
    word(TIMER4 + 0x24, 0), put(TIMER4 + 0x2C, 2), word(LINES_2, 0),
    put(TIMER4 + 0x38, 3), word(TIMER4 + 0x24, 2), word(TIMER4 + 0x28, 2), word(TIMER4 + 0x48, 0),
    word(LINES_2, 1 << 28), word(PENDING_2, 0), word(SIR, NO_LINE),
    put(UNMASK_2, 1 << 28), word(PENDING_2, 1 << 28), word(SIR, 92),
    put(TIMER4 + 0x38, 0), put(TIMER4 + 0x28, 2), word(LINES_2, 0), put(CONTROL, 1),
    word(SIR, NO_LINE),
    # Once: it stops at nought. Then a match.
    put(TIMER4 + 0x3C, 0xFFFFFFF0), put(TIMER4 + 0x38, 1), word(TIMER4 + 0x38, 0),
    word(TIMER4 + 0x3C, 0), put(TIMER4 + 0x28, 7), put(TIMER4 + 0x4C, 0x10),
    put(TIMER4 + 0x38, 0x41), word(TIMER4 + 0x24, 1), word(TIMER4 + 0x28, 0),
    put(TIMER4 + 0x10, 1), word(TIMER4 + 0x40, 0), word(TIMER4 + 0x38, 0),
    # 24 MHz as it is, a half, an eighth; and the 32 kHz clock. U-Boot's second may lack a
    # millisecond.
    counted(0x01, "016[def]"), counted(0x21, "00b[678]"), counted(0x29, "002[de]"),
    put(MUX_TIMER4, 2), counted(0x01, "0000(7f|80)"),
    # DMTIMER1, line 67, by its own layout.
    put(GATE_TIMER1, ON), put(TIMER1 + 0x2C, 0xFFFFF000), put(TIMER1 + 0x28, 0xFFFFFFF0),
    put(TIMER1 + 0x1C, 2), word(LINES_2, 0), put(TIMER1 + 0x24, 3),
    word(TIMER1 + 0x18, 2), word(LINES_2, 1 << 3),
    put(TIMER1 + 0x24, 0), put(TIMER1 + 0x18, 2), word(LINES_2, 0),
]

SEND = f"mw.l {UART1:#x} 55"
# UART1 talks to itself (MCR bit 4).
UART = [
    put(GATE_UART1, ON), put(UART1 + 0x0C, 0xBF), put(UART1 + 0x08, 0x10), word(UART1 + 0x08, 0x10),
    put(UART1 + 0x10, 0x11), put(UART1 + 0x0C, 3), word(UART1 + 0x10, 0),
    put(UART1 + 0x10, 0x10), put(UART1 + 0x08, 1), put(UART1 + 0x04, 1),
    # Off, by MDR1: what is sent is lost.
    typed(SEND), word(UART1 + 0x14, 0x60), put(UART1 + 0x20, 0), typed(SEND),
    word(UART1 + 0x14, 0x61), word(UART1, 0x55), word(UART1 + 0x14, 0x60), word(LINES_2, 0),
    # Eight is the trigger level; seven interrupt after a while.
    typed(f"for i in 1 2 3 4 5 6 7; do {SEND}; done; {A_WHILE}"), word(UART1 + 0x08, 0xCC),
    typed(SEND), word(UART1 + 0x08, 0xC4), word(UART1 + 0x64, 8), word(LINES_2, 1 << 9),
    put(UART1 + 0x08, 3), word(UART1 + 0x08, 0xC1), word(UART1 + 0x14, 0x60), word(LINES_2, 0),
    # One more than the FIFO holds.
    typed(f"for i in 1 2 3 4 5; do for j in a b c d e f g h i j k l m; do {SEND}; done; done"),
    word(UART1 + 0x14, 0x63), word(UART1 + 0x64, 64),
    put(UART1 + 0x54, 2), word(UART1 + 0x20, 7), word(UART1 + 0x64, 0), word(LINES_2, 0),
]

PIN = 1 << 21       # GPIO1_21 is number 53
GPIO = [
    typed("gpio input 6", "value is 0"), typed("gpio set 53", "value is 1"),
    word(GPIO1 + 0x134, 0xFFFFFFFF ^ PIN), word(GPIO1 + 0x138, PIN), word(GPIO1 + 0x13C, PIN),
    put(GPIO1 + 0x148, PIN), put(GPIO1 + 0x34, PIN), word(LINES_3, 0),
    typed("gpio clear 53", "value is 0"), word(LINES_3, 0), typed("gpio set 53", "value is 1"),
    word(GPIO1 + 0x2C, PIN), word(LINES_3, 1 << 2),
    put(GPIO1 + 0x2C, PIN), word(GPIO1 + 0x2C, 0), word(LINES_3, 0),
]

I2C = [
    typed("i2c dev 0"), typed("i2c probe", r"addresses: 24 50\s*$"),
    typed("i2c md 0x50 0.2 10", "aa 55 33 ee 41 33 33 35 42 4e 4c 54 .*A335BNLT"),
    typed("i2c mw 0x50 0x100.2 a7"), typed("i2c md 0x50 0x100.2 2", "0100: a7 ff"),
    typed("i2c md 0x24 0 1", "0000: e2"), typed("i2c mw 0x24 0 5a"),
    typed("i2c md 0x24 0 1", "0000: e2"), typed("i2c mw 0x24 0x10 5a"),
    typed("i2c md 0x24 0x10 1", "0010: 5a"),
    # Nobody is there.
    typed("i2c md 0x51 0 1", "Error reading the chip"),
]

CARD_BYTES = 0x4000
CARD = [
    typed("mmc part", r"1\s+8192\s+122880"),
    typed(f"mw.l 0x82000000 a5c3960f {CARD_BYTES // 4:x}"),
    typed(f"fatwrite mmc 0:1 0x82000000 written.bin {CARD_BYTES:x}", f"{CARD_BYTES} bytes written"),
    typed("fatload mmc 0:1 0x83000000 written.bin", f"{CARD_BYTES} bytes read"),
    typed(f"cmp.l 0x82000000 0x83000000 {CARD_BYTES // 4:x}", "were the same"),
    typed("mmc write 0x82000000 0x700 20", "32 blocks written: OK"),
    typed("mw.l 0x84000000 0 1000; mmc read 0x84000000 0x700 20", "32 blocks read: OK"),
    typed("cmp.l 0x82000000 0x84000000 1000", "were the same"),
]

MEMORY = [
    put(0x9FFFFFF0, 0x12345678), word(0xBFFFFFF0, 0x12345678),
    put(0xBFFFFFF0, 0x9ABCDEF0), word(0x9FFFFFF0, 0x9ABCDEF0),
    put(0x4030FFFC, 0x11223344), word(0x4030FFFC, 0x11223344),
    put(0x402F0000, 0x55667788), word(0x402F0000, 0x55667788),
]

SCRATCH, KICK0, KICK1 = RTC + 0x60, RTC + 0x6C, RTC + 0x70
CLOCK = [
    # Locked; unlocked; and what is in the scratch registers survives.
    put(KICK0, 0), put(SCRATCH, 0x12345678), word(SCRATCH, 0),
    put(KICK0, 0x83E70B13), put(KICK1, 0x95A4F1E0), put(SCRATCH, 0x12345678),
    word(SCRATCH, 0x12345678), typed("reset", STARTS_AGAIN), word(SCRATCH, 0x12345678),
    # It stands until started, and carries: 28 February of a leap year, a second before midnight.
    typed(f"md.l {RTC + 0x0C:#x} 3", "DATE"), put(RTC + 0x40, 0), word(RTC + 0x44, 0),
    *(put(RTC + 4 * i, value) for i, value in enumerate((0x59, 0x59, 0x23, 0x28, 0x02, 0x24))),
    typed("sleep 1"), word(RTC, 0x59), word(RTC + 0x0C, 0x28),
    put(RTC + 0x40, 1), word(RTC + 0x44, 2), typed("sleep 1.1"),
    typed(f"md.l {RTC:#x} 6", "0000000[012] 00000000 00000000 00000029"),
    word(RTC + 0x10, 2), word(RTC + 0x14, 0x24),
]


# -- Judging ---------------------------------------------------------------------------------------

def date_words():
    """Return what the clock's registers of day, month and year have to say."""
    today = datetime.datetime.now(datetime.timezone.utc)
    return " ".join(f"{value:0>8}" for value in today.strftime("%d %m %y").split())


def wrong_answers(log, steps, dates):
    """Return the steps that were not answered as they should."""
    answers = log.split(PROMPT)[1:]
    if len(answers) < len(steps):
        return [f"only {len(answers)} of {len(steps)} lines were taken, the last: {last_line(log)}"]
    wrong = []
    for (command, wanted), answer in zip(steps, answers):
        wanted = "|".join(dates) if wanted == "DATE" else wanted
        said = answer.partition("\n")[2].strip()
        if not re.search(wanted, "\n" + said):
            wrong.append(f"{command}: not {wanted}, but: {said[:200]}")
    return wrong


def problems_of_file(card, folder):
    """Return what is wrong with the file that U-Boot wrote, as the host reads the card."""
    copy = folder / "written.bin"
    run = subprocess.run(["mcopy", "-n", "-o", "-i", f"{card}@@{sdcard.PARTITION_AT}",
                          "::written.bin", str(copy)], capture_output=True, text=True)
    if run.returncode:
        return [f"the host finds no file on the card: {run.stderr.strip()}"]
    same = copy.read_bytes() == bytes.fromhex("0f96c3a5") * (CARD_BYTES // 4)
    return [] if same else ["the host does not find on the card what was written"]


def run_probe(context, case):
    """Type the steps at U-Boot's prompt, and hold the answers to what they should be."""
    steps = case.data
    machine = card_boot(context, case, QUICK, extra=REBOOT)
    dates = [date_words()]
    limits = dataclasses.replace(LIMITS, until=re.compile(f"^{DONE}", re.M))
    outcome, _ = boot(context, case, machine, limits, guest_errors=False,
                      on_text=Typist([*(command for command, _ in steps), f"echo {DONE}"]))
    problems = wrong_answers(outcome.log, steps, [*dates, date_words()])
    if steps is CARD:
        problems += problems_of_file(machine.card, context.scratch)
    machine.card.unlink()
    return Result(len(steps) - len(problems), problems, f"{len(steps)} steps")


PROBES = {
    "reset-values": RESET_VALUES, "resets": RESETS, "watchdog": WATCHDOG, "clocks": CLOCKS,
    "interrupts": INTERRUPTS, "timers": TIMERS, "uart": UART, "gpio": GPIO, "i2c": I2C,
    "sd-card": CARD, "memory": MEMORY, "rtc": CLOCK,
}


def cases():
    return [Case(f"registers/{name}", run_probe, steps) for name, steps in PROBES.items()]
