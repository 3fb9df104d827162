"""Bodies that a label opens: 案例一 / title / 【基本案情】; 案例二：…案; 【案例3】…; 第四案; 经验五：甲市…."""

from __future__ import annotations

import re
from typing import Final

from kg.cases.layouts.heads import numbered_lines, opening_after
from kg.cases.openings import Opening, build
from kg.cases.page import Draft, Page

_PRACTICE: Final = "practice"
_STYLES: Final = frozenset({"case", "bracketed", "nth", _PRACTICE})
_WHO: Final = re.compile(
    r"(?!(?:构建|建立|健全|完善|加强|强化|推动|推进|坚持|聚焦|打造|创新|优化|深化|搭建|探索|实施|开展|突出|注重|围绕|依托|发挥|提升|拓展|培育|"
    r"落实|严格|严厉|依法|促进|推行|加大|加快|立足|全面|积极|主动|联合|联动|以|抓|建|强|优|做|多|让|用|从))"
    r"[^，。；：、]{1,14}?(?:(?<![全各跨本我该两省城])[省市县州盟旗区]|局|法院|检察院|检察机关|中心|海关|公司|集团|大学|学院|研究院|研究所|委员会|协会|联盟|银行)"
)
"""A practice is a case where its title begins with who did it; 做法一：建立机制 is a heading inside one."""


def recognise(page: Page) -> Draft | None:
    """Return the labelled bodies as cases. Entries of a table of contents are none."""
    contents = page.contents
    found = [
        opening
        for index, marker in numbered_lines(page, _STYLES, contents)
        if (opening := opening_after(page, index, marker, sentences=marker.style != _PRACTICE))
    ]
    if not found:
        return None
    # One style makes the cases; 案例一 and 【案例一】 count as one.
    numbered = [opening for opening in found if opening.number]
    openings = numbered if len(numbered) * 2 >= len(found) else found
    best: Draft | None = None
    for styles in ({"case", "bracketed"}, {"nth"}, {_PRACTICE}):
        chosen: list[Opening] = [opening for opening in openings if opening.style in styles]
        if _PRACTICE in styles and not _are_cases(chosen):
            continue
        draft = build(page, chosen, layout="case-labels", prior=1.0, contents=contents, least=1)
        if draft and (best is None or draft.score > best.score):
            best = draft
    return best


def _are_cases(practices: list[Opening]) -> bool:
    """Tell whether labelled practices are cases: each number once, the titles naming who did it."""
    numbers = [opening.number for opening in practices]
    named = [opening for opening in practices if _WHO.match(opening.words)]
    return len(set(numbers)) == len(numbers) and len(named) * 3 >= len(practices) * 2 and bool(named)
