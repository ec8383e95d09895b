# SPDX-License-Identifier: MIT
"""The unit tests of the host programs, run as cases: test_*.py in this folder, by unittest.

They need no kernel and no QEMU, so `python3 -m unittest discover tests/host` runs them too.
"""

import pathlib
import unittest

from harness import Case, Result

HERE = pathlib.Path(__file__).resolve().parent


def run_module(context, case):
    outcome = unittest.TestResult()
    unittest.defaultTestLoader.loadTestsFromName(case.data).run(outcome)
    broken = outcome.failures + outcome.errors
    for test, trace in broken:
        context.log(case).write_text(f"{test}\n{trace}")
    problems = [f"{test.id()}: {trace.strip().splitlines()[-1]}" for test, trace in broken]
    passed = outcome.testsRun - len(broken)
    return Result(passed, problems, f"{passed} tests")


def cases():
    modules = sorted(path.stem for path in HERE.glob("test_*.py"))
    return [Case(f"unit/{module.removeprefix('test_')}", run_module, module) for module in modules]
