# SPDX-License-Identifier: MIT
"""The kernel keeps within its numbers of instructions, which are the same on every run."""

import bench_boot
import bench_irq
from benchmarks import goals, measure
from harness import Case, Result


def run_boot(context, _case):
    count = bench_boot.measure(context.build)
    too_many = [f"{count:,} instructions: {bench_boot.GOAL:,} at the most"]
    return Result(problems=too_many if count > bench_boot.GOAL else [],
                  note=f"{count:,} instructions")


def run_goals(context, _case):
    """Every line of the table of make bench, in two runs that agree to the digit."""
    rows = measure.measure(measure.marrow(context.build), measure.marrow(context.build / "plain"),
                           runs=2)
    return Result(passed=len(rows), problems=goals.problems(rows), note=f"{len(rows)} rows")


def run_cycles(context, _case):
    """Where the CPU has a cycle counter that counts, the same benchmarks read it."""
    unit, rows = measure.run_on_virt(context.build)
    problems = [] if unit == "cycles" else [f"virt counts in {unit}, not in cycles"]
    problems += [f"{name}: not measured" for name in goals.row_names() if name not in rows]
    return Result(passed=len(rows), problems=problems, note=f"{len(rows)} rows in {unit}")


def run_irq(context, _case):
    there, back = bench_irq.measure(context.build)
    too_many = [f"{there} there and {back} back: {bench_irq.GOAL} instructions at the most"]
    return Result(problems=too_many if there + back > bench_irq.GOAL else [],
                  note=f"{there} + {back} instructions")


def cases():
    return [Case("bench/boot", run_boot), Case("bench/irq", run_irq),
            Case("bench/goals", run_goals), Case("bench/cycles", run_cycles)]
