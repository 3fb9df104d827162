"""Headlines that no 案 ends (销售侵权鞋子 某店被查), or no titles at all: each case opens with when and by whom.

The head of the document must say that it publishes cases; what follows must be told as cases are.
"""

from __future__ import annotations

import re
from typing import Final

from kg.cases.endings import is_closing, is_footer
from kg.cases.lines import Line
from kg.cases.markers import marker_of
from kg.cases.openings import Opening, build
from kg.cases.page import Draft, Page
from kg.cases.practices import names_actor
from kg.cases.sections import section_name
from kg.cases.titles import can_be_title

_MOST_HEAD: Final = 12
_LONGEST_HEADLINE: Final = 50
_LEAST_TEXT: Final = 50
_SHARE: Final = 0.8
_PUBLISHED: Final = re.compile(
    r"(?:公布|发布|通报|曝光|公开|选取|选编|推出).{0,40}(?:案例|案件)|(?:典型|十大|优秀)(?:案例|案件|事例)"
)
_WHEN: Final = re.compile(
    r"(?:(?:19|20)\d{2}\s*年|[今去]年|\d{1,2}月|近日|近期|日前|此前)[^。]{0,40}?(?:[，,]|\d日|接|对|在|根据|依法|[局院关厅委])"
)
_BY_WHOM: Final = re.compile(
    r"[^，。]{0,30}?(?:局|院|海关|大队|支队|公安|执法人员|监管部门)[^。]{0,60}?(?:查获|查处|检查|接|发现|立案|调查|查扣|查明|判决|起诉|抓获|处罚)"
)


def recognise(page: Page) -> Draft | None:
    """Return what stands below each headline, or each paragraph that opens as a case does; two are needed."""
    lines = page.lines
    head = [line.text for line in lines[:_MOST_HEAD]]
    if not any(_PUBLISHED.search(text) for text in head):
        return None
    found = _headlines(page)
    prior = 0.3
    if len(found) < 2:
        found = _paragraphs(page)
        prior = 0.15
    return build(page, found, layout="headlines", prior=prior, contents=page.contents)


def _headlines(page: Page) -> list[Opening]:
    """Return the short lines that each stand above a text that opens as a case does."""
    lines = page.lines
    heads = [
        index
        for index in range(len(lines) - 1)
        if index not in page.contents
        and _is_headline(lines[index].text)
        and not _is_headline(lines[index + 1].text)
        and _is_told(lines[index + 1])
    ]
    # The document's own title stands above its introduction, not above a case.
    heads = [index for index in heads if not _PUBLISHED.search(lines[index].text)]
    short = [index for index in range(heads[0], len(lines)) if _is_headline(lines[index].text)] if heads else []
    if not heads or len(heads) < _SHARE * len([i for i in short if not is_footer(lines[i].text)]):
        return []
    return [Opening(index, index + 1, (lines[index],), "", "headline") for index in heads]


def _is_headline(text: str) -> bool:
    return (
        len(text) <= _LONGEST_HEADLINE
        and can_be_title(text)
        and not marker_of(text)
        and not re.search("[。；：]", text)
    )


def _is_told(line: Line) -> bool:
    """Tell whether a paragraph opens as the facts of a case do: when, by whom, what was found."""
    text = line.text
    if len(text) < _LEAST_TEXT or section_name(text) or is_closing(text):
        return False
    return bool(_WHEN.match(text) or _BY_WHOM.match(text) or names_actor(text)) and "。" in text


def _paragraphs(page: Page) -> list[Opening]:
    """Return the paragraphs that each tell a case without a title: its first sentence is taken for one."""
    lines = page.lines
    last = max(index for index, line in enumerate(lines[:_MOST_HEAD]) if _PUBLISHED.search(line.text))
    told = [index for index in range(last + 1, len(lines)) if _opens(lines[index])]
    text = [i for i in range(told[0], len(lines)) if len(lines[i].text) >= _LEAST_TEXT] if told else []
    if not told or len(told) < _SHARE * len(text):
        return []
    found = []
    for index in told:
        end = lines[index].text.index("。")
        found.append(
            Opening(index, index + 1, (lines[index].cut(0, end),), "", "paragraph", (lines[index].cut(end + 1),))
        )
    return found


def _opens(line: Line) -> bool:
    return (
        _is_told(line)
        and bool(_WHEN.match(line.text))
        and bool(_BY_WHOM.search(line.text[:120]))
        and 8 <= line.text.find("。") <= 110
        and len(line.text) - line.text.find("。") > 20
    )
