"""
A worker that answers customers, and asks before it sends.

It may be stopped and started at any moment: what it has sent, what people took back and what has
happened stands in three files that are only ever appended to.
"""

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from omnidesk import Conversation, Message, load
from omnidesk.policy import dump_facts, load_facts, subject_id
from omnidesk.policy.consent import CEILINGS, ConsentFinding, consents_in, dump_ledger, load_ledger
from omnidesk.policy.contact import (
    ContactPolicy,
    SendRequest,
    may_send,
    opt_out_scope,
    read_contact_policy,
    sent_facts,
)

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
"""On which clock our customers live."""

TOPICS = {"promotion": "marketing"}
"""Our words for what people say that they refuse."""

LONGEST = timedelta(days=7)
"""What was said longer ago is for a person: on its first day a worker finds years of it."""


@dataclass(frozen=True, repr=False)
class Wish:
    """A message that we would like to send. Its key is the same in every run."""

    request: SendRequest
    write: Callable[[], str]

    @property
    def key(self) -> str:
        """What it answers, and as what."""
        return f"{self.request.reply_to}/{self.request.message_class}"


class Worker:
    """
    Looks through conversations, and sends what may be sent.

    Args:
        policy: What we send, and the rules that we keep.
        folder: Where the three files are.
        draft: Writes an answer. Here goes your model, or your templates.
        send: Sends a text, and returns the id that the platform gave it. The key is for platforms
            that send nothing twice under one key.
        tell: What a person should know or do.
    """

    def __init__(
        self,
        policy: ContactPolicy,
        folder: Path,
        *,
        draft: Callable[[Conversation], str],
        send: Callable[[SendRequest, str, str], str],
        tell: Callable[[str], None],
    ) -> None:
        self._policy, self._draft, self._send, self._tell = policy, draft, send, tell
        self._files = {name: folder / f"{name}.jsonl" for name in ("ledger", "facts", "outbox")}
        self._ledger = load_ledger(whole_lines(self._files["ledger"]))
        self._facts = load_facts(whole_lines(self._files["facts"]))
        done = (json.loads(line) for line in whole_lines(self._files["outbox"]))
        self._outbox: dict[str, str] = {line["key"]: line["state"] for line in done}
        for key, state in self._outbox.items():
            if state == "sending":
                tell(f"{key}: look whether it went out, for the last run ended while sending it")

    def run(self, conversations: Iterable[Conversation], *, now: datetime) -> datetime | None:
        """Send what may go now, and return when something else may."""
        several = tuple(conversations)
        said = {one.id: self._listen(one) for one in several}  # all, before anything goes
        waits: list[datetime] = []
        for conversation in several:
            for wish in self._wishes(conversation, said[conversation.id], now):
                if wish.key in self._outbox:
                    continue
                decision = may_send(
                    wish.request,
                    self._ledger,
                    self._facts,
                    self._policy,
                    now=now,
                    ceilings=CEILINGS,
                    conversation=conversation,
                )
                if decision.go == "allow":
                    self._deliver(wish, now)
                elif decision.until is not None:
                    waits.append(decision.until)
                    self._tell(f"{wish.key}: not before {decision.until:%Y-%m-%d %H:%M} UTC")
                else:
                    self._tell(f"{wish.key}: {' '.join(decision.words())}")
        return min(waits, default=None)

    def _listen(self, conversation: Conversation) -> tuple[ConsentFinding, ...]:
        """Write down what they allowed and took back."""
        findings = consents_in(conversation, controller=self._policy.controller, purposes=TOPICS)
        new = [event for one in findings for event in one.events if event not in self._ledger]
        append(self._files["ledger"], dump_ledger(new))
        self._ledger.add(new)
        return findings

    def _wishes(
        self, conversation: Conversation, said: tuple[ConsentFinding, ...], now: datetime
    ) -> Iterator[Wish]:
        """Confirm each opt-out, and answer what was said last; a person sees to the doubtful."""
        messages = {one.id: one for one in conversation.messages}
        verdicts = {one.entry: one.opt_out.verdict for one in said if one.opt_out is not None}
        for entry, verdict in verdicts.items():
            if verdict == "opt_out":
                yield from self._wish("goodbye", messages[entry], conversation, now)
        if not messages:
            return
        last = conversation.messages[-1]
        if last.direction != "inbound" or last.state == "deleted":
            return
        match verdicts.get(last.id, "none"):
            case "none" | "opt_in":
                yield from self._wish("answer", last, conversation, now)
            case "question" | "maybe":
                self._tell(f"{last.id}: somebody should read this: it is about opting out")
            case "opt_out":
                pass  # it is confirmed, and that is all that they want to hear

    def _wish(
        self, kind: str, message: Message, conversation: Conversation, now: datetime
    ) -> Iterator[Wish]:
        if not message.author.identities:
            return  # whom the platform hides cannot be written to
        said_at = message.sent_at
        if said_at is None or now - said_at > LONGEST:
            return
        request = SendRequest(
            subject=subject_id(message.author.identities[0]),
            channel=conversation.channel,
            message_class=kind,
            sender=conversation.account,
            region="VN",
            zone=ZONE.key,
            automatic=True,
            reply_to=message.id,
        )

        def write() -> str:
            if kind == "answer":
                return self._draft(conversation)
            scope = opt_out_scope(
                request.subject, self._ledger, self._policy, channel=request.channel, now=now
            )
            received = f"{said_at.astimezone(ZONE):%H:%M ngày %d/%m/%Y}"
            head = f"Hoa Sen đã nhận được yêu cầu từ chối lúc {received}."
            return " ".join((head, *scope.words("vi")))

        yield Wish(request, write)

    def _deliver(self, wish: Wish, now: datetime) -> None:
        """Send it, once: whatever happens in between, no run sends it again."""
        text = wish.write()
        self._note(wish.key, "sending")
        message_id = self._send(wish.request, text, wish.key)
        sent = sent_facts(wish.request, message_id=message_id, at=now)
        append(self._files["facts"], dump_facts(sent))
        self._facts |= sent
        self._note(wish.key, "sent")

    def _note(self, key: str, state: str) -> None:
        append(self._files["outbox"], [json.dumps({"key": key, "state": state})])
        self._outbox[key] = state


def append(path: Path, lines: Iterable[str]) -> None:
    """Append lines to a file, and see that they are on the disk."""
    with path.open("a", encoding="utf-8") as file:
        file.writelines(f"{line}\n" for line in lines)
        file.flush()
        os.fsync(file.fileno())


def whole_lines(path: Path) -> list[str]:
    """Return the lines of a file. One that was cut off when the power went is taken out."""
    text = path.read_bytes() if path.exists() else b""
    whole = text[: text.rfind(b"\n") + 1]
    if whole != text:
        os.truncate(path, len(whole))
    return whole.decode("utf-8").splitlines()


def thank(conversation: Conversation) -> str:
    """Write an answer that promises little."""
    return "Dạ Hoa Sen đã nhận được tin ạ. Nhân viên sẽ trả lời Quý khách trong hôm nay."


def main() -> None:
    """Read the arguments, and work once; a timer calls it again."""
    parser = argparse.ArgumentParser(description="Answer customers, and ask before sending.")
    parser.add_argument("conversations", type=Path, help="what omnidesk normalize has written")
    parser.add_argument("folder", type=Path, help="where the ledger, the facts and the outbox are")
    parser.add_argument("--policy", type=Path, default=Path(__file__).parent / "contact.toml")
    parser.add_argument("--now", type=datetime.fromisoformat, help="pretend that it is this moment")
    options = parser.parse_args()
    now = options.now or datetime.now().astimezone()
    options.folder.mkdir(exist_ok=True)
    numbers = iter(range(1, 1_000_000))

    def pretend(request: SendRequest, text: str, key: str) -> str:
        print(f"{request.channel} ({request.message_class}): {text}")
        return f"made-up-{now:%Y%m%d%H%M%S}-{next(numbers)}"

    worker = Worker(
        read_contact_policy(options.policy),
        options.folder,
        draft=thank,
        send=pretend,
        tell=lambda what: print(what, file=sys.stderr),
    )
    lines = options.conversations.read_text(encoding="utf-8").splitlines()
    again = worker.run((load(line, Conversation) for line in lines), now=now)
    if again is not None:
        print(f"run me again at {again:%Y-%m-%dT%H:%M}Z")


if __name__ == "__main__":
    main()
