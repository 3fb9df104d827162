"""Records of a JSON-lines file: one record, one case, as the reader marks them."""

from __future__ import annotations

import itertools
from bisect import bisect_left
from collections.abc import Sequence

from kg.cases.lines import Line
from kg.cases.page import Draft, DraftCase, Mark, Page
from kg.documents.json_lines import FIELD, RECORD


def recognise(page: Page) -> Draft | None:
    """Return the records as cases, or None where the text holds none."""
    text = page.document.text
    if not text.startswith(RECORD):
        return None
    starts = [line.start for line in page.lines]
    cases: list[DraftCase] = []
    marks: list[Mark] = []
    position = 0
    while position < len(text):
        end = text.find(RECORD, position + 1)
        end = len(text) if end < 0 else end
        bounds = [position + 1]
        while (cut := text.find(FIELD, bounds[-1], end)) >= 0:
            bounds.append(cut + 1)
        bounds.append(end + 1)
        fields = [_within(page.lines, starts, a, b - 1) for a, b in itertools.pairwise(bounds)]
        title, body = fields[0], fields[1] if len(fields) > 1 else ()
        stated = dict(line.text.partition("：")[::2] for field in fields[2:] for line in field)
        cases.append(
            DraftCase(
                "",
                title,
                body,
                paragraphs=tuple((line,) for line in body),
                agency=stated.get("agency") or None,
                date=stated.get("date") or None,
            )
        )
        marks += [Mark(line, "record-field") for field in fields[2:] for line in field]
        position = end
    return Draft("records", tuple(cases), tuple(marks), 1.0, f"{len(cases)} records")


def _within(lines: Sequence[Line], starts: Sequence[int], start: int, end: int) -> tuple[Line, ...]:
    return tuple(lines[bisect_left(starts, start) : bisect_left(starts, end)])
