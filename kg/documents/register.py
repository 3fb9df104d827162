"""The register of source documents: ``data/sources.yaml``.

A document is looked up by the SHA-256 of its bytes, so its slug, and with it every IRI, stays when
the file is renamed. What the register does not state about a document stays ``None`` (未注明).
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from kg.model import DataError
from kg.namespaces import is_slug

_REQUIRED: Final = ("slug", "sha256")
_OPTIONAL: Final = ("title", "file", "licence", "issuer", "issued", "number", "url")
_SHA256: Final = re.compile(r"[0-9a-f]{64}\Z")


@dataclass(frozen=True, slots=True)
class Entry:
    """What is known of one document; ``issued`` is an ISO date, year, or year and month."""

    slug: str
    sha256: str
    title: str | None = None
    file: str | None = None
    licence: str | None = None
    issuer: str | None = None
    issued: str | None = None
    number: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Register:
    """All entries, in the order of the file; ``path`` is the file they came from.

    >>> entry = Entry("first-batch", "ab" * 32)
    >>> Register((entry,)).find("ab" * 32).slug
    'first-batch'
    """

    entries: tuple[Entry, ...] = ()
    path: Path | None = None
    _by_sha256: dict[str, Entry] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_sha256", {entry.sha256: entry for entry in self.entries})

    def find(self, sha256: str) -> Entry | None:
        """Return the entry of the file with this checksum, if it is registered."""
        return self._by_sha256.get(sha256)

    def file(self, entry: Entry) -> Path | None:
        """Return where a registered document lies: relative to the register's own folder."""
        if entry.file is None:
            return None
        return (self.path.parent if self.path else Path()) / entry.file


def load(path: Path | str) -> Register:
    """Read and check a register.

    Raises :class:`~kg.model.DataError` that names file, entry and key for: YAML that does not parse,
    an unknown or missing key, a malformed slug, checksum, date or address, a repeated slug or checksum.
    """
    import yaml

    path = Path(path)
    try:
        content = yaml.safe_load(path.read_text("utf-8-sig"))
    except OSError as error:
        raise DataError(str(path), f"cannot be read: {error.strerror}") from None
    except UnicodeDecodeError as error:
        raise DataError(str(path), f"not UTF-8: byte at offset {error.start}", "save the file as UTF-8") from None
    except (yaml.YAMLError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        place = f", line {mark.line + 1}" if mark else ""
        raise DataError(f"{path}{place}", "not valid YAML", "check indentation and quotation marks") from None
    if content is None:
        return Register((), path)
    if not isinstance(content, dict) or set(content) != {"sources"} or not isinstance(content["sources"] or [], list):
        raise DataError(str(path), "must hold one key, sources, with a list", "see data/sources.yaml")
    entries: list[Entry] = []
    for position, item in enumerate(content["sources"] or [], 1):
        entry = _entry(item, f"{path}, entry {position}")
        for other in entries:
            for key in ("slug", "sha256"):
                if getattr(other, key) == getattr(entry, key):
                    raise DataError(
                        f"{path}, entry {position}", f"{key} {getattr(entry, key)} is used twice", "remove one of them"
                    )
        entries.append(entry)
    return Register(tuple(entries), path)


def _entry(item: Any, where: str) -> Entry:
    """Check one item of the list and return it as a value."""
    if not isinstance(item, dict):
        raise DataError(where, "must be a mapping of keys to values", "see data/sources.yaml")
    known = _REQUIRED + _OPTIONAL
    for key in item:
        if key not in known:
            raise DataError(where, f"unknown key {key!r}", f"known keys: {', '.join(known)}")
    values = {key: _text(item.get(key), f"{where}, {key}") for key in known}
    slug, sha256 = values["slug"], values["sha256"]
    if slug is None or not is_slug(slug):
        raise DataError(where, f"slug {slug!r} is not usable", "use lower-case ASCII letters, digits and hyphens")
    if sha256 is None or not _SHA256.match(sha256):
        raise DataError(where, "sha256 must be 64 lower-case hex digits", "run sha256sum on the file")
    issued = values["issued"]
    if issued is not None and not is_date(issued):
        raise DataError(where, f"issued {issued!r} is not a date", "write YYYY-MM-DD, YYYY-MM or YYYY")
    url = values["url"]
    if url is not None and not re.match(r"https?://[^\s<>\"{}|\\^`]+\Z", url):
        raise DataError(where, f"url {url!r} is not a web address", "write it with https://")
    return Entry(slug, sha256, *(values[key] for key in _OPTIONAL))


def _text(value: Any, where: str) -> str | None:
    """Return a scalar as text; YAML reads an unquoted date or number as such."""
    if value is None:
        return None
    if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
        return value.isoformat()
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, str):
        raise DataError(where, "must be text", "put it in quotation marks")
    return value.strip() or None


def is_date(text: str) -> bool:
    """Tell whether a text is an ISO date, a year and month, or a year.

    >>> is_date("2025-04-24"), is_date("2025-04"), is_date("2025-13-01")
    (True, True, False)
    """
    if not re.match(r"\d{4}(-\d\d(-\d\d)?)?\Z", text):
        return False
    try:
        datetime.date.fromisoformat(text + "-01-01"[len(text) - 4 :] if len(text) < 10 else text)
    except ValueError:
        return False
    return True
