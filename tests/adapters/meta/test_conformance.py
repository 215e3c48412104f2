"""The adapters pass the kit that strangers' adapters pass."""

from omnidesk.adapters.meta import Instagram, Messenger, MetaCallbacks, MetaExport
from omnidesk.testing import AdapterConformance, builtin_samples


class TestMessenger(AdapterConformance):
    adapter = Messenger(own_apps=("210000000000001",))
    samples = builtin_samples("messenger")
    open_objects = (
        "/entry/*/messaging/*/app_roles",
        "/entry/*/messaging/*/messaging_feedback/feedback_screens/*/questions",
    )


class TestInstagram(AdapterConformance):
    adapter = Instagram(own_apps=("220000000000002",))
    samples = builtin_samples("instagram")


class TestMetaExport(AdapterConformance):
    adapter = MetaExport(own_names=("Cửa hàng Hoa Sen",), account="hoasen")
    samples = builtin_samples("meta_export")


def _callbacks(kind):
    return tuple(one for one in builtin_samples("meta_callbacks") if one.name.startswith(kind))


class TestDataDeletion(AdapterConformance):
    adapter = MetaCallbacks(kind="data_deletion", app_id="210000000000001")
    samples = _callbacks("deletion")


class TestDeauthorize(AdapterConformance):
    adapter = MetaCallbacks(kind="deauthorize", app_id="210000000000001")
    samples = _callbacks("deauthorize")
