"""The timeline of a plan's report: a drawing that needs nothing from elsewhere."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape
from typing import TYPE_CHECKING

from dateutil.relativedelta import relativedelta

from omnidesk.policy.report._words import MARKS, NAMES, SAID, mark
from omnidesk.policy.review._phrases import local

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from omnidesk.policy.erasure._plan import PlanEntry
    from omnidesk.policy.report._words import Mark
    from omnidesk.policy.review._phrases import Language

_WIDTH = 960
_LEFT, _RIGHT = 44, 16
_UNDATED = 96
"""The width of the column of what has no date."""
_TOP, _HEIGHT, _BOTTOM = 34, 190, 30
_MOST_BINS = 36

_STEPS: Sequence[tuple[timedelta, relativedelta]] = (
    (timedelta(days=1), relativedelta(days=1)),
    (timedelta(days=7), relativedelta(days=7)),
    (timedelta(days=31), relativedelta(months=1)),
    (timedelta(days=92), relativedelta(months=3)),
    (timedelta(days=366), relativedelta(years=1)),
    (timedelta(days=3_660), relativedelta(years=10)),
    (timedelta(days=36_600), relativedelta(years=100)),
    (timedelta(days=366_000), relativedelta(years=1_000)),
)
"""How long the bars may stand for, at the most, and how to get from one to the next."""


@dataclass(frozen=True, slots=True)
class _Axis:
    """Which stretches of days the bars stand for."""

    starts: tuple[date, ...]
    longest: timedelta

    @classmethod
    def over(cls, first: date, last: date) -> _Axis:
        """Choose the shortest stretches of which there are not too many."""
        longest, step = next(
            (one for one in _STEPS if (last - first) / one[0] < _MOST_BINS), _STEPS[-1]
        )
        start = _floor(first, step)
        starts = [start]
        while True:
            try:
                following = start + step * len(starts)
            except (OverflowError, ValueError):
                break  # beyond the calendar
            if following > last:
                break
            starts.append(following)
        return cls(tuple(starts), longest)

    def bin(self, when: date) -> int:
        """Return the number of the bar that a day belongs to."""
        return bisect_right(self.starts, when) - 1

    def label(self, number: int) -> str:
        """Name a bar by its first day, as exactly as its length needs."""
        start = self.starts[number]
        if self.longest <= timedelta(days=7):
            return f"{start.day:02}/{start.month:02}/{start.year:04}"
        if self.longest <= timedelta(days=92):
            return f"{start.month:02}/{start.year:04}"
        return f"{start.year:04}"


def _floor(first: date, step: relativedelta) -> date:
    """Return the first day of the week, month, quarter or year that a day is in."""
    if step.years:
        return first.replace(year=max(first.year // step.years * step.years, 1), month=1, day=1)
    if step.months:
        return first.replace(month=(first.month - 1) // step.months * step.months + 1, day=1)
    return first - timedelta(days=first.weekday()) if step.days == 7 and first.year > 1 else first


def timeline(
    entries: Iterable[PlanEntry], now: datetime, zone: ZoneInfo, language: Language
) -> str:
    """Draw how many items go when, as an SVG."""
    dated: dict[date, Counter[Mark]] = defaultdict(Counter)
    undated: Counter[Mark] = Counter()
    for entry in entries:
        if entry.at is None:
            undated[mark(entry)] += 1
        else:
            dated[local(entry.at, zone).date()][mark(entry)] += 1
    today = local(now, zone).date()
    axis = _Axis.over(min([today, *dated]), max([today, *dated]))
    bars: list[Counter[Mark]] = [Counter() for _ in axis.starts]
    for when, counts in dated.items():
        bars[axis.bin(when)].update(counts)
    return "".join(_draw(axis, bars, undated, axis.bin(today), language))


def _draw(
    axis: _Axis,
    bars: Sequence[Counter[Mark]],
    undated: Counter[Mark],
    today: int,
    language: Language,
) -> Iterator[str]:
    said = SAID[language]
    highest = max(1, *(bar.total() for bar in bars), undated.total())
    right = _WIDTH - _RIGHT - (_UNDATED if undated else 0)
    step = (right - _LEFT) / len(bars)
    base = _TOP + _HEIGHT
    label = escape(said["timeline_label"])
    yield (
        f'<svg class="timeline" viewBox="0 0 {_WIDTH} {base + _BOTTOM}" role="img" '
        f'aria-label="{label}"><title>{label}</title>{_PATTERNS}'
    )
    for height in _ticks(highest):
        y = base - height / highest * _HEIGHT
        yield f'<line class="grid" x1="{_LEFT}" x2="{right:.1f}" y1="{y:.1f}" y2="{y:.1f}"/>'
        yield _text("tick", _LEFT - 8, y + 4, f"{height:,}", anchor="end")
    x = _LEFT + (today + 0.5) * step
    yield f'<line class="now" x1="{x:.1f}" x2="{x:.1f}" y1="{_TOP - 8}" y2="{base}"/>'
    yield _text("now", x, _TOP - 14, said["now"])
    width = min(step * 0.78, 46)
    for number, bar in enumerate(bars):
        middle = _LEFT + (number + 0.5) * step
        yield from _bar(
            bar, middle, width, highest=highest, when=axis.label(number), language=language
        )
    every = -(-len(bars) // max(1, int((right - _LEFT) // 84)))
    for number in range(0, len(bars), every):
        yield _text("tick", _LEFT + (number + 0.5) * step, base + 20, axis.label(number))
    if undated:
        middle = _WIDTH - _RIGHT - _UNDATED / 2
        edge = right + 8
        yield f'<line class="edge" x1="{edge:.1f}" x2="{edge:.1f}" y1="{_TOP}" y2="{base + 24}"/>'
        yield from _bar(
            undated, middle, 46, highest=highest, when=said["undated"], language=language
        )
        yield _text("tick", middle, base + 20, said["undated"])
    yield f'<line class="axis" x1="{_LEFT}" x2="{right:.1f}" y1="{base}" y2="{base}"/></svg>'


def _bar(
    bar: Counter[Mark],
    middle: float,
    width: float,
    *,
    highest: int,
    when: str,
    language: Language,
) -> Iterator[str]:
    """Draw one bar: its kinds above one another, and how many there are in all."""
    y = float(_TOP + _HEIGHT)
    for kind in MARKS:
        count = bar[kind]
        if not count:
            continue
        height = max(count / highest * _HEIGHT, 2)
        y -= height
        title = f"{when}: {count:,} {SAID[language]['items']}, {NAMES[language][kind]}"
        yield (
            f'<rect class="{kind}" x="{middle - width / 2:.1f}" y="{y:.1f}" width="{width:.1f}" '
            f'height="{height:.1f}"><title>{escape(title)}</title></rect>'
        )
    if bar.total():
        yield _text("total", middle, y - 5, f"{bar.total():,}")


def _text(kind: str, x: float, y: float, text: str, *, anchor: str = "middle") -> str:
    return (
        f'<text class="{kind}" x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(text)}</text>'
    )


def _ticks(highest: int) -> Iterator[int]:
    """Yield round numbers up to a number, five at most."""
    step = 1
    while highest / step > 5:
        step = step * 5 // 2 if str(step)[0] == "2" else step * 2
    yield from range(step, highest + 1, step)


_PATTERNS = (
    '<defs><pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" '
    'patternTransform="rotate(45)"><rect class="ground" width="6" height="6"/>'
    '<line class="stroke" x1="0" y1="0" x2="0" y2="6"/></pattern>'
    '<pattern id="dots" width="6" height="6" patternUnits="userSpaceOnUse">'
    '<rect class="ground" width="6" height="6"/><circle class="dot" cx="3" cy="3" r="1.4"/>'
    "</pattern></defs>"
)
