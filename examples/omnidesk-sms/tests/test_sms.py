"""What every adapter must pass, for ours."""

from omnidesk_sms import Sms

from omnidesk.testing import AdapterConformance


class TestSms(AdapterConformance):
    adapter = Sms()
    samples = "samples"
