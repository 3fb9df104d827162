"""Two reviewers of one batch: what they agree on, where they differ, and what their agreement is worth."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from kg.model import RELATIONS, Assertion, Case, DataError, Reviewer
from kg.namespaces import short_hash
from kg.review.agreement import Agreement, agreement
from kg.review.files import CaseReview, Entry, text_sha256
from kg.vocabulary import Vocabulary

LAYERS = (*RELATIONS, "coverage")
"""What agreement is told for: every relation, and how the case speaks of IP types."""

_NO = "no"


@dataclass(frozen=True, slots=True)
class Saying:
    """What one reviewer says of a link: it holds (``link``), it does not, or, where ``entry`` is ``None``,
    the relation was closed without it."""

    entry: Entry | None
    link: Assertion | None

    @property
    def value(self) -> str:
        """What is compared: that a link does not hold, or what it is taken to be."""
        if self.link is None:
            return _NO
        referent = self.link.referent
        return "|".join((self.link.role or "", referent.path, referent.subtype or "", referent.kind or ""))


@dataclass(frozen=True, slots=True)
class Conflict:
    """A link of a case on which two reviewers differ; ``relation`` may be ``coverage``."""

    id: str
    case: str
    relation: str
    label: str
    first: Saying
    second: Saying
    coverage: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Merged:
    """What two reviewers of one case make together: the review of what they agree on, and the conflicts."""

    review: CaseReview
    conflicts: tuple[Conflict, ...]
    units: tuple[tuple[str, tuple[str, ...]], ...]


def merge(
    case: Case,
    first: Sequence[CaseReview],
    second: Sequence[CaseReview],
    proposals: Iterable[Assertion],
    vocabulary: Vocabulary,
    reviewer: Reviewer,
) -> Merged:
    """Return the merger of two reviewers' reviews of a case, as ``reviewer``'s.

    What one decided and the other left open is taken as decided. A relation that is closed by either is
    closed, unless a conflict in it has yet to be settled. ``proposals`` are what both had before them.
    """
    sides = (_sayings(case, first, vocabulary), _sayings(case, second, vocabulary))
    closed = tuple(frozenset().union(*(one.complete for one in side)) for side in (first, second))
    known: dict[str, str] = {_key(link.relation, link): link.relation for link in proposals}
    for side in sides:
        known |= {name: name.partition(" ")[0] for name in side}
    entries: list[Entry] = []
    conflicts: list[Conflict] = []
    units: list[tuple[str, tuple[str, ...]]] = []
    for name in sorted(known, key=lambda one: (RELATIONS.index(known[one]), one)):
        relation = known[name]
        said = tuple(
            side.get(name) or (Saying(None, None) if relation in done else None)
            for side, done in zip(sides, closed, strict=True)
        )
        units.append((relation, tuple(one.value for one in said if one is not None)))
        one, other = said
        if one is not None and other is not None and one.value != other.value:
            label = next(x.link.referent.label for x in (one, other) if x.link is not None)
            conflicts.append(Conflict(short_hash(case.path, name, length=12), case.path, relation, label, one, other))
            continue
        entries += _joined([x.entry for x in (one, other) if x is not None and x.entry is not None])
    covered = tuple(next((one.coverage for one in side if one.coverage), None) for side in (first, second))
    units.append(("coverage", tuple(value for value in covered if value)))
    a, b = covered
    if a and b and a != b:
        nothing = Saying(None, None)
        name = short_hash(case.path, "coverage", length=12)
        conflicts.append(Conflict(name, case.path, "coverage", "", nothing, nothing, (a, b)))
    contested = {conflict.relation for conflict in conflicts}
    titles = [one.title_en for one in (*first, *second) if one.title_en]
    shas = {one.text_sha256 for one in (*first, *second)}
    merged = CaseReview(
        where="",
        case=case.path,
        text_sha256=text_sha256(case) if shas <= {text_sha256(case), None} else next(iter(shas - {text_sha256(case)})),
        reviewer=reviewer,
        entries=tuple(entries),
        title_en=titles[0] if titles else None,
        coverage=None if "coverage" in contested else a or b,
        complete=frozenset().union(*closed) - contested,
    )
    return Merged(merged, tuple(conflicts), tuple(units))


def agreements(merged: Iterable[Merged]) -> list[Agreement]:
    """Return the agreement of two reviewers on every layer, and on all links together, over the cases both reviewed."""
    units: dict[str, list[tuple[str, ...]]] = {layer: [] for layer in LAYERS}
    for one in merged:
        for layer, values in one.units:
            units[layer].append(values)
    every = [values for relation in RELATIONS for values in units[relation]]
    return [agreement(layer, units[layer]) for layer in LAYERS] + [agreement("all links", every)]


def closed_by_either(conflict: Conflict, first: Sequence[CaseReview], second: Sequence[CaseReview]) -> bool:
    """Tell whether a reviewer has closed the relation of a conflict, so that it is closed once all is settled."""
    return any(conflict.relation in one.complete for one in (*first, *second))


def _key(relation: str, link: Assertion) -> str:
    named = relation in ("institution", "platform", "instrument", "measure")
    return f"{relation} {link.referent.label if named else link.referent.path}"


def _sayings(case: Case, side: Sequence[CaseReview], vocabulary: Vocabulary) -> Mapping[str, Saying]:
    """Return what the reviews of one reviewer say, by link. Raises `DataError` where a quote is not in the case."""
    from kg.review import find, referent_of

    found: dict[str, Saying] = {}
    for one in side:
        for entry in one.entries:
            if entry.decision == "proposed":
                continue
            referent = referent_of(entry, entry.object, case, vocabulary, one.where)
            spans = tuple(find(case, quote, one.where) for quote in entry.quotes)
            link = Assertion(case.path, entry.relation, entry.role, referent, spans, entry.basis)
            dated = replace(entry, date=entry.date or one.reviewer.date)
            if entry.was is not None:
                old = replace(link, referent=referent_of(entry, entry.was, case, vocabulary, one.where))
                if old.referent.path != referent.path:
                    found.setdefault(_key(entry.relation, old), Saying(_gone(dated), None))
            holds = None if entry.decision == "reject" else link
            found[_key(entry.relation, link)] = Saying(dated, holds)
    return found


def _gone(entry: Entry) -> Entry:
    """Return the rejection that lies in changing an object into another."""
    return replace(
        entry, decision="reject", object=str(entry.was), was=None, role=None, quotes=(), realizes=(), basis="explicit"
    )


def _joined(entries: Sequence[Entry]) -> list[Entry]:
    """Return one entry for what two reviewers say alike: the first one's, with the words of both."""
    if not entries:
        return []
    quotes = tuple(dict.fromkeys(quote for entry in entries for quote in entry.quotes))
    first = entries[0]
    decision = "add" if first.decision == "change" else first.decision
    comment = "；".join(dict.fromkeys(entry.comment for entry in entries if entry.comment)) or None
    return [replace(first, decision=decision, was=None, quotes=quotes, comment=comment)]


def name_of(side: Mapping[str, Sequence[CaseReview]], where: str) -> str:
    """Return whose reviews a folder holds, by their names. Raises `DataError` where it holds none by a person."""
    names = dict.fromkeys(
        one.reviewer.role for found in side.values() for one in found if one.reviewer.kind == "person"
    )
    if not names:
        raise DataError(where, "holds no review by a person", "name the folder that a reviewer's desk wrote to")
    return "、".join(names)
