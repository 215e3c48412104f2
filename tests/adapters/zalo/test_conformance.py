"""The adapters pass the kit that strangers' adapters pass."""

from omnidesk.adapters.zalo import Zalo, ZaloBot
from omnidesk.testing import AdapterConformance, builtin_samples


class TestZalo(AdapterConformance):
    adapter = Zalo(oa_ids=("2197000000000001873",), app_id="3608000000000003967")
    samples = builtin_samples("zalo")


class TestZaloBot(AdapterConformance):
    adapter = ZaloBot("hoa-sen")
    samples = builtin_samples("zalo_bot")
