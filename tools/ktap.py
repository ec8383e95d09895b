# SPDX-License-Identifier: MIT
"""Read the kernel's test report, and everything else that a boot log says about a failure.

The log is KTAP (docs.kernel.org/dev-tools/ktap.html) between other lines, each behind a time stamp:

    [    0.101000] KTAP version 1
    [    0.102000] 1..2                             suites to come
    [    0.103000]     # Subtest: list
    [    0.104000]     1..3                         cases to come
    [    0.105000]     ok 1 list_add
    [    0.106000] ok 1 list

The indentation says what belongs to what: none for a suite, four spaces for a case, more for the
parameters of a case, which its own line sums up.

A splat is a report of the kernel about itself (WARNING, BUG, Oops, a fault, a panic). A test that
provokes one on purpose announces it, and the lines between the two marks do not count:

    # expected splat begin: <text>
    # expected splat end: <number>

parse() never stops at a broken log: what is wrong with it goes into the list of problems.
"""

import dataclasses
import re

STAMP = re.compile(r"^\[ *\d+\.\d+\] ?")
RESULT = re.compile(r"^( *)(ok|not ok) (\d+)(?: -)? ?(\S*)(.*)$")
PLAN = re.compile(r"^( *)1\.\.(\d+)\s*$")
SUBTEST = re.compile(r"^ *# Subtest: (\S+)\s*$")
SKIP = re.compile(r"#\s*SKIP\b", re.I)
SPLAT = re.compile(r"\b(WARNING:|BUG:|Oops\b|Unable to handle\b|Internal error\b|Kernel panic\b|"
                   r"BUG at\b|scheduling while atomic\b)")
SPLAT_BEGIN = re.compile(r"# expected splat begin:")
SPLAT_END = re.compile(r"# expected splat end:")
CASE_INDENT = 4


@dataclasses.dataclass
class Suite:
    """One suite of the report."""
    name: str
    planned: int | None = None
    cases: dict = dataclasses.field(default_factory=dict)   # name -> "ok", "not ok" or "skip"
    tests: list = dataclasses.field(default_factory=list)   # the same, one for each parameter
    result: str | None = None


@dataclasses.dataclass
class Report:
    """All that one boot log says."""
    planned: int | None = None
    started: bool = False
    suites: dict = dataclasses.field(default_factory=dict)
    splats: list = dataclasses.field(default_factory=list)
    problems: list = dataclasses.field(default_factory=list)

    def counts(self):
        """Return the number of tests that passed, failed and were skipped."""
        results = [result for suite in self.suites.values() for result in suite.tests]
        return tuple(results.count(kind) for kind in ("ok", "not ok", "skip"))


class Parser:
    """The state between two lines of a log."""

    def __init__(self):
        self.report = Report()
        self.suite = None
        self.parameters = []    # the results of a case's parameters, which come before its own
        self.in_splat = None

    def line(self, raw):
        line = STAMP.sub("", raw)
        if self._brackets(line):
            return
        if self.in_splat is None and SPLAT.search(line):
            self.report.splats.append(line.strip())
        for pattern, handler in ((SUBTEST, self._subtest), (PLAN, self._plan),
                                 (RESULT, self._result)):
            match = pattern.match(line)
            if match:
                handler(match)
                return
        if line.startswith("KTAP version"):
            self.report.started = True

    def _brackets(self, line):
        if SPLAT_BEGIN.search(line):
            self.in_splat = line.strip()
        elif SPLAT_END.search(line):
            self.in_splat = None
        else:
            return False
        return True

    def _subtest(self, match):
        # The subtests of a parameterised case come while its suite is still open: not a suite.
        if self.suite is None:
            self.suite = self.report.suites.setdefault(match[1], Suite(match[1]))

    def _plan(self, match):
        indent = len(match[1])
        if indent == 0 and self.report.planned is None:
            self.report.planned = int(match[2])
        elif indent == CASE_INDENT and self.suite and self.suite.planned is None:
            self.suite.planned = int(match[2])

    def _result(self, match):
        indent, name = len(match[1]), match[4]
        result = "skip" if SKIP.search(match[5]) else match[2]
        if indent == 0:
            suite = self.suite or self.report.suites.setdefault(name, Suite(name))
            suite.result = result
            self.suite = None
        elif indent == CASE_INDENT and self.suite:
            self.suite.cases[name] = result
            self.suite.tests += self.parameters or [result]
            self.parameters = []
        elif self.suite:
            self.parameters.append(result)

    def finish(self):
        """Add what can only be said at the end of the log; return the report."""
        report = self.report
        report.problems += [f"unexpected splat: {splat}" for splat in report.splats]
        if self.in_splat:
            report.problems.append(f"expected splat never ended: {self.in_splat}")
        for suite in report.suites.values():
            report.problems += suite_problems(suite)
        if not report.started:
            report.problems.append("no test report: the log has no KTAP line")
        elif report.planned is None:
            report.problems.append("truncated log: no plan for the suites")
        elif len(report.suites) != report.planned:
            report.problems.append(
                f"truncated log: {len(report.suites)} of {report.planned} suites began")
        return report


def suite_problems(suite):
    """Return what is wrong with one suite, each as a line that names it."""
    failed = [f"{suite.name}.{case}: failed" for case, result in suite.cases.items()
              if result == "not ok"]
    if suite.result is None:
        last = list(suite.cases)[-1] if suite.cases else "its start"
        failed.append(f"{suite.name}: truncated: no result after {last}")
    elif suite.result == "not ok" and not failed:
        failed.append(f"{suite.name}: failed")
    if suite.planned is None:
        if suite.result != "skip":
            failed.append(f"{suite.name}: no plan")
    elif suite.planned != len(suite.cases):
        failed.append(f"{suite.name}: {len(suite.cases)} of {suite.planned} cases reported")
    return failed


def parse(text):
    """Return the Report of a whole boot log."""
    parser = Parser()
    for line in text.splitlines():
        parser.line(line)
    return parser.finish()


def missing_suites(report, wanted):
    """Return the problem that some suites should have run and did not, or nothing."""
    missing = [name for name in wanted if name not in report.suites]
    if len(missing) > 1:
        return [f"{len(missing)} suites did not run: {', '.join(missing)}"]
    return [f"{name}: suite did not run" for name in missing]
