#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Make the symbol table that the kernel names addresses with.

    nm -n FIRST.elf | kallsyms.py > table.S        the table of one link
    kallsyms.py --empty > table.S                  a table without a symbol, for the first link
    kallsyms.py --verify FIRST.nm SECOND.nm        stop unless FIRST's table is right for SECOND

The image is linked twice: first with the empty table, then with the one made from the first link.
It lies behind all code, so that its size moves no function; --verify holds the second link to
that.

The table, in section .kallsyms, native byte order:

    kallsyms_num            u32         n
    kallsyms_offsets        u32[n]      function addresses less _text, ascending, no two the same
    kallsyms_markers        u32[]       where in kallsyms_names the names 0, 16, 32 ... begin
    kallsyms_names          char[]      n names, each ended by a NUL

Only functions count (types t, T, w, W of nm), between _text and _etext. Of several names for one
address the table takes a global one before a local one, and one without leading underscores first.
"""

import pathlib
import re
import sys

NAMES_PER_MARKER = 16
SYMBOL = re.compile(r"^([0-9a-f]+) ([A-Za-z]) ([^$\s]\S*)$")
LINKER_MARK = re.compile(r"^(_text|_stext|_etext|__\w+_(start|end|begin)|__start_\w+|__stop_\w+)$")


def parse_nm(text):
    """Return [(address, type, name)] of the output of nm."""
    found = (SYMBOL.match(line) for line in text.splitlines())
    return [(int(match[1], 16), match[2], match[3]) for match in found if match]


def preference(symbol):
    """Order the names of one address: the first is the one to show."""
    _, kind, name = symbol
    return (bool(LINKER_MARK.match(name)), kind.islower(), name.startswith("_"), name)


def functions(symbols):
    """Return [(offset, name)] by ascending offset."""
    bounds = {name: address for address, _, name in symbols if name in ("_text", "_etext")}
    if len(bounds) != 2:
        raise ValueError("no _text and _etext in the output of nm")
    by_address = {}
    for symbol in symbols:
        address, kind, name = symbol
        if kind in "tTwW" and bounds["_text"] <= address < bounds["_etext"]:
            by_address.setdefault(address, []).append(symbol)
    return [(address - bounds["_text"], min(names, key=preference)[2])
            for address, names in sorted(by_address.items())]


def labelled(label, rows):
    return [f"\t.balign 4", f"\t.global {label}", f"{label}:", *rows]


def assembler(table):
    """Return the source text of a table."""
    name_offsets, position = [], 0
    for _, name in table:
        name_offsets.append(position)
        position += len(name) + 1
    markers = name_offsets[::NAMES_PER_MARKER]
    lines = ["/* SPDX-License-Identifier: MIT */", "/* Made by tools/kallsyms.py. */",
             '\t.section .kallsyms, "a"']
    lines += labelled("kallsyms_num", [f"\t.long {len(table)}"])
    lines += labelled("kallsyms_offsets", [f"\t.long {offset:#x}" for offset, _ in table])
    lines += labelled("kallsyms_markers", [f"\t.long {offset}" for offset in markers])
    lines += labelled("kallsyms_names", [f'\t.asciz "{name}"' for _, name in table])
    return "\n".join(lines) + "\n"


def difference(first, second):
    """Return in words how two tables differ, or None."""
    for before, after in zip(first, second):
        if before != after:
            return f"{before[1]} at +{before[0]:#x} is {after[1]} at +{after[0]:#x}"
    if len(first) != len(second):
        return f"{len(first)} functions became {len(second)}"
    return None


def verify(paths):
    first, second = (functions(parse_nm(pathlib.Path(path).read_text())) for path in paths)
    moved = difference(first, second)
    if moved:
        sys.exit(f"kallsyms: the second link moved the code: {moved}")


def main():
    arguments = sys.argv[1:]
    if arguments == ["--empty"]:
        sys.stdout.write(assembler([]))
    elif len(arguments) == 3 and arguments[0] == "--verify":
        verify(arguments[1:])
    elif not arguments:
        sys.stdout.write(assembler(functions(parse_nm(sys.stdin.read()))))
    else:
        sys.exit("usage: kallsyms.py [--empty | --verify FIRST.nm SECOND.nm] < nm-output")


if __name__ == "__main__":
    main()
