"""Where the last case ends: signatures, the agency's closing words, web footers, the next part of the report; and page numbers."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from kg.cases.lines import Line
from kg.cases.markers import STRONG, marker_of
from kg.cases.sections import section_name

if TYPE_CHECKING:
    from kg.cases.openings import Opening

_PAGE: Final = re.compile(
    r"[-—–]+\s*[0-9０-９]{1,4}\s*[-—–]+\Z|第\s*[0-9０-９]{1,4}\s*页(?:\s*[/／，,（(]?\s*共\s*[0-9０-９]{1,4}\s*页\s*[)）]?)?\Z|"
    r"[0-9]{1,4}\s*[/／]\s*[0-9]{1,4}\Z|Page\s+\d+(?:\s+of\s+\d+)?\Z",
    re.I,
)
_FOOTER: Final = re.compile(
    r"[（(【\[]?\s*(?:责任编辑|責任編輯|责编|编辑|编\s*辑|审核|初审|终审|校对|监制|来源|稿件来源|信息来源|文章来源|供稿|供稿单位|撰稿|作者|文字|图片|"
    r"打印|关闭|关闭窗口|打印本页|关闭本页|收藏|分享|分享到|分享至|上一篇|下一篇|上一条|下一条|扫一扫|扫码|二维码|相关阅读|相关新闻|相关链接|相关文章|"
    r"推荐阅读|热门推荐|延伸阅读|返回顶部|回到顶部|返回列表|版权所有|主办单位|主办|承办|承办单位|技术支持|网站地图|联系我们|关于我们|网站标识码|网站声明|"
    r"友情链接|浏览次数|点击数|字号|字体)\s*(?:[：:）)】\]|丨]|\Z)|(?:Copyright|©|\(c\)|ICP备|.{1,3}ICP备|.{1,3}公网安备)|"
    r".{0,30}(?:ICP备\d|公网安备|网站标识码|版权所有|All Rights Reserved)",
    re.I,
)
_BODY: Final = r"(?:总局|局|院|海关|总署|委|厅|部门|机关|部|办公室|负责人|相关人士|新闻发言人)"
_CLOSING: Final[tuple[tuple[str, re.Pattern[str]], ...]] = (
    (
        "said",
        re.compile(
            rf"[\u4e00-\u9fff]{{1,24}}{_BODY}(?:有关|相关)?(?:负责人|人士|工作人员|执法人员|新闻发言人)?(?:表示|指出|强调|提醒|提示|介绍)"
        ),
    ),
    (
        "these",
        re.compile(
            r"(?:以上|上述|这批|该批|本批|此次|本次)(?:发布|公布|通报)?的?(?:这)?[一二三四五六七八九十\d]*(?:批|起|件|个)?(?:典型|指导性?)?(?:案例|案件)"
        ),
    ),
    (
        "next",
        re.compile(
            r"(?:下一步|下阶段|下一阶段|今后|接下来|未来)，(?=[^。]{0,60}[将要])(?![^。]{0,20}(?:当事人|公司|被告|原告|双方))"
        ),
    ),
    (
        "all",
        re.compile(
            r"(?:各地|各级|全[国省市区州]各?级?)[^，。]{0,20}(?:将|要|应当?)(?:继续|进一步|持续|不断|切实|以|严格)"
        ),
    ),
    ("asked", re.compile(r"(?:问|记者(?:提?问)?)\s*[：:]")),
    ("annex", re.compile(r"附(?:件|录|錄)?\s*[一二三四五\d]?\s*[：:]")),
    (
        "reporter",
        re.compile(r"(?:记者(?:了解到|获悉|从)|据悉，|[（(](?:本报|本网|见习)?(?:记者|通讯员)[^。，]{1,30}[）)]\Z)"),
    ),
)
"""How the agency's own words after the last case begin."""
_MOST_CLOSING: Final = 5
_DATE: Final = re.compile(
    r"(?:\d{4}|[二〇零○一九]{4})\s*年\s*[\d一二三四五六七八九十]{1,3}\s*月\s*[\d一二三四五六七八九十]{1,3}\s*日\Z"
)
_CLOSED: Final = re.compile(r"[（(]\s*(?:完|全文完|END)\s*[)）]\Z", re.I)


def page_number(line: Line, broken: bool) -> bool:
    """Tell whether a line is a page number; a bare number only where the lines are a PDF's (``broken``).

    >>> page_number(Line("- 12 -", range(6), 0, 6), False), page_number(Line("12", range(2), 0, 2), False)
    (True, False)
    """
    if len(line.text) > 24:
        return False
    return bool(_PAGE.match(line.text)) or (broken and bool(re.fullmatch(r"[0-9０-９]{1,3}", line.text)))


def is_footer(text: str) -> bool:
    """Tell whether a line is part of a web page's or a paper's footer.

    >>> is_footer("责任编辑：某某"), is_footer("打印"), is_footer("作者依法享有著作权。")
    (True, True, False)
    """
    return len(text) <= 120 and bool(_FOOTER.match(text))


def end_of_last(
    lines: Sequence[Line], start: int, end: int, openings: Sequence[Opening], contents: frozenset[int]
) -> int:
    """Return where the last case ends: before the footer, the signature, or the next part of a report."""
    earlier = [line.text for a, b in itertools.pairwise(openings) for line in lines[a.body : b.at]]
    usual = {_kind(text) for text in earlier if is_footer(text)}
    for index in range(start, end):
        text = lines[index].text
        if is_footer(text) and _kind(text) not in usual and index > start:
            end = index
            break
    end = _next_part(lines, start, end, openings, contents)
    end = _closing(lines, start, end, openings)
    while end - 1 > start and (
        _DATE.fullmatch(lines[end - 1].text)
        or page_number(lines[end - 1], broken=True)
        or _CLOSED.match(lines[end - 1].text)
        or (
            end < len(lines)
            and _DATE.fullmatch(lines[end].text)
            and len(lines[end - 1].text) <= 40
            and not re.search(r"[。；，：]", lines[end - 1].text)
            and not section_name(lines[end - 1].text)
        )
    ):
        end -= 1
    return end


def is_closing(text: str) -> bool:
    """Tell whether a paragraph is how an agency closes a batch of cases.

    >>> is_closing("某省市场监管局表示，网络不是法外之地。"), is_closing("当事人表示接受处罚。")
    (True, False)
    """
    return bool(_closing_kind(text))


def _closing(lines: Sequence[Line], start: int, end: int, openings: Sequence[Opening]) -> int:
    """Return where the agency's own commentary ends the last case.

    Only below a text, only where no section follows, and only where no earlier case is told in such
    words: then the last one is told in them too. One case alone is left as it is.
    """
    if len(openings) < 2:
        return end
    told = {
        kind
        for a, b in itertools.pairwise(openings)
        for line in lines[a.body : b.at]
        if (kind := _closing_kind(line.text))
    }
    first = start + (0 if openings[-1].head else 1)
    for index in range(first, end):
        if _is_outer(lines, index, openings):
            return index
        kind = _closing_kind(lines[index].text)
        if not kind or kind in told:
            continue
        if kind == "annex":
            return index
        rest = lines[index:end]
        if len(rest) <= _MOST_CLOSING and not any(section_name(line.text) or marker_of(line.text) for line in rest):
            return index
    return end


def _is_outer(lines: Sequence[Line], index: int, openings: Sequence[Opening]) -> bool:
    """Tell whether a line is a Markdown heading above those of the cases, as none inside the earlier cases is."""
    depth = min(lines[opening.at].depth for opening in openings)
    line = lines[index]
    if not 0 < line.depth < depth or len(line.text) > 30 or section_name(line.text) or "。" in line.text:
        return False
    inner = {lines[i].depth for a, b in itertools.pairwise(openings) for i in range(a.body, b.at)}
    return line.depth not in inner


def _closing_kind(text: str) -> str:
    return next((kind for kind, pattern in _CLOSING if pattern.match(text)), "")


def _kind(text: str) -> str:
    return re.split(r"[：:\s]", text.strip("（([【 "))[0][:6]


def _next_part(
    lines: Sequence[Line], start: int, end: int, openings: Sequence[Opening], contents: frozenset[int]
) -> int:
    """Return where an outer heading, counted on from one above the first case, ends the last case."""
    style = openings[0].style
    above: dict[str, int] = {}
    for index, line in enumerate(lines[: openings[0].at]):
        marker = marker_of(line.text)
        if marker and marker.value and marker.style != style and len(line.text) <= 45 and index not in contents:
            above[marker.style] = marker.value
    for opening, following in itertools.pairwise(openings):
        for index in range(opening.body, following.at):
            inner = marker_of(lines[index].text)
            if not inner or inner.style not in above or not inner.value:
                continue
            # Just above the next case it is a group's heading; anywhere else the style is one of inner lists.
            if index >= following.at - 2 and inner.value == above[inner.style] + 1:
                above[inner.style] = inner.value
            else:
                del above[inner.style]
    usual = {
        named[0]
        for opening, following in itertools.pairwise(openings)
        for line in lines[opening.body : following.at]
        if (named := section_name(line.text))
    }
    for index in range(start + 1, end):
        text = lines[index].text
        if len(text) > 45 or ((named := section_name(text)) and named[0] in usual) or re.search(r"[。；]\Z", text):
            continue
        found = marker_of(text)
        if found and found.style in above and found.style not in STRONG and found.value == above[found.style] + 1:
            return index
    return end
