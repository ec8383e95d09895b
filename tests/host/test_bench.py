# SPDX-License-Identifier: MIT
"""Unit tests of the table of goals, of what reads a kernel's rows, and of the picture."""

import unittest
import xml.etree.ElementTree

import paths
import guest
from benchmarks import goals, measure, picture, report

assert paths.ROOT

LOG = """\
bench: begin, in ns: median, p99, max
[    0.1] bench: kmalloc(64) + kfree                              35         36       1200
bench: the same, freed scattered                             462333     463833     463833
bench: end
"""


def outcome(log, reason="matched"):
    return guest.Outcome(log, reason, 1.0, None, "")


def rows_at_goal(**changed):
    """Return rows that meet every goal exactly, save for those named."""
    rows = {}
    for line in goals.lines():
        for name in line.rows or (line.title,):
            value = min(line.goal, rows[name].median if name in rows else line.goal)
            rows[name] = measure.Row(value, value, value)
    return rows | {name: measure.Row(value, value, value) for name, value in changed.items()}


class ReadTest(unittest.TestCase):
    def test_reads_names_with_commas_and_signs(self):
        unit, rows = measure.read_rows("x", outcome(LOG))
        self.assertEqual(unit, "ns")
        self.assertEqual(rows["kmalloc(64) + kfree"], measure.Row(35, 36, 1200))
        self.assertEqual(rows["the same, freed scattered"].median, 462333)

    def test_a_kernel_that_died_is_no_result(self):
        with self.assertRaisesRegex(measure.MeasureError, "ended early"):
            measure.read_rows("x", outcome(LOG, "panic"))

    def test_a_name_that_comes_twice_is_an_error(self):
        row = LOG.splitlines()[2]
        with self.assertRaisesRegex(measure.MeasureError, "two rows"):
            measure.read_rows("x", outcome(LOG + row + "\n"))

    def test_differences_name_the_row(self):
        first = {"a": 1, "b": 2}
        self.assertEqual(measure.differences(first, dict(first)), [])
        self.assertEqual(measure.differences(first, {"a": 1, "b": 3}), ["b: 2 and 3"])
        self.assertEqual(measure.differences(first, {"a": 1}), ["b: 2 and None"])


class GoalsTest(unittest.TestCase):
    def test_figures_at_the_goal_are_good(self):
        self.assertEqual(goals.problems(rows_at_goal()), [])

    def test_one_instruction_more_is_a_miss(self):
        found = goals.problems(rows_at_goal(**{"kzalloc(64) + kfree": 66}))
        self.assertEqual(found, ["kzalloc(64) + kfree: 66: goal 65"])

    def test_the_worst_of_several_rows_counts(self):
        rows = rows_at_goal(**{"kmalloc(size) + kfree, size 4096": 46})
        self.assertEqual(len(goals.problems(rows)), 1)

    def test_a_row_that_is_missing_is_a_problem(self):
        rows = rows_at_goal()
        del rows["memset 4 KiB"]
        self.assertEqual(goals.problems(rows), ["memset 4 KiB: None: not measured"])

    def test_a_declared_miss_may_not_get_worse(self):
        line = goals.Line("x", 10)
        goals.MISSES["x"] = (12, "a reason")
        self.addCleanup(goals.MISSES.pop, "x")
        self.assertEqual(goals.verdict(line, 12), ("declared", "a reason"))
        self.assertEqual(goals.verdict(line, 13)[0], "MISS")

    def test_every_declared_miss_names_a_line(self):
        titles = {line.title for line in goals.lines()}
        self.assertEqual(set(goals.MISSES) - titles, set())


class ReportTest(unittest.TestCase):
    def test_a_ratio_and_a_gap(self):
        ours = rows_at_goal()
        other = {name: measure.Row(2 * row.median, 0, 0) for name, row in ours.items()}
        del other["memset 4 KiB"]
        text = "\n".join(report.table(ours, {"lean": other}))
        self.assertRegex(text, r"memcpy 4 KiB +560 +560 +1,120 +2.0x  ok")
        self.assertRegex(text, r"memset 4 KiB +330 +330 +–   *ok")

    def test_rows_without_a_line_are_shown_as_well(self):
        extra = rows_at_goal(**{"a row of its own": 7})
        self.assertRegex("\n".join(report.further(extra, {})), r"a row of its own +7 +7")


class PictureTest(unittest.TestCase):
    def test_is_well_formed_and_has_every_title(self):
        drawing = picture.draw({"marrow": rows_at_goal(), "lean": rows_at_goal()})
        root = xml.etree.ElementTree.fromstring(drawing)
        words = " ".join(element.text or "" for element in root)
        for line in goals.lines():
            self.assertIn(line.title, words)

    def test_a_longer_bar_for_a_larger_number(self):
        scale = picture.Scale(1000)
        places = [scale.place(value) for value in (1, 10, 100, 1000)]
        self.assertEqual(places, sorted(places))
        self.assertEqual(scale.place(1), picture.LEFT)

    def test_short_numbers(self):
        self.assertEqual([picture.short(value) for value in (78, 1976, 19_471, 1_598_035)],
                         ["78", "1,976", "19.5 k", "1.6 M"])
