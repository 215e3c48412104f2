"""`Chatwoot` passes the kit, over the samples that ship."""

from omnidesk.adapters.chatwoot import Chatwoot
from omnidesk.testing import AdapterConformance, builtin_samples


class TestChatwoot(AdapterConformance):
    adapter = Chatwoot(account_id="1")
    samples = builtin_samples("chatwoot")
