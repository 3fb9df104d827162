"""Precision, recall and F1 of rule output against annotations; agreement between two annotators.

Only ``rule`` and ``model`` output is scored, never reviewed data.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path

from kg.model import Assertion, DataError

Item = tuple[str, str]
"""A case and a key within a relation."""


@dataclass(frozen=True, slots=True)
class GoldDocument:
    """The document that a gold was made on. A gold holds quotes, not the text, so its checksum ties the two."""

    name: str
    sha256: str
    slug: str
    cases: int

    def check(self, where: str, sha256: str) -> None:
        """Raise `DataError` where a file (``where`` names it) is not the annotated one.

        >>> GoldDocument("cases.txt", "ab" * 32, "batch", 9).check("other.txt", "cd" * 32)
        Traceback (most recent call last):
            ...
        kg.model.DataError: other.txt: not the annotated document: its SHA-256 is cdcdcdcdcdcd…, that of cases.txt \
is abababababab…; give the annotated file with --source
        """
        if sha256 != self.sha256:
            raise DataError(
                where,
                f"not the annotated document: its SHA-256 is {sha256[:12]}…, that of {self.name} is "
                f"{self.sha256[:12]}…",
                "give the annotated file with --source",
            )


def gold_document(folder: Path) -> GoldDocument | None:
    """Return what ``document.json`` of a gold folder, or of the folder around it, says; ``None`` where there is none.

    It is JSON since every ``*.yaml`` below a gold is a review. Raises `DataError` for a file that is
    not an object with name, sha256, slug and cases.
    """
    for path in (folder / "document.json", folder.parent / "document.json"):
        if not path.is_file():
            continue
        try:
            record = json.loads(path.read_text(encoding="utf-8"))
            found = GoldDocument(record["name"], record["sha256"], record["slug"], record["cases"])
        except (ValueError, KeyError, TypeError) as error:
            raise DataError(
                str(path), "not an object with name, sha256, slug and cases", "see docs/evaluation.md"
            ) from error
        if not isinstance(found.sha256, str) or len(found.sha256) != 64:
            raise DataError(str(path), "sha256 is not 64 hexadecimal digits", "write the SHA-256 of the file's bytes")
        return found
    return None


@dataclass(frozen=True, slots=True)
class Score:
    """Counts of one layer.

    ``overlapping`` counts the right links of which a quote overlaps one of the annotation's, ``exact``
    those of which a quote is the very same.
    """

    relation: str
    right: int
    found: int
    wanted: int
    overlapping: int = 0
    exact: int = 0
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

    Institutions are scored by name, with type and with role, mechanisms by concept and by group as well.
    """
    referent, relation = assertion.referent, assertion.relation
    if relation == "institution":
        return {
            "institution": referent.label,
            "institution with type": f"{referent.label} ({referent.type})",
            "institution with role": f"{referent.label} ({assertion.role or 'mentioned'})",
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
        return {"fact": f"{referent.type} {_plain(referent.value or referent.label)} {referent.unit or ''}".strip()}
    return {relation: referent.path}


def _plain(value: str) -> str:
    """Return a number without the zeros that only print adds; other values as they are.

    >>> _plain("20000.00"), _plain("2021-03"), _plain("7.20")
    ('20000', '2021-03', '7.2')
    """
    try:
        number = Decimal(value)
    except InvalidOperation:
        return value
    return f"{number:f}".rstrip("0").rstrip(".") if "." in value else value


LAYERS = (
    "region", "institution", "institution with type", "institution with role", "actorType", "ipType", "primary IP type",
    "mechanism", "mechanism group", "headline mechanism", "measure", "stage", "platform", "instrument", "fact",
)  # fmt: skip


HEADERS = ("layer", "P", "R", "F1", "right", "found", "wanted", "quotes overlap", "quotes exact")


def row(score: Score) -> tuple[str | int, ...]:
    """Return the cells of a score under `HEADERS`; a share of nothing is a dash.

    >>> row(Score("region", 3, 4, 4, 3, 2))
    ('region', '0.750', '0.750', '0.750', 3, 4, 4, 3, 2)
    >>> row(Score("platform", 0, 0, 2))
    ('platform', '–', '0.000', '0.000', 0, 0, 2, 0, 0)
    """
    measured = ((score.precision, score.found), (score.recall, score.wanted), (score.f1, score.found + score.wanted))
    shares = (f"{share:.3f}" if total else "–" for share, total in measured)
    return (score.relation, *shares, score.right, score.found, score.wanted, score.overlapping, score.exact)


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


def _same(first: Sequence[Assertion], second: Sequence[Assertion]) -> bool:
    spans = {(span.field, span.start, span.end) for assertion in second for span in assertion.evidence}
    return any((one.field, one.start, one.end) in spans for assertion in first for one in assertion.evidence)


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
                exact=sum(1 for item in both if _same(a[item], b[item])),
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
    """Return for each confidence band how many assertions it has and how many of them are right.

    A band holds its lower bound; the last one, 0.9–1.0, also its upper. An institution is right with
    its type, a mechanism by concept. Assertions without confidence are left out.
    """
    right = {(a.case, a.relation, _strictest(a)) for a in wanted}
    counted: dict[int, list[int]] = {}
    for assertion in found:
        if assertion.confidence is None:
            continue
        # 0.7 and the like are no exact binary fractions
        band = counted.setdefault(min(int(assertion.confidence * 10 + 1e-9), 9), [0, 0])
        band[0] += 1
        band[1] += (assertion.case, assertion.relation, _strictest(assertion)) in right
    return [(f"{low / 10:.1f}–{(low + 1) / 10:.1f}", total, ok) for low, (total, ok) in sorted(counted.items())]


def _strictest(assertion: Assertion) -> str:
    layers = keys(assertion)
    return layers["institution with type"] if assertion.relation == "institution" else next(iter(layers.values()))


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
