"""What `omnidesk normalize` is told about our side reaches the adapters."""

import json

import pytest


def test_own_addresses_and_domains_give_mails_their_direction(command, tmp_path):
    for number, sender in enumerate(("support@hoasen.example", "mai@tea.example", "a@b.example")):
        (tmp_path / f"{number}.eml").write_text(
            f"From: {sender}\nTo: c@d.example\nSubject: {number}\n"
            f"Message-ID: <{number}@x.example>\nDate: Mon, 06 Oct 2025 08:12:40 +0700\n\nHello\n"
        )
    result = command(
        "normalize", tmp_path, "--own", "support@hoasen.example", "--own", "@tea.example"
    )
    conversations = [json.loads(line) for line in result.output.splitlines()]
    found = {one["entries"][0]["subject"]: one["entries"][0]["direction"] for one in conversations}
    assert found["0"] == found["1"] == "outbound"
    assert found["2"] != "outbound"


@pytest.mark.parametrize("more", [(), ("--adapter", "messenger"), ("--adapter", "meta")])
def test_own_apps_give_echoes_their_origin(command, tmp_path, more):
    echo = {
        "sender": {"id": "104417729384756"},
        "recipient": {"id": "6244178093315501"},
        "timestamp": 1759803244090,
        "message": {"mid": "m_1", "is_echo": True, "app_id": 771204589136402, "text": "Xin chào"},
    }
    body = {"object": "page", "entry": [{"id": "104417729384756", "time": 1, "messaging": [echo]}]}
    (tmp_path / "1.json").write_text(json.dumps(body))
    result = command("normalize", tmp_path, "--own-app", "771204589136402", *more)
    [conversation] = map(json.loads, result.output.splitlines())
    assert conversation["entries"][0]["origin"] == "own_app"
