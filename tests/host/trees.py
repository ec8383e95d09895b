# SPDX-License-Identifier: MIT
"""Device trees as a boot loader would hand them over: memory size and command line filled in."""

import boards
import fdt


def chosen(tree):
    """Return the /chosen node, made if need be."""
    try:
        return tree.root.find("chosen")
    except fdt.FdtError:
        return tree.root.add("chosen")


def cell_counts(tree):
    """Return the root's #address-cells and #size-cells."""
    return tuple(int.from_bytes(tree.root.properties[name], "big")
                 for name in ("#address-cells", "#size-cells"))


def pack_reg(tree, *ranges):
    """Return reg bytes for the root's children: pairs of address and size."""
    widths = [4 * count for count in cell_counts(tree)]
    return b"".join(value.to_bytes(width, "big")
                    for pair in ranges for value, width in zip(pair, widths))


def memory_node(tree):
    """Return the memory node, made if need be."""
    for child in tree.root.children:
        if child.properties.get("device_type") == fdt.string("memory"):
            return child
    node = tree.root.add("memory")
    node.properties["device_type"] = fdt.string("memory")
    return node


def filled_in(path, board, memory="", args=""):
    """Return the Tree of a file, with the memory of the board and a command line."""
    tree = fdt.Tree.read(path.read_bytes())
    size = boards.parse_size(memory or board.memory)
    memory_node(tree).properties["reg"] = pack_reg(tree, (board.ram_base, size))
    if args:
        chosen(tree).properties["bootargs"] = fdt.string(args)
    return tree


def ready_tree(path, board, memory="", args=""):
    """Return filled_in() as the blob that goes into memory."""
    return filled_in(path, board, memory, args).write()
