"""A conversation as a timeline of text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, tzinfo
from typing import TYPE_CHECKING, assert_never

from rich.text import Text

from omnidesk.cli import _words as words
from omnidesk.cli._page import INDENT, Page
from omnidesk.cli._screen import counted
from omnidesk.cli._text import safe_line
from omnidesk.model import Call, Conversation, Message, Notice, entry_time

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from omnidesk.model import Attachment, Edit, Leg, Participant, Receipt

_WIDEST = 112
"""Columns. Longer lines are hard to read, however wide the terminal is."""

_SHORT = 4
"""Lines. An entry that is longer, such as most mails, has an empty line after it."""

_ARROWS = {
    "inbound": ("←", "cyan"),
    "outbound": ("→", "green"),
    "internal": ("↺", "yellow"),
    "unknown": ("·", "dim"),
}

_ORIGINS = {
    "own_app": "own app",
    "other_app": "another app",
    "native": "by hand",
    "platform": "by the platform",
}

_STATES = {
    "deleted": "deleted",
    "hidden": "hidden",
    "held": "held for review",
    "unsupported": "the platform does not show it",
    "unseen": "never reached us",
}

_RECEIPTS = {
    "failed": "✗ not delivered",
    "read": "✓✓ read",
    "delivered": "✓✓ delivered",
    "sent": "✓ sent",
}
"""What is said of how far a message has come, the most telling first."""


@dataclass(frozen=True, slots=True)
class Timeline:
    """
    Turns conversations into text for a terminal.

    Args:
        width: Columns of the terminal.
        zone: The time zone that times are shown in.
        edits: Whether to show what edited messages said before.
    """

    width: int
    zone: tzinfo = UTC
    edits: bool = False

    def of(self, conversation: Conversation) -> Text:
        """Return a conversation as lines of text, none wider than the terminal."""
        page = Page(min(self.width, _WIDEST))
        self._head(page, conversation)
        known = {key: one for one in conversation.messages for key in (one.id, *one.aliases)}
        subject = words.heading(conversation)
        day: str | None = None
        previous: Message | None = None
        began = len(page.lines)
        for entry in conversation.entries:
            at = self._at(entry_time(entry))
            today = f"{at:%Y-%m-%d %A}" if at else "time unknown"
            if today != day or len(page.lines) - began > _SHORT:
                page.line(Text())
            if today != day:
                page.line(Text(f"{today}{self._zone_name(at)}", style="dim bold"), indent=1)
                day = today
            began = len(page.lines)
            match entry:
                case Message():
                    self._message(page, entry, previous, known, subject)
                    previous, subject = entry, entry.subject or subject
                case Call():
                    self._call(page, entry)
                case Notice():
                    self._notice(page, entry)
                case _:
                    assert_never(entry)
        return page.text()

    # --- times ------------------------------------------------------------------------------------

    def _at(self, at: datetime | None) -> datetime | None:
        """Return a time in the zone to show, or in UTC at the calendar's ends."""
        try:
            return at.astimezone(self.zone) if at else None
        except OverflowError:
            return at

    def _zone_name(self, at: datetime | None) -> str:
        return f" ({self.zone})" if at else ""

    def _clock(self, at: datetime | None, beside: datetime | None = None) -> str:
        """Return a time of day, with the date if that is not the date of what it stands beside."""
        shown, other = self._at(at), self._at(beside)
        if shown is None:
            return "--:--"
        if beside is not None and other is not None and shown.date() != other.date():
            return f"{shown:%Y-%m-%d %H:%M}"
        return f"{shown:%H:%M}"

    # --- the parts --------------------------------------------------------------------------------

    def _head(self, page: Page, conversation: Conversation) -> None:
        title = f"━━ {safe_line(conversation.channel)} · {safe_line(conversation.account)} "
        page.rule(title)
        subject = words.heading(conversation)
        if subject:
            page.wrapped(subject, indent=3, style="bold")
        if conversation.about:
            page.wrapped(f"about {words.about(conversation.about)}", indent=3)
        others = [
            words.introduce(one)
            for one in conversation.participants
            # The account itself stands in the line above.
            if one.name or conversation.account not in [known.value for known in one.identities]
        ]
        if others:
            page.wrapped("with " + ", ".join(others), indent=3, style="dim")
        if conversation.visibility in {"public", "internal"}:
            page.wrapped(conversation.visibility, indent=3, style="yellow")

    def _stamp(self, at: datetime | None, sign: str, style: str) -> Text:
        """Return what stands in front of an entry: its time and its sign."""
        return Text.assemble((f" {self._clock(at)} ", "dim"), (sign, style), " ")

    def _message(
        self,
        page: Page,
        message: Message,
        previous: Message | None,
        known: dict[str, Message],
        subject: str | None,
    ) -> None:
        arrow, style = _ARROWS[message.direction]
        indent = INDENT + 2 * min(message.tree.depth or 0, 4) if message.tree else INDENT
        head = self._stamp(message.sent_at, arrow, style)
        head.append(" " * (indent - INDENT))
        head.append(words.who(message.author), style=f"bold {style}" if style != "dim" else "bold")
        remarks = self._remarks(message)
        if remarks:
            head.append(f" · {' · '.join(remarks)}", style="dim")
        page.wrapped(head, hanging=indent)
        if message.authentication and message.authentication.dmarc == "fail":
            page.wrapped("! the sender is not proved", indent=indent, style="red")
        if message.subject and words.topic(message.subject) != words.topic(subject or ""):
            page.wrapped(safe_line(message.subject), indent=indent, style="bold")
        self._reply(page, message, previous, known, indent)
        self._content(page, message, indent)
        self._aftermath(page, message, indent)

    def _remarks(self, message: Message) -> list[str]:
        """Return what is to be said about a message beside its author's name."""
        remarks = [_ORIGINS[message.origin]] if message.origin in _ORIGINS else []
        if message.visibility == "internal":
            remarks.append("internal")
        if message.automatic:
            remarks.append(f"automatic: {message.automatic.replace('_', ' ')}")
        if message.state in _STATES:
            when = (
                f" {self._clock(message.deleted_at, message.sent_at)}" if message.deleted_at else ""
            )
            remarks.append(f"{_STATES[message.state]}{when}")
        if message.edits or message.state == "edited":
            when = (
                f" {self._clock(message.edited_at, message.sent_at)}" if message.edited_at else ""
            )
            earlier = f", {counted(len(message.edits), 'earlier version')}" if message.edits else ""
            remarks.append(f"edited{when}{earlier}")
        if message.action:
            remarks.append(message.action.kind.replace("_", " "))
        if message.rating:
            remarks.append(words.rating(message.rating))
        if message.referral:
            came = message.referral.source or message.referral.kind
            remarks.append(f"came by {safe_line(came)}" if came else "came by a link")
        return remarks

    def _reply(
        self,
        page: Page,
        message: Message,
        previous: Message | None,
        known: dict[str, Message],
        indent: int,
    ) -> None:
        """Say what a message answers, unless it is what stands right above."""
        answered = message.reply_to
        if answered is None:
            return
        target = known.get(answered.id) if answered.id else None
        if answered.kind in {"story", "post"}:
            page.wrapped(f"↪ answers a {answered.kind}", indent=indent, style="dim")
        elif target is not None and target is not previous:
            said = _shortened(target.text or "") if target.text else f"{words.who(target.author)}"
            when = self._clock(target.sent_at, message.sent_at)
            page.wrapped(f"↪ answers {when} {said}", indent=indent, style="dim")

    def _content(self, page: Page, message: Message, indent: int) -> None:
        if self.edits:
            for edit in message.edits:
                self._edit(page, edit, message, indent)
        if message.text:
            page.wrapped(message.text, indent=indent)
        elif message.action and message.action.title:
            page.wrapped(message.action.title, indent=indent)
        elif message.html:
            page.wrapped("(HTML without a text)", indent=indent, style="dim")
        if message.signature:
            page.excerpt(message.signature, "¦ ", indent)
        if message.quoted:
            page.excerpt(message.quoted, "│ ", indent)
        self._attachments(page, message.attachments, indent)

    def _edit(self, page: Page, edit: Edit, message: Message, indent: int) -> None:
        when = f"{self._clock(edit.at, message.sent_at)} " if edit.at else ""
        page.wrapped(f"before: {when}{edit.text or ''}", indent=indent, style="dim strike")

    def _attachments(self, page: Page, attachments: Iterable[Attachment], indent: int) -> None:
        for one in attachments:
            page.wrapped(words.attachment(one), indent=indent, style="magenta")

    def _aftermath(self, page: Page, message: Message, indent: int) -> None:
        for reaction in message.reactions:
            sign = safe_line(reaction.emoji or f"({reaction.name or 'a reaction'})")
            page.wrapped(f"{sign} {words.who(reaction.actor)}", indent=indent)
        receipt = _furthest(message.receipts)
        if receipt is not None:
            when = f" {self._clock(receipt.at, message.sent_at)}" if receipt.at else ""
            why = f": {safe_line(receipt.reason)}" if receipt.reason else ""
            style = {"failed": "red", "read": "cyan"}.get(receipt.kind, "dim")
            page.wrapped(f"{_RECEIPTS[receipt.kind]}{when}{why}", indent=indent, style=style)

    def _call(self, page: Page, call: Call) -> None:
        arrow, style = _ARROWS[call.direction]
        head = self._stamp(call.started_at, arrow, style)
        head.append("call", style=f"bold {style}" if style != "dim" else "bold")
        missed = call.outcome in {"missed", "abandoned", "failed", "busy", "rejected"}
        head.append(f", {call.outcome}", style="red" if missed else "")
        times = [
            f"{name} {words.duration(length)}"
            for name in ("talk", "ring", "queue", "hold", "ivr", "wrap", "total")
            if (length := getattr(call.durations, name)) is not None
        ]
        head.append("".join(f" · {one}" for one in times), style="dim")
        page.wrapped(head, hanging=INDENT)
        if call.parties:
            page.wrapped(" → ".join(words.introduce(one) for one in call.parties), style="dim")
        for leg in call.legs if len(call.legs) > 1 else ():
            self._leg(page, leg, call)
        self._attachments(page, call.recordings, INDENT)
        self._attachments(page, (call.voicemail,) if call.voicemail else (), INDENT)
        for transcript in call.transcripts:
            page.excerpt(transcript.text, "“ ", INDENT)

    def _leg(self, page: Page, leg: Leg, call: Call) -> None:
        callee = words.who(leg.callee) if leg.callee else leg.queue or "somewhere"
        length = leg.durations.talk if leg.durations.talk is not None else leg.durations.ring
        lasted = f" {words.duration(length)}" if length is not None else ""
        when = self._clock(leg.started_at, call.started_at)
        page.wrapped(f"{when} to {safe_line(callee)}: {leg.outcome}{lasted}", style="dim")

    def _notice(self, page: Page, notice: Notice) -> None:
        what = notice.kind if notice.kind != "other" else notice.name or notice.kind
        head = self._stamp(notice.occurred_at, "•", "yellow")
        head.append(safe_line(what).replace("_", " "), style="yellow")
        people: list[tuple[str, Participant | None]] = [("by", notice.actor), ("to", notice.target)]
        details = [f"{word} {words.who(one)}" for word, one in people if one]
        if notice.consent:
            consent = notice.consent
            purpose = f" for {safe_line(consent.purpose)}" if consent.purpose else ""
            details.append(
                f"{consent.state.replace('_', ' ')}{purpose} ({safe_line(consent.signal)})"
            )
        if notice.rights:
            details.append(f"asks: {notice.rights.kind}")
        if notice.referral and notice.referral.source:
            details.append(f"from {safe_line(notice.referral.source)}")
        head.append("".join(f" · {one}" for one in details), style="dim")
        page.wrapped(head, hanging=INDENT)
        if notice.text:
            page.wrapped(notice.text, style="dim")


def _furthest(receipts: Iterable[Receipt]) -> Receipt | None:
    """Return the receipt that tells most."""
    order = tuple(_RECEIPTS)
    return min(receipts, key=lambda one: order.index(one.kind), default=None)


def _shortened(text: str) -> str:
    line = safe_line(text)
    return f"“{line}”" if len(line) <= 40 else f"“{line[:39].rstrip()}…”"
