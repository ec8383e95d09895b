# SPDX-License-Identifier: MIT
"""What every host test is made of: cases, what they find, and the runner.

A Case is a name and a function that tries one thing and returns a Result: how many checks passed,
and a line for each that failed. Cases know nothing of one another, so two run at a time; each keeps
what its guest said in build/test-logs/<name>.log, with the QEMU command line on top.

    Context     what all cases share: the image, the trees, the folder for logs
    boot()      one boot, its log kept
    judge()     what is wrong with a boot that should have run its tests and ended well
"""

import concurrent.futures
import dataclasses
import functools
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile
import time
import traceback
import typing

import boards
import elf
import fdt
import guest
import ktap

JOBS = 2
# A kernel in the non-secure world may not be allowed to unmask asynchronous aborts (SCR.AW), and
# has no way of knowing.
HARMLESS = re.compile(r"Ignoring attempt to switch CPSR_A flag")
TOOLS = pathlib.Path(__file__).resolve().parents[2] / "tools"


@dataclasses.dataclass
class Result:
    """What one case found."""
    passed: int = 0
    problems: list[str] = dataclasses.field(default_factory=list)
    note: str = ""


@dataclasses.dataclass
class Case:
    """One thing to try. The name is group/title, and the name of its log."""
    name: str
    run: typing.Callable[["Context", "Case"], Result]
    data: typing.Any = None


class Context:
    """What the cases share. The slow parts are made when they are first asked for."""

    def __init__(self, build, scratch):
        self.build = build
        self.scratch = scratch
        self.logs = build / "test-logs"
        self.kernel = build / "zImage"

    @functools.cached_property
    def elf(self):
        return elf.Elf(self.build / "marrow.elf")

    @functools.cached_property
    def suites(self):
        """The names of the suites in the image, each of which must run."""
        return [self.elf.string(suite)
                for suite in self.elf.words("__kunit_suites_start", "__kunit_suites_end")]

    @functools.cached_property
    def mainline(self):
        """The folder with mainline device trees."""
        run = subprocess.run([TOOLS / "fetch.py", "dtbs"], capture_output=True, text=True)
        if run.returncode:
            raise OSError(run.stderr.strip())
        return pathlib.Path(run.stdout.strip())

    def project_dtb(self, board):
        return self.build / "dtb" / boards.BOARDS[board].dtb

    @functools.cached_property
    def qemu_virt_dtb(self):
        """The tree that QEMU makes for the virt machine."""
        path = self.scratch / "qemu-virt.dtb"
        boot = boards.Boot(boards.BOARDS["virt"], machine_options=f"dumpdtb={path}")
        subprocess.run(boot.command(), check=True, capture_output=True)
        # QEMU pads it to 1 MiB; written again it is as long as it needs to be.
        path.write_bytes(fdt.Tree.read(path.read_bytes()).write())
        return path

    def file(self, name, data):
        """Write a scratch file for one case; return its path."""
        path = self.scratch / name.replace("/", "-")
        path.write_bytes(data)
        return path

    def log(self, case, suffix="log"):
        path = self.logs / f"{case.name}.{suffix}"
        path.parent.mkdir(parents=True, exist_ok=True)
        return path

    def stands_in(self, address, function):
        """Return whether an address lies in a function of the image."""
        start, size = self.elf.symbols[function], self.elf.sizes[function]
        return start <= address < start + size

    def physical(self, symbol, board):
        """Return where a symbol of the image lies in the memory of a board."""
        return self.elf.symbols[symbol] - 0xC0000000 + board.ram_base


def boot(context, case, boot_options, limits=guest.Limits(), guest_errors=True, **hooks):
    """Boot once, keep the log, return (outcome, complaints of QEMU about what the kernel did)."""
    errors = context.log(case, "qemu")
    errors.unlink(missing_ok=True)
    command = boot_options.command()
    if guest_errors:
        command += ["-d", "guest_errors", "-D", str(errors)]
    outcome = guest.run_guest(command, limits, **hooks)
    context.log(case).write_text(f"{shlex.join(command)}\n{outcome.errors}{outcome.log}\n"
                                 f"(ended: {outcome.reason}, {outcome.seconds:.1f} s)\n")
    said = errors.read_text().splitlines() if errors.exists() else []
    said = [line for line in said if not HARMLESS.search(line)]
    if not said:
        errors.unlink(missing_ok=True)
    return outcome, [f"guest error: {line}" for line in said[:3]]


def last_line(log):
    lines = [line for line in log.splitlines() if line.strip()]
    return lines[-1].strip() if lines else "nothing"


def ending_problems(outcome, limits=guest.Limits()):
    """Return what is wrong with how a boot ended, given that it should have ended well."""
    if outcome.status:
        return [f"QEMU failed: {outcome.errors.strip()}"]
    if outcome.reason == "silent":
        return [f"hang: no output for {limits.silent:g} s after: {last_line(outcome.log)}"]
    if outcome.reason in ("timeout", "interrupted"):
        return [f"{outcome.reason} after: {last_line(outcome.log)}"]
    if not guest.FINAL.search(outcome.log):
        return [f"missing final line: the log ends with: {last_line(outcome.log)}"]
    return []


def judge(outcome, suites, limits=guest.Limits()):
    """Return the Result of a boot that should have run all the suites and ended well."""
    report = ktap.parse(outcome.log)
    problems = ending_problems(outcome, limits) + report.problems
    problems += ktap.missing_suites(report, suites)
    passed, _, skipped = report.counts()
    return Result(passed, problems, f"{passed} tests" + (f", {skipped} skipped" if skipped else ""))


def attempt(context, case):
    """Run one case; a case that breaks has failed."""
    try:
        return case.run(context, case)
    except Exception as error:  # pylint: disable=broad-except
        traceback.print_exc(file=sys.stderr)
        return Result(problems=[f"{type(error).__name__}: {error}"])


def show(case, result, seconds):
    verdict = "FAIL" if result.problems else "ok  "
    note = f"{result.note}, " if result.note else ""
    print(f"{verdict} {case.name} ({note}{seconds:.1f} s)", flush=True)
    for problem in result.problems:
        print(f"     {case.name}: {problem}", flush=True)


def run_cases(context, cases, jobs=JOBS):
    """Run all the cases; print what comes out; return (passed, failed)."""
    def timed(case):
        started = time.monotonic()
        return attempt(context, case), time.monotonic() - started

    passed = failed = 0
    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        futures = {pool.submit(timed, case): case for case in cases}
        try:
            for future in concurrent.futures.as_completed(futures):
                result, seconds = future.result()
                show(futures[future], result, seconds)
                passed += result.passed + (not result.problems)
                failed += len(result.problems)
        except BaseException:
            guest.cancel_all()
            pool.shutdown(cancel_futures=True)
            raise
    return passed, failed


def scratch_folder():
    return tempfile.TemporaryDirectory(prefix="marrow-test-")
