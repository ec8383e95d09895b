# SPDX-License-Identifier: MIT
"""Two hundred damaged device trees, each of which must boot, or print its one clear line.

The same seed makes the same trees. Each is put into memory beside the kernel, and the boot has to
come to one of these ends:

    boots     the kernel reached its last line, with no splat on the way
    refused   it stopped with a panic that says why, and that no fault or bug has brought about
    unheard   nothing (more) on the UART, but the kernel's own log, read out of the stopped
              emulator's memory, shows one of the above: the damage hit what says where the UART is
    no tree   the tree does not even begin like one, and the kernel stopped at no_device_tree

Anything else is a failure: a hang, a splat, a reboot.
"""

import dataclasses
import random
import re

import boards
import damage
import fdt
import guest
import ktap
from harness import Case, Result, boot, last_line
from matrix import place
from trees import filled_in

COUNT = 200
SEED = 0x4D617272
ARGS = "kunit.filter_glob=string*"
# A tree that lost its command line runs all tests, and some of them are silent for seconds.
LIMITS = guest.Limits(silent=30, total=120)
FAULT = re.compile(r"Unable to handle|Internal error|Oops|BUG:|kernel BUG|WARNING:")
END = re.compile(rb"reboot: (Power down|System halted|Restarting system)|end Kernel panic")


@dataclasses.dataclass
class Patient:
    """A good tree and the board that it fits."""
    board: str
    memory: str
    path: str       # the attribute or call of Context that gives the file


PATIENTS = (Patient("cubieboard", "512M", "project"), Patient("virt", "256M", "qemu"),
            Patient("cubieboard", "1G", "mainline"))


def patient_file(context, patient):
    if patient.path == "qemu":
        return context.qemu_virt_dtb
    if patient.path == "mainline":
        return context.mainline / "sun4i-a10-cubieboard.dtb"
    return context.project_dtb(patient.board)


def damaged_tree(context, number, patient, how):
    """Return the blob of one damaged tree."""
    good = filled_in(patient_file(context, patient), boards.BOARDS[patient.board], patient.memory,
                     ARGS).write()
    return how(random.Random(SEED + number), good)


class Afterwards:
    """Looks into a guest at its end: the kernel's log in memory, and where the CPU is."""

    def __init__(self, context, board, control):
        self.context, self.board, self.control = context, board, control
        self.memory, self.pc = b"", 0

    def __call__(self, _running, reason):
        if reason != "silent":
            return
        monitor = guest.Monitor(self.control)
        self.pc = monitor.register("R15")
        start = self.context.physical("_edata", self.board)
        self.memory = monitor.memory(start, self.context.physical("_end", self.board) - start)
        monitor.close()

    def reached_an_end(self):
        return bool(END.search(self.memory))

    def has_no_tree(self):
        return self.context.stands_in(self.pc, "no_device_tree")


def verdict(outcome, after, blob):
    """Return (name of the end that the boot came to, problems)."""
    faults = [splat for splat in ktap.parse(outcome.log).splats if FAULT.search(splat)]
    if faults:
        return "", [f"unexpected splat: {faults[0]}"]
    if outcome.reason == "final":
        return "boots", []
    if outcome.reason == "panic":
        return "refused", []
    if outcome.reason == "silent" and after.reached_an_end():
        return "unheard", []
    if outcome.reason == "silent" and after.has_no_tree() and blob[:4] != fdt.cells(fdt.MAGIC):
        return "no tree", []
    return "", [f"{outcome.reason} at pc {after.pc:#x} after: {last_line(outcome.log)}"]


def run_damaged(context, case):
    number, patient, how = case.data
    board = boards.BOARDS[patient.board]
    blob = damaged_tree(context, number, patient, how)
    machine = place(context, case, board, context.kernel.read_bytes(), 0x10000, blob,
                    patient.memory)
    control = context.scratch / f"{number}.qmp"
    machine.extra = guest.monitor_options(control)
    after = Afterwards(context, board, control)
    outcome, _ = boot(context, case, machine, LIMITS, guest_errors=False, on_end=after)
    name, problems = verdict(outcome, after, blob)
    if problems:
        context.log(case, "dtb").write_bytes(blob)
    return Result(problems=problems, note=name)


def cases():
    made = []
    for number in range(COUNT):
        how = damage.ALL[number % len(damage.ALL)]
        patient = PATIENTS[number // len(damage.ALL) % len(PATIENTS)]
        name = f"torture/{number:03}-{patient.board}-{how.__name__.replace('_', '-')}"
        made.append(Case(name, run_damaged, (number, patient, how)))
    return made
