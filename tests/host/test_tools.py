# SPDX-License-Identifier: MIT
"""The small tools: symbol table, device trees, board descriptions."""

import struct
import unittest

import paths    # noqa: F401
import boards
import fdt
import kallsyms
import trees

NM = """\
c0010000 T _start
c0010000 T _text
c0010040 t local_name
c0010040 T public_name
c0010080 W weak_name
c00100c0 t $a
c0020000 T _etext
c0020000 D data
ffff0000 T elsewhere
"""


class Kallsyms(unittest.TestCase):
    def table(self, text=NM):
        return kallsyms.functions(kallsyms.parse_nm(text))

    def test_functions_in_order_with_the_best_name(self):
        self.assertEqual(self.table(), [(0, "_start"), (0x40, "public_name"), (0x80, "weak_name")])

    def test_a_marker_for_each_sixteenth_name(self):
        text = kallsyms.assembler([(4 * i, "ab") for i in range(17)])
        self.assertIn("kallsyms_markers:\n\t.long 0\n\t.long 48\n\t.balign", text)
        self.assertIn("kallsyms_num:\n\t.long 17\n", text)

    def test_same_table_has_no_difference(self):
        self.assertIsNone(kallsyms.difference(self.table(), self.table()))

    def test_moved_function_is_named(self):
        moved = self.table(NM.replace("c0010080", "c0010084"))
        self.assertIn("weak_name", kallsyms.difference(self.table(), moved))

    def test_lost_function_is_noticed(self):
        self.assertIn("became", kallsyms.difference(self.table(), self.table()[:-1]))

    def test_output_without_bounds_is_refused(self):
        with self.assertRaises(ValueError):
            self.table("c0010000 T main\n")


class DeviceTrees(unittest.TestCase):
    def make(self):
        root = fdt.Node("", {"#address-cells": fdt.cells(2), "#size-cells": fdt.cells(1)})
        soc = root.add("soc", compatible=fdt.string("simple-bus"))
        soc.add("serial@1000", reg=fdt.cells(0x1000, 0x100), compatible=b"a,b\0ns16550a\0")
        return fdt.Tree(root, [(0x40000000, 0x1000)])

    def test_what_is_written_is_read_again(self):
        blob = self.make().write()
        tree = fdt.Tree.read(blob)
        self.assertEqual(tree.write(), blob)
        self.assertEqual(tree.reservations, [(0x40000000, 0x1000)])
        self.assertEqual(tree.root.find("soc/serial").properties["reg"], fdt.cells(0x1000, 0x100))

    def test_nodes_are_found_by_compatible(self):
        found = list(self.make().root.compatible("ns16550a"))
        self.assertEqual([node.name for node in found], ["serial@1000"])

    def test_removed_node_is_gone(self):
        tree = self.make()
        tree.root.remove("soc/serial")
        self.assertEqual(tree.root.find("soc").children, [])

    def test_broken_blobs_are_refused(self):
        for blob in (b"", b"\0" * 64, self.make().write()[:-8]):
            with self.assertRaises(fdt.FdtError):
                fdt.Tree.read(blob)

    def test_reg_takes_the_root_cells(self):
        packed = trees.pack_reg(self.make(), (0x40000000, 0x100))
        self.assertEqual(packed, fdt.cells(0, 0x40000000, 0x100))


class Boards(unittest.TestCase):
    def test_sizes(self):
        self.assertEqual([boards.parse_size(text) for text in ("512M", "1G", "64")],
                         [512 << 20, 1 << 30, 64 << 20])

    def test_what_no_board_can_do_is_refused(self):
        for request in (("pdp11",), ("cubieboard", "2G"), ("virt", "4G"), ("virt", "lots"),
                        ("cubieboard", "512M", 2), ("virt", "", 9), ("virt", "", 0)):
            with self.assertRaises(boards.BoardError):
                boards.find_board(*request)

    def test_jump_code_carries_its_addresses(self):
        code = boards.jump_code(0x40008000, 0x46000000)
        self.assertEqual(struct.unpack_from("<2I", code, 16), (0x46000000, 0x40008000))


if __name__ == "__main__":
    unittest.main()
