#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Find the longest stretch with interrupts off in each subsystem: make bench-irqsoff.

A plugin watches QEMU execute the kernel (tools/qemu/plugin/irqsoff.c), which is the one that is
always built: what is measured is not changed by being measured. The kernel boots twice on the
cubieboard with 1 GiB under -icount, once with all benchmarks and once with all of its own tests,
which is where the loads are. The figures are instructions and the same on every run.

A stretch belongs to the subsystem in whose source file interrupts were switched off; an interrupt's
own to "interrupts". Left out is start-up, and each stretch in which code of tests/ or bench/ ran, a
validator walked its structure or a fault was reported: these say nothing of the kernel at work.

Prints a table, writes BUILD/bench-irqsoff.json, and exits with status 1 if a bound is exceeded.
"""

import argparse
import collections
import dataclasses
import fnmatch
import json
import pathlib
import re
import subprocess
import sys

import bench_boot
import boards
import guest

BOARD = boards.BOARDS["cubieboard"]
VECTOR_IRQ = 0xFFFF0018
LIMITS = guest.Limits(silent=240, total=1800)
LOADS = {"benchmarks": "bench=all kunit.filter_glob=list.list_add_test", "tests": ""}
BOUND = 10_000      # instructions: ten microseconds, were each of them to take a nanosecond
BOUNDS = {
    "page allocator": 2_000,
    "calls to other CPUs": 14_000,      # a cache's two magazines of a CPU go back to their slabs
}

# The first pattern that matches decides; a file that none matches stands for itself.
SUBSYSTEMS = {
    "page debugging": ("mm/page_debug.c", "mm/page_poison.c", "mm/page_owner.c"),
    "page allocator": ("mm/page_*", "mm/pcp.c", "mm/buddy*"),
    "reclaim": ("mm/vmscan.c", "mm/oom.c"),
    "slab": ("mm/slab*", "mm/kmalloc.c", "mm/failslab.c"),
    "vmalloc": ("mm/vmalloc*", "mm/vmap*", "mm/ioremap.c", "mm/vm_stack.c", "mm/set_memory.c"),
    "highmem": ("mm/highmem.c",),
    "per-CPU memory": ("mm/percpu.c",),
    "page tables": ("arch/arm/pgtable.c", "arch/arm/mmu.c", "arch/arm/ptdump.c"),
    "scheduler": ("kernel/sched/*", "kernel/kthread.c", "arch/arm/switch.S"),
    "locks": ("kernel/locking/*",),
    "interrupts": ("arch/arm/entry.S", "arch/arm/traps.c", "kernel/irq/*", "kernel/softirq.c"),
    "timers": ("kernel/time/*", "kernel/timer.c"),
    "workqueues": ("kernel/workqueue.c",),
    "calls to other CPUs": ("kernel/smp.c", "arch/arm/smp.c", "kernel/cpu.c"),
    "printk and console": ("kernel/printk*", "kernel/console.c", "drivers/tty/*"),
}
# What is no work: the load itself, validators, lists for the user, reports of faults.
IDLE_FILES = ("tests/*", "bench/*", "lib/kunit*", "mm/*_validate.c", "kernel/panic.c",
              "arch/arm/unwind.c", "arch/arm/stacktrace.c")
IDLE_FUNCTIONS = ("*_validate", "show_*", "vector_*abort", "vector_undefined")


@dataclasses.dataclass
class Stretch:
    """All the stretches that began at one place; blocks = {address: count} of the longest."""
    pc: int
    end: int
    longest: int
    times: int
    total: int
    blocks: dict[int, int] = dataclasses.field(default_factory=dict)


@dataclasses.dataclass(frozen=True)
class Place:
    """Where an address lies: the .c or .S file, and the function that a backtrace would name."""
    function: str
    file: str


NOWHERE = Place("?", "?")


@dataclasses.dataclass
class Row:
    """One line of the table."""
    subsystem: str
    longest: int
    bound: int
    began: str
    ended: str
    spent: str      # the function that most of it went to
    times: int      # how many stretches the subsystem had in all
    load: str


def parse(text):
    """Return (instructions, [Stretch]) of what the plugin wrote."""
    instructions, stretches = None, []
    for line in text.splitlines():
        word, *values = line.split()
        if word == "instructions":
            instructions = int(values[0])
        elif word == "stretch":
            pc, _, end = (int(value, 16) for value in values[:3])
            stretches.append(Stretch(pc, end, *map(int, values[3:])))
        elif word == "block":
            blocks, pc = stretches[-1].blocks, int(values[0], 16)
            blocks[pc] = blocks.get(pc, 0) + int(values[1])
    if instructions is None:
        raise ValueError("the plugin wrote nothing")
    return instructions, stretches


def parse_places(text):
    """Return {address: Place} of the output of addr2line -a -f -i."""
    places = {}
    for chunk in re.split(r"^(?=0x)", text, flags=re.M)[1:]:
        address, *lines = chunk.splitlines()
        files = [re.sub(r"^(\./)+", "", line.rsplit(":", 1)[0]) for line in lines[1::2]]
        source = next((file for file in files if file.endswith((".c", ".S"))), "?")
        places[int(address, 16)] = Place(lines[-2], source)
    return places


def find_places(image, addresses):
    """Return {address: Place}. The vectors are a copy of code that lies elsewhere."""
    done = subprocess.run(["arm-none-eabi-addr2line", "-a", "-f", "-i", "-e", str(image)],
                          input="\n".join(map(hex, sorted(addresses))), check=True,
                          capture_output=True, text=True)
    return parse_places(done.stdout) | {VECTOR_IRQ: Place("vector_irq", "arch/arm/entry.S")}


def matches(file, patterns):
    return any(fnmatch.fnmatch(file, pattern) for pattern in patterns)


def subsystem_of(file):
    return next((name for name, patterns in SUBSYSTEMS.items() if matches(file, patterns)), file)


def is_work(stretch, places):
    """False if part of the stretch is in no use of the kernel: see IDLE_FILES."""
    touched = {places.get(pc, NOWHERE) for pc in stretch.blocks}
    return not any(matches(place.file, IDLE_FILES) or matches(place.function, IDLE_FUNCTIONS)
                   for place in touched)


def most_spent(stretch, places):
    """Return the function that had most of the longest stretch, with its share."""
    spent = collections.Counter()
    for pc, instructions in stretch.blocks.items():
        spent[places.get(pc, NOWHERE).function] += instructions
    (function, instructions), = spent.most_common(1)
    return f"{function} {instructions * 100 // stretch.longest} %"


def make_rows(stretches, places, load):
    """Return {subsystem: Row} with the longest stretch of each."""
    rows, times = {}, collections.Counter()
    for stretch in sorted(stretches, key=lambda stretch: (-stretch.longest, stretch.pc)):
        if not is_work(stretch, places):
            continue
        began, ended = (places.get(pc, NOWHERE) for pc in (stretch.pc, stretch.end))
        name = subsystem_of(began.file)
        times[name] += stretch.times
        if name not in rows:
            rows[name] = Row(name, stretch.longest, BOUNDS.get(name, BOUND), began.function,
                             ended.function, most_spent(stretch, places), 0, load)
    return {name: dataclasses.replace(row, times=times[name]) for name, row in rows.items()}


def worst(results):
    """Return the rows of several loads in one list, the worst of each subsystem, longest first."""
    rows = {}
    for result in results:
        for name, row in result.items():
            if name not in rows or row.longest > rows[name].longest:
                rows[name] = row
    return sorted(rows.values(), key=lambda row: -row.longest)


def table(rows):
    """Return the lines of the table."""
    layout = "{:<20} {:>8} {:>8}  {:<28} {:<28} {:<34} {}"
    lines = [layout.format("subsystem", "longest", "bound", "began in", "ended in", "most spent in",
                           "under")]
    return lines + [layout.format(row.subsystem, f"{row.longest:,}", f"{row.bound:,}", row.began,
                                  row.ended, row.spent, row.load) for row in rows]


def measure(build, load):
    """Boot under the plugin; return (instructions, {subsystem: Row})."""
    out = build / f"irqsoff-{load}.out"
    out.unlink(missing_ok=True)
    boot = boards.Boot(BOARD, kernel=build / "zImage", dtb=build / "dtb" / BOARD.dtb, memory="1G",
                       args=LOADS[load],
                       extra=["-icount", bench_boot.ICOUNT,
                              "-plugin", f"{build / 'irqsoff.so'},out={out}"])
    outcome = guest.run_guest(boot.command(), LIMITS, on_end=end_softly)
    if outcome.reason not in ("final", "exited") or not out.exists():
        sys.exit(f"bench-irqsoff: {load}: ended early ({outcome.reason}): {outcome.errors.strip()}")
    instructions, stretches = parse(out.read_text())
    addresses = {pc for stretch in stretches for pc in (stretch.pc, stretch.end, *stretch.blocks)}
    return instructions, make_rows(stretches, find_places(build / "marrow.elf", addresses), load)


def end_softly(running, _reason):
    """A signal that QEMU handles: the plugin writes its file on the way out."""
    running.process.terminate()
    running.process.wait(60)


def main():
    parser = argparse.ArgumentParser(description="find the longest stretches with interrupts off")
    parser.add_argument("--build", type=pathlib.Path, default="build")
    options = parser.parse_args()
    guest.end_on_signals()
    results = [measure(options.build, load) for load in LOADS]
    rows = worst(rows for _, rows in results)
    print("\n".join(table(rows)))
    print(f"irqsoff: {sum(count for count, _ in results):,} instructions watched")
    (options.build / "bench-irqsoff.json").write_text(
        json.dumps([dataclasses.asdict(row) for row in rows], indent=1) + "\n", encoding="utf-8")
    over = [row for row in rows if row.longest > row.bound]
    for row in over:
        print(f"irqsoff: {row.subsystem}: {row.longest:,} instructions, bound {row.bound:,}")
    sys.exit(1 if over else 0)


if __name__ == "__main__":
    main()
