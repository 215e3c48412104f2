"""The body of a mail: the algorithm of RFC 8621 section 4.1.4."""

import pytest

from omnidesk._mime import parse_mime, select_bodies


def mail(kind, *parts):
    """Build a part of a tree of kinds; what follows a `|` are further headers."""
    media, _, more = kind.partition("|")
    headers = f"Content-Type: {media}; boundary=b{id(parts)}\n{more}"
    if not parts:
        return f"Content-Type: {media}\n{more}\n{kind}\n"
    opening = "".join(f"--b{id(parts)}\n{part}\n" for part in parts)
    return f"{headers}\n\n{opening}--b{id(parts)}--\n"


TEXT, HTML, PNG, PDF = "text/plain", "text/html", "image/png", "application/pdf"


@pytest.mark.parametrize(
    ("source", "text", "html", "attachments"),
    [
        (mail(TEXT), ["1"], ["1"], []),
        (mail(HTML), ["1"], ["1"], []),
        (mail(PDF), [], [], ["1"]),
        (mail(PNG), ["1"], ["1"], []),
        (mail(f"{TEXT}|Content-Disposition: attachment\n"), [], [], ["1"]),
        (mail("multipart/alternative", mail(TEXT), mail(HTML)), ["1"], ["2"], []),
        (mail("multipart/alternative", mail(HTML)), ["1"], ["1"], []),
        (mail("multipart/alternative", mail(TEXT)), ["1"], ["1"], []),
        (
            mail("multipart/alternative", mail(TEXT), mail(HTML), mail("text/calendar")),
            ["1"],
            ["2"],
            ["3"],
        ),
        (mail("multipart/alternative", mail(TEXT), mail(HTML), mail(PNG)), ["1"], ["2"], ["3"]),
        (
            mail("multipart/related", mail(HTML), mail(PNG)),
            ["1"],
            ["1"],
            ["2"],
        ),
        (
            mail("multipart/mixed", mail(TEXT), mail(PNG), mail(TEXT), mail(PDF)),
            ["1", "2", "3"],
            ["1", "2", "3"],
            ["4"],
        ),
        (
            mail("multipart/mixed", mail(TEXT), mail(f"{TEXT}; name=a.txt")),
            ["1"],
            ["1"],
            ["2"],
        ),
        (mail("multipart/mixed", mail(f"{TEXT}; name=a.txt")), ["1"], ["1"], []),
        # The RFC's own example, in short: text, alternative with related HTML, and files.
        (
            mail(
                "multipart/mixed",
                mail(TEXT),
                mail(
                    "multipart/mixed",
                    mail(
                        "multipart/alternative",
                        mail("multipart/mixed", mail(TEXT), mail(PNG), mail(TEXT)),
                        mail("multipart/related", mail(HTML), mail(PNG)),
                    ),
                    mail(f"{PNG}|Content-Disposition: attachment\n"),
                ),
                mail(TEXT),
            ),
            ["1", "2.1.1.1", "2.1.1.2", "2.1.1.3", "3"],
            ["1", "2.1.2.1", "3"],
            ["2.1.1.2", "2.1.2.2", "2.2"],
        ),
        (
            mail(
                "multipart/alternative",
                mail(TEXT),
                mail("multipart/mixed", mail(HTML), mail("multipart/alternative", mail(TEXT))),
            ),
            ["1"],
            ["2.1"],
            ["2.2.1"],
        ),
        (mail("message/rfc822") + "\nSubject: a\n\nhello", [], [], ["1"]),
    ],
)
def test_parts_are_told_apart(source, text, html, attachments):
    bodies = select_bodies(parse_mime(source.encode()))
    assert [part.path for part in bodies.text] == text
    assert [part.path for part in bodies.html] == html
    assert [part.path for part in bodies.attachments] == attachments
