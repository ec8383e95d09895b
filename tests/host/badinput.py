# SPDX-License-Identifier: MIT
"""Broken input, one kind at a time: each must print the one line that names the culprit.

After the line the kernel either carries on to the end of its tests, or it stops; the table says
which. Nothing else may be reported on the way: no splat, no second line like it. The command lines
go through QEMU's -append, the trees are put into memory as they are.
"""

import dataclasses
import re
import struct
import typing

import boards
import fdt
import guest
import ktap
from harness import Case, Result, boot, ending_problems, last_line
from matrix import place
from trees import chosen, filled_in, memory_node, pack_reg

MIB = 1 << 20
RAM = 0x40000000
MEMORY = "512M"
QUICK = "kunit.filter_glob=string*"
LIMITS = guest.Limits(silent=10, total=60)


@dataclasses.dataclass
class Bad:
    """One kind of broken input and what the kernel has to say about it."""
    line: str                                   # regular expression, found exactly once
    stops: bool = False                         # the kernel stops after the line
    args: str = ""
    tree: typing.Callable | None = None         # changes a good tree
    blob: typing.Callable | None = None         # changes the bytes of a good tree
    board: str = "cubieboard"
    cpus: int = 1


# --- trees ----------------------------------------------------------------------------------------
def banks(*ranges):
    """Return a change that gives the tree these banks of memory."""
    def change(tree):
        memory_node(tree).properties["reg"] = pack_reg(tree, *ranges)
    return change


def no_memory(tree):
    tree.root.children.remove(memory_node(tree))


def without(compatible):
    """Return a change that takes every node of that kind out of the tree."""
    def change(tree):
        doomed = list(tree.root.compatible(compatible))
        if not doomed:
            raise AssertionError(f"the tree has no {compatible}")
        for node in tree.root.walk():
            node.children = [child for child in node.children if child not in doomed]
    return change


def more_cpus(*numbers):
    """Return a change that adds CPUs with these numbers; None: one without a number."""
    def change(tree):
        cpus = tree.root.find("cpus")
        for place, number in enumerate(numbers, len(cpus.children)):
            node = cpus.add(f"cpu@{place}", compatible=fdt.string("arm,cortex-a15"))
            node.properties["device_type"] = fdt.string("cpu")
            if number is not None:
                node.properties["reg"] = fdt.cells(number)
    return change


# --- bytes ----------------------------------------------------------------------------------------
def bad_magic(blob):
    return b"\xde\xad\xbe\xef" + blob[4:]


def bad_version(blob):
    return blob[:20] + struct.pack(">2I", 99, 98) + blob[28:]


def cut_structure(blob):
    """Zeroes from the middle of the structure on, as a load that stopped half way leaves it."""
    return blob[:len(blob) // 2] + bytes(len(blob) - len(blob) // 2)


def huge_total(blob):
    return blob[:4] + struct.pack(">I", 0x7FFFFFFF) + blob[8:]


def offset_outside(blob):
    return blob[:8] + struct.pack(">I", len(blob) + 64) + blob[12:]


CASES = {
    # The tree as a whole
    "tree-bad-version": Bad("device tree: at 0x[0-9a-f]+: .*VERSION", stops=True, blob=bad_version),
    "tree-truncated": Bad("device tree: at 0x[0-9a-f]+: ", stops=True, blob=cut_structure),
    "tree-huge": Bad("device tree: at 0x[0-9a-f]+: its size is absurd", stops=True,
                     blob=huge_total),
    "tree-offset-outside": Bad("device tree: at 0x[0-9a-f]+: ", stops=True, blob=offset_outside),
    # Memory
    "memory-none": Bad("device tree: no memory node", stops=True, tree=no_memory),
    "memory-empty": Bad("bank at 0x70000000 is empty, ignored",
                        tree=banks((RAM, 512 * MIB), (RAM + 768 * MIB, 0))),
    "memory-overlap": Bad("bank .*overlaps another one",
                          tree=banks((RAM, 320 * MIB), (RAM + 256 * MIB, 256 * MIB))),
    "memory-misaligned": Bad("bank .*not whole pages, trimmed",
                             tree=banks((RAM, 512 * MIB - 0x123))),
    "memory-above-4G": Bad("bank .*above 4 GiB", board="virt",
                           tree=banks((RAM, 512 * MIB), (1 << 32, 512 * MIB))),
    "memory-across-4G": Bad("bank .*above 4 GiB", board="virt",
                            tree=banks((RAM, 512 * MIB), (0xF0000000, 512 * MIB))),
    "memory-wraps": Bad("bank .*wraps", board="virt",
                        tree=banks((RAM, 512 * MIB), ((1 << 64) - MIB, 2 * MIB))),
    "memory-not-there": Bad("bank .*answers up to 0x60000000 only", tree=banks((RAM, 1024 * MIB))),
    "memory-elsewhere": Bad("the kernel at 0x[0-9a-f]+ lies in no bank", stops=True,
                            tree=banks((RAM + 256 * MIB, 256 * MIB))),
    "memory-tiny": Bad("less than 8 MiB", stops=True, tree=banks((RAM, 6 * MIB))),
    # The command line
    "args-unknown": Bad("Unknown kernel command line parameter.*frobnicate", args="frobnicate=7"),
    "args-mem-too-small": Bad("mem=1M: less than 8 MiB, ignored", args="mem=1M"),
    "args-mem-nonsense": Bad("mem=lots: not a size, ignored", args="mem=lots"),
    "args-lowmem-nonsense": Bad("lowmem=many: not a size, ignored", args="lowmem=many"),
    "args-lowmem-too-small": Bad("lowmem=4K: lowmem becomes 8 MiB", args="lowmem=4K"),
    "args-vmalloc-nonsense": Bad("vmalloc=much: not a size, ignored", args="vmalloc=much"),
    "args-vmalloc-too-big": Bad("vmalloc=2G: lowmem becomes 8 MiB", args="vmalloc=2G"),
    "args-console-unknown": Bad("console.*ttyQ9", args="console=ttyQ9"),
    "args-exit-unknown": Bad("test.exit=maybe: neither", args="test.exit=maybe"),
    # CPUs: QEMU has two, whatever the tree says
    "cpu-not-there": Bad("smp: CPU2 .2. does not come up: error -22", board="virt", cpus=2,
                         tree=more_cpus(1, 2)),
    "cpu-twice": Bad("smp: /cpus/cpu@2: a second CPU with number 1, ignored", board="virt", cpus=2,
                     tree=more_cpus(1, 1)),
    "cpu-no-number": Bad("smp: /cpus/cpu@1: no valid reg property, ignored", board="virt", cpus=2,
                         tree=more_cpus(None)),
    "cpu-too-many": Bad("smp: /cpus/cpu@8: more than 8 CPUs, ignored", board="virt", cpus=2,
                        tree=more_cpus(*range(1, 9))),
    # Devices
    "device-no-intc": Bad("no interrupt controller in the device tree",
                          tree=without("allwinner,sun4i-a10-ic")),
    "device-no-timer": Bad("no timer|no clock", tree=without("allwinner,sun4i-a10-timer")),
    "device-no-uart": Bad("names no console that answers", tree=without("snps,dw-apb-uart")),
}


def broken_tree(context, bad, board):
    """Return the blob of a good tree that the case has broken."""
    tree = filled_in(context.project_dtb(board.name), board, MEMORY, QUICK)
    if bad.tree:
        bad.tree(tree)
    blob = tree.write()
    return bad.blob(blob) if bad.blob else blob


def make_boot(context, case, bad):
    board = boards.find_board(bad.board, MEMORY, bad.cpus)
    if bad.tree or bad.blob:
        machine = place(context, case, board, context.kernel.read_bytes(), 0x10000,
                        broken_tree(context, bad, board), MEMORY)
        machine.cpus = bad.cpus
        return machine
    return boards.Boot(board, kernel=context.kernel, dtb=context.project_dtb(board.name),
                       memory=MEMORY, args=f"{QUICK} {bad.args}", steady=True)


def line_problems(log, pattern):
    """Return what is wrong with the line that names the culprit."""
    found = [line for line in map(lambda raw: ktap.STAMP.sub("", raw), log.splitlines())
             if re.search(pattern, line) and not line.startswith("Command line")
             and not guest.PANIC.search(line)]
    if len(found) == 1:
        return []
    return [f"{len(found)} lines like /{pattern}/; the last line is: {last_line(log)}", *found[:3]]


def run_bad(context, case):
    bad = case.data
    until = re.compile(bad.line) if bad.stops else None
    outcome, _ = boot(context, case, make_boot(context, case, bad),
                      dataclasses.replace(LIMITS, until=until), guest_errors=False)
    problems = line_problems(outcome.log, bad.line)
    if not bad.stops:
        problems += ending_problems(outcome, LIMITS) + ktap.parse(outcome.log).problems
    return Result(problems=problems, note="stops" if bad.stops else "carries on")


def run_without_tree(context, case):
    """With no tree anywhere the kernel says so and stops at a symbol for the debugger to show."""
    board = boards.BOARDS["cubieboard"]
    machine = place(context, case, board, context.kernel.read_bytes(), 0x10000, None)
    control = context.scratch / "no-tree.qmp"
    machine.extra = guest.monitor_options(control)
    stopped = []

    def look(_running, _reason):
        monitor = guest.Monitor(control)
        stopped.append(monitor.register("R15"))
        monitor.close()

    outcome, _ = boot(context, case, machine, guest.Limits(silent=1, total=5), on_end=look)
    problems = line_problems(outcome.log, "No device tree")
    if not context.stands_in(stopped[0], "no_device_tree"):
        problems.append(f"stopped at {stopped[0]:#x}, not in no_device_tree()")
    return Result(problems=problems, note=f"stops at {stopped[0]:#x}")


def cases():
    return [Case("bad-input/no-tree", run_without_tree),
            *(Case(f"bad-input/{name}", run_bad, bad) for name, bad in CASES.items())]
