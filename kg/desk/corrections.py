"""Corrections that readers saved from the page (我要纠错…): files of one review each, kept in memory until decided."""

from __future__ import annotations

from dataclasses import dataclass, replace

from kg.model import DataError
from kg.namespaces import short_hash
from kg.review import CaseReview, Entry, loads


@dataclass(frozen=True, slots=True)
class Correction:
    """One entry of a reader's file. ``id`` is a hash of what it says, so that a file read twice counts once."""

    id: str
    file: str
    review: CaseReview
    entry: Entry


def read(name: str, text: str) -> list[Correction]:
    """Return the corrections in a file's text. Raises `DataError` where it is no review file.

    >>> head = "case: case/d/1\\nreviewer: {role: 读者, kind: person}\\ndate: 2026-11-25\\n"
    >>> [one.entry.decision for one in read("c.yaml", head + "entries: [{decision: reject, relation: region, object: region/370200}]")]
    ['reject']
    """
    review = loads(text.removeprefix("\ufeff"), name)
    found = []
    for entry in review.entries:
        if entry.decision == "proposed":
            continue
        by = review.reviewer.role
        said = f"{by}：{entry.comment}" if entry.comment else by
        noted = replace(entry, date=None, comment=f"{said}（{review.reviewer.date}）")
        found.append(Correction(short_hash(review.case, repr(entry), by, length=12), name, review, noted))
    if not found:
        raise DataError(name, "has no correction in it", "choose a file that the page has saved")
    return found
