"""How the commands about policies print findings, and on whose word a rule stands."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from rich.text import Text

from omnidesk.cli._screen import Screen, counted, indented
from omnidesk.cli._text import safe_line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from omnidesk.policy import Citation, Severity

_STYLES: dict[Severity, str] = {"error": "red", "warning": "yellow", "info": "cyan"}


def print_findings(findings: Iterable[tuple[Severity, str, str | None, str]]) -> int:
    """
    Print findings, and how many there are on standard error.

    Args:
        findings: How bad each is, its code, the rule that it is about if it is about one, and the
            same in words.

    Returns:
        The exit code: 1 if there is an error among them.
    """
    screen = Screen()
    counts: Counter[Severity] = Counter()
    for severity, code, rule, text in findings:
        counts[severity] += 1
        screen.print(
            Text.assemble((severity, _STYLES[severity]), f" {code} ", (rule or "", "cyan"))
        )
        screen.print(indented(Text(safe_line(text))), soft_wrap=False)
    kinds: tuple[Severity, ...] = ("error", "warning")
    said = [counted(counts[kind], kind) for kind in kinds if counts[kind]]
    said += [f"{counts['info']} for information"] if counts["info"] else []
    Screen(stderr=True).print(", ".join(said) or "nothing found", style="bold")
    return 1 if counts["error"] else 0


def cited(source: Citation) -> str:
    """Say on whose word a rule stands, and how sure that is."""
    sure = "" if source.certainty == "quoted" else source.certainty
    return ", ".join(one for one in (source.document, source.clause, source.url, sure) if one)
