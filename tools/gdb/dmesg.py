# SPDX-License-Identifier: MIT
"""The command dmesg for GDB: the kernel's log out of its memory, printed on a console or not.

Reads the two rings that kernel/printk_ringbuffer.c describes.
"""

import gdb

FILE = "'kernel/printk_ringbuffer.c'"


def variable(name):
    return gdb.parse_and_eval(f"{FILE}::{name}")


def line_of(number):
    """Return one record of the log as its console line."""
    descs, text = variable("log_descs"), variable("log_buf")
    desc = descs[number % (descs.type.sizeof // descs[0].type.sizeof)]
    begin, length, size = int(desc["begin"]), int(desc["len"]), text.type.sizeof
    # In its own ring the text of a record may go on at the start.
    data = bytes(int(text[(begin + i) % size]) & 0xFF for i in range(length))
    seconds, nanoseconds = divmod(int(desc["ts_nsec"]), 10**9)
    return f"[{seconds:5}.{nanoseconds // 1000:06}] {data.decode(errors='replace')}"


class Dmesg(gdb.Command):
    """dmesg: show the kernel's log, also what no console has printed yet."""

    def __init__(self):
        super().__init__("dmesg", gdb.COMMAND_DATA)

    def invoke(self, argument, from_tty):
        for number in range(int(variable("first_seq")), int(variable("next_seq"))):
            gdb.write(line_of(number) + "\n")


Dmesg()
