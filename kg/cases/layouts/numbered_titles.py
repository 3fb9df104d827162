"""Numbered titles on lines of their own: 一、某局查处某公司…案; 1. 甲市推进…; grouped or not."""

from __future__ import annotations

from typing import Final

from kg.cases.contents import lists_titles
from kg.cases.layouts.heads import numbered_lines, opening_after
from kg.cases.openings import Opening, build
from kg.cases.page import Draft, Page
from kg.cases.practices import are_cases
from kg.cases.titles import can_be_title, ends_like_case

_PRIORS: Final = {
    "chinese": 0.62,
    "arabic-dot": 0.6,
    "arabic-comma": 0.6,
    "chinese-bracket": 0.52,
    "arabic-bracket": 0.48,
    "arabic-half": 0.48,
    "arabic-space": 0.5,
    "circled": 0.4,
}


def recognise(page: Page) -> Draft | None:
    """Return the numbered titles as cases: the style whose titles look most like titles of cases."""
    contents = page.contents
    best: Draft | None = None
    for style, prior in _PRIORS.items():
        found = [
            opening
            for index, marker in numbered_lines(page, frozenset({style}), contents)
            if not lists_titles(page.lines[index].text)
            and (opening := opening_after(page, index, marker))
            and not opening.head
            and can_be_title(opening.words[:110])
        ]
        for chosen, worth in ((_proceedings(found), prior + 0.15), (rising(found), prior)):
            if not are_cases(page, chosen):
                continue
            draft = build(page, chosen, layout="numbered-titles", prior=worth, contents=contents)
            if draft and (best is None or draft.score > best.score):
                best = draft
    return best


def _proceedings(openings: list[Opening]) -> list[Opening]:
    """Return the openings whose titles end in 案, where these are the rule."""
    return [opening for opening in openings if ends_like_case(opening.words)]


def rising(openings: list[Opening]) -> list[Opening]:
    """Return the openings that count up from 1, again and again: what does not fit is a list inside a case.

    >>> [o.number for o in rising([Opening(i, i + 1, (), n) for i, n in enumerate("12531")])]
    ['1', '2', '3', '1']
    """
    kept: list[Opening] = []
    expected = 1
    for opening in openings:
        value = opening.value
        if value == expected or value == 1:
            kept.append(opening)
            expected = (value or 0) + 1
    return kept
