"""Places for every node of a large dataset: a table whose rows are provinces and whose columns are groups of practice.

A force layout of thousands of nodes is a hairball, and costs minutes. Here a place says something: a case
stands in the row of its province and in the column of its main group of practice, beside cases of the
same practice; institutions and places stand at the left of the row that they belong to, what cases
hold of their own at its right; concepts stand above their column, IP types and stages below. Nothing is
drawn by chance: the same network always gives the same places, and the order of its nodes does not matter.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from kg.explorer.layout.columns import Columns, ancestors, parents

if TYPE_CHECKING:
    import networkx

    Network = networkx.MultiDiGraph[str]

ASPECT: Final = 2.1
"""The width of the table over its height, near that of the space it is shown in."""

GAP: Final = 1
"""Free units between two rows or two columns."""

LEAST_WIDTH: Final = 4
LEAST_HEIGHT: Final = 2

AREAS, NOWHERE = "~areas", "~nowhere"
"""Rows of cases that name an area or a zone and no division, and of those that name no region."""

OTHER: Final = "~other"
"""The column of cases without a practice."""

LEFT: Final = ("region", "institution")
RIGHT: Final = ("measure", "platform", "instrument", "fact")
BELOW: Final = ("ip-type", "stage")
"""Kinds that have a column of their own at the left and right, and a row of their own below."""

TOP: Final = "~concepts"
"""The row above all others: concepts and types of institutions."""


@dataclass(frozen=True, slots=True)
class Band:
    """A row or a column: what it stands for (a node's path, a kind, or a name beginning with ~), where, how wide."""

    name: str
    start: int
    extent: int


@dataclass(frozen=True, slots=True)
class Field:
    """The places of all nodes by path, in units of one mark, and the rows and columns that they stand in."""

    places: Mapping[str, tuple[int, int]]
    rows: tuple[Band, ...]
    columns: tuple[Band, ...]

    @property
    def size(self) -> tuple[int, int]:
        """The width and the height."""
        ends = [(band.start + band.extent) for band in (self.columns[-1:] + self.rows[-1:])]
        return (ends[0], ends[1]) if len(ends) == 2 else (0, 0)

    def payload(self, index: Mapping[str, int]) -> dict[str, Any]:
        """Return the places as plain values; bands name nodes by their numbers."""

        def listed(bands: Sequence[Band]) -> list[list[Any]]:
            return [[index.get(band.name, band.name), band.start, band.extent] for band in bands]

        found = sorted((index[path], place) for path, place in self.places.items())
        return {
            "x": [x for _, (x, _) in found],
            "y": [y for _, (_, y) in found],
            "rows": listed(self.rows),
            "columns": listed(self.columns),
            "size": list(self.size),
        }


def field(network: Network, columns: Columns) -> Field:
    """Return the places of all nodes."""
    sorting = _Sorting(network, columns)
    cells: dict[tuple[str, str], list[str]] = {}
    for path in sorted(sorting.nodes, key=sorting.key):
        cells.setdefault((sorting.row(path), sorting.column(path)), []).append(path)
    used_rows, used_columns = {row for row, _ in cells}, {column for _, column in cells}
    row_names = [name for name in sorting.row_names() if name in used_rows]
    column_names = [name for name in sorting.column_names() if name in used_columns]
    widths, heights = _extents(Counter({cell: len(paths) for cell, paths in cells.items()}), row_names, column_names)
    across = sum(widths.values()) + GAP * max(len(widths) - 1, 0)
    for name in BELOW:
        if name in heights:
            heights[name] = max(math.ceil(len(cells[name, ""]) / max(across, 1)), 1)
    rows, wide = _bands(heights), _bands(widths)
    places: dict[str, tuple[int, int]] = {}
    for (row, column), paths in cells.items():
        top, tall = rows[row].start, rows[row].extent
        if not column:  # a row of its own, spread over the whole width
            each = math.ceil(len(paths) / tall)
            for at, path in enumerate(paths):
                places[path] = (int((at % each + 0.5) * across / each), top + at // each)
            continue
        # a cell fills column by column, near a square, so that cases of one practice stand together
        width = wide[column].extent
        depth = min(max(math.ceil(len(paths) / width), math.ceil(math.sqrt(len(paths)))), tall)
        for at, path in enumerate(paths):
            places[path] = (wide[column].start + at // depth, top + at % depth)
    return Field(places, tuple(rows.values()), tuple(wide.values()))


def _extents(
    counts: Mapping[tuple[str, str], int], rows: Sequence[str], columns: Sequence[str]
) -> tuple[dict[str, int], dict[str, int]]:
    """Return the widths of the columns and the heights of the rows, in which every cell has room.

    Rows are as high as they are full, columns then as wide as their fullest cell needs.
    """
    inside = [name for name in columns if name]
    full = {row: sum(counts.get((row, name), 0) for name in inside) for row in rows}

    def extents(scale: float) -> tuple[dict[str, int], dict[str, int]]:
        heights = {
            row: 1 if row in BELOW else max(math.ceil(count * scale), LEAST_HEIGHT) for row, count in full.items()
        }
        widths = {
            name: max(
                (LEAST_WIDTH, *(math.ceil(counts.get((row, name), 0) / height) for row, height in heights.items()))
            )
            for name in inside
        }
        return widths, heights

    def distance(scale: float) -> float:
        widths, heights = extents(scale)
        width = sum(widths.values()) + GAP * len(widths)
        return abs(width / max(sum(heights.values()) + GAP * len(heights), 1) - ASPECT)

    steps = (1.12**step / max((*full.values(), 1)) for step in range(60))
    return extents(min(steps, key=distance))


def _bands(extents: Mapping[str, int]) -> dict[str, Band]:
    bands: dict[str, Band] = {}
    start = 0
    for name, extent in extents.items():
        bands[name] = Band(name, start, extent)
        start += extent + GAP
    return bands


class _Sorting:
    """Which row and which column each node belongs to, and its order within their cell."""

    def __init__(self, network: Network, columns: Columns) -> None:
        # plain dictionaries: a network's own view of its nodes is slow to ask a million times
        self.nodes: dict[str, Mapping[str, Any]] = {path: node for path, node in network.nodes(data=True)}  # noqa: C416
        self.above = parents(network)
        self.rank = {path: at for at, path in enumerate(columns.cases)}
        listed = [row.path for row in columns.region if self._of(row.path, "level") == "province"]
        silent = [path for path in sorted(self.nodes) if self._of(path, "level") == "province"]
        self.provinces = tuple(dict.fromkeys([*listed, *silent]))
        self.groups = tuple(row.path for row in columns.mechanism)
        self.tops = frozenset((*self.provinces, *self.groups))
        self.case_row: dict[str, str] = {}
        self.case_column: dict[str, str] = {}
        self.case_key: dict[str, tuple[str, str]] = {}
        self.first_case: dict[str, str] = {}
        self._read_links(network, columns)

    def _of(self, path: str, key: str) -> str:
        return str(self.nodes[path].get(key, ""))

    def _read_links(self, network: Network, columns: Columns) -> None:
        own: dict[str, list[tuple[bool, str, Mapping[str, Any]]]] = {path: [] for path in columns.cases}
        for case, target, edge in network.edges(data=True):
            if edge.get("kind") == "link" and case in own:
                # what a case is led by or mainly about comes first
                main = edge.get("role") in ("headlineMechanism", "ledByRegion", "locatedIn", "primaryIpType")
                own[case].append((not main, target, edge))
        for case in columns.cases:
            found = sorted(own[case], key=lambda link: link[:2])
            by_relation: dict[str, list[str]] = {}
            for _, target, attributes in found:
                by_relation.setdefault(str(attributes.get("relation", "")), []).append(target)
                self.first_case.setdefault(target, case)
            regions, practices = by_relation.get("region", []), by_relation.get("mechanism", [])
            provinces = [top for top in map(self._top, regions) if top]
            self.case_row[case] = provinces[0] if provinces else AREAS if regions else NOWHERE
            self.case_column[case] = (self._top(practices[0]) if practices else "") or OTHER
            self.case_key[case] = ((practices or [""])[0], by_relation.get("ipType", [""])[0])

    def _top(self, path: str) -> str:
        """The province or the group that a node lies in, itself included; empty where there is none."""
        return next((up for up in ancestors(path, self.above) if up in self.tops), "")

    def row(self, path: str) -> str:
        """The row that a node stands in."""
        kind = self._of(path, "kind")
        if kind in ("mechanism", "institution-type"):
            return TOP
        if kind in BELOW:
            return kind
        if path in self.case_row:
            return self.case_row[path]
        if kind == "region":
            return self._top(path) or AREAS
        home = self._of(path, "region")
        if home in self.nodes:
            return self._top(home) or AREAS
        return self.case_row.get(self.first_case.get(path, ""), NOWHERE)

    def column(self, path: str) -> str:
        """The column that a node stands in; empty for what has a row of its own."""
        kind = self._of(path, "kind")
        if path in self.case_column:
            return self.case_column[path]
        if kind == "mechanism":
            return self._top(path) or OTHER
        if kind == "institution-type":
            return "institution"
        return "" if kind in BELOW else kind if kind in (*LEFT, *RIGHT) else OTHER

    def key(self, path: str) -> tuple[Any, ...]:
        """The order within a cell: cases of one practice and one IP type together, then by source; the rest by path."""
        if path in self.rank:
            return (0, *self.case_key[path], self.rank[path], path)
        level = {"province": 0, "prefecture": 1, "county": 2}.get(self._of(path, "level"), 3)
        # what belongs to a case stands in the order of the cases
        return (1, self._of(path, "is_group") != "true", level, self.rank.get(self.first_case.get(path, ""), -1), path)

    def row_names(self) -> tuple[str, ...]:
        """All rows, from the top."""
        return (TOP, *self.provinces, AREAS, NOWHERE, *BELOW)

    def column_names(self) -> tuple[str, ...]:
        """All columns, from the left."""
        return (*LEFT, *self.groups, OTHER, *RIGHT)
