"""Proposals → assertions: only what quotes the case exactly, fits the schemes, and takes nothing from anybody.

Links that rules or reviews have stay theirs; what a review decided stays decided.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from kg import aliases, referents
from kg.aliases import Alias
from kg.mentions.devices import instrument_type
from kg.mentions.folding import Folding
from kg.mentions.regions import Place, RegionFinder
from kg.mentions.signals import Signals
from kg.model import (
    BROADER,
    QUOTE_BREAKS,
    QUOTE_LIMIT,
    RELATIONS,
    AnnotatedCase,
    Assertion,
    Case,
    Field,
    Referent,
    Span,
    relation_of,
)
from kg.namespaces import normalise_name
from kg.proposals.protocol import Proposal
from kg.vocabulary import Vocabulary

CONFIDENCE: Final = 0.5
"""The confidence of a proposal that gives none."""

MOST: Final = 200
"""A case takes no more proposals than this; the rest are counted and left out."""

REASONS: Final[dict[str, str]] = {
    "incomplete": "no relation, object or quote",
    "too-many": f"more than {MOST} for one case",
    "relation": "unknown relation",
    "role": "a role that the relation does not have",
    "quote-limits": f"a quote longer than {QUOTE_LIMIT} characters, across sentences, or without words",
    "quote": "a quote that is not in the case",
    "object": "an unknown concept, region or type",
    "name": "a name that its quote does not print",
    "value": "a kind of fact whose value only rules read",
    "linked": "linked already",
    "hierarchy": "above a link, or on the same words as one above it",
    "coverage": "against how the case speaks of IP types",
    "reviewed": "decided by a review",
}
"""Why a proposal is turned away, for people to read."""

_NAMED: Final = ("institution", "measure", "platform", "instrument", "fact")
_HIERARCHIES: Final = ("region", "ipType", "mechanism")
_VALUED: Final = ("amount", "figure", "date")
_MARKS: Final = "《》“”\"'「」"
_GENERAL: Final = "ip-type/ip"


class RejectedError(Exception):
    """A proposal is turned away; the one argument is a key of `REASONS`."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What stands of the proposals for one case, and the reason for each that does not."""

    assertions: tuple[Assertion, ...]
    rejected: tuple[str, ...]


class Judge:
    """Judges proposals, with the gazetteer compiled once for any number of cases."""

    def __init__(self, vocabulary: Vocabulary, ledger: Mapping[str, Alias] | None = None) -> None:
        self._vocabulary = vocabulary
        self._ledger = dict(ledger or {})
        self._folding = Folding(dict(vocabulary.traditional))
        self._regions = RegionFinder(vocabulary, Signals(vocabulary))

    def judge(self, standing: AnnotatedCase, proposals: Sequence[Proposal], model: str) -> Judged:
        """Return what stands of the proposals beside what rules and reviews assert of the case.

        Assertions have ``model`` as their rule. The same link proposed twice becomes one, with both quotes.
        """
        places = self._places(standing.case)
        rejected = ["too-many"] * len(proposals[MOST:])
        candidates: list[Assertion] = []
        for proposal in proposals[:MOST]:
            try:
                candidates.append(self._assertion(proposal, standing.case, places, model))
            except RejectedError as error:
                rejected.append(str(error))
        kept: dict[tuple[str, str, str], Assertion] = {}
        for candidate in sorted(candidates, key=self._depth):
            old = kept.get(candidate.key)
            if old is not None:
                evidence = tuple(dict.fromkeys((*old.evidence, *candidate.evidence)))
                candidate = replace(old, role=old.role or candidate.role, evidence=evidence)
            try:
                others = [*standing.assertions, *(a for key, a in kept.items() if key != candidate.key)]
                self._fits(candidate, others, standing)
            except RejectedError as error:
                rejected.append(str(error))
            else:
                kept[candidate.key] = _one_headline(candidate, others)
        return Judged(tuple(kept.values()), tuple(rejected))

    def _depth(self, assertion: Assertion) -> int:
        """The most specific first, so that what is above it is turned away and not the other way round."""
        return -len(self._vocabulary.ancestors(assertion.referent.path))

    def _places(self, case: Case) -> dict[Field, list[Place]]:
        texts = [self._folding.fold(case.title), self._folding.fold(case.text)]
        (title, text), _ = self._regions.find(texts)
        return {"title": title, "text": text}

    # one proposal by itself

    def _assertion(self, proposal: Proposal, case: Case, places: Mapping[Field, list[Place]], model: str) -> Assertion:
        if not (proposal.relation and proposal.object.strip() and proposal.quote.strip()):
            raise RejectedError("incomplete")
        if proposal.relation not in RELATIONS:
            raise RejectedError("relation")
        role = proposal.role
        if role is not None and (role not in BROADER or relation_of(role) != proposal.relation):
            raise RejectedError("role")
        span = _span(proposal, case)
        try:
            referent = self._referent(proposal, span, case, places)
        except KeyError:
            raise RejectedError("object") from None
        confidence = CONFIDENCE if proposal.confidence is None else proposal.confidence
        made = Assertion(
            case.path, proposal.relation, role, referent, (span,), method="model", rule=model, confidence=confidence
        )
        return aliases.merge([made], self._ledger, self._vocabulary)[0]

    def _referent(self, proposal: Proposal, span: Span, case: Case, places: Mapping[Field, list[Place]]) -> Referent:
        """Return what a proposal's object refers to. Raises `KeyError` for what the vocabulary does not have."""
        vocabulary, relation = self._vocabulary, proposal.relation
        if relation == "region":
            return referents.region(self._region(proposal.object, span, places), vocabulary)
        if relation == "actorType":
            slug = proposal.object.removeprefix("institution-type/")
            return referents.actor_type(slug, vocabulary)
        if relation in referents.SCHEME_OF:
            scheme = referents.SCHEME_OF[relation]
            path = vocabulary.concept(f"{scheme}/{proposal.object.removeprefix(f'{scheme}/')}").path
            linked = vocabulary.link_path(path)
            return referents.concept(linked, vocabulary, None if linked == path else path.partition("/")[2])
        name = self._name(proposal.object, span)
        if relation == "measure":
            return referents.measure(name, case.path, (), vocabulary)
        if relation == "fact":
            kind = vocabulary.concept(f"fact-type/{proposal.type}")
            if kind.top in _VALUED:
                raise RejectedError("value")
            return referents.fact(name, kind.slug, case.path, vocabulary)
        region = self._region_in(name, span, places)
        if relation == "platform":
            return referents.platform(name, region, vocabulary)
        if relation == "instrument":
            return referents.instrument(name, proposal.type or instrument_type(name), region, vocabulary)
        if name in vocabulary.regions_by_name:
            raise RejectedError("object")  # a region that acts is linked as a region
        top = vocabulary.concept(f"institution-type/{proposal.type}").top
        return referents.institution(name, str(proposal.type), vocabulary, region, _kind(name, top), case.path)

    def _region(self, name: str, span: Span, places: Mapping[Field, list[Place]]) -> str:
        """Return the path of a region by its code, or by a name that is its alone or that the case makes so."""
        for path in (name, f"region/{name}"):
            if path in self._vocabulary.regions:
                return path
        shared = self._vocabulary.regions_by_name.get(self._folding.fold(normalise_name(name)), ())
        paths = {region.path for region in shared}
        if len(paths) > 1:
            here = {p for place in places[span.field] if _overlap(place, span) for p in place.paths}
            paths = paths & here or paths & {p for found in places.values() for place in found for p in place.paths}
        if len(paths) != 1:
            raise KeyError(name)
        return paths.pop()

    def _name(self, name: str, span: Span) -> str:
        """Return a name as it is compared; it must be printed in its quote."""
        bare = self._folding.fold(normalise_name(name)).strip(_MARKS)
        if not bare or bare not in self._folding.fold(normalise_name(span.quote)):
            raise RejectedError("name")
        return bare

    def _region_in(self, name: str, span: Span, places: Mapping[Field, list[Place]]) -> str | None:
        """Return the lowest region that a printed name carries."""
        at = self._folding.fold(span.quote).find(name)
        start, end = (span.start + at, span.start + at + len(name)) if at >= 0 else (span.start, span.end)
        inside = [p.path for p in places[span.field] if start <= p.start and p.end <= end and len(p.paths) == 1]
        return max(inside, key=lambda path: len(self._vocabulary.ancestors(path)), default=None)

    # one link beside the others

    def _fits(self, candidate: Assertion, others: Sequence[Assertion], standing: AnnotatedCase) -> None:
        same = [other for other in others if other.relation == candidate.relation]
        for other in same:
            named = candidate.relation in _NAMED and other.referent.label == candidate.referent.label
            if other.key == candidate.key or named:
                raise RejectedError("linked")
        if candidate.relation in _HIERARCHIES:
            for other in same:
                self._not_beside(candidate, other)
        if candidate.relation == "ipType":
            _fits_coverage(candidate, same, standing)

    def _not_beside(self, candidate: Assertion, other: Assertion) -> None:
        path, beside = candidate.referent.path, other.referent.path
        above, below = path in self._vocabulary.ancestors(beside), beside in self._vocabulary.ancestors(path)
        words = bool(set(candidate.evidence) & set(other.evidence))
        if (above and (words or candidate.relation != "region")) or (below and words):
            raise RejectedError("hierarchy")


def _span(proposal: Proposal, case: Case) -> Span:
    """Return where a quote stands: in the field that is named, else in the text or the title."""
    quote = proposal.quote
    has_words = any(character.isalnum() for character in quote)
    if len(quote) > QUOTE_LIMIT or any(mark in quote for mark in QUOTE_BREAKS) or not has_words:
        raise RejectedError("quote-limits")
    fields: tuple[Field, ...] = ("text", "title")
    for field in fields:
        if proposal.field in (None, field) and (start := case.field(field).find(quote)) >= 0:
            return case.span(field, start, start + len(quote))
    raise RejectedError("quote")


def _kind(name: str, top: str) -> str | None:
    """Return the kind of a body; an anonymised one (某公司) belongs to its case."""
    if "某" in name:
        return "party"
    return top if top in ("alliance", "service-node") else None


def _overlap(place: Place, span: Span) -> bool:
    return place.start < span.end and span.start < place.end


def _fits_coverage(candidate: Assertion, same: Sequence[Assertion], standing: AnnotatedCase) -> None:
    """A case that speaks of IP in general only has no specific type beside it, and the other way round."""
    general = candidate.referent.path == _GENERAL
    if any((other.referent.path == _GENERAL) != general for other in same):
        raise RejectedError("coverage")
    says_general = standing.coverage in ("generic", "all", "unstated")
    settled = general or standing.coverage_method == "reviewed"  # a specific type may still change a rule's coverage
    if standing.coverage is not None and settled and general != says_general:
        raise RejectedError("coverage")


def _one_headline(candidate: Assertion, others: Sequence[Assertion]) -> Assertion:
    """A case that has its headline mechanism takes another one without that role."""
    taken = candidate.role == "headlineMechanism" and any(other.role == candidate.role for other in others)
    return replace(candidate, role=None) if taken else candidate
