"""
Vietnam's old numbers in today's spelling: mobile prefixes of 2018, area codes of 2017.

Who called from 01686 123 456 in 2017 has the number 0386 123 456 today. Old mobile numbers have
eleven digits and a leading `01`, which no number has had since, so they are told at sight. Old area
codes are not: `033` was a province until 2017 and has been a mobile prefix since 2018. So they are
rewritten only in records from before.

Sources: decision 2036/QD-BTTTT of 21 November 2016 (area codes, three phases from 11 February 2017,
announcements until 31 August 2017); decision 798/QD-BTTTT of 2018 (mobile prefixes, from 15
September 2018).
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_AREAS_SETTLED = datetime(2017, 8, 31, 17, tzinfo=UTC)
"""Midnight in Vietnam after the last day on which an old area code was answered at all."""


def _pairs(table: str) -> Mapping[str, str]:
    return dict([one.split(">", 1) for one in table.split()])


_MOBILE = _pairs(
    "0120>070 0121>079 0122>077 0126>076 0128>078 "
    "0123>083 0124>084 0125>085 0127>081 0129>082 "
    "0162>032 0163>033 0164>034 0165>035 "
    "0166>036 0167>037 0168>038 0169>039 "
    "0186>056 0188>058 0199>059 "
)
_AREAS = _pairs(
    # Phase 1, from 11 February 2017.
    "022>0212 0231>0213 020>0214 0230>0215 029>0216 "
    "052>0232 053>0233 054>0234 0510>0235 0511>0236 "
    "037>0237 038>0238 039>0239 "
    # Phase 2, from 15 April 2017.
    "033>0203 0240>0204 025>0205 026>0206 027>0207 "
    "0280>0208 0281>0209 0320>0220 0321>0221 0241>0222 "
    "031>0225 0351>0226 036>0227 0350>0228 030>0229 "
    "0780>0290 0781>0291 0710>0292 0711>0293 074>0294 "
    "076>0296 077>0297 079>0299 "
    # Phase 3, from 17 June 2017.
    "04>024 08>028 061>0251 062>0252 064>0254 "
    "055>0255 056>0256 057>0257 058>0258 068>0259 "
    "060>0260 0501>0261 0500>0262 063>0263 059>0269 "
    "070>0270 0651>0271 072>0272 073>0273 0650>0274 "
    "075>0275 066>0276 067>0277 "
)
_MOBILE_BEFORE = ("086", "088", "089")
"""Mobile prefixes since 2016: whether such a number was one of Saigon's, nobody can tell."""
_NATIONAL = {2: 10, 3: 10, 4: 11}
"""By the length of an old area code, how many digits the whole national number had."""


def renumbered(national: str, at: datetime | None) -> str:
    """
    Return a national number of Vietnam as it is written today.

    Args:
        national: Its digits, with the leading 0.
        at: When it was recorded; without that, area codes stay as they are.
    """
    if len(national) == 11 and national[:4] in _MOBILE:
        return _MOBILE[national[:4]] + national[4:]
    if at is not None and at < _AREAS_SETTLED and not national.startswith(_MOBILE_BEFORE):
        for length in (4, 3, 2):
            area = _AREAS.get(national[:length])
            if area is not None and len(national) == _NATIONAL[length]:
                return area + national[length:]
    return national
