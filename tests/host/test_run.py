# SPDX-License-Identifier: MIT
"""make run as its user meets it: exit status, Ctrl-C, the terminal; a script stands for QEMU."""

import fcntl
import os
import pathlib
import pty
import select
import subprocess
import sys
import tempfile
import termios
import time
import unittest

import paths
from test_ktap import GOOD

FAKE = """#!/bin/sh
echo $$ > {folder}/pid
cat {folder}/log
{then}
"""


class Run(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.folder = pathlib.Path(scratch.name)

    def fake_qemu(self, log, then="exec sleep 60"):
        """Make a QEMU that prints a log and then goes on as told; return the environment."""
        (self.folder / "log").write_text(log)
        script = self.folder / "qemu"
        script.write_text(FAKE.format(folder=self.folder, then=then))
        script.chmod(0o755)
        return {**os.environ, "QEMU": str(script)}

    def run_with(self, log, then="exec sleep 60", *options):
        command = [sys.executable, paths.ROOT / "tools/run.py", *options]
        return subprocess.run(command, env=self.fake_qemu(log, then), capture_output=True,
                              text=True, stdin=subprocess.DEVNULL, timeout=60)

    def assert_qemu_is_gone(self):
        with self.assertRaises(ProcessLookupError):
            os.kill(int((self.folder / "pid").read_text()), 0)

    def test_all_passed(self):
        done = self.run_with(GOOD)
        self.assertEqual(done.returncode, 0)
        self.assertTrue(done.stdout.endswith("run: 4 passed, 0 failed, 1 skipped\n"))
        self.assert_qemu_is_gone()

    def test_failed_case(self):
        done = self.run_with(GOOD.replace("ok 1 list_add", "not ok 1 list_add"))
        self.assertEqual(done.returncode, 1)
        self.assertIn("run: list.list_add: failed", done.stdout)

    def test_panic(self):
        done = self.run_with("Kernel panic - not syncing: x\n---[ end Kernel panic ]---\n")
        self.assertEqual(done.returncode, 1)

    def test_qemu_that_fails(self):
        done = self.run_with("", "echo no such machine >&2; exit 1")
        self.assertEqual(done.returncode, 1)
        self.assertIn("no such machine", done.stdout)

    def test_board_that_is_not_there(self):
        done = self.run_with("", "", "--board", "pdp11")
        self.assertEqual(done.returncode, 1)
        self.assertIn("BOARD=pdp11: no such board", done.stderr)

    def test_ctrl_c(self):
        master, slave = pty.openpty()
        before = termios.tcgetattr(slave)
        child = subprocess.Popen([sys.executable, paths.ROOT / "tools/run.py"], stdin=slave,
                                 stdout=slave, stderr=slave, env=self.fake_qemu("Booting\n"),
                                 preexec_fn=lambda: (os.setsid(), take_terminal(slave)))
        try:
            read_until(master, b"Booting")
            os.write(master, b"\x03")
            self.assertEqual(child.wait(timeout=60), 130)
            self.assertEqual(termios.tcgetattr(slave), before)
        finally:
            child.kill()
            os.close(master)
            os.close(slave)
        self.assert_qemu_is_gone()


def take_terminal(slave):
    """Make the terminal the controlling one, so that its Ctrl-C is a signal to this process."""
    fcntl.ioctl(slave, termios.TIOCSCTTY, 0)


def read_until(master, wanted):
    """Take what comes from the terminal until it is there; give up after a minute."""
    seen, limit = b"", time.monotonic() + 60
    while wanted not in seen:
        if not select.select([master], [], [], max(0, limit - time.monotonic()))[0]:
            raise TimeoutError(f"{wanted} did not come, only {seen}")
        seen += os.read(master, 4096)


if __name__ == "__main__":
    unittest.main()
