"""Zip archives that are the same bytes for the same content: workbooks, QDA projects, releases."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from typing import Final

STORED_BELOW: Final = 16 * 1024 * 1024
"""Archives with less content than this may be stored uncompressed: no version of zlib then enters their bytes."""

_DATE: Final = (1980, 1, 1, 0, 0, 0)
_UNIX: Final = 3
_FILE: Final = 0o100644 << 16


def pack(files: Mapping[str, bytes], *, compress: bool | None = None) -> bytes:
    """Return a zip archive of files by name, in the mapping's order, with a fixed date.

    Names outside ASCII are written in UTF-8 with the flag that says so (bit 11), which Windows, macOS and Linux heed.
    ``compress`` left open stores what is small, so that the bytes do not depend on the zlib at hand, and deflates
    the rest.

    >>> pack({"说明.txt": b"a"}) == pack({"说明.txt": b"a"})
    True
    """
    if compress is None:
        compress = sum(len(content) for content in files.values()) >= STORED_BELOW
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, _DATE)
            entry.create_system = _UNIX
            entry.external_attr = _FILE
            entry.compress_type = zipfile.ZIP_DEFLATED if compress else zipfile.ZIP_STORED
            archive.writestr(entry, content, compresslevel=9 if compress else None)
    return held.getvalue()


def settled(content: bytes) -> bytes:
    """Return a zip archive packed again as `pack` does; a large one, which would be deflated anyway, as it is."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if sum(entry.file_size for entry in archive.infolist()) >= STORED_BELOW:
            return content
    return pack(unpack(content))


def unpack(content: bytes) -> dict[str, bytes]:
    """Return the files of a zip archive by name, in its order. Raises `zipfile.BadZipFile`.

    >>> unpack(pack({"a": b"1", "b": b"2"}))
    {'a': b'1', 'b': b'2'}
    """
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {entry.filename: archive.read(entry) for entry in archive.infolist() if not entry.is_dir()}
