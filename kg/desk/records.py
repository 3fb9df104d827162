"""Rows, cases and the rest as the plain values that the page reads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from kg.desk.actions import stamp
from kg.desk.corrections import Correction
from kg.desk.lookup import Candidate
from kg.desk.rows import Decided, Row, decided
from kg.model import RELATIONS, Assertion, Case, Referent, Span
from kg.review import CaseReview, text_sha256
from kg.review.touched import Touch
from kg.vocabulary import Vocabulary


def case(
    item: Case, found: Sequence[Row], own: CaseReview | None, coverage: str | None, vocabulary: Vocabulary
) -> dict[str, Any]:
    """Return a case with its rows."""
    closed = own.complete if own is not None else frozenset()
    return {
        "path": item.path,
        "number": item.number,
        "document": item.document,
        "title": item.title,
        "text": item.text,
        "sha256": text_sha256(item),
        "rows": [row(one, vocabulary) for one in found],
        "complete": [relation for relation in RELATIONS if relation in closed],
        "coverage": coverage,
        "coverageDecided": own is not None and own.coverage is not None,
        "file": own.where if own is not None else "",
    }


def row(item: Row, vocabulary: Vocabulary) -> dict[str, Any]:
    """Return one row: what stands, who proposed it, what was decided."""
    link, said = item.shown, item.own
    record: dict[str, Any] = {
        "id": item.id,
        "relation": item.relation,
        "source": item.source,
        "stamp": stamp(item),
        "decision": said.entry.decision if said is not None else None,
        "date": said.date if said is not None else None,
        "comment": said.entry.comment if said is not None else None,
        "fault": said.fault if said is not None else "",
        "was": said.was.label if said is not None and said.was is not None else None,
        "others": [_said(other) for other in item.others],
        "contested": item.is_contested,
        "rule": item.proposal.rule if item.proposal is not None else None,
        "confidence": item.proposal.confidence if item.proposal is not None else None,
        "changed": _changes(item),
    }
    if link is not None:
        record |= described(link, vocabulary)
        if not link.evidence and said is not None:
            record["quotes"] = [{"field": None, "start": -1, "end": -1, "quote": q.quote} for q in said.entry.quotes]
    else:
        entry = said.entry if said is not None else item.others[0].entry
        record |= {"object": entry.object, "label": _name(entry.object, vocabulary), "role": entry.role, "quotes": []}
    return record


def described(link: Assertion, vocabulary: Vocabulary) -> dict[str, Any]:
    """Return what a link says, with names for everything."""
    referent = link.referent
    finer = _finer(link, vocabulary)
    return {
        "role": link.role,
        "basis": link.basis,
        "object": finer or referent.path,
        "label": vocabulary.concepts[finer].label if finer else referent.label,
        "labelEn": _english(finer or referent.path, vocabulary),
        "above": referent.label if finer else _above(referent.path, vocabulary),
        "type": _type(link, vocabulary),
        "region": _named(referent.region, vocabulary),
        "kind": referent.kind,
        "realizes": [_named(path, vocabulary) for path in referent.realizes],
        "value": referent.value,
        "unit": referent.unit,
        "quotes": [_span(span) for span in link.evidence],
    }


def _changes(item: Row) -> list[str]:
    """Return which parts of a proposal a decision changed."""
    if item.proposal is None or item.own is None or item.own.link is None:
        return []
    old, new = item.proposal, item.own.link
    pairs = {
        "role": (old.role, new.role),
        "type": (old.referent.subtype, new.referent.subtype),
        "quotes": (old.evidence, new.evidence),
        "basis": (old.basis, new.basis),
        "object": (old.referent.path, new.referent.path),
    }
    return [name for name, (before, after) in pairs.items() if before != after]


def _finer(link: Assertion, vocabulary: Vocabulary) -> str | None:
    """Return the finer concept that the words name, where the case is linked to a broader one."""
    scheme, _, slug = link.referent.path.partition("/")
    path = f"{scheme}/{link.referent.subtype}"
    is_finer = link.relation in ("mechanism", "actorType") and link.referent.subtype not in (None, slug)
    return path if is_finer and path in vocabulary.concepts else None


def _said(said: Decided) -> dict[str, Any]:
    return {
        "by": said.reviewer,
        "date": said.date,
        "decision": said.entry.decision,
        "role": said.link.role if said.link is not None else None,
    }


def _span(span: Span) -> dict[str, Any]:
    return asdict(span)


def _named(path: str | None, vocabulary: Vocabulary) -> dict[str, str] | None:
    return None if path is None else {"path": path, "label": _name(path, vocabulary)}


def _name(path: str, vocabulary: Vocabulary) -> str:
    for known in (path, f"institution-type/{path}"):
        if known in vocabulary.concepts:
            return vocabulary.concepts[known].label
        if known in vocabulary.regions:
            return vocabulary.regions[known].label
    return path


def _english(path: str, vocabulary: Vocabulary) -> str:
    if path in vocabulary.concepts:
        return vocabulary.concepts[path].label_en
    return vocabulary.regions[path].label_en if path in vocabulary.regions else ""


def _above(path: str, vocabulary: Vocabulary) -> str:
    if path in vocabulary.regions:
        labels = [vocabulary.regions[one].label for one in vocabulary.ancestors(path) if one in vocabulary.regions]
        return "".join(reversed(labels))
    above = vocabulary.ancestors(path) if path in vocabulary.concepts else ()
    return vocabulary.concepts[above[0]].label if above else ""


def _type(link: Assertion, vocabulary: Vocabulary) -> dict[str, str] | None:
    referent: Referent = link.referent
    schemes = {"institution": "institution-type", "instrument": "instrument-type", "fact": "fact-type"}
    scheme = schemes.get(link.relation)
    slug = referent.subtype or referent.type
    return None if scheme is None or slug is None else _named(f"{scheme}/{slug}", vocabulary)


def candidate(found: Candidate) -> dict[str, str]:
    """Return one thing that a search has found."""
    return {
        "path": found.path,
        "label": found.label,
        "labelEn": found.label_en,
        "above": found.above,
        "code": found.code,
    }


def touch(found: Touch) -> dict[str, Any]:
    """Return one link that an edit of the vocabulary brought or took away."""
    link = found.assertion
    return {
        "change": found.change,
        "relation": link.relation,
        "label": link.referent.label,
        "quote": link.evidence[0].quote if link.evidence else "",
    }


def correction(item: Correction, found: Case | None, shown: Sequence[Row], vocabulary: Vocabulary) -> dict[str, Any]:
    """Return a reader's correction with its case, and how it stands."""
    entry = item.entry
    record: dict[str, Any] = {
        "id": item.id,
        "file": item.file,
        "case": item.review.case,
        "number": found.number if found else "",
        "title": found.title if found else "",
        "known": found is not None,
        "sameText": found is not None and item.review.text_sha256 in (None, text_sha256(found)),
        "decision": entry.decision,
        "relation": entry.relation,
        "role": entry.role,
        "label": _name(entry.object, vocabulary),
        "was": _name(entry.was, vocabulary) if entry.was else None,
        "quotes": [quote.quote for quote in entry.quotes],
        "comment": entry.comment,
        "state": "open",
        "row": None,
        "fault": "",
    }
    if found is None:
        return record
    said = decided(entry, found, item.review, vocabulary)
    record["row"] = said.id
    record["fault"] = said.fault
    own = next((row.own for row in shown if row.id == said.id), None)
    if own is not None:
        # accepted, where the link is now as the reader said; refused, where it was decided otherwise
        same_object = own.link is None or said.link is None or own.link.referent.path == said.link.referent.path
        record["state"] = "accepted" if (own.link is None) == (said.link is None) and same_object else "refused"
    return record
