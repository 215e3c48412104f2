"""FreeSWITCH's adapters pass the kit that strangers' adapters pass."""

from omnidesk.adapters.calls import Clock, FreeSwitch, FreeSwitchCsv, Numbering
from omnidesk.testing import AdapterConformance, builtin_samples

HANOI = Clock("Asia/Ho_Chi_Minh")
VIETNAM = Numbering(region="VN", own_numbers=("02473001234",))


def lines(template):
    return FreeSwitchCsv(account="pbx", numbering=VIETNAM, clock=HANOI, template=template)


def samples(kind):
    return tuple(one for one in builtin_samples("freeswitch_csv") if one.name.startswith(kind))


class TestFreeSwitch(AdapterConformance):
    adapter = FreeSwitch(account="pbx", numbering=VIETNAM, clock=HANOI)
    samples = builtin_samples("freeswitch")
    open_objects = ("/variables", "/*/variables")


class TestExampleTemplate(AdapterConformance):
    adapter = lines("example")
    samples = samples(("example", "none"))


class TestLegacyTemplate(AdapterConformance):
    adapter = lines("legacy")
    samples = samples("legacy")


class TestSqlTemplate(AdapterConformance):
    adapter = lines("sql")
    samples = samples("sql")
