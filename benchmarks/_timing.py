"""Timing things beside one another: interleaved rounds, medians, ratios."""

import gc
from collections.abc import Callable, Mapping
from statistics import median
from time import perf_counter


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

    The garbage collector is off: it looks at everything that lives, now and then, so that its own
    work comes in steps that say nothing about how the thing grows.
    """
    found: list[float] = []
    for size in sizes:
        subject = make(size)
        gc.collect()
        gc.disable()
        found.append(min(once(subject), once(subject)))
        gc.enable()
    return found


def once(subject: Callable[[], object]) -> float:
    """Time a thing once, in seconds, starting without garbage."""
    gc.collect()
    start = perf_counter()
    subject()
    return perf_counter() - start


def table(title: str, head: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
    """Print a table, its first column to the left and the others to the right."""
    widths = [max(len(row[column]) for row in [head, *rows]) for column in range(len(head))]
    print(f"\n{title}")
    for row in [head, tuple("-" * width for width in widths), *rows]:
        first, *others = row
        cells = [first.ljust(widths[0])]
        cells += [cell.rjust(width) for cell, width in zip(others, widths[1:], strict=True)]
        print("  " + "  ".join(cells).rstrip())
