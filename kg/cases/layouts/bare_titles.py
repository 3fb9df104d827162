"""Titles with neither number nor sections: lines that end in 案, headings of one Markdown depth, or bold lines."""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

from kg.cases.openings import Opening, build
from kg.cases.page import Draft, Page
from kg.cases.practices import are_cases, calls_itself_cases
from kg.cases.titles import can_be_title, ends_like_case, title_length, without_bullet

_DISPUTE: Final = re.compile(r"[^，。；：]{2,40}(?:诉|与)[^，。；：]{4,60}纠纷\Z")
_BOLD: Final = 7
"""Lines that are all bold stand below the six depths of headings."""


def recognise(page: Page) -> Draft | None:
    """Return what stands below each bare title; two are needed."""
    contents = page.contents
    best: Draft | None = None
    proceedings: list[Opening] = []
    disputes: list[Opening] = []
    called = calls_itself_cases(page, len(page.lines))
    by_depth: dict[int, list[Opening]] = {}
    skip = -1
    for index, line in enumerate(page.lines):
        if index in contents or index < skip or not can_be_title(line.text):
            continue
        ahead = [without_bullet(line), *page.lines[index + 1 : index + 5]]
        count = max(title_length(ahead, page.style), 1)
        if count == 1 and ahead[0] is not line and not ends_like_case(line.text) and len(ahead) > 1:
            count = 2 if ends_like_case(ahead[1].text) and can_be_title(ahead[1].text) else 1
        title = tuple(ahead[:count])
        words = "".join(part.text for part in title)
        opening = Opening(index, index + count, title, "", "bare")
        if ends_like_case(words) and not re.search("[，：；]|本案\\Z", words):
            proceedings.append(opening)
            skip = index + count
        elif _DISPUTE.match(words):
            disputes.append(opening)
        if line.depth or (line.strong and called):
            by_depth.setdefault(line.depth or _BOLD, []).append(opening)
    chances = [(proceedings, 0.55), (disputes, 0.5)]
    chances += [(found, 0.3) for _, found in sorted(by_depth.items()) if _distinct(found)]
    for chosen, prior in chances:
        if not are_cases(page, chosen):
            continue
        draft = build(page, chosen, layout="bare-titles", prior=prior, contents=contents)
        if draft and (best is None or draft.score > best.score):
            best = draft
    return best


def _distinct(openings: list[Opening]) -> bool:
    """Tell whether headings differ from each other: those that repeat name sections."""
    return len(openings) >= 2 and max(Counter(opening.words for opening in openings).values()) == 1
