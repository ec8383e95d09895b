# SPDX-License-Identifier: MIT
"""The report reader and the judge: each kind of failure is seen to fail, by name."""

import unittest

import paths    # noqa: F401
import guest
import harness
import ktap

GOOD = """\
[    0.000000] Marrow
[    0.100000] KTAP version 1
[    0.100000] 1..2
[    0.100000]     KTAP version 1
[    0.100000]     # Subtest: list
[    0.100000]     1..2
[    0.100000]     ok 1 list_add
[    0.100000]         KTAP version 1
[    0.100000]         # Subtest: list_params
[    0.100000]         ok 1 one
[    0.100000]         ok 2 two
[    0.100000]     ok 2 list_params
[    0.100000] # list: pass:2 fail:0 skip:0 total:2
[    0.100000] ok 1 list
[    0.200000]     KTAP version 1
[    0.200000]     # Subtest: faults
[    0.200000]     1..2
[    0.200000]     # expected splat begin: null page
[    0.200000] Unable to handle kernel NULL pointer dereference at virtual address 00000000
[    0.200000]     # expected splat end: 1
[    0.200000]     ok 1 faults_null
[    0.200000]     ok 2 faults_smp # SKIP one CPU
[    0.200000] ok 2 faults
[    0.300000] reboot: Power down
"""
SUITES = ["list", "faults"]


def outcome(log, reason="final", status=None):
    return guest.Outcome(log, reason, 1.0, status, "qemu: no such board\n" if status else "")


def problems(log=GOOD, suites=(), **how):
    return harness.judge(outcome(log, **how), suites or SUITES).problems


class Judge(unittest.TestCase):
    def assert_named(self, found, *texts):
        self.assertTrue(found, "nothing was found wrong")
        for text in texts:
            self.assertTrue(any(text in line for line in found), f"{text!r} not in {found}")

    def test_good_log_has_no_problem(self):
        self.assertEqual(problems(), [])

    def test_good_log_counts(self):
        self.assertEqual(ktap.parse(GOOD).counts(), (4, 0, 1))

    def test_failed_case(self):
        self.assert_named(problems(GOOD.replace("ok 1 list_add", "not ok 1 list_add")),
                          "list.list_add: failed")

    def test_failed_suite_without_failed_case(self):
        self.assert_named(problems(GOOD.replace("] ok 1 list", "] not ok 1 list")), "list: failed")

    def test_missing_suite(self):
        self.assert_named(problems(suites=["list", "faults", "time"]), "time: suite did not run")

    def test_suite_that_began_and_did_not_end(self):
        cut = GOOD[:GOOD.index("[    0.200000]     ok 2 faults_smp")]
        self.assert_named(problems(cut), "faults: truncated: no result after faults_null",
                          "missing final line")

    def test_log_cut_between_suites(self):
        cut = GOOD[:GOOD.index("[    0.200000]     KTAP")] + "[    0.3] reboot: Power down\n"
        self.assert_named(problems(cut), "truncated log: 1 of 2 suites",
                          "faults: suite did not run")

    def test_case_that_left_no_line(self):
        self.assert_named(problems(GOOD.replace("[    0.100000]     ok 1 list_add\n", "")),
                          "list: 1 of 2 cases reported")

    def test_hang(self):
        cut = GOOD[:GOOD.index("[    0.200000]     ok 1")]
        self.assert_named(problems(cut, reason="silent"), "hang: no output", "expected splat end")

    def test_too_long(self):
        self.assert_named(problems(reason="timeout"), "timeout after: [    0.300000] reboot")

    def test_missing_final_line(self):
        self.assert_named(problems(GOOD.replace("reboot: Power down", "bye"), reason="exited"),
                          "missing final line: the log ends with: [    0.300000] bye")

    def test_no_report(self):
        self.assert_named(problems("[    0.300000] reboot: Power down\n"), "no KTAP line")

    def test_empty_log(self):
        self.assert_named(problems("", reason="silent"), "hang: no output for 20 s after: nothing")

    def test_qemu_failure(self):
        self.assert_named(problems("", reason="exited", status=1), "no such board")

    def test_splats(self):
        for text in ("WARNING: CPU: 0 at mm/x.c:1", "BUG: bad page", "Oops: 5", "kernel BUG at x",
                     "Unable to handle kernel paging request", "Kernel panic - not syncing: x"):
            with self.subTest(text):
                self.assert_named(problems(GOOD + f"[    0.4] {text}\n"),
                                  f"unexpected splat: {text}")

    def test_splat_bracket_left_open(self):
        log = GOOD.replace("[    0.200000]     # expected splat end: 1\n", "")
        self.assert_named(problems(log), "expected splat never ended")


if __name__ == "__main__":
    unittest.main()
