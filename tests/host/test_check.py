# SPDX-License-Identifier: MIT
"""make check on a small tree with every kind of fault in it, and on one with none."""

import pathlib
import subprocess
import sys
import tempfile
import unittest

import paths

SPDX = "/* SPDX-License-Identifier: MIT */\n"
MARK = "TO" + "DO"
GOOD = {
    "include/linux/a.h": SPDX + "#include <asm/b.h>\n",
    "arch/arm/include/asm/b.h": SPDX + "int b;\n",
    "mm/pool.c": SPDX + '#include "pool.h"\n#include <linux/a.h>\nint f(void)\n{\n\treturn 1;\n}\n',
    "mm/pool.h": SPDX + "#include <linux/a.h>\n",
}
# name of the file, its text, what has to be said about it
FAULTS = (
    ("include/linux/loop.h", SPDX + "#include <asm/loop.h>\n", ""),
    ("arch/arm/include/asm/loop.h", SPDX + "#include <linux/loop.h>\n", "cycle of includes"),
    ("mm/a.c", "int a;\n", "mm/a.c:1: no SPDX line"),
    ("mm/b.c", SPDX + '#include "../kernel/k.h"\n', "mm/b.c:2: \"../kernel/k.h\" lies in another"),
    ("mm/c.c", SPDX + "#include <libfdt.h>\n", "mm/c.c:2: <libfdt.h> is"),
    ("mm/d.c", SPDX + "#include <stdio.h>\n", "mm/d.c:2: <stdio.h> is not for mm/"),
    ("mm/e.c", SPDX + "int a; \n", "mm/e.c:2: trailing whitespace"),
    ("mm/f.c", SPDX + f"/* {MARK} */\n", f"mm/f.c:2: {MARK} left in the code"),
    ("mm/g.c", SPDX + "int a;\n" * 700, "mm/g.c:700: 701 lines"),
    ("mm/h.c", SPDX + "void f(void)\n{\n" + "\ta();\n" * 90 + "}\n", "mm/h.c:3: function of 91"),
    ("mm/i.c", SPDX + "void f(void)\n{\n#ifdef X\n#endif\n}\n", "mm/i.c:4: #if inside a function"),
    ("mm/j.c", SPDX + "int " + "a" * 100 + ";\n", "mm/j.c:2: 105 columns"),
    ("mm/k.c", SPDX + "int a;", "mm/k.c:1: no newline at the end"),
    ("mm/l.c", SPDX + "#include <linux/a.h>\n", 'mm/l.c:1: does not include "l.h" first'),
    ("mm/l.h", SPDX, ""),
    ("mm/m.h", SPDX + "needs_a_type x;\n", "mm/m.h:1: does not compile alone"),
    ("kernel/k.h", SPDX, ""),
)
# As the compiler writes them beside an object: place, bytes, kind.
FRAMES = ("mm/pool.c:4:5:f\t600\tstatic\n"
          "tests/t.c:1:5:t\t600\tstatic\ntests/t.c:9:5:u\t2000\tstatic\n")


class Check(unittest.TestCase):
    def check(self, files, frames=""):
        """Run make check's program on these files; return (status, output)."""
        with tempfile.TemporaryDirectory() as scratch:
            root = pathlib.Path(scratch)
            for name, text in files.items():
                (root / name).parent.mkdir(parents=True, exist_ok=True)
                (root / name).write_text(text)
            (root / "build").mkdir()
            (root / "build/pool.su").write_text(frames)
            (root / ".gitignore").write_text("/build/\n")
            subprocess.run(["git", "init", "-q"], cwd=root, check=True)
            done = subprocess.run(
                [sys.executable, paths.ROOT / "tools/check/main.py", "--cc",
                 "arm-none-eabi-gcc -Iinclude -Iarch/arm/include"],
                cwd=root, capture_output=True, text=True)
            return done.returncode, done.stdout + done.stderr

    def test_good_tree(self):
        self.assertEqual(self.check(GOOD), (0, "check: 5 files, 0 findings\n"))

    def test_every_fault_is_named(self):
        status, said = self.check({name: text for name, text, _ in FAULTS})
        self.assertEqual(status, 1)
        for _, _, wanted in FAULTS:
            self.assertIn(wanted, said)

    def test_large_frames(self):
        status, said = self.check(GOOD, FRAMES)
        self.assertEqual(status, 1)
        self.assertIn("mm/pool.c:4: f() takes 600 bytes of stack: 512 at the most", said)
        self.assertIn("tests/t.c:9: u() takes 2000 bytes of stack: 1024 at the most", said)
        self.assertIn("2 findings", said)


if __name__ == "__main__":
    unittest.main()
