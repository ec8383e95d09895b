# SPDX-License-Identifier: MIT
"""The prompt after the tests (test.exit=none): each command is typed, and shows what it is for."""

import re

import boards
import guest
from harness import Case, Result, boot, last_line

PROMPT = "marrow> "
ARGS = "test.exit=none kunit.enable=0 page_owner=on"
LIMITS = guest.Limits(silent=20, total=60)

# What is typed, and a line of what has to come.
COMMANDS = {
    "help": r"poweroff +end it",
    "meminfo": r"MemFree: +\d+ kB",
    "zoneinfo": r"Node 0, zone +Normal",
    "buddyinfo": r"Node 0, zone +DMA( +\d+){11}$",
    "pagetypeinfo": r"Node +0, zone +Normal",
    "page_owner": r"\d+ callers hold pages",
    "slabinfo": r"kmalloc-64 +\d+ +\d+ +64 ",
    "vmallocinfo": r"0x[0-9a-f]{8}-0x[0-9a-f]{8} +\d+ \S+\+0x",
    "threads": r"\d+ [RSDI] +\d+ .*kswapd0",
    "interrupts": r"serial@1c28000",
    "dmesg": r"W\^X: \d+ entries, 0 violations",
    "uptime": r"up \d+\.\d{3} s",
    "nonsense": r'nonsense: no such command; "help" lists them',
    "poweroff": r"reboot: Power down",
}


class Session:
    """Types the next command at each prompt, and keeps what the last one said."""

    def __init__(self, commands):
        self.waiting = list(commands)
        self.typed = None
        self.seen = 0
        self.answers = {}

    def __call__(self, running, _text):
        if self.typed:
            self.answers[self.typed] = running.text[self.seen:]
        if not running.text.endswith(PROMPT) or len(running.text) == self.seen:
            return
        self.seen = len(running.text)
        self.typed = self.waiting.pop(0) if self.waiting else None
        if self.typed:
            running.write(self.typed.encode() + b"\n")


def run_prompt(context, case):
    board = boards.BOARDS["cubieboard"]
    machine = boards.Boot(board, kernel=context.kernel, dtb=context.project_dtb(board.name),
                          args=ARGS)
    session = Session(COMMANDS)
    outcome, problems = boot(context, case, machine, LIMITS, on_text=session)
    for command, wanted in COMMANDS.items():
        if not re.search(wanted, session.answers.get(command, ""), re.M):
            problems.append(f"{command}: nothing like {wanted}")
    if outcome.reason not in ("exited", "final"):
        problems.append(f"{outcome.reason} after: {last_line(outcome.log)}")
    return Result(len(COMMANDS) - len(problems), problems, f"{len(COMMANDS)} commands")


def cases():
    return [Case("prompt/commands", run_prompt)]
