"""The data block of the page: nodes, links and columns, as compact plain values.

What every view needs at once stands in the block, column by column: nodes are named by their
position, links lie in the order of their cases, and what many of them have in common is written
once. Texts and evidence stand apart (`kg.explorer.evidence`), since the page reads them when a case
is opened. No path of the dataset becomes a key of a JavaScript object.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from kg.explorer.layout.columns import Columns, Row
from kg.explorer.release import Release
from kg.model import BROADER, Case
from kg.network import frame_attribute

if TYPE_CHECKING:
    import networkx

    Network = networkx.MultiDiGraph[str]

_NODE_KEYS: Final = (
    "label_en",
    "group",
    "is_group",
    "notation",
    "code",
    "level",
    "type",
    "subtype",
    "body_kind",
    "coverage",
    "fact_type",
    "value",
    "unit",
)
"""Attributes of a node that the page uses beside kind and label."""

OPENING_KINDS: Final = 6
"""The case that is open at first has links of so many kinds, or of as many as any case has."""


class Numbering:
    """The position of every node: the cases in the order of the sources, then everything else by path."""

    def __init__(self, network: Network, columns: Columns) -> None:
        cases = frozenset(columns.cases)
        self.paths = (*columns.cases, *sorted(path for path in network.nodes if path not in cases))
        self.of = {path: number for number, path in enumerate(self.paths)}


class Names:
    """Values that occur again and again, each written once and named by its position."""

    def __init__(self) -> None:
        self.listed: list[Any] = []
        self._places: dict[Any, int] = {}

    def place(self, value: Any) -> int:
        """Return the position of a value.

        >>> names = Names()
        >>> [names.place(word) for word in ("rule", "model", "rule")], names.listed
        ([0, 1, 0], ['rule', 'model'])
        """
        if value not in self._places:
            self._places[value] = len(self.listed)
            self.listed.append(value)
        return self._places[value]


@dataclass(frozen=True, slots=True)
class Link:
    """One link of the network, with its evidence parsed."""

    case: str
    target: str
    key: str
    edge: Mapping[str, Any]
    spans: tuple[Mapping[str, Any], ...]


def links_of(network: Network, numbers: Numbering) -> list[Link]:
    """Return the links: by case, then by key, whatever the network's order."""
    found = (
        Link(case, target, str(key), edge, tuple(json.loads(edge.get("evidence", "[]"))))
        for case, target, key, edge in network.edges(keys=True, data=True)
        if edge.get("kind") == "link"
    )
    return sorted(found, key=lambda link: (numbers.of[link.case], link.key, numbers.of[link.target]))


def payload(
    network: Network,
    cases: Sequence[Case],
    columns: Columns,
    release: Release,
    numbers: Numbering,
    links: Sequence[Link],
) -> dict[str, Any]:
    """Return what the page's script reads before it shows anything."""
    by_path = {case.path: case for case in cases}
    return {
        "release": {
            "title": release.title,
            "titleEn": release.title_en,
            "version": release.version,
            "date": release.date,
            "licence": release.licence,
            "base": release.base,
            "note": release.note,
            "noteEn": release.note_en,
        },
        **({"frames": [[frame_attribute(slug), title] for slug, title in release.frames]} if release.frames else {}),
        "documents": [list(document) for document in release.documents],
        "broader": BROADER,
        "nodes": _nodes(network, numbers),
        "cases": _cases(network, columns, by_path),
        "links": _links(links, columns, numbers),
        "hierarchy": _hierarchy(network, numbers),
        "opening": opening(columns, links),
        "columns": {
            "region": _rows(columns.region, numbers),
            "institution": _rows(columns.institution, numbers),
            "ip-type": _rows(columns.ip_type, numbers),
            "mechanism": _rows(columns.mechanism, numbers),
        },
    }


def label_of(network: Network, path: str) -> str:
    """Return a node's label; its path where it has none."""
    return str(network.nodes[path].get("label", path))


def _nodes(network: Network, numbers: Numbering) -> dict[str, Any]:
    kinds = Names()
    more: dict[str, list[list[Any]]] = {}
    for number, path in enumerate(numbers.paths):
        node = network.nodes[path]
        for key in _NODE_KEYS:
            if node.get(key) not in (None, ""):
                found = more.setdefault(key, [[], []])
                found[0].append(number)
                found[1].append(node[key])
    return {
        "kind": [kinds.place(str(network.nodes[path].get("kind", ""))) for path in numbers.paths],
        "kinds": kinds.listed,
        "path": list(numbers.paths),
        "label": [label_of(network, path) for path in numbers.paths],
        "more": {key: more[key] for key in _NODE_KEYS if key in more},
    }


def _cases(network: Network, columns: Columns, by_path: Mapping[str, Case]) -> dict[str, Any]:
    documents = Names()
    number: list[str] = []
    document: list[int] = []
    titles: list[list[Any]] = []
    coded: dict[str, list[list[Any]]] = {}
    for position, path in enumerate(columns.cases):
        case, node = by_path.get(path), network.nodes[path]
        for key in sorted(key for key in node if key.startswith("frame_")):
            coded.setdefault(key, []).append([position, node[key]])
        number.append(case.number if case else str(node.get("number", "")))
        document.append(documents.place(case.document if case else str(node.get("document", ""))))
        if case is not None and case.title != label_of(network, path):
            titles.append([position, case.title])
    found = {"number": number, "document": document, "documents": documents.listed, "titles": titles}
    return {**found, "coded": coded} if coded else found


def _links(links: Sequence[Link], columns: Columns, numbers: Numbering) -> dict[str, Any]:
    """Return for each case how many links it has, and for each link its object, its manner and its quotes' number."""
    manners = Names()
    counts = dict.fromkeys(columns.cases, 0)
    to: list[int] = []
    manner: list[int] = []
    spans: list[int] = []
    for link in links:
        edge = link.edge
        counts[link.case] += 1
        to.append(numbers.of[link.target])
        manner.append(
            manners.place(
                (
                    edge.get("relation", ""),
                    edge.get("role", ""),
                    edge.get("basis", ""),
                    edge.get("method", ""),
                    edge.get("reviewer_kind", ""),
                    edge.get("confidence"),
                    edge.get("rule", ""),
                )
            )
        )
        spans.append(len(link.spans))
    return {"counts": list(counts.values()), "to": to, "manner": manner, "manners": manners.listed, "spans": spans}


def _hierarchy(network: Network, numbers: Numbering) -> dict[str, Any]:
    names = Names()
    rows = sorted(
        (numbers.of[child], numbers.of[parent], str(edge.get("relation", "")))
        for child, parent, edge in network.edges(data=True)
        if edge.get("kind") == "hierarchy"
    )
    flat = [value for child, parent, relation in rows for value in (child, parent, names.place(relation))]
    return {"flat": flat, "relations": names.listed}


def opening(columns: Columns, links: Sequence[Link]) -> int:
    """Return the case that is open at first: many kinds of links, few links, so that it shows all at a glance."""
    kinds: dict[str, set[str]] = {path: set() for path in columns.cases}
    count = dict.fromkeys(columns.cases, 0)
    for link in links:
        kinds[link.case].add(link.edge.get("relation", ""))
        count[link.case] += 1
    enough = min(max((len(found) for found in kinds.values()), default=0), OPENING_KINDS)
    able = [number for number, path in enumerate(columns.cases) if len(kinds[path]) >= enough]
    return min(able, key=lambda number: count[columns.cases[number]], default=-1)


def _rows(rows: Sequence[Row], numbers: Numbering) -> list[list[Any]]:
    """Return rows as ``[node, [nodes below]]``; the page counts the cases itself."""
    return [[numbers.of[row.path], [numbers.of[child.path] for child in row.below]] for row in rows]
