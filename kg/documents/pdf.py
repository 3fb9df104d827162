"""PDF: the text layer page by page, ruled tables as rows. Read by pdfplumber."""

from __future__ import annotations

import io
import logging
import re
from typing import Any, Final

from kg.documents.radicals import unify
from kg.documents.rendering import CELL_BREAK, TextWriter
from kg.model import DataError

_PAGES: Final = 5_000
"""No more pages than this are read from one file."""
_HEAD: Final = re.compile(r"^\s*序\s*号\s+\S{2,8}\s+\S{2,8}", re.M)
_CHARACTERS: Final = 20_000
"""A page with more characters than this is read without looking for tables."""


def read_pdf(content: bytes, where: str) -> tuple[str, str | None]:
    """Return the text of all pages, form feeds between them, and the title of the file's properties.

    A row of a ruled table is one line with tabs between its cells; everything else is lines as they
    are broken on the page. Raises :class:`~kg.model.DataError` for a file that is damaged, locked, or
    a scan without text.
    """
    import pdfplumber

    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    writer = TextWriter()
    try:
        with pdfplumber.open(io.BytesIO(content)) as document:
            pages = document.pages
            if len(pages) > _PAGES:
                raise DataError(where, f"{len(pages)} pages", f"split it into files of at most {_PAGES} pages")
            flowing = False
            for page in pages:
                writer.page()
                flowing = _page(page, writer, flowing)
                page.close()
            count = len(pages)
            found = (document.metadata or {}).get("Title")
            title = found.strip() if isinstance(found, str) and re.search(r"[\u3400-\u9fff]", found) else None
    except DataError:
        raise
    except RecursionError:
        raise DataError(where, "a damaged PDF (nested without end)", "print it to a new PDF") from None
    except Exception as error:  # pdfminer lets errors of many kinds through
        name = type(error).__name__
        cause = getattr(error, "args", (None,))[0]
        if "Password" in name or "Password" in type(cause).__name__ or "Encryption" in type(cause).__name__:
            raise DataError(where, "this PDF is locked by a password", "save it without a password") from None
        raise DataError(where, f"a damaged PDF ({name})", "print it to a new PDF") from None
    text = unify(writer.text())
    if not re.sub(r"[\s\W\d]+", "", text):
        raise DataError(where, f"a scan: no text in {count} pages", "run text recognition (OCR) first")
    return text, title


def _page(page: Any, writer: TextWriter, flowing: bool) -> bool:
    """Write one page: lines and ruled tables from top to bottom.

    A table without rules, known by the names in its head, is written in the order in which the file
    holds it, cell by cell, because its lines run across the columns. Returns whether the following
    pages can go on with such a table.
    """
    # Fake bold prints each character twice at nearly the same place.
    page = page.dedupe_chars(tolerance=0.5)
    tables = []
    if len(page.chars) <= _CHARACTERS and (page.lines or page.rects or page.curves):
        tables = [table for table in page.find_tables() if _is_grid(table)]
    if not tables:
        text = page.extract_text(x_tolerance=1.5, y_tolerance=3) or ""
        flowing = flowing or bool(_HEAD.search(text))
        if flowing:
            text = page.extract_text(x_tolerance=1.5, y_tolerance=3, use_text_flow=True) or ""
        for line in text.split("\n"):
            if line.strip():
                writer.line(line)
        return flowing
    tables.sort(key=lambda table: (table.bbox[1], table.bbox[0]))
    top = page.bbox[1]
    for table in tables:
        _lines(page, top, table.bbox[1], writer)
        for row in table.extract(x_tolerance=1.5):
            writer.row([_cell(words) for words in row])
        top = max(top, table.bbox[3])
    _lines(page, top, page.bbox[3], writer)
    return False


def _is_grid(table: Any) -> bool:
    """Tell whether a found table has two columns at least, and is not a frame around the page."""
    widths = [sum(1 for cell in row.cells if cell) for row in table.rows]
    return len(widths) >= 1 and max(widths, default=0) >= 2


def _lines(page: Any, top: float, bottom: float, writer: TextWriter) -> None:
    """Write the lines between two heights of a page."""
    if bottom - top < 1:
        return
    left, upper, right, lower = page.bbox
    part = page.crop((left, max(top, upper), right, min(bottom, lower)), strict=False)
    text = part.extract_text(x_tolerance=1.5, y_tolerance=3) or ""
    for line in text.split("\n"):
        if line.strip():
            writer.line(line)


def _cell(words: str | None) -> str:
    """Return a cell's text with the breaks of its column."""
    return CELL_BREAK.join(part.strip() for part in (words or "").replace("\t", " ").split("\n") if part.strip())
