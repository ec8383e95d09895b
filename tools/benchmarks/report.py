# SPDX-License-Identifier: MIT
"""The figures as a table for the terminal, and as JSON."""

import json

from benchmarks import goals

WIDTH = 50


def number(value):
    return "–" if value is None else f"{value:,}"


def ratio(linux, ours):
    return f"{linux / ours:,.1f}x" if linux and ours else ""


def line_text(line, ours, others):
    """Return one line: ours, the goal, each other kernel and how it compares, the verdict."""
    figure = line.figure(ours)
    word, reason = goals.verdict(line, figure)
    title = line.title if line.unit == goals.INSTRUCTIONS else f"{line.title}, {line.unit}"
    text = f"{title:<{WIDTH}} {number(figure):>10} {number(line.goal):>10}"
    for rows in others.values():
        other = line.figure(rows)
        text += f" {number(other):>11} {ratio(other, figure):>7}"
    return f"{text}  {word}{': ' + reason if reason else ''}"


def header(others):
    names = "".join(f" {name:>11} {'ratio':>7}" for name in others)
    return f"{'':<{WIDTH}} {'Marrow':>10} {'goal':>10}{names}"


def table(ours, others):
    """Yield the lines of the table, group by group."""
    yield header(others)
    for group, lines in goals.GROUPS.items():
        yield f"\n{group}"
        for line in lines:
            yield line_text(line, ours, others)


def further(ours, others):
    """Yield every row that has no line of its own, with its median and its largest."""
    named = {name for line in goals.lines() for name in (line.title, *line.rows)
             if len(line.rows) < 2}
    rest = [name for kernel in (ours, *others.values()) for name in kernel if name not in named]
    names = "".join(f" {name:>11} {'max':>11}" for name in others)
    yield f"{'further rows':<{WIDTH}} {'Marrow':>10} {'max':>10}{names}"
    for name in dict.fromkeys(rest):
        cells = [kernel.get(name) for kernel in (ours, *others.values())]
        texts = [f" {number(row and row.median):>{width}} {number(row and row.largest):>{width}}"
                 for row, width in zip(cells, (10, *[11] * len(others)))]
        yield f"{name:<{WIDTH}}" + "".join(texts)


def as_json(kernels):
    """Return everything: kernels is {name: rows}, Marrow's among them."""
    lines = [{"group": group, "title": line.title, "unit": line.unit, "goal": line.goal,
              **{name: line.figure(rows) for name, rows in kernels.items()}}
             for group, members in goals.GROUPS.items() for line in members]
    rows = {name: {title: vars(row) for title, row in rows.items()}
            for name, rows in kernels.items()}
    return json.dumps({"unit": "instructions: nanoseconds under -icount shift=0, the empty loop "
                       "subtracted", "table": lines, "rows": rows}, indent=1) + "\n"
