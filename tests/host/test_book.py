# SPDX-License-Identifier: MIT
"""docs/book.md says what is true: each file, test and breakpoint that its tables name exists."""

import functools
import re
import unittest

from paths import ROOT

PAGE = ROOT / "docs/book.md"
CODE = re.compile(r"`([^`]+)`")
FOLDERS = ("arch", "mm", "kernel", "lib", "drivers", "include")
SUITE = re.compile(r"static struct kunit_suite \w+ = \{(.*?)\n\};", re.S)
CASES = r"static struct kunit_case {}\[\] = \{{(.*?)\n\}};"


def rows(text):
    """Yield the cells of each row of the tables that have four columns."""
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if line.startswith("|") and len(cells) == 4 and cells[3] not in ("---", "Break at"):
            yield cells


def tests_of(source):
    """Yield suite.case of every case in one file of tests."""
    for suite in SUITE.findall(source):
        name = re.search(r'\.name = "(\w+)"', suite)
        table = re.search(r"\.test_cases = (\w+)", suite)
        cases = table and re.search(CASES.format(table[1]), source, re.S)
        for case in re.findall(r"KUNIT_CASE\w*\((\w+)", cases[1] if cases else ""):
            yield f"{name[1]}.{case}"


@functools.cache
def all_tests():
    return {test for path in (ROOT / "tests").rglob("*_test.c")
            for test in tests_of(path.read_text(encoding="utf-8"))}


@functools.cache
def functions():
    """Return the names of functions that have an address: not static inline, not in a header."""
    start = re.compile(r"^(?!static inline|static __always_inline)[a-z][\w ]*[ *](\w+)\(", re.M)
    return {name for folder in FOLDERS for path in (ROOT / folder).rglob("*.c")
            for name in start.findall(path.read_text(encoding="utf-8"))}


class BookTest(unittest.TestCase):
    """One test for each column."""

    def setUp(self):
        self.rows = list(rows(PAGE.read_text(encoding="utf-8")))
        self.assertGreater(len(self.rows), 60)

    def named(self, column):
        """Yield each name in backquotes of a column; none of its cells is without."""
        for row in self.rows:
            names = CODE.findall(row[column])
            self.assertTrue(names, f"nothing named in: {' | '.join(row)}")
            yield from names

    def test_files(self):
        names = [name for name in self.named(1) if "/" in name or name == "Makefile"]
        for name in names:
            self.assertTrue((ROOT / name).is_file(), f"{name}: no such file")

    def test_tests(self):
        for name in self.named(2):
            self.assertTrue(name in all_tests(), f"{name}: no such test")

    def test_breakpoints(self):
        for name in self.named(3):
            self.assertTrue(name in functions(), f"{name}: no such function")

    def test_every_case_of_the_book_is_named(self):
        named = set(self.named(2))
        for test in all_tests():
            if test.startswith("book."):
                self.assertTrue(test in named, f"{test}: not in docs/book.md")


class CatchTest(unittest.TestCase):
    """What is wrong is seen."""

    def test_unknown_names(self):
        self.assertNotIn("book.no_such_test", all_tests())
        self.assertNotIn("no_such_function", functions())
        # Inlined everywhere: nothing to stop at.
        self.assertNotIn("kmap_local_page", functions())

    def test_rows(self):
        text = "| A | B | C | D |\n|---|---|---|---|\n| a | `b` | `c.d` | `e` |\n| a | b |\n"
        self.assertEqual(list(rows(text))[-1], ["a", "`b`", "`c.d`", "`e`"])


if __name__ == "__main__":
    unittest.main()
