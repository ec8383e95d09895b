#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Wrap an image in U-Boot's legacy header, for bootm: mkuimage.py IMAGE UIMAGE [LOAD-ADDRESS].

The header is 64 bytes, big-endian: magic, checksum of the header with this field zero, time, size
of the data, load address, entry point, checksum of the data, then one byte each for operating
system, architecture, type and compression, and a name of 32 bytes (U-Boot, include/image.h). The
time is zero, so that the same image gives the same file.

The load address is that of the BeagleBone unless given; the kernel moves itself to where it wants
to be, so any address in the first 128 MiB of RAM will do.
"""

import pathlib
import struct
import sys
import zlib

MAGIC = 0x27051956
OS_LINUX, ARCH_ARM, TYPE_KERNEL, COMPRESSION_NONE = 5, 2, 2, 0
HEADER = struct.Struct(">7I4B32s")
DEFAULT_LOAD_ADDRESS = 0x82000000


def header(data, load_address, name=b"Marrow"):
    """Return the 64 bytes that go in front of data."""
    def pack(checksum):
        return HEADER.pack(MAGIC, checksum, 0, len(data), load_address, load_address,
                           zlib.crc32(data), OS_LINUX, ARCH_ARM, TYPE_KERNEL, COMPRESSION_NONE,
                           name)
    return pack(zlib.crc32(pack(0)))


def main():
    if len(sys.argv) not in (3, 4):
        sys.exit("usage: mkuimage.py IMAGE UIMAGE [LOAD-ADDRESS]")
    load_address = int(sys.argv[3], 0) if len(sys.argv) == 4 else DEFAULT_LOAD_ADDRESS
    data = pathlib.Path(sys.argv[1]).read_bytes()
    pathlib.Path(sys.argv[2]).write_bytes(header(data, load_address) + data)


if __name__ == "__main__":
    main()
