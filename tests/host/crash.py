# SPDX-License-Identifier: MIT
"""Ends that no test inside the kernel survives (crash=HOW): what is said, and that it is the end.

Each boot has to say its lines, in this order, the panic once and as the last word, on one CPU and
on two: the others are stopped.
"""

import dataclasses
import re

import boards
import guest
from harness import Case, Result, boot, last_line

LIMITS = guest.Limits(silent=20, total=60)
END = r"---\[ end Kernel panic"


@dataclasses.dataclass
class Crash:
    """A way to end, and what has to be said about it."""
    how: str
    lines: tuple[str, ...]


CRASHES = (
    Crash("irq-stack", (r"Stack overflow: interrupt stack of \S+ \[[0-9a-f]{8}\.\.[0-9a-f]{8}\]",
                        r"not mapped", r"crash_recursing\S*\+0x",
                        r"Kernel panic - not syncing: .*interrupt")),
    Crash("irq-oops", (r"Unable to handle kernel NULL pointer dereference .* address 00000000",
                       r"write_to_null\+0x", r"Kernel panic - not syncing: .*interrupt")),
    Crash("panic", (r"Kernel panic - not syncing: crash=panic", r"kernel_init")),
)


def missing_lines(log, lines):
    """Return a problem for the first line that does not come behind the ones before it."""
    position = 0
    for wanted in lines:
        found = re.compile(wanted).search(log, position)
        if not found:
            return [f"nothing like {wanted}; the last line is: {last_line(log)}"]
        position = found.end()
    return []


def run_crash(context, case):
    crash, cpus = case.data
    board = boards.BOARDS["virt" if cpus > 1 else "cubieboard"]
    dtb = None if board.own_tree else context.project_dtb(board.name)
    machine = boards.Boot(board, kernel=context.kernel, dtb=dtb, cpus=cpus,
                          args=f"crash={crash.how}", steady=True)
    outcome, problems = boot(context, case, machine, LIMITS)
    problems += missing_lines(outcome.log, (*crash.lines, END))
    if len(re.findall(END, outcome.log)) != 1:
        problems.append("there is not one panic")
    if "did not stop" in outcome.log:
        problems.append("a CPU did not stop")
    return Result(1 - bool(problems), problems)


def cases():
    return [Case(f"crash/{crash.how}-{cpus}cpu", run_crash, (crash, cpus))
            for crash in CRASHES for cpus in (1, 2)]
