"""Text that lost its line breaks when it was copied: several cases, or a title and its text, inside one paragraph.

Such a paragraph is cut before the mark of each case, behind each title, and before each section, so
that the recognisers see it as if it had been printed on lines.
"""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from kg.cases.joining import Wrapping, paragraphs_of
from kg.cases.lines import Line
from kg.cases.markers import marker_of
from kg.cases.sections import NAMES
from kg.cases.titles import ends_like_case

_SPACE: Final = "[ \u3000\xa0]"
_SECTION: Final = rf"(?:【(?:{NAMES})】|(?:{NAMES}){_SPACE}?[：:])"
_MARK: Final = re.compile(
    rf"(?:\A|(?<=[。！？；;”）)】\]→ \u3000\xa0])){_SPACE}{{0,8}}"
    r"(?=[【\[（(]?(?:典型|示范|优秀|参考|经典)?(?:案\s?[例件]|事例|实例)|[一二三四五六七八九十]{1,3}[、.．]|[0-9]{1,2}[、.．](?![0-9]))"
)
_TITLE: Final = re.compile(
    rf"(?P<title>[^。；;！？!?：\n]{{5,110}}?案(?:件)?(?:[（(][^（）()]{{1,60}}[)）])?)"
    rf"(?:(?P<section>{_SPACE}{{0,8}}(?={_SECTION}))|{_SPACE}{{0,8}}[-—–]{{1,2}}{_SPACE}{{1,8}}|(?P<stop>。)(?=\S)|{_SPACE}{{1,8}}(?=[^\s（(【\[]))"
)
_INNER: Final = re.compile(rf"(?<=[。；！？”)）\] \u3000\xa0]){_SPACE}{{0,8}}(?={_SECTION})")
_LABELLED: Final = frozenset({"case", "bracketed"})
_COUNTED: Final = frozenset({"chinese", "arabic-dot", "arabic-comma"})
_AHEAD: Final = 160
_LEAST_LINE: Final = 40
_LEAST_TEXT: Final = 16


@dataclass(frozen=True, slots=True)
class _Start:
    """A place in a line where a case begins: its mark, where the title and where the text ends."""

    line: int
    at: int
    style: str
    value: int | None
    behind_title: int
    sectioned: bool
    stopped: bool


def split_flattened(lines: Sequence[Line], style: Wrapping) -> list[Line]:
    """Return the lines, flattened paragraphs cut where cases, their texts and their sections begin.

    Where a column breaks the lines (``style``), the lines of such a paragraph are joined first.

    >>> text = "现公布如下。 案例一：甲诉乙侵害商标权纠纷案 案情介绍：甲是商标权人，乙销售侵权商品，法院判决赔偿。"
    >>> [part.text for part in split_flattened([Line(text, range(len(text)), 0, len(text))], Wrapping())]
    ['现公布如下。', '案例一：甲诉乙侵害商标权纠纷案', '案情介绍：甲是商标权人，乙销售侵权商品，法院判决赔偿。']
    """
    groups = [[line] for line in lines] if style.measure is None else paragraphs_of(lines, style)
    joined = [group[0] if len(group) == 1 else _joined(group) for group in groups]
    chosen: dict[int, list[_Start]] = defaultdict(list)
    for start in _believed([start for index, line in enumerate(joined) for start in _starts(index, line.text)]):
        chosen[start.line].append(start)
    found: list[Line] = []
    for index, group in enumerate(groups):
        found += _cut(joined[index], chosen[index]) if _worth(chosen.get(index, [])) else group
    return found


def _joined(group: Sequence[Line]) -> Line:
    """Return the lines of a paragraph as one."""
    offsets = tuple(offset for line in group for offset in line.offsets)
    return replace(group[0], text="".join(line.text for line in group), offsets=offsets, end=group[-1].end)


def _worth(starts: Sequence[_Start]) -> bool:
    """Tell whether a paragraph has something to cut: more than one title before a full stop, at its beginning."""
    return any(start.at or not start.stopped for start in starts)


def _starts(index: int, text: str) -> Iterator[_Start]:
    """Yield the marks of a line that a title ending in 案 follows, and a text after it."""
    if len(text) < _LEAST_LINE or "案" not in text or "\t" in text:
        return
    found: list[_Start] = []
    for match in _MARK.finditer(text):
        marker = marker_of(text[match.end() : match.end() + _AHEAD])
        if marker is None or marker.value is None or marker.style not in _LABELLED | _COUNTED:
            continue
        named = _TITLE.match(text, match.end() + marker.rest)
        if not named or not ends_like_case(named["title"]):
            continue
        if marker.style in _COUNTED and "，" in named["title"]:
            continue
        found.append(
            _Start(
                index,
                match.end(),
                marker.style,
                marker.value,
                named.end(),
                named["section"] is not None,
                named["stop"] is not None,
            )
        )
    for start, following in itertools.zip_longest(found, found[1:]):
        body = text[start.behind_title : following.at if following else len(text)]
        # A list of titles has no sentences between them.
        if len(body) >= _LEAST_TEXT and (re.search("[。，]", body) or "案" not in body):
            yield start


def _believed(starts: Sequence[_Start]) -> Iterator[_Start]:
    """Yield the starts that are cases: labelled ones, and plain numbers that count up or stand before a section."""
    for style in _LABELLED | _COUNTED:
        alike = [start for start in starts if start.style == style]
        if style in _LABELLED:
            yield from alike
            continue
        for index, start in enumerate(alike):
            before = alike[index - 1].value if index else None
            after = alike[index + 1].value if index + 1 < len(alike) else None
            value = start.value or 0
            if start.sectioned or before == value - 1 or after == value + 1:
                yield start


def _cut(line: Line, starts: Sequence[_Start]) -> list[Line]:
    """Return the parts of one line."""
    cuts: set[int] = set()
    for start in starts:
        cuts.add(start.at)
        # A full stop between title and text is read where all such titles are.
        if not start.stopped:
            cuts.add(start.behind_title)
    first = min(start.behind_title for start in starts)
    cuts.update(match.end() for match in _INNER.finditer(line.text, first))
    bounds = sorted({0, *cuts, len(line.text)})
    parts: list[Line] = []
    for left, right in itertools.pairwise(bounds):
        part = line.cut(left, right)
        # The dash that parts a title from its text belongs to neither.
        part = part.cut(0, len(part.text.rstrip("-—– \u3000\xa0"))) if right in cuts else part
        if part.text:
            parts.append(part)
    return parts
