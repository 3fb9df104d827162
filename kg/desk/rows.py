"""Rows of a case: every link that is proposed or decided, with who says what."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from kg import review
from kg.desk.batch import Proposed, Source, identity
from kg.model import RELATIONS, Assertion, Case, DataError, Referent
from kg.review import CaseReview, Entry
from kg.review.writing import entry_for
from kg.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Decided:
    """One entry of a review, resolved: the link that it makes (none for a rejection) or the fault that prevents it."""

    id: str
    entry: Entry
    reviewer: str
    date: str
    link: Assertion | None = None
    was: Referent | None = None
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One link before the reviewer. ``own`` is what this reviewer decided, ``others`` what other persons did."""

    id: str
    relation: str
    proposal: Assertion | None
    source: Source | Literal["own", "person"]
    own: Decided | None = None
    others: tuple[Decided, ...] = ()

    @property
    def shown(self) -> Assertion | None:
        """The link as it now stands: as decided, or else as proposed."""
        if self.own is not None and self.own.link is not None:
            return self.own.link
        if self.proposal is not None:
            return self.proposal
        return next((other.link for other in self.others if other.link is not None), None)

    @property
    def is_open(self) -> bool:
        """Tell whether this reviewer has yet to decide."""
        return self.own is None

    @property
    def is_contested(self) -> bool:
        """Tell whether two persons contradict each other here, which stops a build."""
        said = [decided for decided in (self.own, *self.others) if decided is not None and not decided.fault]
        return len({(one.link is None, one.link.role if one.link else None) for one in said}) > 1


def decided(entry: Entry, case: Case, found: CaseReview, vocabulary: Vocabulary) -> Decided:
    """Return an entry resolved against the case; a fault is told, not raised, so that the others can be shown."""
    by, day = found.reviewer.role, entry.date or found.reviewer.date
    try:
        referent = review.referent_of(entry, entry.object, case, vocabulary, found.where)
        old = referent
        if entry.was is not None:
            old = review.referent_of(entry, entry.was, case, vocabulary, found.where)
    except DataError as error:
        return Decided(f"{entry.relation} {entry.object}", entry, by, day, fault=f"{error.what}; {error.mend}")
    link = Assertion(case.path, entry.relation, entry.role, referent, (), entry.basis, "reviewed")
    name = identity(entry.relation, replace(link, referent=old))
    was = old if old.path != referent.path else None
    if entry.decision == "reject":
        return Decided(name, entry, by, day, was=None)
    spans = []
    missing = []
    for quote in entry.quotes:
        try:
            spans.append(review.find(case, quote, found.where))
        except DataError:
            missing.append(quote.quote)
    link = replace(link, evidence=tuple(dict.fromkeys(spans)))
    return Decided(name, entry, by, day, link, was, f"missing: {'” “'.join(missing)}" if missing else "")


def rows(
    case: Case, proposed: Proposed, own: CaseReview | None, others: Iterable[CaseReview], vocabulary: Vocabulary
) -> list[Row]:
    """Return the rows of a case, in the order of relations and of the words, which decisions do not change.

    ``own`` is the reviewer's own review, ``others`` those of other persons.
    """
    found: dict[str, Row] = {}
    for proposal in proposed.proposals:
        name = identity(proposal.assertion.relation, proposal.assertion)
        found.setdefault(name, Row(name, proposal.assertion.relation, proposal.assertion, proposal.source))
    for other in others:
        for entry in other.entries:
            if entry.decision == "proposed":
                continue
            said = decided(entry, case, other, vocabulary)
            row = found.get(said.id) or Row(said.id, entry.relation, None, "person")
            found[said.id] = replace(row, others=(*row.others, said))
    for entry in own.entries if own is not None else ():
        if entry.decision == "proposed" or own is None:
            continue
        said = decided(entry, case, own, vocabulary)
        row = found.get(said.id) or Row(said.id, entry.relation, None, "own")
        if row.own is None:
            found[said.id] = replace(row, own=_with_words(said, row))
    changed = {
        identity(row.relation, row.own.link) for row in found.values() if _is_moved(row) and row.own and row.own.link
    }
    kept = [row for row in found.values() if not (row.id in changed and row.own is None)]
    return sorted(kept, key=_place)


def _is_moved(row: Row) -> bool:
    return row.own is not None and row.own.was is not None


def _with_words(said: Decided, row: Row) -> Decided:
    """Return a decision with the proposal's words, where it confirms the link and quotes none itself."""
    if said.link is not None and not said.link.evidence and not said.fault and row.proposal is not None:
        return replace(said, link=replace(said.link, evidence=row.proposal.evidence))
    return said


def _place(row: Row) -> tuple[int, int, int, str]:
    link = row.proposal or row.shown
    spans = link.evidence if link is not None else ()
    if not spans:
        return (RELATIONS.index(row.relation), 2, 0, row.id)
    return (RELATIONS.index(row.relation), 0 if spans[0].field == "title" else 1, spans[0].start, row.id)


def entries_of(review: CaseReview, row: Row, case: Case, vocabulary: Vocabulary) -> tuple[Entry, ...]:
    """Return the entries of a review that decide on a row; two may, a concept and a finer one."""
    return tuple(entry for entry in review.entries if decided(entry, case, review, vocabulary).id == row.id)


def confirming(row: Row, case: Case) -> Entry | None:
    """Return the entry that confirms what a row proposes; ``None`` where nobody proposes anything."""
    if row.proposal is not None:
        return entry_for(row.proposal, case, "accept")
    link = next((other.link for other in row.others if other.link is not None and other.link.evidence), None)
    return None if link is None else entry_for(link, case, "add")


def open_rows(found: Sequence[Row], relation: str | None = None) -> list[Row]:
    """Return the rows that are still to be decided, of one relation or of all."""
    return [row for row in found if row.is_open and relation in (None, row.relation)]
