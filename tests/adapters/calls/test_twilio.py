"""Twilio's callbacks and resources: what each says, and what they add up to."""

from omnidesk.adapters.calls import Numbering, Twilio
from omnidesk.testing import AdapterConformance, builtin_samples

ACCOUNT = "AC9f6e0f5f2b1f1f0c4f0e7f4d1c2b3a49"
LINE = "+842471000111"


class TestTwilio(AdapterConformance):
    adapter = Twilio(
        ACCOUNT,
        numbering=Numbering(extension_digits=0, own_numbers=(LINE,)),
        voicemail=True,
    )
    samples = builtin_samples("twilio")
