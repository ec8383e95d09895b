#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Fetch from the Debian archive what the build and the tests need but the repository does not hold.

    fetch.py libfdt    the libfdt sources of Debian's device-tree-compiler source package
    fetch.py dtbs      mainline device trees out of Debian's armhf kernel package
    fetch.py uboot     U-Boot for the BeagleBone Black out of Debian's u-boot-omap
    fetch.py linux     Debian's armhf kernel, its device trees, and a static busybox
    fetch.py linux-tests  Linux's own tests out of Debian's kernel source, for this kernel's headers
    fetch.py qemu      the source tree of QEMU, with Debian's patches, for tools/qemu/build.py
    fetch.py linux-source  the source tree of Debian's Linux, for tools/linux/build.py

Each prints the folder that holds the files. They are kept under $XDG_CACHE_HOME/marrow (~/.cache
when that is not set), in a folder named after the upstream version; a second call answers from
there and needs no network.

How. apt does the work, so that every byte is checked against the archive's signature, but in a
state folder of its own that is thrown away afterwards: the package lists, sources and
architectures of the machine stay as they are. The mirror is the one that this machine already
uses, asked of apt itself ("apt-get update --print-uris" prints where each InRelease file would
come from, whatever the format of the sources). The machine's own release is tried first, then
Debian's stable and testing, for a mirror that has dropped an older file.
"""

import io
import os
import pathlib
import re
import subprocess
import sys
import tarfile
import tempfile

KEYRING = pathlib.Path("/usr/share/keyrings/debian-archive-keyring.gpg")
LIBFDT_PACKAGE = "device-tree-compiler"
KERNEL_PACKAGE = "linux-image-armmp"
DTBS = ("sun4i-a10-cubieboard.dtb", "am335x-boneblack.dtb")
UBOOT_PACKAGE = "u-boot-omap"
UBOOT_BOARD = "am335x_boneblack"
UBOOT_FILES = ("MLO", "u-boot.img")
SHELL_PACKAGE = "busybox-static"
QEMU_PACKAGE = "qemu"
SOURCE_PACKAGE = "linux-source-6.1"
# What is kept of 1.3 GB: the tests, and the one header of theirs that is not in include/.
SOURCE_TESTS = re.compile(r"lib/[^/]*(test|kunit)[^/]*\.c|"
                          r"tools/testing/selftests/kselftest_module\.h")


class FetchError(Exception):
    """A fetch that failed, with the reason in words."""


def cache_folder():
    base = os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache"
    return pathlib.Path(base) / "marrow"


def host_archives():
    """Return the (URI, suite) pairs that this machine's apt is configured with."""
    run = subprocess.run(["apt-get", "update", "--print-uris"], capture_output=True, text=True)
    pairs = re.findall(r"^'(\S+)/dists/([^/\s]+)/(?:In)?Release'", run.stdout, re.M)
    if not pairs:
        raise FetchError("apt-get names no Debian archive on this machine: " + run.stderr.strip())
    return list(dict.fromkeys(pairs))


def host_codename():
    release = pathlib.Path("/etc/os-release").read_text(encoding="utf-8")
    found = re.search(r'^VERSION_CODENAME="?(\w+)', release, re.M)
    return found.group(1) if found else "stable"


def releases_to_try():
    """Yield (name, [(URI, suite)]): the host's own release with its updates, then newer ones."""
    archives = host_archives()
    codename = host_codename()
    own = [(uri, suite) for uri, suite in archives if suite.split("-")[0] in (codename, "stable")]
    yield codename, own
    for suite in ("stable", "testing"):
        yield suite, [(uri, suite) for uri, plain in own if "-" not in plain]


class PrivateApt:
    """apt with its whole state in a temporary folder."""

    def __init__(self, folder, kind, archives, architecture=None):
        self.folder = pathlib.Path(folder)
        for part in ("state/lists/partial", "cache/archives/partial", "parts", "work"):
            (self.folder / part).mkdir(parents=True)
        (self.folder / "status").touch()
        stanzas = "\n".join(self._stanza(kind, *archive) for archive in archives)
        (self.folder / "parts/archive.sources").write_text(stanzas, encoding="utf-8")
        self.options = self._options(architecture)

    @staticmethod
    def _stanza(kind, uri, suite):
        signed = f"Signed-By: {KEYRING}\n" if KEYRING.exists() else ""
        return f"Types: {kind}\nURIs: {uri}\nSuites: {suite}\nComponents: main\n{signed}"

    def _options(self, architecture):
        settings = {
            "Dir::State": self.folder / "state",
            "Dir::State::status": self.folder / "status",
            "Dir::Cache": self.folder / "cache",
            "Dir::Etc::sourcelist": "/dev/null",
            "Dir::Etc::sourceparts": self.folder / "parts",
            "APT::Sandbox::User": "root",
            "Acquire::Languages": "none",
        }
        if architecture:
            settings["APT::Architecture"] = architecture
            settings["APT::Architectures"] = architecture
        return [word for name, value in settings.items() for word in ("-o", f"{name}={value}")]

    def update(self):
        """Fetch the package lists; one that the mirror has half renewed is no reason to stop."""
        try:
            self.run("apt-get", "update")
        except FetchError as error:
            print(f"fetch: {error}", file=sys.stderr)

    def run(self, *command):
        """Run one apt command in the private work folder; return its standard output."""
        program, *arguments = command
        run = subprocess.run([program, "-q", *self.options, *arguments], text=True,
                             cwd=self.folder / "work", capture_output=True)
        if run.returncode:
            reasons = [line for line in run.stderr.splitlines() if line.startswith("E:")]
            raise FetchError("; ".join(reasons) or run.stderr.strip())
        return run.stdout

    def fetched(self, pattern):
        """Return the one file that the last download brought."""
        files = sorted((self.folder / "work").glob(pattern))
        if not files:
            raise FetchError(f"the download brought no {pattern}")
        return files[0]


def unpack(members, target):
    """Write {name: bytes} to the folder target, whole or not at all."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent) as scratch:
        folder = pathlib.Path(scratch) / target.name
        folder.mkdir()
        for name, data in members.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(data)
        if not target.exists():
            folder.rename(target)
    return target


def read_tar(tar, wanted):
    """Return {file name: bytes} of the members of an open tar file that wanted() accepts."""
    return {pathlib.PurePath(member.name).name: tar.extractfile(member).read()
            for member in tar if member.isfile() and wanted(pathlib.PurePath(member.name))}


def fetch_libfdt(archives):
    with tempfile.TemporaryDirectory() as folder:
        apt = PrivateApt(folder, "deb-src", archives)
        apt.update()
        apt.run("apt-get", "source", "--download-only", "--tar-only", LIBFDT_PACKAGE)
        archive = apt.fetched("*.orig.tar.*")
        version = archive.name.split("_")[1].split(".orig")[0]
        with tarfile.open(archive) as tar:
            members = read_tar(tar, lambda path: path.parent.name == "libfdt" and
                               path.suffix in (".c", ".h"))
    return unpack(members, cache_folder() / f"libfdt-{version}")


def kernel_with_dtbs(apt):
    """Return the name of the package that the armmp metapackage stands for today."""
    depends = apt.run("apt-cache", "depends", KERNEL_PACKAGE)
    found = re.search(r"Depends: (linux-image-\S+)", depends)
    if not found:
        raise FetchError(f"{KERNEL_PACKAGE} depends on no kernel")
    return found.group(1)


def package_members(apt, package, wanted):
    """Download a binary package; return {file name: bytes} of the files that wanted() accepts."""
    apt.run("apt-get", "download", package)
    raw = subprocess.run(["dpkg-deb", "--fsys-tarfile", apt.fetched(f"{package}_*.deb")],
                         check=True, capture_output=True).stdout
    with tarfile.open(fileobj=io.BytesIO(raw)) as tar:
        return read_tar(tar, wanted)


def insist(package, members, names):
    """Fail unless the package brought all the files."""
    if set(members) != set(names):
        raise FetchError(f"{package} lacks {', '.join(set(names) - set(members))}")


def fetch_dtbs(archives):
    with tempfile.TemporaryDirectory() as folder:
        apt = PrivateApt(folder, "deb", archives, "armhf")
        apt.update()
        package = kernel_with_dtbs(apt)
        members = package_members(apt, package, lambda path: path.name in DTBS)
    insist(package, members, DTBS)
    return unpack(members, cache_folder() / package.replace("linux-image", "dtbs"))


def fetch_uboot(archives):
    with tempfile.TemporaryDirectory() as folder:
        apt = PrivateApt(folder, "deb", archives, "armhf")
        apt.update()
        members = package_members(apt, UBOOT_PACKAGE, lambda path: path.name in UBOOT_FILES and
                                  path.parent.name == UBOOT_BOARD)
        version = apt.fetched("*.deb").name.split("_")[1]
    insist(UBOOT_PACKAGE, members, UBOOT_FILES)
    return unpack(members, cache_folder() / f"uboot-{version}")


def fetch_linux(archives):
    with tempfile.TemporaryDirectory() as folder:
        apt = PrivateApt(folder, "deb", archives, "armhf")
        apt.update()
        package = kernel_with_dtbs(apt)
        members = package_members(apt, package, lambda path: path.name in DTBS or
                                  path.name.startswith("vmlinuz"))
        members |= package_members(apt, SHELL_PACKAGE, lambda path: path.name == "busybox" and
                                   path.parent.name == "bin")
    names = {name.split("-")[0] if name.startswith("vmlinuz") else name: data
             for name, data in members.items()}
    insist(package, names, {*DTBS, "vmlinuz", "busybox"})
    return unpack(names, cache_folder() / package.replace("linux-image", "linux"))


def source_members(package, wanted):
    """Return {path: bytes} of what wanted() accepts of the kernel source in a binary package."""
    command = ["dpkg-deb", "--fsys-tarfile", package]
    with (subprocess.Popen(command, stdout=subprocess.PIPE) as unpacking,
          tarfile.open(fileobj=unpacking.stdout, mode="r|") as outer):
        inner = next(member for member in outer if member.name.endswith(".tar.xz"))
        with tarfile.open(fileobj=outer.extractfile(inner), mode="r|xz") as source:
            members = {}
            for member in source:
                path = member.name.partition("/")[2]
                if member.isfile() and wanted(path):
                    members[path] = source.extractfile(member).read()
        unpacking.stdout.read()
    return members


def fetch_linux_tests(archives):
    with tempfile.TemporaryDirectory() as folder:
        apt = PrivateApt(folder, "deb", archives)
        apt.update()
        apt.run("apt-get", "download", SOURCE_PACKAGE)
        package = apt.fetched("*.deb")
        members = source_members(package, SOURCE_TESTS.fullmatch)
        version = package.name.split("_")[1]
    if not members:
        raise FetchError(f"{SOURCE_PACKAGE} holds no tests")
    return unpack(members, cache_folder() / f"linux-tests-{version}")


def fetch_qemu(archives):
    """Unpack the source package, patches applied; the tree is large, so it is moved, not read."""
    cache_folder().mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=cache_folder()) as folder:
        apt = PrivateApt(folder, "deb-src", archives)
        apt.update()
        apt.run("apt-get", "source", QEMU_PACKAGE)
        version = apt.fetched("*.dsc").name.removesuffix(".dsc").split("_")[1]
        target = cache_folder() / f"qemu-source-{version}"
        if not target.exists():
            next(path for path in (pathlib.Path(folder) / "work").iterdir()
                 if path.is_dir()).rename(target)
    return target


def fetch_linux_source(archives):
    """Unpack the tree that lies in a binary package as a tar file of its own."""
    cache_folder().mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=cache_folder()) as folder:
        apt = PrivateApt(folder, "deb", archives)
        apt.update()
        apt.run("apt-get", "download", SOURCE_PACKAGE)
        package = apt.fetched("*.deb")
        work = package.parent
        subprocess.run(["dpkg-deb", "-x", package, work], check=True)
        subprocess.run(["tar", "-xf", work / f"usr/src/{SOURCE_PACKAGE}.tar.xz"], cwd=work,
                       check=True)
        # Not linux-*: that is the name of the kernel that fetch_linux() brings.
        target = cache_folder() / f"kernel-source-{package.name.split('_')[1]}"
        if not target.exists():
            (work / SOURCE_PACKAGE).rename(target)
    return target


FETCHERS = {"libfdt": ("libfdt-*", "the libfdt sources", fetch_libfdt),
            "dtbs": ("dtbs-*", "mainline device trees", fetch_dtbs),
            "uboot": ("uboot-*", "U-Boot for the BeagleBone Black", fetch_uboot),
            "linux": ("linux-[0-9]*-armmp", "a kernel of Debian's to compare with", fetch_linux),
            "linux-tests": ("linux-tests-*", "the tests of the Linux kernel", fetch_linux_tests),
            "qemu": ("qemu-source-*", "the sources of QEMU", fetch_qemu),
            "linux-source": ("kernel-source-*", "the sources of Linux", fetch_linux_source)}


def obtain(name):
    """Return the folder of one kind of file, from the cache or else from the archive."""
    pattern, title, fetcher = FETCHERS[name]
    cached = sorted(cache_folder().glob(pattern))
    if cached:
        return cached[-1]
    reasons = []
    for release, archives in releases_to_try():
        print(f"fetch: {title} from Debian {release} into {cache_folder()}", file=sys.stderr)
        try:
            return fetcher(archives)
        except FetchError as error:
            reasons.append(f"{release}: {error}")
            print(f"fetch: {reasons[-1]}", file=sys.stderr)
    raise FetchError(f"cannot fetch {title}")


def main():
    if len(sys.argv) != 2 or sys.argv[1] not in FETCHERS:
        sys.exit(f"usage: fetch.py {{{'|'.join(FETCHERS)}}}")
    try:
        print(obtain(sys.argv[1]))
    except FetchError as error:
        sys.exit(f"fetch: {error}")


if __name__ == "__main__":
    main()
