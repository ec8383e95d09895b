# SPDX-License-Identifier: MIT
"""The table: what is measured, in which order, and how much of it is allowed.

A Line takes its figure from one row of the benchmarks or from the worst of several. MISSES says
which goals are not met, by how much and why; a figure above that is a failure as well, so what was
reached once is not lost again.
"""

import dataclasses

INSTRUCTIONS, BYTES, KIB = "instructions", "B", "KiB"


@dataclasses.dataclass(frozen=True)
class Line:
    """One line of the table."""
    title: str
    goal: int | None
    rows: tuple[str, ...] = ()      # names of bench/; empty: the row is called like the line
    unit: str = INSTRUCTIONS

    def figure(self, rows):
        """Return the worst median of the line's rows, or None if one was not measured."""
        medians = [rows[name].median if name in rows else None
                   for name in self.rows or (self.title,)]
        return None if None in medians else max(medians)


BOOT = "kernel entry to the first late initcall"
IMAGE = "text + rodata + data + init, without tests"
RESERVED = "RAM reserved at boot, 1 GiB"

GROUPS = {
    "kmalloc and caches": (
        Line("kmalloc(64) + kfree", 45, ("kmalloc(64) + kfree", "kmalloc(64) + kfree, ATOMIC")),
        Line("kmalloc + kfree, any size 16 to 4096", 45, (
            "kmalloc(16) + kfree", "kmalloc(64) + kfree", "kmalloc(64) + kfree, ATOMIC",
            "kmalloc(192) + kfree, ATOMIC", "kmalloc(1024) + kfree", "kmalloc(4096) + kfree",
            "kmalloc(4096) + kfree, ATOMIC", "kmalloc(size) + kfree, size 64",
            "kmalloc(size) + kfree, size 4096", "kmalloc(size) + kfree, 16 to 4096 in turn")),
        Line("kzalloc(64) + kfree", 65),
        Line("kmalloc(32768) + kfree", 200),
        Line("kmem_cache_alloc + kmem_cache_free, 256 B", 35),
        Line("1000 x kmem_cache_alloc, 1000 x kmem_cache_free", 50_000)),
    "pages": (
        Line("alloc_pages(0) + __free_pages", 80, (
            "alloc_pages(0) + __free_pages", "alloc_pages(0) + __free_pages, ATOMIC")),
        Line("alloc_pages(3) + __free_pages", 150),
        Line("alloc_pages(9) + __free_pages", 200),
        Line("2000 x alloc_pages(0), 2000 x __free_pages", 240_000),
        Line("get_zeroed_page + free_page", 460)),
    "virtual addresses": (
        Line("vmalloc(4 KiB) + vfree", 600),
        Line("vmalloc(64 KiB) + vfree", 1_500),
        Line("vmalloc(1 MiB) + vfree", 10_000),
        Line("kmap_local_page + kunmap_local", 30),
        Line("kmap_atomic + kunmap_atomic", 30),
        Line("kmap + kunmap", 40)),
    "per CPU, locks": (
        Line("this_cpu_inc", 5),
        Line("get_cpu_var()++, put_cpu_var()", 12),
        Line("spin_lock, ++, spin_unlock", 24),
        Line("alloc_percpu(unsigned long) + free_percpu", 200)),
    "devices, memory": (
        Line("ioremap(4 KiB) + iounmap", 500),
        Line("memset 4 KiB", 330),
        Line("memcpy 4 KiB", 560)),
    "threads": (
        Line("two context switches, by completions", 500),
        Line("kthread_create + kthread_stop, never ran", 3_000)),
    "the whole kernel": (
        Line("sizeof(struct page)", 32, ("sizeof(struct page), bytes",), unit=BYTES),
        Line(BOOT, 5_000_000),
        Line(IMAGE, 256, unit=KIB),
        Line(RESERVED, 9_216, unit=KIB)),
}

# Title of a line -> the figure that was reached, and why it is not less.
MISSES = {
    "alloc_pages(9) + __free_pages": (
        252, "no block of 2 MiB is free: one of 4 MiB is cut, and put together again; else 201"),
}


def lines():
    return [line for group in GROUPS.values() for line in group]


def row_names():
    """Return the names of all rows of bench/ that the table is made of."""
    counted_outside = (BOOT, IMAGE, RESERVED)
    return [name for line in lines() for name in line.rows or (line.title,)
            if name not in counted_outside]


def verdict(line, figure):
    """Return ("ok" | "declared" | "MISS", the reason in words) of one figure."""
    if figure is None:
        return "MISS", "not measured"
    if line.goal is None or figure <= line.goal:
        return "ok", ""
    reached, reason = MISSES.get(line.title, (None, ""))
    if reached is not None and figure <= reached:
        return "declared", reason
    return "MISS", f"goal {line.goal:,}" + (f", reached before {reached:,}" if reached else "")


def problems(rows):
    """Return a line of text for each figure that is worse than the table allows."""
    found = []
    for line in lines():
        figure = line.figure(rows)
        word, reason = verdict(line, figure)
        if word == "MISS":
            found.append(f"{line.title}: {figure if figure is None else format(figure, ',')}: "
                         f"{reason}")
    return found
