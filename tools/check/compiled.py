# SPDX-License-Identifier: MIT
"""What only the compiler knows: that headers stand alone, and how much stack functions take."""

import concurrent.futures
import os
import re
import subprocess

# A kernel stack has 8 KiB, and a fault comes on top of the deepest call. Tests are called from near
# the top of their thread's stack.
FRAME_BYTES, TEST_FRAME_BYTES = 512, 1024
FRAME = re.compile(r"^([^\t]+):(\d+):\d+:(\S+)\t(\d+)\t")


def is_header(path):
    return path.suffix == ".h" and path.parts[0] in ("include", "arch", "mm", "kernel", "drivers")


def header_findings(path, compiler):
    """Compile a header with nothing in front of it, twice over, for its guard."""
    source = f'#include "{path}"\n' * 2
    command = [*compiler, "-I.", "-fsyntax-only", "-Wno-unused-function", "-x", "c", "-"]
    command = [word for word in command if word != "-fstack-usage"]
    run = subprocess.run(command, input=source, capture_output=True, text=True)
    if run.returncode == 0:
        return []
    first = next((line for line in run.stderr.splitlines() if "error:" in line), run.stderr.strip())
    return [f"{path}:1: does not compile alone: {first}"]


def frame_findings(su_file):
    for line in su_file.read_text(encoding="utf-8").splitlines():
        found = FRAME.match(line)
        limit = TEST_FRAME_BYTES if line.startswith("tests/") else FRAME_BYTES
        if found and int(found[4]) > limit:
            yield (f"{found[1]}:{found[2]}: {found[3]}() takes {found[4]} bytes of stack: "
                   f"{limit} at the most")


def findings(files, compiler, build):
    """Return what the compiler has to say against the headers and the frames of the last build."""
    headers = [path for path in files if is_header(path)]
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        results = pool.map(lambda path: header_findings(path, compiler), headers)
        found = [finding for result in results for finding in result]
    for su_file in sorted(build.rglob("*.su")):
        if "libfdt" not in su_file.parts:
            found += frame_findings(su_file)
    return sorted(set(found))
