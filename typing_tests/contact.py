"""What decides about sending, as type checkers see it."""

from datetime import UTC, datetime, timedelta
from typing import Any, assert_type

from omnidesk.model import Conversation
from omnidesk.policy import Fact, Facts
from omnidesk.policy.consent import Ledger
from omnidesk.policy.contact import (
    Cap,
    ContactFinding,
    ContactPolicy,
    GateAnswer,
    OptOutScope,
    SendDecision,
    SendRequest,
    builtin_contact_policies,
    builtin_contact_policy,
    contact_facts,
    contact_policy_schema,
    join,
    lint_contact,
    load_contact_policy,
    may_send,
    may_use,
    next_allowed,
    opt_out_scope,
    print_contact_policy,
    sent_facts,
)

policy, facts, ledger = builtin_contact_policy("links"), Facts(), Ledger()
now = datetime(2026, 11, 22, tzinfo=UTC)
request = SendRequest(subject="subject_lan", channel="email", message_class="C08-survey")

assert_type(builtin_contact_policies(), tuple[str, ...])
assert_type(policy, ContactPolicy)
assert_type(load_contact_policy(b'id = "p"'), ContactPolicy)
assert_type(print_contact_policy(policy), str)
assert_type(contact_policy_schema(), dict[str, Any])
assert_type(lint_contact(policy, on=now.date()), tuple[ContactFinding, ...])
assert_type(policy.rows_of(Cap, "sms"), tuple[Cap, ...])
assert_type(may_send(request, ledger, facts, policy, now=now).words("vi"), tuple[str, ...])
assert_type(next_allowed(request, ledger, facts, policy, now=now), datetime | None)
assert_type(join([GateAnswer(gate="own", go="allow")]), SendDecision)
assert_type(sent_facts(request, message_id="m1", at=now), tuple[Fact, ...])
assert_type(may_use("subject_lan", "survey", ledger, policy, now=now), GateAnswer)
assert_type(opt_out_scope("subject_lan", ledger, policy, channel="email", now=now), OptOutScope)


def read(conversation: Conversation) -> None:
    """Give one conversation, or several."""
    assert_type(contact_facts(conversation), Facts)
    assert_type(contact_facts(iter([conversation])), Facts)
    later = now + timedelta(hours=1)
    asked = may_send(request, ledger, facts, policy, now=later, conversation=[conversation])
    assert_type(asked.closes, datetime | None)
