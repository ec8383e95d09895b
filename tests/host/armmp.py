# SPDX-License-Identifier: MIT
"""Debian's own Linux on the emulated BeagleBone Black, with the tree that Debian ships for it.

The machine and the kernel's drivers for it were written from the same manual by the same people, so
both could share one misreading. Linux knows the chip from the chip: if it comes up, finds its
timers, and hears its interrupts, the model is right where it matters.

It boots to a shell in an initramfs (a static busybox, and nothing else) and is typed at. What it
says about time is held to the host's clock.

Linux takes the timer that the tree calls always on for its clocksource, which never interrupts, and
the next one for its clockevent. In the tree as it ships these are DMTIMER1 (line 67) and DMTIMER2
(68), so 67 stays at nought. In one more run the two change places, and the older register layout of
DMTIMER1 has to interrupt as Linux's driver wants it.
"""

import dataclasses
import gzip
import pathlib
import re
import struct
import subprocess
import time

import boards
import fdt
import guest
from harness import TOOLS, Case, Result, boot

INIT = """#!/bin/busybox sh
/bin/busybox mkdir -p /proc /sys
/bin/busybox mount -t proc proc /proc
/bin/busybox mount -t sysfs sys /sys
/bin/busybox --install -s /bin
# A late word of the kernel behind the prompt would hide that it came.
/bin/busybox dmesg -n 1
export PATH=/bin PS1='shell# '
exec sh
"""
ARGS = "console=ttyO0,115200n8 panic=-1"
PROMPT = "shell# "
# The shell asks the terminal where the cursor is; nobody answers, and it does not mind.
AT_PROMPT = re.compile(PROMPT + r"(\x1b\[6n)?$")
SLEEP_SECONDS = 20
TOLERANCE = 0.05
TIMERS = {67: "ocp/interconnect@44c00000/segment@200000/target-module@31000",
          68: "ocp/interconnect@48000000/segment@0/target-module@40000"}
UART0 = 72
ALWAYS_ON = "ti,timer-alwon"
CLOCKSOURCE = "/sys/devices/system/clocksource/clocksource0/current_clocksource"
LIMITS = guest.Limits(silent=240, total=900)

DIRECTORY, EXECUTABLE, CHARACTER_DEVICE = 0o040755, 0o100755, 0o020600


@dataclasses.dataclass
class Run:
    """One boot of Linux: the machine's option, and the timer that has to tick, by its line."""
    strict: str
    tick: int = 68

    def heard(self):
        """Return the lines that interrupts must have come on."""
        return self.tick, UART0


@dataclasses.dataclass
class Entry:
    """One entry of an initramfs."""
    name: str
    mode: int
    data: bytes = b""
    device: tuple[int, int] = (0, 0)


def cpio(entries):
    """Return an archive of the kind that Linux takes for an initramfs ("newc")."""
    out = b""
    for number, entry in enumerate([*entries, Entry("TRAILER!!!", 0)], 1):
        name = entry.name.encode() + b"\0"
        fields = (number, entry.mode, 0, 0, 1, 0, len(entry.data), 0, 0, *entry.device,
                  len(name), 0)
        out += b"070701" + "".join(f"{field:08X}" for field in fields).encode() + name
        out += bytes(-len(out) % 4) + entry.data
        out += bytes(-len(out) % 4)
    return out


def initramfs(busybox):
    return gzip.compress(cpio([
        Entry("bin", DIRECTORY), Entry("dev", DIRECTORY),
        Entry("dev/console", CHARACTER_DEVICE, device=(5, 1)),
        Entry("bin/busybox", EXECUTABLE, busybox),
        Entry("init", EXECUTABLE, INIT.encode())]), mtime=0)


def fetched():
    """Return the folder with Debian's kernel, tree and busybox."""
    run = subprocess.run([TOOLS / "fetch.py", "linux"], capture_output=True, text=True)
    if run.returncode:
        raise OSError(run.stderr.strip())
    return pathlib.Path(run.stdout.strip())


def swap_timers(blob):
    """Return the tree with DMTIMER2 for the timer that is always on, in DMTIMER1's place."""
    tree = fdt.Tree.read(blob)
    timers = {line: tree.root.find(f"{path}/timer@0") for line, path in TIMERS.items()}
    timers[68].properties[ALWAYS_ON] = timers[67].properties.pop(ALWAYS_ON)
    return tree.write()


class Session:
    """Types one command at each prompt, and takes the time of each."""

    def __init__(self, commands):
        self.commands = list(commands)
        self.seen = 0
        self.times = []

    def __call__(self, running, _text):
        if AT_PROMPT.search(running.text, self.seen):
            self.seen = len(running.text)
            self.times.append(time.monotonic())
            if self.commands:
                running.write(self.commands.pop(0).encode() + b"\n")


def interrupt_counts(log):
    """Return {line of the controller: how often} from the last /proc/interrupts in a log."""
    table = log[log.rfind("CPU0"):]
    return {int(hwirq): int(count) for count, hwirq in
            re.findall(r"^ *\d+: +(\d+) +INTC +(\d+)", table, re.M)}


def uptimes(log):
    return [float(value) for value in re.findall(r"^(\d+\.\d\d) \d+\.\d\d$", log, re.M)]


def problems_of(log, session, run):
    """Return what Linux found wrong with the machine, or we with Linux."""
    if PROMPT not in log:
        return ["no shell"]
    counts = interrupt_counts(log)
    problems = [f"no interrupt was heard on line {line}"
                for line in run.heard() if not counts.get(line)]
    if "\ndmtimer\n" not in log:
        problems.append("the clocksource is not a DMTIMER")
    if not re.search(f"clockevent: .* at /{TIMERS[run.tick]}", log):
        problems.append(f"the clockevent is not the timer of line {run.tick}")
    marks = uptimes(log)
    if len(marks) != 2 or len(session.times) < 4:
        return problems + ["the shell did not say the time twice"]
    guest_seconds = marks[1] - marks[0]
    host_seconds = session.times[3] - session.times[1]
    if abs(guest_seconds / host_seconds - 1) > TOLERANCE:
        problems.append(f"{guest_seconds:.2f} s in the guest were {host_seconds:.2f} s here")
    return problems


def run_linux(context, case):
    run, files = case.data, fetched()
    ramdisk = context.file("initramfs.gz", initramfs((files / "busybox").read_bytes()))
    tree = files / "am335x-boneblack.dtb"
    if run.tick == 67:
        tree = context.file(f"{case.name}.dtb", swap_timers(tree.read_bytes()))
    machine = boards.Boot(boards.BOARDS["beaglebone"], kernel=files / "vmlinuz", dtb=tree,
                          args=ARGS, machine_options=f"strict={run.strict}",
                          extra=["-initrd", str(ramdisk)])
    session = Session(["cat /proc/uptime", f"sleep {SLEEP_SECONDS}", "cat /proc/uptime",
                       f"cat {CLOCKSOURCE}", "cat /proc/interrupts", "uname -a; reboot -f"])
    outcome, _ = boot(context, case, machine, LIMITS, guest_errors=False, on_text=session)
    problems = problems_of(outcome.log, session, run)
    counts = interrupt_counts(outcome.log)
    note = ", ".join(f"line {line}: {counts.get(line, 0)}" for line in run.heard())
    return Result(passed=not problems, problems=problems, note=note)


def cases():
    runs = {"strict-off": Run("off"), "strict-on": Run("on"), "timers-swapped": Run("on", tick=67)}
    return [Case(f"armmp/{name}", run_linux, run) for name, run in runs.items()]
