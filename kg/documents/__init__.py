"""One reader per format: a file becomes a :class:`~kg.model.Document`, the original kept with its checksum.

``Document.text`` is the decoded file (plain text, Markdown) or the text that the format holds (PDF,
DOCX, HTML, JSON lines), untouched: offsets of the cases point into it. A reader of a structured
format writes what plain text cannot show by these characters alone: a form feed between pages, a tab
between cells of a table row, ``U+2028`` between lines inside a cell, ``U+001E`` before each record
and ``U+001F`` between its fields.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from kg.documents.decoding import decode
from kg.documents.formats import SUFFIXES, media_type_of
from kg.documents.front_matter import front_matter
from kg.documents.register import Register
from kg.documents.sources import expand
from kg.model import DataError, Document
from kg.namespaces import is_slug

_LARGEST: Final = 512_000_000
"""Files of more bytes are refused: they would not fit into memory as text."""

__all__ = ["Register", "expand", "read"]


def read(
    path: Path | str,
    *,
    slug: str | None = None,
    register: Register | None = None,
    fields: Mapping[str, str] | None = None,
) -> Document:
    """Read one file.

    The slug is the one given, else the register's for a file with these very bytes, else ``d`` and
    12 hex digits of the SHA-256. Title, issuer and the rest come from the register, else from the
    document's own words, else stay ``None``. ``fields`` names the keys of JSON-lines records.

    Raises :class:`~kg.model.DataError` for a file that is missing, empty, damaged or without text.

    >>> import tempfile
    >>> folder = tempfile.TemporaryDirectory()
    >>> file = Path(folder.name) / "a.txt"
    >>> _ = file.write_bytes("案例一".encode())
    >>> document = read(file)
    >>> document.slug, document.name, document.text
    ('d58be7f059c36', 'a.txt', '案例一')
    """
    path = Path(path)
    if slug is not None and not is_slug(slug):
        raise DataError(str(path), f"slug {slug!r} is not usable", "use lower-case ASCII letters, digits and hyphens")
    try:
        if path.stat().st_size > _LARGEST:
            raise DataError(str(path), f"larger than {_LARGEST:,} bytes", "split it into several files")
        content = path.read_bytes()
    except OSError as error:
        raise DataError(str(path), f"cannot be read: {error.strerror}", "check the path and its permissions") from None
    sha256 = hashlib.sha256(content).hexdigest()
    media_type = media_type_of(path.name, content)
    text, title = _text(content, media_type, str(path), fields)
    entry = register.find(sha256) if register else None
    stated = front_matter("" if media_type == SUFFIXES[".jsonl"] else text, title)
    return Document(
        slug=slug or (entry.slug if entry else f"d{sha256[:12]}"),
        name=path.name,
        sha256=sha256,
        media_type=media_type,
        text=text,
        title=(entry and entry.title) or stated.title,
        issuer=(entry and entry.issuer) or stated.issuer,
        issued=(entry and entry.issued) or stated.issued,
        number=(entry and entry.number) or stated.number,
        url=entry.url if entry else None,
        licence=entry.licence if entry else None,
    )


def _text(content: bytes, media_type: str, where: str, fields: Mapping[str, str] | None) -> tuple[str, str | None]:
    """Return the text of a file and the title that its format carries; readers load only when needed."""
    if not content.strip():
        raise DataError(where, "the file is empty", "check that it was saved or downloaded completely")
    if media_type == SUFFIXES[".pdf"]:
        from kg.documents.pdf import read_pdf

        return read_pdf(content, where)
    if media_type == SUFFIXES[".docx"]:
        from kg.documents.docx import read_docx

        return read_docx(content, where)
    if media_type == SUFFIXES[".html"]:
        from kg.documents.html import read_html

        return read_html(content, where)
    if media_type == SUFFIXES[".jsonl"]:
        from kg.documents.json_lines import read_json_lines

        return read_json_lines(content, where, fields), None
    return decode(content, where), None
