"""Titles that do not end in 案: those of practices (甲市推行…), told apart from the headings of a report."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from kg.cases.page import Page
from kg.cases.sections import section_name
from kg.cases.titles import ends_like_case

if TYPE_CHECKING:
    from kg.cases.openings import Opening

_VERB: Final = (
    "构建|建立|健全|完善|加强|强化|推动|推进|坚持|聚焦|打造|创新|优化|深化|搭建|探索|实施|开展|突出|注重|围绕|依托|发挥|提升|拓展|培育|落实|严格|"
    "严厉|依法|促进|推行|加大|加快|立足|全面|积极|主动|联合|联动|关于|总体|本|以|抓|建|强|优|做|多|让|用|从|在|为|对|向"
)
_WHO: Final = re.compile(
    rf"(?!(?:{_VERB}))[^，。；：、]{{1,14}}?(?:(?<![全各跨本我该两外城集])[省市县州盟旗区](?![场域别分])|自治区|新区|局|法院|检察院|检察机关|中心|海关|"
    r"公司|集团|大学|学院|研究院|研究所|委员会|协会|联盟|银行|博物馆|产业园|开发区)"
    "|(?:北京|天津|河北|山西|内蒙古|辽宁|吉林|黑龙江|上海|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|广西|海南|重庆|四川|贵州|云南|西藏|"
    "陕西|甘肃|青海|宁夏|新疆|香港|澳门|台湾|广州|深圳|杭州|南京|成都|武汉|西安|青岛|大连|宁波|厦门|济南|沈阳|长春|哈尔滨)"
)
_PARTY: Final = re.compile(r"诉|某[^些种]|[甲乙丙丁]|公司|“[^”]{1,20}”")
_ABOUT: Final = re.compile(rf"{_PARTY.pattern}|侵权案|纠纷案|侵犯.{{2,30}}案")
_BEHIND: Final = re.compile(r"(?:[（(]|[—–―]{1,2}\s*)([^（）()—–―]{2,24})[)）]?\Z")
_COLLECTION: Final = re.compile(
    r"(?:经验|做法|举措|实践)(?:清单|汇编|选编|集锦?)(?:[（(].{0,20}[)）])?\Z|第[一二三四五六七八九十\d]{1,3}批.{0,16}(?:经验|做法|举措)(?:清单)?\Z|"
    r"(?:案例|事例|实例|案件)(?:集|汇编|选编|选登|展播|巡礼|名单|摘要|简介)?(?:[（(《].{0,20}[)）》]|[一二三四五六七八九十]+)?\Z"
)
_CALL: Final = re.compile("征集|报送|申报|评选办法|通知|方案|办法|规则|指引")
_REPORT: Final = re.compile(
    r"(?:白皮书|蓝皮书|报告|状况|情况|方案|计划|规划|通知|意见|办法|条例|规定|纲要|总结|要点|讲话|通报|公告|展播|汇编|选编|巡礼|指南|指引|案例|案件|名单)(?:[（(].{0,30}[)）])?\Z"
)
_LEAST_WORDS: Final = 9


def names_actor(title: str) -> bool:
    """Tell whether a title says who did it: first, or behind in brackets or after a dash.

    >>> names_actor("甲市知识产权局推行专利开放许可"), names_actor("健全全市工作机制"), names_actor("总体要求")
    (True, False, False)
    >>> names_actor("深化专利转化运用改革（甲市知识产权局）"), names_actor("民事案件（7件）")
    (True, False)
    """
    behind = _BEHIND.search(title)
    return bool(_WHO.match(title) or (behind and _WHO.match(behind.group(1))))


def names_anyone(title: str) -> bool:
    """Tell whether a title says who did it or names parties, as that of one case does and that of a kind does not.

    >>> names_anyone("甲市查处乙店侵犯商标权案"), names_anyone("处理专利侵权纠纷案")
    (True, False)
    """
    return bool(names_actor(title) or _PARTY.search(title))


def is_report(title: str) -> bool:
    """Tell whether a title is that of a report, a plan, a rule or a collection, not of a case.

    >>> is_report("甲市知识产权审判白皮书"), is_report("甲市推行专利开放许可")
    (True, False)
    """
    return bool(_REPORT.search(title))


def calls_itself_cases(page: Page, end: int) -> bool:
    """Tell whether one of the first lines, above the line ``end``, calls the document a collection of cases."""
    head = [line.text for line in page.lines[:end][:12] if len(line.text) <= 60]
    return any(_COLLECTION.search(text) and not _CALL.search(text) for text in head)


def are_cases(page: Page, openings: Sequence[Opening]) -> bool:
    """Tell whether openings are those of cases rather than the headings of a report, a plan or a paper.

    One of these must hold for half of them: the title ends in 案, says who did it, or names parties;
    two named sections stand below it. Else the head of the document must call them 案例, and the
    titles must say more than such headings do.
    """
    if not openings:
        return False
    half = len(openings) / 2
    titles = [opening.words for opening in openings]
    if sum(1 for title in titles if ends_like_case(title) or names_actor(title) or _ABOUT.search(title)) >= half:
        return True
    bounds = [opening.at for opening in openings[1:]] + [len(page.lines)]
    told = 0
    for opening, end in zip(openings, bounds, strict=True):
        lines = page.lines[opening.body : end]
        names = {named[0] for line in (*opening.head, *lines) if (named := section_name(line.text))}
        told += len(names) >= 2
    if told >= half:
        return True
    return calls_itself_cases(page, openings[0].at) and sum(1 for title in titles if len(title) >= _LEAST_WORDS) > half
