"""The silence report: what a case says that supports no link, and what its title says under no headline."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from kg.model import AnnotatedCase

_CLAUSE: Final = re.compile(r"[^，。；：！？\n]+")
_TITLE_CLAUSE: Final = re.compile(r"[^ ]+")
_SHORTEST: Final = 6
"""A shorter clause (以此为基础) says nothing of its own."""


@dataclass(frozen=True, slots=True)
class SilentPlace:
    """A clause without a link. ``kind`` is 正文 or 标题; offsets are those of the field."""

    kind: str
    start: int
    end: int
    text: str


def silent(annotated: AnnotatedCase) -> Iterator[SilentPlace]:
    """Yield the clauses of the text that no evidence touches, and those of the title that no headline's evidence does.

    A title clause counts as covered by a headline mechanism or measure, by the region or body that
    leads, or by a primary IP type: together they are what a title is about.
    """
    case = annotated.case
    spans = [(s.start, s.end) for a in annotated.assertions for s in a.evidence if s.field == "text"]
    yield from _uncovered("正文", _CLAUSE, case.text, spans)
    heads = [
        (s.start, s.end)
        for a in annotated.assertions
        if a.role in ("headlineMechanism", "headlineMeasure")
        for s in a.evidence
        if s.field == "title"
    ]
    yield from _uncovered("标题", _TITLE_CLAUSE, case.title, heads)


def _uncovered(kind: str, clause: re.Pattern[str], text: str, spans: list[tuple[int, int]]) -> Iterator[SilentPlace]:
    for found in clause.finditer(text):
        touched = any(start < found.end() and found.start() < end for start, end in spans)
        if not touched and found.end() - found.start() >= _SHORTEST:
            yield SilentPlace(kind, found.start(), found.end(), found.group())
