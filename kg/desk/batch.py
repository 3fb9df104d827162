"""The cases on the desk, and what rules and software propose for each."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from kg import review
from kg.aliases import Alias
from kg.mentions import Finder
from kg.model import Assertion, Case, DataError, Splitting
from kg.review import CaseReview, Entry
from kg.review.touched import Touch, touches
from kg.vocabulary import Vocabulary

Source = Literal["rule", "model", "software", "draft"]
"""Who proposes a link: a rule, a model, a review by software, or a draft that somebody asked for."""

_SOURCES: Final[dict[str, Source]] = {"rule": "rule", "model": "model", "reviewed": "software"}


@dataclass(frozen=True, slots=True)
class Proposal:
    """A link that is put before a reviewer."""

    assertion: Assertion
    source: Source


@dataclass(frozen=True, slots=True)
class Proposed:
    """What is proposed for one case; ``fault`` says which review could not be applied, and why."""

    proposals: tuple[Proposal, ...]
    coverage: str | None
    fault: str = ""


class Batch:
    """The cases of some documents with their proposals, for the vocabulary as it stands on disk.

    ``read`` returns the vocabulary and is called again when a file of ``ontology`` has changed, so that
    an edit of a scheme shows without a restart; ``before`` is the vocabulary that edits are compared with.
    """

    def __init__(
        self,
        splittings: Sequence[Splitting],
        read: Callable[[], Vocabulary],
        ontology: Path,
        ledger: Mapping[str, Alias] | None = None,
        before: Vocabulary | None = None,
    ) -> None:
        self.splittings = tuple(splittings)
        self.cases: dict[str, Case] = {case.path: case for item in splittings for case in item.cases}
        self._proposed: dict[str, tuple[tuple[int, ...], tuple[CaseReview, ...], Proposed]] = {}
        self._read, self._ontology, self._ledger = read, ontology, ledger or {}
        self._signature = self._signed()
        self.vocabulary = read()
        self._finder = Finder(self.vocabulary, self._ledger)
        self._before = Finder(before, self._ledger) if before is not None else self._finder
        self.edition = 1
        self._touched: dict[str, list[Touch]] = {}

    def refresh(self) -> bool:
        """Read the vocabulary again if a file of the ontology has changed; tell whether it has.

        Raises `DataError` while an edited file does not parse; the old vocabulary then stays in use.
        """
        signature = self._signed()
        if signature == self._signature:
            return False
        vocabulary = self._read()
        self._finder = Finder(vocabulary, self._ledger)
        self.vocabulary, self._signature = vocabulary, signature
        self.edition += 1
        self._touched.clear()
        return True

    def _signed(self) -> tuple[tuple[str, int, int], ...]:
        files = [self._ontology / "core.ttl", *sorted((self._ontology / "schemes").glob("*"))]
        stats = [(path.name, path.stat()) for path in files if path.is_file()]
        return tuple((name, stat.st_mtime_ns, stat.st_size) for name, stat in stats)

    def proposed(self, case: Case, reviews: Sequence[CaseReview]) -> Proposed:
        """Return what rules and ``reviews`` by software say of a case, and what drafts among the reviews propose."""
        proposing = tuple(
            one
            for one in reviews
            if one.reviewer.kind == "software" or any(e.decision == "proposed" for e in one.entries)
        )
        key = (self.edition, *map(id, proposing))
        known = self._proposed.get(case.path)
        if known is None or known[0] != key:
            known = (key, proposing, self._propose(case, proposing))  # kept, so that no id is given twice
            self._proposed[case.path] = known
        return known[2]

    def _propose(self, case: Case, reviews: Sequence[CaseReview]) -> Proposed:
        findings = self._finder.find(case)
        machine = [item for item in reviews if item.reviewer.kind == "software"]
        fault = ""
        try:
            annotated = review.apply(case, findings.assertions, machine, self.vocabulary, coverage=findings.coverage)
        except DataError as error:
            fault = str(error)
            annotated = review.apply(case, findings.assertions, (), self.vocabulary, coverage=findings.coverage)
        found = [Proposal(assertion, _SOURCES[assertion.method]) for assertion in annotated.assertions]
        known = {identity(item.assertion.relation, item.assertion) for item in found}
        for item in reviews:
            for entry in item.entries:
                drafted = self._drafted(entry, case, item.where) if entry.decision == "proposed" else None
                if drafted is not None and identity(drafted.relation, drafted) not in known:
                    known.add(identity(drafted.relation, drafted))
                    found.append(Proposal(drafted, "draft"))
        return Proposed(tuple(found), annotated.coverage, fault)

    def _drafted(self, entry: Entry, case: Case, where: str) -> Assertion | None:
        """Return the link that a draft proposes; ``None`` where its words or concepts are gone, since nothing was lost."""
        try:
            referent = review.referent_of(entry, entry.object, case, self.vocabulary, where)
            spans = tuple(review.find(case, quote, where) for quote in entry.quotes)
        except DataError:
            return None
        if not spans:
            return None
        return Assertion(case.path, entry.relation, entry.role, referent, spans, entry.basis)

    def touched(self, case: Case) -> list[Touch]:
        """Return what the edits of the vocabulary change in a case."""
        if self._before is self._finder:
            return []
        if case.path not in self._touched:
            self._touched[case.path] = touches(case, self._before, self._finder)
        return self._touched[case.path]


def identity(relation: str, assertion: Assertion) -> str:
    """Return the name under which a link is met: named bodies by their name, as reviews do, all else by path."""
    named = relation in ("institution", "platform", "instrument", "measure")
    return f"{relation} {assertion.referent.label if named else assertion.referent.path}"
