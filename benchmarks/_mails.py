"""
Mails as a helpdesk gets them, made anew each time and always the same.

The samples are short and odd, each for one reason. These are ordinary: four servers on their way, a
signature of a domain, a thread, a quote below the answer, and HTML as mail programs write it.
"""

import base64
import html
import quopri

VIETNAMESE = (
    "Chào anh chị, em đặt đơn hàng hôm thứ hai mà đến nay vẫn chưa nhận được. Nhờ anh chị kiểm tra"
    " giúp em xem hàng đang ở đâu, em cần gấp trong tuần này. "
)
ENGLISH = (
    "Hello, I ordered the blue one last Monday and it has not arrived yet. Could you please check"
    " where it is? I need it before the weekend, thanks in advance. "
)
KINDS = ("plain text", "text and HTML", "text, HTML and a small file", "with a file of 120 kB")
EACH = 5
_FILES = (0, 0, 3_000, 120_000)


def believable_mails():
    """Return the mails by kind."""
    return {kind: [_mail(at, number) for number in range(EACH)] for at, kind in enumerate(KINDS)}


def _mail(kind, number):
    text = (ENGLISH if number % 3 == 1 else VIETNAMESE) * 3
    plain = _part("text/plain; charset=UTF-8", f"{text}\n\n{_attribution()}\n{_quote()}")
    if not kind:
        return _head(number) + plain
    both = (
        b'Content-Type: multipart/alternative; boundary="alt"\r\n\r\n--alt\r\n'
        + plain
        + b"\r\n--alt\r\n"
        + _part("text/html; charset=UTF-8", _html(text))
        + b"\r\n--alt--\r\n"
    )
    if not _FILES[kind]:
        return _head(number) + both
    data = base64.encodebytes(bytes((7 * at * at + number) % 251 for at in range(_FILES[kind])))
    file = (
        b'Content-Type: application/pdf; name="hoa-don.pdf"\r\n'
        b"Content-Transfer-Encoding: base64\r\n\r\n" + data.replace(b"\n", b"\r\n")
    )
    opening = b'Content-Type: multipart/mixed; boundary="mix"\r\n\r\n--mix\r\n'
    return _head(number) + opening + both + b"\r\n--mix\r\n" + file + b"\r\n--mix--\r\n"


def _head(number):
    received = [
        f"Received: from mx{at}.nhaban.example (mx{at}.nhaban.example [203.0.113.{at + 1}])\r\n"
        f" by in{at}.hoasen.example (Postfix) with ESMTPS id 4AB{at}{number}XYZ\r\n"
        " (using TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits))\r\n"
        f" for <support@hoasen.example>; Mon, 2 Mar 2026 09:1{at}:00 +0700 (+07)"
        for at in range(4)
    ]
    lines = [
        "Return-Path: <khach@nhaban.example>",
        *received,
        "DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=nhaban.example; s=s1;\r\n"
        " h=from:to:subject:date:message-id; bh=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=;\r\n"
        " b=" + "\r\n ".join(["A" * 70] * 4),
        (
            "Authentication-Results: in1.hoasen.example; dkim=pass header.d=nhaban.example;\r\n"
            " spf=pass smtp.mailfrom=nhaban.example; dmarc=pass header.from=nhaban.example"
        ),
        "MIME-Version: 1.0",
        "Date: Mon, 2 Mar 2026 09:10:00 +0700",
        f"Message-ID: <CA+{number}@mail.nhaban.example>",
        "References: <a1@hoasen.example> <b2@nhaban.example> <c3@hoasen.example>",
        "In-Reply-To: <c3@hoasen.example>",
        "From: =?UTF-8?B?Tmd1eeG7hW4gVGjhu4sgSG9h?= <khach@nhaban.example>",
        "To: Support <support@hoasen.example>",
        "Cc: Lan <lan@nhaban.example>, minh@nhaban.example",
        "Subject: =?UTF-8?Q?Re:_=C4=90=C6=A1n_h=C3=A0ng_12345?=",
    ]
    return "\r\n".join(lines).encode() + b"\r\n"


def _part(kind, text):
    body = quopri.encodestring(text.encode()).replace(b"\n", b"\r\n")
    head = f"Content-Type: {kind}\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
    return head.encode() + body


def _attribution():
    return "Vào Th 2, 2 thg 3, 2026 vào lúc 08:00 Support <support@hoasen.example> đã viết:"


def _quote():
    return "".join(f"> {line}\n" for line in [ENGLISH, VIETNAMESE] * 4)


def _html(text):
    paragraph = f'<div style="font:12px Arial"><p>{html.escape(text)}</p><br></div>'
    rows = "".join(
        f"<p>{VIETNAMESE}</p><table><tr><td>{row}</td><td><b>x</b></td></tr></table>"
        for row in range(15)
    )
    return (
        f"<html><head><style>p{{margin:0}}</style></head><body>{paragraph}{paragraph}"
        '<div class="gmail_quote"><div class="gmail_attr">Vào Th 2 Support &lt;'
        '<a href="mailto:support@hoasen.example">support@hoasen.example</a>&gt; đã viết:</div>'
        f'<blockquote class="gmail_quote">{rows}</blockquote></div></body></html>'
    )
