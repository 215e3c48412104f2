"""Timing things beside one another: interleaved rounds, medians, ratios."""

import gc
from collections.abc import Callable, Iterable, Mapping
from itertools import pairwise
from statistics import median
from time import perf_counter, process_time

LIMIT = 2.3
"""How much longer twice the input may take."""


def compare(subjects: Mapping[str, Callable[[], object]], *, rounds: int = 7) -> dict[str, float]:
    """
    Time things in turn, so that whatever else the machine does falls on all of them.

    Returns:
        The median of each in seconds.
    """
    times: dict[str, list[float]] = {name: [] for name in subjects}
    for subject in subjects.values():
        subject()  # imports, caches
    for _ in range(rounds):
        for name, subject in subjects.items():
            times[name].append(once(subject))
    return {name: median(values) for name, values in times.items()}


def growth(make: Callable[[int], Callable[[], object]], sizes: list[int]) -> list[float]:
    """
    Time a thing at several sizes; the better of two, since noise only ever adds.

    It is the processor's time that counts, whatever else the machine does. The garbage collector
    is off: it looks at everything that lives, now and then, so that its own work comes in steps
    that say nothing about how the thing grows.
    """
    found: list[float] = []
    for size in sizes:
        subject = make(size)
        gc.collect()
        gc.disable()
        found.append(min(once(subject, process_time), once(subject, process_time)))
        gc.enable()
    return found


def growth_table(
    title: str,
    subjects: Iterable[tuple[str, int, Callable[[int], Callable[[], object]]]],
    *,
    doublings: int = 3,
    rounds: int = 3,
) -> None:
    """
    Print how the time of things grows while their input doubles, and whether that is within limits.

    One noisy doubling says nothing: what counts is the growth over all of them.

    Args:
        title: What stands above the table.
        subjects: Names, smallest sizes, and what makes a thing to time for a size.
        doublings: How often the input doubles.
        rounds: How often all is measured; the best of each size counts.
    """
    rows: list[tuple[str, ...]] = []
    for name, smallest, make in subjects:
        sizes = [smallest * 2**step for step in range(doublings + 1)]
        measured = [growth(make, sizes) for _ in range(rounds)]
        seconds = [min(times) for times in zip(*measured, strict=True)]
        factors = "  ".join(f"{later / earlier:.1f}" for earlier, later in pairwise(seconds))
        overall = (seconds[-1] / seconds[0]) ** (1 / doublings)
        verdict = "ok" if overall <= LIMIT else "TOO FAST"
        largest = f"{sizes[-1]:,}"
        rows.append((name, largest, f"{seconds[-1] * 1e3:.2f}", factors, f"{overall:.2f}", verdict))
    head = ("input", "largest", "ms", "growth per doubling", "mean", f"<= {LIMIT}")
    table(title, head, rows)


def once(subject: Callable[[], object], clock: Callable[[], float] = perf_counter) -> float:
    """Time a thing once, in seconds, starting without garbage."""
    gc.collect()
    start = clock()
    subject()
    return clock() - start


def table(title: str, head: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
    """Print a table, its first column to the left and the others to the right."""
    widths = [max(len(row[column]) for row in [head, *rows]) for column in range(len(head))]
    print(f"\n{title}")
    for row in [head, tuple("-" * width for width in widths), *rows]:
        first, *others = row
        cells = [first.ljust(widths[0])]
        cells += [cell.rjust(width) for cell, width in zip(others, widths[1:], strict=True)]
        print("  " + "  ".join(cells).rstrip())
