"""The adapter passes the kit that strangers' adapters pass."""

from omnidesk.adapters.meta import Messenger
from omnidesk.testing import AdapterConformance, builtin_samples


class TestMessenger(AdapterConformance):
    adapter = Messenger(own_apps=("210000000000001",))
    samples = builtin_samples("messenger")
    open_objects = ("/entry/*/messaging/*/app_roles",)
