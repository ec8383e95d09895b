# SPDX-License-Identifier: MIT
"""The boards that QEMU emulates, and the QEMU command line that boots an image on one of them.

Everything that starts QEMU (run, debug, bench_boot, the tests) builds a Boot and calls command().
There are three ways in:

  protocol  QEMU's own -kernel and -dtb. QEMU writes the memory size and the command line into the
            tree, puts the image at +0x10000 in RAM and enters it as the boot protocol wants.
  raw       files at chosen addresses and a few instructions that set r0..r2 and jump. Nothing
            touches the tree on the way, so this is how broken ones and odd addresses are tried.
            On virt, which puts a tree of its own at the start of RAM unless it has a kernel, those
            few instructions are that kernel (wrapped for U-Boot, so that they say where they go).
  card      an SD card and nothing else: what is on it boots, from the boot ROM on (beaglebone).

With one CPU, time in the guest may follow its instructions instead of the host's clock ("steady"):
two nanoseconds each, and none spent idle. Then a busy host cannot make a test of the tick fail, and
a run repeats exactly. Several CPUs run freely, at the same time; more of them than the host has
take turns, and one that only waits (wfe, yield) passes its turn on at once. At the same time they
would wait for each other in their sleep: a lock's next owner may be the one that the host has put
aside.

The first UART is always the character device "uart": standard input and output of QEMU's process.
"""

import dataclasses
import os
import pathlib
import shutil
import struct
import subprocess
import zlib

import qemu.build

MIB = 1 << 20
STEADY = ["-icount", "shift=1,sleep=off"]
TAKE_TURNS = ["-accel", "tcg,thread=single"]
IMAGE_KIND = (5, 2, 2, 0)       # Linux, ARM, a kernel, not compressed


class BoardError(Exception):
    """A board or a size that cannot be emulated here, with the reason in words."""


@dataclasses.dataclass(frozen=True)
class Board:
    """What QEMU has to be told about one board."""
    name: str
    machine: str
    ram_base: int
    memory: str             # when none is asked for
    cpus: int               # at most
    dtb: str                # the project's own tree, below build/dtb
    own_tree: bool = False  # QEMU makes a tree that fits the command line when given none


BOARDS = {board.name: board for board in (
    Board("cubieboard", "cubieboard", 0x40000000, "512M", 1, "cubieboard.dtb"),
    Board("virt", "virt,highmem=off,gic-version=2", 0x40000000, "1G", 8, "virt.dtb", own_tree=True),
    Board("beaglebone", "beaglebone-black", 0x80000000, "512M", 1, "beaglebone.dtb"),
)}


@dataclasses.dataclass
class Placed:
    """A file that the emulator puts into memory as it is, before the first instruction."""
    path: pathlib.Path
    address: int


@dataclasses.dataclass
class Boot:
    """One boot: a board, what goes into its memory, and how QEMU runs it."""
    board: Board
    kernel: pathlib.Path | None = None      # entered by the boot protocol
    dtb: pathlib.Path | None = None         # None: the tree QEMU makes, or none at all
    args: str = ""
    memory: str = ""
    cpus: int = 1
    placed: list[Placed] = dataclasses.field(default_factory=list)
    entry: int | None = None                # raw: where the first CPU starts
    card: pathlib.Path | None = None        # the image of an SD card
    machine_options: str = ""
    steady: bool = False                    # time follows the instructions
    extra: list[str] = dataclasses.field(default_factory=list)

    def command(self):
        """Return the argument list that starts QEMU."""
        machine = self.board.machine + (f",{self.machine_options}" if self.machine_options else "")
        words = [find_qemu(self.board), "-machine", machine,
                 "-m", self.memory or self.board.memory, "-smp", str(self.cpus),
                 "-nodefaults", "-no-user-config", "-display", "none", "-no-reboot",
                 "-chardev", "stdio,id=uart,signal=off", "-serial", "chardev:uart"]
        if self.steady and self.cpus == 1:
            words += STEADY
        if self.cpus > (os.cpu_count() or 1):
            words += TAKE_TURNS
        if self.kernel:
            words += ["-kernel", str(self.kernel)]
            words += ["-append", self.args] if self.args else []
            words += ["-dtb", str(self.dtb)] if self.dtb else []
        if self.card:
            words += ["-drive", f"if=sd,format=raw,file={self.card}"]
        return words + self._loaders() + self.extra

    def _loaders(self):
        words = []
        for item in self.placed:
            words += ["-device", f"loader,file={item.path},addr={item.address:#x},force-raw=on"]
        if self.entry is not None:
            words += ["-device", f"loader,addr={self.entry:#x},cpu-num=0"]
        return words


def jump_code(entry, r2):
    """Return ARM code that enters a kernel by the boot protocol: r0 = 0, r1 = ~0, r2 as given."""
    return struct.pack("<6I",
                       0xE3A00000,      # mov  r0, #0
                       0xE3E01000,      # mvn  r1, #0
                       0xE59F2000,      # ldr  r2, [pc, #0]
                       0xE59FF000,      # ldr  pc, [pc, #0]
                       r2, entry)


def wrapped(code, address):
    """Return code in U-Boot's legacy header (include/image.h), which QEMU reads for the address."""
    def pack(checksum):
        return struct.pack(">7I4B32s", 0x27051956, checksum, 0, len(code), address, address,
                           zlib.crc32(code), *IMAGE_KIND, b"jump")
    return pack(zlib.crc32(pack(0))) + code


def parse_size(text):
    """Return the bytes of "512M" or "1G" (a bare number counts MiB, as QEMU has it)."""
    units = {"K": 1 << 10, "M": MIB, "G": 1 << 30}
    unit = units.get(text[-1:].upper())
    number = text[:-1] if unit else text
    if not number.isdigit():
        raise BoardError(f"{text}: not a size: try 512M or 1G")
    return int(number) * (unit or MIB)


def find_board(name, memory="", cpus=1):
    """Return the Board of that name, if it can be had with that much memory and as many CPUs."""
    if name not in BOARDS:
        raise BoardError(f"BOARD={name}: no such board: there are {', '.join(BOARDS)}")
    board = BOARDS[name]
    size = parse_size(memory or board.memory)
    if name == "cubieboard" and size not in (512 * MIB, 1024 * MIB):
        raise BoardError(f"MEM={memory}: a cubieboard has 512M or 1G")
    if name == "virt" and size > 3072 * MIB:
        raise BoardError(f"MEM={memory}: virt has room for 3G below the 4 GiB line")
    if not 1 <= cpus <= board.cpus:
        raise BoardError(f"SMP={cpus}: {name} has 1 to {board.cpus} CPUs")
    return board


def qemu_has(program, machine):
    listing = subprocess.run([program, "-machine", "help"], capture_output=True, text=True)
    return any(line.split()[:1] == [machine] for line in listing.stdout.splitlines())


def find_qemu(board):
    """Return the QEMU that emulates the board: $QEMU, or else the system's or the project's own."""
    if board.name != "beaglebone":
        return os.environ.get("QEMU") or "qemu-system-arm"
    machine = board.machine.split(",")[0]
    for program in (os.environ.get("QEMU"), str(qemu.build.program())):
        if program and shutil.which(program) and qemu_has(program, machine):
            return program
    raise BoardError("BOARD=beaglebone: no stock QEMU has that machine: make qemu builds one")
