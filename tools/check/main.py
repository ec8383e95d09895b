#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Hold the sources to the house style: make check.

One line for each finding, with file and line, so that an editor can jump there; status 1 if there
is any. Only files that git knows, or would take, are looked at.

    includes.py   who may include whom; no cycles
    text.py       what can be seen in the text: SPDX, lengths, #if inside functions, leftover marks
    compiled.py   what only the compiler knows: headers that stand alone, stack frames
"""

import argparse
import pathlib
import shlex
import subprocess
import sys

import compiled
import includes
import text


def source_files():
    """Return the paths of all files in the work tree that are or would be committed."""
    run = subprocess.run(["git", "ls-files", "--cached", "--others", "--exclude-standard"],
                         check=True, capture_output=True, text=True)
    paths = sorted(set(map(pathlib.Path, run.stdout.splitlines())))
    return [path for path in paths if path.is_file()]


def main():
    parser = argparse.ArgumentParser(description="hold the sources to the house style")
    parser.add_argument("--build", type=pathlib.Path, default="build")
    parser.add_argument("--cc", required=True, help="compiler and flags of the kernel's C files")
    options = parser.parse_args()
    files = source_files()
    findings = [*includes.findings(files), *text.findings(files),
                *compiled.findings(files, shlex.split(options.cc), options.build)]
    for finding in findings:
        print(finding)
    print(f"check: {len(files)} files, {len(findings)} findings")
    sys.exit(1 if findings else 0)


if __name__ == "__main__":
    main()
