"""Subjects without what mail programs put in front: the last resort for telling threads."""

from __future__ import annotations

import re
import unicodedata
from typing import Literal

_LONGEST_PREFIX = 32
_LONGEST = 4_096

# By what mail programs and people write; looked up without marks and in lower case.
_REPLIES = (
    "re", "ref", "aw", "antw", "antwort", "antwoord", "sv", "svar", "vl. vs", "res", "resp",
    "rif", "r", "odp", "atb", "bls", "balas", "re.", "ynt", "yanıt", "cevap", "απ", "σχετ", "на",
    "ответ", "отв", "відп", "відповідь", "отг", "одг", "hodgovor", "odg", "odgovor", "vast",
    "trả lời", "tl", "phản hồi", "hồi âm", "回复", "回覆", "答复", "答覆", "返信", "回信", "답장",
    "회신", "תשובה", "השב", "رد", "الرد", "پاسخ", "ตอบกลับ", "ตอบ", "réponse", "rép", "réf",
    "respuesta", "risposta", "válasz", "vá", "räspuns", "răsp", "atsakymas", "atbilde", "svör",
)  # fmt: skip
_FORWARDS = (
    "fwd", "fw", "forward", "forwarded", "wg", "weitergeleitet", "tr", "transf", "transféré", "rv",
    "reenv", "reenviado", "enc", "encaminhado", "res: enc", "i", "inoltro", "vb", "vidarebefordrat",
    "vs: vl", "vl", "välitetty", "doorst", "doorgestuurd", "pd", "podaj dalej", "přep", "fs", "prp",
    "továbbítás", "tov", "továbbított", "i̇lt", "ilt", "ilet", "πρθ", "προώθηση", "пересл", "прп",
    "переслано", "fwd.", "chuyển tiếp", "ct", "chuyển", "转发", "轉寄", "轉發", "转寄", "転送",
    "전달", "הועבר", "إعادة توجيه", "ส่งต่อ", "trs", "terusan", "meneruskan", "vidst", "vs.", "redir",
    "redirecționat", "ed", "prosl", "posr", "persl", "pārs",
)  # fmt: skip


_LATIN_MARKS = re.compile("[\u0300-\u036f]+")
"""All of them are of a category that is dropped."""
_DROPPED = frozenset({"Mn", "Mc", "Me", "Cf"})


def without_marks(text: str) -> str:
    """
    Fold text for look-up: lower case, without accents, and with `d` for `đ`.

    People write Vietnamese without its marks, and programs decompose them. For short text only:
    sorting marks takes quadratic time in what stands on one letter.
    """
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    plain = _LATIN_MARKS.sub("", decomposed).replace("đ", "d").replace("ı", "i")
    if plain.isascii():
        # As all of Vietnamese is by now.
        return plain
    kept = [one for one in plain if one < "\x80" or unicodedata.category(one) not in _DROPPED]
    return "".join(kept)


# In Finnish it is an answer, in Danish and Norwegian a forward.
_UNCLEAR = ("vs",)

_Kind = Literal["reply", "forward", "unclear"]
_KINDS: dict[str, _Kind] = {
    **{without_marks(word): "reply" for word in _REPLIES},
    **{without_marks(word): "forward" for word in _FORWARDS},
    **{without_marks(word): "unclear" for word in _UNCLEAR},
}


def base_subject(subject: str) -> str:
    """
    Return a subject without the prefixes of replies and forwards (after RFC 5256 section 2.1).

    A `[tag]` goes with the prefix that it stands before, and stays where it stands alone. Two mails
    with one base subject need not have anything to do with one another: strangers write `Invoice`.

    Args:
        subject: The decoded subject, of which the first 4096 characters are read.
    """
    text = " ".join(subject[:_LONGEST].split())
    position = _prefixes(text)[0]
    base = text[position:].strip()
    while base.lower().endswith("(fwd)"):
        base = base[:-5].rstrip()
    return base


def subject_kind(subject: str) -> Literal["reply", "forward"] | None:
    """Tell whether the outermost prefix of a subject is that of a reply or of a forward."""
    kind = _prefixes(" ".join(subject[:_LONGEST].split()))[1]
    return None if kind == "unclear" else kind


def _prefixes(text: str) -> tuple[int, _Kind | None]:
    """Return where the base starts, and what the first prefix says."""
    position = 0
    first: _Kind | None = None
    while True:
        start = _past_tags(text, position)
        head = text[start : start + _LONGEST_PREFIX].replace("：", ":")
        word, colon, _ = head.partition(":")
        kind = _KINDS.get(without_marks(_without_counter(word.strip()))) if colon else None
        if kind is None:
            return position, first
        first = first or kind
        position = start + len(word) + 1
        while text[position : position + 1] == " ":
            position += 1


def _past_tags(text: str, position: int) -> int:
    """Return where what follows `[tag] [tag]` starts."""
    while text[position : position + 1] == "[":
        end = text.find("]", position, position + 80)
        if end < 0:
            break
        position = end + 1
        while text[position : position + 1] == " ":
            position += 1
    return position


def _without_counter(word: str) -> str:
    """Drop how often it was answered: `Re[2]`, `Re(2)`, `Re^2`, `Re2`."""
    if word[-1:] in ("]", ")"):
        word = word[:-1].rstrip()
    bare = word.rstrip("0123456789")
    return bare.rstrip("[(^* ") or word
