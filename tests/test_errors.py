"""The exceptions: whose fault, where, and nothing from the payload."""

import copy
import pickle

import pytest

from omnidesk import (
    AdapterNotFound,
    MissingExtra,
    OmnideskError,
    PayloadError,
    PolicyError,
    SchemaError,
    SignatureError,
)


@pytest.mark.parametrize(
    ("error", "builtin"),
    [
        (PayloadError, ValueError),
        (SignatureError, PayloadError),
        (AdapterNotFound, LookupError),
        (SchemaError, ValueError),
        (PolicyError, ValueError),
        (MissingExtra, ImportError),
    ],
)
def test_each_error_is_ours_and_of_a_kind_that_python_knows(error, builtin):
    assert issubclass(error, OmnideskError)
    assert issubclass(error, builtin)


def test_a_payload_error_says_what_was_expected_where():
    error = PayloadError("expected text", channel="sms", pointer="/0/id", digest="sha256:00")
    assert str(error) == "sms: expected text at /0/id (sha256:00)"


def test_a_payload_error_needs_no_place():
    assert str(PayloadError("expected JSON")) == "payload: expected JSON"


@pytest.mark.parametrize("kind", [PayloadError, SignatureError])
@pytest.mark.parametrize("again", [copy.copy, lambda error: pickle.loads(pickle.dumps(error))])
def test_a_payload_error_crosses_processes(kind, again):
    error = again(kind("expected text", channel="sms", pointer="/0", digest="sha256:00"))
    assert type(error) is kind
    assert str(error) == "sms: expected text at /0 (sha256:00)"


def test_an_adapter_that_is_not_found_names_those_that_are_there():
    error = AdapterNotFound("fax", available=["sms", "email"])
    assert str(error) == "no adapter is called 'fax'; installed adapters: email, sms"
    assert str(AdapterNotFound("fax")).endswith("installed adapters: none")


def test_a_missing_extra_says_what_to_install():
    error = MissingExtra("cli", needed_for="the omnidesk command")
    assert str(error) == 'the omnidesk command needs an extra: pip install "omnidesk[cli]"'
