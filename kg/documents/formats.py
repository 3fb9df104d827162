"""Which format a file has: by its first bytes, then by its name."""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import Final

from kg.model import DataError

SUFFIXES: Final[dict[str, str]] = {
    ".txt": "text/plain",
    ".text": "text/plain",
    ".md": "text/markdown",
    ".markdown": "text/markdown",
    ".html": "text/html",
    ".htm": "text/html",
    ".xhtml": "text/html",
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".jsonl": "application/jsonl",
    ".ndjson": "application/jsonl",
}
"""Names of files that are read, and their media types."""

_HTML: Final = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body)\b",
    re.I | re.S,
)


def media_type_of(name: str, content: bytes) -> str:
    """Return the media type of a file. What the bytes say comes before what the name says.

    Raises :class:`~kg.model.DataError` for formats that are known but cannot be read.

    >>> media_type_of("a.txt", b"%PDF-1.7"), media_type_of("a.md", b"# 1"), media_type_of("a", b"1")
    ('application/pdf', 'text/markdown', 'text/plain')
    """
    if content[:1024].lstrip().startswith(b"%PDF-"):
        return SUFFIXES[".pdf"]
    if content.startswith(b"PK\x03\x04"):
        if b"word/" in content:
            return SUFFIXES[".docx"]
        raise DataError(name, "a ZIP archive that is not a Word document", "unpack it, or save the document as .docx")
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise DataError(name, "an old Word or Excel file", "open it and save it as .docx")
    if content.startswith(b"{\\rtf"):
        raise DataError(name, "a rich text file", "open it and save it as .docx or as plain text")
    if content.startswith((b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*")):
        raise DataError(name, "a picture, which holds no text", "run text recognition (OCR) first")
    if _HTML.match(content[:8192]):
        return "text/html"
    return SUFFIXES.get(PurePath(name).suffix.lower(), "text/plain")
