# SPDX-License-Identifier: MIT
"""The judgement of Linux's tests on canned logs: each kind of failure is seen to fail."""

import unittest

import paths     # the modules of tools/ come from here on
import linux_tests as lt

assert paths.ROOT

SUMMARY = "Summary: {} passed: 1 failed: {} repeat: 1 loops: 9 avg: 3 usec\n"


class ModuleTest(unittest.TestCase):
    """Tests that are no KUnit suites."""

    image = lt.Image(("test_meminit", "percpu_test"))
    good = "test_meminit: all 131 tests passed!\npercpu test done\n"

    def test_good(self):
        self.assertEqual(lt.module_problems(self.image, self.good), [])

    def test_one_did_not_end(self):
        log = self.good.replace("percpu test done", "percpu test start")
        self.assertEqual(len(lt.module_problems(self.image, log)), 1)

    def test_one_failed(self):
        for line in ("test_meminit: failures: 2 out of 131", "failed 1 out of 32 tests",
                     "String selftest failure 3.00000001", "test_bitops: ERROR: FOUND SET BIT 4"):
            self.assertEqual(lt.module_problems(self.image, self.good + line), [line])


class VmallocTest(unittest.TestCase):
    """test_vmalloc, whose summary is a line for each case and worker."""

    image = lt.Image(("test_vmalloc",), workers=2, cases=2)
    good = (SUMMARY.format("full_fit_alloc_test", 0) + SUMMARY.format(lt.HOPELESS, 1)) * 2

    def test_good(self):
        self.assertEqual(lt.vmalloc_problems(self.image, self.good), [])

    def test_failed(self):
        log = self.good.replace("full_fit_alloc_test passed: 1 failed: 0",
                                "full_fit_alloc_test passed: 0 failed: 1", 1)
        self.assertEqual(lt.vmalloc_problems(self.image, log), ["full_fit_alloc_test: failed"])

    def test_missing(self):
        log = self.good.partition("\n")[2]
        self.assertEqual(lt.vmalloc_problems(self.image, log), ["test_vmalloc: 3 of 4 results"])


class InspectorTest(unittest.TestCase):
    """The book's module."""

    image = lt.Image(("memory_inspector",), own=True)

    def log(self, step=0x1000, area_step=0x3000):
        line = "memory_inspector: {} page at {:#x}\n"
        return "".join([line.format("kmalloc", 0x40000000 + i * step) for i in range(16)] +
                       [line.format("vmalloc", 0x50000000 + i * area_step) for i in range(64)])

    def test_good(self):
        self.assertEqual(lt.inspector_problems(self.image, self.log()), [])

    def test_bad(self):
        self.assertEqual(len(lt.inspector_problems(self.image, self.log(step=0x2000))), 1)
        self.assertEqual(len(lt.inspector_problems(self.image, self.log(area_step=0))), 1)
        self.assertEqual(len(lt.inspector_problems(self.image, "")), 1)


if __name__ == "__main__":
    unittest.main()
