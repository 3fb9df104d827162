"""How a numbered line becomes an opening: its title after the mark, on the next lines, or glued to the text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from kg.cases.lines import Line, width
from kg.cases.markers import Marker, marker_of
from kg.cases.openings import Opening, with_rest
from kg.cases.page import Mark, Page
from kg.cases.sections import section_name
from kg.cases.titles import can_be_title, first_sentence, inline_title, title_length

_AHEAD: Final = 6


def numbered_lines(page: Page, styles: frozenset[str], skip: frozenset[int]) -> Iterator[tuple[int, Marker]]:
    """Yield the lines that open with a mark of one of the styles, outside a table of contents."""
    for index, line in enumerate(page.lines):
        if index in skip:
            continue
        marker = marker_of(line.text)
        if marker and marker.style in styles:
            yield index, marker


def opening_after(page: Page, index: int, marker: Marker, *, sentences: bool = False) -> Opening | None:
    """Return the opening that a marked line makes, or None where no title follows.

    ``sentences`` accepts the first sentence of a paragraph as the title.
    """
    line = page.lines[index]
    rest, mark = with_rest(line, marker)
    following = list(page.lines[index + 1 : index + _AHEAD])
    if not rest.text:
        return _below(page, index, marker, mark, following)
    inline = _inline(page, rest, following)
    if inline is not None:
        title, head, used = inline
        return Opening(index, index + 1 + used, title, marker.number, marker.style, head, (mark,))
    end = first_sentence(rest.text) if sentences else None
    if end is not None:
        head = (_without_stop(rest.cut(end)),)
        return Opening(index, index + 1, (rest.cut(0, end),), marker.number, marker.style, head, (mark,))
    count = title_length([rest, *following], page.style, width(line.text))
    if not count:
        return None
    title = (rest, *following[: count - 1])
    return Opening(index, index + count, title, marker.number, marker.style, (), (mark,))


def _below(page: Page, index: int, marker: Marker, mark: Mark, following: Sequence[Line]) -> Opening | None:
    """Return the opening of a mark that stands alone: the title is on the lines below, or is the mark itself."""
    inline = _inline(page, following[0], following[1:]) if following else None
    if inline is not None:
        title, head, used = inline
        return Opening(index, index + 2 + used, title, marker.number, marker.style, head, (mark,))
    count = title_length(following, page.style)
    if count and (can_be_title(following[0].text) or count > 1):
        return Opening(index, index + 1 + count, tuple(following[:count]), marker.number, marker.style, (), (mark,))
    if following and section_name(following[0].text):
        return Opening(index, index + 1, (page.lines[index],), marker.number, marker.style)
    return None


def _inline(page: Page, rest: Line, following: Sequence[Line]) -> tuple[tuple[Line, ...], tuple[Line, ...], int] | None:
    """Return title, text on the title's last line, and lines used, where 案。 or 案（1） ends a title inside a line."""
    parts = [rest]
    limit = len(following) if page.style.measure is not None else 0
    for used in range(limit + 1):
        if used:
            line = following[used - 1]
            if marker_of(line.text) or section_name(line.text):
                return None
            parts.append(line)
        joined = "".join(part.text for part in parts)
        end = inline_title(joined)
        if end is None:
            if "。" in joined:
                return None
            continue
        before = len(joined) - len(parts[-1].text)
        if end <= before:
            return None
        title = (*parts[:-1], parts[-1].cut(0, end - before))
        head = _without_stop(parts[-1].cut(end - before))
        if not head.text and not used and joined.endswith("。") is False:
            return None
        return title, ((head,) if head.text else ()), used
    return None


def _without_stop(line: Line) -> Line:
    """Return a line without the full stop that ended the title before it."""
    cut = len(line.text) - len(line.text.lstrip("。. "))
    return replace(line.cut(cut), gap=0, depth=0) if cut else line
