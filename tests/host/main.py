#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""All tests: make test.

In order of what fails fastest: the unit tests of the host programs, the matrix of boards, the
emulated BeagleBone and Debian's Linux on it, U-Boot, the debugger, the length of the start-up,
broken input, and two hundred damaged device trees.
Prints a line for each case and one below it for each thing that is wrong; the last line is "N
passed, N failed". The status is 0 if nothing failed.

    main.py [--build FOLDER] [--only GLOB] [--list]
"""

import argparse
import fnmatch
import pathlib
import sys

import paths     # the modules of tools/ come from here on
import armmp
import badinput
import beaglebone
import bench
import crash
import debugger
import guest
import harness
import linux_tests
import matrix
import prompt
import registers
import torture
import uboot
import unit

assert paths.ROOT


def all_cases():
    modules = (unit, matrix, beaglebone, registers, armmp, uboot, debugger, prompt, crash,
               bench, linux_tests, badinput, torture)
    return [case for module in modules for case in module.cases()]


def chosen_cases(pattern):
    cases = [case for case in all_cases()
             if not pattern or fnmatch.fnmatch(case.name, f"*{pattern}*")]
    if not cases:
        sys.exit(f"no test is named like {pattern}")
    return cases


def main():
    parser = argparse.ArgumentParser(description="run the host tests")
    parser.add_argument("--build", type=pathlib.Path, default="build")
    parser.add_argument("--only", default="", metavar="GLOB")
    parser.add_argument("--list", action="store_true")
    parser.add_argument("--jobs", type=int, default=harness.JOBS)
    options = parser.parse_args()
    cases = chosen_cases(options.only)
    if options.list:
        print("\n".join(case.name for case in cases))
        return
    guest.end_on_signals()
    try:
        with harness.scratch_folder() as scratch:
            context = harness.Context(options.build, pathlib.Path(scratch))
            passed, failed = harness.run_cases(context, cases, options.jobs)
    except KeyboardInterrupt:
        sys.exit(130)
    print(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
