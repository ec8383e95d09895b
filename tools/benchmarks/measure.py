# SPDX-License-Identifier: MIT
"""Boot a kernel with bench=all and read what it measured; ask its image for the rest.

Every kernel runs on the same machine: QEMU's cubieboard with 1 GiB under -icount shift=0, where an
instruction takes a nanosecond of the guest's time. A Kernel says what is booted; measure() returns
its rows by name. Four rows do not come from the clock of the guest: the length of the start-up is
counted from outside by QEMU (bench_boot), the size is the image's, and the memory that is reserved
is what the kernel says of itself.
"""

import concurrent.futures
import dataclasses
import pathlib
import re
import struct

import bench_boot
import boards
import elf
import guest
from benchmarks import goals

BOARD = boards.BOARDS["cubieboard"]
MEMORY = "1G"
ROW = re.compile(r"bench: (\S.*?) +(\d+) +(\d+) +(\d+)$", re.M)
UNIT = re.compile(r"bench: begin, in (\w+)")
END = re.compile(r"bench: end")
RESERVED = re.compile(r"Memory: .*?(\d+) ?K(?:iB)? reserved")
LIMITS = guest.Limits(silent=120, total=900, until=END, final=False)
SHF_ALLOC, SHT_NOBITS = 2, 8


class MeasureError(Exception):
    """A kernel that did not measure, with the reason in words."""


@dataclasses.dataclass(frozen=True)
class Row:
    """What one row came to, per iteration."""
    median: int
    p99: int
    largest: int


@dataclasses.dataclass(frozen=True)
class Kernel:
    """What is booted: the image, its tree, its symbols and its command line."""
    name: str
    image: pathlib.Path
    dtb: pathlib.Path
    elf: pathlib.Path       # of the image whose size counts
    args: str
    entry: int              # physical, of the kernel itself: after it has been unpacked


def marrow(build):
    return Kernel("marrow", build / "zImage", build / "dtb" / BOARD.dtb, build / "marrow.elf",
                  "kunit.enable=0 printk.time=0", BOARD.ram_base + 0x10000)


def linux(flavour, folder):
    return Kernel(flavour, folder / "zImage", folder / "sun4i-a10-cubieboard.dtb",
                  folder / "vmlinux", "console=ttyS0,115200 earlycon printk.time=0",
                  BOARD.ram_base + 0x8000)


def boot(kernel, args, *extra):
    return boards.Boot(BOARD, kernel=kernel.image, dtb=kernel.dtb, memory=MEMORY,
                       args=f"{kernel.args} {args}".strip(), extra=list(extra))


def read_rows(name, outcome):
    """Return (unit, {name: Row}) of a boot with bench=all."""
    unit = UNIT.search(outcome.log)
    if outcome.reason != "matched" or not unit:
        tail = "\n".join(outcome.log.splitlines()[-15:])
        raise MeasureError(f"{name}: ended early ({outcome.reason}) {outcome.errors}\n{tail}")
    rows = {}
    for row, *numbers in ROW.findall(outcome.log):
        if row in rows:
            raise MeasureError(f"{name}: two rows are called {row}")
        rows[row] = Row(*map(int, numbers))
    return unit[1], rows


def run(kernel):
    """Boot once with bench=all; return {name: Row}."""
    command = boot(kernel, "bench=all", "-icount", bench_boot.ICOUNT).command()
    unit, rows = read_rows(kernel.name, guest.run_guest(command, LIMITS))
    if unit != "ns":
        raise MeasureError(f"{kernel.name}: measured in {unit}")
    return rows


def run_on_virt(build):
    """Boot on QEMU's Cortex-A15, which has a cycle counter; return (unit, {name: Row})."""
    command = boards.Boot(boards.BOARDS["virt"], kernel=build / "zImage",
                          args="kunit.enable=0 printk.time=0 bench=all",
                          extra=["-icount", bench_boot.ICOUNT]).command()
    return read_rows("virt", guest.run_guest(command, LIMITS))


def instructions_to_late_initcalls(kernel):
    """Return how long the start-up is, up to the first of the initcalls that run last."""
    image = elf.Elf(kernel.elf)
    first, = struct.unpack("<I", image.read(image.symbols["__initcall7_start"], 4))
    return bench_boot.count(boot(kernel, ""), kernel.entry, first)


def image_size(path):
    """Return the KiB of all that is loaded from an image, rounded up."""
    sections = elf.Elf(path).sections
    loaded = sum(size for _, kind, flags, _, _, size, *_ in sections
                 if flags & SHF_ALLOC and kind != SHT_NOBITS)
    return -(-loaded // 1024)


def reserved(kernel):
    """Return the KiB that a kernel says are not for allocation."""
    limits = guest.Limits(silent=120, until=RESERVED)
    log = guest.run_guest(boot(kernel, "", "-icount", bench_boot.ICOUNT).command(), limits).log
    found = RESERVED.search(log)
    if not found:
        raise MeasureError(f"{kernel.name}: does not say how much memory is reserved")
    return int(found[1])


def differences(first, second):
    """Return a line for each row that two runs do not agree on."""
    return [f"{name}: {first.get(name)} and {second.get(name)}"
            for name in {**first, **second} if first.get(name) != second.get(name)]


def measure(kernel, plain, runs=1):
    """Return {name: Row} of a kernel; plain is the same without tests, for what they would add.

    More runs than one must all come to the same.
    """
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        jobs = [pool.submit(run, kernel) for _ in range(runs)]
        whole = {goals.BOOT: pool.submit(instructions_to_late_initcalls, kernel),
                 goals.RESERVED: pool.submit(reserved, plain)}
        results = [job.result() for job in jobs]
        facts = {name: job.result() for name, job in whole.items()}
    facts[goals.IMAGE] = image_size(plain.elf)
    for result in results[1:]:
        wrong = differences(results[0], result)
        if wrong:
            raise MeasureError("\n".join([f"{kernel.name}: two runs differ:", *wrong]))
    return results[0] | {name: Row(value, value, value) for name, value in facts.items()}
