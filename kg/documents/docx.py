"""Word documents: paragraphs and tables in order, list numbers included. Read by python-docx."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from kg.documents.rendering import CELL_BREAK, TextWriter
from kg.model import DataError

if TYPE_CHECKING:
    from kg.documents.word_numbering import Numbering

_WORD: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_LARGEST: Final = 200_000_000
"""No part of a document may unpack to more bytes than this."""
_DEEPEST: Final = 200


def read_docx(content: bytes, where: str) -> tuple[str, str | None]:
    """Return the text of a document and the title of its properties.

    A row of a table is one line with tabs between its cells. Text in text boxes and content controls
    is included, deleted text (tracked changes) is not.

    Raises :class:`~kg.model.DataError` for a file that is damaged, unpacks to too much, or has no text.
    """
    import docx

    from kg.documents.word_numbering import numbering_of

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            size = sum(part.file_size for part in archive.infolist())
            if size > _LARGEST or len(archive.infolist()) > 20_000:
                raise DataError(where, f"unpacks to {size} bytes", "split the document, or remove its pictures")
        document = docx.Document(io.BytesIO(content))
        body = document.element.body
        writer = TextWriter()
        _blocks(body, writer, numbering_of(document), 0)
        title = (document.core_properties.title or "").strip() or None
    except DataError:
        raise
    except Exception as error:  # python-docx lets errors of zipfile, lxml and its own through
        raise DataError(
            where, f"a damaged Word document ({type(error).__name__})", "open it and save it anew"
        ) from None
    text = writer.text()
    if not text.strip():
        raise DataError(where, "no text in this document", "if it holds pictures of text, run text recognition (OCR)")
    return text, title


def _blocks(parent: Any, writer: TextWriter, numbering: Numbering, depth: int) -> None:
    """Write the paragraphs and tables below an element."""
    if depth > _DEEPEST:
        return
    for child in parent:
        if child.tag == f"{_WORD}p":
            _paragraph(child, writer, numbering)
        elif child.tag == f"{_WORD}tbl":
            _table(child, writer, numbering, depth + 1)
        elif child.tag in (f"{_WORD}sdt", f"{_WORD}sdtContent", f"{_WORD}ins", f"{_WORD}smartTag", f"{_WORD}customXml"):
            _blocks(child, writer, numbering, depth + 1)


def _paragraph(paragraph: Any, writer: TextWriter, numbering: Numbering) -> None:
    """Write one paragraph, then the text boxes that hang on it."""
    boxes: list[Any] = []
    label = numbering.label(paragraph)
    pieces = list(_pieces(paragraph, boxes))
    if label and "".join(pieces).strip():
        writer.inline(label)
    for piece in pieces:
        if piece == "\n":
            writer.block()
        else:
            writer.inline(piece)
    writer.block()
    for box in boxes:
        _blocks(box, writer, numbering, 1)


def _pieces(paragraph: Any, boxes: list[Any]) -> Iterator[str]:
    """Yield the visible text of a paragraph; text boxes are set aside."""
    stack = list(reversed(paragraph))
    while stack:
        node = stack.pop()
        if node.tag == f"{_WORD}t":
            yield node.text or ""
        elif node.tag in (f"{_WORD}tab", f"{_WORD}ptab"):
            yield " "
        elif node.tag in (f"{_WORD}br", f"{_WORD}cr"):
            yield "\n"
        elif node.tag == f"{_WORD}noBreakHyphen":
            yield "-"
        elif node.tag == f"{_WORD}txbxContent":
            boxes.append(node)
        elif node.tag not in (f"{_WORD}del", f"{_WORD}moveFrom", f"{_WORD}pPr", f"{_WORD}rPr", _FALLBACK):
            stack.extend(reversed(node))


def _table(table: Any, writer: TextWriter, numbering: Numbering, depth: int) -> None:
    """Write a table row by row; a table of one column is plain paragraphs."""
    rows = [row for row in table.iter(f"{_WORD}tr") if _nearest_table(row) is table]
    cells = [[cell for cell in row.iter(f"{_WORD}tc") if _nearest_table(cell) is table] for row in rows]
    if max(map(len, cells), default=0) < 2:
        for row in cells:
            for cell in row:
                _blocks(cell, writer, numbering, depth + 1)
        return
    for row in cells:
        words: list[str] = []
        for cell in row:
            inner = TextWriter()
            _blocks(cell, inner, numbering, depth + 1)
            # A cell that goes on from the row above (vertical merge) is empty here.
            words.append(inner.text().replace("\t", " ").replace("\f", "").replace("\n", CELL_BREAK))
            span = cell.find(f"{_WORD}tcPr/{_WORD}gridSpan")
            if span is not None and (span.get(f"{_WORD}val") or "").isdigit():
                words += [""] * (min(int(span.get(f"{_WORD}val")), 64) - 1)
        writer.row(words)


def _nearest_table(element: Any) -> Any:
    parent = element.getparent()
    while parent is not None and parent.tag != f"{_WORD}tbl":
        parent = parent.getparent()
    return parent
