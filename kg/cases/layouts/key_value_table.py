"""A form a case: a table of two columns, names on the left (案例名称, 主要做法), values on the right."""

from __future__ import annotations

import itertools
from typing import Final

from kg.cases.joining import Wrapping, paragraphs_of, wrapping
from kg.cases.layouts.cell_table import NUMBER_NAME, TEXT_NAME, TITLE_NAME, Row, rows_of
from kg.cases.lines import Line
from kg.cases.numbers import value_of
from kg.cases.page import Draft, DraftCase, Mark, Page

_LONGEST_NAME: Final = 12


def recognise(page: Page) -> Draft | None:
    """Return each form as a case: it begins with the row that names the title (or a number just above)."""
    pairs = [(row, _names(row)) for row in rows_of(page)]
    titles = [index for index, (_, name) in enumerate(pairs) if name and TITLE_NAME.match(name)]
    told = sum(1 for _, name in pairs if name and TEXT_NAME.search(name))
    if not titles or told < len(titles):
        return None
    above = _above_title([name for _, name in pairs], titles)
    cases: list[DraftCase] = []
    marks: list[Mark] = []
    style = _value_style([row for row, name in pairs if name])
    for position, index in enumerate(titles):
        end = titles[position + 1] - above if position + 1 < len(titles) else len(pairs)
        number = ""
        if index and (name := pairs[index - 1][1]) and NUMBER_NAME.match(name):
            value = value_of(pairs[index - 1][0].words[1])
            number = "" if value is None else str(value)
            marks += [Mark(line, "number") for cell in pairs[index - 1][0].cells for line in cell]
        marks += [Mark(line, "label") for line in pairs[index][0].cells[0]]
        body: list[Line] = []
        groups: list[tuple[Line, ...]] = []
        for offset in (*range(index - above, index), *range(index + 1, end)):
            row, name = pairs[offset]
            nearest = offset + 1 == (index if offset < index else end)
            if not name or (nearest and offset + 1 < len(pairs) and NUMBER_NAME.match(name)):
                continue
            body += [line for cell in row.cells for line in cell]
            groups.append(tuple(row.cells[0]))
            groups += [tuple(group) for cell in row.cells[1:] for group in paragraphs_of(cell, style)]
        title = tuple(line for cell in pairs[index][0].cells[1:] for line in cell)
        cases.append(DraftCase(number, title, tuple(body), paragraphs=tuple(groups)))
    size = sum(len(line.text) for case in cases for line in (*case.title, *case.body))
    share = size / (sum(len(line.text) for line in page.lines) or 1)
    return Draft(
        "key-value-table",
        tuple(cases),
        tuple(marks),
        0.6 + 0.3 * share,
        f"{len(cases)} forms with names on the left and values on the right, {share:.0%} of the text",
        style=style,
    )


def _above_title(names: list[str], titles: list[int]) -> int:
    """Return how many rows of each form stand above that of its title: as many as every form has alike."""
    count = 0
    floor = max((b - a for a, b in itertools.pairwise(titles)), default=titles[0] + 1)
    while count + 1 < floor and all(index - count - 1 >= 0 for index in titles):
        found = {names[index - count - 1] for index in titles}
        if len(found) != 1 or not all(found):
            break
        count += 1
    return count if len(titles) > 1 else 0


def _names(row: Row) -> str:
    """Return the name on the left of a row of two cells, or nothing."""
    words = row.words
    filled = [word for word in words if word]
    if len(filled) != 2 or not words[0] or len(words[0]) > _LONGEST_NAME:
        return ""
    return words[0]


def _value_style(rows: list[Row]) -> Wrapping:
    style = wrapping([line for row in rows for cell in row.cells[1:] for line in cell])
    return Wrapping(style.measure, gaps=False)
