"""The adapter passes the kit that strangers' adapters pass."""

from omnidesk.adapters.liveagent import LiveAgent
from omnidesk.testing import AdapterConformance, builtin_samples


class TestLiveAgent(AdapterConformance):
    adapter = LiveAgent(
        account="hoasen.ladesk.example",
        ticket_id="hs4k2p9a",
        agent_ids=frozenset({"usr0minh", "usr0hanh"}),
        zone="UTC",
    )
    samples = builtin_samples("liveagent")
