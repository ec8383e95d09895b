# SPDX-License-Identifier: MIT
"""What can be told from the text of a file alone."""

import ast
import re

CODE = {".c", ".h", ".S", ".inc", ".ld", ".dts", ".dtsi", ".py", ".sh", ".mk", ".gdb", ".cmd"}
C_LIKE = {".c", ".h"}
WIDE_ENOUGH = 100
FILE_LINES = 700
FUNCTION_LINES = 80
TAB = 8
# Spelled in two parts so that this line is no finding itself.
MARKS = re.compile(r"\b(TO" r"DO|FIX" r"ME|XX" r"X)\b")


def is_code(path):
    return path.suffix in CODE or path.name == "Makefile"


def is_script(lines):
    return bool(lines) and lines[0].startswith("#!")


def spdx(path, lines):
    if not any("SPDX-License-Identifier:" in line for line in lines[:3]):
        yield 1, "no SPDX line"


def whitespace(path, lines):
    for number, line in enumerate(lines, 1):
        if line != line.rstrip():
            yield number, "trailing whitespace"
        if len(line.expandtabs(TAB)) > WIDE_ENOUGH:
            yield number, f"{len(line.expandtabs(TAB))} columns: {WIDE_ENOUGH} at the most"
    if lines and not lines[-1]:
        yield len(lines), "empty line at the end"


def marks(path, lines):
    for number, line in enumerate(lines, 1):
        found = MARKS.search(line)
        if found:
            yield number, f"{found[1]} left in the code"


def file_length(path, lines):
    if len(lines) > FILE_LINES:
        yield FILE_LINES, f"{len(lines)} lines: {FILE_LINES} at the most"


def c_functions(path, lines):
    """Function bodies: from a brace in the first column to its partner."""
    if path.suffix not in C_LIKE:
        return
    start = 0
    for number, line in enumerate(lines, 1):
        if line.startswith("{"):
            start = number
        elif line.startswith("}"):
            if start and number - start > FUNCTION_LINES:
                yield start, f"function of {number - start} lines: {FUNCTION_LINES} at the most"
            start = 0
        elif start and re.match(r"\s*#\s*(if|ifdef|ifndef)\b", line):
            yield number, "#if inside a function"


def python_functions(path, lines):
    if path.suffix != ".py":
        return
    for node in ast.walk(ast.parse("\n".join(lines))):
        if isinstance(node, ast.FunctionDef):
            length = node.end_lineno - node.lineno
            if length > FUNCTION_LINES:
                yield node.lineno, f"function of {length} lines: {FUNCTION_LINES} at the most"


RULES = (spdx, whitespace, marks, file_length, c_functions, python_functions)


def findings(files):
    """Return what is wrong with the text of all files of code."""
    found = []
    for path in files:
        raw = path.read_bytes()
        if not is_code(path):
            continue
        if raw and not raw.endswith(b"\n"):
            found.append(f"{path}:1: no newline at the end")
        lines = raw.decode("utf-8").splitlines()
        found += [f"{path}:{number}: {what}"
                  for rule in RULES for number, what in rule(path, lines)]
    return found
