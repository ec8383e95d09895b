# SPDX-License-Identifier: MIT
"""tools/board-test on a line with nobody but this test at its other end."""

import contextlib
import os
import pathlib
import pty
import subprocess
import sys
import tempfile
import threading
import unittest

import paths
from test_ktap import GOOD

BANNER = "[    0.000000] Marrow 0.1, built with GCC 12.2.0\n"
LOG = BANNER + GOOD
NOISE = b"\xff\x00\x80U-Boot SPL\r\nkernel BUG at nowhere\r\n[  9.9] reboot: Power down\r\n"


class BoardTest(unittest.TestCase):
    def setUp(self):
        board, host = pty.openpty()
        self.board = open(board, "wb", buffering=0)
        self.addCleanup(self.board.close)
        self.addCleanup(os.close, host)
        self.line = os.ttyname(host)

    @contextlib.contextmanager
    def listening(self, *options, line=None):
        """Start board-test; give its process, which is ended in any case."""
        command = [sys.executable, paths.ROOT / "tools/board-test", line or self.line, "--some",
                   "--first", "30", "--silent", "30", *options]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                              text=True) as judge:
            killer = threading.Timer(60, judge.kill)
            killer.start()
            try:
                yield judge
            finally:
                killer.cancel()
                judge.kill()

    def say(self, text):
        self.board.write(text if isinstance(text, bytes) else text.encode())

    def assert_verdict(self, judge, status, *texts):
        said, _ = judge.communicate()
        for text in texts:
            self.assertIn(text, said)
        self.assertEqual(judge.returncode, status, said)

    def after_the_start(self, said, status, *texts, options=()):
        with self.listening(*options) as judge:
            self.assertIn("listening", judge.stdout.readline())
            self.say(said)
            self.assert_verdict(judge, status, *texts)

    def test_good_board(self):
        self.after_the_start(LOG, 0, "board-test: 4 passed, 0 failed, 1 skipped")

    def test_without_the_banner(self):
        self.after_the_start(GOOD, 0)

    def test_noise_does_not_count(self):
        self.after_the_start(NOISE + LOG.encode(), 0)

    def test_failed_case(self):
        self.after_the_start(LOG.replace("ok 1 list_add", "not ok 1 list_add"), 1,
                             "board-test: list.list_add: failed")

    def test_board_that_starts_again(self):
        cut = LOG[:LOG.index("[    0.200000]")]
        self.after_the_start(cut + LOG, 1, "started more than once")

    def test_silence(self):
        self.after_the_start(BANNER, 1, "nothing came for 0.5 s", options=("--silent", "0.5"))

    def test_nothing_at_all(self):
        self.after_the_start("", 1, "nothing came for 0.5 s", options=("--first", "0.5"))

    def test_said_before_it_listened(self):
        self.say(LOG)
        with self.listening() as judge:
            self.assert_verdict(judge, 0)

    def test_line_that_appears_later(self):
        with tempfile.TemporaryDirectory() as folder:
            later = pathlib.Path(folder) / "ttyUSB0"
            with self.listening(line=str(later)) as judge:
                with self.assertRaises(subprocess.TimeoutExpired):
                    judge.wait(timeout=1)
                later.symlink_to(self.line)
                self.assertIn("listening", judge.stdout.readline())
                self.say(LOG)
                self.assert_verdict(judge, 0)

    def test_line_that_never_appears(self):
        with self.listening("--first", "0.5", line="/dev/no-such-line") as judge:
            self.assert_verdict(judge, 1, "/dev/no-such-line: no such line after 0.5 s")

    def test_line_that_goes_away(self):
        with self.listening() as judge:
            self.assertIn("listening", judge.stdout.readline())
            self.say(BANNER)
            self.assertIn("Marrow", judge.stdout.readline())
            self.board.close()
            self.assert_verdict(judge, 1, "the line is gone")


if __name__ == "__main__":
    unittest.main()
