"""Versions of releases and the names of their archives."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from kg.model import DataError

_VERSION: Final = re.compile(r"(\d+)\.(\d+)\.(\d+)([a-z][a-z0-9.]*)?\Z")
_ARCHIVE: Final = re.compile(r"ipcase-kg-(.+)\.zip\Z")


def version_key(version: str) -> tuple[int, int, int, bool, str]:
    """Return what versions are sorted by; one that is not final (0.2.0rc1) comes before the final one.

    Raises `ValueError` for a text that is no version.

    >>> sorted(["0.10.0", "0.9.0", "0.10.0rc1"], key=version_key)
    ['0.9.0', '0.10.0rc1', '0.10.0']
    """
    found = _VERSION.match(version)
    if found is None:
        raise ValueError(f"--version {version!r}: write three numbers, as 0.2.0 or 0.2.0rc1 / 版本号写成 0.2.0")
    major, minor, patch, rest = found.groups()
    return int(major), int(minor), int(patch), rest is None, rest or ""


def archive_name(version: str) -> str:
    """Return the name of a release's archive: ASCII, since it travels furthest.

    >>> archive_name("0.1.0")
    'ipcase-kg-0.1.0.zip'
    """
    return f"ipcase-kg-{version}.zip"


def latest(names: Iterable[str]) -> tuple[str, str] | None:
    """Return the version and the name of the newest archive among file names, ``None`` where there is none.

    >>> latest(["ipcase-kg-0.9.0.zip", "ipcase-kg-0.10.0.zip", "notes.txt"])
    ('0.10.0', 'ipcase-kg-0.10.0.zip')
    """
    found = []
    for name in names:
        match = _ARCHIVE.match(name)
        if match is not None and _VERSION.match(match[1]):
            found.append((match[1], name))
    return max(found, key=lambda pair: version_key(pair[0]), default=None)


def not_over(version: str, last: str | None) -> None:
    """Raise `DataError` where a version does not come after the last one."""
    if last is not None and version_key(version) <= version_key(last):
        raise DataError(
            f"version {version}",
            f"已有 {last}，新版本要比它大 / the last release is {last}",
            "换一个版本号 --version / name a later one",
        )
