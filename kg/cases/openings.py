"""From lines where cases may begin to a draft: sequences, group headings, ends, and how good it is.

The recognisers that go by headings share this; each says which lines may open a case.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from kg.cases.contents import title_key
from kg.cases.endings import end_of_last, is_closing, is_footer, page_number
from kg.cases.lines import Line
from kg.cases.markers import STRONG, Marker, marker_of
from kg.cases.page import Draft, DraftCase, Mark, Page
from kg.cases.sections import section_name
from kg.cases.titles import can_be_title, ends_like_case

_GROUP_END: Final = re.compile(
    r"(?:案件|案例|类|類|篇|编|領域|领域|部分|方面|保护|犯罪|纠纷)[】》）)]?\s*(?:[（(].{0,20}[)）])?\Z|[（(]\s*(?:共\s*)?\d+\s*[件个例起]\s*[)）]\Z"
)
_FRAMED: Final = re.compile(r"[【\[〔〖]([^【】\[\]〔〕〖〗]+)[】\]〕〗]\Z")
_TITLE_LABEL: Final = re.compile(
    r"[【\[]?(?:案\s*[例件]\s*(?:名\s*称|标\s*题|题\s*目)|标\s*题|题\s*目|案\s*名)(?:[】\]]\s*[：:]?|\s*[：:])\s*"
)
_COUNT: Final = re.compile(r"\d+\s*[件个例起]")
_AGAIN: Final = "the numbers start again with no heading between: cases are named by group and number"
_LEAST_BODY: Final = 12
_FULL_BODY: Final = 20
_LEAST_PROSE: Final = 4
_HAN: Final = re.compile(r"[\u3400-\u9fff]")
_CUT_OFF: Final = re.compile(r"(?:…|\.{3,}|。{3,})+\Z")
_MOST_NOTES: Final = 4
_MOST_TITLE: Final = 5
_LEAST_KEY: Final = 10
_SENTENCE: Final = re.compile(r"[\u3400-\u9fff]{4,}[^。]*。")


@dataclass(frozen=True, slots=True)
class Opening:
    """A place where a case may begin.

    ``at`` and ``body`` are indices of lines: where its first line stands, and where its text begins;
    ``head`` is text that shares a line with the title; ``marks`` are parts that belong to the layout.
    """

    at: int
    body: int
    title: tuple[Line, ...]
    number: str = ""
    style: str = ""
    head: tuple[Line, ...] = ()
    marks: tuple[Mark, ...] = ()

    @property
    def value(self) -> int | None:
        """Return the number, or None where there is none that counts: 2-1."""
        return int(self.number) if self.number.isdigit() else None

    @property
    def words(self) -> str:
        """Return the title in one piece."""
        return "".join(line.text for line in self.title)


Stop = Callable[[Sequence[Line], int, int], int]
"""Where a case ends before the next one begins: given all lines, first line of the text, end."""


def build(
    page: Page,
    openings: Sequence[Opening],
    *,
    layout: str,
    prior: float,
    contents: frozenset[int],
    least: int = 2,
    stop: Stop | None = None,
) -> Draft | None:
    """Return the draft that the openings make, with its score, or None where they make none.

    ``prior`` (0 to 1) is what the kind of opening is worth by itself; ``least`` so many cases are needed.
    """
    lines = page.lines
    openings = [_whole(lines, _unlabelled(opening)) for opening in openings]
    brief = _told_briefly(lines, openings, contents)
    openings = _without_lists(lines, openings, contents, brief)
    if len(openings) < least:
        return None
    headings = _headings(lines, openings, contents)
    values = [opening.value for opening in openings]
    falls = [i for i in range(1, len(openings)) if _falls(values[i - 1], values[i])]
    restarts = bool(falls) and all(i in headings for i in falls)
    # Numbers that start again at 1 with no heading above: the groups are counted, and a warning says so.
    labelled = all(opening.style in STRONG for opening in openings)
    sure = labelled or all(ends_like_case(opening.words) for opening in openings)
    again = not restarts and sure and _counts_again(values, falls)
    marks = [Mark(lines[index], "contents") for index in sorted(contents)]
    cases: list[DraftCase] = []
    group = 0
    for index, opening in enumerate(openings):
        if index in headings:
            group += 1
            marks += [Mark(lines[i], "group-heading") for i in range(headings[index], opening.at)]
        elif index == 0 or (again and index in falls):
            group += 1
        end = _end(openings, headings, index, len(lines))
        last = index == len(openings) - 1
        if last:
            end = end_of_last(lines, opening.body, end, openings, contents)
        if stop is not None:
            stopped = stop(lines, opening.body, end)
            marks += [Mark(lines[i], "commentary") for i in range(stopped, end)]
            end = stopped
        body: list[Line] = list(opening.head)
        for line in lines[opening.body : end]:
            if page_number(line, page.style.measure is not None):
                marks.append(Mark(line, "page-number"))
            else:
                body.append(line)
        marks += opening.marks
        cases.append(DraftCase(opening.number, opening.title, tuple(body), group))
    full = [
        opening.at in brief or sum(len(line.text) for line in case.body) >= _FULL_BODY
        for opening, case in zip(openings, cases, strict=True)
    ]
    score, evidence = judge(page, cases, values, falls if not restarts else [], prior, full, labelled=labelled)
    if score <= 0:
        return None
    if restarts:
        evidence += f", numbering restarts in {group} groups"
    warnings = (_AGAIN,) if again else ()
    return Draft(layout, tuple(cases), tuple(marks), score, evidence, restarts or again, warnings=warnings)


def _unlabelled(opening: Opening) -> Opening:
    """Return the opening without the name of the field before its title (案例名称：甲市…), and without 【】 around it."""
    framed = _FRAMED.match(opening.title[0].text) if len(opening.title) == 1 else None
    if framed and ends_like_case(framed.group(1)):
        return replace(opening, title=(opening.title[0].cut(*framed.span(1)),))
    label = _TITLE_LABEL.match(opening.title[0].text)
    if not label or label.end() >= len(opening.title[0].text):
        return opening
    first = opening.title[0]
    printed = replace(first, text=first.text[: label.end()], offsets=first.offsets[: label.end()])
    mark = Mark(replace(printed, start=printed.offsets[0], end=printed.offsets[-1] + 1), "label")
    return replace(opening, title=(first.cut(label.end()), *opening.title[1:]), marks=(*opening.marks, mark))


def _whole(lines: Sequence[Line], opening: Opening) -> Opening:
    """Return the opening with its whole title, where it is cut off (…) and printed whole a few lines below."""
    cut = _CUT_OFF.search(opening.words)
    if not cut:
        return opening
    key = title_key(opening.words[: cut.start()])
    for start in range(opening.body, min(opening.body + _MOST_NOTES, len(lines))):
        for end in range(start + 1, min(start + _MOST_TITLE, len(lines)) + 1):
            words = title_key("".join(line.text for line in lines[start:end]))
            if len(words) > len(key) >= _LEAST_KEY and words.startswith(key) and ends_like_case(lines[end - 1].text):
                above = [*opening.title, *lines[opening.body : start]]
                marks = (*opening.marks, *(Mark(line, "repeated-title") for line in above))
                return replace(opening, title=tuple(lines[start:end]), body=end, marks=marks)
    return opening


def _falls(before: int | None, after: int | None) -> bool:
    return before is not None and after is not None and after <= before


def _counts_again(values: Sequence[int | None], falls: Sequence[int]) -> bool:
    """Tell whether numbers count 1, 2, 3, 1, 2: each fall goes to 1, no number is left out, some run is longer than one.

    >>> _counts_again([1, 2, 3, 1, 2], [3]), _counts_again([1, 2, 2], [2]), _counts_again([1, 1], [1])
    (True, False, False)
    """
    if not falls or len(falls) + 1 == len(values):
        return False
    expected = [1 if i in (0, *falls) else (values[i - 1] or 0) + 1 for i in range(len(values))]
    return list(values) == expected


def _size(lines: Sequence[Line], start: int, end: int, contents: frozenset[int]) -> int:
    return sum(len(lines[index].text) for index in range(start, end) if index not in contents)


def _told_briefly(lines: Sequence[Line], openings: Sequence[Opening], contents: frozenset[int]) -> frozenset[int]:
    """Return where openings stand that a label makes cases although their text is short: a sentence is enough.

    Not where the sentence stands below the last of several titles: there it closes a list of them.
    """
    told: set[int] = set()
    # Where a title is printed last, so that one that ends in a full stop is known by its coming again.
    titles: dict[str, int] = {}
    empty = False
    for index, opening in enumerate(openings):
        following = openings[index + 1] if index + 1 < len(openings) else None
        end = following.at if following else len(lines)
        text = [*opening.head, *(lines[i] for i in range(opening.body, end) if i not in contents)]
        last = following is None or _falls(opening.value, following.value)
        if text and opening.style in STRONG and not (empty and last) and not is_closing(text[0].text):
            titles = titles or {
                title_key(line.text): line.start
                for line in lines
                if not line.text.endswith("。") or marker_of(line.text) is not None
            }
            if any(_is_prose(line.text) and titles.get(title_key(line.text), -1) < line.start for line in text):
                told.add(opening.at)
        empty = not text
    return frozenset(told)


def _is_prose(text: str) -> bool:
    """Tell whether a line is a sentence of a case: no entry of a list, no title that ends in a full stop."""
    return (
        text.endswith("。")
        and len(_HAN.findall(text)) >= _LEAST_PROSE
        and marker_of(text) is None
        and not (ends_like_case(text.rstrip("。")) or is_closing(text) or is_footer(text))
    )


def _without_lists(
    lines: Sequence[Line], openings: Sequence[Opening], contents: frozenset[int], brief: frozenset[int]
) -> list[Opening]:
    """Drop stretches of two or more openings without text between them: a list of titles, not cases.

    ``brief`` are the places of openings whose text counts, however short it is.
    """
    bare: list[bool] = []
    for index, opening in enumerate(openings):
        end = openings[index + 1].at if index + 1 < len(openings) else len(lines)
        size = _size(lines, opening.body, end, contents) + sum(len(line.text) for line in opening.head)
        told = opening.at in brief or any(_SENTENCE.search(line.text) for line in opening.head)
        bare.append(size < _LEAST_BODY and not told)
    last = openings[-1].body if openings else 0
    if bare and all(bare[:-1]) and last < len(lines) and is_closing(lines[last].text):
        bare[-1] = True
    kept: list[Opening] = []
    for index, opening in enumerate(openings):
        near = (index and bare[index - 1]) or (index + 1 < len(bare) and bare[index + 1])
        closes = index and bare[index - 1] and _closes_list(openings, index, bare)
        if (bare[index] and near) or closes or _announces(lines, openings, index, contents):
            continue
        kept.append(opening)
    return kept


def _announces(lines: Sequence[Line], openings: Sequence[Opening], index: int, contents: frozenset[int]) -> bool:
    """Tell whether an opening only names a case that is told below under the same number and title, or next without number."""
    opening = openings[index]
    end = openings[index + 1].at if index + 1 < len(openings) else len(lines)
    if _size(lines, opening.body, end, contents) > 80:
        return False
    key = title_key(opening.words)
    if not opening.number:
        # The head of a web page is the title of its only case, with the fields of the page below it.
        after = openings[index + 1] if index + 1 < len(openings) else None
        return after is not None and not after.number and len(key) >= _LEAST_KEY and title_key(after.words) == key
    return any(
        other.number == opening.number and len(key) >= 4 and title_key(other.words).startswith(key[:20])
        for other in openings[index + 1 : index + 200]
    )


def _closes_list(openings: Sequence[Opening], index: int, bare: Sequence[bool]) -> bool:
    """Tell whether an opening is the last entry of a list: the next one counts from the start again."""
    if index < 2 or not bare[index - 2] or index + 1 >= len(openings):
        return False
    value, following = openings[index].value, openings[index + 1].value
    return value is not None and following is not None and following <= 1 < value


def _headings(lines: Sequence[Line], openings: Sequence[Opening], contents: frozenset[int]) -> dict[int, int]:
    """Return where the group headings begin, by the index of the opening that each stands above."""
    found: dict[int, int] = {}
    styles = frozenset(opening.style for opening in openings)
    for index, opening in enumerate(openings):
        floor = openings[index - 1].body + (0 if openings[index - 1].head else 1) if index else 0
        restart = index > 0 and _falls(openings[index - 1].value, opening.value)
        first = opening.value in (1, None)
        bottom = opening.at
        while bottom - 1 > floor and page_number(lines[bottom - 1], broken=True):
            bottom -= 1
        at = bottom
        while at - 1 >= floor and bottom - at < 2 and at - 1 not in contents:
            kind = _heading_kind(lines[at - 1].text, styles)
            fits = (
                (kind == "counted" and (restart or first))
                or (kind == "named" and first)
                or (kind == "plain" and restart)
            )
            if index == 0 and kind != "part" and not (kind == "counted" or _COUNT.search(lines[at - 1].text)):
                break
            if not (fits or kind in ("part", "counted and named")):
                break
            at -= 1
            if kind not in ("plain", "named"):
                break
        if at == bottom and restart:
            # An introduction may stand between the heading of a group and its first case.
            above = range(bottom - 1, max(floor, bottom - 5) - 1, -1)
            at = next((i for i in above if _heading_kind(lines[i].text, styles) in ("part", "counted and named")), at)
        if at < bottom:
            found[index] = at
    return found


def _heading_kind(text: str, styles: frozenset[str]) -> str:
    """Return what speaks for a line as the heading of a group: its number, its words, both, or nothing against it."""
    # 【民事案件】 alone on its line is a group's, where the brackets hold no name of a section.
    framed = _FRAMED.match(text)
    text = framed.group(1) if framed else text
    if len(text) > 40 or re.search(r"[。！？；，：]", text) or section_name(text):
        return ""
    marker = marker_of(text)
    if marker is not None and marker.style in ("part", "article"):
        return "part"
    named = bool(_GROUP_END.search(text))
    if marker is not None and marker.style not in styles and marker.rest < len(text):
        return "counted and named" if named else "counted"
    return "named" if named else "plain"


def _end(openings: Sequence[Opening], headings: dict[int, int], index: int, total: int) -> int:
    if index + 1 >= len(openings):
        return total
    return headings.get(index + 1, openings[index + 1].at)


def judge(
    page: Page,
    cases: Sequence[DraftCase],
    values: Sequence[int | None],
    falls: Sequence[int],
    prior: float,
    told: Sequence[bool],
    *,
    labelled: bool = False,
) -> tuple[float, str]:
    """Return how well cases fit what cases are, from 0 to 1, and why in words.

    ``told`` says of each case whether it has text enough, ``labelled`` that a label stands before each.
    """
    count = len(cases)
    titles = ["".join(line.text for line in case.title) for case in cases]
    sizes = [sum(len(line.text) for line in case.body) for case in cases]
    full = sum(told) / count
    endings = [
        any(ends_like_case(words) for words in (title, *(line.text for line in case.title)))
        for title, case in zip(titles, cases, strict=True)
    ]
    proceedings = sum(endings) / count
    likely = (
        sum(
            1.0 if ends else 0.75 if can_be_title(title, labelled=labelled) else 0.0
            for title, ends in zip(titles, endings, strict=True)
        )
        / count
    )
    distinct = len(set(titles)) / count
    sectioned = sum(1 for case in cases if any(section_name(line.text) for line in case.body)) / count
    steps = count - 1
    known = [value for value in values if value is not None]
    rising = (
        sum(1 for i in range(1, count) if i not in falls and _follows(values[i - 1], values[i])) / steps
        if steps
        else 1.0
    )
    starts = 1.0 if known and known[0] in (0, 1) else 0.6 if known else 0.5
    total = sum(len(line.text) for line in page.lines) or 1
    coverage = (sum(sizes) + sum(map(len, titles))) / total
    repeated = sum(1 for case in cases if _repeats(case)) / count
    stray = _stray(page, cases)
    if full < 0.5 or distinct < 0.6 or likely < 0.4:
        return 0.0, ""
    score = (
        0.28 * prior
        + 0.16 * likely
        + 0.10 * full
        + 0.08 * distinct
        + 0.12 * sectioned
        + 0.12 * (rising if known else 0.6)
        + 0.04 * starts
        + 0.10 * min(coverage, 1.0)
        - 0.20 * repeated
        - 0.30 * stray
    )
    evidence = (
        f"{count} case{'s' if count > 1 else ''}, {proceedings:.0%} of the titles end in 案, "
        f"{sectioned:.0%} have named sections, {coverage:.0%} of the text"
    )
    return score, evidence


def _repeats(case: DraftCase) -> bool:
    """Tell whether a case has one section twice: then it holds more than one case."""
    names = [named[0] for line in case.body if (named := section_name(line.text))]
    return len(names) != len(set(names))


def _stray(page: Page, cases: Sequence[DraftCase]) -> float:
    """Return the share of the document's section headings that no case holds: then cases are missing."""
    inside = {line.start for case in cases for line in (*case.title, *case.body)}
    headings = [line for index, line in enumerate(page.lines) if index not in page.contents and _told_in(line.text)]
    return sum(1 for line in headings if line.start not in inside) / len(headings) if headings else 0.0


def _told_in(text: str) -> bool:
    """Tell whether a line names a section that only cases have."""
    named = section_name(text) if len(text) < 200 else None
    return named is not None and bool(
        re.search(r"案情|裁判|意义|评析|履职|做法|要旨|處理|处理结果|查办|查处|办理", named[0])
    )


def _follows(before: int | None, after: int | None) -> bool:
    return after is not None and (after == 1 or before is None or after == before + 1)


def with_rest(line: Line, marker: Marker) -> tuple[Line, Mark]:
    """Return what follows a mark on its line, and the mark itself as a part of the layout."""
    rest = line.cut(marker.rest)
    printed = replace(line, text=line.text[: marker.rest], offsets=line.offsets[: marker.rest])
    last = printed.offsets[-1] + 1 if printed.offsets else line.start
    return rest, Mark(replace(printed, end=last), "number")
