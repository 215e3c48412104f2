"""What a mail says: wrapped text."""

import pytest

from omnidesk.adapters.email._flowed import unflow


@pytest.mark.parametrize(
    ("source", "delete_space", "expected"),
    [
        ("a \nb\nc", False, "a b\nc"),
        ("a \nb", True, "ab"),
        ("a", False, "a"),
        ("a ", False, "a "),
        (" From x\n >y", False, "From x\n>y"),
        ("> a \n> b\n>> c \n> d", False, "> a b\n>> c\n> d"),
        (">\n> a", False, ">\n> a"),
        ("a \n-- \nme", False, "a \n-- \nme"),
        ("a \n> b", False, "a \n> b"),
    ],
)
def test_wrapped_lines_are_joined(source, delete_space, expected):
    assert unflow(source, delete_space=delete_space) == expected
