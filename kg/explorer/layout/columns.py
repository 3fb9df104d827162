"""The rows of the columns: regions, institutions and IP types on the left, mechanisms on the right.

A row stands for a node and for what lies below it; its cases are those linked to either. A row
opens to the rows of the nodes below it that are themselves linked. Rows are sorted by the number
of their cases, then by code, so that the order never depends on the input's.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import networkx

    Network = networkx.MultiDiGraph[str]

ROLLED_UP: Final = frozenset({"broader", "partOf", "classification"})
"""Hierarchy relations along which a case of the child counts as a case of the parent."""

AREA_LEVELS: Final = frozenset({"area", "zone"})
"""Levels of regions that are not administrative: nothing is rolled up into them, only listed."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a column: a node's path, its cases (paths, in order), and the rows it opens to."""

    path: str
    cases: tuple[str, ...]
    below: tuple[Row, ...] = ()


@dataclass(frozen=True, slots=True)
class Columns:
    """All rows: the three tabs of the left column, the cases in source order, the mechanisms."""

    region: tuple[Row, ...]
    institution: tuple[Row, ...]
    ip_type: tuple[Row, ...]
    mechanism: tuple[Row, ...]
    cases: tuple[str, ...]


def parents(network: Network) -> dict[str, tuple[str, ...]]:
    """Return the nodes into which each node's cases are counted as well, just above it.

    An institution without a classification edge is counted under its type by attribute.
    """
    above: dict[str, set[str]] = {}
    for child, parent, edge in network.edges(data=True):
        if edge.get("kind") != "hierarchy" or edge.get("relation") not in ROLLED_UP:
            continue
        if network.nodes[parent].get("level") not in AREA_LEVELS:
            above.setdefault(child, set()).add(parent)
    for path, node in network.nodes(data=True):
        by_type = f"institution-type/{node.get('type', '')}"
        if node.get("kind") == "institution" and path not in above and by_type in network:
            above[path] = {by_type}
    return {child: tuple(sorted(found)) for child, found in above.items()}


def ancestors(path: str, above: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Return a node and everything above it, the node first; a cycle in the data does no harm.

    >>> ancestors("a", {"a": ("b",), "b": ("c", "a")})
    ('a', 'b', 'c')
    """
    found = [path]
    for current in found:
        found.extend(parent for parent in above.get(current, ()) if parent not in found)
    return tuple(found)


def arrange(network: Network) -> Columns:
    """Return the rows of all columns of a network.

    The IP type that has nothing above it stands for the cases that name no kind: only those linked
    to it are its own, since with what lies below it it would be all cases.
    """
    nodes: Mapping[str, Mapping[str, Any]] = network.nodes
    order = case_order(network)
    rank = {path: position for position, path in enumerate(order)}
    direct: dict[str, set[str]] = {}
    for case, target, edge in network.edges(data=True):
        if edge.get("kind") == "link" and case in rank:
            direct.setdefault(target, set()).add(case)
    above = parents(network)
    reached: dict[str, set[str]] = {}
    below: dict[str, list[str]] = {}
    for target in sorted(direct):
        for ancestor in ancestors(target, above):
            reached.setdefault(ancestor, set()).update(direct[target])
            below.setdefault(ancestor, []).append(target)

    def row(path: str, opened: Iterable[str] = ()) -> Row:
        inner = sorted_rows(Row(child, ordered(child)) for child in opened if child != path)
        return Row(path, ordered(path), inner)

    def ordered(path: str) -> tuple[str, ...]:
        return tuple(sorted(reached.get(path, ()), key=rank.__getitem__))

    def sorted_rows(rows: Iterable[Row]) -> tuple[Row, ...]:
        return tuple(sorted(rows, key=lambda item: (-len(item.cases), _code(nodes[item.path]), item.path)))

    def column(kind: str, kinds_below: frozenset[str]) -> tuple[Row, ...]:
        tops = [path for path in reached if nodes[path].get("kind") == kind and not above.get(path)]
        taken: set[str] = set()
        rows = []
        for path in sorted(tops, key=lambda top: (-len(reached[top]), top)):
            # A concept with two broader ones is opened under the first only, so that it has one place.
            opened = [c for c in below[path] if nodes[c].get("kind") in kinds_below and c not in taken]
            taken.update(opened)
            rows.append(row(path, opened))
        return sorted_rows(rows)

    return Columns(
        region=column("region", frozenset({"region"})),
        institution=column("institution-type", frozenset({"institution", "institution-type"})),
        ip_type=sorted_rows(
            row(path) if above.get(path) else Row(path, tuple(sorted(direct[path], key=rank.__getitem__)))
            for path in sorted(direct)
            if nodes[path].get("kind") == "ip-type"
        ),
        mechanism=column("mechanism", frozenset({"mechanism"})),
        cases=order,
    )


def case_order(network: Network) -> tuple[str, ...]:
    """Return the paths of the cases in the order of the sources."""
    found = [(node.get("position", 0), path) for path, node in network.nodes(data=True) if node.get("kind") == "case"]
    return tuple(path for _, path in sorted(found))


def _code(node: Mapping[str, Any]) -> str:
    return str(node.get("code") or node.get("notation") or "~")
