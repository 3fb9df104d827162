"""The graph's own findings: what occurs together, where, and which cases are alike.

All functions take the network of `kg.network.build`, look at links only (hierarchy edges are
dropped), and give the same result every time. Where the numbers are too small to carry a statement
they say so: a `Finding` with ``too_few`` set shows its counts and claims nothing.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kg.model import AnnotatedCase, Document
from kg.vocabulary import Vocabulary

if TYPE_CHECKING:
    import networkx

    from kg.network import Network

MINIMUM_TOGETHER: Final = 3
"""Two concepts must share at least this many cases before their association is called one."""

MINIMUM_CASES: Final = 30
"""Centrality and communities of the co-occurrence network are stated from this many cases on."""

SEED: Final = 20220000
"""Seed of everything that draws lots, so that results repeat."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two concepts with the cases that have both. ``lift`` is how much more often than by chance."""

    first: str
    second: str
    cases: tuple[str, ...]
    lift: float
    too_few: bool


@dataclass(frozen=True, slots=True)
class Similar:
    """A case that is like another, and the shared concepts that are the reason, rarest first."""

    case: str
    score: float
    shared: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """Ranked nodes or groups; with ``too_few`` the corpus is too small for them to mean anything."""

    groups: tuple[tuple[str, ...], ...]
    scores: tuple[float, ...]
    too_few: bool


def concepts_of_cases(network: Network, *kinds: str) -> dict[str, set[str]]:
    """Return for each case the concepts of some kinds (``mechanism``, ``ip-type``, …) that it is linked to."""
    found: dict[str, set[str]] = {
        node: set() for node, attributes in network.nodes(data=True) if attributes["kind"] == "case"
    }
    for case, target, edge in network.edges(data=True):
        if edge["kind"] == "link" and network.nodes[target]["kind"] in kinds:
            found[case].add(target)
    return found


def cooccurrence(network: Network, first: str = "mechanism", second: str = "ip-type") -> list[Pair]:
    """Return pairs of concepts of two kinds (or of one) that share a case, the most frequent first."""
    left, right = concepts_of_cases(network, first), concepts_of_cases(network, second)
    together: dict[tuple[str, str], list[str]] = defaultdict(list)
    for case in sorted(left):
        for one in left[case]:
            for other in right[case]:
                if first != second or one < other:
                    together[one, other].append(case)
    one_count = Counter(concept for concepts in left.values() for concept in concepts)
    other_count = Counter(concept for concepts in right.values() for concept in concepts)
    total = len(left)
    pairs = [
        Pair(
            one,
            other,
            tuple(cases),
            lift=len(cases) * total / (one_count[one] * other_count[other]),
            too_few=len(cases) < MINIMUM_TOGETHER,
        )
        for (one, other), cases in together.items()
    ]
    return sorted(pairs, key=lambda pair: (-len(pair.cases), -pair.lift, pair.first, pair.second))


def mechanisms_by_region(network: Network) -> dict[str, Counter[str]]:
    """Return for each provincial division the number of its cases with each group of mechanisms.

    A case counts where it is led or located (not where a place is only mentioned), once a group.
    """
    groups = {
        node: str(attributes["group"])
        for node, attributes in network.nodes(data=True)
        if attributes["kind"] == "mechanism"
    }
    cases = concepts_of_cases(network, "mechanism")
    table: dict[str, Counter[str]] = {}
    for province, inside in sorted(_cases_by_province(network).items()):
        table[province] = Counter(group for case in inside for group in {groups[m] for m in cases[case]})
    return table


def _cases_by_province(network: Network) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for case, target, edge in network.edges(data=True):
        if edge["kind"] == "link" and edge["relation"] == "region" and edge["role"] in ("ledByRegion", "locatedIn"):
            for above in (target, *_ancestors(network, target)):
                if network.nodes[above].get("level") == "province":
                    found[above].add(case)
    return found


def _ancestors(network: Network, node: str) -> Iterator[str]:
    seen, pending = {node}, [node]
    while pending:
        for _, above, edge in network.out_edges(pending.pop(), data=True):
            if edge["kind"] == "hierarchy" and above not in seen:
                seen.add(above)
                pending.append(above)
                yield above


def similar(network: Network, case: str, limit: int = 5) -> list[Similar]:
    """Return the cases most like a case: weighted overlap of mechanisms, IP types and kinds of actors.

    A shared concept weighs the more the fewer cases have it (inverse document frequency); the score
    is that of the shared ones over that of all which either has, between 0 and 1.
    Raises `KeyError` for an unknown case.
    """
    concepts = concepts_of_cases(network, "mechanism", "ip-type", "institution-type")
    counts = Counter(concept for found in concepts.values() for concept in found)
    weights = {concept: math.log(1 + len(concepts) / count) for concept, count in counts.items()}
    own = concepts[case]
    found = []
    for other, theirs in concepts.items():
        shared = own & theirs
        if other != case and shared:
            score = sum(weights[c] for c in shared) / sum(weights[c] for c in own | theirs)
            reasons = tuple(sorted(shared, key=lambda concept: (counts[concept], concept)))
            found.append(Similar(other, round(score, 4), reasons))
    return sorted(found, key=lambda item: (-item.score, item.case))[:limit]


def _projection(network: Network) -> networkx.Graph[str]:
    """Return the mechanisms joined where they share a case, weighted by how many."""
    import networkx

    graph: networkx.Graph[str] = networkx.Graph()
    for pair in cooccurrence(network, "mechanism", "mechanism"):
        graph.add_edge(pair.first, pair.second, weight=len(pair.cases))
    return graph


def central_mechanisms(network: Network, limit: int = 10) -> Finding:
    """Return the mechanisms that join most others, by weighted degree in the co-occurrence network."""
    graph = _projection(network)
    degrees = sorted(graph.degree(weight="weight"), key=lambda item: (-item[1], item[0]))[:limit]
    few = _case_count(network) < MINIMUM_CASES
    return Finding(tuple((node,) for node, _ in degrees), tuple(float(degree) for _, degree in degrees), few)


def communities(network: Network) -> Finding:
    """Return the groups of mechanisms that keep together (Louvain, seeded), the largest first."""
    import networkx

    graph = _projection(network)
    few = _case_count(network) < MINIMUM_CASES
    if graph.number_of_edges() == 0:
        return Finding((), (), True)
    found = networkx.community.louvain_communities(graph, weight="weight", seed=SEED)
    groups = sorted((tuple(sorted(group)) for group in found), key=lambda group: (-len(group), group))
    return Finding(tuple(groups), tuple(float(len(group)) for group in groups), few)


def _case_count(network: Network) -> int:
    return sum(1 for _, attributes in network.nodes(data=True) if attributes["kind"] == "case")


@dataclass(frozen=True, slots=True)
class Appearance:
    """Where a mechanism stands in one document: the document's date (``None``: 未注明), provinces and cases."""

    document: str
    issued: str | None
    provinces: tuple[str, ...]
    cases: tuple[str, ...]


def spread(
    annotated: Sequence[AnnotatedCase], documents: Sequence[Document], vocabulary: Vocabulary
) -> dict[str, tuple[Appearance, ...]]:
    """Return for each mechanism the documents that have it, the earliest first, undated ones last.

    It tells the order of this collection only: being first here is no claim of having been first.
    """
    dates = {document.slug: document.issued for document in documents}
    order = {document.slug: number for number, document in enumerate(documents)}
    found: dict[str, dict[str, list[AnnotatedCase]]] = defaultdict(lambda: defaultdict(list))
    for item in annotated:
        for assertion in item.assertions:
            if assertion.relation == "mechanism":
                found[assertion.referent.path][item.case.document].append(item)
    return {
        mechanism: tuple(
            Appearance(slug, dates[slug], _provinces(items, vocabulary), tuple(item.case.path for item in items))
            for slug, items in sorted(by_document.items(), key=lambda pair: (dates[pair[0]] or "9999", order[pair[0]]))
        )
        for mechanism, by_document in sorted(found.items())
    }


def _provinces(items: Sequence[AnnotatedCase], vocabulary: Vocabulary) -> tuple[str, ...]:
    paths = (
        vocabulary.province_of(assertion.referent.path)
        for item in items
        for assertion in item.assertions
        if assertion.role in ("ledByRegion", "locatedIn")
    )
    return tuple(dict.fromkeys(path for path in paths if path is not None))
