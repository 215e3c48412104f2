"""
Write docs/channels/matrix.md: what the samples that ship prove of each adapter, and nothing else.

`make matrix` runs it. A tick needs an event in a recorded sample, and the page names the sample.
"""

from __future__ import annotations

import re
from collections import defaultdict
from importlib.metadata import entry_points
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias, cast

import omnidesk
from omnidesk import events as ev
from omnidesk.adapters import get_adapter
from omnidesk.testing import builtin_samples

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from omnidesk.model import Attachment, Message

PAGE = Path(__file__).parent.parent / "docs/channels/matrix.md"
SAMPLES = Path(omnidesk.__file__).parent / "testing/samples"

FAMILIES = {
    "Mail, Zalo and YouTube": ("email", "zalo", "youtube"),
    "Meta": ("meta",),
    "Live chat, desks and forms": ("chatwoot", "intercom", "liveagent", "mapped", "sunshine"),
    "Text messages": ("sms", "google_voice_texts"),
    "Shops": ("shops", "product_comments"),
    "Calls": ("calls",),
}
"""The adapters under one heading: by name, or by the package of `omnidesk.adapters`."""

OTHERS = "Others"
"""The heading for a package that has none above."""

WIDEST = 8
"""So many adapters stand beside one another in a table; more go into the next one."""

SHOWN = 4
"""So many samples are named for one thing; the others are counted."""

Proofs: TypeAlias = dict[str, dict[str, set[str]]]
"""By adapter and by what is proved: the samples that prove it, as `folder/name`."""


# --- what can be proved ---------------------------------------------------------------------------


def _message(test: Callable[[Message], object]) -> Callable[[ev.Event], bool]:
    return lambda event: isinstance(event, ev.MessagePosted) and bool(test(event.message))


def _attached(*kinds: str) -> Callable[[ev.Event], bool]:
    return lambda event: any(one.kind in kinds for one in _attachments(event))


def _attachments(event: ev.Event) -> tuple[Attachment, ...]:
    if isinstance(event, ev.MessagePosted):
        return event.message.attachments
    return event.attachments or () if isinstance(event, ev.MessageEdited) else ()


def _has_bytes(attachment: Attachment) -> bool:
    # A MIME part path leads to the bytes themselves, a JSON Pointer to what is said of them.
    pointer = attachment.source.pointer if attachment.source else ""
    return bool(pointer) and not pointer.startswith(("/", "row="))


def _is(*kinds: type[ev.EventBase]) -> Callable[[ev.Event], bool]:
    return lambda event: isinstance(event, kinds)


def _became(kind: type[ev.EventBase], test: Callable[[Message], object]) -> Callable[..., bool]:
    """Take an event of its own for proof, or a message that tells it of itself."""
    told = _message(test)
    return lambda event: isinstance(event, kind) or told(event)


def _receipt(kind: str) -> Callable[[ev.Event], bool]:
    told = _message(lambda message: any(one.kind == kind for one in message.receipts))
    return lambda event: (
        (isinstance(event, ev.ReceiptReported) and event.kind == kind) or told(event)
    )


def _call(test: Callable[[ev.CallReported], object]) -> Callable[[ev.Event], bool]:
    return lambda event: isinstance(event, ev.CallReported) and bool(test(event))


REFUSED = "broken payloads are refused"
"""Proved by a sample that must raise, and not by an event."""

GROUPS: dict[str, dict[str, Callable[[ev.Event], bool]]] = {
    "Messages": {
        "text": _message(lambda message: message.text),
        "HTML": _message(lambda message: message.html),
        "subject": _message(lambda message: message.subject),
        "quotations told apart": _message(lambda message: message.quoted),
        "signatures told apart": _message(lambda message: message.signature),
        "from customers": _message(lambda message: message.direction == "inbound"),
        "from our side": _message(lambda message: message.direction == "outbound"),
        "within our side alone": _message(lambda message: message.direction == "internal"),
        "sent by our app": _message(lambda message: message.origin == "own_app"),
        "sent by another app": _message(lambda message: message.origin == "other_app"),
        "written in the vendor's inbox": _message(lambda message: message.origin == "native"),
        "names of authors": _message(lambda message: message.author.name),
        "answers to a message": _message(lambda message: message.reply_to),
        "comment trees": _message(lambda message: message.tree),
        "buttons and quick replies": _message(lambda message: message.action),
        "where people came from": _message(lambda message: message.referral),
        "what it is about": lambda event: (
            isinstance(event, ev.MessagePosted) and event.about is not None
        ),
        "ratings": _message(lambda message: message.rating),
        "payments": _message(lambda message: message.amount),
        "automatic senders": _message(lambda message: message.automatic),
        "the channel behind it": _message(lambda message: message.via),
        "proof of the author": _message(lambda message: message.authentication),
    },
    "Attachments": {
        "images": _attached("image"),
        "video and audio": _attached("video", "audio"),
        "files": _attached("file", "calendar"),
        "stickers": _attached("sticker"),
        "places and contact cards": _attached("location", "contact"),
        "shares, links, products": _attached(
            *("link", "share", "story", "post", "reel", "product", "template")
        ),
        "forwarded messages": _attached("message"),
        "their bytes, in the payload": lambda event: any(map(_has_bytes, _attachments(event))),
    },
    "What becomes of messages": {
        "edits": _became(
            ev.MessageEdited, lambda message: message.edited_at or message.state == "edited"
        ),
        "deletions": _became(ev.MessageDeleted, lambda message: message.state == "deleted"),
        "hidden, held, shown again": _became(
            ev.MessageModerated, lambda message: message.state in ("hidden", "held")
        ),
        "reactions": _became(ev.ReactionChanged, lambda message: message.reactions),
        "receipts: sent": _receipt("sent"),
        "receipts: delivered": _receipt("delivered"),
        "receipts: read": _receipt("read"),
        "receipts: failed": _receipt("failed"),
    },
    "Calls": {
        "calls": _is(ev.CallReported),
        "how they ended": _call(
            lambda call: call.outcome or (call.leg is not None and call.leg.outcome)
        ),
        "durations": _call(lambda call: call.leg is not None and call.leg.durations is not None),
        "recordings": _call(lambda call: call.recordings),
        "voicemail": _call(lambda call: call.voicemail),
        "transcripts": _call(lambda call: call.transcripts),
        "consent to be recorded": _call(lambda call: call.recording_consent != "unknown"),
    },
    "People and rights": {
        "consent and opting out": _is(ev.ConsentSignalled),
        "rights requests": _is(ev.RightsRequested),
        "identity links": _is(ev.IdentityLinked),
        "notices": _is(ev.NoticePosted),
    },
    "What is odd": {
        "unknown items are kept": _is(ev.Unrecognised),
        "defects are named": lambda event: bool(
            event.defects or (isinstance(event, ev.MessagePosted) and event.message.defects)
        ),
        REFUSED: lambda _: False,
    },
}
"""What a sample can prove, and which events prove it."""

ORDER = [name for group in GROUPS.values() for name in group]


def prove(adapters: Iterable[str]) -> Proofs:
    """Read the recordings of all samples, and return what they prove of these adapters."""
    proofs: Proofs = {adapter: defaultdict(set) for adapter in adapters}
    for folder in sorted(one.name for one in SAMPLES.iterdir() if one.is_dir()):
        samples = builtin_samples(folder)
        readers = {event.source.adapter for one in samples for event in one.golden or ()}
        for sample in samples:
            name = f"{folder}/{sample.name}"
            if sample.expects_error:
                for reader in [folder] if folder in proofs else readers & set(proofs):
                    proofs[reader][REFUSED].add(name)
            for event in sample.golden or ():
                if event.source.adapter in proofs:
                    for what in _proved(event):
                        proofs[event.source.adapter][what].add(name)
    return proofs


def _proved(event: ev.Event) -> Iterator[str]:
    for group in GROUPS.values():
        yield from (what for what, test in group.items() if test(event))


# --- adapters -------------------------------------------------------------------------------------


def families() -> dict[str, list[str]]:
    """Return our adapters under their headings. A stranger's that is installed is not ours."""
    titles = {one: title for title, ones in FAMILIES.items() for one in ones}
    found: dict[str, list[str]] = {title: [] for title in (*FAMILIES, OTHERS)}
    for entry in sorted(entry_points(group="omnidesk.adapters"), key=lambda one: one.name):
        if entry.module.startswith("omnidesk.adapters."):
            package = entry.module.split(".")[2]
            title = titles.get(entry.name) or titles.get(package, OTHERS)
            found[title].append(entry.name)
    return {title: names for title, names in found.items() if names}


def _covered(adapter: str) -> list[str]:
    """Return the adapters for which one stands in, if it reads several channels."""
    return sorted(cast("frozenset[str]", getattr(get_adapter(adapter), "covers", frozenset())))


def _pages(adapter: str) -> list[str]:
    """Return links to the pages about an adapter: those that import it, or else that name it."""
    name = get_adapter(adapter).__name__
    texts = {
        path: path.read_text("utf-8") for path in sorted(PAGE.parent.glob("*.md")) if path != PAGE
    }
    for pattern in (rf"^from .* import .*\b{name}\b", rf"`{name}`"):
        if found := [one for one, text in texts.items() if re.search(pattern, text, re.MULTILINE)]:
            titles = [re.findall("^# (.*)", texts[one], re.MULTILINE)[0] for one in found]
            return [f"[{title}]({one.name})" for title, one in zip(titles, found, strict=True)]
    return []


# --- the page -------------------------------------------------------------------------------------

HEAD = """\
---
hide: [toc]
---

# What each adapter shows

<!-- `make matrix` writes this page from the samples: change those, or tools/channel_matrix.py. -->

A tick says that a [sample](../reference/testing.md#samples) which ships with omnidesk shows it: its
recorded events have it, and the [conformance kit](../reference/testing.md#conformance-kit) holds
the adapter to them. Point at a tick to see the sample, follow it to see more of them. **Where there
is no tick, no sample shows it**: the channel has no such thing, or nobody has recorded it yet. The
page of the channel says which, and what is odd about it; each section below names its page.

<style>.md-typeset table:not([class]) :is(td, th) { padding: 0.3em 0.9em; min-width: 0 }</style>
"""

PROOFS = """\
## Which sample shows what

A sample is called by its folder and its name: `builtin_samples("messenger")` reads the folder
`messenger`. Those stand first that show little else.
"""


def page() -> str:
    """Return the page."""
    ours = families()
    proofs = prove(name for names in ours.values() for name in names)
    parts = [HEAD]
    for title, names in ours.items():
        parts.append(f"## {title}\n")
        tables = -(-len(names) // WIDEST)
        width = -(-len(names) // tables)  # two tables of six rather than one of eight and four
        starts = range(0, len(names), width)
        parts += [_table(names[start : start + width], proofs) for start in starts]
        shown = {what for name in names for what in proofs[name]}
        if missing := [what for what in ORDER if what not in shown]:
            parts.append(f"No sample here shows: {'; '.join(missing)}.\n")
    parts.append(PROOFS)
    parts += [
        _section(name, proofs[name], covered=_covered(name), pages=_pages(name))
        for names in ours.values()
        for name in names
    ]
    return "\n".join(parts)


def _table(names: list[str], proofs: Proofs) -> str:
    heads = " | ".join(f"[{name.replace('_', ' ')}](#{_anchor(name)})" for name in names)
    lines = [f"| | {heads} |", f"| --- {'| :---: ' * len(names)}|"]
    for group, whats in GROUPS.items():
        rows = [what for what in whats if any(what in proofs[name] for name in names)]
        if rows:
            lines.append(f"| **{group}** {'| ' * len(names)}|")
        for what in rows:
            cells = " | ".join(_cell(name, what, proofs) for name in names)
            lines.append(f"| {what} | {cells} |")
    return "\n".join(lines) + "\n"


def _cell(name: str, what: str, proofs: Proofs) -> str:
    if what not in proofs[name]:
        return ""
    first, *others = _telling(proofs[name], what)
    more = f" and {len(others)} more" if others else ""
    return f'[✓](#{_anchor(name)} "{first}{more}")'


def _section(
    name: str, proved: dict[str, set[str]], *, covered: list[str], pages: list[str]
) -> str:
    lines = [f"### {name} {{ #{_anchor(name)} }}\n"]
    if pages:
        lines.append(f"Its page: {', '.join(pages)}.\n")
    if covered:
        names = ", ".join(f"[{one}](#{_anchor(one)})" for one in covered)
        lines.append(f"It reads what these read, too: {names}.\n")
    if not proved:
        return "\n".join([*lines, "No sample of it ships, and nothing is claimed.\n"])
    lines += ["| what | shown by |", "| --- | --- |"]
    for what in (one for one in ORDER if one in proved):
        samples = _telling(proved, what)
        told = ", ".join(f"`{one}`" for one in samples[:SHOWN])
        more = f" and {len(samples) - SHOWN} more" if len(samples) > SHOWN else ""
        lines.append(f"| {what} | {told}{more} |")
    return "\n".join(lines) + "\n"


def _telling(proved: dict[str, set[str]], what: str) -> list[str]:
    """Return the samples that prove it, those first that prove little else."""
    weight = {
        sample: sum(sample in others for others in proved.values()) for sample in proved[what]
    }
    return sorted(proved[what], key=lambda sample: (weight[sample], sample))


def _anchor(name: str) -> str:
    return f"shown-{name.replace('_', '-')}"


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8", newline="\n")
