"""How a release is cited: ``CITATION.cff``, in the Citation File Format 1.2.0."""

from __future__ import annotations

from typing import Final

_TEXT: Final = """cff-version: 1.2.0
message: Please cite the dataset or the software with these details, and the version that you used.
title: "ipcase-kg: Chinese IP typical cases as a knowledge graph in which every link carries its words"
type: dataset
version: {version}
{released}authors:
  - name: The ipcase-kg contributors
abstract: >-
  Official Chinese documents of intellectual property typical cases (知识产权典型案例) as a knowledge graph: cases with their regions,
  institutions, IP types and mechanisms, each link with the words that support it; with the builder, the vocabularies and the shapes.
  The classification is the project's own, not an official one.
keywords:
  - knowledge graph
  - linked data
  - intellectual property
  - China
  - 知识产权
  - 典型案例
license:
  - Apache-2.0
  - CC-BY-4.0
"""


def citation(version: str, date: str | None = None) -> str:
    """Return ``CITATION.cff`` for a version; ``date`` is the day of the release as an ISO date.

    >>> citation("0.1.0", "2026-11-25").splitlines()[4:6]
    ['version: 0.1.0', "date-released: '2026-11-25'"]
    """
    return _TEXT.format(version=version, released=f"date-released: '{date}'\n" if date else "")


def sentence(version: str, date: str | None) -> tuple[str, str]:
    """Return how to cite a version in a text, in Chinese and in English.

    >>> print(sentence("0.1.0", "2026-11-25")[0])
    ipcase-kg 项目：知识产权典型案例图谱，0.1.0 版，2026-11-25。
    """
    day = date or "未注明日期"
    return (
        f"ipcase-kg 项目：知识产权典型案例图谱，{version} 版，{day}。",
        f"The ipcase-kg contributors: Knowledge graph of Chinese IP typical cases, version {version}, {date or 'n.d.'}.",
    )


def checked_date(text: str | None) -> str | None:
    """Return a day as it was given. Raises `ValueError` where it is no ISO date."""
    import datetime

    if text is None:
        return None
    try:
        return datetime.date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise ValueError(f"--date {text!r} is no day; write 2026-11-25 / 日期写成 2026-11-25") from error
