"""Precision, recall and F1 of rule output against annotations; agreement between two annotators.

Only ``rule`` and ``model`` output is scored, never reviewed data.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from kg.model import Assertion

Item = tuple[str, str]
"""A case and a key within a relation."""


@dataclass(frozen=True, slots=True)
class Score:
    """Counts of one relation; ``overlapping`` counts right links whose quotes also overlap the annotation's."""

    relation: str
    right: int
    found: int
    wanted: int
    overlapping: int = 0
    missed: tuple[str, ...] = field(default=(), repr=False)
    invented: tuple[str, ...] = field(default=(), repr=False)

    @property
    def precision(self) -> float:
        """Share of what was found that is right; 1 where nothing was found."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """Share of what was wanted that was found; 1 where nothing was wanted."""
        return self.right / self.wanted if self.wanted else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall.

        >>> Score("region", 3, 4, 4).f1
        0.75
        """
        total = self.found + self.wanted
        return 2 * self.right / total if total else 1.0


def keys(assertion: Assertion) -> dict[str, str]:
    """Return the keys under which an assertion is scored, by layer.

    Institutions are scored by name and type, mechanisms by concept and by group as well.
    """
    referent, relation = assertion.referent, assertion.relation
    if relation == "institution":
        return {
            "institution": referent.label,
            "institution with type": f"{referent.label} ({referent.type})",
        }
    if relation == "mechanism":
        layers = {"mechanism": referent.path, "mechanism group": f"mechanism/{referent.type}"}
        if assertion.role == "headlineMechanism":
            layers["headline mechanism"] = referent.path
        return layers
    if relation == "ipType" and assertion.role == "primaryIpType":
        return {"ipType": referent.path, "primary IP type": referent.path}
    if relation in ("measure", "platform", "instrument"):
        return {relation: referent.label}
    if relation == "fact":
        return {"fact": f"{referent.type} {referent.value or referent.label} {referent.unit or ''}".strip()}
    return {relation: referent.path}


LAYERS = (
    "region", "institution", "institution with type", "actorType", "ipType", "primary IP type", "mechanism",
    "mechanism group", "headline mechanism", "measure", "stage", "platform", "instrument", "fact",
)  # fmt: skip


def _by_layer(assertions: Iterable[Assertion]) -> dict[str, dict[Item, list[Assertion]]]:
    layers: dict[str, dict[Item, list[Assertion]]] = {layer: {} for layer in LAYERS}
    for assertion in assertions:
        for layer, key in keys(assertion).items():
            layers[layer].setdefault((assertion.case, key), []).append(assertion)
    return layers


def _overlap(first: Sequence[Assertion], second: Sequence[Assertion]) -> bool:
    spans = [span for assertion in second for span in assertion.evidence]
    return any(
        one.field == other.field and one.start < other.end and other.start < one.end
        for assertion in first
        for one in assertion.evidence
        for other in spans
    )


def scores(found: Iterable[Assertion], wanted: Iterable[Assertion]) -> list[Score]:
    """Return a score a layer, with what was missed and what was invented, each with its words."""
    ours, theirs = _by_layer(found), _by_layer(wanted)
    result = []
    for layer in LAYERS:
        a, b = ours[layer], theirs[layer]
        both = a.keys() & b.keys()
        result.append(
            Score(
                relation=layer,
                right=len(both),
                found=len(a),
                wanted=len(b),
                overlapping=sum(1 for item in both if _overlap(a[item], b[item])),
                missed=tuple(_shown(item, b[item]) for item in sorted(b.keys() - a.keys())),
                invented=tuple(_shown(item, a[item]) for item in sorted(a.keys() - b.keys())),
            )
        )
    return result


def _shown(item: Item, assertions: Sequence[Assertion]) -> str:
    quotes = "”“".join(dict.fromkeys(span.quote for assertion in assertions for span in assertion.evidence))
    return f"{item[0]}: {item[1]} “{quotes}”"


def quote_recall(
    found: Iterable[Assertion], wanted: Iterable[Assertion], relation: str = "mechanism"
) -> tuple[int, int]:
    """Return how many annotated quotes of a relation one of ours overlaps, whatever the concept, and of how many."""
    ours: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for assertion in found:
        if assertion.relation == relation:
            for span in assertion.evidence:
                ours.setdefault((assertion.case, span.field), []).append((span.start, span.end))
    hit = total = 0
    for assertion in wanted:
        if assertion.relation != relation:
            continue
        for span in assertion.evidence:
            total += 1
            known = ours.get((assertion.case, span.field), [])
            hit += any(start < span.end and span.start < end for start, end in known)
    return hit, total


def bands(found: Iterable[Assertion], wanted: Iterable[Assertion]) -> list[tuple[str, int, int]]:
    """Return for each confidence band how many assertions it has and how many of them are right."""
    right = {(a.case, a.relation, keys(a)[_main(a)]) for a in wanted}
    counted: dict[str, list[int]] = {}
    for assertion in found:
        if assertion.confidence is None:
            continue
        low = int(assertion.confidence * 10) / 10
        band = counted.setdefault(f"{low:.1f}–{min(low + 0.1, 1):.1f}", [0, 0])
        band[0] += 1
        band[1] += (assertion.case, assertion.relation, keys(assertion)[_main(assertion)]) in right
    return [(band, total, ok) for band, (total, ok) in sorted(counted.items())]


def _main(assertion: Assertion) -> str:
    return next(iter(keys(assertion)))


@dataclass(frozen=True, slots=True)
class Agreement:
    """How two annotators agree on a layer: F1 of the one against the other, and the counts."""

    layer: str
    both: int
    only_first: int
    only_second: int

    @property
    def f1(self) -> float:
        """Twice what both have, over all that either has: the F1 of one against the other."""
        total = 2 * self.both + self.only_first + self.only_second
        return 2 * self.both / total if total else 1.0


def agreement(first: Iterable[Assertion], second: Iterable[Assertion]) -> list[Agreement]:
    """Return the agreement of two annotations of the same cases, a layer each.

    Links are open-ended (no list of true negatives), so F1 is the measure, not κ.
    """
    return [
        Agreement(score.relation, score.right, score.found - score.right, score.wanted - score.right)
        for score in scores(first, second)
    ]
