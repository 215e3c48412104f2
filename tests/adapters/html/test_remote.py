"""What HTML would fetch, and links that show one address and lead to another."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omnidesk.adapters._html import read_markup, remote_resources, remote_resources_of


def images(source):
    found = remote_resources(read_markup(source).events).images
    return [(one.url, one.width, one.height, one.tracking) for one in found]


A = "https://x.example/a"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (f'<img src="{A}" width=600 height="80">', [(A, 600, 80, False)]),
        (f'<img src="{A}" width="1" height="1">', [(A, 1, 1, True)]),
        (f'<img src="{A}" height="0">', [(A, None, 0, True)]),
        (f'<img src="{A}" width="600" height="1">', [(A, 600, 1, False)]),
        (f'<img src="{A}" width="100%">', [(A, None, None, False)]),
        (
            f'<img src="{A}" width=9 style="WIDTH: 1.0PX !important; height:1px">',
            [(A, 1, 1, True)],
        ),
        (f'<img src="{A}" width=9 style="width:auto">', [(A, 9, None, False)]),
        (f'<img src="{A}" style="display: none">', [(A, None, None, True)]),
        (f'<img src="{A}" style="opacity: 0">', [(A, None, None, True)]),
        (f'<img src="{A}" style="opacity: 0.9">', [(A, None, None, False)]),
        (f'<img src="{A}" hidden>', [(A, None, None, True)]),
        (f'<td background="{A}" width="1">x</td>', [(A, 1, None, False)]),
        (
            f"<div style=\"background: url( '{A}')\">x</div>",
            [(A, None, None, False)],
        ),
        ('<img src="//x.example/a">', [("//x.example/a", None, None, False)]),
        ('<img src="cid:a"><img src="data:image/gif;base64,x"><img><p>x', []),
    ],
)
def test_remote_images_are_listed(source, expected):
    assert images(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('<img srcset="https://x.example/a 1x,https://x.example/b 2x">', ["a", "b"]),
        ('<img srcset="https://x.example/a, https://x.example/b, c 2x">', ["a", "b"]),
        ('<picture><source srcset="https://x.example/a"></picture>', ["a"]),
        ('<img srcset="data:image/png;base64,//x.example/a 1x">', []),
        ('<video poster="https://x.example/a"></video>', ["a"]),
        ('<input type="image" src="https://x.example/a">', ["a"]),
    ],
)
def test_remote_images_are_found_wherever_html_has_them(source, expected):
    assert [url.rpartition("/")[2] for url, *_ in images(source)] == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('<link rel="stylesheet" href="https://x.example/a.css">', ["https://x.example/a.css"]),
        ('<iframe src="//x.example/a"></iframe>', ["//x.example/a"]),
        ('<object data="https://x.example/a"></object>', ["https://x.example/a"]),
        ('<audio src="a.mp3"></audio><p src="https://x.example/a">', []),
    ],
)
def test_what_else_is_fetched_is_listed(source, expected):
    found = remote_resources(read_markup(source).events)
    assert list(found.others) == expected


def test_links_are_listed_with_what_they_show():
    source = '<a href="https://x.example/a"> Xem <b>đơn</b></a><a href="mailto:a@x.example">b</a>'
    (found,) = remote_resources(read_markup(source).events).links
    assert (found.href, found.text) == ("https://x.example/a", "Xem đơn")


def test_images_that_show_nothing_are_listed_apart():
    source = '<img src="https://x.example/a"><img src="https://x.example/b" width=1 height=1>'
    found = remote_resources(read_markup(source).events)
    assert [one.url for one in found.tracking] == ["https://x.example/b"]


def test_an_image_within_a_hidden_element_is_fetched_and_shows_nothing():
    source = (
        '<div style="display: none"><p hidden>a</p><img src="https://x.example/a"></div>'
        '<p><img src="https://x.example/b"></p>'
    )
    found = remote_resources(read_markup(source, with_hidden=True).events).images
    assert [one.tracking for one in found] == [True, False]
    assert [one.url[-1] for one in remote_resources_of([source]).images] == ["a", "b"]


def links(source):
    found = remote_resources(read_markup(source).events).misleading_links
    return [(one.shown_host, one.target_host) for one in found]


@pytest.mark.parametrize(
    ("target", "shown", "expected"),
    [
        ("https://evil.example/", "https://bank.example/login", ("bank.example", "evil.example")),
        ("https://evil.example/", "www.bank.example", ("www.bank.example", "evil.example")),
        ("https://evil.example/", "Bank.example", ("bank.example", "evil.example")),
        ("https://bank.example@evil.example/", "bank.example", ("bank.example", "evil.example")),
        ("http:\\\\evil.example:80\\a", "bank.example/a", ("bank.example", "evil.example")),
        ("https://evil.example", "ngânhàng.example", ("xn--ngnhng-ltan.example", "evil.example")),
        ("https://evil.example", "ế" * 63 + ".example", ("ế" * 63 + ".example", "evil.example")),
        ("https://bank.example/", "https://www.bank.example/", None),
        ("https://login.bank.example/", "bank.example", None),
        ("https://bank.example/", "login.bank.example.", None),
        ("https://evil.example/", "Click here", None),
        ("https://evil.example/", "https://bank.example is here", None),
        ("https://evil.example/", "invoice.pdf", None),
        ("https://evil.example/", "1.234.567", None),
        ("https://evil.example/", "lan@bank.example", None),
        ("https://evil.example/", "bank", None),
        ("https://evil.example/", "", None),
        ("https://evil.example/", "x" * 600 + ".example", None),
        ("https://evil.example/", ".".join(["x" * 60] * 5), None),
        ("https://localhost/", "bank.example", None),
        ("mailto:a@evil.example", "bank.example", None),
        ("", "bank.example", None),
    ],
)
def test_links_that_show_another_host_are_listed(target, shown, expected):
    found = links(f'<a href="{target}"><b>{shown[:9]}</b>{shown[9:]}</a>')
    assert found == ([] if expected is None else [expected])


def test_a_link_ends_where_the_next_begins():
    source = '<a href="https://evil.example">bank.example<a href="https://y.example">y.example</a>'
    assert links(source) == [("bank.example", "evil.example")]


def test_images_and_links_are_bounded():
    one = f'<img src="{A}"><a href="https://evil.example">bank.example</a><embed src="{A}">'
    found = remote_resources(read_markup(one * 1_100).events)
    assert (len(found.images), len(found.misleading_links)) == (1_000, 1_000)
    assert (len(found.others), len(found.links)) == (1_000, 1_000)
    assert found.defects == ("limit_remote_resources",)
    assert remote_resources(read_markup(one).events).defects == ()


FRAGMENTS = st.sampled_from(
    [
        "<a href=//",
        "x.example",
        ">",
        "<img src=//",
        "</a>",
        " width=1",
        "style='",
        "url(//",
        "'",
        "@",
    ]
)


@given(st.text() | st.lists(FRAGMENTS).map("".join))
def test_any_document_can_be_asked(source):
    found = remote_resources(read_markup(source).events)
    assert all(one.shown_host != one.target_host for one in found.misleading_links)
