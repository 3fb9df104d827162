"""Writing structured text as lines: blocks, and rows with tabs between cells."""

from __future__ import annotations

import re
from typing import Final

CELL_BREAK: Final = "\u2028"
"""Stands between two lines inside a cell."""


class TextWriter:
    """Collects text. White space of the markup collapses; control characters are left out.

    >>> writer = TextWriter()
    >>> writer.inline(" 甲\\n 乙 "); writer.block()
    >>> writer.begin_row(); writer.begin_cell(); writer.inline("1"); writer.end_cell()
    >>> writer.begin_cell(); writer.inline("丙"); writer.block(); writer.inline("丁"); writer.end_cell()
    >>> writer.end_row()
    >>> writer.text()
    '甲 乙\\n1\\t丙\\u2028丁'
    """

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._pieces: list[str] = []
        self._cell: list[str] | None = None
        self._row: list[str] | None = None

    def inline(self, text: str) -> None:
        """Add text inside the current block."""
        if text:
            self._pieces.append(text)

    def block(self) -> None:
        """End the current block."""
        words = re.sub(r"[ \t\r\n\f\v\x1c-\x1f\x85\u2028\u2029]+", " ", "".join(self._pieces)).strip(" ")
        self._pieces.clear()
        if not words.strip():
            return
        if self._cell is not None:
            self._cell.append(words)
        else:
            self._lines.append(words)

    def begin_row(self) -> None:
        """Begin a row of a table."""
        self.block()
        self._row = []

    def begin_cell(self) -> None:
        """Begin a cell."""
        self.block()
        self._cell = []

    def end_cell(self) -> None:
        """End a cell."""
        self.block()
        if self._row is not None and self._cell is not None:
            self._row.append(CELL_BREAK.join(self._cell))
        self._cell = None

    def end_row(self) -> None:
        """End a row; a row of one cell is plain lines."""
        self.block()
        if self._row is not None:
            self.row(self._row)
        self._row = None

    def row(self, cells: list[str]) -> None:
        """Add a whole row; lines inside a cell stand apart by :data:`CELL_BREAK`."""
        filled = [cell for cell in cells if cell.strip()]
        if len(cells) < 2:
            self._lines += [line for cell in filled for line in cell.split(CELL_BREAK)]
        elif filled:
            self._lines.append("\t".join(cells))

    def page(self) -> None:
        """Mark a page break."""
        self.block()
        if self._lines:
            self._lines.append("\f")

    def line(self, text: str) -> None:
        """Add a line as it is."""
        self.block()
        self._lines.append(re.sub(r"[\r\n\f\v\x1c-\x1f\x85\u2028\u2029]", " ", text))

    def text(self) -> str:
        """Return all lines."""
        self.block()
        return "\n".join(self._lines).replace("\n\f\n", "\n\f").strip("\n\f")
