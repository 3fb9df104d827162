"""The drawing of the columns as a pyvis `Network`: marks and lines, with positions computed beforehand.

Only marks and lines are drawn by vis-network. Labels are text of the page, laid over the drawing,
so that they can be read, searched, selected and reached with a keyboard.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from kg.explorer.layout import Columns, Place, Row, place

if TYPE_CHECKING:
    from pyvis.network import Network as Drawing

NODE_LIMIT: Final = 1000
LINE_LIMIT: Final = 3000
"""Beyond so many marks or lines vis-network is too slow; the page then opens on an overview."""

SHAPES: Final = {
    "region": "dot",
    "institution-type": "square",
    "institution": "square",
    "ip-type": "triangle",
    "case": "diamond",
    "mechanism": "hexagon",
}
"""The shape of each kind: the kind is told by shape as well as by colour."""

OPTIONS: Final[Mapping[str, Any]] = {
    "autoResize": False,
    "physics": {"enabled": False},
    "layout": {"randomSeed": 1, "improvedLayout": False},
    "interaction": {
        "dragNodes": False,
        "dragView": False,
        "zoomView": False,
        "hover": False,
        "keyboard": False,
        "selectable": False,
        "selectConnectedEdges": False,
    },
    # A font this small is below the threshold at which vis-network draws labels.
    "nodes": {"size": 5, "borderWidth": 1, "font": {"size": 1}, "chosen": False, "fixed": True},
    "edges": {
        "width": 1,
        "chosen": False,
        "smooth": {"enabled": True, "type": "cubicBezier", "forceDirection": "horizontal", "roundness": 0.5},
    },
}


def draw(columns: Columns, index: Mapping[str, int], kinds: Mapping[str, str], labels: Mapping[str, str]) -> Drawing:
    """Return the pyvis network of the columns.

    Marks are called ``n<number>``, the right-hand ends of cases ``p<number>``, by the numbers of
    ``index``: no path of the dataset becomes an id, which vis-network uses as keys of objects.
    """
    from pyvis.network import Network as Drawing

    drawing = Drawing(height="100%", width="100%", directed=True, cdn_resources="in_line")
    drawing.options = dict(OPTIONS)
    places = place(columns)
    lefts = (*columns.region, *columns.institution, *columns.ip_type)
    shown = set(columns.region) | set(columns.mechanism)

    def mark(prefix: str, column: str, path: str, hidden: bool, size: int) -> None:
        where: Place = places[column, path]
        drawing.add_node(
            f"{prefix}{index[path]}",
            label=_short(labels[path]) or "—",
            shape=SHAPES.get(kinds[path], "dot") if prefix == "n" else "dot",
            color="#888888",
            group=kinds[path],
            size=size,
            hidden=hidden,
            x=where.x,
            y=where.y,
        )

    for column, rows in (("left", lefts), ("right", columns.mechanism)):
        for row in rows:
            mark("n", column, row.path, row not in shown, 5)
            for child in row.below:
                mark("n", column, child.path, True, 4)
    for path in columns.cases:
        mark("n", "case", path, False, 4)
        mark("p", "port", path, False, 2)
    _join_cases(drawing, lefts, columns.mechanism, index, shown)
    return drawing


def is_small(columns: Columns) -> bool:
    """Tell whether every case can have its mark, and every link of the columns its line."""
    rows = _all((*columns.region, *columns.institution, *columns.ip_type, *columns.mechanism))
    marks = 2 * len(columns.cases) + len(rows)
    return marks <= NODE_LIMIT and sum(len(row.cases) for row in rows) <= LINE_LIMIT


def _join_cases(
    drawing: Drawing, lefts: Sequence[Row], rights: Sequence[Row], index: Mapping[str, int], shown: set[Row]
) -> None:
    for row in _all(lefts):
        for case in row.cases:
            drawing.add_edge(f"n{index[row.path]}", f"n{index[case]}", arrows="", hidden=row not in shown)
    for row in _all(rights):
        for case in row.cases:
            drawing.add_edge(f"p{index[case]}", f"n{index[row.path]}", arrows="", hidden=row not in shown)


def _all(rows: Sequence[Row]) -> list[Row]:
    return [found for row in rows for found in (row, *row.below)]


def _short(label: str) -> str:
    """Return the label as far as it says something in a drawing.

    >>> _short("青岛海关" * 10)
    '青岛海关青岛海关青岛海关青岛海关青岛海关青岛海关…'
    """
    return label if len(label) <= 24 else label[:24] + "…"
