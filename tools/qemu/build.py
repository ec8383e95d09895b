#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Build the QEMU that emulates a BeagleBone Black: make qemu.

Nothing of QEMU is in this repository. Its sources come from the Debian archive (tools/fetch.py);
the devices beside this script are put into them as a folder of their own, hw/arm/beaglebone, and
two of its build files get one line each that names the folder. Only this one machine is compiled.

The program ends up in the cache folder, below a name made of a hash of everything it depends on,
and is found again there: the compilation happens once, and again when a device changes. The object
files stay as well, so that again means seconds.
"""

import fcntl
import hashlib
import os
import pathlib
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
import fetch  # pylint: disable=wrong-import-position

FOLDER = "hw/arm/beaglebone"
DEVICES = "beaglebone"      # configs/devices/arm-softmmu/beaglebone.mak
CONFIGURE = [
    "--target-list=arm-softmmu", "--without-default-features", "--without-default-devices",
    f"--with-devices-arm={DEVICES}", "--enable-system", "--enable-tcg", "--enable-fdt=system",
    "--disable-docs", "--disable-tools", "--disable-guest-agent", "--disable-werror",
    "--disable-install-blobs", "--disable-debug-info",
]
KCONFIG = """\
config BEAGLEBONE
    bool
    select ARM_V7M
    select GENERIC_LOADER
    select I2C
    select SD
"""

class BuildError(Exception):
    """A build that failed, with the reason in words."""


def device_files():
    return sorted([*HERE.glob("*.c"), *HERE.glob("*.h")])


def input_hash():
    """Return the hash of all that decides what the program is, save for QEMU's own version."""
    digest = hashlib.sha256()
    for path in [*device_files(), pathlib.Path(__file__)]:
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def program():
    """Return where the built program is, or would be."""
    return fetch.cache_folder() / f"qemu-{input_hash()}" / "qemu-system-arm"


def write_if_new(path, text):
    """Write a file, but leave one alone that says the same: it would be compiled again."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")


def add_line(path, behind, line):
    """Put a line behind another one, once."""
    lines = path.read_text(encoding="utf-8").splitlines()
    if line in lines:
        return
    if behind not in lines:
        raise BuildError(f"{path} has no line: {behind}")
    lines.insert(lines.index(behind) + 1, line)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def install_devices(source):
    """Put the devices, and the lines that name them, into the source tree."""
    folder = source / FOLDER
    ours = device_files()
    for path in folder.glob("*.[ch]"):
        if path.name not in {our.name for our in ours}:
            path.unlink()
    for path in ours:
        write_if_new(folder / path.name, path.read_text(encoding="utf-8"))
    names = ", ".join(f"'{path.name}'" for path in ours if path.suffix == ".c")
    write_if_new(folder / "meson.build",
                 f"arm_ss.add(when: 'CONFIG_BEAGLEBONE', if_true: files({names}))\n")
    write_if_new(folder / "Kconfig", KCONFIG)
    write_if_new(source / f"configs/devices/arm-softmmu/{DEVICES}.mak", "CONFIG_BEAGLEBONE=y\n")
    add_line(source / "hw/arm/meson.build", "arm_ss = ss.source_set()", "subdir('beaglebone')")
    append_line(source / "hw/arm/Kconfig", "source beaglebone/Kconfig")


def append_line(path, line):
    """Put a line at the end of a file, once."""
    text = path.read_text(encoding="utf-8")
    if line not in text.splitlines():
        path.write_text(f"{text.rstrip()}\n\n{line}\n", encoding="utf-8")


def run(command, folder, log):
    """Run a command; keep what it says; on failure show the end of that."""
    with log.open("a", encoding="utf-8") as output:
        status = subprocess.run(command, cwd=folder, stdout=output,
                                stderr=subprocess.STDOUT).returncode
    if status:
        tail = log.read_text(encoding="utf-8", errors="replace").splitlines()[-30:]
        raise BuildError("\n".join([f"{command[0]} failed; the end of {log}:", *tail]))


def compile_all(folder, log):
    """Run ninja; say now and then how far it is."""
    command = ["nice", "ninja", f"-j{os.cpu_count() or 1}", "qemu-system-arm"]
    tail, shown, started = [], 0.0, time.monotonic()
    with log.open("a", encoding="utf-8") as output, subprocess.Popen(
            command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            text=True) as ninja:
        for line in ninja.stdout:
            output.write(line)
            tail = [*tail[-30:], line.rstrip()]
            if "warning:" in line and FOLDER in line:
                raise BuildError(line.strip())
            if line.startswith("[") and time.monotonic() - shown > 5:
                shown = time.monotonic()
                print(f"qemu: {line.split(']')[0]}] after {shown - started:.0f} s",
                      file=sys.stderr, flush=True)
    if ninja.returncode:
        raise BuildError("\n".join(["ninja failed:", *tail]))


def build():
    """Return the program, compiled if need be."""
    target = program()
    if target.exists():
        return target
    source = pathlib.Path(fetch.obtain("qemu"))
    objects = source.with_name(source.name.replace("qemu-source", "qemu-build"))
    objects.mkdir(exist_ok=True)
    with (objects / "lock").open("w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if target.exists():
            return target
        print(f"qemu: building {target} (some minutes the first time)", file=sys.stderr)
        install_devices(source)
        log = objects / "marrow.log"
        log.unlink(missing_ok=True)
        if not (objects / "build.ninja").exists():
            run([str(source / "configure"), *CONFIGURE], objects, log)
        compile_all(objects, log)
        target.parent.mkdir(parents=True, exist_ok=True)
        run(["strip", "-o", str(target.with_suffix(".new")), "qemu-system-arm"], objects, log)
        target.with_suffix(".new").rename(target)
        print(f"qemu: {target} is ready", file=sys.stderr)
    return target


def main():
    try:
        build()
    except (BuildError, fetch.FetchError) as error:
        sys.exit(f"qemu: {error}")


if __name__ == "__main__":
    main()
