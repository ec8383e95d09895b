# SPDX-License-Identifier: MIT
"""The boards, memory sizes, device trees and ways in with which all tests must pass.

Everything here boots the same image. What varies: the board and its memory; who made the tree (the
project, QEMU, Debian's mainline kernel); the mode the CPU is in; where the loader left the image.
"""

import dataclasses

import boards
import guest
from harness import Case, boot, judge
from trees import ready_tree

# The raw way in: the tree and the jump lie in the first 128 MiB, past any image.
DTB_OFFSET = 0x6000000
STUB_OFFSET = 0x7F00000


@dataclasses.dataclass
class Variant:
    """One row of the matrix."""
    board: str
    memory: str = ""
    cpus: int = 1
    tree: str = "project"       # project, qemu, mainline
    way: str = "protocol"       # protocol; raw or appended: where the tree is for the raw way in
    offset: int = 0x10000       # raw, appended: of the image in RAM
    machine: str = ""
    args: str = ""
    steady: bool = True         # time follows the instructions (one CPU only)


VARIANTS = {
    "cubieboard-512M": Variant("cubieboard", "512M"),
    "cubieboard-512M-real-time": Variant("cubieboard", "512M", steady=False),
    "cubieboard-1G": Variant("cubieboard", "1G"),
    "cubieboard-512M-mainline": Variant("cubieboard", "512M", tree="mainline"),
    "cubieboard-1G-mainline": Variant("cubieboard", "1G", tree="mainline"),
    "cubieboard-512M-lowmem-256M": Variant("cubieboard", "512M", args="lowmem=256M"),
    "cubieboard-512M-atomic-sleep": Variant("cubieboard", "512M", args="debug_atomic_sleep=on"),
    "cubieboard-1G-vmalloc-400M": Variant("cubieboard", "1G", args="vmalloc=400M"),
    "cubieboard-512M-slab-debug": Variant("cubieboard", "512M", args="slab_debug=FZPU"),
    "cubieboard-512M-slab-hardened": Variant("cubieboard", "512M", args="slab_hardened=1"),
    "cubieboard-512M-appended": Variant("cubieboard", "512M", way="appended"),
    "cubieboard-512M-appended-moved": Variant("cubieboard", "512M", way="appended",
                                              offset=0x2000000),
    "cubieboard-at-0x8000": Variant("cubieboard", "512M", way="raw", offset=0x8000),
    "cubieboard-at-0x10000": Variant("cubieboard", "512M", way="raw"),
    "cubieboard-at-0x2000000": Variant("cubieboard", "512M", way="raw", offset=0x2000000),
    "virt-256M": Variant("virt", "256M"),
    "virt-3G": Variant("virt", "3G", tree="qemu"),
    "virt-256M-qemu": Variant("virt", "256M", tree="qemu"),
    "virt-1G-2cpu": Variant("virt", "1G", cpus=2, tree="qemu"),
    "virt-1G-4cpu": Variant("virt", "1G", cpus=4, tree="qemu"),
    "virt-256M-4cpu-hyp": Variant("virt", "256M", cpus=4, tree="qemu", machine="virtualization=on"),
    "virt-3G-8cpu": Variant("virt", "3G", cpus=8, tree="qemu"),
    "virt-256M-hyp": Variant("virt", "256M", tree="qemu", machine="virtualization=on"),
    "virt-3G-hyp": Variant("virt", "3G", machine="virtualization=on"),
    "virt-at-0x8000": Variant("virt", "256M", way="raw", offset=0x8000),
    "virt-at-0x2000000": Variant("virt", "256M", way="raw", offset=0x2000000),
}

LIMITS = guest.Limits(silent=60, total=1800)


def tree_path(context, variant):
    """Return the file of a row's device tree; None for the one that QEMU makes."""
    if variant.tree == "qemu":
        return None
    if variant.tree == "mainline":
        return context.mainline / "sun4i-a10-cubieboard.dtb"
    return context.project_dtb(variant.board)


def protocol_boot(context, _case, variant, board):
    return boards.Boot(board, kernel=context.kernel, dtb=tree_path(context, variant),
                       memory=variant.memory, cpus=variant.cpus, args=variant.args,
                       machine_options=variant.machine, steady=variant.steady)


def raw_boot(context, case, variant, board):
    """Put the image at an offset of its own, and the tree apart from it or right behind it."""
    tree = ready_tree(tree_path(context, variant), board, variant.memory, variant.args)
    image = context.kernel.read_bytes()
    if variant.way == "appended":
        image, tree = image + tree, None
    return place(context, case, board, image, variant.offset, tree, variant.memory)


def place(context, case, board, image, offset, tree, memory=""):
    """Return the Boot that enters an image at an offset in RAM, with a tree in r2 or 0."""
    base = board.ram_base
    r2 = base + DTB_OFFSET if tree is not None else 0
    start = base + STUB_OFFSET
    code = boards.jump_code(base + offset, r2)
    placed = [boards.Placed(context.file(f"{case.name}.image", image), base + offset)]
    if tree:
        placed.append(boards.Placed(context.file(f"{case.name}.dtb", tree), r2))
    if board.own_tree:
        kernel = context.file(f"{case.name}.stub", boards.wrapped(code, start))
        return boards.Boot(board, kernel=kernel, placed=placed, memory=memory, steady=True)
    placed.append(boards.Placed(context.file(f"{case.name}.stub", code), start))
    return boards.Boot(board, placed=placed, entry=start, memory=memory, steady=True)


def run_variant(context, case):
    variant = case.data
    board = boards.find_board(variant.board, variant.memory, variant.cpus)
    make = protocol_boot if variant.way == "protocol" else raw_boot
    outcome, errors = boot(context, case, make(context, case, variant, board), LIMITS)
    result = judge(outcome, context.suites, LIMITS)
    result.problems += errors
    return result


def cases():
    return [Case(f"matrix/{name}", run_variant, variant) for name, variant in VARIANTS.items()]
