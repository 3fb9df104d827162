"""A document taken apart into its cases: one recogniser per layout, the best by evidence wins.

Whatever belongs to no case is kept as outside text with a reason (:data:`~kg.cases.page.REASONS`).
``docs/documents.md`` shows each layout, what is kept outside, and what the errors mean.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from kg.cases.assembly import assemble
from kg.cases.layouts import (
    bare_titles,
    case_labels,
    cell_table,
    commentary,
    guiding,
    headlines,
    key_value_table,
    library_entry,
    lone_title,
    named_titles,
    number_lines,
    numbered_paragraphs,
    numbered_table,
    numbered_titles,
    records,
    sectioned,
    title_list,
)
from kg.cases.page import REASONS, Draft, Page, page_of
from kg.model import DataError, Document, Splitting

__all__ = ["LAST", "REASONS", "RECOGNISERS", "split"]

RECOGNISERS: Final[tuple[Callable[[Page], Draft | None], ...]] = (
    numbered_table.recognise,
    cell_table.recognise,
    key_value_table.recognise,
    commentary.recognise,
    guiding.recognise,
    case_labels.recognise,
    library_entry.recognise,
    named_titles.recognise,
    numbered_titles.recognise,
    numbered_paragraphs.recognise,
    number_lines.recognise,
    sectioned.recognise,
    bare_titles.recognise,
    lone_title.recognise,
    headlines.recognise,
)
"""The recognisers; at equal evidence the one that stands first wins."""

LAST: Final = title_list.recognise
"""The recogniser that is asked where no other finds a case."""

_KNOWN: Final = (
    "cases open with 案例一, 【案例1】, 经验一：甲市…, 一、…案, 1.…案, 指导性案例1号, （检例第1号） or a number on its own line, "
    "have sections such as 【基本案情】 below a title, or are the rows of a table 序号 / 案例名称 / 案例摘要; "
    "docs/documents.md shows every layout"
)


def split(document: Document) -> Splitting:
    """Return the cases of a document in order, the text outside them, and warnings.

    ``Splitting.layout`` names the recogniser that was chosen and its evidence. Raises
    :class:`~kg.model.DataError` where no case is found, where a number repeats without a group
    heading between, and where a case has no text.

    >>> text = "序号 案例名称 案例摘要\\n1\\n甲市建立名单\\n机制\\n甲市建立企业名单推送机制，由管理部门推送名单。\\n"
    >>> case = split(Document("d", "a.txt", "", "text/plain", text)).cases[0]
    >>> case.path, case.title
    ('case/d/1', '甲市建立名单机制')
    """
    page = page_of(document)
    recorded = records.recognise(page)
    if recorded:
        return assemble(page, recorded)
    drafts = [draft for recognise in RECOGNISERS if (draft := recognise(page)) is not None and draft.cases]
    if drafts:
        return assemble(page, max(drafts, key=lambda draft: draft.score))
    listed = LAST(page)
    if listed is None:
        raise DataError(document.name, "no case found", _KNOWN)
    return assemble(page, listed)
