"""From bytes to text: UTF-8 and GB18030, with or without a byte order mark."""

from __future__ import annotations

import codecs
import re
from typing import Final

from kg.model import DataError

_MOSTLY: Final = 2
"""A damaged UTF-8 file has more than so many characters for each byte that is wrong; GB18030 has fewer."""
_SHOWN: Final = 5
"""So many undecodable places are named in an error."""


def decode(content: bytes, where: str) -> str:
    """Return the text of a file, line ends as they are, without the byte order mark.

    UTF-8 is tried first, then GB18030 (which includes GBK and GB2312); UTF-16 only with its mark.
    Bytes that are mostly valid UTF-8 are never read as GB18030: nearly any damage to a UTF-8 file
    would then pass unseen and turn the whole text into nonsense.

    ``where`` names the file in the error. Raises :class:`~kg.model.DataError` for an empty file and
    for bytes that cannot be decoded, with their offsets.

    >>> decode("典型案例".encode("gb18030"), "a.txt")
    '典型案例'
    >>> decode(b"\\xef\\xbb\\xbf1", "a.txt")
    '1'
    >>> decode("典型案例".encode() + b"\\xff", "a.txt")
    Traceback (most recent call last):
    ...
    kg.model.DataError: a.txt: not readable as UTF-8: byte 0xff at offset 12; save the file as UTF-8 or GB18030
    """
    if not content.removeprefix(codecs.BOM_UTF8).strip():
        raise DataError(where, "the file is empty", "check that it was saved or downloaded completely")
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if content.startswith(mark):
            return _strict(content, encoding, where, len(mark))
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        return _chinese(content) or text if _strange(text) else text
    replaced = content.decode("utf-8", "replace")
    wrong = replaced.count("\ufffd")
    right = len(re.findall(r"[\u0800-\U0010ffff]", replaced)) - wrong
    if right > _MOSTLY * wrong:
        return _strict(content, "utf-8", where)
    return _strict(content, "gb18030", where)


def _strange(text: str) -> bool:
    """Tell whether a text has characters beyond ASCII, but none above two bytes of UTF-8: no Chinese."""
    return not text.isascii() and max(text) < "\u0800"


def _chinese(content: bytes) -> str | None:
    """Return the text in GB18030 where that makes it Chinese: some pairs of its bytes pass for UTF-8."""
    try:
        text = content.decode("gb18030")
    except UnicodeDecodeError:
        return None
    beyond = [character for character in text if not character.isascii()]
    return text if all("\u3000" <= character <= "\u9fff" for character in beyond) else None


def _strict(content: bytes, encoding: str, where: str, skip: int = 0) -> str:
    """Decode, or raise an error that names the first undecodable bytes by their offset in the file."""
    try:
        return content[skip:].decode(encoding)
    except UnicodeDecodeError:
        pass
    places: list[str] = []
    start = skip
    while len(places) < _SHOWN:
        try:
            content[start:].decode(encoding)
            break
        except UnicodeDecodeError as error:
            offset = start + error.start
            shown = content[offset : max(start + error.end, offset + 1)]
            noun = "byte" if len(shown) == 1 else "bytes"
            places.append(f"{noun} 0x{shown.hex()} at offset {offset}")
            start += max(error.end, error.start + 1)
    name = "UTF-8" if encoding == "utf-8" else "UTF-16" if encoding.startswith("utf-16") else "UTF-8 or GB18030"
    raise DataError(where, f"not readable as {name}: {', '.join(places)}", "save the file as UTF-8 or GB18030")
