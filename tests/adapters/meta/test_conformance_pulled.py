"""The adapters for pulled messages pass the kit that strangers' adapters pass."""

from omnidesk.adapters.meta import PulledInstagramMessages, PulledMessages
from omnidesk.testing import AdapterConformance, builtin_samples


class TestPulledMessages(AdapterConformance):
    adapter = PulledMessages("104500000000017")
    samples = builtin_samples("messenger_pulled")


class TestPulledInstagramMessages(AdapterConformance):
    adapter = PulledInstagramMessages("17841400000000017", own_ids=("25000000000000017",))
    samples = builtin_samples("instagram_pulled")
