"""`Mapped` and the adapters with ready maps pass the kit, over the samples that ship."""

from pathlib import Path

from omnidesk.adapters.mapped import (
    Crisp,
    LiveChat,
    Mapped,
    ProductComments,
    Tawk,
    WebForm,
    load_map,
)
from omnidesk.testing import AdapterConformance, builtin_samples


def mapped(channel):
    folder = Path(builtin_samples(channel)[0].path).parent
    return Mapped(map=load_map((folder / "_map.toml").read_bytes()))


class TestMapped(AdapterConformance):
    adapter = mapped("mapped")
    samples = builtin_samples("mapped")


class TestMappedCsv(AdapterConformance):
    adapter = mapped("mapped_csv")
    samples = builtin_samples("mapped_csv")


class TestMappedWebhooks(AdapterConformance):
    adapter = mapped("mapped_webhooks")
    samples = builtin_samples("mapped_webhooks")


class TestLiveChat(AdapterConformance):
    adapter = LiveChat()
    samples = builtin_samples("live_chat")


class TestProductComments(AdapterConformance):
    adapter = ProductComments()
    samples = builtin_samples("product_comments")


class TestWebForm(AdapterConformance):
    adapter = WebForm()
    samples = builtin_samples("web_form")


class TestCrisp(AdapterConformance):
    adapter = Crisp()
    samples = builtin_samples("crisp")


class TestTawk(AdapterConformance):
    adapter = Tawk()
    samples = builtin_samples("tawk")
