# SPDX-License-Identifier: MIT
"""Ways to damage a device tree. Each takes a random generator and a good blob, returns a bad one.

Two families. The first works on bytes and knows nothing of the format but the header: what a worn
flash, a stopped download or a stray write leaves. The second takes the tree apart and puts nonsense
into a well-formed one: what a wrong source file leaves, and what checks of the format let through.
"""

import struct

import fdt

HEADER_BYTES = 40
ABSURD = (0, 1, 2, 3, 0x7F, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFC, 0xFFFFFFFF)


# --- bytes ----------------------------------------------------------------------------------------
def flip_bits(rng, blob):
    """One to eight bits anywhere behind the header."""
    data = bytearray(blob)
    for _ in range(rng.randint(1, 8)):
        data[rng.randrange(HEADER_BYTES, len(data))] ^= 1 << rng.randrange(8)
    return bytes(data)


def flip_many_bits(rng, blob):
    """One bit in every few hundred."""
    data = bytearray(blob)
    for _ in range(len(data) // 40):
        data[rng.randrange(HEADER_BYTES, len(data))] ^= 1 << rng.randrange(8)
    return bytes(data)


def overwrite(rng, blob):
    """A run of random bytes."""
    size = rng.randint(4, 256)
    start = rng.randrange(HEADER_BYTES, len(blob) - size)
    return blob[:start] + rng.randbytes(size) + blob[start + size:]


def erase(rng, blob):
    """A run of zeroes or of ones."""
    size = rng.randint(4, 512)
    start = rng.randrange(HEADER_BYTES, len(blob) - size)
    return blob[:start] + rng.choice((b"\0", b"\xff")) * size + blob[start + size:]


def cut(rng, blob):
    """The end is missing, and the header does not know."""
    return blob[:rng.randrange(8, len(blob))]


def cut_and_admit(rng, blob):
    """The end is missing, and the header gives the size that is left."""
    size = rng.randrange(HEADER_BYTES, len(blob))
    return blob[:4] + struct.pack(">I", size) + blob[8:size]


def absurd_header(rng, blob):
    """One field of the header, the magic excepted, has an absurd value."""
    data = bytearray(blob)
    struct.pack_into(">I", data, 4 * rng.randrange(1, 10), rng.choice(ABSURD))
    return bytes(data)


def absurd_word(rng, blob):
    """Some words of the structure have absurd values: tokens, lengths, name offsets."""
    data = bytearray(blob)
    start, size = struct.unpack_from(">I", blob, 8)[0], struct.unpack_from(">I", blob, 36)[0]
    for _ in range(rng.randint(1, 4)):
        struct.pack_into(">I", data, start + 4 * rng.randrange(size // 4), rng.choice(ABSURD))
    return bytes(data)


# --- trees ----------------------------------------------------------------------------------------
def in_tree(change):
    """Make a function on (rng, tree) one on (rng, blob)."""
    def damage(rng, blob):
        tree = fdt.Tree.read(blob)
        change(rng, tree)
        return tree.write()
    damage.__name__, damage.__doc__ = change.__name__, change.__doc__
    return damage


def random_property(rng, tree):
    """Return (node, name) of some property."""
    nodes = [node for node in tree.root.walk() if node.properties]
    node = rng.choice(nodes)
    return node, rng.choice(list(node.properties))


@in_tree
def absurd_cells(rng, tree):
    """A few properties hold absurd cells."""
    for _ in range(rng.randint(1, 4)):
        node, name = random_property(rng, tree)
        count = max(1, len(node.properties[name]) // 4)
        node.properties[name] = fdt.cells(*(rng.choice(ABSURD) for _ in range(count)))


@in_tree
def odd_lengths(rng, tree):
    """A few properties are cut short, empty, or go on for too long."""
    for _ in range(rng.randint(1, 6)):
        node, name = random_property(rng, tree)
        value = node.properties[name]
        node.properties[name] = rng.choice((b"", value[:-1], value[:1], value + b"\1", value * 9,
                                            value + bytes(4096)))


@in_tree
def lost_properties(rng, tree):
    """A tenth of all properties is gone."""
    for node in tree.root.walk():
        node.properties = {name: value for name, value in node.properties.items()
                           if rng.random() > 0.1}


@in_tree
def lost_nodes(rng, tree):
    """A few nodes are gone, with all below them."""
    for _ in range(rng.randint(1, 3)):
        parents = [node for node in tree.root.walk() if node.children]
        if parents:
            children = rng.choice(parents).children
            children.pop(rng.randrange(len(children)))


@in_tree
def doubled_nodes(rng, tree):
    """A few nodes are there many times."""
    for _ in range(rng.randint(1, 3)):
        node = rng.choice([node for node in tree.root.walk() if node.children])
        node.children += [rng.choice(node.children)] * rng.randint(1, 20)


@in_tree
def deep_tree(rng, tree):
    """Nodes inside nodes, hundreds deep."""
    node = rng.choice(list(tree.root.walk()))
    for level in range(rng.choice((70, 300, 800))):
        node = node.add(f"deep@{level}")


@in_tree
def long_names(rng, tree):
    """Nodes, properties and strings with names far longer than any buffer."""
    node = rng.choice(list(tree.root.walk()))
    node.add("n" * rng.choice((31, 255, 5000)))
    node.properties["p" * rng.choice((31, 255, 5000))] = b"\1"
    node.properties["compatible"] = fdt.string("c" * rng.choice((128, 5000)))


@in_tree
def crossed_phandles(rng, tree):
    """References point at nothing, at themselves, or in a circle."""
    known = [node.properties["phandle"] for node in tree.root.walk()
             if "phandle" in node.properties] or [fdt.cells(1)]
    for node in tree.root.walk():
        for name in ("interrupt-parent", "clocks", "phandle"):
            if name in node.properties and rng.random() < 0.3:
                node.properties[name] = rng.choice((*known, fdt.cells(0), fdt.cells(0x12345678)))


@in_tree
def absurd_reservations(rng, tree):
    """The reservation block and /reserved-memory claim everything, nothing, or past the end."""
    values = (0, 1, 0xFFF, 0x40000000, 0x50000001, 0xFFFFFFFF, (1 << 32) + 5, (1 << 64) - 1)
    tree.reservations += [(rng.choice(values), rng.choice(values[1:])) for _ in range(20)]


@in_tree
def no_terminators(rng, tree):
    """Strings that do not end."""
    for node in tree.root.walk():
        for name, value in node.properties.items():
            if value.endswith(b"\0") and len(value) > 4 and rng.random() < 0.2:
                node.properties[name] = value[:-1] + b"x"


ALL = (flip_bits, flip_many_bits, overwrite, erase, cut, cut_and_admit, absurd_header, absurd_word,
       absurd_cells, odd_lengths, lost_properties, lost_nodes, doubled_nodes, deep_tree, long_names,
       crossed_phandles, absurd_reservations, no_terminators)
