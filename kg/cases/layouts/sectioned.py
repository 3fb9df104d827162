"""Titles without numbers above named sections: …案 / 【基本案情】 … / 【典型意义】 …, again and again."""

from __future__ import annotations

import re
from typing import Final

from kg.cases.lines import Line, width
from kg.cases.markers import marker_of
from kg.cases.openings import Opening, build, with_rest
from kg.cases.page import Draft, Mark, Page
from kg.cases.practices import is_report
from kg.cases.sections import section_name
from kg.cases.titles import can_be_title, ends_like_case, without_bullet

_FIRST: Final = re.compile(
    r"案情|基本情况|案例简介|案例概述|案例摘要|案件(?:简介|概述|事实|情况|背景|基本)|背景|主要做法|做法|关键词|要旨|要点|简介|内容|举措"
)
_FACTS: Final = re.compile(r"(?:基本|简要)?案情|案件(?:简介|概述|事实|情况|基本情况)|检察(?:机关)?履职|裁判要[旨点]")
_NEVER_FIRST: Final = re.compile(r"意义|评析|点评|结果|启示|成效|相关|法条|理由|附件|提示|推广")

_BODY_NAME: Final = re.compile(
    r"(?!.*(?:[建推打成组创探案]|设立))[^\s，。；：、“”《》]{2,20}(?:局|法院|检察院|公安局|海关|管委会|委员会|保护中心|办公室|大学|有限公司)"
)
_LEAST_UPPER: Final = 8


def recognise(page: Page) -> Draft | None:
    """Return what stands below each title that a first section follows; one such title is enough."""
    contents = page.contents
    openings: list[Opening] = []
    for index in range(1, len(page.lines)):
        named = section_name(page.lines[index].text)
        if not named or index in contents or _NEVER_FIRST.search(named[0]) or index - 1 in contents:
            continue
        floor = openings[-1].body if openings else 0
        opening = _title_above(page, index, floor)
        if opening:
            openings.append(opening)
    best: Draft | None = None
    proceedings = [opening for opening in openings if ends_like_case(opening.words)]
    usual = [opening for opening in openings if _FIRST.search(page.lines[opening.body].text[:20])]
    for chosen in (openings, proceedings, usual):
        draft = build(page, chosen, layout="sectioned", prior=0.7, contents=contents, least=1)
        if draft and _told(draft) and (best is None or draft.score > best.score):
            best = draft
    return best


def _told(draft: Draft) -> bool:
    """Tell whether a lone title is followed by what a case is told in: two sections, or the facts below …案."""
    if len(draft.cases) > 1:
        return True
    (case,) = draft.cases
    title = "".join(line.text for line in case.title)
    names = [named[0] for line in case.body if (named := section_name(line.text))]
    if len(set(names)) >= 2:
        return ends_like_case(title) or not is_report(title)
    return bool(names) and ends_like_case(title) and bool(_FACTS.match(names[0]))


def _title_above(page: Page, index: int, floor: int) -> Opening | None:
    """Return the opening whose title ends on the line above a section."""
    lines = page.lines
    last = index - 1
    if last < floor:
        return None
    marks: list[Mark] = []
    # A line in brackets between title and section (（2023年发布）) is text of the case.
    body = index
    if re.match(r"[（(][^（）()]*[)）]\Z", lines[last].text) and last - 1 >= floor:
        body, last = last, last - 1
    elif last - 1 >= floor and _BODY_NAME.fullmatch(lines[last].text) and _heads(lines[last - 1]):
        body, last = last, last - 1  # so is the name of the body that sent it in
    line = without_bullet(lines[last])
    marker = marker_of(line.text)
    if marker and marker.rest < len(line.text) and marker.style not in ("alone", "article"):
        title, mark = with_rest(line, marker)
        if not can_be_title(title.text):
            return None
        return Opening(last, body, (title,), marker.number, "sectioned", (), (mark,))
    if marker or last in page.contents:
        return None
    heading = section_name(lines[last - 1].text) if last - 1 >= floor else None
    if heading and heading[1] >= len(lines[last - 1].text) and not ends_like_case(line.text):
        return None  # what stands below a section's name is its text: 关键词 / 商标 举证责任 / 基本案情
    above_full = last - 1 >= floor and _full(lines[last - 1], page)
    if not can_be_title(lines[last - 1].text + line.text if above_full else line.text):
        return None
    parts: list[Line] = [line]
    first = last
    while (
        first - 1 >= floor
        and len(parts) < 4
        and first - 1 not in page.contents
        and _joins(lines[first - 1], parts[0], page)
    ):
        first -= 1
        parts.insert(0, lines[first])
    if first - 1 >= floor:
        above = marker_of(lines[first - 1].text)
        if above and above.rest >= len(lines[first - 1].text) and above.style not in ("article", "part"):
            _, mark = with_rest(lines[first - 1], above)
            marks.append(mark)
            return Opening(first - 1, body, tuple(parts), above.number, "sectioned", (), tuple(marks))
        if above and above.style not in ("alone", "article", "part") and _full(lines[first - 1], page):
            title, mark = with_rest(lines[first - 1], above)
            if can_be_title(title.text):
                return Opening(first - 1, body, (title, *parts), above.number, "sectioned", (), (mark,))
    return Opening(first, body, tuple(parts), "", "sectioned")


def _heads(line: Line) -> bool:
    """Tell whether a line can be the title above the name of a body: no sentence, no mark alone."""
    marker = marker_of(line.text)
    return len(line.text) >= _LEAST_UPPER and can_be_title(line.text) and not (marker and marker.rest >= len(line.text))


def _full(line: Line, page: Page) -> bool:
    """Tell whether a line fills its column, so that it goes on below."""
    return page.style.measure is not None and width(line.text) > page.style.measure - 1.5


def _joins(upper: Line, lower: Line, page: Page) -> bool:
    """Tell whether the title begins on the line above already."""
    if marker_of(upper.text) or not can_be_title(upper.text) or lower.page:
        return False
    if re.match(r"[—–―]", lower.text):
        return True
    if _full(upper, page) and lower.gap == 0:
        return True
    if ends_like_case(upper.text) or re.search(r"(?:典型案例|指导性?案例|十大案[例件])\Z", upper.text):
        return False
    if upper.strong and lower.strong:
        return ends_like_case(lower.text)
    if ends_like_case(lower.text) and lower.gap == 0 < upper.gap and len(upper.text) >= _LEAST_UPPER:
        return True  # a centred title that is broken before the column is full
    return page.style.measure is not None and lower.gap <= upper.gap and len(upper.text) > 0.6 * page.style.measure
