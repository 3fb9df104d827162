"""Mentions → assertions: one made, several of one link joined, quotes as printed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from kg.model import QUOTE_BREAKS, QUOTE_LIMIT, Assertion, Basis, Case, Referent, Span

CONFIDENCE: Final[dict[str, float]] = {
    "region-name": 0.97,
    "region-compound": 0.95,
    "region-letters": 0.9,
    "region-short-county": 0.8,
    "region-in-name": 0.95,
    "body-name": 0.9,
    "whole-name": 0.97,
    "collective": 0.85,
    "short-form": 0.9,
    "elided-name": 0.85,
    "actor-word": 0.8,
    "ip-type-cue": 0.95,
    "ip-type-hint": 0.6,
    "ip-type-title": 0.5,
    "mechanism-cue": 0.75,
    "headline-cue": 0.85,
    "quoted-measure": 0.7,
    "quoted-platform": 0.7,
    "book-title": 0.95,
    "headline-stage": 0.7,
    "value": 0.95,
}
"""How often the assertions of each rule are right, as far as the development documents tell."""

EVIDENCE_LIMIT: Final = 3
"""A link found by rules shows at most this many quotes: the title's, and the first wordings of the text."""

_RANKS: Final = (
    ("ledByRegion", "locatedIn", "mentionsRegion"),
    ("decidedBy", "prosecutedBy", "investigatedBy", "ledBy", "participant", "party"),
    ("decidedByType", "prosecutedByType", "investigatedByType", "ledByType", "participantType", "partyType"),
)
"""Roles of one kind, the strongest first: a link takes the strongest that its mentions give."""


def make(
    case: Case,
    relation: str,
    role: str | None,
    referent: Referent,
    spans: Sequence[Span],
    rule: str,
    basis: Basis = "explicit",
) -> Iterator[Assertion]:
    """Yield the assertion, unless no quote of it is short enough and within one sentence."""
    quotes = tuple(span for span in spans if _quotable(span.quote))
    if quotes:
        yield Assertion(case.path, relation, role, referent, quotes, basis, "rule", rule, CONFIDENCE[rule])


def _quotable(quote: str) -> bool:
    return len(quote) <= QUOTE_LIMIT and not any(mark in quote for mark in QUOTE_BREAKS)


def merge(merged: dict[tuple[str, str, str], Assertion], new: Assertion) -> None:
    """Put an assertion with those of the same link: evidence joined (each wording once), the strongest role kept."""
    old = merged.setdefault(new.key, new)
    if old is new:
        return
    known = {(span.field, span.quote) for span in old.evidence}
    more = tuple(span for span in new.evidence if (span.field, span.quote) not in known)
    role, basis, rule, confidence = old.role, old.basis, old.rule, old.confidence
    if _stronger(new.role, old.role):
        role, basis, rule, confidence = new.role, new.basis, new.rule, new.confidence
    evidence = (*old.evidence, *more)[:EVIDENCE_LIMIT]
    merged[new.key] = replace(old, role=role, basis=basis, rule=rule, confidence=confidence, evidence=evidence)


def _stronger(new: str | None, old: str | None) -> bool:
    if old is None or new is None:
        return new is not None
    return any(new in rank and old in rank and rank.index(new) < rank.index(old) for rank in _RANKS)


def as_printed(assertion: Assertion, case: Case) -> Assertion:
    """Return an assertion with its quotes as the case prints them, not as they were folded."""
    spans = tuple(case.span(span.field, span.start, span.end) for span in assertion.evidence)
    return assertion if spans == assertion.evidence else replace(assertion, evidence=spans)
