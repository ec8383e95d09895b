#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Make an SD card for the BeagleBone Black: make sdcard.

The image holds a partition table with one active FAT16 partition, and in it what the board needs
from power-on to the kernel's tests:

    MLO                     the first stage of U-Boot: the boot ROM loads it from the root
    u-boot.img              the second stage
    extlinux/extlinux.conf  tells that one what to boot (boot/beaglebone/extlinux.conf)
    zImage, beaglebone.dtb  that is what

With the layout "raw" the two stages lie outside of any file system, where the ROM and the first
stage look as well: MLO at 128 KiB, u-boot.img at 384 KiB.

U-Boot is Debian's, unmodified (tools/fetch.py). The same file goes into the emulator and, by dd,
onto a card. mtools makes the file system, without root; nothing in the image depends on the time
or the machine it was made on.
"""

import argparse
import os
import pathlib
import struct
import subprocess
import sys
import tempfile

import fetch

ROOT = pathlib.Path(__file__).resolve().parents[1]
RECIPE = ROOT / "boot/beaglebone/extlinux.conf"

SECTOR = 512
IMAGE_BYTES = 64 << 20
PARTITION_AT = 4 << 20         # u-boot.img, raw, ends before that
FAT16_LBA, ACTIVE = 0x0E, 0x80
RAW_MLO_AT = 128 << 10
RAW_UBOOT_AT = 768 * SECTOR
LAYOUTS = ("fat", "raw")
# Any fixed time: the file system records one.
SOURCE_DATE = "1000000000"


def partition_table():
    """Return a first sector with one active FAT partition."""
    entry = struct.pack("<B3sB3sII", ACTIVE, b"\xfe\xff\xff", FAT16_LBA, b"\xfe\xff\xff",
                        PARTITION_AT // SECTOR, (IMAGE_BYTES - PARTITION_AT) // SECTOR)
    return bytes(446) + entry + bytes(48) + b"\x55\xaa"


def mtool(*words):
    subprocess.run([str(word) for word in words], check=True, capture_output=True,
                   env={**os.environ, "MTOOLS_SKIP_CHECK": "1", "SOURCE_DATE_EPOCH": SOURCE_DATE})


def make_file_system(path, files):
    """Put a FAT file system with {name: path of the file} into the image's partition."""
    part = f"{path}@@{PARTITION_AT}"
    mtool("mformat", "-i", part, "-T", (IMAGE_BYTES - PARTITION_AT) // SECTOR, "-h", 255, "-s", 63,
          "-H", PARTITION_AT // SECTOR, "-v", "MARROW", "-N", "4D415252")
    for folder in sorted({str(pathlib.PurePath(name).parent) for name in files} - {"."}):
        mtool("mmd", "-i", part, f"::{folder}")
    for name, source in files.items():
        mtool("mcopy", "-i", part, source, f"::{name}")


def write_recipe(path, args):
    """Write extlinux.conf, with a command line if there is one."""
    text = RECIPE.read_text(encoding="utf-8")
    path.write_text(text + (f"\tappend {args}\n" if args else ""), encoding="utf-8")


def make_card(path, build, args="", layout="fat", extra=None):
    """Make the image at path from the kernel in build; extra files go into the file system."""
    uboot = pathlib.Path(fetch.obtain("uboot"))
    with tempfile.TemporaryDirectory() as scratch:
        recipe = pathlib.Path(scratch) / "extlinux.conf"
        write_recipe(recipe, args)
        files = {"extlinux/extlinux.conf": recipe, "zImage": build / "zImage",
                 "beaglebone.dtb": build / "dtb/beaglebone.dtb", **(extra or {})}
        if layout == "fat":
            # The ROM wants MLO among the first entries of the root.
            files = {"MLO": uboot / "MLO", "u-boot.img": uboot / "u-boot.img", **files}
        with path.open("wb") as image:
            image.truncate(IMAGE_BYTES)
            image.write(partition_table())
            if layout == "raw":
                image.seek(RAW_MLO_AT)
                image.write((uboot / "MLO").read_bytes())
                image.seek(RAW_UBOOT_AT)
                image.write((uboot / "u-boot.img").read_bytes())
        make_file_system(path, files)
    return path


def main():
    parser = argparse.ArgumentParser(description="make an SD card for the BeagleBone Black")
    parser.add_argument("--build", default="build", type=pathlib.Path)
    parser.add_argument("--args", default="", help="the kernel's command line")
    parser.add_argument("--layout", default="fat", choices=LAYOUTS)
    parser.add_argument("--output", type=pathlib.Path)
    options = parser.parse_args()
    output = options.output or options.build / "beaglebone-sd.img"
    try:
        make_card(output, options.build, options.args, options.layout)
    except (OSError, subprocess.CalledProcessError, fetch.FetchError) as error:
        sys.exit(f"sdcard: {error}")
    print(f"  SDCARD  {output}")


if __name__ == "__main__":
    main()
