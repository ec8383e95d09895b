# SPDX-License-Identifier: MIT
"""A running QEMU, watched through its UART until there is a reason to end it.

run_guest() starts QEMU in a session of its own, so that Ctrl-C reaches only this program, collects
what the UART says and ends QEMU, always, whatever happens here. Reasons to end:

    exited       QEMU ended by itself: power off, or a reset (-no-reboot)
    final        the kernel said its last line: a board that cannot switch itself off stays on
    panic        the kernel said the last line of a panic
    matched      the line that the caller waited for came, and the settling time after it is over
    silent       no output for so many seconds
    timeout      too long altogether
    interrupted  the user, or cancel_all()

A kernel that died without its last words looks like "silent"; which of these is a failure is for
the caller to say.
"""

import dataclasses
import json
import os
import re
import selectors
import signal
import socket
import subprocess
import tempfile
import threading
import time

FINAL = re.compile(r"reboot: (Power down|System halted|Restarting system)")
PANIC = re.compile(r"---\[ end Kernel panic")
# After a line that ends the run: time for what is still on its way.
SETTLE_SECONDS = 0.2

_cancelled = threading.Event()


def cancel_all():
    """End every guest of this program, whatever thread watches it."""
    _cancelled.set()


@dataclasses.dataclass
class Outcome:
    """What a guest said, and why it ended."""
    log: str
    reason: str
    seconds: float
    status: int | None      # QEMU's exit status when it ended by itself
    errors: str             # QEMU's own standard error


@dataclasses.dataclass
class Limits:
    """When to give up on a guest."""
    silent: float = 20
    total: float = 300
    until: re.Pattern | None = None     # a line of the caller's own that ends the run
    final: bool = True                  # the kernel's last line ends it


class Guest:
    """QEMU's process and the text of its UART so far."""

    def __init__(self, command, errors):
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=errors, start_new_session=True)
        self.text = ""
        self.closed = False

    def read(self):
        """Take what the UART has to say now; return it."""
        data = os.read(self.process.stdout.fileno(), 65536)
        self.closed = not data
        text = data.decode("utf-8", errors="replace").replace("\r", "")
        self.text += text
        return text

    def write(self, data):
        """Type on the UART. A guest that is gone does not mind."""
        try:
            os.write(self.process.stdin.fileno(), data)
        except BrokenPipeError:
            pass

    def end(self):
        """See QEMU gone; return its exit status, or None if it had to be killed."""
        try:
            return self.process.wait(timeout=1 if self.closed else 0)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            return None
        finally:
            self.process.stdin.close()
            self.process.stdout.close()


def new_lines(text, before):
    """Return the part of text that holds the lines which were not complete before."""
    return text[text.rfind("\n", 0, before) + 1:]


def ending(text, before, limits):
    """Return the reason that the latest lines give to end the run, or None."""
    lines = new_lines(text, before)
    if limits.until and limits.until.search(lines):
        return "matched"
    if limits.final and FINAL.search(lines):
        return "final"
    return "panic" if PANIC.search(lines) else None


class Watch:
    """Follows one guest until there is a reason to end it; on_text sees all that it says."""

    def __init__(self, guest, limits, on_text=None, keyboard=None):
        self.guest, self.limits = guest, limits
        self.on_text, self.keyboard = on_text, keyboard
        self.started = self.heard = time.monotonic()
        self.reason = None
        self.selector = selectors.DefaultSelector()
        self.selector.register(guest.process.stdout, selectors.EVENT_READ)
        if keyboard is not None:
            self.selector.register(keyboard, selectors.EVENT_READ)

    def follow(self):
        """Return the reason to end the guest, once there is one."""
        while not self.guest.closed:
            overdue = self._overdue(time.monotonic())
            if overdue:
                return overdue
            for key, _ in self.selector.select(timeout=0.1):
                if key.fileobj is self.keyboard:
                    self._relay_keys()
                else:
                    self._take_text()
        return self.reason or "exited"

    def _overdue(self, now):
        if _cancelled.is_set():
            return "interrupted"
        if self.reason and now - self.heard >= SETTLE_SECONDS:
            return self.reason
        if now - self.started > self.limits.total:
            return "timeout"
        return "silent" if now - self.heard > self.limits.silent else None

    def _relay_keys(self):
        typed = os.read(self.keyboard.fileno(), 1024)
        if not typed:
            self.selector.unregister(self.keyboard)
        self.guest.write(typed)

    def _take_text(self):
        before = len(self.guest.text)
        text = self.guest.read()
        self.heard = time.monotonic()
        if self.on_text:
            self.on_text(self.guest, text)
        self.reason = self.reason or ending(self.guest.text, before, self.limits)


def run_guest(command, limits=Limits(), on_text=None, keyboard=None, on_end=None):
    """Start QEMU, watch it, end it; return the Outcome. KeyboardInterrupt ends it too.

    on_text(guest, text) sees all output as it comes; on_end(guest, reason) may look at the guest
    one last time before it is ended.
    """
    started = time.monotonic()
    with tempfile.TemporaryFile() as errors:
        guest = Guest(command, errors)
        try:
            watch = Watch(guest, limits, on_text, keyboard)
            with watch.selector:
                reason = watch.follow()
            if on_end:
                on_end(guest, reason)
        except KeyboardInterrupt:
            reason = "interrupted"
        finally:
            status = guest.end()
        errors.seek(0)
        complaint = errors.read().decode(errors="replace")
    return Outcome(guest.text, reason, time.monotonic() - started, status, complaint)


class Monitor:
    """QEMU's control socket (QMP), opened by the words of monitor_options()."""

    def __init__(self, path):
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.settimeout(10)
        self.socket.connect(str(path))
        self.stream = self.socket.makefile("rw", encoding="utf-8")
        self.stream.readline()
        self.execute("qmp_capabilities")

    def execute(self, command, **arguments):
        """Run one QMP command; return what it answers."""
        self.stream.write(json.dumps({"execute": command, "arguments": arguments}) + "\n")
        self.stream.flush()
        while True:
            answer = json.loads(self.stream.readline())
            if "error" in answer:
                raise OSError(answer["error"]["desc"])
            if "return" in answer:
                return answer["return"]

    def register(self, name):
        """Return a register of the first CPU, by QEMU's name for it: R15, PSR."""
        text = self.execute("human-monitor-command", **{"command-line": "info registers"})
        return int(re.search(rf"{name}=([0-9a-f]+)", text)[1], 16)

    def memory(self, address, size):
        """Return the bytes of physical memory."""
        with tempfile.NamedTemporaryFile() as file:
            self.execute("pmemsave", val=address, size=size, filename=file.name)
            return file.read()

    def close(self):
        self.stream.close()
        self.socket.close()


def monitor_options(path):
    """Return the words of QEMU's command line that open a control socket."""
    return ["-qmp", f"unix:{path},server=on,wait=off"]


def end_on_signals():
    """Make the signals that end a program unwind the stack first, so that no QEMU stays behind."""
    def leave(number, _frame):
        raise SystemExit(128 + number)
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, leave)
