# SPDX-License-Identifier: MIT
"""Read, change and write flattened device trees (Devicetree Specification, chapter 5).

Only for the tests, which need trees that no compiler would make. A tree is Node objects; properties
are bytes, in file order. Tree.read() is strict and raises FdtError on anything it does not
understand; Tree.write() writes whatever it is given.
"""

import struct

MAGIC = 0xD00DFEED
BEGIN_NODE, END_NODE, PROP, NOP, END = 1, 2, 3, 4, 9
VERSION, LAST_COMPATIBLE = 17, 16
HEADER = struct.Struct(">10I")


class FdtError(Exception):
    """Not a device tree."""


def cells(*values):
    """Return property bytes: one 32-bit cell for each value."""
    return struct.pack(f">{len(values)}I", *values)


def string(text):
    """Return property bytes: a NUL-terminated string."""
    return text.encode() + b"\0"


class Node:
    """One node: name, properties {name: bytes} and children, all in order."""

    def __init__(self, name, properties=None, children=None):
        self.name = name
        self.properties = properties or {}
        self.children = children or []

    def find(self, path):
        """Return the node at a path of names, such as "soc/serial@1c28000"; "" is this one.

        A name without its unit address matches the first node that has one.
        """
        node = self
        for name in filter(None, path.split("/")):
            found = [child for child in node.children
                     if name in (child.name, child.name.split("@")[0])]
            if not found:
                raise FdtError(f"no node {name} below {node.name or '/'}")
            node = found[0]
        return node

    def add(self, name, **properties):
        """Add and return a child. In the names of properties, _ stands for -."""
        child = Node(name, {key.replace("_", "-"): value for key, value in properties.items()})
        self.children.append(child)
        return child

    def remove(self, path):
        """Remove the node at a path."""
        parent, _, _ = path.strip("/").rpartition("/")
        owner = self.find(parent)
        owner.children.remove(self.find(path))

    def walk(self):
        """Yield this node and all below it."""
        yield self
        for child in self.children:
            yield from child.walk()

    def compatible(self, wanted):
        """Yield the nodes below whose compatible property names wanted."""
        for node in self.walk():
            if wanted.encode() in node.properties.get("compatible", b"").split(b"\0"):
                yield node


class Tree:
    """A whole tree: the root, and the pairs (address, size) of its memory reservation block."""

    def __init__(self, root, reservations=()):
        self.root = root
        self.reservations = list(reservations)

    @classmethod
    def read(cls, blob):
        """Return the Tree that a blob holds."""
        if len(blob) < HEADER.size:
            raise FdtError("shorter than its header")
        magic, total, struct_at, strings_at, reserved_at = HEADER.unpack_from(blob)[:5]
        if magic != MAGIC or total > len(blob):
            raise FdtError("no device tree")
        return cls(_Reader(blob, struct_at, strings_at).root(), _reservations(blob, reserved_at))

    def write(self):
        """Return the blob of the tree."""
        writer = _Writer()
        writer.node(self.root)
        structure = bytes(writer.structure) + struct.pack(">I", END)
        reserved = b"".join(struct.pack(">2Q", *pair) for pair in (*self.reservations, (0, 0)))
        struct_at = HEADER.size + len(reserved)
        strings_at = struct_at + len(structure)
        total = strings_at + len(writer.strings)
        header = HEADER.pack(MAGIC, total, struct_at, strings_at, HEADER.size, VERSION,
                             LAST_COMPATIBLE, 0, len(writer.strings), len(structure))
        return header + reserved + structure + bytes(writer.strings)


def _reservations(blob, position):
    found = []
    while True:
        pair = struct.unpack_from(">2Q", blob, position)
        if pair == (0, 0):
            return found
        found.append(pair)
        position += 16


class _Reader:
    def __init__(self, blob, struct_at, strings_at):
        self.blob, self.position, self.strings_at = blob, struct_at, strings_at

    def _word(self):
        (value,) = struct.unpack_from(">I", self.blob, self.position)
        self.position += 4
        return value

    def _text(self, position):
        return self.blob[position:self.blob.index(0, position)].decode()

    def _align(self):
        self.position = (self.position + 3) & ~3

    def root(self):
        if self._word() != BEGIN_NODE:
            raise FdtError("the structure does not begin with a node")
        return self._node()

    def _node(self):
        node = Node(self._text(self.position))
        self.position += len(node.name) + 1
        self._align()
        while True:
            token = self._word()
            if token == PROP:
                self._property(node)
            elif token == BEGIN_NODE:
                node.children.append(self._node())
            elif token == END_NODE:
                return node
            elif token != NOP:
                raise FdtError(f"token {token} in the structure")

    def _property(self, node):
        length, name_at = self._word(), self._word()
        name = self._text(self.strings_at + name_at)
        node.properties[name] = self.blob[self.position:self.position + length]
        self.position += length
        self._align()


class _Writer:
    def __init__(self):
        self.structure, self.strings, self.known = bytearray(), bytearray(), {}

    def _align(self):
        self.structure += bytes(-len(self.structure) % 4)

    def _string(self, name):
        if name not in self.known:
            self.known[name] = len(self.strings)
            self.strings += string(name)
        return self.known[name]

    def node(self, node):
        self.structure += struct.pack(">I", BEGIN_NODE) + string(node.name)
        self._align()
        for name, value in node.properties.items():
            self.structure += struct.pack(">3I", PROP, len(value), self._string(name)) + value
            self._align()
        for child in node.children:
            self.node(child)
        self.structure += struct.pack(">I", END_NODE)
