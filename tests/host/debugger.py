# SPDX-License-Identifier: MIT
"""The way of make debug, without a user: GDB follows the kernel through the switch of the MMU.

Stops at the physical entry, goes on to the instruction that turns the MMU on, steps over it with
the next instruction still in the identity map, and stops at start_kernel by its linked address,
where a backtrace and a variable have to make sense. At the first test the log is
read out of memory.
"""

import subprocess

import boards
import debug
from harness import Case, Result

BOARDS = ("cubieboard", "virt")
TIMEOUT = 60
SCRIPT = (
    "entry",
    r'printf "entry %#x mmu %d\n", $pc, $SCTLR & 1',
    "mmu-on",
    r'printf "before %#x mmu %d\n", $pc, $SCTLR & 1',
    "stepi",
    r'printf "after %#x mmu %d\n", $pc, $SCTLR & 1',
    "hbreak start_kernel",
    "continue",
    r'printf "kernel %#x mmu %d\n", $pc, $SCTLR & 1',
    "backtrace 1",
    r'printf "offset %#x\n", __pv_phys_offset',
    "hbreak kunit_run_all_tests",
    "continue",
    "dmesg",
)


def run_session(context, case):
    """Run the script; return what GDB printed."""
    board = boards.BOARDS[case.data]
    path = context.scratch / f"{case.data}.gdb"
    boot = boards.Boot(board, kernel=context.kernel,
                       dtb=None if board.own_tree else context.project_dtb(board.name),
                       extra=debug.socket_options(path))
    emulator = subprocess.Popen(boot.command(), stdin=subprocess.DEVNULL,
                                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        debug.wait_for(path, emulator)
        command = debug.gdb_command(context.build / "marrow.elf", board, path, *SCRIPT, batch=True)
        session = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True,
                                 timeout=TIMEOUT)
    finally:
        emulator.kill()
        emulator.wait()
    context.log(case).write_text(session.stdout + session.stderr)
    return session.stdout


def expected_lines(context, board):
    """Return what the session has to say, line by line."""
    before = context.physical("turn_mmu_on", board)
    return [f"entry {context.physical('_start', board):#x} mmu 0",
            f"before {before:#x} mmu 0",
            f"after {before + 4:#x} mmu 1",
            f"kernel {context.elf.symbols['start_kernel']:#x} mmu 1",
            "#0  start_kernel",
            f"offset {board.ram_base:#x}",
            "] Machine: "]


def run_debugger(context, case):
    said = run_session(context, case)
    missing = [line for line in expected_lines(context, boards.BOARDS[case.data])
               if line not in said]
    return Result(problems=[f"GDB did not say: {line}" for line in missing])


def cases():
    return [Case(f"debug/{board}", run_debugger, board) for board in BOARDS]
