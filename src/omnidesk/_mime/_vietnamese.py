"""
Vietnamese before Unicode: three charsets that Python lacks, and the shapes of syllables.

VISCII is RFC 1456. TCVN3 (called ABC after its keyboard) is the high half of TCVN 5712:1993; its
fonts, `.VnTime` and others, have the capitals with tones in a second font. VNI, of the `VNI-Times`
fonts, writes a letter and then its marks, each a character of windows-1252.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import product
from typing import Final

_VISCII_HIGH: Final = (
    "ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲÕắằặấầẩậẽẹếềểễệốồổỗỠƠộờởịỰỨỪỬơớƯ"
    "ÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳĐứÒÓÔạỷừửÙÚỹỵÝỡưàáâãảăữẫèéêẻìíĩỉđựòóôõỏọụùúũủýợỮ"
)
_VISCII_LOW: Final = {0x02: "Ẳ", 0x05: "Ẵ", 0x06: "Ẫ", 0x14: "Ỷ", 0x19: "Ỹ", 0x1E: "Ỵ"}
_TCVN_HIGH: Final = (
    "ÀẢÃÁẠẶẬÈẺẼÉẸỆÌỈĨÍỊÒỎÕÓỌỘỜỞỠỚỢÙỦŨ\N{NO-BREAK SPACE}ĂÂÊÔƠƯĐăâêôơưđẰ"
    "\u0300\u0309\u0303\u0301\u0323àảãáạẲằẳẵắẴẮẦẨẪẤỀặầẩẫấậèỂẻẽéẹềểễếệìỉỄẾỒĩíịò"
    "ỔỏõóọồổỗốộờởỡớợùỖủũúụừửữứựỳỷỹýỵỐ"
)
_TCVN_LOW: Final = dict(
    zip(
        (0x01, 0x02, 0x04, 0x05, 0x06, *range(0x11, 0x18)),
        "ÚỤỪỬỮỨỰỲỶỸÝỴ",
        strict=True,
    )
)

# VNI's marks, in windows-1252, and what they stand for.
_TONES: Final = {"ø": "\u0300", "ù": "\u0301", "û": "\u0309", "õ": "\u0303", "ï": "\u0323"}
_CIRCUMFLEX: Final = {"â": "", "à": "\u0300", "á": "\u0301", "å": "\u0309", "ã": "\u0303"} | {
    "ä": "\u0323"
}
_BREVE: Final = {"ê": "", "è": "\u0300", "é": "\u0301", "ú": "\u0309", "ü": "\u0303"} | {
    "ë": "\u0323"
}
_VNI_ALONE: Final = {"ñ": "đ", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ", "ô": "ơ", "ö": "ư"}

_TONE_MARKS: Final = dict.fromkeys(map(ord, _TONES.values()))
_STOPPED: Final = ("c", "ch", "p", "t")
_ONSETS_SPELT: Final = "b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x"
_RHYMES_SPELT: Final = (
    "a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây "
    "e ec em en eng eo ep et ê êch êm ên ênh êp êt êu "
    "i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu "
    "o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo "
    "oet oi om on ong ooc oong op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt "
    "u ua uân uâng uât uây uc uê uêch uênh ui um un ung uơ uôc uôi uôm uôn uông uôt up ut "
    "uy uya uych uyên uyêt uyn uynh uyp uyt uyu ư ưa ưc ưi ưm ưn ưng ưt ưu "
    "ươc ươi ươm ươn ương ươp ươt ươu y ych yêm yên yêng yêt yêu ynh yt"
)
_ONSETS: Final = frozenset(["", *_ONSETS_SPELT.split()])
_RHYMES: Final = frozenset(_RHYMES_SPELT.split())
_LONGEST: Final = 7
"""Letters of `nghiêng`, the longest syllable."""


def _vni_pairs() -> dict[str, str]:
    """List what VNI writes, in small letters and in capitals."""
    hats = [
        *product("aeo", _CIRCUMFLEX.items(), ["\u0302"]),
        *product("a", _BREVE.items(), "\u0306"),
    ]
    pairs = {base + mark: base + hat + tone for base, (mark, tone), hat in hats}
    for base, (mark, tone) in product("aeouyôö", _TONES.items()):
        pairs[base + mark] = _VNI_ALONE.get(base, base) + tone
    pairs = {key: unicodedata.normalize("NFC", value) for key, value in pairs.items()} | _VNI_ALONE
    # A capital's marks are capitals, but `Aù` is met as well.
    mixed = {key[0].upper() + key[1:]: value.upper() for key, value in pairs.items()}
    return pairs | mixed | {key.upper(): value.upper() for key, value in pairs.items()}


_VNI: Final = _vni_pairs()
_VNI_MARKS: Final = "".join([*_TONES, *_CIRCUMFLEX, *_BREVE])
_VNI_LETTER: Final = re.compile(
    f"[aeouyôöAEOUYÔÖ][{_VNI_MARKS}{_VNI_MARKS.upper()}]|[{''.join(_VNI_ALONE)}ÑÆÓÒÎÔÖ]"
)
_VNI_STRAY: Final = dict.fromkeys(map(ord, _VNI_MARKS + _VNI_MARKS.upper()))


def _table(high: str, low: dict[int, str]) -> str:
    return "".join(low.get(code, chr(code)) for code in range(0x80)) + high


_TABLES: Final = {
    "viscii": _table(_VISCII_HIGH, _VISCII_LOW),
    "tcvn3": _table(_TCVN_HIGH, _TCVN_LOW),
}
VIETNAMESE: Final = ("tcvn3", "vni", "viscii", "cp1258")
"""The charsets that were in use for Vietnamese; all but the last are ours, not Python's."""


def read_vietnamese(data: bytes, name: str, errors: str = "strict") -> str:
    """
    Decode bytes of one of the three charsets; the text may be decomposed.

    Args:
        data: The bytes.
        name: `viscii`, `tcvn3` or `vni`.
        errors: As for `bytes.decode`.

    Raises:
        UnicodeDecodeError: For a byte that VNI, being windows-1252 underneath, does not have. The
            other two have every byte.
    """
    if name == "vni":
        return _VNI_LETTER.sub(_vni_letter, data.decode("cp1252", errors))
    return data.decode("latin-1").translate(_TABLES[name])


def _vni_letter(found: re.Match[str]) -> str:
    letter = found[0]
    whole = _VNI.get(letter)
    if whole is not None:
        return whole
    # A mark that its letter cannot have: the letter stands alone.
    return _VNI.get(letter[0], letter[0]) + _VNI.get(letter[1], letter[1])


def stray_marks(data: bytes) -> int:
    """Count the marks that VNI has only behind a letter, and that stand elsewhere."""
    rest = _VNI_LETTER.sub("", data.decode("cp1252", "ignore"))
    return len(rest) - len(rest.translate(_VNI_STRAY))


@lru_cache(maxsize=8192)
def is_syllable(word: str) -> bool:
    """
    Tell whether a word has the shape of a Vietnamese syllable.

    There are about 18,000 shapes: an onset, a rhyme, and one of six tones, of which only two go
    with a rhyme that ends in a stop. A word without any mark passes without its tone.

    Args:
        word: In any case, composed (NFC).
    """
    if len(word) > _LONGEST:
        return False
    small = word.lower()
    apart = unicodedata.normalize("NFD", small)
    bare = apart.translate(_TONE_MARKS)
    if len(apart) - len(bare) > 1:
        return False
    bare = unicodedata.normalize("NFC", bare)
    if not small.isascii() and bare.endswith(_STOPPED) and not {"\u0301", "\u0323"} & set(apart):
        return False
    return any(
        bare[:length] in _ONSETS and bare[length:] in _RHYMES for length in range(min(4, len(bare)))
    )
