"""The adapter passes the kit that strangers' adapters pass."""

from omnidesk.adapters.intercom import Intercom
from omnidesk.testing import AdapterConformance, builtin_samples


class TestIntercom(AdapterConformance):
    adapter = Intercom(app_id="hs7k2m4q", own_package="hoasen-crm")
    samples = builtin_samples("intercom")
