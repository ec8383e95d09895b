#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Count the instructions from the kernel's entry to its first test: make bench-boot.

QEMU runs the cubieboard with 512 MiB in its record mode, under -icount shift=0, where it counts
every instruction; GDB stops it at the kernel's first instruction and at kunit_run_all_tests(),
and asks for the count at both. It is the same each time, and nothing in the kernel takes part.
(The kernel counts too, with the CPU's cycle counter, but QEMU's Cortex-A8 has none.)

--trace counts once more in another way: the lines of QEMU's log of every instruction between the
two places. The log is some hundred megabytes; the two counts agree to within one.
"""

import argparse
import contextlib
import itertools
import pathlib
import re
import subprocess
import sys
import tempfile

import boards
import debug
import elf
import guest

GOAL = 5_000_000
BOARD = boards.BOARDS["cubieboard"]
FIRST_TEST = "kunit_run_all_tests"
ICOUNT = "shift=0,sleep=off"
RECORD = ICOUNT + ",rr=record,rrfile="
COUNT = re.compile(r"instruction count = (\d+)")
LOG_LINE = re.compile(rb"^Trace \d+: \S+ \[[0-9a-f]+/([0-9a-f]+)/")
TIMEOUT = 300


def make_boot(build, *extra):
    return boards.Boot(BOARD, kernel=build / "zImage", dtb=build / "dtb" / BOARD.dtb,
                       extra=list(extra))


def ends(image):
    """Return the addresses of the entry, where the MMU is off, and of the first test."""
    return image.symbols["_start"] - 0xC0000000 + BOARD.ram_base, image.symbols[FIRST_TEST]


def session(boot, start, end, folder):
    """Run a kernel from one address to another under GDB; return what GDB said."""
    path = folder / "gdb"
    boot.extra = ["-icount", f"{RECORD}{folder / 'record'}", *debug.socket_options(path)]
    emulator = subprocess.Popen(boot.command(), stdin=subprocess.DEVNULL,
                                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    words = ["gdb-multiarch", "-q", "-nx", "-batch", "-ex", "set confirm off",
             "-ex", "set architecture arm", "-ex", f"target remote {path}"]
    for address in (start, end):
        words += ["-ex", f"thbreak *{address:#x}", "-ex", "continue", "-ex", "monitor info replay"]
    try:
        debug.wait_for(path, emulator)
        return subprocess.run(words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True, timeout=TIMEOUT).stdout
    finally:
        emulator.kill()
        emulator.wait()


def count(boot, start, end):
    """Return how many instructions a kernel runs between two addresses, by QEMU's record mode."""
    with tempfile.TemporaryDirectory() as folder:
        said = session(boot, start, end, pathlib.Path(folder))
    counts = [int(number) for number in COUNT.findall(said)]
    if len(counts) != 2:
        sys.exit(f"bench-boot: GDB did not get from {start:#x} to {end:#x}:\n{said}")
    return counts[1] - counts[0]


def measure(build):
    """Return how many instructions Marrow runs until its first test."""
    return count(make_boot(build), *ends(elf.Elf(build / "marrow.elf")))


@contextlib.contextmanager
def traced(build):
    """Run the kernel with QEMU's log of executed instructions (-singlestep); give their addresses.

    An access to a device makes QEMU begin the instruction a second time: one address twice running.
    """
    command = make_boot(build, "-icount", ICOUNT, "-singlestep", "-d", "exec,nochain",
                        "-D", "/dev/stderr").command()
    qemu = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                            stderr=subprocess.PIPE)
    try:
        found = (LOG_LINE.match(line) for line in qemu.stderr)
        addresses = (int(match[1], 16) for match in found if match)
        yield (address for address, _ in itertools.groupby(addresses))
    finally:
        qemu.kill()
        qemu.wait()


def count_trace(build):
    """Return the count by QEMU's log."""
    with traced(build) as addresses:
        return count_between(addresses, *ends(elf.Elf(build / "marrow.elf")))


def count_between(addresses, start, end):
    """Return how many instructions run from the first at start to the first at end."""
    counted = None
    for address in addresses:
        if address == start and counted is None:
            counted = 0
        if address == end:
            return counted
        if counted is not None:
            counted += 1
    sys.exit("bench-boot: the trace ended before the first test")


def main():
    parser = argparse.ArgumentParser(description="count the instructions of the start-up")
    parser.add_argument("--build", type=pathlib.Path, default="build")
    parser.add_argument("--trace", action="store_true", help="count by QEMU's log as well")
    options = parser.parse_args()
    guest.end_on_signals()
    counted = measure(options.build)
    print(f"boot: {counted:,} instructions from entry to the first test "
          f"(goal {GOAL:,}; {BOARD.name}, {BOARD.memory})")
    if options.trace:
        print(f"boot: {count_trace(options.build):,} by QEMU's trace")
    sys.exit(1 if counted > GOAL else 0)


if __name__ == "__main__":
    main()
