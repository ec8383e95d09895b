#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Time the book's experiment, a counter under a lock against one per CPU: make bench-cpus.

Boots virt with four CPUs that run at the same time, each a thread of QEMU, and prints the rows of
bench/cpus_bench.c. The guest's clock is the host's here, so these are picoseconds that passed, with
QEMU's translation in them, and not the same twice; the ratio is what counts. On a host with fewer
cores than the guest has CPUs the output says so: a CPU that waits for a core is then in them.
"""

import argparse
import os
import pathlib
import sys

import boards
import guest
from benchmarks import measure

CPUS = 4


def warning(cores):
    """Return the line that goes before figures which more CPUs than cores have made, or None."""
    if cores >= CPUS:
        return None
    return (f"cpus: this host has {cores} cores: the rows with more CPUs than that say how CPUs "
            "share cores, not how they share memory")


def table(rows):
    """Return a line for each number of CPUs; rows is {name: Row}."""
    layout = "{:>4} {:>22} {:>22} {:>8}"
    yield layout.format("CPUs", "one lock, ns each", "per CPU, ns each", "ratio")
    for cpus in range(1, CPUS + 1):
        found = [rows[name].median for name in rows if name.startswith(f"{cpus} CPUs: ")]
        if len(found) != 3:
            raise measure.MeasureError(f"{cpus} CPUs were not measured")
        locked, own, ratio = found
        yield layout.format(cpus, f"{locked / 1000:.1f}", f"{own / 1000:.1f}", f"{ratio / 100:.1f}")


def main():
    parser = argparse.ArgumentParser(description="a lock against per-CPU data, in time")
    parser.add_argument("--build", type=pathlib.Path, default="build")
    options = parser.parse_args()
    guest.end_on_signals()
    command = boards.Boot(boards.BOARDS["virt"], kernel=options.build / "zImage", cpus=CPUS,
                          args="kunit.enable=0 printk.time=0 bench=cpus").command()
    try:
        _, rows = measure.read_rows("virt", guest.run_guest(command, measure.LIMITS))
        lines = list(table(rows))
    except measure.MeasureError as error:
        sys.exit(f"bench-cpus: {error}")
    print("\n".join(filter(None, [warning(os.cpu_count()), *lines])))


if __name__ == "__main__":
    main()
