"""What is printed on every page: running heads, running feet, page numbers."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from typing import Final

from kg.cases.lines import Line

_BARE: Final = re.compile(r"[-—–\s]*([0-9]{1,4})[-—–\s]*\Z")
_LEAST_PAGES: Final = 3


def running_lines(lines: Sequence[Line]) -> frozenset[int]:
    """Return the indices of lines that stand first or last on most pages, alike but for their digits.

    Only page breaks (form feeds) tell pages; a text without them has no such lines.

    >>> head = Line("案例汇编", range(4), 0, 4, page=True)
    >>> bodies = [Line(text, range(3), 5, 8) for text in ("甲乙。", "丙丁。", "戊己。")]
    >>> sorted(running_lines([head, bodies[0], head, bodies[1], head, bodies[2]]))
    [0, 2, 4]
    """
    breaks = [index for index, line in enumerate(lines) if line.page and index]
    counted = _counted(lines, [*(index - 1 for index in breaks), len(lines) - 1] if breaks else [])
    if len(breaks) + 1 < _LEAST_PAGES:
        return counted
    starts = [0, *breaks]
    ends = [*breaks, len(lines)]
    found: set[int] = set(counted)
    for places in (starts, [end - 1 for end in ends]):
        shapes = Counter(_shape(lines[index].text) for index in places)
        for index in places:
            shape = _shape(lines[index].text)
            if shapes[shape] >= max(_LEAST_PAGES, 0.5 * len(places)) and len(shape) <= 60:
                found.add(index)
    # A number below a running head, or above a running foot, is the page's.
    # One that does not count the pages is that of a case (03 on the fifth page).
    for step in (1, -1):
        offsets: dict[int, int] = {}
        for index in found:
            match = _BARE.match(lines[index + step].text) if 0 <= index + step < len(lines) else None
            if match:
                offsets[index + step] = int(match.group(1)) - bisect_right(starts, index)
        if len(set(offsets.values())) <= 1:
            found |= set(offsets)
    return frozenset(found)


def _counted(lines: Sequence[Line], lasts: Sequence[int]) -> frozenset[int]:
    """Return the last lines of the pages where they are bare numbers that count the pages."""
    values = [int(match.group(1)) if (match := _BARE.match(lines[index].text)) else None for index in lasts]
    known = [value for value in values if value is not None]
    first = values[0] if values else None
    if len(known) < 2 or first is None or any(value not in (None, first + i) for i, value in enumerate(values)):
        return frozenset()
    return frozenset(index for index, value in zip(lasts, values, strict=True) if value is not None)


def _shape(text: str) -> str:
    return re.sub(r"[0-9０-９]+", "0", re.sub(r"\s+", "", text))
