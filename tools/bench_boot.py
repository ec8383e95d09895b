#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Count the instructions from the kernel's entry to its first test: make bench-boot.

QEMU runs the cubieboard with 512 MiB under -icount shift=0: one instruction a nanosecond of virtual
time, the same count each time. The kernel starts the CPU's cycle counter with its first
instructions and prints what it shows before the first test:

    boot: N cycles from entry to the first test

--trace counts a second time without the kernel's help, from QEMU's log of every instruction: the
lines between the first at the kernel's entry and the first of kunit_run_all_tests(). The log is
some hundred megabytes, and the two counts differ by the few instructions around the counter.
"""

import argparse
import pathlib
import re
import subprocess
import sys

import boards
import elf
import guest

GOAL = 5_000_000
BOARD = boards.BOARDS["cubieboard"]
ICOUNT = ["-icount", "shift=0,sleep=off"]
LINE = re.compile(r"boot: (\d+) cycles from entry to the first test")
LIMITS = guest.Limits(silent=60, total=300, until=LINE)
LOG_LINE = re.compile(rb"^Trace \d+: \S+ \[[0-9a-f]+/([0-9a-f]+)/")


def make_boot(build, *extra):
    return boards.Boot(BOARD, kernel=build / "zImage", dtb=build / "dtb" / BOARD.dtb,
                       args="kunit.filter_glob=list*", extra=[*ICOUNT, *extra])


def measure(build):
    """Return the count that the kernel prints."""
    outcome = guest.run_guest(make_boot(build).command(), LIMITS)
    found = LINE.search(outcome.log)
    if not found:
        sys.exit(f"bench-boot: the kernel printed no count ({outcome.reason}):\n"
                 f"{outcome.errors}{outcome.log[-2000:]}")
    return int(found[1])


def count_trace(build):
    """Return the count by QEMU's log of executed instructions, one line each (-singlestep)."""
    image = elf.Elf(build / "marrow.elf")
    start = image.symbols["_start"] - 0xC0000000 + BOARD.ram_base
    end = image.symbols["kunit_run_all_tests"]
    command = make_boot(build, "-singlestep", "-d", "exec,nochain", "-D", "/dev/stderr").command()
    qemu = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                            stderr=subprocess.PIPE)
    try:
        return count_between(qemu.stderr, start, end)
    finally:
        qemu.kill()
        qemu.wait()


def count_between(lines, start, end):
    """Return how many instructions run from the first at start to the first at end."""
    count = None
    for line in lines:
        found = LOG_LINE.match(line)
        address = int(found[1], 16) if found else None
        if address == start and count is None:
            count = 0
        if address == end:
            return count
        if count is not None and address is not None:
            count += 1
    sys.exit("bench-boot: the trace ended before the first test")


def main():
    parser = argparse.ArgumentParser(description="count the instructions of the start-up")
    parser.add_argument("--build", type=pathlib.Path, default="build")
    parser.add_argument("--trace", action="store_true", help="count by QEMU's log as well")
    options = parser.parse_args()
    guest.end_on_signals()
    count = measure(options.build)
    print(f"boot: {count:,} instructions from entry to the first test "
          f"(goal {GOAL:,}; {BOARD.name}, {BOARD.memory})")
    if options.trace:
        print(f"boot: {count_trace(options.build):,} by QEMU's trace")
    sys.exit(1 if count > GOAL else 0)


if __name__ == "__main__":
    main()
