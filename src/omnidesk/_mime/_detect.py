"""
Which charset are these bytes in? Told by the shapes of words, and not at all where they say little.

Vietnamese comes first and has the strictest proof, the syllable; other languages are told by their
letters. Every reading is of a bounded sample, so the cost does not grow with the mail.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from itertools import chain
from typing import Final, NamedTuple

from omnidesk._mime._text import nfc
from omnidesk._mime._vietnamese import VIETNAMESE, is_syllable, read_vietnamese, stray_marks

_SAMPLE: Final = 16_384
"""Bytes, from the first that is not ASCII: enough for any statistics."""
_BEFORE: Final = 256
_BEYOND_ASCII: Final = re.compile(rb"[\x80-\xff]")
_BEYOND: Final = re.compile("[^\0-\x7f]")
_WORD: Final = re.compile(r"[^\W\d_]+")
_CUBIC: Final = re.compile(r"m³(?![^\W\d_])")
_CROWDED: Final = re.compile(r"[^\W\d_a-zA-Z]{4}")
# No text has them, but windows-1250's bytes are such in ISO-8859-2.
_CONTROLS: Final = re.compile("[\x80-\x9f]")
_FONT: Final = re.compile(rb"(?<![\w.])(?:\.Vn[A-Z]|VNI-[A-Z])")

# Signs that may stand in any text. What else is neither letter nor sign comes from a wrong reading.
_SIGNS: Final = frozenset("\xa0\xad«»“”‘’„‚‹›–—…•·€£¥©®™°§¡¿½ªº²×¶†←→✓\ufeff")
_SHARED: Final = frozenset("àáâãèéêìíòóôõùúýÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝ")
"""Letters of Vietnamese that other languages have too: by themselves they show nothing."""

_WESTERN: Final = (
    "äöüß",
    "àâæçèéêëîïôùûüœÿ",
    "áéíñóúüªº",
    "ãàáâçéêíóõôúüªº",
    "àèéìòóùªº",
    "åäöéü",
    "æøåéòóôü",
    "áðéíóúýþæö",
    "äëïéèöüóê",
    "àçèéíïòóúü",
)
_CENTRAL: Final = (
    "ąćęłńóśźż",
    "áäčďéěíľĺňóôŕřšťúůýž",
    "áéíóöőúüű",
    "čćđšž",
    "ăâîşţ",
)
_LETTERS: Final = {
    "cp1252": _WESTERN,
    "cp1250": _CENTRAL,
    "iso8859-2": _CENTRAL,
    "cp1254": ("çğıöşüâîû",),
}
"""The letters beyond ASCII of one language each; ASCII's own come by themselves."""

_CYRILLIC: Final = ("оеаинтсрвлкмдпуя", "ыьгзбчйжхші")
_SCRIPTS: Final = {
    "cp1251": ("\u0400", "\u045f", *_CYRILLIC),
    "koi8-r": ("\u0400", "\u045f", *_CYRILLIC),
    "cp1253": ("\u0386", "\u03ce", "αοιετσνηυρπκλμάόίέςήύ", "ώγδχθωβφ"),
}
"""First and last letter of a script, its frequent letters, and its less frequent ones."""

_KANA: Final = ("\u3041", "\u30fe")
_PUNCTUATION: Final = frozenset(
    "、。，！？：；（）「」『』【】・〜～　…—“”《》０１２３４５６７８９"
)
_IDEOGRAPHS: Final = {
    "cp932": (
        "shift_jis",
        0x97,
        "日本語様御願致申上下中大小時分月年人者会社注文商品送届出何名前方今",
    ),
    "euc_jp": (
        "shift_jis",
        0x97,
        "日本語様御願致申上下中大小時分月年人者会社注文商品送届出何名前方今",
    ),
    "gb18030": (
        "gb2312",
        0xD7,
        "的一是不了在有我您你好请们这个到人他大来为上和会可以订单发货收没时能要请问谢给还就电话客服公司",
    ),
    "big5": (
        "big5",
        0xC6,
        "的一是不了在有我您你好請們這個到人他大來為上和會可以訂單發貨收沒時能要請問謝給還就電話客服公司",
    ),
    "cp949": (
        "euc_kr",
        0,
        "이다는을를에의가하고은해요니습지로세안녕주문상품송배입도사기한제리시어",
    ),
}
"""The charset that has the common characters, up to which first byte, and the most frequent."""

_THAI_MARKS: Final = frozenset("ัิีึืฺุู็่้๊๋์ํ๎ะาำๆ")
_THAI_LEADING: Final = frozenset("เแโใไ")
_THAI_FREQUENT: Final = frozenset("นรอกงมยลวดทสตคปบห")
_THAI_RARE: Final = frozenset("ฃฅฆฌฎฏฐฑฒฦฬฮฤฯ฿ๅ๏๐๑๒๓๔๕๖๗๘๙๚๛")
_CERTAIN: Final = 0.9
_ENOUGH: Final = 0.6
"""The share of a text that must be explained before a guess is one."""


class Guess(NamedTuple):
    """A charset, and how sure that is."""

    charset: str
    confidence: float
    """From 0 to 1."""


def sample_of(data: bytes) -> bytes:
    """Cut out what tells most: it starts shortly before the first byte that is not ASCII."""
    first = _BEYOND_ASCII.search(data)
    start = max(0, first.start() - _BEFORE) if first else 0
    return data[start : start + _SAMPLE]


def font_charset(data: bytes) -> str | None:
    """Tell for which charset a font was made that HTML names, `.VnTime` or `VNI-Times`."""
    if not (b".Vn" in data or b"VNI-" in data):  # quicker by far than the expression
        return None
    found = _FONT.search(data)
    if found is None:
        return None
    return "vni" if found[0].startswith(b"VNI") else "tcvn3"


def evident_vietnamese(data: bytes, *, font: str | None = None) -> Guess | None:
    """
    Tell in which legacy charset bytes are Vietnamese, or `None` unless that is evident.

    Evident means: of the words with letters beyond ASCII, at least four in five are Vietnamese
    syllables, two of them different, and among their letters is one that only Vietnamese has. Few
    syllables show nothing where the letters make sense as windows-1252 as well.

    Args:
        data: The bytes, of which a sample is read.
        font: The charset that a font in the text speaks for: then one syllable is enough.
    """
    sample = sample_of(data)
    best: Guess | None = None
    most = 0
    for charset in VIETNAMESE:
        text = read(sample, charset)
        if text is None:
            continue
        stray = stray_marks(sample) if charset == "vni" else 0
        weight, confidence = _syllables(text, stray, charset=charset, font=font)
        if confidence and weight > most:
            best, most = Guess(charset, confidence), weight
    if best is None or best.confidence >= _CERTAIN or best.charset == font:
        return best
    western = plausibility(sample, "cp1252") or 0.0
    return best if western < _CERTAIN else None


def _syllables(text: str, bad: int, *, charset: str, font: str | None) -> tuple[int, float]:
    """Weigh a reading: the syllables beyond the words that are none, and the confidence or 0."""
    good, bad, foreign = _sorted_words(text, bad, charset)
    trusted = charset == font
    letters = frozenset(chain.from_iterable(good))
    shown = trusted or any(not letter.isascii() for letter in letters - _SHARED)
    total = good.total()
    # Two syllables are few, so their company must not speak another language.
    needed = 1 if trusted else 3 if bad or foreign else 2
    if not shown or total < 4 * bad or len(good) < needed:
        return 0, 0.0
    share = total / (total + bad)
    return total - 4 * bad, share * (1 - 0.5 ** (len(good) + trusted))


def _sorted_words(text: str, bad: int, charset: str) -> tuple[Counter[str], int, bool]:
    """Sort out syllables beyond ASCII, count other words, and tell if ASCII's are foreign."""
    # Of the fonts for TCVN3, one shows small letters as capitals, so `hµNG` is a word there.
    cased = charset != "tcvn3"
    good: Counter[str] = Counter()
    bad += _strange(text)
    plain = strangers = 0
    for word, count in Counter(_WORD.findall(text)).items():
        if word.isascii():
            plain += count
            strangers += 0 if is_syllable(word) else count
        elif is_syllable(word) and (not cased or _is_cased(word)):
            good[word] = count
        else:
            bad += count
    return good, bad, strangers * 2 > plain


def _by_syllables(text: str, charset: str) -> float:
    """Take the share of Vietnamese syllables among the words beyond ASCII."""
    good, bad, _ = _sorted_words(text, 0, charset)
    total = good.total() + bad
    return good.total() / total if total else 0.7


def _is_cased(word: str) -> bool:
    return word.islower() or word.isupper() or word.istitle()


def _strange(text: str) -> int:
    """Count the characters that no text has, only a wrong reading."""
    return sum(
        count
        for char, count in Counter(_BEYOND.findall(text)).items()
        if not (char.isalpha() or char in _SIGNS)
    )


def detect(data: bytes) -> Guess | None:
    """
    Tell which charset bytes are in, of those that mail is in most, or `None`.

    Vietnamese and Unicode are not among them: ask `evident_vietnamese` and UTF-8 before.
    """
    sample = sample_of(data)
    scored = sorted(
        ((plausibility(sample, charset) or 0.0, -place, charset) for place, charset in _PLACES),
        reverse=True,
    )
    (score, _, charset), (next_score, _, next_charset) = scored[:2]
    if score < _ENOUGH:
        return None
    text = read(sample, charset) or ""
    beyond = Counter(char for char in text if not char.isascii() and char not in _SIGNS)
    confidence = score * (1 - 0.5 ** len(beyond))
    if score - next_score < 0.05 and read(sample, next_charset) != text:
        confidence *= 0.6
    return Guess(charset, confidence)


def plausibility(data: bytes, charset: str) -> float | None:
    """
    Tell which share of a text makes sense in a charset, from 0 to 1.

    Returns:
        `None` for a charset whose texts are not known here; 0 also where bytes do not fit it.
    """
    measure = _MEASURES.get(charset)
    if measure is None:
        return None
    text = read(data, charset)
    if text is None:
        return 0.0
    return measure(text, charset)


def _by_letters(text: str, charset: str) -> float:
    """Take the one language that explains most of the letters beyond ASCII."""
    letters: Counter[str] = Counter()
    total = _strange(text)
    for word, count in Counter(_WORD.findall(_CUBIC.sub("", text))).items():
        beyond = [] if word.isascii() else [char for char in word.lower() if not char.isascii()]
        total += len(beyond) * count
        # A word of Cyrillic is all marks in a Western reading, and `ĄSorry` is no word either.
        if _is_cased(word) and not _CROWDED.search(word):
            letters.update(beyond * count)
    if not total:
        return 0.7
    return max(sum(letters[char] for char in one) for one in _LETTERS[charset]) / total


def _by_script(text: str, charset: str) -> float:
    """Weigh the letters of a script by how frequent they are, in words that are wholly of it."""
    first, last, frequent, rarer = _SCRIPTS[charset]
    total = float(_strange(text))
    found = 0.0
    for word, count in Counter(_WORD.findall(text)).items():
        if word.isascii():
            continue
        total += len(word) * count
        if _is_cased(word) and all(first <= char <= last for char in word):
            small = word.lower()
            weight = sum(1 if c in frequent else 0.6 if c in rarer else 0.2 for c in small)
            found += weight * count
    return found / total if total >= 2 else 0.0


def _by_ideographs(text: str, charset: str) -> float:
    """Weigh characters: frequent ones, common ones, and those that a text hardly ever has."""
    beyond = Counter(char for char in text if not char.isascii())
    total = beyond.total()
    if total < 2:
        return 0.0
    return sum(_weight(char, charset) * count for char, count in beyond.items()) / total


def _weight(char: str, charset: str) -> float:
    common, last, frequent = _IDEOGRAPHS[charset]
    if char in frequent or char in _PUNCTUATION:
        return 1.0
    if _KANA[0] <= char <= _KANA[1]:
        return 1.0 if common == "shift_jis" else 0.1
    try:
        code = char.encode(common)
    except UnicodeEncodeError:
        return 0.1
    if len(code) < 2:
        return 0.0  # half-width kana: what other charsets look like in Shift_JIS
    if charset == "cp949":
        return 0.75 if "가" <= char <= "힣" else 0.1
    return 0.65 if 0x88 <= code[0] <= last else 0.1


def _is_latin(char: str) -> bool:
    return char.isascii() and char.isalpha()


def _by_placing(text: str, charset: str) -> float:
    """See whether Thai's marks follow a letter, vowels precede one, and letters are usual."""
    del charset
    beyond = 0
    good = 0.0
    for before, char, after in zip(" " + text, text, text[1:] + " ", strict=False):
        if char.isascii() or char in _SIGNS:
            continue
        beyond += 1
        if _is_latin(before) or _is_latin(after):
            continue  # the second byte of a character that has two
        if char in _THAI_MARKS:
            good += "ก" <= before <= "ฮ" or before in _THAI_MARKS
        elif char in _THAI_LEADING:
            good += "ก" <= after <= "ฮ"
        elif char not in _THAI_RARE:
            good += 1 if char in _THAI_FREQUENT else 0.6
    # `§ 5` is Thai's `ง 5` too.
    return good / beyond if beyond >= 4 else 0.0


_MEASURES: Final = {
    "cp1252": _by_letters,
    **dict.fromkeys(("cp1251", "koi8-r"), _by_script),
    **dict.fromkeys(("cp932", "euc_jp", "gb18030", "big5", "cp949"), _by_ideographs),
    **dict.fromkeys(("cp1250", "iso8859-2", "cp1254"), _by_letters),
    "cp1253": _by_script,
    "cp874": _by_placing,
    **dict.fromkeys(VIETNAMESE, _by_syllables),
}
# The earlier wins a draw, so that an `é` by itself is a Western one.
_PLACES: Final = tuple(enumerate(one for one in _MEASURES if one not in VIETNAMESE))


def read(data: bytes, charset: str) -> str | None:
    """
    Decode a sample to composed text, or `None` if its bytes do not fit the charset.

    A character that the sample's end cuts is left out.
    """
    if charset in ("viscii", "tcvn3", "vni"):
        try:
            return nfc(read_vietnamese(data, charset))
        except UnicodeDecodeError:
            return None
    try:
        text = codecs.getincrementaldecoder(charset)().decode(data)
    except UnicodeDecodeError:
        return None
    return None if _CONTROLS.search(text) else nfc(text)
