"""Cases inside a commentary on articles: 【案例1】…案, 【评析】, up to the next 第…条."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from kg.cases.layouts.heads import numbered_lines, opening_after
from kg.cases.lines import Line
from kg.cases.markers import marker_of
from kg.cases.openings import build
from kg.cases.page import Draft, Page
from kg.cases.sections import section_name

_STYLES: Final = frozenset({"case", "bracketed"})
_COMMENT: Final = re.compile(
    r"[【\[]?(?:条文主旨|条文释义|条文理解|条文说明|本条主旨|释义|理解与适用|适用要点|审判实践|实务问题|实践中应注意的问题|审判实践中需要注意的问题|规定|原文)[】\]]?\Z"
)
_REVIEW: Final = re.compile(r"评析|評析|点评|點評|评述|意义|分析|说法")
_LAW: Final = re.compile(r"法条|法律|规定|依据|条款")


def recognise(page: Page) -> Draft | None:
    """Return the cases of a commentary, each ended by the next article, or None where there are no articles."""
    contents = page.contents
    openings = [
        opening
        for index, marker in numbered_lines(page, _STYLES, contents)
        if (opening := opening_after(page, index, marker, sentences=True))
    ]
    if not openings:
        return None
    articles = [
        index
        for index, line in enumerate(page.lines)
        if (marker := marker_of(line.text)) and marker.style == "article" and index not in contents
    ]
    comments = [index for index, line in enumerate(page.lines) if _COMMENT.match(line.text)]
    first = openings[0].at
    if not any(index < first or _after_review(page, index) for index in articles) and not any(
        index < first for index in comments
    ):
        return None
    ends = set(articles) | {index for index in comments if any(other < first for other in comments)}

    def stop(lines: Sequence[Line], start: int, end: int) -> int:
        section = ""
        for index in range(start, end):
            named = section_name(lines[index].text)
            if index in ends and index > start and not _LAW.search(section):
                return index
            if named:
                section = named[0]
        return end

    draft = build(page, openings, layout="commentary", prior=1.0, contents=contents, least=1, stop=stop)
    if draft is None:
        return None
    return Draft(
        draft.layout,
        draft.cases,
        draft.marks,
        # The same cases, but without the commentary that the plain reading would swallow.
        min(draft.score + 0.12, 1.0),
        f"{draft.evidence}; {len(ends)} headings of a commentary",
        draft.restarts,
    )


def _after_review(page: Page, index: int) -> bool:
    """Tell whether an article stands below the review (评析) that closes a case."""
    for line in reversed(page.lines[max(index - 40, 0) : index]):
        named = section_name(line.text)
        if named:
            return bool(_REVIEW.search(named[0]))
    return False
