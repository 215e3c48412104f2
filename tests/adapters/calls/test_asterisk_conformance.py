"""Asterisk's adapters pass the kit that strangers' adapters pass."""

from omnidesk.adapters.calls import Asterisk, AsteriskCel, Clock, Numbering
from omnidesk.testing import AdapterConformance, builtin_samples

HANOI = Clock("Asia/Ho_Chi_Minh")
VIETNAM = Numbering(region="VN", own_numbers=("02473001234",))
TRUNKS = ("PJSIP/viettel", "SIP/fpt")
NAMED = (
    *("accountcode", "src", "dst", "dcontext", "clid", "channel", "dstchannel", "lastapp"),
    *("lastdata", "start", "answer", "end", "duration", "billsec", "disposition", "amaflags"),
    *("uniqueid", "recordingfile", "peeraccount", "linkedid", "sequence"),
)


def cdr(**options):
    return Asterisk(
        **{"account": "pbx", "numbering": VIETNAM, "clock": HANOI, "trunks": TRUNKS, **options}
    )


def samples(folder, *kinds):
    return tuple(one for one in builtin_samples(folder) if one.name.startswith(kinds))


class TestMasterCsvOf21Columns(AdapterConformance):
    adapter = cdr(loguniqueid=True, loguserfield=True, newcdrcolumns=True)
    samples = samples("asterisk", "m21")


class TestMasterCsvOf18Columns(AdapterConformance):
    adapter = cdr(loguniqueid=True, loguserfield=True)
    samples = samples("asterisk", "m18")


class TestMasterCsvOf17Columns(AdapterConformance):
    adapter = cdr(loguniqueid=True)
    samples = samples("asterisk", "m17")


class TestMasterCsvOf16Columns(AdapterConformance):
    adapter = cdr()
    samples = samples("asterisk", "m16")


class TestNamedColumns(AdapterConformance):
    adapter = cdr(columns=NAMED)
    samples = samples("asterisk", "columns")


class TestDaylightSaving(AdapterConformance):
    adapter = cdr(
        clock=Clock("Europe/Berlin"),
        numbering=Numbering(region="DE"),
        trunks=("PJSIP/telekom",),
        loguniqueid=True,
        loguserfield=True,
        newcdrcolumns=True,
    )
    samples = samples("asterisk", "dst")


class TestDatabaseAndManager(AdapterConformance):
    adapter = cdr(trunks=())
    samples = samples("asterisk", "db", "ami", "no")


class TestCel(AdapterConformance):
    adapter = AsteriskCel(account="pbx", numbering=VIETNAM, clock=HANOI, trunks=TRUNKS)
    samples = builtin_samples("asterisk_cel")
