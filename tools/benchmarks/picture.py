# SPDX-License-Identifier: MIT
"""The table as a picture: an SVG with a bar for each kernel on a logarithmic scale.

One group of the table after the other, one line of it after the other; a line has three bars and a
mark where the goal is. The scale is one for all that is counted in instructions; what is counted in
bytes has a panel of its own below.
"""

import html
import math

from benchmarks import goals

COLOURS = {"distro": "#d9a066", "lean": "#8fb3cf", "marrow": "#1f6f5c"}
LABELS = {"distro": "Linux 6.1, as distributed", "lean": "Linux 6.1, lean", "marrow": "Marrow"}
SUBTITLE = ("Instructions for one operation on QEMU's Cortex-A8 (-icount shift=0), median, "
            "the loop's own cost subtracted. Shorter is better.")
INK, MUTED, GRID, GOAL, PAPER = "#1d2733", "#66717e", "#e3e7eb", "#c2352b", "#ffffff"
FONT = "font-family='DejaVu Sans, Helvetica, Arial, sans-serif'"
WIDTH, LEFT, RIGHT, TOP = 1180, 380, 100, 118
BAR, GAP, LINE_GAP, GROUP_GAP, HEADING = 8, 1, 9, 14, 24


def text(x, y, words, size=12, colour=INK, extra=""):
    return (f"<text x='{x:.1f}' y='{y:.1f}' font-size='{size}' fill='{colour}' {FONT} {extra}>"
            f"{html.escape(words)}</text>")


def rectangle(x, y, width, height, colour, extra=""):
    return (f"<rect x='{x:.1f}' y='{y:.1f}' width='{max(width, 0):.1f}' height='{height:.1f}' "
            f"fill='{colour}' {extra}/>")


def vertical(x, top, bottom, colour, width=1.0):
    return (f"<line x1='{x:.1f}' x2='{x:.1f}' y1='{top:.1f}' y2='{bottom:.1f}' "
            f"stroke='{colour}' stroke-width='{width}'/>")


def short(value):
    """Return a number in four characters or so: 78, 1,976, 19.5 k, 1.60 M."""
    for limit, unit in ((1_000_000, " M"), (10_000, " k")):
        if value >= limit:
            scaled = value / (1000 if unit == " k" else 1_000_000)
            return f"{scaled:.3g}{unit}" if scaled < 1000 else f"{scaled:.0f}{unit}"
    return f"{value:,}"


class Scale:
    """Where a number lies on the logarithmic axis."""

    def __init__(self, largest, smallest=1):
        self.low = math.floor(math.log10(smallest))
        self.high = math.ceil(math.log10(largest))

    def place(self, value):
        share = (math.log10(max(value, 1)) - self.low) / (self.high - self.low)
        return LEFT + min(max(share, 0), 1) * (WIDTH - LEFT - RIGHT)

    def decades(self):
        return [10 ** power for power in range(self.low, self.high + 1)]


def line_height(kernels):
    return len(kernels) * (BAR + GAP) + LINE_GAP


def beside(end, goal):
    """Return where the number of a bar goes: behind its end, and clear of the goal's mark."""
    return goal + 6 if end - 4 < goal < end + 40 else end + 5


def draw_line(line, kernels, scale, y):
    """Yield the parts of one line: its title, its bars, and the mark of its goal over ours."""
    height = len(kernels) * (BAR + GAP)
    goal = scale.place(line.goal or 1)
    unit = "" if line.unit == goals.INSTRUCTIONS else f", {line.unit}"
    yield text(LEFT - 12, y + height / 2 + 4, line.title + unit, extra="text-anchor='end'")
    for name in kernels:
        figure = line.figure(kernels[name])
        if figure is not None:
            end = scale.place(figure)
            yield rectangle(LEFT, y, end - LEFT, BAR, COLOURS[name], "rx='1.5'")
            weight = "font-weight='bold'" if name == "marrow" else ""
            yield text(beside(end, goal) if name == "marrow" else end + 5, y + BAR - 0.5,
                       short(figure), 9, COLOURS[name] if name == "marrow" else MUTED, weight)
        y += BAR + GAP
    if line.goal:
        yield vertical(goal, y - BAR - GAP - 3, y + 2, GOAL, 2)


def draw_axis(scale, top, bottom, caption):
    for value in scale.decades():
        x = scale.place(value)
        yield vertical(x, top, bottom, GRID)
        yield text(x, top - 6, short(value), 10, MUTED, "text-anchor='middle'")
    yield text(LEFT - 12, top - 6, caption, 10, MUTED, "text-anchor='end'")


def draw_legend(kernels, y):
    x = LEFT
    for name in reversed(list(kernels)):
        yield rectangle(x, y - 9, 22, 10, COLOURS[name], "rx='1.5'")
        yield text(x + 28, y, LABELS[name])
        x += 48 + 7.2 * len(LABELS[name])
    yield vertical(x + 4, y - 12, y + 3, GOAL, 2)
    yield text(x + 12, y, "goal")


def draw_panel(groups, kernels, top, caption):
    """Return (the parts of a panel with its axis, where it ends)."""
    figures = [line.figure(rows) for lines in groups.values() for line in lines
               for rows in kernels.values()]
    scale = Scale(max(figure for figure in figures if figure))
    parts, y = [], top + 8
    for group, lines in groups.items():
        parts.append(text(24, y + 14, group, 13, INK, "font-weight='bold'"))
        y += HEADING
        for line in lines:
            parts += draw_line(line, kernels, scale, y)
            y += line_height(kernels)
        y += GROUP_GAP
    return [*draw_axis(scale, top, y - GROUP_GAP, caption), *parts], y


def split_groups():
    """Return the groups of instructions and those of sizes."""
    counted, sized = {}, {}
    for group, lines in goals.GROUPS.items():
        for target, wanted in ((counted, True), (sized, False)):
            chosen = [line for line in lines if (line.unit == goals.INSTRUCTIONS) == wanted]
            if chosen:
                target[group] = chosen
    return counted, sized


def draw(kernels):
    """Return the picture; kernels is {name: rows}."""
    kernels = {name: kernels[name] for name in COLOURS if name in kernels}
    counted, sized = split_groups()
    first, y = draw_panel(counted, kernels, TOP, "instructions, logarithmic")
    second, bottom = draw_panel(sized, kernels, y + 34, "bytes or KiB, logarithmic")
    parts = [
        rectangle(0, 0, WIDTH, bottom + 20, PAPER),
        text(24, 40, "Marrow and Linux on the same machine", 22, INK, "font-weight='bold'"),
        text(24, 62, SUBTITLE, 12, MUTED),
        *draw_legend(kernels, 86), *first, *second]
    return (f"<svg xmlns='http://www.w3.org/2000/svg' width='{WIDTH}' height='{bottom + 20:.0f}' "
            f"viewBox='0 0 {WIDTH} {bottom + 20:.0f}'>\n" + "\n".join(parts) + "\n</svg>\n")
