"""Types of actors: what the bodies that a case names are, beside the actors that it names by kind only."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from kg.model import Assertion, Span
from kg.referents import actor_type
from kg.vocabulary import Vocabulary

EVIDENCE_LIMIT: Final = 3
"""A type of actor shows at most this many quotes; the bodies themselves have theirs."""

_METHODS: Final = ("reviewed", "model", "rule")


def with_actor_types(assertions: Iterable[Assertion], vocabulary: Vocabulary) -> list[Assertion]:
    """Return the assertions with one ``actorType`` for the type of every named body added.

    Several bodies of one type, and generic words for it, become one link: the strongest method
    and the first role stand, the evidence is joined.
    """
    merged: dict[tuple[str, str, str], Assertion] = {}
    others: list[Assertion] = []
    for assertion in assertions:
        if assertion.relation == "actorType":
            _merge(merged, assertion)
            continue
        others.append(assertion)
        if assertion.relation == "institution" and assertion.referent.subtype:
            role = f"{assertion.role}Type" if assertion.role else None
            referent = actor_type(assertion.referent.subtype, vocabulary)
            _merge(merged, replace(assertion, relation="actorType", role=role, referent=referent))
    return others + list(merged.values())


def _merge(merged: dict[tuple[str, str, str], Assertion], new: Assertion) -> None:
    old = merged.setdefault(new.key, new)
    if old is new:
        return
    first, second = sorted((old, new), key=lambda assertion: _METHODS.index(assertion.method))
    if first.method != second.method:
        merged[new.key] = first
        return
    merged[new.key] = replace(first, role=first.role or second.role, evidence=_joined(first.evidence, second.evidence))


def _joined(first: tuple[Span, ...], second: tuple[Span, ...]) -> tuple[Span, ...]:
    return tuple(dict.fromkeys((*first, *second)))[:EVIDENCE_LIMIT]
