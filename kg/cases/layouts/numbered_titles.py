"""Numbered titles on lines of their own: 一、某局查处某公司…案; 1. 甲市推进…; grouped or not."""

from __future__ import annotations

from typing import Final

from kg.cases.contents import lists_titles
from kg.cases.layouts.heads import numbered_lines, opening_after
from kg.cases.openings import Opening, build
from kg.cases.page import Draft, Page
from kg.cases.practices import are_cases, names_anyone
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
    "paired": 0.5,
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
        for chosen, worth in choices(found, prior + 0.15, prior):
            if not are_cases(page, chosen):
                continue
            draft = build(page, chosen, layout="numbered-titles", prior=worth, contents=contents)
            if draft and (best is None or draft.score > best.score):
                best = draft
    return best


def choices(openings: list[Opening], proceeding: float, other: float) -> list[tuple[list[Opening], float]]:
    """Return the openings to try, each set with what it is worth: those that end in 案, and all that count up.

    Where the numbers of the former go on in the latter without a gap, a batch holds both: 3.温州海关护航品牌出海
    stands between 2.…案 and 4.…案 or behind them, and is a case as they are.

    >>> mixed = [Opening(i, i + 1, (), str(i + 1)) for i in range(4)]
    >>> [worth for _, worth in choices(mixed, 0.75, 0.6)]
    [0.75, 0.6]
    """
    proceedings, counted = _proceedings(openings), rising(openings)
    if openings and openings[0].style == "paired":
        counted = openings
    if len(proceedings) > len(counted) and {o.at for o in counted} <= {o.at for o in proceedings}:
        return [(proceedings, proceeding)]  # a number is missing: the titles behind the gap are cases as well
    if 2 * len(proceedings) >= len(counted) > len(proceedings) and {o.at for o in proceedings} <= {
        o.at for o in counted
    }:
        rest = [opening for opening in counted if not ends_like_case(opening.words)]
        if all(names_anyone(opening.words) or opening.head for opening in rest):
            return [(counted, proceeding)]
    return [(proceedings, proceeding), (counted, other)]


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
