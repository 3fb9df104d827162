"""What a document states about itself: title, issuer, date, number. Only what its own words say."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from typing import Final

_HEAD: Final = 25
_MARKS: Final = re.compile(r"\A[\s#*>\u3000]+|[\s#*\u3000]+\Z")
_TITLE: Final = re.compile(
    r"(?:典型案例|指导性?案例|示范案例|优秀案例|参考案例|十大案[例件]|\d+大案[例件]|案例集|案例汇编|案例选编|典型案[例件]选|典型案件|经验做法|实践案例|"
    r"十大(?:典型)?(?:知识产权)?(?:保护)?案[例件]|影响力案[例件])(?:[（(][^（）()]{1,20}[)）]|汇编|选编|的通知|通知|目录|\d{4})?\Z"
)
_BODY: Final = (
    r"[\u4e00-\u9fff（）、]{2,28}(?:法院|检察院|海关|海关总署|总局|知识产权局|版权局|监督管理局|市场监管局|委员会|办公室|"
    r"公安部|司法部|文化和旅游部|农业农村部|农业农村厅|公安厅|司法厅|公安局|司法局|政府)"
)
_ISSUED_BY: Final = re.compile(rf"\A(?:重磅[！!|｜])?({_BODY})(?:联合)?(?:关于)?(?:联合)?(?:发布|印发|公布|通报|评选)")
_ISSUER_LABEL: Final = re.compile(
    r"\A(?:发布机构|发文机关|发布单位|发文单位|印发机关|发布机关)\s*[：:]\s*([^\s：:]{4,40})\Z"
)
_DATE: Final = r"(\d{4})\s*[年.\-/]\s*(\d{1,2})\s*[月.\-/]\s*(\d{1,2})\s*日?"
_DATE_LABEL: Final = re.compile(
    rf"\A[（(【]?\s*(?:发布时间|发布日期|发文日期|成文日期|印发日期|公布日期)\s*[：:]\s*{_DATE}"
)
_ISSUED_NOTE: Final = re.compile(rf"\A[（(][^（）()]{{0,40}}?{_DATE}\s*(?:发布|公布|印发)[)）]\Z")
_SIGNED: Final = re.compile(rf"\A{_DATE}\Z")
_NUMBER: Final = re.compile(
    r"\A(?:(?:发文字号|文号)\s*[：:]\s*)?([\u4e00-\u9fff]{2,12}(?:函|发|办|字|通)?[〔\[［]\d{4}[〕\]］]\s*第?\d{1,5}号)\Z"
)


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What was found; None where the document does not say it."""

    title: str | None = None
    issuer: str | None = None
    issued: str | None = None
    number: str | None = None


def front_matter(text: str, title: str | None = None) -> FrontMatter:
    """Return what the first lines, and a signature at the end, state. ``title`` is that of the file's format.

    >>> front_matter("# 甲省高级人民法院发布典型案例\\n\\n发布时间：2024年4月2日\\n\\n案例一")
    FrontMatter(title='甲省高级人民法院发布典型案例', issuer='甲省高级人民法院', issued='2024-04-02', number=None)
    >>> front_matter("某公司诉某公司案")
    FrontMatter(title=None, issuer=None, issued=None, number=None)
    """
    head = _lines(text[:20_000])[:_HEAD]
    own = _title(head) or (title if title and _TITLE.search(title) else None)
    issuer = issued = number = None
    for line in head:
        label = _ISSUER_LABEL.match(line)
        if label and issuer is None:
            issuer = label.group(1)
        dated = _DATE_LABEL.match(line) or _ISSUED_NOTE.match(line)
        if dated and issued is None:
            issued = _iso(*dated.groups()[-3:])
        numbered = _NUMBER.match(line)
        if numbered and number is None:
            number = re.sub(r"\s", "", numbered.group(1))
    if issuer is None and own:
        named = _ISSUED_BY.match(own)
        issuer = named.group(1) if named else None
    signed_issuer, signed_date = _signature(_lines(text[-3_000:]))
    return FrontMatter(own, issuer or signed_issuer, issued or signed_date, number)


def _lines(text: str) -> list[str]:
    found = [re.sub(r"\s+", " ", _MARKS.sub("", line)) for line in text.splitlines()]
    return [line for line in found if line]


def _title(head: list[str]) -> str | None:
    """Return the first line that names a collection of cases; two broken lines are joined."""
    for index, line in enumerate(head[:12]):
        if len(line) > 60 or re.search(r"[。；，]\Z|[：:]\S{0,2}\Z", line) or re.match(r"(?:来源|作者|目\s*录)", line):
            continue
        if _TITLE.search(line):
            above = head[index - 1] if index else ""
            if len(line) <= 10 and above and len(above) <= 30 and not re.search(r"[。：:；]|附件", above):
                return above + line
            return line
    return None


def _signature(tail: list[str]) -> tuple[str | None, str | None]:
    """Return issuer and date that stand alone on the last lines."""
    for index in range(len(tail) - 1, max(len(tail) - 6, 0), -1):
        dated = _SIGNED.match(tail[index])
        if dated:
            above = tail[index - 1]
            return (above if re.fullmatch(_BODY, above) else None), _iso(*dated.groups())
    return None, None


def _iso(year: str, month: str, day: str) -> str | None:
    try:
        return datetime.date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None
