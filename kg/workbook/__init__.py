"""The workbook: a dataset as sheets that curators correct, and the corrections read back.

``write`` makes the file, ``read`` takes it apart again, ``judge`` turns what was filled in into decisions of reviews.
Nothing in a cell is ever run: every cell is a text, and no formula is written or evaluated.
"""

from __future__ import annotations

from kg.workbook.corrections import Correction, Judged, Problem, judge
from kg.workbook.difference import told
from kg.workbook.files import is_ours, review_text
from kg.workbook.reading import Filled, day, read
from kg.workbook.writing import check_size, write

__all__ = [
    "Correction", "Filled", "Judged", "Problem", "check_size", "day", "is_ours", "judge", "read", "review_text", "told",
    "write",
]  # fmt: skip
