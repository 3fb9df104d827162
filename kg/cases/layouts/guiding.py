"""Guiding cases: 指导性案例275号 above the title, or （检例第192号） below it or at its end."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from kg.cases.layouts.heads import opening_after
from kg.cases.lines import Line
from kg.cases.markers import marker_of
from kg.cases.numbers import NUMBER, value_of
from kg.cases.openings import Opening, build
from kg.cases.page import Draft, Mark, Page
from kg.cases.sections import section_name
from kg.cases.titles import can_be_title, ends_like_case

_AT_END: Final = re.compile(rf"[（(【]\s*(?:[检檢]例第|指导性?案例第?)\s*({NUMBER})\s*[号號]\s*[)）】]\s*\Z")


def recognise(page: Page) -> Draft | None:
    """Return the guiding cases; one is enough."""
    contents = page.contents
    openings: list[Opening] = []
    for index, line in enumerate(page.lines):
        if index in contents:
            continue
        opening = _below_or_at_end(page, index, openings[-1].body if openings else 0) or _above(page, index, line)
        if opening and (not openings or opening.at >= openings[-1].body):
            openings.append(opening)
    return build(page, openings, layout="guiding", prior=1.0, contents=contents, least=1)


def _above(page: Page, index: int, line: Line) -> Opening | None:
    """Return the opening of a number that stands above or before its title."""
    marker = marker_of(line.text)
    if not marker or marker.style != "guiding" or not marker.number:
        return None
    opening = opening_after(page, index, marker)
    return opening if opening and opening.title[0].text != line.text else None


def _below_or_at_end(page: Page, index: int, floor: int) -> Opening | None:
    """Return the opening of a number that stands below its title or ends it."""
    line = page.lines[index]
    match = _AT_END.search(line.text) if len(line.text) <= 130 else None
    if not match:
        return None
    number = str(value_of(match.group(1)) or "")
    label = line.cut(match.start(), match.end())
    mark = Mark(replace(label, end=label.offsets[-1] + 1), "number")
    rest = line.cut(0, match.start())
    if rest.text:
        if not can_be_title(rest.text) or re.search("[。；]", rest.text):
            return None
        first = index
        title = [rest]
    else:
        first = index - 1
        if first < floor or not (can_be_title(page.lines[first].text) or ends_like_case(page.lines[first].text)):
            return None
        below = page.lines[index + 1].text if index + 1 < len(page.lines) else ""
        if ends_like_case(below) and not ends_like_case(page.lines[first].text):
            # The number stands above its title here, and the line above is the heading of the batch.
            return None
        title = [page.lines[first]]
    while first - 1 >= floor and _continues(page.lines[first - 1], title[0], page):
        first -= 1
        title.insert(0, page.lines[first])
    return Opening(first, index + 1, tuple(title), number, "guiding", (), (mark,))


def _continues(upper: Line, lower: Line, page: Page) -> bool:
    """Tell whether a title begins on the line above."""
    if not can_be_title(upper.text) or section_name(upper.text) or len(upper.text) > 80:
        return False
    if re.search(r"(?:指导性?案例|典型案例|检察院|法院|附件|批)[）)]?\Z", upper.text) or marker_of(upper.text):
        return False
    if re.match(r"[—–―]", lower.text):
        return True
    return (not ends_like_case(upper.text) and lower.gap <= _least_gap(page)) or (upper.strong and lower.strong)


def _least_gap(page: Page) -> int:
    """Return how many blank lines stand between any two lines at least: where all are apart, a gap says nothing."""
    return min((line.gap for line in page.lines[1:]), default=0)
