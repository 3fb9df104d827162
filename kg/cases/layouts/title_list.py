"""A list of titles and nothing told: lines that end in 案, or one sentence that names them one after the other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from kg.cases.contents import title_key
from kg.cases.lines import Line
from kg.cases.markers import STRONG, marker_of
from kg.cases.openings import with_rest
from kg.cases.page import Draft, DraftCase, Mark, Page
from kg.cases.practices import names_anyone
from kg.cases.titles import can_be_title, ends_like_case, without_bullet

_LEAST: Final = 2
_LEAST_WORDS: Final = 8
_ENTRY: Final = re.compile(
    r"(?P<title>[^。；;：:\n]{6,100}?案)[”\"》]?(?=[、；;，,。]|等|及|和|以及|[一二三四五六七八九十\d]{1,3}(?:大|件|个|起|例)|\Z)"
)
_LEAD: Final = re.compile(r".*(?:包括|分别[是为]|依次[是为]|如下|[：:])|")
_JOIN: Final = re.compile(r"(?:[、；;，,。\s“”\"《》]|以及|及|和|与|等)*")
_ENUMERATES: Final = re.compile(r"案[”\"》]?[、；;]")


def recognise(page: Page) -> Draft | None:
    """Return the titles of a list as cases without text, or None; for documents in which nothing is told.

    A sentence must name three. Half of the titles must say who did it or name parties: a call for cases lists kinds.
    """
    listed = list(_lines(page))
    if len(listed) < _LEAST:
        listed = max((list(_entries(line)) for line in page.lines), key=len, default=[])
        listed = listed if len(listed) > _LEAST else []
    seen: dict[str, DraftCase] = {}
    marks: list[Mark] = []
    for number, title, mark in listed:
        key = title_key(title.text)
        if key not in seen:
            seen[key] = DraftCase(number, (title,), ())
            marks += [mark] if mark else []
    titles = [case.title[0].text for case in seen.values()]
    if len(seen) < _LEAST or 2 * sum(1 for title in titles if names_anyone(title)) < len(titles):
        return None
    numbers = [case.number for case in seen.values()]
    rising = numbers == [str(place) for place in range(1, len(numbers) + 1)]
    cases = [case if rising else DraftCase("", case.title, ()) for case in seen.values()]
    return Draft(
        "title-list",
        tuple(cases),
        tuple(marks),
        0.1,
        f"{len(cases)} titles, and no text below any of them",
        untold=True,
        warnings=(f"a list of {len(cases)} titles: the document tells none of these cases",),
    )


def _lines(page: Page) -> Iterator[tuple[str, Line, Mark | None]]:
    """Yield number, title and mark of each line that is a title."""
    for line in page.lines:
        marker = marker_of(line.text)
        rest, mark = with_rest(line, marker) if marker else (without_bullet(line), None)
        rest = rest.cut(0, len(rest.text.rstrip("。；;")))
        labelled = marker is not None and marker.style in STRONG
        if not (ends_like_case(rest.text) or labelled) or not can_be_title(rest.text):
            continue
        if len(rest.text) >= _LEAST_WORDS and not _ENUMERATES.search(rest.text):
            yield (marker.number if marker else ""), rest, mark


def _entries(line: Line) -> Iterator[tuple[str, Line, None]]:
    """Yield the titles that one sentence names."""
    chained = False
    for match in _ENTRY.finditer(line.text):
        start, end = match.span("title")
        if not chained:
            start += _LEAD.match(line.text[start:end]).end()  # type: ignore[union-attr]
        start = _JOIN.match(line.text, start).end()  # type: ignore[union-attr]
        title, chained = line.cut(start, end), True
        marker = marker_of(title.text)
        title = title.cut(marker.rest) if marker else title
        if len(title.text) >= _LEAST_WORDS and ends_like_case(title.text) and can_be_title(title.text):
            yield (marker.number if marker else ""), title, None
