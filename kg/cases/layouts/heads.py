"""How a numbered line becomes an opening: its title after the mark, on the next lines, or glued to the text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from kg.cases.endings import is_footer
from kg.cases.lines import Line, width
from kg.cases.markers import STRONG, Marker, marker_of
from kg.cases.openings import Opening, with_rest
from kg.cases.page import Mark, Page
from kg.cases.sections import section_name
from kg.cases.titles import can_be_title, ends_like_case, first_sentence, inline_title, title_length

_COLON_BEHIND: Final = re.compile(r"案[：:；;]\Z")
_AHEAD: Final = 6
_LEAST_FIRST: Final = 12
_MOST_SECOND: Final = 24
_LEAST_TEXT: Final = 40
_CASE_LINES: Final = 60
_BODY_NAME: Final = re.compile(
    r"(?:局|院|厅|部|署|关|委|会|办|中心|公司|集团|大学|学院|政府|银行|支队|大队|总队)[）)】]?\Z"
)


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
    rest = rest.cut(0, len(rest.text) - 1) if _COLON_BEHIND.search(rest.text) else rest
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
    if count == 1 and _goes_on(page, rest, index + 1, marker):
        count = 2
    title = (rest, *following[: count - 1])
    return Opening(index, index + count, title, marker.number, marker.style, (), (mark,))


def _below(page: Page, index: int, marker: Marker, mark: Mark, following: Sequence[Line]) -> Opening | None:
    """Return the opening of a mark that stands alone: the title is on the lines below, or is the mark itself."""
    inline = _inline(page, following[0], following[1:]) if following else None
    if inline is not None:
        title, head, used = inline
        return Opening(index, index + 2 + used, title, marker.number, marker.style, head, (mark,))
    count = title_length(following, page.style)
    if count == 1 and _goes_on(page, following[0], index + 2, marker):
        count = 2
    if count and (can_be_title(following[0].text, labelled=marker.style in STRONG) or count > 1):
        return Opening(index, index + 1 + count, tuple(following[:count]), marker.number, marker.style, (), (mark,))
    if following and section_name(following[0].text):
        return Opening(index, index + 1, (page.lines[index],), marker.number, marker.style)
    return None


def _goes_on(page: Page, first: Line, index: int, marker: Marker) -> bool:
    """Tell whether a title that fills no line goes on in the short line below it.

    It does where a long text follows and no other line of the case is like it: else it heads a part.
    """
    if index + 1 >= len(page.lines) or ends_like_case(first.text):
        return False
    measure = page.style.measure
    second, text = page.lines[index], page.lines[index + 1]
    if len(first.text) < _LEAST_FIRST or not 2 <= len(second.text) <= min(_MOST_SECOND, len(first.text) + 2):
        return False
    if second.gap > first.gap or second.depth != first.depth or second.strong != first.strong:
        return False
    if not _heads(first) or not _heads(second) or _BODY_NAME.search(second.text):
        return False
    if (
        width(text.text) <= measure - 3
        if measure is not None
        else len(text.text) < _LEAST_TEXT or not re.search("[。，；]", text.text)
    ):
        return False
    for line in page.lines[index + 2 : index + 2 + _CASE_LINES]:
        following = marker_of(line.text)
        if following and following.style == marker.style:
            return True
        if (
            len(line.text) <= _MOST_SECOND
            and _heads(line)
            and not (is_footer(line.text) or _BODY_NAME.search(line.text))
        ):
            return False
    return True


def _heads(line: Line) -> bool:
    """Tell whether a line has nothing of a sentence and names nothing of the layout."""
    text = line.text
    return not (re.search(r"[，。；：！？:;!?0-9]|\.\Z", text) or section_name(text) or marker_of(text))


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
    """Return a line without the full stop or colon that ended the title before it."""
    cut = len(line.text) - len(line.text.lstrip("。.：: "))
    return replace(line.cut(cut), gap=0, depth=0) if cut else line
