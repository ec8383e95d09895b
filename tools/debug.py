#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Boot a board stopped before its first instruction, with GDB attached: make debug.

QEMU and GDB meet at a socket in a folder that is gone afterwards. What the UART says goes to
build/debug-uart.log, for GDB has the terminal. GDB reads tools/gdb/marrow.gdb, runs to the kernel's
entry and waits for commands; when it ends, so does QEMU. docs/debugging.md shows a session.
"""

import argparse
import pathlib
import signal
import subprocess
import sys
import tempfile

import boards
import guest
import run

ROOT = pathlib.Path(__file__).resolve().parents[1]
COMMANDS = [ROOT / "tools/gdb/marrow.gdb", ROOT / "tools/gdb/dmesg.py"]
GDB_ADDRESSES = (1 << 64) - 1


def socket_options(path):
    """Return the words of QEMU's command line that stop it at reset and let GDB in."""
    return ["-S", "-gdb", "chardev:gdb",
            "-chardev", f"socket,id=gdb,path={path},server=on,wait=off"]


def gdb_command(image, board, path, *commands, batch=False):
    """Return the command line of GDB: symbols at both addresses, attached, marrow.gdb read."""
    offset = (board.ram_base - 0xC0000000) & GDB_ADDRESSES     # GDB counts in 64 bits
    first = [f"directory {ROOT}",
             f"set $ram = {board.ram_base:#x}",
             f"add-symbol-file {image} -o {offset:#x}",
             f"target remote {path}",
             *(f"source {file}" for file in COMMANDS)]
    words = ["gdb-multiarch", "-q", "-nx", *(["-batch"] if batch else []),
             "-ex", "set confirm off", str(image)]
    for command in (*first, *commands):
        words += ["-ex", command]
    return words


def debug(options):
    """Run QEMU and GDB until GDB ends; return GDB's exit status."""
    options.boot = options.boot or "direct"     # the first instruction is the kernel's
    boot = run.make_boot(options)
    boot.steady = False     # whoever steps through code lives by the host's clock
    uart = options.build / "debug-uart.log"
    with tempfile.TemporaryDirectory() as folder, uart.open("wb") as log:
        path = pathlib.Path(folder) / "gdb"
        boot.extra = socket_options(path)
        emulator = subprocess.Popen(boot.command(), stdin=subprocess.DEVNULL, stdout=log,
                                    start_new_session=True)
        try:
            print(f"debug: the UART's output goes to {uart}")
            wait_for(path, emulator)
            image = options.build / "marrow.elf"
            return subprocess.call(gdb_command(image, boot.board, path, "entry"))
        finally:
            emulator.kill()
            emulator.wait()


def wait_for(path, emulator):
    """Wait until QEMU has made its socket."""
    while not path.exists():
        try:
            status = emulator.wait(timeout=0.05)
        except subprocess.TimeoutExpired:
            continue
        sys.exit(f"debug: QEMU ended with status {status}")


def main():
    parser = argparse.ArgumentParser(description="debug the kernel in QEMU")
    run.add_board_options(parser)
    guest.end_on_signals()
    signal.signal(signal.SIGINT, signal.SIG_IGN)    # Ctrl-C is GDB's: it stops the kernel
    try:
        sys.exit(debug(parser.parse_args()))
    except boards.BoardError as error:
        sys.exit(f"debug: {error}")


if __name__ == "__main__":
    main()
