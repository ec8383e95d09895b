#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Boot the kernel on an emulated board: make run.

The UART of the board is this program's standard output, and its standard input types on that UART.
The run ends by itself when the kernel has ended: it switched the board off, said its last line, or
panicked, or said nothing for a minute. Ctrl-C ends it at any time and leaves the terminal as it
was. The exit status is 0 if the kernel ran its tests and all of them passed, 130 after Ctrl-C,
and 1 otherwise.
"""

import argparse
import contextlib
import pathlib
import sys
import termios
import tty

import boards
import fetch
import guest
import ktap
import sdcard

# A kernel that runs its tests says something all the time; one that stays at its prompt
# (test.exit=none) is silent for as long as its user is.
LIMITS = guest.Limits(silent=60, total=3600)
PATIENT = guest.Limits(silent=24 * 3600, total=24 * 3600)


def parse_arguments():
    parser = argparse.ArgumentParser(description="boot the kernel in QEMU")
    add_board_options(parser)
    return parser.parse_args()


def add_board_options(parser):
    """Add the options that stand for BOARD, BOOT, MEM, SMP, ARGS, T and BUILD of make."""
    parser.add_argument("--board", default="cubieboard")
    parser.add_argument("--boot", default="", choices=("", "card", "direct"))
    parser.add_argument("--mem", default="")
    parser.add_argument("--smp", type=int, default=1)
    parser.add_argument("--args", default="", help="the kernel's command line")
    parser.add_argument("--filter", default="", help="run only the tests that match suite.case")
    parser.add_argument("--build", default="build", type=pathlib.Path)


def make_boot(options):
    """Return the Boot that the command line asks for."""
    board = boards.find_board(options.board, options.mem, options.smp)
    words = [options.args]
    if options.filter:
        words.append(f"kunit.filter_glob={options.filter}")
    args = " ".join(word for word in words if word)
    if board.name == "beaglebone" and options.boot != "direct":
        card = sdcard.make_card(options.build / "beaglebone-sd.img", options.build, args)
        return boards.Boot(board, card=card, steady=not is_interactive(options))
    dtb = None if board.own_tree else options.build / "dtb" / board.dtb
    return boards.Boot(board, kernel=options.build / "zImage", dtb=dtb, memory=options.mem,
                       cpus=options.smp, args=args,
                       steady=not is_interactive(options))


def is_interactive(options):
    """A kernel that stays at its prompt after the tests: its user lives by the host's clock."""
    return "test.exit=none" in options.args.split()


@contextlib.contextmanager
def keyboard():
    """Give the terminal as a file that passes each key on at once; restore it afterwards.

    Without a terminal there is no keyboard: a run in a script must not swallow the script's input.
    """
    if not sys.stdin.isatty():
        yield None
        return
    saved = termios.tcgetattr(sys.stdin)
    try:
        tty.setcbreak(sys.stdin)
        yield sys.stdin
    finally:
        termios.tcsetattr(sys.stdin, termios.TCSADRAIN, saved)


def show(_guest, text):
    sys.stdout.write(text)
    sys.stdout.flush()


def judge(outcome):
    """Return the exit status of a run, after a line that says why it is not 0."""
    if outcome.reason == "interrupted":
        print("\nrun: interrupted")
        return 130
    if outcome.status:
        print(f"run: QEMU failed: {outcome.errors.strip()}")
        return 1
    if outcome.reason in ("silent", "timeout"):
        print(f"run: hang: no end after {outcome.seconds:.0f} s")
    report = ktap.parse(outcome.log)
    for problem in report.problems:
        print(f"run: {problem}")
    passed, failed, skipped = report.counts()
    print(f"run: {passed} passed, {failed} failed, {skipped} skipped")
    ended_well = guest.FINAL.search(outcome.log)
    return 0 if ended_well and passed and not report.problems else 1


def main():
    guest.end_on_signals()
    options = parse_arguments()
    limits = PATIENT if is_interactive(options) else LIMITS
    try:
        command = make_boot(options).command()
    except boards.BoardError as error:
        sys.exit(f"run: {error}")
    with keyboard() as keys:
        outcome = guest.run_guest(command, limits, on_text=show, keyboard=keys)
    sys.exit(judge(outcome))


if __name__ == "__main__":
    main()
