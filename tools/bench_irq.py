#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Count the instructions of an interrupt: make bench-irq.

QEMU runs the cubieboard with a line of log for each instruction, and the lines are counted from the
vector to the driver's handler, and from there to the instruction that returns to the thread. The
handler's own instructions are not the interrupt's, and are left out. The interrupt is the first
one, by which the kernel sees that the tick's timer works: it leaves nothing to do on its way out,
no softirq and no switch of threads. (GDB, which bench_boot.py uses, would not do: time goes on
while it has stopped the guest, and the timer interrupts again.)
"""

import argparse
import pathlib
import sys

import bench_boot
import elf
import guest

GOAL = 150
HANDLER = "sun4i_timer_interrupt"
RFE = 0xF8BD0A00        # rfeia sp!: back to what was interrupted


def places(image):
    """Return the addresses of the interrupt's first instruction, the handler's, and of the RFE."""
    vector = image.symbols["vector_irq"]
    code = image.words_at(vector, image.sizes["vector_irq"])
    return vector, image.symbols[HANDLER], vector + 4 * code.index(RFE)


def count(addresses, vector, handler, rfe):
    """Return the instructions (from the vector to the handler, from its end to the thread)."""
    there = back = resume = previous = None
    for address in addresses:
        if address == vector:
            there = 1       # what the vector itself holds, a jump to here
        if there is None:
            continue
        if address == handler:
            resume, back = previous + 4, 0
        elif resume is None:
            there += 1
        elif address == resume or back:
            back += 1
        if address == rfe:
            return there, back
        previous = address
    sys.exit("bench-irq: the log ended before the interrupt did")


def measure(build):
    """Return what count() does, of a boot."""
    image = elf.Elf(build / "marrow.elf")
    with bench_boot.traced(build) as addresses:
        return count(addresses, *places(image))


def main():
    parser = argparse.ArgumentParser(description="count the instructions of an interrupt")
    parser.add_argument("--build", type=pathlib.Path, default="build")
    options = parser.parse_args()
    guest.end_on_signals()
    there, back = measure(options.build)
    print(f"irq: {there + back} instructions, {there} to the handler and {back} back "
          f"(goal {GOAL}; {bench_boot.BOARD.name})")
    sys.exit(1 if there + back > GOAL else 0)


if __name__ == "__main__":
    main()
