# SPDX-License-Identifier: MIT
"""The emulated BeagleBone Black: from the boot ROM to the kernel's tests, and wrong drivers.

The chain is the one of a real board: the ROM finds MLO on the card, that loads U-Boot, that finds
extlinux.conf; MLO and U-Boot are Debian's, unmodified. With strict=on an access to a module whose
clock is off, or to no module, aborts, so every case that can runs that way.

The other half proves that the machine can tell right from wrong: kernels with one line of a driver
broken, each of which fails here as it would on the chip.
"""

import dataclasses
import os
import pty
import re
import shutil
import subprocess
import threading
import typing

import boards
import guest
import sdcard
from harness import TOOLS, Case, Result, boot, judge, last_line
from paths import ROOT
from uboot import Typist

LIMITS = guest.Limits(silent=60, total=400)
QUICK = "kunit.filter_glob=list*"
STAY = f"{QUICK} test.exit=none"
KERNEL_PROMPT = "marrow> "
REBOOT = ["-action", "reboot=reset"]

SAYS_FROM_CARD = ("U-Boot SPL", "TI AM335x BeagleBone Black", "DRAM:  512 MiB",
                  "/extlinux/extlinux.conf", "Starting kernel", "wdt@44e35000 stopped")


def card_boot(context, case, args="", layout="fat", strict="on", extra=()):
    card = sdcard.make_card(context.scratch / f"{case.name.replace('/', '-')}.card",
                            context.build, args, layout)
    return boards.Boot(boards.BOARDS["beaglebone"], card=card, steady=True,
                       machine_options=f"strict={strict}", extra=list(extra))


def direct_boot(context, args="", kernel=None, extra=()):
    return boards.Boot(boards.BOARDS["beaglebone"], kernel=kernel or context.kernel,
                       dtb=context.project_dtb("beaglebone"), args=args, steady=True,
                       machine_options="strict=on", extra=list(extra))


def missing(log, *wanted):
    return [f"nobody said: {text}" for text in wanted if text not in log]


# -- from the card ---------------------------------------------------------------------------------

def run_card(context, case):
    """All suites, by the whole chain."""
    layout, strict = case.data
    machine = card_boot(context, case, layout=layout, strict=strict)
    outcome, errors = boot(context, case, machine, LIMITS)
    result = judge(outcome, context.suites, LIMITS)
    result.problems += errors + missing(outcome.log, *SAYS_FROM_CARD)
    return result


def run_direct(context, case):
    outcome, errors = boot(context, case, direct_boot(context, case.data), LIMITS)
    result = judge(outcome, context.suites, LIMITS)
    result.problems += errors
    return result


def run_uboot_prompt(context, case):
    """U-Boot's prompt answers, and bootz starts the same zImage as on the other boards."""
    commands = [f"setenv bootargs {QUICK}", "load mmc 0:1 0x82000000 zImage",
                "load mmc 0:1 0x88000000 beaglebone.dtb", "bootz 0x82000000 - 0x88000000"]
    outcome, errors = boot(context, case, card_boot(context, case), LIMITS,
                           on_text=Typist(commands))
    result = judge(outcome, [], LIMITS)
    result.problems += errors + missing(outcome.log, "=> ", f"Command line: {QUICK}")
    return result


class PromptTypist:
    """Types one command each time the kernel's prompt comes, until the log says what it is for."""

    def __init__(self, command, until):
        self.command, self.until = command, until
        self.seen = 0

    def __call__(self, running, _text):
        if not running.text.endswith(KERNEL_PROMPT) or len(running.text) == self.seen:
            return
        if not self.until.search(running.text, self.seen):
            running.write(self.command.encode() + b"\n")
        self.seen = len(running.text)


def run_past_watchdog(context, case):
    """U-Boot leaves the watchdog running with a minute to go; the kernel stops it."""
    until = re.compile(r"up (9\d|\d{3,})\.\d+ s")
    machine = card_boot(context, case, STAY, extra=REBOOT)
    outcome, errors = boot(context, case, machine, dataclasses.replace(LIMITS, until=until),
                           on_text=PromptTypist("uptime", until))
    problems = errors + missing(outcome.log, "wdt@44e35000 stopped")
    if outcome.reason != "matched":
        problems.append(f"{outcome.reason} before it was up 90 s: {last_line(outcome.log)}")
    return Result(not problems, problems)


def run_reset(context, case):
    """After reboot at the kernel's prompt the ROM starts again, and RSTST says that it was warm."""
    until = re.compile(r"last reset: software")
    machine = card_boot(context, case, STAY, extra=REBOOT)
    limits = dataclasses.replace(LIMITS, until=until, final=False)
    outcome, errors = boot(context, case, machine, limits, on_text=PromptTypist("reboot", until))
    problems = errors + missing(outcome.log, "last reset: power-on (RSTST 0x1)",
                                "last reset: software, warm (RSTST 0x2)")
    if outcome.log.count("U-Boot SPL") != 2:
        problems.append("U-Boot did not start twice")
    return Result(not problems, problems)


def judged_board(context, args):
    """Judge a board with tools/board-test, as its user does; return (exit status, what it said).

    The judge listens first and the board is switched on then, or its first words would be lost.
    """
    board_end, host_end = pty.openpty()
    judge = subprocess.Popen(
        [TOOLS / "board-test", os.ttyname(host_end), "--some", "--build", str(context.build)],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True)
    board = None
    try:
        said = judge.stdout.readline()
        board = subprocess.Popen(direct_boot(context, args).command(), stdin=board_end,
                                 stdout=board_end, stderr=subprocess.DEVNULL,
                                 start_new_session=True)
        said += judge.communicate(timeout=LIMITS.total)[0]
    finally:
        for process in filter(None, (board, judge)):
            process.kill()
            process.wait()
        os.close(board_end)
        os.close(host_end)
    return judge.returncode, said


def run_board_test(context, case):
    """tools/board-test on a line whose other end is the emulated UART: a good run and a bad one."""
    statuses = []
    for name, args in (("good", QUICK), ("bad", "kunit.filter_glob=no-such-suite")):
        status, said = judged_board(context, args)
        context.log(case, f"{name}.log").write_text(said)
        statuses.append(status)
    problems = []
    if statuses[0] != 0:
        problems.append("a board that passes was judged to fail")
    if statuses[1] == 0:
        problems.append("a board that runs no test was judged to pass")
    return Result(passed=2 - len(problems), problems=problems)


# -- drivers that are wrong ------------------------------------------------------------------------

@dataclasses.dataclass
class Broken:
    """A driver, what in it is broken to what, and what must come of it."""
    file: str
    changes: dict[str, str]
    symptom: typing.Callable[[guest.Outcome], bool]
    args: str = "kunit.filter_glob=time*"
    steady: bool = False        # a kernel that waits in vain waits for long in steady time


INTC = "drivers/irqchip/irq-omap-intc.c"
TIMER = "drivers/clocksource/timer-ti-dm.c"
UART = "drivers/tty/serial/8250.c"


def no_tick(outcome):
    return "no tick" in outcome.log or outcome.reason == "silent"


def no_word(outcome):
    return "KTAP" not in outcome.log


def rate_is_wrong(outcome):
    return re.search(r"not ok \d+ time_tick_rate_test", outcome.log) is not None


def bitten(outcome):
    return "last reset: watchdog" in outcome.log


AGREE = "\tintc_write(CONTROL_NEWIRQAGR, INTC_CONTROL);\n"
CLEAR_ISR = "\t\tintc_write_line(d->hwirq, INTC_ISR_CLEAR);\n"

BROKEN = {
    "watchdog-left-on": Broken("drivers/watchdog/omap_wdt.c", {"0xaaaa, 0x5555": "0xaaaa, 0xaaaa"},
                               bitten, STAY, steady=True),
    "newirqagr-left-out": Broken(INTC, {AGREE: ""}, no_tick),
    "mdr1-left-at-7": Broken(UART, {"OMAP_MDR1, MDR1_UART_16X": "OMAP_MDR1, MDR1_OFF"}, no_word),
    "timer-clock-off": Broken(TIMER, {"\terr = of_clk_enable(np);": "\terr = 0;"}, no_tick),
    "overflow-not-cleared": Broken(TIMER, {"\twritel_relaxed(IRQ_OVERFLOW, status);\n": ""},
                                   no_tick),
    "wrong-prescaler": Broken(TIMER, {"HZ), TCLR_AUTORELOAD);": "HZ), TCLR_AUTORELOAD | BIT(5));"},
                              rate_is_wrong),
    # Agreed first and masked then: each interrupt comes a second time.
    "wrong-eoi-order": Broken(INTC, {"\tintc_mask(d);\n": "\tintc_new_irq_agreement();\n"
                                     "\tintc_mask(d);\n",
                                     f"{CLEAR_ISR}\tintc_new_irq_agreement();\n": CLEAR_ISR},
                              rate_is_wrong, steady=True),
}
BUILT_FROM = ("Makefile", "linker.ld", "arch", "bench", "boot", "drivers", "include", "kernel",
              "lib", "mm", "tests", "tools")
BROKEN_LIMITS = guest.Limits(silent=25, total=300)
_workshop = threading.Lock()


def break_text(text, broken):
    for right, wrong in broken.changes.items():
        if text.count(right) != 1:
            raise ValueError(f"{broken.file}: not once in it: {right.strip()}")
        text = text.replace(right, wrong)
    return text


def build_broken(context, case):
    """Return the zImage of a copy of the sources with one driver broken."""
    broken = case.data
    tree = context.scratch / "broken"
    with _workshop:
        if not tree.exists():
            tree.mkdir()
            for name in BUILT_FROM:
                copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy2
                copy(ROOT / name, tree / name)
        source = tree / broken.file
        text = source.read_text(encoding="utf-8")
        try:
            source.write_text(break_text(text, broken), encoding="utf-8")
            # The variables of the make that runs the tests are not for this one.
            plain = {name: value for name, value in os.environ.items()
                     if name not in ("MAKEFLAGS", "MFLAGS", "MAKEOVERRIDES")}
            subprocess.run(["make", "-s", "-C", str(tree), "BUILD=build", "build/zImage"],
                           check=True, capture_output=True, env=plain)
            return context.file(f"{case.name}.zImage", (tree / "build/zImage").read_bytes())
        finally:
            source.write_text(text, encoding="utf-8")


def run_broken(context, case):
    """A kernel with this fault must show it."""
    broken = case.data
    machine = direct_boot(context, broken.args, build_broken(context, case), REBOOT)
    machine.steady = broken.steady
    until = re.compile(r"last reset: watchdog")
    # Seconds of waiting in vain are many instructions, and as many of the host's seconds or more.
    limits = dataclasses.replace(BROKEN_LIMITS, until=until,
                                 silent=120 if broken.steady else BROKEN_LIMITS.silent)
    outcome, _ = boot(context, case, machine, limits, guest_errors=False,
                      on_text=PromptTypist("uptime", until))
    if broken.symptom(outcome):
        return Result(passed=1)
    return Result(problems=[f"it runs ({outcome.reason}): {last_line(outcome.log)}"])


def cases():
    chain = {"card-fat": ("fat", "on"), "card-raw": ("raw", "on"),
             "card-fat-lenient": ("fat", "off")}
    direct = {"direct": "", "direct-lowmem-256M": "lowmem=256M"}
    return [*(Case(f"beaglebone/{name}", run_card, data) for name, data in chain.items()),
            *(Case(f"beaglebone/{name}", run_direct, args) for name, args in direct.items()),
            Case("beaglebone/uboot-prompt", run_uboot_prompt),
            Case("beaglebone/past-watchdog", run_past_watchdog),
            Case("beaglebone/reset", run_reset),
            Case("beaglebone/board-test", run_board_test),
            *(Case(f"beaglebone/broken-{name}", run_broken, broken)
              for name, broken in BROKEN.items())]
