"""One case and nothing else: a title without a number (…案, 甲市推行…) at the head, above its text."""

from __future__ import annotations

import re
from typing import Final

from kg.cases.contents import title_key
from kg.cases.endings import is_footer
from kg.cases.lines import Line
from kg.cases.markers import marker_of
from kg.cases.openings import Opening, build
from kg.cases.page import Draft, Mark, Page
from kg.cases.practices import is_report, names_actor
from kg.cases.sections import section_name
from kg.cases.titles import can_be_title, ends_like_case, without_bullet

_MOST_ABOVE: Final = 8
_LEAST_TEXT: Final = 60
_PROCEEDING: Final = re.compile(
    r"诉|查处|查办|查获|查扣|查辦|查處|处理|处置|調解|调解|裁决|裁決|仲裁|办理|督促|监督|侵犯|侵害|侵权|假冒|冒充|纠纷|糾紛|销售|制售|"
    r"不正当竞争|不正當競爭|垄断|抗诉|公益诉讼|异议|无效|撤销|保全|执行|混淆|虚假|诋毁|违法|罪"
)
_NEWS: Final = re.compile(
    r"宣判|开庭|公布|发布|通报|曝光|召开|首例|首起|一审(?!判)|告破|落槌|审结|记者|回顾|解读|评析|追踪|始末|启示|纪实|系列报道|[？！]"
)
_REPORTED: Final = re.compile(r"记者|本报|通讯员|\d日\s*电|\d日\s*讯|新华社|中新[社网]|报道|据悉|央视")
_DONE: Final = re.compile(r"做法|举措")
_GAINED: Final = re.compile(r"成效|成果|启示|推广|亮点|效果")
_BODY: Final = re.compile(r"(?:局|院|委员会|办公室|海关|政府)\Z")
_ACTS: Final = re.compile("查处|查获|查办|办理|处理|调解|审理|侦破|裁决|督促|监督")
_LEAST_WORDS: Final = 8
_BELOW: Final = re.compile(
    r"(?:来源|信息来源|发布时间|发布日期|时间|日期|作者|编辑|发布机构|浏览次数|字号|字体)\s*[：:丨|]|[（(\[]?\s*\d{4}\s*[-年./]\s*\d{1,2}\s*[-月./]"
)


def recognise(page: Page) -> Draft | None:
    """Return the document as one case, or None.

    Its head must hold one title of proceedings and no other line that is one, or say who did what
    above sections on 做法; what follows must be text, not news: a story names its reporter. Who acted
    may stand on a line of its own above the title.
    """
    at = _proceedings(page)
    if at is None:
        at = _practice(page)
    lines = page.lines
    if at is None or any(len(line.text) > 60 or "。" in line.text for line in lines[:at]):
        return None
    body = at + 1
    while body < len(lines) and len(lines[body].text) <= 80 and _is_note(lines[body].text):
        body += 1
    text = "".join(line.text for line in lines[body:])
    if len(text) < _LEAST_TEXT or "。" not in text or _REPORTED.search(text[:60]):
        return None
    if sum(1 for line in lines[body:] if (mark := marker_of(line.text)) and mark.style == "article") >= 2:
        return None
    notes = tuple(Mark(line, "preamble") for line in lines[at + 1 : body])
    title: tuple[Line, ...] = (lines[at],)
    if at and _ACTS.match(lines[at].text) and _BODY.search(lines[at - 1].text):
        at, title = at - 1, (without_bullet(lines[at - 1]), lines[at])
    opening = Opening(at, body, title, "", "bare", (), notes)
    return build(page, [opening], layout="lone-title", prior=0.35, contents=page.contents, least=1)


def _proceedings(page: Page) -> int | None:
    """Return the line of the only title that ends in 案."""
    lines = page.lines
    titles = [
        index
        for index, line in enumerate(lines)
        if index not in page.contents
        and ends_like_case(line.text.rstrip("。"))
        and can_be_title(line.text.rstrip("。"))
    ]
    if not titles or len({title_key(lines[index].text) for index in titles}) > 1 or titles[-1] > _MOST_ABOVE:
        return None
    words = lines[titles[-1]].text
    if marker_of(words) or _NEWS.search(words) or not _PROCEEDING.search(words) or len(words) < _LEAST_WORDS:
        return None
    return titles[-1]


def _practice(page: Page) -> int | None:
    """Return the line of a title that says who did it, where sections tell what was done and what came of it."""
    names = [named[0] for line in page.lines if (named := section_name(line.text))]
    if len(set(names)) != len(names) or {bool(_DONE.search(name)) for name in names} != {True, False}:
        return None
    if not any(_GAINED.search(name) for name in names):
        return None
    for index, line in enumerate(page.lines[:_MOST_ABOVE]):
        words = line.text
        if section_name(words) or "。" in words:
            return None
        if names_actor(words) and can_be_title(words) and not marker_of(words) and len(words) >= _LEAST_WORDS:
            return None if _NEWS.search(words) or is_report(words) or _BODY.search(words) else index
    return None


def _is_note(text: str) -> bool:
    """Tell whether a line below the title says where and when it was published."""
    return not section_name(text) and "。" not in text and (bool(_BELOW.match(text)) or is_footer(text))
