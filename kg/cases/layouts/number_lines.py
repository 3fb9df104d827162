"""A number on a line of its own, then place and slogan as the title: 06 / 杭州市 / 以…打造…."""

from __future__ import annotations

import re
from typing import Final

from kg.cases.layouts.numbered_titles import rising
from kg.cases.lines import width
from kg.cases.markers import marker_of
from kg.cases.openings import Opening, build, with_rest
from kg.cases.page import Draft, Page
from kg.cases.sections import section_name
from kg.cases.titles import ends_like_case

_MOST: Final = 3


def recognise(page: Page) -> Draft | None:
    """Return the bodies below lone numbers as cases, where short lines make a title and text follows."""
    contents = page.contents
    openings: list[Opening] = []
    for index, line in enumerate(page.lines):
        marker = marker_of(line.text)
        if index in contents or not marker or marker.style != "alone":
            continue
        count = 0
        for below in page.lines[index + 1 : index + 1 + _MOST]:
            inner = marker_of(below.text)
            if len(below.text) > 60 or re.search(r"[。；：，！？]\Z|。", below.text) or section_name(below.text):
                break
            if inner and inner.style != "arabic-space":
                break
            if count and (
                (ends_like_case(page.lines[index + count].text) and not re.match("[件例]", below.text))
                or ("，" in below.text and len(below.text) > 24)
            ):
                break
            full = page.style.measure is not None and width(below.text) > page.style.measure - 3
            if full and count and width(page.lines[index + count].text) <= (page.style.measure or 0) - 3:
                break
            if page.style.measure is not None and count and below.gap > page.lines[index + 1].gap + 1:
                break
            count += 1
        if not count:
            continue
        title = tuple(page.lines[index + 1 : index + 1 + count])
        words = "".join(part.text for part in title)
        if len(words) < 4:
            continue
        _, mark = with_rest(line, marker)
        openings.append(Opening(index, index + 1 + count, title, marker.number, "alone", (), (mark,)))
    padded = sum(1 for opening in openings if page.lines[opening.at].text.startswith(("0", "０")))
    prior = 0.75 if padded else 0.55
    draft = build(page, _best_rise(openings), layout="number-lines", prior=prior, contents=contents, least=1)
    if draft is None or len(draft.cases) > 1:
        return draft
    # One case out of a series: only a padded number and named sections make it one.
    return draft if padded and sum(1 for line in draft.cases[0].body if section_name(line.text)) >= 2 else None


def _best_rise(openings: list[Opening]) -> list[Opening]:
    """Return the longest rise; a part of a series may begin at any number."""
    rises = [rising(openings)]
    for start in range(min(len(openings), 5)):
        kept = [openings[start]]
        for opening in openings[start + 1 :]:
            if opening.value == (kept[-1].value or 0) + 1:
                kept.append(opening)
        rises.append(kept)
    return max(rises, key=len)
