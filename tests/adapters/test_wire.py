"""What vendors' JSON has in common."""

import pytest
from pydantic import ValidationError

from omnidesk.adapters._wire import Flag, VendorId, Wire


class Item(Wire):
    id: VendorId
    gone: Flag = False


@pytest.mark.parametrize(("value", "text"), [("12", "12"), (12345654332, "12345654332")])
def test_an_id_is_always_text(value, text):
    assert Item.model_validate({"id": value, "more": 1}).id == text


@pytest.mark.parametrize("value", [True, 1.5, None, [], {}])
def test_what_is_no_id_is_refused(value):
    with pytest.raises(ValidationError):
        Item.model_validate({"id": value})


@pytest.mark.parametrize(
    ("value", "flag"), [(True, True), ("true", True), (1, True), (False, False), ("no", False)]
)
def test_a_flag_may_be_a_word(value, flag):
    assert Item.model_validate({"id": "1", "gone": value}).gone is flag


@pytest.mark.parametrize("value", [None, [], {}, 2.5])
def test_anything_else_is_no_flag(value):
    assert Item.model_validate({"id": "1", "gone": value}).gone is False
