"""Titles behind a label on the same line: 案例名称：…, then 办案单位：…, 案情简介：…, again and again."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from kg.cases.markers import marker_of
from kg.cases.openings import Opening, build
from kg.cases.page import Draft, Mark, Page
from kg.cases.sections import section_name
from kg.cases.titles import can_be_title, title_length

_LABEL: Final = re.compile(
    r"[【\[]?(?:案\s*[例件]\s*)?(?:名\s*称|标\s*题|题\s*目)[】\]]?\s*[：:]\s*|[【\[]案[例件]名称[】\]]\s*"
)
_NUMBER: Final = re.compile(r"(?:序号|编号|案例(?:编号|序号))\s*[：:]\s*")
_LEAST_SECTIONS: Final = 1


def recognise(page: Page) -> Draft | None:
    """Return what stands below each labelled title; a number alone on the line above belongs to it."""
    openings: list[Opening] = []
    for index, line in enumerate(page.lines):
        if index in page.contents:
            continue
        marker = marker_of(line.text)
        start = marker.rest if marker and marker.style not in ("alone", "article") else 0
        label = _LABEL.match(line.text, start)
        if not label or label.end() >= len(line.text):
            continue
        title = line.cut(label.end())
        if not can_be_title(title.text):
            continue
        printed = replace(line, text=line.text[: label.end()], offsets=line.offsets[: label.end()])
        mark = Mark(replace(printed, end=printed.offsets[-1] + 1), "label")
        count = title_length([title, *page.lines[index + 1 : index + 5]], page.style)
        parts = (title, *page.lines[index + 1 : index + max(count, 1)])
        number, at, marks = (marker.number if marker and start else ""), index, [mark]
        if not number and index and (not openings or index - 1 >= openings[-1].body):
            above = page.lines[index - 1]
            counted = _NUMBER.match(above.text)
            alone = marker_of(above.text[counted.end() :] if counted else above.text)
            if alone and alone.number and alone.rest + (counted.end() if counted else 0) >= len(above.text):
                number, at = alone.number, index - 1
                marks.append(Mark(above, "number"))
        openings.append(Opening(at, index + len(parts), parts, number, "named", (), tuple(marks)))
    draft = build(page, openings, layout="named-titles", prior=0.95, contents=page.contents, least=1)
    if draft is None or any(
        sum(1 for line in case.body if section_name(line.text)) < _LEAST_SECTIONS for case in draft.cases
    ):
        return None
    return draft
