"""Bodies that a label opens: 案例一 / title / 【基本案情】; 案例二：…案; 【案例3】…; 第四案; 经验五：甲市…."""

from __future__ import annotations

from typing import Final

from kg.cases.layouts.heads import numbered_lines, opening_after
from kg.cases.openings import Opening, build
from kg.cases.page import Draft, Page
from kg.cases.practices import names_actor

_PRACTICE: Final = "practice"
_STYLES: Final = frozenset({"case", "bracketed", "nth", _PRACTICE})


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
    """Tell whether labelled practices are cases: each number once, the titles naming who did it.

    做法一：建立机制 is a heading inside a case.
    """
    numbers = [opening.number for opening in practices]
    named = [opening for opening in practices if names_actor(opening.words)]
    return len(set(numbers)) == len(numbers) and len(named) * 3 >= len(practices) * 2 and bool(named)
