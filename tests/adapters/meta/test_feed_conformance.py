"""The adapters for public words pass the kit that strangers' adapters pass."""

from omnidesk.adapters.meta import InstagramComments, Meta, PageComments
from omnidesk.testing import AdapterConformance, builtin_samples


class TestPageComments(AdapterConformance):
    adapter = PageComments(
        page_id="106300000000033", post_id="106300000000033_9001", with_parent=True
    )
    samples = builtin_samples("facebook")


class TestInstagramComments(AdapterConformance):
    adapter = InstagramComments(account_id="17840000000000077", media_id="17950000000000009")
    samples = builtin_samples("instagram_comments")


class TestMeta(AdapterConformance):
    adapter = Meta()
    samples = builtin_samples("meta")
