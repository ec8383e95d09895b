#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Build the Linux that Marrow is measured against: build.py lean, build.py distro.

Nothing of Linux is in this repository. Its sources are Debian's (tools/fetch.py); the files of
bench/ are put into them unchanged, as one built-in folder, with a Kbuild file made here and one
line in the tree's own that names the folder. A configuration is common.config and lean.config or
distro.config on top of allnoconfig.

What a build gives (zImage, vmlinux, the Cubieboard's device tree, the whole .config) is kept in
the cache folder, below a name made of a hash of everything it depends on: Linux is compiled once,
and linked again when a benchmark changes.
"""

import fcntl
import hashlib
import os
import pathlib
import re
import shutil
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(HERE.parent))
import fetch  # pylint: disable=wrong-import-position
from qemu.build import (  # pylint: disable=wrong-import-position
    BuildError, append_line, run, write_if_new)

FLAVOURS = ("lean", "distro")
FOLDER = "bench"
COMPILER = "arm-linux-gnueabihf-"
DTB = "sun4i-a10-cubieboard.dtb"
RESULTS = {"zImage": "arch/arm/boot/zImage", "vmlinux": "vmlinux", "config": ".config",
           DTB: f"arch/arm/boot/dts/{DTB}"}
# So that a second build of the same sources is the same, byte by byte.
SETTINGS = ["ARCH=arm", f"CROSS_COMPILE={COMPILER}", "KBUILD_BUILD_TIMESTAMP=1970-01-01",
            "KBUILD_BUILD_USER=marrow", "KBUILD_BUILD_HOST=marrow", "KBUILD_BUILD_VERSION=1"]


def bench_files():
    """Return the sources that build for both kernels."""
    return sorted([*(ROOT / "bench").glob("*.c"), *(ROOT / "bench").glob("*.h")])


def fragments(flavour):
    return [HERE / "common.config", HERE / f"{flavour}.config"]


def compiler_version():
    return subprocess.run([f"{COMPILER}gcc", "--version"], check=True,
                          capture_output=True).stdout


def input_hash(flavour, source):
    """Return the hash of all that decides what the kernel is."""
    digest = hashlib.sha256(source.name.encode() + b"\0" + compiler_version())
    for path in [*bench_files(), *fragments(flavour), pathlib.Path(__file__)]:
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def install_benchmarks(source):
    """Put the benchmarks, and the line that names them, into the source tree."""
    folder, ours = source / FOLDER, bench_files()
    for path in folder.glob("*.[ch]"):
        if path.name not in {our.name for our in ours}:
            path.unlink()
    for path in ours:
        write_if_new(folder / path.name, path.read_text(encoding="utf-8"))
    objects = " ".join(path.with_suffix(".o").name for path in ours if path.suffix == ".c")
    write_if_new(folder / "Kbuild", f"obj-y := {objects}\n")
    append_line(source / "Kbuild", f"obj-y += {FOLDER}/")


def make(source, objects, log, *goals):
    run(["nice", "make", "-C", str(source), f"O={objects}", f"-j{os.cpu_count() or 1}",
         *SETTINGS, *goals], source, log)


def configure(flavour, source, objects, log):
    """Make the configuration, and see that it is what was asked for."""
    wanted = "".join(path.read_text(encoding="utf-8") for path in fragments(flavour))
    write_if_new(objects / "fragment.config", wanted)
    make(source, objects, log, f"KCONFIG_ALLCONFIG={objects / 'fragment.config'}", "allnoconfig")
    got = (objects / ".config").read_text(encoding="utf-8").splitlines()
    missing = [line for line in wanted.splitlines()
               if line.startswith("CONFIG_") and line not in got]
    missing += [name + "=y" for name in re.findall(r"^# (CONFIG_\w+) is not set", wanted, re.M)
                if name + "=y" in got]
    if missing:
        raise BuildError(f"{flavour}: not as configured: {', '.join(missing)}")


def keep(objects, target):
    """Copy what the build gave to the cache, whole or not at all."""
    new = target.with_suffix(".new")
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir()
    for name, place in RESULTS.items():
        shutil.copy(objects / place, new / name)
    new.rename(target)


def build(flavour):
    """Return the folder with the kernel, compiled if need be."""
    source = pathlib.Path(fetch.obtain("linux-source"))
    target = source.with_name(f"kernel-{flavour}-{input_hash(flavour, source)}")
    objects = source.with_name(source.name.replace("source", f"build-{flavour}"))
    objects.mkdir(exist_ok=True)
    with (source / ".bench-lock").open("w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if target.exists():
            return target
        print(f"linux: building {target} (some minutes the first time)", file=sys.stderr)
        log = objects / "marrow.log"
        log.unlink(missing_ok=True)
        install_benchmarks(source)
        configure(flavour, source, objects, log)
        make(source, objects, log, "zImage", DTB)
        keep(objects, target)
    return target


def main():
    if len(sys.argv) != 2 or sys.argv[1] not in FLAVOURS:
        sys.exit(f"usage: build.py {{{'|'.join(FLAVOURS)}}}")
    try:
        print(build(sys.argv[1]))
    except (BuildError, fetch.FetchError) as error:
        sys.exit(f"linux: {error}")


if __name__ == "__main__":
    main()
