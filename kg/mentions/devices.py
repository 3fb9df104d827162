"""A case's own named devices (“双报制”), platforms and tools (“知创福建”), and instruments (《…条例》)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from kg.mentions.signals import Signals

_QUOTED: Final = re.compile(r"[“\"]([^“”\"。；\n]{2,24})[”\"]")
_INSTRUMENT: Final = re.compile(r"《([^《》\n]{2,56})》")
_PRIVATE: Final = re.compile(
    r"授权书|合同|收据|公证书|(?:加盟|许可|买卖|代理|转让|合作经营|劳动|保密)协议|鉴定意见|报告书"
)
_TAIL: Final = re.compile(r"[^，。；：、“”\"（）《》\s]{1,14}")
_RUN: Final = re.compile(r"(?:[“\"][^“”\"。；\n]{2,24}[”\"][、和]?)+")
_BOOK_TITLE: Final = re.compile(r"《[^《》\n]{2,200}(?:《[^《》\n]{2,80}》[^《》\n]{0,80})*》")


@dataclass(frozen=True, slots=True)
class Device:
    """A quoted or book-titled name; ``start`` and ``end`` include its marks."""

    kind: Literal["measure", "platform", "instrument"]
    start: int
    end: int
    name: str
    rule: str


def devices(text: str, signals: Signals, is_title: bool) -> Iterator[Device]:
    """Yield the named devices, platforms and instruments of a text, in order within each kind.

    Quotation marks alone are no proof: the words before or after must introduce a device or a
    platform, since official prose quotes slogans, goods and marks as well.
    """
    for run in _RUN.finditer(text):
        names = list(_QUOTED.finditer(text, run.start(), run.end()))
        if _is_platform(text, run.start(), run.end(), signals):
            for name in names:
                yield Device("platform", name.start(), name.end(), name[1], "quoted-platform")
            continue
        for name in names:
            tail = _tail(text, name.end(), signals)
            if tail is not None and tail > name.end():
                yield Device("measure", name.start(), tail, text[name.start() : tail], "quoted-measure")
            elif tail is not None or _is_introduced(text, run.start(), run.end(), signals, is_title):
                yield Device("measure", name.start(), name.end(), name[1], "quoted-measure")
    for found in _INSTRUMENT.finditer(text):
        if _PRIVATE.search(found[1]):
            continue  # a contract between parties is no instrument of policy
        yield Device("instrument", found.start(), found.end(), found[1], "book-title")


def book_titles(text: str) -> list[tuple[int, int]]:
    """Return where the titles of documents stand, marks included: a body that one names is no actor.

    >>> book_titles("依据《最高人民法院关于适用〈某法〉的解释》判决")
    [(2, 21)]
    """
    return [found.span() for found in _BOOK_TITLE.finditer(text)]


def _is_platform(text: str, start: int, end: int, signals: Signals) -> bool:
    after = min(end + 14, len(text))
    stop = min((at for mark in "，。；、" if (at := text.find(mark, end, after)) >= 0), default=after)
    if signals.ends(text, start, "platform-verb"):
        return not signals.within(text, end, stop, "device-class")
    return signals.ends(text, start, "device-verb") and signals.within(text, end, stop, "platform-head")


def _tail(text: str, end: int, signals: Signals) -> int | None:
    """Return where a device's name ends: after “白名单”双向推送机制, or at the marks of “七个一”的工作做法.

    ``None`` where no class word follows.
    """
    match = _TAIL.match(text, end)
    if match is None:
        return None
    for stop in range(match.start() + 1, match.end() + 1):
        if signals.ends(text, stop, "device-class"):
            inner = text[end:stop]
            for word in signals.words("device-class"):
                inner = inner.removesuffix(word)
            bare = inner.removeprefix("的").removesuffix("工作")
            return stop if bare and not bare.startswith("为") else end
    return None


def _is_introduced(text: str, start: int, end: int, signals: Signals, is_title: bool) -> bool:
    closes = end == len(text) or text[end] in "，。；、 \n"
    if not closes:
        return False
    if signals.ends(text, start, "device-verb"):
        return True
    clause = max(text.rfind(mark, 0, start) for mark in "，。； ") + 1
    return is_title and signals.within(text, clause, start, "device-verb")


def instrument_type(name: str) -> str:
    """Return the slug of an instrument's type from the words of its title.

    >>> instrument_type("上海市知识产权保护条例"), instrument_type("中华人民共和国刑法修正案（十一）")
    ('local-regulation', 'law')
    >>> instrument_type("最高人民法院关于审理侵害植物新品种权纠纷案件具体应用法律问题的若干规定")
    'judicial-interpretation'
    """
    bare = re.sub(r"（[^）]*）\Z", "", name)
    if re.search(r"最高人民(?:法院|检察院)", bare) and re.search(r"解释|规定|批复", bare):
        return "judicial-interpretation"
    if re.search(r"法\Z|法典\Z|刑法修正案", bare) and not bare.endswith("办法"):
        return "law"
    if bare.endswith("条例"):
        return (
            "local-regulation"
            if re.search(r"[省市区州县]", bare.removeprefix("中华人民共和国")[:8])
            else "administrative-regulation"
        )
    if re.search(r"公约|协定|议定书", bare):
        return "treaty"
    if re.search(r"协议|合同|备忘录|授权书", bare):
        return "agreement"
    if re.search(r"标准|规程|规范\Z|指南\Z", bare):
        return "standard"
    if re.search(r"意见|通知|方案|规划|纲要|计划|办法|措施", bare):
        return "policy-document"
    if bare.endswith(("规定", "规则", "细则")):
        return "rule"
    return "other"
