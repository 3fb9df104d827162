"""What every recogniser is given: the lines of a document and how they are broken; and what it returns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from kg.cases.contents import contents_of
from kg.cases.endings import page_number
from kg.cases.flattened import split_flattened
from kg.cases.joining import Wrapping, wrapping
from kg.cases.lines import Line, read_lines
from kg.cases.markers import split_glued
from kg.cases.running import running_lines
from kg.model import Document

REASONS: Final[dict[str, tuple[str, str]]] = {
    "preamble": ("案例之前的文字", "before the first case"),
    "contents": ("目录", "table of contents"),
    "group-heading": ("分组标题", "heading of a group of cases"),
    "header-row": ("表头", "header row of a table"),
    "number": ("编号", "printed number of a case"),
    "page-number": ("页码", "page number"),
    "running-head": ("页眉页脚", "head or foot of every page"),
    "label": ("栏目名", "label of a field"),
    "record-field": ("记录的其他字段", "other field of a record"),
    "layout-mark": ("版式标记", "mark of the layout"),
    "between": ("案例之间的文字", "between two cases"),
    "commentary": ("评论性正文", "commentary around the cases"),
    "footer": ("案例之后的文字", "after the last case"),
    "repeated-title": ("重复的标题", "title printed again"),
}
"""Why text lies outside the cases: slug, and its name in Chinese and English."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Lines that belong to the layout, not to a case, with the reason (a key of :data:`REASONS`)."""

    line: Line
    reason: str


@dataclass(frozen=True, slots=True)
class Page:
    """A document as the recognisers see it; ``contents`` are the lines of its table of contents,
    ``running`` what every page repeats (no longer among ``lines``)."""

    document: Document
    lines: Sequence[Line]
    style: Wrapping
    contents: frozenset[int] = frozenset()
    running: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class DraftCase:
    """A case as lines. ``number`` is the printed one in digits, empty where there is none.

    ``paragraphs`` overrides the grouping of ``body`` where the layout itself shows it; ``agency`` and
    ``date`` are those that a record states beside its text.
    """

    number: str
    title: tuple[Line, ...]
    body: tuple[Line, ...]
    group: int = 0
    paragraphs: tuple[tuple[Line, ...], ...] | None = None
    agency: str | None = None
    date: str | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """One way to take a document apart.

    ``score`` (0 to 1) says how much of the document speaks for it; ``evidence`` says it in words.
    ``restarts`` tells that the numbering starts again in each group, ``untold`` that the cases have no text.
    """

    layout: str
    cases: tuple[DraftCase, ...]
    marks: tuple[Mark, ...] = ()
    score: float = 0.0
    evidence: str = ""
    restarts: bool = False
    style: Wrapping | None = None
    warnings: tuple[str, ...] = ()
    untold: bool = False


def page_of(document: Document) -> Page:
    """Return a document as lines."""
    lines = read_lines(document.text)
    running = running_lines(lines)
    numbers = frozenset(index for index, line in enumerate(lines) if page_number(line, broken=False))
    dropped = tuple(
        Mark(lines[index], "page-number" if index in numbers else "running-head") for index in sorted(running | numbers)
    )
    kept = [line for index, line in enumerate(lines) if index not in running and index not in numbers]
    style = wrapping(kept)
    kept = [part for line in split_flattened(kept, style) for part in split_glued(line)]
    return Page(document, kept, style, contents_of(kept), dropped)
