"""JSON lines: one record, one case; the fields ``title`` and ``text``, or those that are named."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, Final

from kg.documents.decoding import decode
from kg.model import DataError

RECORD: Final = "\x1e"
FIELD: Final = "\x1f"
_FORBIDDEN: Final = re.compile("[\x1c-\x1f\ud800-\udfff]")
_MEND: Final = "each line must be an object with a title and a text; --fields names other keys"


def read_json_lines(content: bytes, where: str, fields: Mapping[str, str] | None = None) -> str:
    """Return the records as text: each begins with ``U+001E``, its fields stand apart by ``U+001F``.

    Title and text come first, then every other field as ``name：value`` (agency and date among them).
    ``fields`` maps ``title`` and ``text`` to the names that the file uses. Blank lines are skipped.

    Raises :class:`~kg.model.DataError` with the line's number for what is no record.

    >>> read_json_lines('{"title": "甲案", "text": "乙", "agency": "青岛海关"}'.encode(), "a.jsonl")
    '\\x1e甲案\\x1f\\n乙\\x1f\\nagency：青岛海关'
    """
    names = {"title": "title", "text": "text", **(fields or {})}
    unknown = set(names) - {"title", "text"}
    if unknown:
        raise DataError(where, f"fields names {', '.join(sorted(unknown))}", "only title and text can be named")
    records: list[str] = []
    # Only the line feed parts records: JSON strings may hold U+2028 and its like as they are.
    for number, line in enumerate(decode(content, where).split("\n"), 1):
        if line.strip():
            records.append(_record(line, names, f"{where}, line {number}"))
    return "\n".join(records)


def _record(line: str, names: Mapping[str, str], where: str) -> str:
    """Return one record as text."""
    try:
        record = json.loads(line)
    except (json.JSONDecodeError, RecursionError, ValueError):
        raise DataError(where, "not valid JSON", _MEND) from None
    if not isinstance(record, dict):
        raise DataError(where, "not an object", _MEND)
    parts: list[str] = []
    for name in (names["title"], names["text"]):
        value = record.get(name)
        if not isinstance(value, str) or not value.strip():
            raise DataError(where, f"no text in the field {name!r}", _MEND)
        parts.append(_clean(value))
    parts[0] = re.sub(r"\s*[\r\n]+\s*", " ", parts[0])
    others = [f"{_clean(str(key))}：{_shown(value)}" for key, value in record.items() if key not in names.values()]
    return RECORD + f"{FIELD}\n".join([*parts, *others])


def _shown(value: Any) -> str:
    return _clean(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))


def _clean(text: str) -> str:
    """Return a value without the characters that part records, and without unpaired surrogates."""
    return _FORBIDDEN.sub("\ufffd", text.encode("utf-16", "surrogatepass").decode("utf-16", "replace"))
