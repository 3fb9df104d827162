"""A table 序号 / 案例名称 / 案例摘要 as a PDF's text layer gives it: cells without borders.

In reading order a row is its number on a line of its own, the title in short lines, the summary in
long ones: the end of the title column is inferred from the lengths of the lines. Column by column,
all numbers come first, then all titles, then all summaries; titles and summaries are then paired by
the words that they share.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from statistics import median
from typing import Final

from kg.cases.joining import Wrapping, paragraphs_of, wrapping
from kg.cases.lines import Line, width
from kg.cases.markers import STRONG, marker_of
from kg.cases.numbers import value_of
from kg.cases.page import Draft, DraftCase, Mark, Page
from kg.cases.sections import section_name

_COLUMN: Final = (
    r"(?:序\s*号|编\s*号|案例名称|案例题目|案例标题|案例摘要|案例简介|案例内容|案例概要|案例|名\s*称|题目|标题|项目名称|摘\s*要|简\s*介|"
    r"主要内容|主要事项|事项名称|事\s*项|主要亮点|工作亮点|案例亮点|亮\s*点|责任单位|牵头单位|内容摘要|内\s*容|主要做法|申报单位|推荐单位|报送单位|单位名称|单\s*位|地\s*区|省份|类\s*别|类\s*型|备\s*注)"
)
_HEADER: Final = re.compile(rf"{_COLUMN}(?:\s+{_COLUMN})*\Z")
_NUMBER: Final = re.compile(r"[（(]?\s*([0-9０-９]{1,3})\s*[)）.．、]?\Z")
_PAGE_NUMBER: Final = re.compile(
    r"[-—–－\s]*(?:第\s*)?[0-9０-９]{1,4}\s*(?:页)?(?:\s*[/／]\s*(?:共\s*)?\d{1,4}\s*页?)?[-—–－\s]*\Z"
)
_GLUED: Final = re.compile(r"([0-9０-９]{1,3})[.．、]?\s+(?=[^\s\d])")
_TERMINAL: Final = re.compile(r"[。！？!?]”?\Z")


def recognise(page: Page) -> Draft | None:
    """Return the rows of the table as cases, or None where there is no such table."""
    headers = [index for index, line in enumerate(page.lines) if _HEADER.match(line.text)]
    named = {re.sub(r"\s", "", name): None for i in headers for name in re.findall(_COLUMN, page.lines[i].text)}
    if not {"序号", "编号"} & set(named) or len(named) < 2:
        return None
    start = headers[0]
    lines = page.lines[start:]
    marks = [Mark(page.lines[index], "header-row") for index in headers]
    body = [line for line in lines if not _HEADER.match(line.text)]
    draft = max(
        filter(None, (_in_order(body), _in_order(_parted(body)), _by_columns(body))),
        key=lambda d: (len(d.cases), d.score),
        default=None,
    )
    if draft is None or not draft.cases:
        return None
    return Draft(
        "numbered-table",
        draft.cases,
        (*marks, *draft.marks),
        draft.score,
        f"header row {' / '.join(named)}; {draft.evidence}",
        style=draft.style,
    )


def _parted(lines: Sequence[Line]) -> list[Line]:
    """Return the lines with each row number that stands before its title cut off as a line of its own."""
    parted: list[Line] = []
    for line in lines:
        match = _GLUED.match(line.text)
        if match:
            parted += [line.cut(0, match.end(1)), replace(line.cut(match.end(1)), gap=0)]
        else:
            parted.append(line)
    return parted


def _in_order(lines: Sequence[Line]) -> Draft | None:
    """Read rows in reading order: number, short lines, long lines."""
    numbers = {
        index: int(value_of(match.group(1)) or 0)
        for index, line in enumerate(lines)
        if (match := _NUMBER.match(line.text))
    }
    if not numbers:
        return None
    text = [line for index, line in enumerate(lines) if index not in numbers]
    measures = _measures(lines, numbers)
    if measures is None:
        return None
    title_measure, limit = measures
    starts = _row_starts(lines, numbers, limit)
    if not starts:
        return None
    marks = [Mark(lines[index], "number") for index in starts]
    cases: list[DraftCase] = []
    style = _style([line for line in text if width(line.text) > limit], text)
    for position, index in enumerate(starts):
        end = starts[position + 1] if position + 1 < len(starts) else len(lines)
        row = list(lines[index + 1 : end])
        kept = [line for line in row if not _PAGE_NUMBER.match(line.text)]
        marks += [Mark(line, "page-number") for line in row if _PAGE_NUMBER.match(line.text)]
        split = _title_end(kept, title_measure, limit)
        cases.append(
            DraftCase(
                str(numbers[index]),
                tuple(kept[:split]),
                tuple(kept[split:]),
                paragraphs=tuple(tuple(group) for group in paragraphs_of(kept[split:], style)),
            )
        )
    whole = sum(1 for case in cases if case.title and case.body)
    if len(cases) == 1 and sum(1 for line in text if (mark := marker_of(line.text)) and mark.style in STRONG) > 1:
        return None  # a list of the cases that are told below under 案例一, 案例二
    return Draft(
        "numbered-table",
        tuple(cases),
        tuple(marks),
        0.95 * whole / len(cases),
        f"{len(cases)} rows in reading order; titles up to {title_measure:g} characters a line, "
        f"summaries up to {style.measure or 0:g}",
        style=style,
    )


def _style(wide: Sequence[Line], lines: Sequence[Line]) -> Wrapping:
    """Return how the summary column breaks its lines: a table's cell always wraps."""
    style = wrapping(wide)
    pairs = max(len(lines) - 1, 1)
    apart = sum(1 for line in lines[1:] if line.gap) / pairs
    if style.measure is None:
        broken = [line for line in wide if not _TERMINAL.search(line.text)]
        if len(broken) * 2 > len(wide):
            style = Wrapping(max(width(line.text) for line in wide), gaps=False)
    return Wrapping(style.measure, gaps=style.gaps and apart < 0.3)


def _measures(lines: Sequence[Line], numbers: dict[int, int]) -> tuple[float, float] | None:
    """Return the width of the title column and the width above which a line is of the summary."""
    firsts = [width(lines[index + 1].text) for index in numbers if index + 1 < len(lines) and index + 1 not in numbers]
    widths = sorted(width(line.text) for index, line in enumerate(lines) if index not in numbers)
    if not firsts or not widths:
        return None
    full = widths[int(len(widths) * 0.9)]
    narrow = [value for value in firsts if value < 0.8 * full]
    if not narrow:
        return None
    title = max(value for value in narrow if value <= 1.6 * median(narrow) + 1)
    if title >= 0.85 * full:
        return None
    # Between the two columns no full line ends: the widest gap above the title's width is the border.
    between = [title, *(value for value in widths if title < value < full), full]
    jump = max(range(len(between) - 1), key=lambda i: (between[i + 1] - between[i], -i))
    limit = (between[jump] + between[jump + 1]) / 2
    return title, min(max(limit, title + 1), title * 1.6 + 2)


def _row_starts(lines: Sequence[Line], numbers: dict[int, int], limit: float) -> list[int]:
    """Return the lines that number a row; a page number is no row: no short lines and long ones follow."""

    def opens_row(index: int) -> bool:
        following = list(range(index + 1, min(index + 14, len(lines))))
        if not following or following[0] in numbers or width(lines[following[0]].text) > limit:
            return False
        if index and not _complete(lines, index - 1, numbers):
            return False
        return any(width(lines[i].text) > limit for i in following if i not in numbers)

    opened = [index for index in sorted(numbers) if opens_row(index)]
    # Keep the longest rise of numbers; what stays over is a page number, unless it opens a row like any other.
    expected: int | None = None
    starts: list[int] = []
    for position, index in enumerate(opened):
        value = numbers[index]
        if (
            expected is not None
            and value < expected - 1
            and any(numbers[i] == expected for i in opened[position + 1 :])
        ):
            continue
        starts.append(index)
        expected = value + 1
    return starts


def _complete(lines: Sequence[Line], index: int, numbers: dict[int, int]) -> bool:
    """Tell whether the text before a number is finished: a sentence has ended, or nothing stands there."""
    while index >= 0 and (index in numbers or _PAGE_NUMBER.match(lines[index].text)):
        index -= 1
    return index < 0 or bool(re.search(r"[。！？!?…；;）)”]\Z", lines[index].text)) or len(lines[index].text) < 3


def _title_end(row: Sequence[Line], title_measure: float, limit: float) -> int:
    """Return how many lines of a row are its title."""
    for index, line in enumerate(row):
        if width(line.text) > limit and index:
            return index
        if index and section_name(line.text):
            return index
    # No long line: the title ends with the first line that is not full, or just before the first sentence.
    for index, line in enumerate(row[:-1]):
        if width(line.text) < title_measure - 2 or _TERMINAL.search(row[index + 1].text):
            return index + 1
    return len(row)


def _by_columns(lines: Sequence[Line]) -> Draft | None:
    """Read a table whose columns follow each other: numbers, titles, summaries (page by page or whole)."""
    numbers = [(index, match) for index, line in enumerate(lines) if (match := _NUMBER.match(line.text))]
    if len(numbers) < 2:
        return None
    runs: list[list[int]] = []
    expected = None
    for index, match in numbers:
        value = value_of(match.group(1))
        if value == expected and runs and index == runs[-1][-1] + 1:
            runs[-1].append(index)
        else:
            runs.append([index])
        expected = (value or 0) + 1
    runs = [run for run in runs if len(run) > 1 or len(runs) == 1]
    if not runs:
        return None
    marks: list[Mark] = []
    cases: list[DraftCase] = []
    for position, run in enumerate(runs):
        end = runs[position + 1][0] if position + 1 < len(runs) else len(lines)
        cells = [line for line in lines[run[-1] + 1 : end] if not _PAGE_NUMBER.match(line.text)]
        marks += [Mark(lines[index], "number") for index in run]
        paired = _pair(cells, len(run))
        if paired is None:
            return None
        for index, (title, summary) in zip(run, paired, strict=True):
            match = _NUMBER.match(lines[index].text)
            number = str(value_of(match.group(1)) if match else "")
            style = Wrapping(max(width(line.text) for line in summary), gaps=False)
            groups = tuple(tuple(group) for group in paragraphs_of(summary, style))
            cases.append(DraftCase(number, tuple(title), tuple(summary), paragraphs=groups))
    return Draft(
        "numbered-table",
        tuple(cases),
        tuple(marks),
        0.9,
        f"{len(cases)} rows column by column, titles and summaries paired by shared words",
    )


def _pair(cells: Sequence[Line], count: int) -> list[tuple[list[Line], list[Line]]] | None:
    """Part a run of cells into ``count`` titles and ``count`` summaries, in order."""
    full = max((width(line.text) for line in cells), default=0.0)
    first = next((index for index, line in enumerate(cells) if width(line.text) > 0.8 * full), None)
    if first is None or first < count:
        return None
    summaries = _summaries(cells[first:], count, full)
    if summaries is None:
        return None
    titles = _titles(cells[:first], summaries)
    return None if titles is None else list(zip(titles, summaries, strict=True))


def _summaries(lines: Sequence[Line], count: int, full: float) -> list[list[Line]] | None:
    """Part summaries: each ends with a sentence; lines that end short of the column go first."""
    ends = [i for i, line in enumerate(lines) if _TERMINAL.search(line.text)]
    if len(ends) < count or not ends or ends[-1] != len(lines) - 1:
        return None
    inner = sorted(ends[:-1], key=lambda i: (width(lines[i].text) > full - 3, width(lines[i].text)))[: count - 1]
    parts: list[list[Line]] = []
    start = 0
    for end in [*sorted(inner), len(lines) - 1]:
        parts.append(list(lines[start : end + 1]))
        start = end + 1
    return parts if len(parts) == count else None


def _titles(lines: Sequence[Line], summaries: Sequence[Sequence[Line]]) -> list[list[Line]] | None:
    """Part titles so that each shares as many pairs of characters as can be with its summary."""
    count = len(summaries)
    texts = ["".join(line.text for line in summary) for summary in summaries]
    pairs = [{text[i : i + 2] for i in range(len(text) - 1)} for text in texts]
    openings = [text[:2] for text in texts]
    measure = max(width(line.text) for line in lines)

    def gain(start: int, end: int, row: int) -> float:
        title = "".join(line.text for line in lines[start:end]).replace(" ", "")
        shared = sum(1 for i in range(len(title) - 1) if title[i : i + 2] in pairs[row])
        short = 1.0 if width(lines[end - 1].text) < measure - 1.5 else 0.0
        gap = 1.0 if start and lines[start].gap > lines[max(start - 1, 0)].gap else 0.0
        return shared + 4.0 * (title[:2] == openings[row]) + short + gap

    lowest = float("-inf")
    best = [[lowest] * (len(lines) + 1) for _ in range(count + 1)]
    back = [[0] * (len(lines) + 1) for _ in range(count + 1)]
    best[0][0] = 0.0
    for row in range(count):
        for end in range(row + 1, len(lines) + 1):
            for start in range(max(row, end - 12), end):
                if best[row][start] == lowest:
                    continue
                value = best[row][start] + gain(start, end, row)
                if value > best[row + 1][end]:
                    best[row + 1][end], back[row + 1][end] = value, start
    if best[count][len(lines)] == lowest:
        return None
    parts: list[list[Line]] = []
    end = len(lines)
    for row in range(count, 0, -1):
        start = back[row][end]
        parts.append(list(lines[start:end]))
        end = start
    return list(reversed(parts))
