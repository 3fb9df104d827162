"""Review files: their YAML, read strictly, and drafts written for people to decide on."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, get_args

from kg.model import (
    BROADER,
    QUOTE_BREAKS,
    QUOTE_LIMIT,
    RELATIONS,
    Basis,
    Case,
    DataError,
    Reviewer,
    relation_of,
)

DECISIONS: Final = ("accept", "change", "reject", "add", "proposed")
"""``proposed`` is what a draft writes: not decided, and without effect."""

_FILE_KEYS: Final = {
    "case", "text_sha256", "reviewer", "date", "title_en", "coverage", "complete", "entries", "comment",
}  # fmt: skip
_ENTRY_KEYS: Final = {
    "decision", "relation", "role", "object", "was", "type", "region", "kind", "realizes", "value", "unit",
    "basis", "quotes", "comment", "date",
}  # fmt: skip
_QUOTE_KEYS: Final = {"field", "quote", "nth"}
_KINDS: Final = (None, "collective", "alliance", "service-node", "party")


@dataclass(frozen=True, slots=True)
class Quote:
    """Words that a review points to: the ``nth`` occurrence in the field (text, then title, where none is named)."""

    quote: str
    field: str | None = None
    nth: int = 1


@dataclass(frozen=True, slots=True)
class Entry:
    """One decision of a review."""

    decision: str
    relation: str
    object: str
    role: str | None = None
    was: str | None = None
    type: str | None = None
    region: str | None = None
    kind: str | None = None
    realizes: tuple[str, ...] = ()
    value: str | None = None
    unit: str | None = None
    basis: Basis = "explicit"
    quotes: tuple[Quote, ...] = ()
    date: str | None = None
    comment: str | None = None


@dataclass(frozen=True, slots=True)
class CaseReview:
    """One review file. ``complete`` lists the relations on which nothing else is true.

    An entry that was decided on another day than the file says has a ``date`` of its own.
    """

    where: str
    case: str
    text_sha256: str | None
    reviewer: Reviewer
    entries: tuple[Entry, ...]
    title_en: str | None = None
    coverage: str | None = None
    complete: frozenset[str] = frozenset()
    comment: str | None = None


def text_sha256(case: Case) -> str:
    """Return the checksum that ties a review to the words it was made on."""
    return hashlib.sha256(f"{case.title}\n{case.text}".encode()).hexdigest()


def load(path: Path) -> CaseReview:
    """Return the review in a file.

    Raises `DataError` for YAML that does not parse, a missing or unknown key, an unknown decision,
    relation, role, kind or basis, and for a link that is decided twice.
    """
    where = str(path)
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise DataError(where, f"not UTF-8 at byte {error.start}", "save it as UTF-8") from error
    return loads(text, where)


def loads(text: str, where: str) -> CaseReview:
    """Return the review that a text holds; ``where`` names it in errors. Raises as `load` does."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        record = yaml.load(text, Loader=loader)  # noqa: S506 - a safe loader
    except yaml.YAMLError as error:
        raise DataError(where, f"not valid YAML: {' '.join(str(error).split())}", "mend the file") from error
    if not isinstance(record, dict):
        raise DataError(
            where, "not a review: a mapping with case, reviewer, date and entries is wanted", "see the guide"
        )
    _known(record, _FILE_KEYS, where)
    for key in ("case", "reviewer", "date", "entries"):
        if key not in record:
            raise DataError(where, f"the key {key} is missing", "add it")
    if not isinstance(record["entries"], list | None):
        raise DataError(where, "entries is no list", "write one decision after another, each with a hyphen")
    complete = frozenset(record.get("complete") or ())
    for relation in complete:
        _choice(relation, RELATIONS, f"{where}, complete", "relation")
    entries = tuple(_entry(item, f"{where}, entry {number}") for number, item in enumerate(record["entries"] or [], 1))
    _no_repeats(entries, where)
    return CaseReview(
        where=where,
        case=str(record["case"]),
        text_sha256=record.get("text_sha256"),
        reviewer=_reviewer(record["reviewer"], record["date"], where),
        entries=entries,
        title_en=record.get("title_en"),
        coverage=record.get("coverage"),
        complete=complete,
        comment=None if record.get("comment") is None else str(record["comment"]),
    )


def load_all(folders: Iterable[Path]) -> dict[str, tuple[CaseReview, ...]]:
    """Return the reviews in folders (``*.yaml``, sub-folders included), keyed by case, in the order of their paths."""
    found: dict[str, list[CaseReview]] = {}
    for folder in folders:
        for path in sorted(folder.rglob("*.yaml")):
            review = load(path)
            found.setdefault(review.case, []).append(review)
    return {case: tuple(reviews) for case, reviews in found.items()}


def _known(record: Mapping[str, Any], keys: set[str], where: str) -> None:
    for key in record:
        if key not in keys:
            raise DataError(where, f"unknown key {key!r}", f"known are {', '.join(sorted(keys))}")


def _choice(value: Any, choices: Sequence[Any], where: str, name: str) -> None:
    if value not in choices:
        known = ", ".join(str(choice) for choice in choices if choice is not None)
        raise DataError(where, f"unknown {name} {value!r}", f"known are {known}")


def _reviewer(record: Any, date: Any, where: str) -> Reviewer:
    if not isinstance(record, dict) or record.get("kind") not in ("person", "software") or not record.get("role"):
        raise DataError(where, "reviewer needs a role and a kind: person or software", "name who reviewed")
    return Reviewer(str(record["role"]), record["kind"], _day(date, where))


def _day(date: Any, where: str) -> str:
    try:
        return datetime.date.fromisoformat(str(date)).isoformat()
    except ValueError as error:
        raise DataError(where, f"date {date!r} is no ISO date", "write it as 2026-01-31") from error


def _entry(record: Any, where: str) -> Entry:
    if not isinstance(record, dict):
        raise DataError(where, "not a mapping", "give decision, relation, object and quotes")
    _known(record, _ENTRY_KEYS, where)
    for key in ("decision", "relation", "object"):
        if record.get(key) in (None, ""):
            raise DataError(where, f"the key {key} is missing", "add it")
    relation, role = str(record["relation"]), record.get("role")
    _choice(record["decision"], DECISIONS, where, "decision")
    _choice(relation, RELATIONS, where, "relation")
    if role is not None and (role not in BROADER or relation_of(role) != relation):
        raise DataError(where, f"{role!r} is no role of {relation}", "leave role out or use a narrower relation")
    _choice(record.get("kind"), _KINDS, where, "kind")
    basis = record.get("basis", "explicit")
    _choice(basis, get_args(Basis), where, "basis")
    if "was" in record and record["decision"] != "change":
        raise DataError(where, "was belongs to the decision change alone", "leave it out, or write change")
    text = {
        key: None if record.get(key) is None else str(record[key])
        for key in ("was", "type", "region", "value", "unit", "comment")
    }
    return Entry(
        decision=record["decision"],
        relation=relation,
        object=str(record["object"]),
        role=role,
        kind=record.get("kind"),
        realizes=tuple(str(slug) for slug in record.get("realizes") or ()),
        basis=basis,
        quotes=tuple(_quote(item, where) for item in record.get("quotes") or ()),
        date=None if record.get("date") is None else _day(record["date"], where),
        **text,
    )


def _quote(record: Any, where: str) -> Quote:
    if isinstance(record, str):
        record = {"quote": record}
    if not isinstance(record, dict) or not record.get("quote"):
        raise DataError(where, f"not a quote: {record!r}", "write the words, or field, quote and nth")
    _known(record, _QUOTE_KEYS, where)
    quote, nth = str(record["quote"]), record.get("nth", 1)
    _choice(record.get("field"), (None, "title", "text"), where, "field")
    if not isinstance(nth, int) or nth < 1:
        raise DataError(where, f"nth {nth!r} is no number from 1", "count the occurrences from 1")
    if len(quote) > QUOTE_LIMIT or any(character in quote for character in QUOTE_BREAKS):
        raise DataError(where, f"the quote “{quote}” is too long or crosses a sentence", "quote the shortest wording")
    return Quote(quote, record.get("field"), nth)


def _no_repeats(entries: Sequence[Entry], where: str) -> None:
    seen: set[tuple[str, ...]] = set()
    for entry in entries:
        # facts of one label may differ in value; a body's name may stand for two kinds of thing
        key = (entry.relation, entry.object, entry.type or "", entry.value or "", entry.unit or "")
        if key in seen:
            raise DataError(
                where, f"{entry.relation} {entry.object} is decided twice", "keep one entry, with all quotes"
            )
        seen.add(key)
