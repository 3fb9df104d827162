"""The claim check: does the graph hold that a case has a relation to an object, by these words?

Only what a review decided counts. The answer is one of four, never a probability.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from kg.links import CaseRecord, Link, Quote, Triples
from kg.model import predicates

Status = Literal["supported", "rejected by a reviewer", "not found in a reviewed case", "not reviewed"]

STATUSES: Final[tuple[Status, ...]] = (
    "supported",
    "rejected by a reviewer",
    "not found in a reviewed case",
    "not reviewed",
)

Rejection = tuple[str, str, str]
"""What a review rejected: the case's path, the relation, the object's slug, code or name."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer to a claim. ``quotes`` are the words of a supported link; ``note`` says what else is known."""

    status: Status
    quotes: tuple[Quote, ...] = ()
    note: str = ""


def check(
    triples: Triples,
    cases: Mapping[str, CaseRecord],
    rejections: Collection[Rejection],
    case: str,
    relation: str,
    target: str,
    quote: str | None = None,
) -> Verdict:
    """Return whether a claim is supported.

    ``case`` and ``target`` are IRIs or paths; a case may be a number that only one case has, an object
    a label in any language. ``relation`` is a local name, a role included. With a ``quote`` the claim is
    supported only where the quote is one of the link's own. Raises `ValueError` for an unknown case.
    """
    record = _case(triples, cases, case)
    objects = _objects(triples, target)
    held = [
        link for link in record.links if link.object in objects and relation in predicates(link.relation, link.role)
    ]
    reviewed = [link for link in held if "reviewed" in link.methods]
    fitting = tuple(found for link in reviewed for found in link.quotes if quote is None or found.words == quote)
    if fitting:
        return Verdict("supported", fitting)
    path = record.iri.removeprefix(f"{triples.base}/id/")
    names = {target, target.rpartition("/")[2], *(name for one in objects for name in _names(triples, one))}
    if not reviewed and any((path, relation, name) in rejections for name in names):
        return Verdict("rejected by a reviewer")
    if not any("reviewed" in link.methods for link in record.links):
        return Verdict("not reviewed", note=_proposed(held))
    if reviewed:
        words = "、".join(f"“{found.words}”" for link in reviewed for found in link.quotes)
        return Verdict("not found in a reviewed case", note=f"the link stands by other words: {words}")
    return Verdict("not reviewed" if held else "not found in a reviewed case", note=_proposed(held))


def _proposed(held: list[Link]) -> str:
    return "a rule or model proposes this link; nobody reviewed it" if held else ""


def _case(triples: Triples, cases: Mapping[str, CaseRecord], name: str) -> CaseRecord:
    for iri in (name, f"{triples.base}/id/{name}", f"{triples.base}/id/case/{name}"):
        if iri in cases:
            return cases[iri]
    found = [record for record in cases.values() if record.number == name]
    if len(found) == 1:
        return found[0]
    listed = ", ".join(record.iri.removeprefix(f"{triples.base}/id/") for record in (found or list(cases.values()))[:5])
    raise ValueError(f"{'several cases have' if found else 'no case has'} the name {name!r}; name one as {listed}")


def _names(triples: Triples, node: str) -> list[str]:
    return [node.rpartition("/")[2], *(name for name in (triples.label(node), triples.label(node, "en")) if name)]


def _objects(triples: Triples, target: str) -> set[str]:
    """Return the nodes that a name can mean."""
    direct = {
        iri for iri in (target, f"{triples.base}/id/{target}", f"{triples.base}/scheme/{target}") if iri in triples
    }
    return direct or {node for node in triples.subjects() if target in (triples.label(node), triples.label(node, "en"))}
