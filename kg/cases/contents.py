"""Tables of contents and lists of titles: what names the cases without telling them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from kg.cases.lines import Line
from kg.cases.markers import marker_of
from kg.cases.sections import section_name
from kg.cases.titles import ends_like_case

_HEADING: Final = re.compile(r"[【\[]?(?:案例|案件|本期)?\s*目\s*[录錄次][】\]]?\Z|CONTENTS\Z", re.I)
_LEADER: Final = re.compile(r"[\s.．…·•_—\-]*[（(]?\d{0,4}[)）]?\s*\Z")
_LED: Final = re.compile(r"(?:…{1,}|[.．]{4,}|·{3,}|[-_]{6,})\s*[（(]?\d{1,3}[)）]?\Z")
_NOISE: Final = re.compile(r"[\s\W_]+")
_ENUMERATION: Final = re.compile(r"[；;、，,。]\s*[（(]?[0-9０-９一二三四五六七八九十]{1,3}[）)]?\s*[.．、](?!\d)")
_LIMIT: Final = 3000
_LEAST_KEY: Final = 4
_LEAST_BARE_KEY: Final = 9
_PARTY: Final = re.compile(r"[^：:。，]{1,8}(?:人|方|原告|被告|单位|第三人|号)(?:[（(][^（）()]{1,20}[)）])?\s*[：:]")


def title_key(text: str) -> str:
    """Return a title in the form that is compared: without number, leaders, page number and punctuation.

    >>> title_key("案例一：甲诉乙 侵害商标权纠纷案……12")
    '甲诉乙侵害商标权纠纷案'
    """
    marker = marker_of(text)
    rest = text[marker.rest :] if marker else text
    if re.search(r"[.．…·]{2,}|\t|\s{2,}\d+\Z", rest):
        rest = _LEADER.sub("", rest)
    return _NOISE.sub("", rest)


def lists_titles(text: str) -> bool:
    """Tell whether one line enumerates several titles: ``1.甲案；2.乙案；3.丙案``.

    >>> lists_titles("1.甲诉乙案；2.丙诉丁案；3.戊诉己案"), lists_titles("1.甲诉乙案。2020年，甲……")
    (True, False)
    """
    pieces = _ENUMERATION.split(text)
    return len(pieces) >= 3 and len([p for p in pieces if re.search(r"案(?:例|件)?[。；;]?\Z", p)]) * 2 >= len(pieces)


def _is_list(entries: Sequence[str], size: int) -> bool:
    """Tell whether lines list several cases: not merely the place and the title that head a single one."""
    if len(entries) < 2:
        return False
    marks = [marker for entry in entries if (marker := marker_of(entry))]
    numbered = len({(mark.style, mark.value) for mark in marks}) >= 2
    cases = sum(1 for entry in entries if ends_like_case(entry))
    return numbered or cases >= 2 or len(entries) >= 4 or (len(entries) >= 2 and size >= 2 * len(entries))


def _same(one: str, other: str) -> bool:
    """Tell whether two titles are the same, one perhaps broken off by the end of its line."""
    shorter, longer = sorted((one, other), key=len)
    return one == other or (len(shorter) >= 10 and longer.startswith(shorter))


def contents_of(lines: Sequence[Line]) -> frozenset[int]:
    """Return the indices of the lines that are a table of contents or name cases told further down.

    Such lines stand together, none is a sentence, and their titles come again below.
    """
    found: set[int] = set()
    keys = [title_key(line.text) if len(line.text) <= 120 else "" for line in lines[:_LIMIT]]
    whole = _NOISE.sub("", "\n".join(line.text for line in lines))
    # Where each line begins in the text without punctuation, so that a title is looked for only below it.
    places: list[int] = []
    position = 0
    for line in lines[:_LIMIT]:
        places.append(position)
        position += len(_NOISE.sub("", line.text))

    def returns(index: int) -> bool:
        key = keys[index]
        below = places[index + 1] if index + 1 < len(places) else len(whole)
        # A name that returns (国家知识产权局) is no title that does, nor is the line of a party.
        marked = marker_of(lines[index].text) is not None
        least = _LEAST_KEY if marked else _LEAST_BARE_KEY
        return len(key) >= least and not _PARTY.match(lines[index].text) and whole.find(key, below) >= 0

    def begins(index: int) -> bool:
        if returns(index):
            return True
        # The heading of a group above the first entry.
        heading = marker_of(lines[index].text) is not None and len(lines[index].text) <= 30
        return heading and index + 1 < len(keys) and returns(index + 1) and len(lines[index + 1].text) <= 120

    run: list[int] = []
    titles: set[str] = set()
    numbers: set[tuple[str, int]] = set()
    styles: dict[str, int] = {}
    explicit = False

    def close() -> None:
        nonlocal explicit
        last = max((i for i in run if keys[i] in titles), default=-1)
        if (explicit and titles) or _is_list([lines[i].text for i in run if keys[i] in titles], len(run)):
            found.update(i for i in run if i <= last)
        elif explicit and run:
            found.add(run[0])
        run.clear()
        titles.clear()
        numbers.clear()
        styles.clear()
        explicit = False

    for index, line in enumerate(lines[:_LIMIT]):
        text = line.text
        if _LED.search(text) and len(text) <= 120:
            found.add(index)
            above = lines[index - 1].text if index else ""
            if not marker_of(text) and marker_of(above) and not re.search("[。！？；]", above) and len(above) <= 120:
                found.add(index - 1)
        if _HEADING.match(text):
            close()
            run.append(index)
            explicit = True
            continue
        led = bool(_LED.search(text)) or (index + 1 < len(lines) and bool(_LED.search(lines[index + 1].text)))
        if run and not led and sum(1 for i in run if _LED.search(lines[i].text)) >= 2:
            close()
            continue
        if (
            len(text) > 120
            or section_name(text)
            or re.search(r"[。！？]\Z|。[^。]{6}", text)
            or (not run and not begins(index))
        ):
            close()
            continue
        key = keys[index]
        mark = marker_of(text)
        number = (mark.style, mark.value) if mark and mark.value is not None else None
        # A title or a number that comes a second time is that of a case: the list has ended.
        if number in numbers or any(_same(key, title) for title in titles):
            close()
            continue
        if number:
            # Below a heading of an outer style the inner numbers start again.
            styles[number[0]] = styles.get(number[0], len(styles))
            numbers -= {other for other in numbers if styles[other[0]] > styles[number[0]]}
            numbers.add(number)
        bare = len(key) < 4 or (mark is not None and mark.rest >= len(text))
        if returns(index) and not bare:
            run.append(index)
            titles.add(key)
        elif bare or (len(text) <= 30 and run):
            run.append(index)
        else:
            close()
    close()
    return frozenset(found)
