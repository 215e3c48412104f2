"""The example webhook, served on loopback and asked by a real client."""

import json
import threading
import time
from hashlib import sha256
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import httpx
import pytest
import uvicorn

from omnidesk import assemble, load
from omnidesk.adapters.zalo import last_interaction
from omnidesk.testing import builtin_samples

FILE = Path(__file__).parent.parent / "examples" / "zalo-webhook" / "app.py"
APP, OA, SECRET = "3608000000000003967", "2197000000000001873", "oa-secret-key"


@pytest.fixture(scope="module")
def example():
    spec = spec_from_file_location("zalo_webhook_app", FILE)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def served(example, tmp_path):
    """The address of the application and the file that it appends to."""
    path = tmp_path / "events.jsonl"
    app = example.create_app(
        app_id=APP, oa_secret_key=SECRET, oa_ids=(OA,), append=example.append_to(path)
    )
    config = uvicorn.Config(app, host="127.0.0.1", port=0, log_level="error", ws="none")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started and thread.is_alive():
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}/zalo", path
    server.should_exit = True
    thread.join()


def mac(body):
    stamp = json.loads(body)["timestamp"]
    return f"mac={sha256(APP.encode() + body + stamp.encode() + SECRET.encode()).hexdigest()}"


def post(url, body, **headers):
    with httpx.Client(trust_env=False) as client:
        given = {"x-zevent-signature": mac(body)} | headers
        return client.post(url, content=body, headers=given).status_code


def sample(name):
    return next(one for one in builtin_samples("zalo") if one.name == name).payload


def kept(path, lines):
    """The events in the file, once so many are there."""
    found: list[str] = []
    for _ in range(500):
        found = path.read_text("utf-8").splitlines() if path.exists() else []
        if len(found) >= lines:
            break
        time.sleep(0.01)
    return [load(line) for line in found]


def test_it_keeps_what_zalo_has_signed_and_a_retry_changes_nothing(served):
    url, path = served
    text = sample("text")
    assert post(url, text.body, **text.headers) == 200
    once = assemble(kept(path, 2))
    retry = sample("retry")
    assert post(url, retry.body, **retry.headers) == 200
    assert post(url, sample("echo-admin").body) == 200
    events = kept(path, 6)
    assert assemble(events[:4])[0].messages[0].id == once[0].messages[0].id
    (conversation,) = assemble(events)
    assert [one.direction for one in conversation.messages] == ["inbound", "outbound"]
    assert last_interaction(conversation) == conversation.messages[0].sent_at


def test_it_refuses_what_nobody_has_signed(served):
    url, path = served
    body = sample("text").body
    assert post(url, body.replace(b"size M", b"size L"), **{"x-zevent-signature": mac(body)}) == 403
    with httpx.Client(trust_env=False) as client:
        assert client.post(url, content=body).status_code == 403
        assert client.get(url).status_code == 405
        assert client.post(url, content=b"x" * (1 << 20) + b"x").status_code == 413
    assert not path.exists()


def test_it_passes_over_accounts_that_are_not_ours(served):
    url, path = served
    other = sample("text").body.replace(OA.encode(), b"3120000000000009999")
    assert post(url, other) == 200
    assert post(url, b'{"error": -216, "timestamp": "1"}') == 200
    assert post(url, sample("follow").body) == 200
    assert {event.account for event in kept(path, 3)} == {OA}


def test_it_is_made_from_the_environment(example, monkeypatch, tmp_path):
    monkeypatch.setenv("ZALO_APP_ID", APP)
    monkeypatch.setenv("ZALO_OA_SECRET_KEY", SECRET)
    monkeypatch.setenv("ZALO_OA_IDS", OA)
    monkeypatch.setenv("ZALO_EVENTS", str(tmp_path / "events.jsonl"))
    assert [route.path for route in example.main().routes] == ["/zalo"]
