# SPDX-License-Identifier: MIT
"""make bench-irqsoff on a canned file of the plugin: whose a stretch is, and which is left out."""

import unittest

import paths  # pylint: disable=unused-import
import bench_irqsoff
from bench_irqsoff import Place

PLUGIN = """\
instructions 5000
stretch c0000010 00000000 c0000020 900 3 1000
block c0000010 100
block c0000020 800
stretch c0000014 00000000 c0000020 400 7 2800
block c0000014 400
stretch ffff0018 00000000 c0000030 640 2 1200
block ffff0018 40
block c0000030 600
stretch c0000010 00000001 c0000040 9999 1 9999
block c0000010 1
block c0000040 9998
"""
PLACES = {
    0xC0000010: Place("pcp_alloc", "mm/pcp.c"),
    0xC0000014: Place("buddy_free", "mm/buddy.c"),
    0xC0000020: Place("pcp_free", "mm/pcp.c"),
    0xC0000030: Place("run_local_timers", "kernel/timer.c"),
    0xC0000040: Place("some_test", "tests/mm/page_alloc_test.c"),
    0xFFFF0018: Place("vector_irq", "arch/arm/entry.S"),
}
ADDR2LINE = """\
0xc0000010
arch_local_irq_save
/somewhere/./arch/arm/include/asm/irqflags.h:36
take_list
././mm/pcp.c:31
pcp_alloc
././mm/pcp.c:62 (discriminator 3)
0xbe000000
??
??:0
"""


class IrqsOff(unittest.TestCase):
    def setUp(self):
        self.instructions, self.stretches = bench_irqsoff.parse(PLUGIN)
        self.rows = bench_irqsoff.make_rows(self.stretches, PLACES, "canned")

    def test_file_of_the_plugin(self):
        self.assertEqual(self.instructions, 5000)
        self.assertEqual([stretch.longest for stretch in self.stretches], [900, 400, 640, 9999])
        self.assertEqual(self.stretches[0].blocks, {0xC0000010: 100, 0xC0000020: 800})

    def test_empty_file(self):
        with self.assertRaises(ValueError):
            bench_irqsoff.parse("")

    def test_longest_of_a_subsystem(self):
        row = self.rows["page allocator"]
        self.assertEqual((row.longest, row.began, row.ended), (900, "pcp_alloc", "pcp_free"))
        self.assertEqual(row.spent, "pcp_free 88 %")
        self.assertEqual(row.times, 10)
        self.assertEqual(row.bound, 2000)

    def test_interrupt_is_no_timer(self):
        self.assertEqual(self.rows["interrupts"].longest, 640)
        self.assertNotIn("timers", self.rows)

    def test_load_is_left_out(self):
        self.assertEqual(set(self.rows), {"page allocator", "interrupts"})

    def test_validator_and_report_are_left_out(self):
        for place in (Place("cache_validate", "mm/slab.c"), Place("panic", "kernel/panic.c")):
            rows = bench_irqsoff.make_rows(self.stretches[:1], PLACES | {0xC0000020: place}, "x")
            self.assertEqual(rows, {})

    def test_places(self):
        places = bench_irqsoff.parse_places(ADDR2LINE)
        self.assertEqual(places[0xC0000010], Place("pcp_alloc", "mm/pcp.c"))
        self.assertEqual(places[0xBE000000], Place("??", "?"))

    def test_longest_of_two_loads(self):
        other = bench_irqsoff.make_rows(self.stretches[1:2], PLACES, "other")
        rows = bench_irqsoff.worst([other, self.rows])
        self.assertEqual([row.longest for row in rows], [900, 640])
        self.assertEqual(rows[0].load, "canned")

    def test_every_pattern_of_files_has_one(self):
        for name, patterns in bench_irqsoff.SUBSYSTEMS.items():
            for pattern in patterns:
                self.assertTrue(list(paths.ROOT.glob(pattern)), f"{name}: no file is {pattern}")
        for pattern in bench_irqsoff.IDLE_FILES:
            self.assertTrue(list(paths.ROOT.glob(pattern)), f"no file is {pattern}")


if __name__ == "__main__":
    unittest.main()
