# SPDX-License-Identifier: MIT
"""The include graph: who may see whom, and that nothing sees itself.

Each folder has a list of places that its files may include from. A place is the first part of the
name between < and >, or of a name in quotes: then the file must lie in the same top folder, or in
the places listed for quotes.
"""

import pathlib
import re

INCLUDE = re.compile(r'^\s*#\s*include\s+(<([^>]+)>|"([^"]+)")', re.M)
PUBLIC = {"linux", "marrow", "kunit"}
LIBFDT = {"libfdt.h", "fdt.h", "libfdt_env.h"}

# Top folder -> places that its files may name. generated/ is arch/arm's, made by the build.
ALLOWED = {
    "arch": PUBLIC | {"asm", "generated"} | LIBFDT,
    "mm": PUBLIC | {"asm"},
    "kernel": PUBLIC | {"asm", "generated/version.h"},
    "lib": PUBLIC | {"asm"},
    "drivers": PUBLIC | {"asm", "dt-bindings"} | LIBFDT,
    "include": PUBLIC | {"asm"},
    "bench": {"linux"},
}
# bench/marrow is built into this kernel alone.
MARROW_BENCH = "bench/marrow"
# The flattened tree is for what runs before there are nodes: drivers/of, the start of arch/arm
# and the early console.
LIBFDT_FOLDERS = ("drivers/of", "drivers/tty/serial", "arch/arm")


def place(name):
    return name.split("/")[0]


def resolve(path, match):
    """Return the path of the file that an include line means, or None if it is not one of ours."""
    angled, quoted = match[2], match[3]
    if quoted:
        return pathlib.Path(*(path.parent / quoted).parts)
    for folder in ("include", "arch/arm/include"):
        found = pathlib.Path(folder, angled)
        if found.is_file():
            return found
    return None


def line_of(text, position):
    return text.count("\n", 0, position) + 1


def rule_finding(path, match):
    """Return in words the rule that an include line breaks, or None."""
    top, angled, quoted = path.parts[0], match[2], match[3]
    if quoted:
        target = (path.parent / quoted).resolve().relative_to(pathlib.Path.cwd())
        return None if target.parts[0] == top else f'"{quoted}" lies in another folder'
    if angled in LIBFDT and not str(path).startswith(LIBFDT_FOLDERS):
        return f"<{angled}> is for what runs before there are nodes"
    if str(path).startswith(MARROW_BENCH) and place(angled) in PUBLIC:
        return None
    if place(angled) not in ALLOWED[top] and angled not in ALLOWED[top]:
        return f"<{angled}> is not for {top}/"
    return None


def own_header_finding(path, matches):
    """Return in words that a .c file does not include its own header first, or None."""
    own = path.with_suffix(".h")
    if path.suffix != ".c" or not own.is_file() or not matches:
        return None
    return None if matches[0][3] == own.name else f'does not include "{own.name}" first'


def file_findings(path):
    text = path.read_text(encoding="utf-8")
    matches = list(INCLUDE.finditer(text))
    for match in matches:
        rule = rule_finding(path, match)
        if rule:
            yield f"{path}:{line_of(text, match.start())}: {rule}"
    own = own_header_finding(path, matches)
    if own:
        yield f"{path}:1: {own}"


def graph(headers):
    """Return {header: the headers that it includes}."""
    known = set(headers)
    return {path: [target for match in INCLUDE.finditer(path.read_text(encoding="utf-8"))
                   if (target := resolve(path, match)) in known]
            for path in headers}


def cycles(edges):
    """Yield each cycle that a depth-first walk meets, as a list that begins and ends alike."""
    done, trail = set(), []

    def walk(node):
        if node in trail:
            yield trail[trail.index(node):] + [node]
        elif node not in done:
            trail.append(node)
            for target in edges[node]:
                yield from walk(target)
            trail.pop()
            done.add(node)

    for node in sorted(edges):
        yield from walk(node)


def findings(files):
    """Return what is wrong with the include lines of all kernel files."""
    sources = [path for path in files if path.parts[0] in ALLOWED and path.suffix in (".c", ".h")]
    found = [finding for path in sources for finding in file_findings(path)]
    headers = [path for path in sources if path.suffix == ".h"]
    found += [f"{cycle[0]}:1: cycle of includes: {' -> '.join(map(str, cycle))}"
              for cycle in cycles(graph(headers))]
    return found
