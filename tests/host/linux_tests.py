# SPDX-License-Identifier: MIT
"""Linux's own tests, unchanged, compiled against this kernel's headers and run in it.

The sources come from Debian's linux-source package (tools/fetch.py linux-tests). Each image holds
some of them instead of this kernel's tests (EXTRA= of the Makefile). KUnit suites are judged by
their KTAP; the others run as initcalls and are judged by what they print. A splat fails either.

One image holds a module of our own instead, as the book has it. What is not taken of Linux, and
why, stands in docs/linux-tests.md.
"""

import dataclasses
import os
import re
import subprocess
import threading

import boards
import elf
import fetch
import guest
from harness import Case, Result, boot, judge
from paths import ROOT

KUNIT = ("list-test", "test_list_sort", "test_sort", "memcpy_kunit", "cmdline_kunit",
         "cpumask_kunit", "overflow_kunit", "test_bits", "is_signed_type_kunit")
# What each says when all was well. Some end as an initcall that fails, so that Linux unloads them.
MODULES = {
    "percpu_test": r"percpu test done",
    "rbtree_test": r"initcall rbtree_test_init\S* failed: -11$",
    "atomic64_test": r"atomic64_test: passed",
    "test-kstrtox": r"initcall test_kstrtox_init\S* failed: -22$",
    "test_bitops": r"test_bitops: Completed bitops test",
    "test_hexdump": r"test_hexdump: all \d+ tests passed",
    "test_string": r"String selftests succeeded",
    "test_strscpy": r"test_strscpy: all \d+ tests passed",
    "test_meminit": r"test_meminit: all \d+ tests passed!",
    "test_free_pages": r"test_free_pages: Test completed",
    "test_vmalloc": r"All test took worker",
    # Not Linux's: a module from the book, tests/host/modules.
    "memory_inspector": r"memory_inspector: vmalloc page at",
}
COMPLAINT = re.compile(r"failed \d+ out of|failures: \d+|wrong for|FOUND SET BIT|"
                       r"selftest failure|TC failed at|Len: \d+ (row|buflen)")
SUMMARY = re.compile(r"Summary: (\w+) passed: (\d+) failed: (\d+)")
INSPECTED = re.compile(r"memory_inspector: (kmalloc|vmalloc) page at 0x([0-9a-f]+)")
# "This test case is supposed to be failed", it says: it wants an alignment of 2 GiB.
HOPELESS = "align_shift_alloc_test"

LIMITS = guest.Limits(silent=400, total=1200)


@dataclasses.dataclass
class Image:
    """One kernel with some of Linux's tests, and how to boot it."""
    tests: tuple
    args: str = ""
    board: str = "cubieboard"
    memory: str = "512M"
    cpus: int = 1
    workers: int = 0        # threads of test_vmalloc,
    cases: int = 10         # and how many cases each runs
    own: bool = False       # the sources are those of tests/host/modules


LIBRARY = (*KUNIT, "percpu_test", "rbtree_test", "atomic64_test", "test-kstrtox", "test_bitops",
           "test_hexdump", "test_string", "test_strscpy")
VMALLOC_ARGS = "test_vmalloc.test_loop_count={loops} test_vmalloc.nr_threads={workers}"
# All but pcpu_alloc_test, in which two CPUs wait for one lock 70,000 times: minutes, where guests
# have to share a CPU of the host's.
WITHOUT_PCPU = " test_vmalloc.run_test_mask=895"

IMAGES = {
    "library": Image(LIBRARY),
    "library-2cpu": Image(LIBRARY, board="virt", cpus=2),
    "book-module": Image(("memory_inspector",), "memory_inspector.kmalloc_kib=64", own=True),
    "meminit": Image(("test_meminit",), "init_on_alloc=1"),
    "meminit-on-free": Image(("test_meminit",), "init_on_alloc=1 init_on_free=1"),
    "free-pages": Image(("test_free_pages",)),
    "vmalloc": Image(("test_vmalloc",), VMALLOC_ARGS.format(loops=1000, workers=1), workers=1),
    "vmalloc-2cpu": Image(("test_vmalloc",),
                          VMALLOC_ARGS.format(loops=200, workers=2) + WITHOUT_PCPU +
                          " lowmem=256M", board="virt", memory="1G", cpus=2, workers=2, cases=9),
}

_workshop = threading.Lock()


def gather(folder, image):
    """Return a folder that holds (links to) the sources of these tests, and nothing else."""
    if image.own:
        return ROOT / "tests/host/modules"
    source = fetch.obtain("linux-tests")
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder.parent / "tools").exists():
        (folder.parent / "tools").symlink_to(source / "tools")
    for test in image.tests:
        link = folder / f"{test}.c"
        if not link.exists():
            link.symlink_to(source / "lib" / link.name)
    return folder


def build(context, case):
    """Return (zImage, names of the KUnit suites) of a kernel with these tests."""
    place = (context.build / "linux-tests").resolve()
    with _workshop:
        extra = gather(place / "src" / "-".join(case.name.split("/")), case.data)
        # The variables of the make that runs the tests are not for this one.
        plain = {name: value for name, value in os.environ.items()
                 if name not in ("MAKEFLAGS", "MFLAGS", "MAKEOVERRIDES", "MAKELEVEL")}
        run = subprocess.run(["make", "-s", "-C", str(ROOT), "-j2", f"BUILD={place}", "TESTS=0",
                              f"EXTRA={extra}", str(place / "zImage")],
                             capture_output=True, text=True, env=plain)
        if run.returncode:
            context.log(case, "build").write_text(run.stdout + run.stderr)
            raise OSError("it does not compile: " + first_error(run.stderr))
        image = elf.Elf(place / "marrow.elf")
        suites = [image.string(suite)
                  for suite in image.words("__kunit_suites_start", "__kunit_suites_end")]
        return context.file(f"{case.name}.zImage", (place / "zImage").read_bytes()), suites


def first_error(text):
    errors = [line for line in text.splitlines() if "error" in line]
    return errors[0] if errors else text.strip()[-200:]


def module_problems(image, log):
    """Return what is wrong with the tests that are no KUnit suites."""
    problems = [f"{test}: it did not say {MODULES[test]}" for test in image.tests
                if test in MODULES and not re.search(MODULES[test], log, re.M)]
    return problems + [line.strip() for line in log.splitlines() if COMPLAINT.search(line)]


def vmalloc_problems(image, log):
    """Return what test_vmalloc's workers sum up as failed, or do not sum up at all."""
    if not image.workers:
        return []
    results = [(name, int(failed)) for name, _, failed in SUMMARY.findall(log)]
    problems = [f"{name}: failed" for name, failed in results if failed and name != HOPELESS]
    wanted = image.cases * image.workers
    if len(results) != wanted:
        problems.append(f"test_vmalloc: {len(results)} of {wanted} results")
    return problems


def inspector_problems(image, log):
    """Return what is wrong with the pages that the book's module shows."""
    if not image.own:
        return []
    pages = {"kmalloc": [], "vmalloc": []}
    for kind, address in INSPECTED.findall(log):
        pages[kind].append(int(address, 16))
    problems = [] if [len(seen) for seen in pages.values()] == [16, 64] else ["pages are missing"]
    if any(b - a != 0x1000 for a, b in zip(pages["kmalloc"], pages["kmalloc"][1:])):
        problems.append("kmalloc() is not physically contiguous")
    if len(set(pages["vmalloc"])) != len(pages["vmalloc"]):
        problems.append("a page appears twice in vmalloc()")
    return problems


def run_image(context, case):
    image = case.data
    kernel, suites = build(context, case)
    board = boards.find_board(image.board, image.memory, image.cpus)
    dtb = None if board.own_tree else context.project_dtb(image.board)
    machine = boards.Boot(board, kernel=kernel, dtb=dtb, memory=image.memory, cpus=image.cpus,
                          args=image.args, steady=True)
    outcome, errors = boot(context, case, machine, LIMITS)
    result = judge(outcome, suites, LIMITS)
    problems = result.problems + errors + module_problems(image, outcome.log)
    problems += vmalloc_problems(image, outcome.log) + inspector_problems(image, outcome.log)
    modules = sum(test in MODULES for test in image.tests)
    return Result(result.passed + modules, problems, f"{len(suites)} suites, {modules} modules")


def cases():
    return [Case(f"linux-tests/{name}", run_image, image) for name, image in IMAGES.items()]
