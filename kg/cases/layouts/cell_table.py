"""A table whose cells are known (DOCX, HTML, ruled PDF, Markdown): one row, one case."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median
from typing import Final

from kg.cases.contents import title_key
from kg.cases.joining import Wrapping, paragraphs_of, wrapping
from kg.cases.lines import Line
from kg.cases.markers import marker_of
from kg.cases.numbers import value_of
from kg.cases.page import Draft, DraftCase, Mark, Page
from kg.cases.titles import can_be_title

NUMBER_NAME: Final = re.compile(r"序号|编号|號|号码|No\.?\Z", re.I)
TITLE_NAME: Final = re.compile(r"(?:案例|案件|项目)?(?:名称|题目|标题|案名)|案例\Z|案件\Z|典型案例\Z")
TEXT_NAME: Final = re.compile(
    r"摘要|简介|内容|概要|做法|案情|介绍|概述|意义|情况|成效|事实|结果|点评|评析|要点|亮点|主要事项|经过|说明|举措"
)
_WEAK_TITLE_NAME: Final = re.compile(r"(?:创新|改革|典型|经验|服务)?(?:事项|主题|事例|经验|项目|举措)(?:名称)?\Z")
_COLLECTION: Final = re.compile("案例|事例|案件|经验|做法")
_PIPE: Final = re.compile(r"(?<!\\)\|")
_RULED: Final = re.compile(r"[\s|:+-]+\Z")
_LONGEST_NAME: Final = 14
_LONGEST_UNIT: Final = 30
"""The name of a body that sent a case in has at most this many characters; a text has more."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its cells, each as lines, and the lines of the page that it takes up."""

    cells: tuple[tuple[Line, ...], ...]
    start: int
    end: int

    @property
    def words(self) -> list[str]:
        """Return the text of each cell in one piece, without white space."""
        return [re.sub(r"\s+", "", "".join(line.text for line in cell)) for cell in self.cells]


def recognise(page: Page) -> Draft | None:
    """Return the rows below a header as cases; rows without a number and title go on from the row before."""
    rows = rows_of(page)
    if len(rows) < 2:
        return None
    header = next((row for row in rows if _roles(row.words)), None)
    roles = _roles(header.words) if header else None
    if header is None and (header := _other_header(rows)):
        # A table of tasks or services has such names as well; a document that calls itself 案例 has none of these.
        if not _is_collection(page, rows):
            return None
        roles = _roles(header.words, _WEAK_TITLE_NAME)
    roles = roles or _guess(rows)
    if roles is None:
        return None
    cases: list[DraftCase] = []
    marks: list[Mark] = []
    group = 0
    falls: list[int] = []
    headed: set[int] = set()
    for row in rows:
        row = _aligned(row, header, roles)
        words = row.words
        repeated = header is not None and words == header.words
        if repeated or _roles(words) or not any(words) or all(_RULED.match(word) for word in words if word):
            marks += [Mark(line, "header-row") for cell in row.cells for line in cell]
            continue
        if header and row.start < header.start:
            continue
        filled = [index for index, word in enumerate(words) if word]
        if (
            len(filled) == 1
            and filled[0] in (0, roles.title)
            and len(words) > 2
            and len(words[filled[0]]) <= 40
            and (not value_of(words[filled[0]]))
        ):
            group += 1
            headed.add(len(cases))
            marks += [Mark(line, "group-heading") for line in row.cells[filled[0]]]
            continue
        number = _number(words[roles.number]) if roles.number is not None and roles.number < len(words) else None
        title = row.cells[roles.title] if roles.title < len(words) else ()
        body = tuple(
            line for index, cell in enumerate(row.cells) if index not in (roles.number, roles.title) for line in cell
        )
        if number is None and cases and (roles.number is not None or not title):
            before = cases[-1]
            cases[-1] = replace(before, title=(*before.title, *title), body=(*before.body, *body))
            continue
        if not title and not body:
            continue
        if roles.number is not None and roles.number < len(words):
            marks += [Mark(line, "number") for line in row.cells[roles.number]]
        if number is not None and cases and cases[-1].number and number <= int(cases[-1].number):
            falls.append(len(cases))
        cases.append(DraftCase("" if number is None else str(number), title, body, max(group, 1)))
    cases = [case for case in cases if case.title]
    if _is_contents(page, cases):
        return None
    if not cases or sum(1 for case in cases if case.body) * 2 < len(cases):
        return None
    style = _cell_style(cases)
    done = tuple(
        replace(case, paragraphs=tuple(tuple(part) for part in paragraphs_of(case.body, style))) for case in cases
    )
    titled = sum(1 for case in done if can_be_title("".join(line.text for line in case.title))) / len(done)
    size = sum(len(line.text) for case in done for line in (*case.title, *case.body))
    share = size / (sum(len(line.text) for line in page.lines) or 1)
    return Draft(
        "cell-table",
        done,
        tuple(marks),
        (0.55 if header else 0.3) + 0.2 * titled + 0.25 * share,
        f"{len(done)} rows of a table"
        + (f" with the header {' / '.join(filter(None, header.words))}" if header else ""),
        restarts=bool(falls) and all(index in headed for index in falls),
        style=style,
    )


def _is_contents(page: Page, cases: Sequence[DraftCase]) -> bool:
    """Tell whether the rows only list the cases: half of their titles are printed again below, with a mark or above text."""
    if not cases or median(sum(len(line.text) for line in case.body) for case in cases) > _LONGEST_UNIT:
        return False
    last = max(line.start for case in cases for line in (*case.title, *case.body))
    below = {title_key(line.text) for line in page.lines if line.start > last}
    keys = [title_key("".join(line.text for line in case.title)) for case in cases]
    return 2 * sum(1 for key in keys if key in below) >= len(keys)


@dataclass(frozen=True, slots=True)
class _Roles:
    number: int | None
    title: int


def _aligned(row: Row, header: Row | None, roles: _Roles) -> Row:
    """Return a row with empty cells put before it where its first ones are merged into the row above."""
    missing = len(header.cells) - len(row.cells) if header else 0
    if (
        missing <= 0
        or roles.number is None
        or roles.number < missing
        or _number(row.words[roles.number - missing]) is None
    ):
        return row
    return replace(row, cells=((),) * missing + row.cells)


def _number(word: str) -> int | None:
    """Return the number of a cell that holds nothing else: 3, （三）, 案例3."""
    marker = marker_of(word)
    return marker.value if marker and marker.rest >= len(word) else value_of(word.strip(".．、（）()"))


def _other_header(rows: Sequence[Row]) -> Row | None:
    """Return the first row where it names columns as no table of cases is sure to: 编号 / 事项 / 主要内容."""
    words = rows[0].words
    named = len(words) > 1 and NUMBER_NAME.match(words[0]) and all(0 < len(word) <= _LONGEST_NAME for word in words)
    return rows[0] if named or _roles(words, _WEAK_TITLE_NAME) else None


def _is_collection(page: Page, rows: Sequence[Row]) -> bool:
    """Tell whether a short line above the table calls what it holds cases."""
    return any(
        _COLLECTION.search(line.text) for line in page.lines if line.start < rows[0].start and len(line.text) <= 60
    )


def _roles(words: Sequence[str], title_name: re.Pattern[str] = TITLE_NAME) -> _Roles | None:
    """Return which columns a header row names as number and title, or None where it is no header."""
    if len(words) < 2 or any(len(word) > _LONGEST_NAME for word in words):
        return None
    number = next((index for index, word in enumerate(words) if NUMBER_NAME.match(word)), None)
    title = next((i for i, word in enumerate(words) if i != number and title_name.match(word)), None)
    text = next((i for i, word in enumerate(words) if i not in (number, title) and TEXT_NAME.search(word)), None)
    return _Roles(number, title) if title is not None and text is not None else None


def _guess(rows: Sequence[Row]) -> _Roles | None:
    """Return the columns of a table without header: a counting first column, then a title, then long text."""
    numbered = [row for row in rows if len(row.cells) >= 3 and value_of(row.words[0]) is not None]
    values = [value_of(row.words[0]) for row in numbered]
    if len(numbered) < 2 or values != list(range(values[0] or 0, (values[0] or 0) + len(values))):
        return None
    if all(can_be_title(row.words[1]) and max(map(len, row.words[2:])) > 30 for row in numbered):
        return _Roles(0, 1)
    return None


def _cell_style(cases: Sequence[DraftCase]) -> Wrapping:
    """Return how the cells break their lines: at paragraphs, or at the column's width."""
    style = wrapping([line for case in cases for line in case.body])
    return Wrapping(style.measure, gaps=False)


def rows_of(page: Page) -> list[Row]:
    """Return the rows of all tables: lines with tabs between cells, or with ``|`` around them."""
    text = page.document.text
    rows: list[Row] = []
    index = 0
    lines = page.lines
    while index < len(lines):
        last = index
        while lines[last].last == "\u2028" and last + 1 < len(lines):
            last += 1
        start = text.rfind("\n", 0, lines[index].start) + 1
        end = text.find("\n", lines[last].end)
        end = len(text) if end < 0 else end
        cuts = _cuts(text, start, end)
        if cuts:
            bounds = [start, *cuts, end + 1]
            cells = tuple(
                tuple(part for line in lines[index : last + 1] if (part := _between(line, a, b)).text)
                for a, b in itertools.pairwise(bounds)
            )
            rows.append(Row(cells, start, end))
        index = last + 1
    return rows


def _cuts(text: str, start: int, end: int) -> list[int]:
    """Return where the cells of a row end, or nothing where the stretch is no row."""
    if text.find("\t", start, end) >= 0:
        return [start + i for i, character in enumerate(text[start:end]) if character == "\t"]
    row = text[start:end]
    if row.lstrip().startswith("|") and row.count("|") >= 3:
        return [start + match.start() for match in _PIPE.finditer(row)]
    return []


def _between(line: Line, start: int, end: int) -> Line:
    """Return the part of a line that stands between two places of the source, without a leading ``|``."""
    left, right = bisect_left(line.offsets, start), bisect_left(line.offsets, end)
    part = line.cut(left, right)
    while part.text.startswith(("|", "\t")):
        part = part.cut(1)
    return part.cut(0, len(part.text) - 1) if part.text.endswith("|") else part
