# SPDX-License-Identifier: MIT
"""The watcher of a guest, on small programs that stand for QEMU."""

import os
import re
import sys
import time
import unittest
import unittest.mock

import paths    # noqa: F401
import guest


def program(text):
    return [sys.executable, "-c", f"import os, sys, time\n{text}"]


def run(text, silent=20.0, total=60.0, until=None, **hooks):
    return guest.run_guest(program(text), guest.Limits(silent, total, until), **hooks)


class Watch(unittest.TestCase):
    def test_guest_that_ends_by_itself(self):
        outcome = run("print('hello'); sys.exit(3)")
        self.assertEqual((outcome.log, outcome.reason, outcome.status), ("hello\n", "exited", 3))

    def test_standard_error_is_kept_apart(self):
        outcome = run("print('no such machine', file=sys.stderr); sys.exit(1)")
        self.assertEqual((outcome.log, outcome.errors), ("", "no such machine\n"))

    def test_final_line_ends_a_guest_that_stays_on(self):
        outcome = run("print('reboot: System halted', flush=True); time.sleep(60)")
        self.assertEqual((outcome.reason, outcome.status), ("final", None))

    def test_what_follows_the_final_line_is_kept(self):
        with unittest.mock.patch("guest.SETTLE_SECONDS", 3):
            outcome = run("print('reboot: Power down', flush=True); time.sleep(0.3)\n"
                          "print('more', flush=True); time.sleep(60)")
        self.assertEqual(outcome.log, "reboot: Power down\nmore\n")

    def test_final_line_in_two_pieces(self):
        outcome = run("os.write(1, b'reboot: Po'); time.sleep(0.3); os.write(1, b'wer down\\n')\n"
                      "time.sleep(60)")
        self.assertEqual(outcome.reason, "final")

    def test_panic(self):
        outcome = run("print('---[ end Kernel panic - not syncing: x ]---', flush=True)\n"
                      "time.sleep(60)")
        self.assertEqual(outcome.reason, "panic")

    def test_silence(self):
        outcome = run("print('one', flush=True); time.sleep(60)", silent=3)
        self.assertEqual((outcome.reason, outcome.log), ("silent", "one\n"))

    def test_noise_without_end(self):
        outcome = run("while True: print('x', flush=True); time.sleep(0.01)", total=0.5)
        self.assertEqual(outcome.reason, "timeout")

    def test_line_of_the_callers_own(self):
        outcome = run("print('no memory', flush=True); time.sleep(60)",
                      until=re.compile("no memory"))
        self.assertEqual(outcome.reason, "matched")

    def test_typing(self):
        def answer(running, text):
            if "name? " in text:
                running.write(b"marrow\n")
        outcome = run("print('name? ', end='', flush=True); print('hi ' + input())", on_text=answer)
        self.assertIn("hi marrow\n", outcome.log)

    def test_guest_is_gone_afterwards(self):
        processes = []
        run("time.sleep(60)", silent=0.2,
            on_end=lambda running, _: processes.append(running.process))
        with self.assertRaises(ProcessLookupError):
            os.kill(processes[0].pid, 0)

    def test_guest_is_gone_after_an_exception(self):
        def fail(running, _text):
            raise ValueError(str(running.process.pid))
        with self.assertRaises(ValueError) as caught:
            run("print('x', flush=True); time.sleep(60)", on_text=fail)
        with self.assertRaises(ProcessLookupError):
            os.kill(int(str(caught.exception)), 0)

    def test_ending_takes_no_time(self):
        started = time.monotonic()
        run("print('reboot: Power down', flush=True); time.sleep(60)")
        self.assertLess(time.monotonic() - started, 30)


if __name__ == "__main__":
    unittest.main()
