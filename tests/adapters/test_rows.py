"""Rows of CSV: what is read, what is said to be bad, and that neighbours live."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omnidesk._payload import Payload
from omnidesk.adapters._rows import Rows
from omnidesk.errors import PayloadError

CLOSE = "expected quotes that close"
HINT = "(is another delimiter meant?)"
WIDTH = "expected as many fields as there are columns"


def read(body, **how):
    body = body if isinstance(body, bytes) else body.encode()
    return [
        (int(row.pointer.removeprefix("row=")), row.problem or list(row.fields))
        for row in Rows(**how).read(Payload(body))
    ]


def records(body, *wanted, optional=(), columns=(), **how):
    body = body if isinstance(body, bytes) else body.encode()
    found = Rows(**how).records(Payload(body), wanted, optional=optional, columns=columns)
    return [(row.pointer, row.problem or dict(row.fields)) for row in found]


def test_rows_are_counted_from_one_and_empty_ones_count_and_are_left_out():
    assert read("a,b\r\n\n,,\n1,2") == [(1, ["a", "b"]), (4, ["1", "2"])]


def test_quotes_delimiters_and_line_ends_stand_within_quotes():
    assert read('"a ""b""","c,d"\n"e\r\nf",g\nh,5" pipe\n') == [
        (1, ['a "b"', "c,d"]),
        (2, ["e\r\nf", "g"]),
        (3, ["h", '5" pipe']),
    ]


def test_delimiter_and_quote_are_as_declared():
    assert read("'a;b';\"c", delimiter=";", quote="'") == [(1, ["a;b", '"c'])]
    assert read('"a;b"', delimiter=";", quote=None) == [(1, ['"a', 'b"'])]


@pytest.mark.parametrize(
    "bad",
    [
        '"a,b', '"a"b,c', 'x,"a', '"a\nb"c', '"a\n\xff',
        '"' + "a\n" * 120, '"a\n' + "b" * 70_000,
    ],
)  # fmt: skip
def test_a_quote_that_does_not_close_hides_no_neighbour(bad):
    body = b"one,1\n" + bad.encode("latin-1") + b'\ntwo,2\n"three","3"\n'
    rows = [row for _, row in read(body)]
    assert CLOSE in rows
    assert [row for row in rows if "1" in row or "2" in row or "3" in row] == [
        ["one", "1"],
        ["two", "2"],
        ["three", "3"],
    ]


def test_a_quote_that_closes_in_the_next_row_is_told_by_the_number_of_columns():
    found = records('a,b,c\n1,2,"3\n4,5,"6\n7,8,9\n', "a")
    assert found == [("row=2", CLOSE), ("row=3", CLOSE), ("row=4", {"a": "7"})]


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("x" * 65_537, "expected a shorter row"),
        ("x," * 1_000, "expected fewer fields"),
    ],
)
def test_a_row_beyond_all_bounds_is_refused_alone(row, problem):
    assert read(f"a\n{row}\nb\n") == [(1, ["a"]), (2, problem), (3, ["b"])]


def test_byte_order_marks_are_no_part_of_the_first_name():
    assert records(b"\xef\xbb\xbfid,b\n1,2\n", "id") == [("row=2", {"id": "1"})]
    for encoding in ("utf-16", "utf-16-be", "utf-16-le"):
        body = "\ufeffid,b\n1,2\n" if encoding != "utf-16" else "id,b\n1,2\n"
        assert records(body.encode(encoding), "id") == [("row=2", {"id": "1"})]


def test_utf_8_comes_first_and_the_declared_encoding_after_it_line_by_line():
    body = "số,é\n".encode() + b"caf\xe9,1\n"
    assert read(body, encoding="cp1258") == [(1, ["số", "é"]), (2, ["café", "1"])]
    refused = "expected text in UTF-8 or the declared encoding"
    assert read(body) == [(1, ["số", "é"]), (2, refused)]
    assert read(b"\x81,1\n\xff", encoding="cp1252") == [(1, refused), (2, ["ÿ"])]


def test_halves_of_surrogate_pairs_are_not_text():
    assert read(b"\\ud83d\xff\nb", encoding="raw_unicode_escape")[0][1] == (
        "expected text in UTF-8 or the declared encoding"
    )


def test_utf_16_without_a_mark_is_read_if_declared():
    assert read("a,b\n".encode("utf-16-le"), encoding="UTF-16-LE") == [(1, ["a", "b"])]
    with pytest.raises(PayloadError, match="expected text in UTF-16"):
        read(b"\xff\xfea", encoding="utf-16")


def test_old_macintosh_line_ends_are_line_ends_where_there_are_no_others():
    assert read("a,b\r1,2\r") == [(1, ["a", "b"]), (2, ["1", "2"])]
    assert read("a\rb\n") == [(1, ["a\rb"])]


@pytest.mark.parametrize("start", [b"PK\x03\x04", b"\xd0\xcf\x11\xe0"])
def test_a_spreadsheet_s_own_file_is_refused_with_what_to_do(start):
    with pytest.raises(PayloadError, match="save it as CSV"):
        read(start + b"\x00\n")


def test_records_are_by_name_whatever_case_spaces_and_accents_are_like():
    body = "So\u0302\u0301  Go\u0323i,Line,Other\n0912,1900,x\n"
    assert records(body, "số gọi", "LINE", optional=["none"]) == [
        ("row=2", {"số gọi": "0912", "LINE": "1900"})
    ]


def test_what_stands_above_the_header_is_passed_over():
    assert records('Report\n"open\n\na,b\n1,2\n', "b", header=4) == [("row=5", {"b": "2"})]


def test_columns_may_be_given_where_there_is_no_header():
    found = records("1,2\n3\n4,5,,\n6,7,8\n", "y", header=None, columns=("x", "y"))
    assert found == [
        ("row=1", {"y": "2"}),
        ("row=2", WIDTH),
        ("row=3", {"y": "5"}),
        ("row=4", WIDTH),
    ]


def test_a_delimiter_at_the_end_of_the_header_is_no_column():
    assert records("a,b,\n1,2\n1,2,\n1,,\n", "b") == [
        ("row=2", {"b": "2"}),
        ("row=3", {"b": "2"}),
        ("row=4", {"b": ""}),
    ]


@pytest.mark.parametrize(
    ("body", "reason", "pointer"),
    [
        ("a,c\n1,2\n", "expected columns that are missing: b", "row=1"),
        ("a;b\n", f"expected columns that are missing: a, b {HINT}", "row=1"),
        ("a,b,B\n1,2,3\n", "expected these columns once: b", "row=1"),
        ('"a,b\n', "expected a header", "row=1"),
        ("", "expected a header and rows", ""),
        ("\n\n", "expected a header and rows", ""),
    ],
)  # fmt: skip
def test_a_missing_column_is_named_in_the_words_of_who_asked(body, reason, pointer):
    with pytest.raises(PayloadError) as caught:
        records(body, "a", "b")
    assert (caught.value.reason, caught.value.pointer) == (reason, pointer)


@pytest.mark.parametrize(
    ("how", "word"),
    [
        ({"delimiter": ", "}, "delimiter"),
        ({"delimiter": "\n"}, "delimiter"),
        ({"quote": ""}, "quote"),
        ({"quote": ","}, "quote"),
        ({"encoding": "no-such"}, "encoding"),
        ({"encoding": "hex"}, "encoding"),
        ({"header": 0}, "header"),
    ],
)
def test_a_wrong_configuration_is_named(how, word):
    with pytest.raises(ValueError, match=f"^{word}: expected"):
        Rows(**how)


FIELD = st.text(
    st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1, max_size=9
)


@given(st.lists(st.lists(FIELD, min_size=2, max_size=4), max_size=5))
def test_what_python_writes_is_read(rows):
    out = io.StringIO(newline="")
    csv.writer(out, quoting=csv.QUOTE_ALL).writerows(rows)
    assert [row for _, row in read(out.getvalue())] == rows


@given(st.text(st.sampled_from('a,"\n\r'), max_size=60))
def test_anything_is_read_to_its_end(text):
    lines = text.count("\n") + text.count("\r") + 1
    assert all(1 <= number <= lines for number, _ in read(text))
