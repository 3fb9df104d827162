"""Places of the rows on a surface: fixed columns, rows spread evenly. No chance is involved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from kg.explorer.layout.columns import Columns, Row

HEIGHT: Final = 520
"""The height for which places are computed; the page stretches them to the window."""

COLUMN_X: Final = {"left": 96, "case": 190, "port": 500, "right": 600}
PITCH: Final = (18.0, 34.0)
"""The least and the greatest distance between two rows."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a node stands."""

    x: int
    y: int


def spread(count: int, height: float = HEIGHT) -> list[int]:
    """Return the heights of rows that share a column, centred where they do not fill it.

    >>> spread(3, 100)
    [17, 50, 83]
    >>> spread(2, 400)
    [183, 217]
    """
    pitch = min(max(height / max(count, 1), PITCH[0]), PITCH[1])
    top = max((height - pitch * count) / 2, 0.0)
    return [round(top + pitch * (index + 0.5)) for index in range(count)]


def place(columns: Columns) -> dict[tuple[str, str], Place]:
    """Return the place of each row, keyed by column (``left``, ``case``, ``port``, ``right``) and path.

    Rows that are not open at first stand where the row that opens to them stands.
    """
    places: dict[tuple[str, str], Place] = {}

    def fill(column: str, rows: Sequence[Row]) -> None:
        for row, y in zip(rows, spread(len(rows)), strict=True):
            for path in (row.path, *(child.path for child in row.below)):
                places[column, path] = Place(COLUMN_X[column], y)

    for rows in (columns.region, columns.institution, columns.ip_type):
        fill("left", rows)
    fill("right", columns.mechanism)
    for path, y in zip(columns.cases, spread(len(columns.cases)), strict=True):
        places["case", path] = Place(COLUMN_X["case"], y)
        places["port", path] = Place(COLUMN_X["port"], y)
    return places
