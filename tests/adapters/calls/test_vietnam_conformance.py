"""The adapters of Vietnamese services pass the kit."""

from omnidesk.adapters.calls import Clock, OmiCall, Stringee, VBot, VoiceCloud
from omnidesk.testing import AdapterConformance, builtin_samples

HANOI = Clock("Asia/Ho_Chi_Minh")


class TestStringee(AdapterConformance):
    adapter = Stringee("hoa-sen")
    samples = builtin_samples("stringee")


class TestOmiCall(AdapterConformance):
    adapter = OmiCall("hoa-sen")
    samples = builtin_samples("omicall")


class TestVoiceCloud(AdapterConformance):
    adapter = VoiceCloud("hoa-sen", clock=HANOI)
    samples = builtin_samples("voicecloud")


class TestVBot(AdapterConformance):
    adapter = VBot("hoa-sen", clock=HANOI)
    samples = builtin_samples("vbot")
