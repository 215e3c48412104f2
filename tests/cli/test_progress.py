"""The bar for work that takes long."""

import io

from rich.console import Console

from omnidesk.cli._progress import Bar


def drawn(seconds, *, total=100, terminal=True):
    """Advance once at each of these moments, and return what was drawn."""
    file = io.StringIO()
    console = Console(file=file, force_terminal=terminal, width=80, color_system=None)
    clock = iter([0.0, *seconds])
    with Bar(console, total, clock=lambda: next(clock)) as bar:
        for _ in seconds:
            bar.advance(10)
    return file.getvalue()


def test_short_work_draws_nothing():
    assert drawn([0.1, 0.5, 0.9]) == ""


def test_long_work_draws_how_far_it_is():
    text = drawn([0.5, 1.1])
    assert "2 payloads" in text
    assert "20%" in text


def test_it_is_not_drawn_again_for_every_payload():
    assert "3 payloads" not in drawn([1.0, 1.2, 1.25])


def test_work_of_unknown_size_draws_what_is_done():
    assert "1 payload " in drawn([2.0], total=None)


def test_nothing_is_drawn_where_there_is_no_terminal():
    assert drawn([5.0], terminal=False) == ""
