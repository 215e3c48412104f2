"""The adapter passes the kit that strangers' adapters pass."""

from omnidesk.adapters.sunshine import Sunshine
from omnidesk.testing import AdapterConformance, builtin_samples


class TestSunshine(AdapterConformance):
    adapter = Sunshine(
        app_id="69b431da2a58376b846e0001", conversation_id="69b43c86543fa6363b8f0002"
    )
    samples = builtin_samples("sunshine")
