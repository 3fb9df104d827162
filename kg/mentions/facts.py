"""Facts with a value: amounts, counts, dates, case numbers, causes of action, penalties, outcomes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

_NUMBER: Final = r"(?:\d[\d,，]*\d|\d)(?:\.\d+)?"
_AMOUNT: Final = re.compile(rf"({_NUMBER})(?:余|多)?(万|亿|千|百|百万|千万)?(?:余|多)?(元|美元|欧元|港元|港币|日元)")
_FIGURE: Final = re.compile(
    rf"({_NUMBER})(?:余|多)?(万|亿)?(?:余|多)?(件|个|家|项|部|套|名|人次|人|起|批次|批|种|亩|公斤|千克|斤|吨|箱|台|张|幅|款|册|枚|双|瓶|支|盒|包|袋)(?![月年日])"
)
_DATE: Final = re.compile(r"(\d{4})年(?:(\d{1,2})月)?(?:(\d{1,2})日)?")
_EVENT: Final = re.compile(
    r"立案|受理|查获|查扣|扣押|扣留|抓获|逮捕|公诉|起诉|移送|判决|裁定|审结|宣判|作出|决定|签订|印发|出台|施行|发布|成立|上线"
)
"""What happened on a date that is worth a fact: a procedural step, a decision, a rule, an opening."""
_EVENT_REACH: Final = 28
_DOCUMENT_NUMBER: Final = re.compile(r"[法释发国知办高检公通署市监商财税农版文旅工信科改联规函令字]{2,6}〔\d{4}〕\d+号")
_CASE_NUMBER: Final = re.compile(r"[（(〔]\d{4}[）)〕][^\s，。；（）()]{1,14}?\d+号(?:之[一二三四五六七八九十])?")
_CAUSE: Final = re.compile(
    r"(?:侵害|侵犯|假冒|确认|擅自|虚假|商业|不正当|技术|著作|商标|专利)[一-鿿、]{2,22}?纠纷(?=案|一案)"
)
_CRIME: Final = re.compile(r"(?:构成|犯|涉嫌|以)((?:假冒|侵犯|销售|非法|为境外|生产|虚假|损害|串通)[一-鿿、]{2,26}?罪)")
_PENALTY: Final = re.compile(
    r"判处(?:有期徒刑|拘役|管制|无期徒刑|罚金)[^。；\n]{0,24}?(?=[，。；\n])|并?处罚金[^，。；\n]{1,16}|罚款(?:人民币)?[\d.,]+(?:余)?万?元"
)
_OUTCOME: Final = re.compile(
    r"驳回上诉[，、]?维持原判|驳回[^，。；\n]{0,12}(?:诉讼请求|再审申请|请求)|(?:维持|撤销)[^，。；\n]{0,10}(?:判决|决定|裁定)|准予撤诉|判处刑罚|(?:立即)?停止(?:侵害|侵权)"
)
_CLAUSE: Final = re.compile(r"[。；\n]")
_SCALE: Final = {"百": 10**2, "千": 10**3, "万": 10**4, "百万": 10**6, "千万": 10**7, "亿": 10**8}


@dataclass(frozen=True, slots=True)
class Value:
    """A value in a text: its kind (slug of the fact types), lexical form and unit."""

    kind: str
    start: int
    end: int
    value: str
    unit: str | None


def scaled(number: str, scale: str | None) -> str:
    """Return a printed number in full, without separators.

    >>> scaled("51.5", "万"), scaled("1,000", None), scaled("２", "亿")
    ('515000', '1000', '200000000')
    """
    from decimal import Decimal

    plain = unicodedata.normalize("NFKC", number).replace(",", "")
    value = Decimal(plain) * _SCALE.get(scale or "", 1)
    return format(value.normalize(), "f")


def values(text: str) -> Iterator[Value]:
    """Yield the facts of a text, kind by kind.

    >>> [(v.kind, v.value, v.unit) for v in values("2021年3月查扣25730件，收取51万余元")]
    [('amount', '510000', '元'), ('figure', '25730', '件'), ('date', '2021-03', None)]
    """
    for kind, pattern in (("cause-of-action", _CAUSE), ("penalty", _PENALTY), ("outcome", _OUTCOME)):
        for found in pattern.finditer(text):
            yield Value(kind, found.start(), found.end(), found.group(), None)
    for found in _CRIME.finditer(text):
        yield Value("cause-of-action", found.start(1), found.end(1), found[1], None)
    numbers = [*_DOCUMENT_NUMBER.finditer(text), *_CASE_NUMBER.finditer(text)]
    for found in _outermost(numbers):
        yield Value("case-number", found.start(), found.end(), found.group(), None)
    for found in _AMOUNT.finditer(text):
        if text[found.end() : found.end() + 1] == "/" or text[: found.start()].endswith(("-", "—", "~")):
            continue  # a price for a unit, the end of a range
        yield Value("amount", found.start(), found.end(), scaled(found[1], found[2]), found[3])
    for found in _FIGURE.finditer(text):
        yield Value("figure", found.start(), found.end(), scaled(found[1], found[2]), found[3])
    for found in _DATE.finditer(text):
        near = _CLAUSE.search(text, found.end(), found.end() + _EVENT_REACH)
        stop = near.start() if near else found.end() + _EVENT_REACH
        if _EVENT.search(text, found.end(), stop) and (value := _date(found[1], found[2], found[3])):
            yield Value("date", found.start(), found.end(), value, None)


def _outermost(found: list[re.Match[str]]) -> list[re.Match[str]]:
    """Return the matches that stand in no other, in order: 法释〔2021〕14号 holds 〔2021〕14号."""
    kept = [
        match
        for match in found
        if not any(
            other is not match and other.start() <= match.start() and match.end() <= other.end() for other in found
        )
    ]
    return sorted(kept, key=lambda match: match.start())


def _date(year: str, month: str | None, day: str | None) -> str | None:
    import datetime

    try:
        datetime.date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return None
    digits = unicodedata.normalize("NFKC", year)
    parts = [digits] + ([f"{int(month):02d}"] if month else []) + ([f"{int(day):02d}"] if month and day else [])
    return "-".join(parts)
