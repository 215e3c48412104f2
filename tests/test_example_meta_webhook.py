"""The example that receives Meta's webhooks does what its README says, asked by a real client."""

import hmac
import importlib.util
import json
import threading
import time
from base64 import urlsafe_b64encode
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
import uvicorn

from omnidesk import assemble, load

EXAMPLE = Path(__file__).parent.parent / "examples" / "meta-webhook" / "app.py"
SETTINGS = {
    "META_APP_ID": "880000000000001",
    "META_APP_SECRET": "app-secret",
    "META_VERIFY_TOKEN": "verify-token",
    "STATUS_URL": "https://desk.example/status",
    "STATUS_KEY": "status-key",
}
QUESTION = {
    "object": "page",
    "entry": [
        {
            "id": "104210000000001",
            "time": 1772443802000,
            "messaging": [
                {
                    "sender": {"id": "7310000000000042"},
                    "recipient": {"id": "104210000000001"},
                    "timestamp": 1772443800000,
                    "message": {"mid": "m_1", "text": "Áo này còn size M không shop?"},
                }
            ],
            "changes": [
                {
                    "field": "feed",
                    "value": {
                        "item": "comment",
                        "verb": "add",
                        "comment_id": "17_99",
                        "post_id": "104210000000001_17",
                        "parent_id": "104210000000001_17",
                        "from": {"id": "42", "name": "Mai"},
                        "message": "Giá bao nhiêu ạ?",
                        "created_time": 1772443900,
                    },
                }
            ],
        }
    ],
}


@contextmanager
def serving(app):
    """Serve an app on a port of this machine, in a thread."""
    config = uvicorn.Config(
        app, host="127.0.0.1", port=0, lifespan="off", ws="none", log_level="error"
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        while not server.started:
            assert thread.is_alive()
            time.sleep(0.01)
        port = server.servers[0].sockets[0].getsockname()[1]
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False) as client:
            yield client
    finally:
        server.should_exit = True
        thread.join()


@pytest.fixture
def example(monkeypatch, tmp_path):
    spec = importlib.util.spec_from_file_location("meta_webhook_app", EXAMPLE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    for name, value in SETTINGS.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("EVENTS", str(tmp_path / "events.jsonl"))
    return module


@pytest.fixture
def app(example):
    return example.from_environment()


@pytest.fixture
def client(app):
    with serving(app) as client:
        yield client


@pytest.fixture
def kept(tmp_path):
    """Return what the file of events adds up to."""

    def kept():
        lines = (tmp_path / "events.jsonl").read_text(encoding="utf-8").splitlines()
        return [load(line) for line in lines]

    return kept


def post(client, value, *, secret=b"app-secret", body=None):
    sent = json.dumps(value).encode() if body is None else body
    digest = hmac.digest(secret, sent, "sha256").hex()
    headers = {"X-Hub-Signature-256": f"sha256={digest}", "Content-Type": "application/json"}
    return client.post("/webhook", content=sent, headers=headers)


def signed_request(claims, secret=b"app-secret"):
    payload = urlsafe_b64encode(json.dumps(claims).encode()).rstrip(b"=")
    signature = urlsafe_b64encode(hmac.digest(secret, payload, "sha256")).rstrip(b"=")
    return {"signed_request": (signature + b"." + payload).decode()}


CLAIMS = {"user_id": "9001", "algorithm": "HMAC-SHA256", "issued_at": 1772443800}


def challenge(client, token):
    query = {"hub.mode": "subscribe", "hub.verify_token": token, "hub.challenge": "1158201444"}
    return client.get("/webhook", params=query)


def test_the_question_whose_address_it_is_is_answered(client):
    answer = challenge(client, "verify-token")
    assert (answer.status_code, answer.text) == (200, "1158201444")
    assert answer.headers["content-type"].startswith("text/plain")


def test_somebody_elses_token_is_refused(client):
    assert challenge(client, "guess").status_code == 403
    assert client.get("/webhook").status_code == 403


def test_a_webhook_becomes_conversations(client, app, kept):
    assert post(client, QUESTION).status_code == 200
    comment, message = sorted(app.state.desk.inbox.conversations, key=lambda one: one.channel)
    assert message.messages[0].text == "Áo này còn size M không shop?"
    assert comment.messages[0].text == "Giá bao nhiêu ạ?"
    assert (comment.channel, message.channel) == ("facebook", "messenger")
    assert set(assemble(kept())) == {comment, message}


def test_a_webhook_that_comes_again_counts_once(client, app):
    post(client, QUESTION)
    once = app.state.desk.inbox.conversations
    assert post(client, QUESTION).status_code == 200
    assert app.state.desk.inbox.conversations == once


def test_after_a_restart_all_is_there(client, app, example):
    post(client, QUESTION)
    client.post("/data-deletion", data=signed_request(CLAIMS))
    again = example.from_environment().state.desk
    assert again.inbox.conversations == app.state.desk.inbox.conversations
    assert again.requests == app.state.desk.requests


def test_what_is_not_signed_by_meta_is_refused_and_not_kept(client, app):
    assert post(client, QUESTION, secret=b"another").status_code == 403
    assert client.post("/webhook", json=QUESTION).status_code == 403
    assert app.state.desk.inbox.conversations == ()
    assert not app.state.desk.events.exists()


def test_a_signed_body_that_cannot_be_read_is_not_sent_again_and_not_quoted(client, caplog):
    assert post(client, None, body=b'{"object": "secret"}').status_code == 200
    assert "not understood" in caplog.text
    assert "secret" not in caplog.text


def test_a_request_to_delete_data_is_kept_and_can_be_followed(client, kept):
    answer = client.post("/data-deletion", data=signed_request(CLAIMS))
    told = answer.json()
    assert answer.status_code == 200
    assert told.keys() == {"url", "confirmation_code"}
    assert told["url"] == f"https://desk.example/status?code={told['confirmation_code']}"
    (event,) = kept()
    assert (event.type, event.request.kind) == ("rights_requested", "erase")
    page = client.get("/status", params={"code": told["confirmation_code"]})
    assert page.status_code == 200
    assert "Đã nhận yêu cầu" in page.text


def test_nobody_can_follow_what_nobody_has_asked_for(client):
    assert client.get("/status", params={"code": "GUESS"}).status_code == 404
    assert client.get("/status").status_code == 404


def test_somebody_who_removes_the_app_withdraws(client, kept):
    assert client.post("/deauthorize", data=signed_request(CLAIMS)).status_code == 200
    (event,) = kept()
    assert event.request.kind == "withdraw"


@pytest.mark.parametrize("path", ["/data-deletion", "/deauthorize"])
def test_a_callback_that_is_not_signed_by_meta_is_refused(client, path):
    assert client.post(path, data=signed_request(CLAIMS, b"another")).status_code == 403
    assert client.post(path, data={"signed_request": "x"}).status_code == 403


def test_a_deletion_request_that_names_nobody_is_a_bad_request(client):
    claims = {"algorithm": "HMAC-SHA256", "issued_at": 1772443800}
    assert client.post("/data-deletion", data=signed_request(claims)).status_code == 400
