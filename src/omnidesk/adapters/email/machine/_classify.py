"""The one question: which machine wrote this mail, if one did, and may another answer it?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from omnidesk.adapters.email.machine._addresses import the_address
from omnidesk.adapters.email.machine._body import text_of
from omnidesk.adapters.email.machine._lists import list_headers
from omnidesk.adapters.email.machine._notices import form_of, merged, read_notice
from omnidesk.adapters.email.machine._phrases import ACKNOWLEDGEMENTS, GENERAL_FORM
from omnidesk.adapters.email.machine._reports import (
    original_of,
    parts_of,
    read_delivery_status,
    read_disposition,
    read_feedback,
)
from omnidesk.adapters.email.machine._signals import (
    AUTO_HEADERS,
    PRECEDENCE,
    first_word,
    header_signals,
    subject_signals,
    text_signals,
)
from omnidesk.adapters.email.machine._types import Bounce, MachineMail, Reason, WhyNot
from omnidesk.adapters.email.machine._words import folded

if TYPE_CHECKING:
    from collections.abc import Callable

    from omnidesk._mime import MimePart
    from omnidesk.adapters.email.machine._types import (
        BounceReason,
        Disposition,
        FailedRecipient,
        FeedbackReport,
        ListHeaders,
        Signal,
    )
    from omnidesk.model import AutomaticKind

_READ = 64 * 1_024
"""How many characters of the text are looked at: machines say it at the top."""

_SUBJECT = 512
_REPORTS: dict[str, Signal] = {
    "message/delivery-status": "delivery_report",
    "message/global-delivery-status": "delivery_report",
    "message/disposition-notification": "disposition_report",
    "message/global-disposition-notification": "disposition_report",
    "message/feedback-report": "feedback_report",
}
# RFC 3464, 6533, 8098, 5965: a report may say what it is, and then have no such part.
_REPORT_TYPES: dict[str, Signal] = {
    "delivery-status": "delivery_report",
    "global-delivery-status": "delivery_report",
    "disposition-notification": "disposition_report",
    "feedback-report": "feedback_report",
}
_OF_MACHINES: frozenset[Signal] = frozenset(
    (
        "auto_header",
        "auto_submitted",
        "daemon_sender",
        "failed_recipients",
        "no_reply_sender",
        "null_return_path",
        "precedence",
    )
)
"""Signals that turn suspicious words into a machine's."""

_OF_DAEMONS: frozenset[Signal] = frozenset(
    ("auto_submitted", "daemon_sender", "failed_recipients", "null_return_path")
)
_ENDS = ("from", "to", "sender", "return-path", "delivered-to")
_RECIPIENTS = ("to", "cc", "resent-to", "resent-cc")
_WHY_NOT: dict[Signal, WhyNot] = {
    "daemon_sender": "role_sender",
    "delivered_twice": "loop",
    "no_reply_sender": "no_reply_sender",
    "null_return_path": "null_return_path",
    "own_loop": "loop",
    "own_sender": "own_sender",
    "role_sender": "role_sender",
    "suppress": "suppressed",
    "too_many_hops": "loop",
}


def classify(
    mail: MimePart, *, text: str | None = None, own: Callable[[str], bool] | None = None
) -> MachineMail:
    """
    Tell what kind of machine wrote a mail, and whether a machine may answer it.

    Never raises on content, and takes time in proportion to the mail. What machines declare decides
    before what they say, and words alone never decide, except the exact subjects of programs:
    people write about holidays, and forward bounces. A request not to be answered automatically
    (`X-Auto-Response-Suppress`) is no sign of a machine: Exchange puts it on what people write.

    Args:
        mail: The mail.
        text: Its text, where the caller has it already, as for HTML; read from the mail if not.
        own: Tells an address of ours. Without it, loops, lists of ours, and mail that is not
            addressed to us are not known as such.
    """
    return _Reading(mail, text, own).result()


class _Reading:
    """One mail while it is looked at."""

    def __init__(self, mail: MimePart, text: str | None, own: Callable[[str], bool] | None) -> None:
        self.mail = mail
        self.own = own
        self.lists: ListHeaders | None = list_headers(mail)
        self.parts: dict[Signal, MimePart] = {
            code: part
            for part in parts_of(mail)
            if (code := _REPORTS.get(part.media_type)) is not None
        }
        self.subject = subject = folded((mail.header("subject") or "")[:_SUBJECT])
        self.is_report = mail.media_type == "multipart/report"
        reasons = [Reason(code, part.path) for code, part in self.parts.items()]
        if self.is_report:
            said = _REPORT_TYPES.get(mail.parameters.get("report-type", "").lower())
            reasons += [Reason(said, "content-type")] if said else []
        reasons += header_signals(mail, self.lists, own)
        reasons += subject_signals(subject)
        self.text = self.folded = ""
        if reasons:
            # Words alone decide nothing, so people's mail is spared the search for them.
            where, written = text_of(mail, most=_READ) if text is None else ("", text)
            self.text = written[:_READ]
            self.folded = folded(self.text)
            reasons += text_signals(self.folded, where)
        self.reasons = tuple(dict.fromkeys(reasons))
        self.codes = frozenset(one.code for one in self.reasons)

    def has(self, *codes: Signal) -> bool:
        return not self.codes.isdisjoint(codes)

    def result(self) -> MachineMail:
        bounce: Bounce | None = None
        report: FeedbackReport | None = None
        disposition: Disposition | None = None
        kind: AutomaticKind | None
        declared = self.is_report or self.has(*_OF_MACHINES)
        if not self.codes:
            kind = None
        elif self.has("own_loop", "too_many_hops"):
            kind = "loop"
        elif declared and self.has("feedback_report"):
            kind = "feedback_report"
            part = self.parts.get("feedback_report")
            report = None if part is None else read_feedback(part, original_of(self.mail))
        elif declared and self.has("disposition_report"):
            kind = "delivery_notice"
            part = self.parts.get("disposition_report")
            disposition = None if part is None else read_disposition(part)
        elif (declared and self.has("delivery_report")) or self._is_bounce():
            bounce = self._bounce()
            kind = _bounce_kind(bounce.recipients)
        else:
            kind = self._answer_kind() or self._list_kind()
        return MachineMail(
            kind=kind,
            reasons=self.reasons,
            why_not=self._why_not(kind),
            bounce=bounce,
            report=report,
            disposition=disposition,
            list=self.lists,
        )

    # --- bounces ----------------------------------------------------------------------------------

    def _is_bounce(self) -> bool:
        if self.has("failed_recipients"):
            return True
        if self.has("null_return_path") and any(
            "daemon" in (one.local or "").lower() for one in self.mail.addresses("from").addresses
        ):
            # Nothing else comes from there, in whatever words.
            return True
        if self.has("daemon_sender", "bounce_subject"):
            # A text by itself may be somebody's who asks what it means.
            spoken = self.has("bounce_text", "delay_text") and self.has(*_OF_DAEMONS)
            return spoken or (self.has("daemon_sender") and self.has("bounce_subject"))
        # An absence notice comes with a null sender too; it may speak of mail, in general words.
        titled = self.has("auto_vendor_subject", "out_of_office_subject", "auto_subject")
        if titled or not self.has("null_return_path"):
            return False
        return form_of(self.folded) not in (None, GENERAL_FORM)

    def _bounce(self) -> Bounce:
        original = original_of(self.mail)
        identifier: str | None = None
        addressed: str | None = None
        if original is not None:
            ids = original.message_ids("message-id").ids
            identifier = ids[0] if ids else None
            addressed = the_address(original.header("to") or "")
        recipients: tuple[FailedRecipient, ...] = ()
        first: str | None = None
        if "delivery_report" in self.parts:
            recipients, first = read_delivery_status(self.parts["delivery_report"])
        if not recipients or any(
            one.address is None or one.reason == "undefined" for one in recipients
        ):
            # Half of all reports name nobody in their fields, or give no cause, or have no fields.
            named = self.mail.addresses("x-failed-recipients").addresses
            told = read_notice(
                self.text,
                named=tuple(one.address for one in named if one.address),
                excluded=self._ends(),
                delayed=any(one.action == "delayed" for one in recipients)
                or (not recipients and self.has("delay_text")),
            )
            recipients = merged(recipients, told.recipients)
            identifier = identifier or told.original_message_id
            addressed = addressed or told.original_recipient
        failed = [one for one in recipients if one.action in ("failed", "delayed")]
        verdicts = {one.permanent for one in failed}
        known: list[BounceReason] = [one.reason for one in failed if one.reason != "undefined"]
        return Bounce(
            recipients=recipients,
            permanent=verdicts.pop() if len(verdicts) == 1 else None,
            reason=known[0] if known else "undefined",
            original_message_id=identifier,
            original_recipient=first or addressed,
            form=form_of(self.folded),
        )

    def _ends(self) -> tuple[str, ...]:
        """Return who sent this and who got it: neither is who did not get the other mail."""
        return tuple(_addresses(self.mail, _ENDS))

    # --- answers ----------------------------------------------------------------------------------

    def _answer_kind(self) -> AutomaticKind | None:
        submitted = (self.mail.header("auto-submitted") or "").lower()
        if self.has("challenge_text") and self.has(*_OF_MACHINES):
            return "challenge"
        if "vacation" in submitted or self._is_out_of_office():
            return "out_of_office"
        if self._is_answer(first_word(submitted)):
            return "auto_reply"
        if self.has("auto_submitted") or self._auto_header("auto_generated"):
            return "auto_generated"
        return None

    def _is_out_of_office(self) -> bool:
        says = self.has("out_of_office_text")
        # A rule of Exchange that sends mail by itself, and the same for all, is its absence notice.
        exchange: tuple[Signal, ...] = "exchange_rule", "suppress", "auto_submitted"
        if self.has("auto_vendor_subject") or all(self.has(one) for one in exchange):
            return says or not any(phrase in self.folded for phrase in ACKNOWLEDGEMENTS)
        titled = self.has("out_of_office_subject")
        if self.has("exchange_rule", "auto_header", "auto_submitted") and titled:
            return True
        if self.has("auto_submitted") or self._auto_header("auto_reply"):
            return says and not self.has("list_header")
        answers = bool(self.mail.raw_headers("in-reply-to") or self.mail.raw_headers("references"))
        # Programs put their word before the subject that they answer: `Away: Re: order`.
        prefixed = ":" in self.subject and answers
        return titled and (self.has("null_return_path", "precedence") or (says and prefixed))

    def _is_answer(self, submitted: str) -> bool:
        if submitted == "auto-replied" or self._auto_header("auto_reply"):
            return True
        if self.has("auto_vendor_subject"):
            return True
        if any(self._precedence(name) == "auto_reply" for name in ("precedence", "x-precedence")):
            return True
        return self.has("auto_subject") and self.has(*_OF_MACHINES)

    def _auto_header(self, kind: AutomaticKind) -> bool:
        found = {one.where for one in self.reasons if one.code == "auto_header"}
        kinds = {AUTO_HEADERS.get(name) for name in found}
        # Two more tell by their values.
        if "delivered-to" in found or first_word(self.mail.header("x-autogenerated")) == "reply":
            kinds.add("auto_reply")
        return kind in kinds

    def _precedence(self, name: str) -> AutomaticKind | None:
        return PRECEDENCE.get(first_word(self.mail.header(name)))

    # --- lists ------------------------------------------------------------------------------------

    def _list_kind(self) -> AutomaticKind | None:
        if self.has("own_list"):
            return None
        kinds = {self._precedence("precedence"), self._precedence("x-precedence")}
        lists = self.lists
        if self.has("list_header") or "list" in kinds:
            # Senders of newsletters set List-Id too, but nobody can write to that list.
            campaign = lists is not None and lists.one_click and not lists.post
            return "bulk" if campaign else "list"
        return "bulk" if self.has("bulk_header") or "bulk" in kinds else None

    # --- answering --------------------------------------------------------------------------------

    def _why_not(self, kind: AutomaticKind | None) -> tuple[WhyNot, ...]:
        # What our own list writes on mail is about the list, and not about who wrote.
        ours = {"sender", "return-path"} if self.has("own_list") else set[str]()
        found: set[WhyNot] = {
            why
            for one in self.reasons
            if (why := _WHY_NOT.get(one.code)) is not None and one.where not in ours
        }
        if kind is not None:
            found.add("loop" if kind == "loop" else "automatic")
        if not _addresses(self.mail, ("from",)):
            found.add("no_sender")
        if self.own is not None and not any(map(self.own, _addresses(self.mail, _RECIPIENTS))):
            found.add("not_addressed_to_us")
        return tuple(sorted(found))


def _addresses(mail: MimePart, names: tuple[str, ...]) -> list[str]:
    """Return the addresses in headers, without what has none."""
    found = [one.address for name in names for one in mail.addresses(name).addresses]
    return [one for one in found if one]


def _bounce_kind(recipients: tuple[FailedRecipient, ...]) -> AutomaticKind:
    actions = {one.action for one in recipients}
    if "failed" in actions:
        return "bounce"
    return "delay" if "delayed" in actions else "delivery_notice"
