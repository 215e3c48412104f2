"""Amazon Connect's contact records: what each says, and what a chain of them adds up to."""

from itertools import permutations

from omnidesk._payload import Payload
from omnidesk.adapters.calls import AmazonConnect
from omnidesk.assembly import assemble
from omnidesk.events import CallReported
from omnidesk.model import Call
from omnidesk.testing import AdapterConformance, builtin_samples

CONNECT = AmazonConnect("hoasen")


class TestAmazonConnect(AdapterConformance):
    adapter = CONNECT
    samples = builtin_samples("amazon_connect")


def events(name):
    (sample,) = [one for one in builtin_samples("amazon_connect") if one.name == name]
    return tuple(CONNECT.parse(sample.payload))


def call(*found) -> Call:
    results = {assemble(order) for order in permutations(found)}
    assert len(results) == 1
    (conversation,) = results.pop()
    (only,) = conversation.calls
    return only


def test_a_chain_of_transfers_is_one_call():
    found = call(*events("transfer-chain"))
    assert [leg.queue for leg in found.legs] == ["Bán hàng", "Bảo hành", "Bảo hành cấp 2"]
    assert (found.outcome, found.direction) == ("answered", "inbound")
    assert found.durations.talk == (155 + 270) * 1000
    assert found.durations.queue == (15 + 89 + 29) * 1000
    assert found.durations.wrap == (30 + 20) * 1000
    assert found.durations.total == 540_000


def test_a_queue_that_led_to_another_was_not_abandoned():
    (segment,) = [
        one
        for one in events("transfer-chain")
        if isinstance(one, CallReported) and one.leg and one.leg.queue == "Bảo hành"
    ]
    assert segment.leg is not None
    assert (segment.leg.outcome, segment.leg.transferred_to is not None) == ("unknown", True)


def test_a_caller_who_gives_up_in_a_queue_has_abandoned():
    found = call(*events("inbound-abandoned"))
    assert (found.outcome, found.durations.queue, found.answered_at) == ("abandoned", 90_000, None)
    assert [party.role for party in found.parties] == ["customer", "business"]


def test_an_agent_who_hears_it_ring_in_vain_has_reached_nobody():
    assert call(*events("outbound-missed")).outcome == "missed"
    found = call(*events("outbound-answered"))
    assert (found.outcome, found.durations.ring) == ("answered", 9_000)


def test_a_record_that_comes_again_says_what_is_so_now():
    first, later, broken = events("delivered-again")
    assert isinstance(first, CallReported)
    assert isinstance(later, CallReported)
    assert [first.recordings[0].availability, later.recordings[0].availability] == ["ok", "expired"]
    assert call(first, later).outcome == "answered"
    assert broken.source.pointer == "row=4"


def test_a_recording_that_stands_in_a_record_twice_is_one():
    (event,) = events("inbound-answered")
    assert isinstance(event, CallReported)
    (recording,) = event.recordings
    assert (recording.needs_token, recording.duration) == (True, 314_000)
    assert recording.url == f"s3://{recording.id}"


def test_a_bare_list_has_no_events():
    assert tuple(CONNECT.parse(Payload(b"[]"))) == ()
