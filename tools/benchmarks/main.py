#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Measure Marrow: make bench. Measure Linux beside it: make bench-linux.

    main.py --build FOLDER --plain FOLDER [--linux]

--plain is the build without tests. Every kernel is booted twice, and both runs must come to the
same figures, to the digit. Prints the table; with --linux also writes build/bench.json and the
picture build/bench.svg. The status is 1 if a figure is worse than benchmarks/goals.py allows.
"""

import argparse
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
# pylint: disable=wrong-import-position
import fetch
import guest
import linux.build
from benchmarks import goals, measure, picture, report
from qemu.build import BuildError

RUNS = 2


def measure_linux():
    """Return {flavour: rows}, building what is not in the cache."""
    kernels = {flavour: measure.linux(flavour, linux.build.build(flavour))
               for flavour in linux.build.FLAVOURS}
    return {flavour: measure.measure(kernel, kernel, RUNS) for flavour, kernel in kernels.items()}


def write_results(build, ours, others):
    kernels = {"marrow": ours, **others}
    (build / "bench.json").write_text(report.as_json(kernels), encoding="utf-8")
    (build / "bench.svg").write_text(picture.draw(kernels), encoding="utf-8")
    print(f"\nbench: {build / 'bench.json'}, {build / 'bench.svg'}")


def main():
    parser = argparse.ArgumentParser(description="measure the kernel")
    parser.add_argument("--build", type=pathlib.Path, default="build")
    parser.add_argument("--plain", type=pathlib.Path, required=True)
    parser.add_argument("--linux", action="store_true")
    options = parser.parse_args()
    guest.end_on_signals()
    try:
        others = measure_linux() if options.linux else {}
        ours = measure.measure(measure.marrow(options.build), measure.marrow(options.plain), RUNS)
    except (measure.MeasureError, BuildError, fetch.FetchError) as error:
        sys.exit(f"bench: {error}")
    print("\n".join([*report.table(ours, others), "", *report.further(ours, others)]))
    if options.linux:
        write_results(options.build, ours, others)
    problems = goals.problems(ours)
    print(f"\nbench: {RUNS} runs of each kernel, the same to the digit; "
          f"{len(problems)} figures worse than allowed")
    for problem in problems:
        print(f"  {problem}")
    sys.exit(1 if problems else 0)


if __name__ == "__main__":
    main()
