# SPDX-License-Identifier: MIT
"""The start-up keeps within its number of instructions, which is the same on every run."""

import bench_boot
from harness import Case, Result


def run_boot(context, _case):
    count = bench_boot.measure(context.build)
    too_many = [f"{count:,} instructions: {bench_boot.GOAL:,} at the most"]
    return Result(problems=too_many if count > bench_boot.GOAL else [],
                  note=f"{count:,} instructions")


def cases():
    return [Case("bench/boot", run_boot)]
