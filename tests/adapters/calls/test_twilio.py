"""Twilio's callbacks and resources: what each says, and what they add up to."""

from omnidesk.adapters.calls import Numbering, Twilio
from omnidesk.testing import AdapterConformance, builtin_samples

ACCOUNT = "ACb8c65d58914a2e30fa453be8384c05ee"
LINE = "+842471000111"


class TestTwilio(AdapterConformance):
    adapter = Twilio(
        ACCOUNT,
        numbering=Numbering(extension_digits=0, own_numbers=(LINE,)),
        voicemail=True,
    )
    samples = builtin_samples("twilio")
