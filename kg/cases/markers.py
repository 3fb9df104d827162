"""Numbering marks at the start of a line: 案例一, 【案例2】, 经验一, 一、, （三）, 1., 06, 指导性案例275号, （检例第192号）.

A mark has a style; cases of one document share a style and count up.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from typing import Final

from kg.cases.lines import Line
from kg.cases.numbers import NUMBER, value_of

_ARABIC: Final = r"[0-9０-９]{1,3}"
_CHINESE: Final = r"[一二三四五六七八九十百〇零两]{1,5}"
_SEPARATOR: Final = r"[\s　：:、,，.．。·|｜丨∣│┃\-—–_/◆◇★☆■□●○▼▽►▶※]*"
_KIND: Final = r"(?:典型|示范|精品|优秀|经典|十大|参考|民事|刑事|行政|公益诉讼)?"
_SIGN: Final = r"(?:[（(#＃]|(?i:no)[.．]?)?\s*"
_ORNAMENT: Final = re.compile(r"[^\w（(【\[〔〖［“「『\"《〈‘，。、；：！？…]+(?=[^\s])")
_CASE: Final = r"(?:案\s*[例件]|[事实實范範判]例)"

_STYLES: Final[tuple[tuple[str, re.Pattern[str]], ...]] = (
    (
        "guiding",
        re.compile(
            rf"[【\[（(]?\s*(?:指导性?|指導性?|参考|參考)案例\s*(?:第\s*)?(?P<n>{NUMBER})\s*号?[】\]）)]?(?P<s>{_SEPARATOR})"
        ),
    ),
    ("guiding", re.compile(rf"[【\[（(]?\s*[检檢]例第\s*(?P<n>{NUMBER})\s*[号號][】\]）)]?(?P<s>{_SEPARATOR})")),
    (
        "bracketed",
        re.compile(
            rf"[【\[〔〖［]\s*{_KIND}{_CASE}\s*(?:之)?{_SIGN}(?P<n>{NUMBER})?\s*[】\]〕〗］](?P<s>{_SEPARATOR})"
        ),
    ),
    ("bracketed", re.compile(rf"[“「『]\s*{_KIND}{_CASE}\s*(?P<n>{NUMBER})\s*[”」』](?P<s>{_SEPARATOR})")),
    ("bracketed", re.compile(rf"[【\[]\s*第\s*(?P<n>{NUMBER})\s*[号號期案例]\s*[】\]](?P<s>{_SEPARATOR})")),
    (
        "case",
        re.compile(
            rf"[（(]?\s*{_KIND}{_CASE}\s*(?:之|第)?\s*{_SIGN}(?P<n>{NUMBER})(?:[/／][0-9]{{1,2}})?\s*[）)]?(?P<s>{_SEPARATOR})"
        ),
    ),
    ("case", re.compile(rf"案(?P<n>{NUMBER})(?P<s>[\s：:、]+|\Z)")),
    ("nth", re.compile(rf"第\s*(?P<n>{NUMBER})\s*(?:个|起|[号號])?\s*(?:典型)?(?:案例|案件|案|例)(?P<s>{_SEPARATOR})")),
    ("nth", re.compile(rf"(?i:no|top)\s*[.．]?\s*(?P<n>{_ARABIC})(?P<s>{_SEPARATOR})")),
    ("nth", re.compile(rf"之(?P<n>{_CHINESE})(?P<s>[\s　：:、，]+|\Z)")),
    (
        "practice",
        re.compile(
            rf"[【\[]?(?:典型|创新|经典)?(?:经验做法|经验|做法)\s*(?P<n>{NUMBER})\s*[】\]]?(?P<s>[\s　：:、]+|\Z)"
        ),
    ),
    ("part", re.compile(rf"第\s*(?P<n>{NUMBER})\s*(?:部分|章|篇|类|類|编|編|单元|节)(?P<s>{_SEPARATOR})")),
    (
        "article",
        re.compile(
            rf"第\s*(?P<n>{NUMBER})\s*[条條](?:之[一二三四五])?"
            r"(?P<s>[\s　：:]+|(?=[^第规規的之和与與、，,及或款项項至。；\s]|\Z))"
        ),
    ),
    ("chinese", re.compile(rf"(?P<n>{_CHINESE})\s*(?P<s>[、.．][\s　]*)")),
    ("chinese-bracket", re.compile(rf"[（(]\s*(?P<n>{_CHINESE})\s*[）)](?P<s>[、.．\s　]*)")),
    ("arabic-bracket", re.compile(rf"[（(]\s*(?P<n>{_ARABIC})\s*[）)](?P<s>[、.．\s　]*)")),
    ("arabic-comma", re.compile(rf"(?P<n>{_ARABIC})\s*(?P<s>、[\s　]*)")),
    (
        "arabic-dot",
        re.compile(rf"(?P<n>{_ARABIC})\s*(?P<s>[.．](?:(?![0-9０-９])|(?=[0-9]{{1,2}}[A-Z][\u4e00-\u9fff]))[\s　]*)"),
    ),
    (
        "paired",
        re.compile(r"(?P<n>[0-9０-９]{1,2}[-—–－][0-9０-９]{1,2})(?P<s>[\s　、.．：:]+)(?=[^\d\s%％年月日])"),
    ),
    ("arabic-half", re.compile(rf"(?P<n>{_ARABIC})\s*(?P<s>[)）][\s　]*)")),
    ("circled", re.compile(r"(?P<n>[①-⑳])(?P<s>[\s　]*)")),
    ("alone", re.compile(rf"(?P<n>{_ARABIC}|{_CHINESE})(?P<s>)\Z")),
    ("arabic-space", re.compile(rf"(?P<n>{_ARABIC})(?P<s>[\s　]+)(?=[^\d\s%％年月日])")),
)
"""Styles in the order in which they are tried."""

STRONG: Final = frozenset({"guiding", "bracketed", "case", "nth"})
"""Styles that say themselves that a case begins."""

_DASH: Final = re.compile("[-—–－]")
_NOT_A_MARK: Final = re.compile(r"[中的里内是为與与和及至到]|之[^一二三四五六七八九十]")


@dataclass(frozen=True, slots=True)
class Marker:
    """A numbering mark: its style, its number in digits (empty where it has none), where the rest begins."""

    style: str
    number: str
    value: int | None
    rest: int


def marker_of(text: str) -> Marker | None:
    """Return the mark that a line opens with, or None.

    >>> marker_of("案例十二：某公司侵害商标权纠纷案")
    Marker(style='case', number='12', value=12, rest=5)
    >>> marker_of("06"), marker_of("1.65万件")
    (Marker(style='alone', number='6', value=6, rest=2), None)
    >>> marker_of("案例一中，法院认为") is None
    True
    >>> marker_of("◆案例三◆ 某公司侵害商标权纠纷案").rest, marker_of("案例（二）：某公司侵害商标权纠纷案").rest
    (6, 6)
    >>> marker_of("经验一：甲市调解中心推行五步工作法").style, marker_of("做法一是建立机制") is None
    ('practice', True)
    """
    ornament = _ORNAMENT.match(text)
    if ornament:
        # Ornaments stand before a label; before any other number they are bullets of a list.
        marker = marker_of(text[ornament.end() :])
        if marker is None or marker.style not in STRONG:
            return None
        return Marker(marker.style, marker.number, marker.value, marker.rest + ornament.end())
    for style, pattern in _STYLES:
        match = pattern.match(text)
        if not match:
            continue
        printed = match.group("n")
        if style == "paired":
            # Group and place in it, 2-1: no count that goes on.
            return Marker(style, "-".join(str(value_of(part)) for part in _DASH.split(printed)), None, match.end())
        value = ord(printed) - ord("①") + 1 if style == "circled" else value_of(printed) if printed else None
        if printed and value is None:
            continue
        rest = text[match.end() :]
        if style == "case" and rest and not match.group("s") and not text.startswith(("（", "(")):
            # 案例一某公司…案 is glued; 案例一中… is a sentence about a case.
            plain = len(rest) <= 60 and not re.search("[，。；、]", rest)
            if _NOT_A_MARK.match(rest) or not (plain or re.search(r"案\Z|案[（(。]", rest)):
                continue
        if (
            style == "guiding"
            and rest
            and not match.group("s")
            and not match.group().endswith(("】", "）", ")", "]", "号", "號"))
        ):
            continue
        return Marker(style, str(value) if value is not None else "", value, match.end())
    return None


_INLINE: Final = re.compile(
    rf"(?<=[。！？”）)；;])\s*(?=(?:{_KIND}{_CASE}\s*{NUMBER}\s*[：:]|【案例{NUMBER}】))"
    # A date in front of a label: （2013年10月22日）案例1.
    rf"|(?<=日)[)）]?\s*(?={_KIND}案[例件]\s*{NUMBER}\s*\Z)"
)


def split_glued(line: Line) -> list[Line]:
    """Return a line cut before each mark of a case that is glued to the end of a sentence.

    >>> [part.text for part in split_glued(Line("驳回上诉。案例二：甲诉乙案", range(13), 0, 13))]
    ['驳回上诉。', '案例二：甲诉乙案']
    """
    cuts = [match.end() for match in _INLINE.finditer(line.text)]
    if not cuts:
        return [line]
    bounds = [0, *cuts, len(line.text)]
    return [part for start, end in itertools.pairwise(bounds) if (part := line.cut(start, end)).text]
