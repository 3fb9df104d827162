"""Where things stand in the drawing: the order of the rows, and their places."""

from __future__ import annotations

from kg.explorer.layout.columns import Columns, Row, arrange
from kg.explorer.layout.field import Field, field
from kg.explorer.layout.places import Place, place

__all__ = ["Columns", "Field", "Place", "Row", "arrange", "field", "place"]
