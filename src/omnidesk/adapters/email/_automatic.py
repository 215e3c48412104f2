"""Machine mail: what says so beyond doubt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omnidesk._mime import decode

if TYPE_CHECKING:
    from omnidesk._mime import MimePart
    from omnidesk.model import AutomaticKind

# RFC 3834 section 5; the last is RFC 5436 section 2.7.
_AUTO_SUBMITTED: dict[str, AutomaticKind] = {
    "auto-replied": "auto_reply",
    "auto-generated": "auto_generated",
    "auto-notified": "auto_generated",
}
# Never standardised, in use since the eighties (RFC 2076 section 3.9).
_PRECEDENCE: dict[str, AutomaticKind] = {
    "auto_reply": "auto_reply",
    "list": "list",
    "bulk": "bulk",
    "junk": "bulk",
}
# RFC 3464, RFC 8098, RFC 5965.
_REPORTS: dict[str, AutomaticKind] = {
    "delivery-status": "bounce",
    "disposition-notification": "delivery_notice",
    "feedback-report": "feedback_report",
}
_STATUS_READ = 64 * 1024


def automatic_kind(mail: MimePart) -> AutomaticKind | None:
    """
    Tell what kind of machine wrote a mail, from what machines declare; `None` for a person.

    A request not to be answered automatically (`X-Auto-Response-Suppress`) is not a sign: Exchange
    puts it on what people write.

    Args:
        mail: The mail.
    """
    if mail.media_type == "multipart/report":
        report = mail.parameters.get("report-type", "").lower()
        if report == "delivery-status":
            return _delivery_status(mail)
        if report in _REPORTS:
            return _REPORTS[report]
    submitted = _AUTO_SUBMITTED.get(_first_word(mail.header("auto-submitted")))
    if submitted is not None:
        return submitted
    if mail.header("list-id") is not None:
        return "list"
    return _PRECEDENCE.get(_first_word(mail.header("precedence")))


def _first_word(value: str | None) -> str:
    return (value or "").partition(";")[0].partition("(")[0].strip().lower()


def _delivery_status(mail: MimePart) -> AutomaticKind:
    """Read the actions of a delivery report (RFC 3464 section 2.3.3)."""
    part = next((one for one in mail.walk() if one.media_type == "message/delivery-status"), None)
    if part is None:
        return "bounce"
    text = decode(part.content()[:_STATUS_READ]).text.lower()
    actions = {
        line.partition(":")[2].partition("(")[0].strip()
        for line in text.splitlines()
        if line.startswith("action:")
    }
    if not actions or "failed" in actions:
        return "bounce"
    return "delay" if "delayed" in actions else "delivery_notice"
