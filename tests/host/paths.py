# SPDX-License-Identifier: MIT
"""Makes the modules of tools/ importable; the unit tests import this first."""

import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
for folder in (ROOT / "tools", ROOT / "tests/host"):
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))
