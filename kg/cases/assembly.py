"""From a draft to a :class:`~kg.model.Splitting`: fields, sections, paths, and what lies outside.

Whatever a draft does not claim is kept as outside text, so that nothing can be lost.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence

from kg.cases.joining import join_text, join_title, paragraphs_of
from kg.cases.page import Draft, DraftCase, Page
from kg.cases.sections import sections_of
from kg.model import Case, DataError, Outside, SourceMap, Splitting


def assemble(page: Page, draft: Draft) -> Splitting:
    """Return the cases of a draft and everything around them.

    Raises :class:`~kg.model.DataError` where a number repeats within its group and where a case has
    no title or no text; a gap in the numbers is a warning.
    """
    where = page.document.name
    _check(draft, where)
    paths = _paths(page, draft)
    style = draft.style or page.style
    cases: list[Case] = []
    for drafted, path in zip(draft.cases, paths, strict=True):
        title, title_map = join_title(drafted.title)
        groups = drafted.paragraphs if drafted.paragraphs is not None else paragraphs_of(drafted.body, style)
        text, text_map = join_text(groups)
        if not title or not (text or draft.untold):
            missing = "text" if title else "title"
            line = _line_number(page.document.text, [*drafted.title, *drafted.body])
            raise DataError(f"{where}, line {line}", f"case {_name(drafted)} has no {missing}", _MEND)
        cases.append(
            Case(
                path=path,
                document=page.document.slug,
                number=drafted.number,
                title=title,
                text=text,
                sections=sections_of(text),
                title_map=title_map,
                text_map=text_map,
                agency=drafted.agency,
                date=drafted.date,
            )
        )
    outside = tuple(_outside(page, draft, cases))
    explanation = f"{draft.layout}: {draft.evidence}" if draft.evidence else draft.layout
    return Splitting(page.document, tuple(cases), outside, (*draft.warnings, *_gaps(draft)), explanation)


_WORD = re.compile(r"\w")
_MEND = "check the numbers and headings of the document around it"


def _name(drafted: DraftCase) -> str:
    return drafted.number or "without a number"


def _line_number(text: str, lines: Sequence[object]) -> int:
    start = min((line.start for line in lines), default=0)  # type: ignore[attr-defined]
    return text.count("\n", 0, start) + 1


def _check(draft: Draft, where: str) -> None:
    """Refuse numbers that repeat without a group heading between them."""
    seen: Counter[tuple[int, str]] = Counter(
        (drafted.group if draft.restarts else 0, drafted.number) for drafted in draft.cases if drafted.number
    )
    for (_, number), count in seen.items():
        if count > 1:
            raise DataError(where, f"the number {number} stands before {count} cases, with no group heading", _MEND)


def _paths(page: Page, draft: Draft) -> list[str]:
    """Return the paths of the cases: printed number, group and number, or position."""
    slug = page.document.slug
    paths: list[str] = []
    for position, drafted in enumerate(draft.cases, 1):
        if not drafted.number:
            name = f"p{position}"
        elif draft.restarts:
            name = f"{drafted.group}-{drafted.number}"
        else:
            name = drafted.number
        paths.append(f"case/{slug}/{name}")
    return paths


def _gaps(draft: Draft) -> list[str]:
    """Return a warning for each number that is missing between two others."""
    warnings: list[str] = []
    groups: dict[int, list[int]] = {}
    for drafted in draft.cases:
        if drafted.number.isdigit():
            groups.setdefault(drafted.group if draft.restarts else 0, []).append(int(drafted.number))
    for group, numbers in groups.items():
        if len(numbers) < 2:
            continue
        missing = sorted(set(range(min(numbers), max(numbers) + 1)) - set(numbers))
        inside = f" in group {group}" if draft.restarts else ""
        if missing and len(missing) <= 2 * len(numbers):
            shown = ", ".join(map(str, missing[:20])) + (" …" if len(missing) > 20 else "")
            warnings.append(f"numbers missing{inside}: {shown}")
    return warnings


def _source_ranges(charts: Iterable[SourceMap]) -> list[tuple[int, int]]:
    return [(source, source + length) for chart in charts for _, source, length in chart.segments]


def _outside(page: Page, draft: Draft, cases: Sequence[Case]) -> list[Outside]:
    """Return every stretch of the source that is in no case, with the reason, in order."""
    text = page.document.text
    claimed = sorted(_source_ranges(chart for case in cases for chart in (case.title_map, case.text_map)))
    extents = sorted(
        (min(s for _, s, _ in m), max(s + n for _, s, n in m))
        for case in cases
        for m in [case.title_map.segments + case.text_map.segments]
        if m
    )
    starts = [start for start, _ in extents]
    marks = sorted((mark.line.start, mark.line.end, mark.reason) for mark in (*draft.marks, *page.running))
    found: list[Outside] = []
    position = 0
    for start, end in [*claimed, (len(text), len(text))]:
        if position < start:
            found += _named(text, position, start, marks, extents, starts)
        position = max(position, end)
    return found


def _named(
    text: str,
    start: int,
    end: int,
    marks: Sequence[tuple[int, int, str]],
    extents: Sequence[tuple[int, int]],
    starts: Sequence[int],
) -> list[Outside]:
    """Return one unclaimed stretch, cut where its reason changes, without white space at the ends."""
    cuts: list[tuple[int, int, str]] = []
    position = start
    first = max(bisect_right(marks, (start, len(text), "")) - 1, 0)
    for left, right, reason in marks[first:]:
        if left >= end:
            break
        left, right = max(left, position), min(right, end)
        if left < right:
            cuts.append((position, left, ""))
            cuts.append((left, right, reason))
            position = right
    cuts.append((position, end, ""))
    found: list[Outside] = []
    for left, right, reason in cuts:
        while left < right and text[left].isspace():
            left += 1
        while right > left and text[right - 1].isspace():
            right -= 1
        if left < right:
            words = text[left:right]
            if not reason:
                # Nothing but marks (``**``, ``#``) is layout, wherever it stands.
                reason = _place(left, extents, starts) if _WORD.search(words) else "layout-mark"
            found.append(Outside(left, right, words, reason))
    return found


def _place(offset: int, extents: Sequence[tuple[int, int]], starts: Sequence[int]) -> str:
    """Return the reason that the place alone gives."""
    index = bisect_right(starts, offset) - 1
    if index < 0:
        return "preamble"
    if offset < extents[index][1]:
        return "layout-mark"
    return "footer" if index == len(extents) - 1 else "between"
