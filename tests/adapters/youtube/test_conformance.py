"""The adapter passes the kit that strangers' adapters pass."""

from omnidesk.adapters.youtube import YouTube
from omnidesk.testing import AdapterConformance, builtin_samples


class TestYouTube(AdapterConformance):
    adapter = YouTube(channel_id="UCtraxanhdaonguyen000001")
    samples = builtin_samples("youtube")
