# SPDX-License-Identifier: MIT
"""The damage done to device trees: it is damage, it repeats, and no kind of it fails by itself."""

import random
import unittest

import paths    # noqa: F401
import damage
import fdt
import guest
import torture


def sample():
    root = fdt.Node("", {"#address-cells": fdt.cells(1), "compatible": fdt.string("a,board")})
    for number in range(12):
        root.add(f"device@{number}", reg=fdt.cells(number, 0x1000), phandle=fdt.cells(number + 1),
                 interrupt_parent=fdt.cells(1), status=fdt.string("okay"))
    return fdt.Tree(root).write()


class Damage(unittest.TestCase):
    def test_every_kind_changes_the_tree(self):
        for how in damage.ALL:
            with self.subTest(how.__name__):
                results = {how(random.Random(seed), sample()) for seed in range(12)}
                self.assertGreater(len(results - {sample()}), 3)

    def test_the_same_seed_does_the_same(self):
        for how in damage.ALL:
            self.assertEqual(how(random.Random(7), sample()), how(random.Random(7), sample()))

    def test_there_are_two_hundred_and_each_has_a_name(self):
        names = {case.name for case in torture.cases()}
        self.assertEqual(len(names), 200)


class Verdict(unittest.TestCase):
    class Looked:
        """Stands for torture.Afterwards."""
        pc = 0x40010040

        def __init__(self, ended=False, no_tree=False):
            self.ended, self.no_tree = ended, no_tree

        def reached_an_end(self):
            return self.ended

        def has_no_tree(self):
            return self.no_tree

    def judge(self, log, reason, blob=b"", **looked):
        outcome = guest.Outcome(log, reason, 1.0, None, "")
        return torture.verdict(outcome, self.Looked(**looked), blob)

    def test_ends_that_are_good(self):
        good = fdt.cells(fdt.MAGIC)
        panic = "Kernel panic - not syncing: no memory\n---[ end Kernel panic"
        self.assertEqual(self.judge("reboot: Power down", "final"), ("boots", []))
        self.assertEqual(self.judge(panic, "panic"), ("refused", []))
        self.assertEqual(self.judge("", "silent", good, ended=True), ("unheard", []))
        self.assertEqual(self.judge("", "silent", b"\0\0\0\0", no_tree=True), ("no tree", []))

    def test_ends_that_are_not(self):
        fault = "Unable to handle kernel paging request at virtual address 12345678"
        self.assertTrue(self.judge(fault, "panic")[1])
        self.assertTrue(self.judge(fault + "\nreboot: Power down", "final")[1])
        self.assertTrue(self.judge("Booting", "silent")[1])
        self.assertTrue(self.judge("", "exited")[1])
        self.assertTrue(self.judge("", "silent", fdt.cells(fdt.MAGIC), no_tree=True)[1])


if __name__ == "__main__":
    unittest.main()
