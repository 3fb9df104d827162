"""One paragraph a case: 1.甲诉乙侵害商标权纠纷案。2020年…; the title is the paragraph's first sentence."""

from __future__ import annotations

from typing import Final

from kg.cases.contents import lists_titles
from kg.cases.layouts.heads import numbered_lines, opening_after
from kg.cases.layouts.numbered_titles import choices
from kg.cases.openings import build
from kg.cases.page import Draft, Page
from kg.cases.practices import are_cases
from kg.cases.titles import ends_like_case

_STYLES: Final = (
    "arabic-dot",
    "arabic-comma",
    "chinese",
    "chinese-bracket",
    "arabic-bracket",
    "arabic-half",
    "arabic-space",
    "circled",
)


def recognise(page: Page) -> Draft | None:
    """Return the numbered paragraphs as cases, where their first sentences are titles."""
    contents = page.contents
    best: Draft | None = None
    for style in _STYLES:
        for sentences in (False, True):
            found = [
                opening
                for index, marker in numbered_lines(page, frozenset({style}), contents)
                if not lists_titles(page.lines[index].text)
                and (opening := opening_after(page, index, marker, sentences=sentences))
                and (opening.head or ends_like_case(opening.words))
            ]
            if not any(opening.head for opening in found):
                continue
            for chosen, prior in choices(found, 0.78, 0.45 if sentences else 0.6):
                if not are_cases(page, chosen):
                    continue
                draft = build(page, chosen, layout="numbered-paragraphs", prior=prior, contents=contents)
                if draft and (best is None or draft.score > best.score or _completes(draft, best)):
                    best = draft
    return best


def _completes(draft: Draft, other: Draft) -> bool:
    """Tell whether a draft has all cases of another and those whose numbers are missing between or behind them."""
    numbers = [case.number for case in draft.cases]
    whole = numbers == [str(place) for place in range(1, len(numbers) + 1)]
    starts = {case.title[0].start for case in draft.cases}
    inside = {case.title[0].start for case in other.cases} < starts
    return whole and inside and 2 * len(other.cases) >= len(draft.cases)
