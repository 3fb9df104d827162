"""An entry of a case library as a web page gives it: label, ``：`` and value on three lines, the title twice."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from kg.cases.contents import title_key
from kg.cases.endings import is_footer
from kg.cases.lines import Line
from kg.cases.openings import Opening, build
from kg.cases.page import Draft, Mark, Page
from kg.cases.sections import section_name
from kg.cases.titles import can_be_title, ends_like_case

_COLON: Final = re.compile(r"[：:]\Z")
_TITLE_LABEL: Final = re.compile(r"(?:案例|案件)?(?:名称|标题|题目|案名)\Z")
_LEAST_LABELS: Final = 3


def recognise(page: Page) -> Draft | None:
    """Return the entry as a case, or None where no labels stand apart from their values."""
    lines = page.lines
    colons = [
        index
        for index in range(1, len(lines) - 1)
        if _COLON.match(lines[index].text) and len(lines[index - 1].text) <= 12
    ]
    if len(colons) < _LEAST_LABELS:
        return None
    labels = {index - 1 for index in colons}
    openings: list[Opening] = []
    for index in colons:
        if _TITLE_LABEL.match(lines[index - 1].text):
            title = _value(lines, index + 1, labels)
            if title and not any(title_key(line.text) == title_key(title[0].text) for line in lines[: index - 1]):
                label = (Mark(lines[index - 1], "label"), Mark(lines[index], "label"))
                openings.append(Opening(index - 1, index + 1 + len(title), title, "", "entry", (), label))
    if not openings:
        opening = _twice(lines, labels)
        openings = [opening] if opening else []
    draft = build(page, openings, layout="library-entry", prior=1.0, contents=frozenset(), least=1)
    if draft is None:
        return None
    cases = []
    marks = list(draft.marks)
    for case in draft.cases:
        again = _again(case.title, case.body)
        marks += [Mark(line, "repeated-title") for line in again]
        spare = [
            line
            for index, line in enumerate(case.body[:-1])
            for after in [case.body[index + 1 : index + 3]]
            if (_TITLE_LABEL.match(line.text) and len(after) > 1 and after[1] in again)
            or (_COLON.match(line.text) and after[0] in again)
        ]
        marks += [Mark(line, "label") for line in spare]
        body = tuple(line for line in case.body if line not in again and line not in spare)
        cases.append(replace(case, body=body, paragraphs=_paragraphs(body)))
    evidence = f"{len(colons)} labels apart from their values; {draft.evidence}"
    return replace(draft, cases=tuple(cases), marks=tuple(marks), score=min(draft.score + 0.1, 1.0), evidence=evidence)


def _value(lines: Sequence[Line], start: int, labels: set[int]) -> tuple[Line, ...]:
    """Return the lines of a title: the first, and a subtitle."""
    if start >= len(lines) or start in labels:
        return ()
    end = start + 1
    while end < len(lines) and end not in labels and re.match(r"[—–―]", lines[end].text):
        end += 1
    return tuple(lines[start:end])


def _twice(lines: Sequence[Line], labels: set[int]) -> Opening | None:
    """Return the opening at a title that is printed twice, or else at the first line that can be one."""
    keys = Counter(title_key(line.text) for line in lines if can_be_title(line.text))
    chances = [
        index
        for index, line in enumerate(lines)
        if index not in labels and can_be_title(line.text) and not is_footer(line.text) and len(line.text) >= 6
    ]
    # The name of the library may stand above the title: one that ends in 案 goes before it.
    for index in sorted(
        chances, key=lambda i: (keys[title_key(lines[i].text)] < 2, not ends_like_case(lines[i].text), i)
    ):
        title = _value(lines, index, labels)
        return Opening(index, index + len(title), title, "", "entry")
    return None


def _again(title: Sequence[Line], body: Sequence[Line]) -> list[Line]:
    """Return the lines of the body that print the title again."""
    again: list[Line] = []
    for part in title:
        key = title_key(part.text)
        again += [line for line in body if title_key(line.text) == key][:1]
    return again


def _paragraphs(body: Sequence[Line]) -> tuple[tuple[Line, ...], ...]:
    """Group each label with its colon and its value."""
    groups: list[list[Line]] = []
    index = 0
    while index < len(body):
        if index + 1 < len(body) and _COLON.match(body[index + 1].text) and len(body[index].text) <= 12:
            group = [body[index], body[index + 1]]
            index += 2
            following = body[index + 1].text if index + 1 < len(body) else ""
            if index < len(body) and not _COLON.match(following) and not section_name(body[index].text):
                group.append(body[index])
                index += 1
            groups.append(group)
        else:
            groups.append([body[index]])
            index += 1
    return tuple(tuple(group) for group in groups)
