#!/bin/sh
# SPDX-License-Identifier: MIT
#
# deps.sh STAGE... - see that the programs a make target calls are there.
#
# Each row of the table below is: stage, what must exist, the Debian package that brings it, why it
# is needed. What must exist is the name of a program, or the full path of a file. A stage asks only
# for its own rows, so that "make run" on a fresh machine does not download what only "make debug"
# wants; the Makefile names the stages of each target.
#
# Nothing missing: silent, and done in a few milliseconds. Something missing on Debian: says what
# and why, then installs it with apt-get, through sudo when the user is not root. Anywhere else:
# says what is missing and stops with status 1.

set -eu

table() {
    cat <<'ROWS'
build python3 python3 runs the build's own scripts
build arm-none-eabi-gcc gcc-arm-none-eabi compiles the kernel
build arm-none-eabi-ld binutils-arm-none-eabi links the kernel
build dtc device-tree-compiler compiles boot/dts
build mkimage u-boot-tools wraps build/uImage
run qemu-system-arm qemu-system-arm emulates the boards
test /usr/lib/u-boot/qemu_arm/u-boot.bin u-boot-qemu is the boot loader that the tests go through
test mformat mtools makes the disk images that U-Boot boots from
test gdb-multiarch gdb-multiarch checks what make debug relies on
debug gdb-multiarch gdb-multiarch debugs the kernel
sdcard mformat mtools makes the file system of the SD card
bench arm-linux-gnueabihf-gcc gcc-arm-linux-gnueabihf compiles Linux
bench gcc gcc compiles the tools of the build of Linux
bench flex flex generates a part of them
bench bison bison generates a part of them
bench bc bc is used by the build of Linux
bench xz xz-utils unpacks the sources of Linux
plugin gcc gcc compiles what QEMU loads to watch the guest
qemu gcc gcc compiles QEMU with the emulated BeagleBone
qemu meson meson configures QEMU
qemu ninja ninja-build builds QEMU
qemu pkg-config pkg-config finds the libraries of QEMU
qemu dpkg-source dpkg-dev unpacks the sources of QEMU
qemu patch patch applies Debian's patches to QEMU
qemu /usr/include/glib-2.0/glib.h libglib2.0-dev is used by QEMU throughout
qemu /usr/include/pixman-1/pixman.h libpixman-1-dev is used by QEMU for displays
qemu /usr/include/libfdt.h libfdt-dev reads device trees in QEMU
qemu /usr/include/zlib.h zlib1g-dev is used by QEMU for images
ROWS
}

present() {
    case $1 in
    /*) [ -e "$1" ] ;;
    *) command -v "$1" >/dev/null 2>&1 ;;
    esac
}

# Prints the rows of the wanted stages whose program or file is not there.
missing() {
    table | while read -r stage what package why; do
        case " $* " in
        *" $stage "*) present "$what" || echo "$what $package $why" ;;
        esac
    done
}

report() {
    echo "$1" | while read -r what package why; do
        printf '  %-18s (package %s) %s\n' "${what##*/}" "$package" "$why"
    done
}

is_debian() {
    [ -r /etc/os-release ] && command -v apt-get >/dev/null 2>&1 &&
        (. /etc/os-release && case " $ID ${ID_LIKE-} " in *" debian "*) ;; *) exit 1 ;; esac)
}

# Runs a command as root.
as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    elif command -v sudo >/dev/null 2>&1; then
        sudo "$@"
    else
        echo "deps: neither root nor sudo: run this as root: $*" >&2
        exit 1
    fi
}

install_packages() {
    as_root apt-get -q update
    as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get -q -y --no-install-recommends install "$@"
}

rows=$(missing "$@")
[ -n "$rows" ] || exit 0

echo "deps: missing on this machine:"
report "$rows"
if ! is_debian; then
    echo "deps: this is not Debian: please install the above, then run make again"
    exit 1
fi

packages=$(echo "$rows" | cut -d ' ' -f 2 | sort -u)
echo "deps: installing with apt-get:" $packages
# shellcheck disable=SC2086 # package names, one word each
install_packages $packages

rows=$(missing "$@")
[ -z "$rows" ] && exit 0
echo "deps: still missing after the installation:"
report "$rows"
exit 1
