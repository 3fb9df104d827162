"""Tables for people: one row a case, as CSV that a spreadsheet opens right and runs nothing of."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Final

from kg.frames import Frame
from kg.model import AnnotatedCase, Document

COLUMNS: Final = (
    "文件", "编号", "标题", "英文标题", "地区", "机构", "主体类型", "知识产权类型", "覆盖方式", "做法", "自有做法",
    "平台与工具", "法律文件与标准", "政策环节", "链接数", "正文",
)  # fmt: skip

_JOIN: Final = "；"
_DANGEROUS: Final = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def cell(text: str) -> str:
    """Return a text as a cell that no spreadsheet takes for a formula.

    >>> cell("=1+1"), cell("青岛海关")
    ("'=1+1", '青岛海关')
    """
    return f"'{text}" if text.startswith(_DANGEROUS) else text


def _labels(annotated: AnnotatedCase, relation: str) -> str:
    found = [assertion for assertion in annotated.assertions if assertion.relation == relation]
    found.sort(key=lambda assertion: not (assertion.role or "").startswith(("headline", "primary", "led", "located")))
    return _JOIN.join(dict.fromkeys(assertion.referent.label for assertion in found))


def cases_csv(annotated: Sequence[AnnotatedCase], documents: Sequence[Document], frames: Sequence[Frame] = ()) -> bytes:
    """Return the table of cases as CSV: UTF-8 with a BOM for Excel, CRLF line ends; a column for each coding frame."""
    titles = {document.slug: document.title or document.name for document in documents}
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([*COLUMNS[:-2], *(cell(frame.title) for frame in frames), *COLUMNS[-2:]])
    for item in annotated:
        case = item.case
        row = [
            titles[case.document], case.number, case.title, item.title_en or "",
            *(_labels(item, relation) for relation in ("region", "institution", "actorType", "ipType")),
            item.coverage or "",
            *(_labels(item, relation) for relation in ("mechanism", "measure", "platform", "instrument", "stage")),
            *(_JOIN.join(item.coded(frame.slug)) for frame in frames),
            str(len(item.assertions)), case.text,
        ]  # fmt: skip
        writer.writerow([cell(value) for value in row])
    return b"\xef\xbb\xbf" + text.getvalue().encode()
