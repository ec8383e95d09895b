# SPDX-License-Identifier: MIT
"""Booting through a real U-Boot: Debian's, for QEMU's virt machine.

The disk is what a user would write: a partition table with one bootable FAT partition, and in it
the zImage, the uImage, the tree and extlinux/extlinux.conf. mtools makes it, without root. U-Boot
is the machine's firmware and finds the disk by itself (extlinux.conf), or is typed at: bootz and
bootm from several addresses.
"""

import dataclasses
import os
import pathlib
import struct
import subprocess

import boards
import guest
from harness import Case, Result, boot, judge

FIRMWARE = pathlib.Path("/usr/lib/u-boot/qemu_arm/u-boot.bin")
DISK_BYTES = 64 << 20
PARTITION_AT = 1 << 20
SECTOR = 512
FAT16_LBA, BOOTABLE = 0x0E, 0x80

EXTLINUX = """\
default marrow
timeout 1
label marrow
    kernel /zImage
    append {args}
"""

LIMITS = guest.Limits(silent=120, total=900)
PROMPT = "=> "


@dataclasses.dataclass
class Entry:
    """One way to boot from U-Boot: commands to type, or None to let it find extlinux.conf."""
    commands: list[str] | None = None
    expect: str = ""            # what U-Boot itself says on this way


# fdt_addr is where QEMU leaves its own tree, and what U-Boot passes on when it is given none.
LOAD = "load virtio 0:1"
ENTRIES = {
    "extlinux": Entry(["run bootcmd"], expect="Retrieving file: /extlinux/extlinux.conf"),
    "bootz": Entry([f"{LOAD} $kernel_addr_r zImage", "bootz $kernel_addr_r - $fdt_addr"],
                   expect="Starting kernel"),
    "bootz-at-0x8000": Entry([f"{LOAD} 0x40208000 zImage", "bootz 0x40208000 - $fdt_addr"]),
    "bootz-at-0x2000000": Entry([f"{LOAD} 0x42000000 zImage", "bootz 0x42000000 - $fdt_addr"]),
    "bootz-own-tree": Entry([f"{LOAD} 0x42000000 zImage", f"{LOAD} 0x44000000 virt.dtb",
                             "bootz 0x42000000 - 0x44000000"]),
    "bootm-uImage": Entry([f"{LOAD} 0x44000000 uImage", "bootm 0x44000000 - $fdt_addr"],
                          expect="Image Name:   Marrow"),
}


def partition_table():
    """Return a first sector with one bootable FAT partition."""
    entry = struct.pack("<B3sB3sII", BOOTABLE, b"\0\2\0", FAT16_LBA, b"\xff\xff\xff",
                        PARTITION_AT // SECTOR, (DISK_BYTES - PARTITION_AT) // SECTOR)
    return bytes(446) + entry + bytes(48) + b"\x55\xaa"


def mtool(*words):
    subprocess.run([str(word) for word in words], check=True, capture_output=True,
                   env={**os.environ, "MTOOLS_SKIP_CHECK": "1"})


def make_disk(path, files):
    """Make a disk image that holds {name in the file system: path of the file}."""
    with path.open("wb") as disk:
        disk.truncate(DISK_BYTES)
        disk.write(partition_table())
    image = f"{path}@@{PARTITION_AT}"
    sectors = (DISK_BYTES - PARTITION_AT) // SECTOR
    mtool("mformat", "-i", image, "-T", sectors, "-h", 16, "-s", 63, "-H", PARTITION_AT // SECTOR,
          "-v", "MARROW")
    for folder in sorted({str(pathlib.PurePath(name).parent) for name in files} - {"."}):
        mtool("mmd", "-i", image, f"::{folder}")
    for name, source in files.items():
        mtool("mcopy", "-i", image, source, f"::{name}")


class Typist:
    """Stops U-Boot's countdown, then types one command at each prompt."""

    def __init__(self, commands):
        self.commands = list(commands)
        self.seen = 0

    def __call__(self, running, _text):
        fresh = running.text[self.seen:]
        if "Hit any key" in fresh and PROMPT not in fresh:
            self.seen = len(running.text)
            running.write(b" ")
        elif fresh.endswith(PROMPT) and self.commands:
            self.seen = len(running.text)
            running.write(self.commands.pop(0).encode() + b"\n")


def disk_for(context, case, args):
    disk = context.scratch / f"{case.name.replace('/', '-')}.disk"
    make_disk(disk, {
        "zImage": context.kernel,
        "uImage": context.build / "uImage",
        "virt.dtb": context.project_dtb("virt"),
        "extlinux/extlinux.conf": context.file(f"{case.name}.conf",
                                               EXTLINUX.format(args=args).encode())})
    return disk


def run_entry(context, case):
    entry = case.data
    disk = disk_for(context, case, "loglevel=7")
    commands = ["setenv bootargs loglevel=7", *entry.commands] if entry.commands else None
    machine = boards.Boot(boards.BOARDS["virt"], memory="1G", steady=True, extra=[
        "-bios", str(FIRMWARE), "-drive", f"if=none,format=raw,file={disk},id=disk",
        "-device", "virtio-blk-device,drive=disk"])
    # U-Boot itself makes QEMU speak of guest errors: they are not the kernel's.
    outcome, _ = boot(context, case, machine, LIMITS, guest_errors=False,
                      on_text=Typist(commands) if commands else None)
    disk.unlink()
    result = judge(outcome, context.suites, LIMITS)
    if entry.expect and entry.expect not in outcome.log:
        result.problems.insert(0, f"U-Boot did not say: {entry.expect}")
    return result


def run_disk_check(context, case):
    """The disk image is one that other programs read as well."""
    disk = disk_for(context, case, "")
    listing = subprocess.run(["mdir", "-b", "-i", f"{disk}@@{PARTITION_AT}", "::/extlinux"],
                             capture_output=True, text=True, check=True)
    found = "extlinux.conf" in listing.stdout
    return Result(problems=[] if found else [f"not on the disk: {listing.stdout}"])


def cases():
    return [Case("uboot/disk", run_disk_check, Entry()),
            *(Case(f"uboot/{name}", run_entry, entry) for name, entry in ENTRIES.items())]
