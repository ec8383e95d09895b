# SPDX-License-Identifier: MIT
"""Read symbols and loaded bytes of a 32-bit little-endian ELF file, for questions to the image."""

import pathlib
import struct

FILE_HEADER = struct.Struct("<16sHHIIIIIHHHHHH")
PROGRAM_HEADER = struct.Struct("<8I")
SECTION_HEADER = struct.Struct("<10I")
SYMBOL = struct.Struct("<IIIBBH")
PT_LOAD, SHT_SYMTAB = 1, 2


class Elf:
    """One ELF file, whole in memory."""

    def __init__(self, path):
        self.data = pathlib.Path(path).read_bytes()
        header = FILE_HEADER.unpack_from(self.data)
        if header[0][:6] != b"\x7fELF\x01\x01":
            raise ValueError(f"{path}: not a 32-bit little-endian ELF file")
        self.segments = list(self._table(PROGRAM_HEADER, header[5], header[10]))
        self.sections = list(self._table(SECTION_HEADER, header[6], header[12]))
        symbols = list(self._symbols())
        self.symbols = {name: value for name, value, _ in symbols}
        self.sizes = {name: size for name, _, size in symbols}

    def _table(self, entry, position, count):
        return (entry.unpack_from(self.data, position + i * entry.size) for i in range(count))

    def _symbols(self):
        for section in self.sections:
            if section[1] != SHT_SYMTAB:
                continue
            position, size, names_at = section[4], section[5], self.sections[section[6]][4]
            for name, value, length, *_ in self._table(SYMBOL, position, size // SYMBOL.size):
                yield self._text(names_at + name), value, length

    def _text(self, position):
        return self.data[position:self.data.index(0, position)].decode()

    def read(self, address, size):
        """Return the bytes that lie at a virtual address."""
        for kind, offset, base, _, in_file, *_ in self.segments:
            if kind == PT_LOAD and base <= address and address + size <= base + in_file:
                return self.data[offset + address - base:][:size]
        raise ValueError(f"nothing is loaded at {address:#x}")

    def words(self, start, end):
        """Return the 32-bit words between two symbols."""
        first, last = self.symbols[start], self.symbols[end]
        return self.words_at(first, last - first)

    def words_at(self, address, size):
        """Return the 32-bit words of so many bytes at a virtual address."""
        return struct.unpack(f"<{size // 4}I", self.read(address, size))

    def string(self, address):
        """Return the NUL-terminated string at a virtual address."""
        text = b""
        while not text.endswith(b"\0"):
            text += self.read(address + len(text), 1)
        return text[:-1].decode()
