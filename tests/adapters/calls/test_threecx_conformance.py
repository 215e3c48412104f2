"""`ThreeCX` passes the kit."""

from omnidesk.adapters.calls import Clock, Numbering, ThreeCX
from omnidesk.testing import AdapterConformance, builtin_samples


class TestThreeCX(AdapterConformance):
    adapter = ThreeCX("pbx-hoa-sen", numbering=Numbering(region="VN"), clock=Clock("UTC"))
    samples = builtin_samples("threecx")
