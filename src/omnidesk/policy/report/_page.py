"""A plan as a page that a person can read: one file, no scripts, nothing from elsewhere."""

from __future__ import annotations

from collections import Counter, defaultdict
from html import escape
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

from omnidesk.policy.report._timeline import timeline
from omnidesk.policy.report._words import ACTIONS, MARKS, NAMES, SAID, Mark, mark
from omnidesk.policy.review import _phrases as words
from omnidesk.policy.review._explain import cite

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from omnidesk.policy._rules import Policy
    from omnidesk.policy.erasure._plan import Plan, PlanEntry, PlannedClaim
    from omnidesk.policy.review._phrases import Language

_MOST_ITEMS = 500
"""How many items the page lists by their ids; the plan has them all."""


def render_plan(plan: Plan, policy: Policy, *, language: Language = "en") -> str:
    """
    Render a plan as an HTML page: what goes, when and why, with a timeline.

    The page is one file. It loads nothing, runs nothing and can be printed. Colours never stand
    alone: a word and a pattern say the same. It names items by their ids, and nobody.

    Args:
        plan: The plan.
        policy: The policy that it was made with; dates are in its zone.
        language: The language to write.

    Raises:
        ValueError: If the plan was made with another policy.
    """
    if plan.policy_digest != policy.digest:
        raise ValueError("the plan was made with another policy: its digest does not fit")
    return "\n".join(_Page(plan, policy, language).lines()) + "\n"


class _Why(NamedTuple):
    """What entries have in common that are told together."""

    mark: Mark
    action: str
    claims: tuple[tuple[str, str, str], ...]
    purposes: tuple[str, ...]


class _Page:
    def __init__(self, plan: Plan, policy: Policy, language: Language) -> None:
        self.plan = plan
        self.policy = policy
        self.language: Language = language
        self.said = SAID[language]

    def lines(self) -> Iterator[str]:
        plan, said = self.plan, self.said
        title = escape(said["title"].format(policy=self.policy.title))
        style = (files("omnidesk.policy.report") / "_page.css").read_text("utf-8")
        yield f'<!doctype html>\n<html lang="{self.language}">\n<head>\n<meta charset="utf-8">'
        yield '<meta name="robots" content="noindex">'
        yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
        yield f"<title>{title}</title>\n<style>\n{style}</style>\n</head>\n<body>\n<main>"
        lead = said["lead_horizon" if plan.horizon else "lead"].format(
            now=self.date(plan.now), horizon=self.date(plan.horizon)
        )
        yield f"<header>\n<h1>{title}</h1>\n<p>{escape(lead)}</p>\n</header>"
        if plan.entries:
            yield from self.cards()
            yield f"<section>\n<h2>{said['timeline']}</h2>"
            yield timeline(plan.entries, plan.now, self.policy.clock, self.language)
            yield f"<p><small>{said['caption']}</small></p>\n</section>"
            yield from self.summary()
            yield from self.reasons()
            yield from self.details()
        else:
            yield f'<p class="none">{said["none"]}</p>'
        yield from self.footer()
        yield "</main>\n</body>\n</html>"

    def cards(self) -> Iterator[str]:
        counts = Counter(mark(entry) for entry in self.plan.entries)
        yield '<ul class="cards">'
        for kind in MARKS:
            number = f"<strong>{counts[kind]:,}</strong>"
            empty = "" if counts[kind] else ' class="empty"'
            yield f"<li{empty}>{_swatch(kind)}{number} {NAMES[self.language][kind]}</li>"
        yield "</ul>"

    def summary(self) -> Iterator[str]:
        places: defaultdict[tuple[str, str], list[PlanEntry]] = defaultdict(list)
        for entry in self.plan.entries:
            name = words.CATEGORIES[self.language][entry.category]
            places[name, entry.channel].append(entry)
        said, names = self.said, NAMES[self.language]
        yield f"<section>\n<h2>{said['summary']}</h2>"
        heads = [said["category"], said["channel"]]
        numbers = [f"{_swatch(kind)}{names[kind]}" for kind in MARKS]
        yield from self._table_head(heads, [*numbers, said["total"], said["first"], said["last"]])
        for (name, channel), entries in sorted(places.items()):
            counts = Counter(mark(entry) for entry in entries)
            cells = [f"{counts[kind]:,}" if counts[kind] else "" for kind in MARKS]
            cells += [f"<strong>{len(entries):,}</strong>", *self._span(entries)]
            yield _row([escape(name), escape(channel)], cells)
        yield "</tbody></table></div>\n</section>"

    def reasons(self) -> Iterator[str]:
        groups: defaultdict[_Why, list[PlanEntry]] = defaultdict(list)
        for entry in self.plan.entries:
            groups[self._why(entry)].append(entry)
        said = self.said
        yield f"<section>\n<h2>{said['reasons']}</h2>"
        heads = [said["becomes"], said["because"]]
        yield from self._table_head(heads, [said["count"], said["first"], said["last"]])
        ordered = sorted(groups.items(), key=lambda one: (MARKS.index(one[0].mark), -len(one[1])))
        for why, entries in ordered:
            becomes = f"{_swatch(why.mark)}{ACTIONS[self.language][why.action]}"
            if why.purposes:
                purposes = words.purposes(why.purposes, self.language)
                becomes += f"<small>{escape(said['purposes'].format(purposes=purposes))}</small>"
            because = "".join(self._because(entries[0].claims))
            yield _row([becomes, because], [f"{len(entries):,}", *self._span(entries)])
        yield "</tbody></table></div>\n</section>"

    def _why(self, entry: PlanEntry) -> _Why:
        claims = tuple((one.kind, one.rule, one.force) for one in entry.claims)
        return _Why(mark(entry), entry.action, claims, entry.purposes)

    def _because(self, claims: Iterable[PlannedClaim]) -> Iterator[str]:
        for claim in claims:
            does = self.said["keeps" if claim.kind == "keep" else "demands"]
            force = words.FORCES[self.language][claim.force]
            rule = self.policy.rule(claim.rule)
            if rule is None:
                yield f"<p><b>{escape(force)}</b><small>{does}</small></p>"
                continue
            title = (rule.title_vi if self.language == "vi" else None) or rule.title
            source = f"{force} · {cite(rule.source, self.language)}"
            yield f"<p><b>{escape(title)}</b><small>{does} · {escape(source)}</small></p>"

    def details(self) -> Iterator[str]:
        said, entries = self.said, self.plan.entries
        yield f"<section>\n<details>\n<summary>{said['details']}</summary>"
        heads = [said["item"], said["category"], said["channel"], said["becomes"]]
        yield from self._table_head(heads, [said["date"]])
        for entry in entries[:_MOST_ITEMS]:
            becomes = f"{_swatch(mark(entry))}{ACTIONS[self.language][entry.action]}"
            name = words.CATEGORIES[self.language][entry.category]
            cells = [f"<code>{escape(entry.item)}</code>", name, escape(entry.channel), becomes]
            yield _row(cells, [self.date(entry.at) or said["undated"]])
        yield "</tbody></table></div>"
        if len(entries) > _MOST_ITEMS:
            yield f"<p>{said['more'].format(count=f'{len(entries) - _MOST_ITEMS:,}')}</p>"
        yield "</details>\n</section>"

    def footer(self) -> Iterator[str]:
        plan, said = self.plan, self.said
        yield f"<footer>\n<p>{escape(said['zone'].format(zone=self.policy.zone))}</p>\n<dl>"
        version = f"{plan.policy}, {said['version']} {plan.policy_version}"
        for name, value in (
            (said["plan"], plan.digest),
            (said["policy"], f"{version}, {plan.policy_digest}"),
            (said["facts"], plan.facts_digest),
        ):
            yield f"<dt>{name}</dt><dd>{escape(value)}</dd>"
        yield "</dl>\n</footer>"

    def _table_head(self, texts: Sequence[str], numbers: Sequence[str]) -> Iterator[str]:
        yield '<div class="scroll"><table><thead><tr>'
        yield "".join(f'<th scope="col">{one}</th>' for one in texts)
        yield "".join(f'<th scope="col" class="number">{one}</th>' for one in numbers)
        yield "</tr></thead><tbody>"

    def _span(self, entries: Iterable[PlanEntry]) -> tuple[str, str]:
        """Return the first and the last day of entries, which may have none."""
        dates = [one.at for one in entries if one.at is not None]
        if not dates:
            return "", ""
        clock, language = self.policy.clock, self.language
        return words.day(min(dates), clock, language), words.day(max(dates), clock, language)

    def date(self, at: datetime | None) -> str:
        return words.moment(at, self.policy.clock, self.language) if at is not None else ""


def _swatch(kind: Mark) -> str:
    return (
        '<svg class="swatch" viewBox="0 0 14 14" aria-hidden="true">'
        f'<rect class="{kind}" x="1" y="1" width="12" height="12" rx="3"/></svg>'
    )


def _row(texts: Sequence[str], numbers: Sequence[str]) -> str:
    cells = [f"<td>{one}</td>" for one in texts]
    cells += [f'<td class="number">{one}</td>' for one in numbers]
    return f"<tr>{''.join(cells)}</tr>"
