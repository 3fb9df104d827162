"""Named bodies in text: an ending from the scheme of institution types, and the name before it.

A name is what stands between a place (or 中国, 国家, 某…) and an ending such as 人民法院 or 海关.
Where no name can be read the words speak of a kind of actor only (`kg.mentions.concepts`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import ahocorasick_rs

from kg.mentions.matcher import Match
from kg.mentions.regions import Place
from kg.mentions.signals import Signals
from kg.vocabulary import Region, Vocabulary

_HARD: Final = re.compile(r"[，。；：、！？“”‘’\"《》〈〉【】\[\]\n\s·|]")
_BRACKET: Final = re.compile(r"[（(][^（）()，。；]{1,12}[）)]\Z")
_BANK_BRANCH: Final = re.compile(
    r"(?:股份有限公司)?[一-鿿（）]{2,10}?(?:分行|支行)(?:营业管理部|营业部|[一-鿿]{2,8}支行)?|营业管理部|[一-鿿]{2,6}中心支行"
)
_PLACED_BRANCH: Final = re.compile(
    r"[一-鿿]{0,8}?(?:分公司|分行|支行|监管局|分局|办事处|代表处|中心支公司|支公司|分院|分厂|分店)"
)
_COURT_BRANCH: Final = re.compile(
    r"第[一二三四五六七八九十]{1,2}分院|知识产权(?:审判庭|法庭|检察(?:部|厅|室|办公室))|[一-鿿]{2,6}分院"
)
_BUREAU_BRANCH: Final = re.compile(
    r"(?![向对将和与及在由])[一-鿿]{2,6}(?:分局|派出所|监管局|监管所)|[一-鿿]{2,12}(?:开发区|高新区|新区|合作区|示范区|保税区)分局"
)
_ENFORCEMENT_BRANCH: Final = re.compile(r"(?:综合)?(?:行政)?执法(?:总队|支队|大队|队|局)")
_BRANCHES: Final = {
    "court": _COURT_BRANCH,
    "procuratorate": _COURT_BRANCH,
    "police": _BUREAU_BRANCH,
    "ip-administration": _BUREAU_BRANCH,
    "market-regulator": _BUREAU_BRANCH,
    "culture": _ENFORCEMENT_BRANCH,
    "agriculture": _ENFORCEMENT_BRANCH,
    "service-centre": re.compile(r"[一-鿿]{2,8}分中心"),
}
"""How the names of branches go on behind the name of the body above them, by top."""
_ZONE: Final = re.compile(
    r"[一-鿿]{2,}(?:开发区|合作区|保税区|保税港区|新区|园区|产业园|高新区|自贸区|自由贸易试验区|示范区|实验区|科学城)"
    r"(?:管理委员会|管委会|管理局)\Z"
)
_ORDINAL: Final = re.compile(r"第[一二三四五六七八九十]{1,2}\Z")
_WITHOUT_COUNT: Final = re.compile(r"(?<=[一-鿿]{2})[两三四五六][省市县区地](?=[一-鿿]{2})")
"""上栗、万载两县市场监管局 are the bureaus of both: what counts them is no part of a name."""
_COUNTED: Final = re.compile(
    r"(?:[一二两三四五六七八九十多数几各\d]+余?|部分|有关|相关)[家个处所间]|有关|相关|部分|各大"
)
_OWN_LIMIT: Final = 6
"""Between two places in the name of one firm stand at most this many characters."""
_SHOP_LIMIT: Final = 8
"""Between a place and a word such as 店 stand at most this many characters of a name."""
_INNER_LIMIT: Final = 24
_SHORT_ENDINGS: Final = {"高院": "高级人民法院", "中院": "中级人民法院"}
"""Endings that stand for one court of a place only: 江苏高院 is 江苏省高级人民法院."""
_INSTITUTE_LIMIT: Final = 10
"""Between a ministry and the word for its institute stand at most this many characters: 电子第五, 科技发展."""
_OWN_NAMES: Final = ("enterprise", "university")
"""Tops whose bodies need no place in their names: 清华大学, 乐高博士有限公司."""

_FOREIGN: Final = ("enterprise", "court", "ip-administration", "university", "research-institute", "association")
"""Tops whose bodies may be named by their country: 德国杜塞尔多夫地区法院."""

_PRIVATE: Final = (
    "enterprise",
    "university",
    "research-institute",
    "museum",
    "bank",
    "association",
    "service-centre",
    "other",
)
"""Tops whose bodies can be parties, and are never spoken of as a collective of a place."""


_NEVER_COLLECTIVE: Final = ("platform", "expert-body", "alliance", "service-node", "mediation")


@dataclass(frozen=True, slots=True)
class Body:
    """A named body at a place in a text. ``place`` is the region that its name carries.

    ``is_plain`` tells that the name is nothing but the place and a word for the kind: 甲市乙区检察院.
    """

    start: int
    end: int
    name: str
    leaf: str
    top: str
    place: Place | None
    kind: str | None = None
    rule: str = "body-name"
    is_plain: bool = False


class InstitutionFinder:
    """Finds named bodies, given the places of the text."""

    def __init__(self, vocabulary: Vocabulary, signals: Signals) -> None:
        self._vocabulary = vocabulary
        self._signals = signals
        endings: dict[str, str] = {}
        for concept in vocabulary.scheme("institution-type"):
            for ending in concept.name_endings:
                endings.setdefault(ending, concept.slug)
        self._endings = endings
        self._words = sorted(endings)
        self._weak = {
            label
            for concept in vocabulary.scheme("institution-type")
            for label in (
                concept.label,
                *concept.alt_labels,
                *concept.hidden_labels,
                *(cue.text for cue in concept.cues),
            )
        }
        self._automaton = ahocorasick_rs.AhoCorasick(self._words) if self._words else None
        types = vocabulary.scheme("institution-type")
        self._wholes_by_name = {name: concept.slug for concept in types for name in concept.whole_names}
        self._whole_words = sorted(self._wholes_by_name)
        self._whole_automaton = (
            ahocorasick_rs.AhoCorasick(self._whole_words, matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)
            if self._whole_words
            else None
        )
        self._by_level = {
            (above.rpartition("/")[2], level): concept.slug
            for concept in types
            for above in concept.broader
            for level in concept.region_levels
        }

    def find(
        self,
        text: str,
        places: Sequence[Place],
        generic: Sequence[Match[str]],
        bare: Mapping[str, Region] | None = None,
    ) -> list[Body]:
        """Return the named bodies of a text in order, none inside another.

        ``generic`` are the words for kinds of actors: after a place (广东法院) they name a collective.
        ``bare`` gives the region that a bare 省, 市, 区 or 县 before an ending stands for.
        """
        found = self._wholes(text, places)
        ends = self._ends(text)
        wholes = [body for body in found if body.top not in _PRIVATE or body.top == "other"]
        found += [body for span in ends if (body := self._body(text, span, places, bare or {}, wholes)) is not None]
        found += self._collectives(text, places, generic)
        found += self._elided(text, places, found)
        kept: list[Body] = []
        for body in sorted(found, key=lambda body: (body.start, -body.end)):
            if not kept or body.start >= kept[-1].end:
                kept.append(body)
        return kept

    def _ends(self, text: str) -> list[tuple[int, int]]:
        """Return the longest ending at each offset where one ends."""
        longest: dict[int, int] = {}
        if self._automaton is not None:
            for _, start, end in self._automaton.find_matches_as_indexes(text, overlapping=True):
                longest[end] = min(start, longest.get(end, start))
        found = [(start, end) for end, start in longest.items()]
        return sorted(found, key=lambda span: (span[0] - span[1], span[1]))  # the longest ending first

    def _body(
        self,
        text: str,
        span: tuple[int, int],
        places: Sequence[Place],
        bare: Mapping[str, Region],
        wholes: Sequence[Body],
    ) -> Body | None:
        start, end = span
        if self._signals.cut_ending(text, start, end):
            return None
        leaf = self._endings[text[start:end]]
        top = self._vocabulary.concept(f"institution-type/{leaf}").top
        ordinal = _ORDINAL.search(text, max(0, start - 4), start)
        inner_end = ordinal.start() if ordinal else start
        if any(place.end == start + 1 for place in places) and text[start] in "省市区县州旗盟":
            inner_end = start + 1  # 晋江市 + 委宣传部, though the ending is 市委宣传部
        begin, place = self._start(text, (inner_end, end), places, top, bare, wholes)
        above = self._above(text, inner_end, top, wholes)
        if above is not None and (begin is None or above.start < begin):
            begin, place = above.start, place or above.place
        if begin is None:
            return None
        stop = end
        end = self._with_branch(text, end, top, places)
        name = _WITHOUT_COUNT.sub("", text[begin:end])
        if place is not None and place.rule == "completed":
            name = self._vocabulary.regions[place.path].label + text[inner_end:end]
        elif place is not None and place.start == begin and place.end == start and text[start:end] in _SHORT_ENDINGS:
            name = self._vocabulary.regions[place.path].label + _SHORT_ENDINGS[text[start:end]]
        elif name == f"某{text[start:end]}" or ("某" in name and top == "other"):
            return None  # 某公司 alone is nobody, 某工业园区 a place
        anonymous = "某" in name
        kind = "party" if anonymous and top in _PRIVATE else self._kind(top)
        leaf = self._level(leaf, place)
        plain = place is not None and place.start == begin and place.end == start and end == stop
        return Body(begin, end, name, leaf, top, place, kind, is_plain=plain)

    @staticmethod
    def _above(text: str, inner_end: int, top: str, wholes: Sequence[Body]) -> Body | None:
        """Return the body whose institute or centre this one is: 公安部第三研究所, 农业农村部科技发展中心."""
        if top not in ("research-institute", "service-centre", "expert-body"):
            return None
        near = [body for body in wholes if body.end <= inner_end <= body.end + _INSTITUTE_LIMIT]
        return near[-1] if near and not _HARD.search(text, near[-1].end, inner_end) else None

    @staticmethod
    def _with_branch(text: str, end: int, top: str, places: Sequence[Place]) -> int:
        """Return where a name ends that goes on with its branch: …分局, …银行西安分行, …公司烟台市分公司."""
        if top in _BRANCHES:
            branch = _BRANCHES[top].match(text, end)
        elif top == "bank":
            branch = _BANK_BRANCH.match(text, end)
        else:
            branch = None
        if branch is None and top in ("bank", "enterprise", "other"):
            place = next((place for place in places if place.start == end), None)
            branch = _PLACED_BRANCH.match(text, place.end) if place is not None else None
        return branch.end() if branch else end

    @staticmethod
    def _kind(top: str) -> str | None:
        return {"alliance": "alliance", "service-node": "service-node"}.get(top)

    def _start(
        self,
        text: str,
        ending: tuple[int, int],
        places: Sequence[Place],
        top: str,
        bare: Mapping[str, Region],
        wholes: Sequence[Body],
    ) -> tuple[int | None, Place | None]:
        """Return where the name starts and the place in it, or ``None`` where nothing names the body."""
        inner_end, end = ending
        lowest = self._lowest(text, inner_end, places, top)
        for country in self._signals.words("country"):  # 以色列 holds the boundary word 以
            at = text.rfind(country, max(0, lowest - len(country)), inner_end)
            lowest = at if 0 <= at < lowest < at + len(country) else lowest
        while self._signals.starts(text, lowest, "name-leading") and lowest < inner_end:
            lowest += 1
        before = [place for place in places if place.end <= inner_end and place.start >= lowest]
        if before and inner_end - before[-1].end <= _INNER_LIMIT:
            if top == "enterprise" and text[inner_end - 1] not in "）)":
                own = text[before[-1].end : inner_end]
                if self._is_weak(text, ending) and (not own or _COUNTED.match(own) or len(own) > _SHOP_LIMIT):
                    return None, None  # 杭州专卖店, 杭州多家超市: a place and a kind name no firm
            first = len(before) - 1
            while first > 0 and before[first - 1].end == before[first].start:
                first -= 1
            if top == "enterprise" and before[0].start == lowest and before[first].start - before[0].end <= _OWN_LIMIT:
                first = 0  # 成都同德福合川桃片有限公司: the place of the firm, then that of its goods
            return self._before_place(text, lowest, before[first].start, top, wholes), before[-1 if first else 0]
        for prefix in self._signals.words("national-prefix"):
            at = text.find(prefix, lowest, end)
            if at + len(prefix) == inner_end and self._is_weak(text, ending):
                continue  # 中国公司 is any firm of China
            if at >= 0 and not text.startswith("级", at + len(prefix)):  # 国家级… is no name
                bracketed = at > lowest and text[at - 1] in "（(" and top in _PRIVATE
                return (lowest if bracketed else at), None
        inner = text[lowest:inner_end]
        if top in _FOREIGN and self._signals.starts(text, lowest, "country") and len(inner) > 2:
            return lowest, None
        region = bare.get(text[lowest:inner_end])
        if region is not None:  # a bare 省, 市, 区 or 县: the case's only one of that level
            return lowest, Place(lowest, inner_end, (region.path,), "name", "completed")
        if top == "government" and _ZONE.fullmatch(text, lowest, end):
            return lowest, None
        if "某" in inner or (top in _OWN_NAMES and len(inner) >= 2 and not self._is_weak(text, ending)):
            return lowest, None
        if 1 <= len(inner) <= 6 and self._signals.ends(text, lowest, "subordinate"):
            return lowest, None
        return None, None

    def _is_weak(self, text: str, ending: tuple[int, int]) -> bool:
        """Tell whether an ending is a word for the kind as well: 公司, 法院, 店."""
        return text[ending[0] : ending[1]] in self._weak

    def _before_place(self, text: str, lowest: int, begin: int, top: str, wholes: Sequence[Body]) -> int:
        """Return where a name with a place inside starts: 中国（合肥）…, 腾讯科技（深圳）有限公司, 中国科学院深圳…."""
        bodies = {body.start for body in wholes if body.end <= begin} if top in _BRANCHES or top == "customs" else set()
        for prefix in self._signals.words("national-prefix"):
            at = text.find(prefix, lowest, begin)
            if at >= 0 and at not in bodies:  # 最高人民法院 and 北京市高级人民法院 are two bodies
                return at
        bracketed = begin > lowest and text[begin - 1] in "（("
        return lowest if bracketed and top in _PRIVATE else begin

    def _lowest(self, text: str, inner_end: int, places: Sequence[Place], top: str) -> int:
        """Return the earliest offset at which a name that ends here can start."""
        at = inner_end
        floor = max(0, inner_end - _INNER_LIMIT - 16)
        hard = floor
        while True:
            bracket = _BRACKET.search(text, max(0, at - 14), at)
            if bracket is None:
                break
            at = bracket.start()
            if at > 0 and _HARD.match(text[at - 1]):
                break
        for match in _HARD.finditer(text, floor, at):
            if not any(place.start <= match.start() < place.end for place in places):
                hard = match.end()
        for mark in "（(":
            opened = text.rfind(mark, hard, at)
            if opened >= 0 and "）" not in text[opened:at] and ")" not in text[opened:at]:
                hard = opened + 1
        # 和平区 and 对口 hold boundary words that are none: what lies inside a place does not count
        inside = [place for place in places if hard <= place.start and place.end <= inner_end]
        spared = "business-word" if top == "enterprise" else None
        lowest = self._signals.last_end(text, inside[-1].end if inside else hard, inner_end, "name-boundary", spared)
        if inside and lowest == inside[-1].end:
            start = inside[0].start if len(inside) == 1 else inside[-1].start
            return max(hard, self._signals.last_end(text, hard, start, "name-boundary"))
        return lowest

    def _level(self, leaf: str, place: Place | None) -> str:
        """Return the leaf below that takes the level of the place in the name, if there is one."""
        level = self._vocabulary.regions[place.path].level if place is not None else None
        return self._by_level.get((leaf, level or ""), leaf)

    def _wholes(self, text: str, places: Sequence[Place]) -> list[Body]:
        """Return the bodies whose whole names the scheme lists."""
        found: list[Body] = []
        if self._whole_automaton is None:
            return found
        for index, start, end in self._whole_automaton.find_matches_as_indexes(text):
            if text.startswith(("门", "委"), end) and text[end - 1] == "部":
                continue  # 公安部门 is no 公安部
            leaf = self._wholes_by_name[self._whole_words[index]]
            top = self._vocabulary.concept(f"institution-type/{leaf}").top
            place = next((place for place in places if start <= place.start and place.end <= end), None)
            stop = self._with_branch(text, end, top, places) if top not in ("market-regulator", "police") else end
            found.append(Body(start, stop, text[start:stop], leaf, top, place, self._kind(top), "whole-name"))
        return found

    def _collectives(self, text: str, places: Sequence[Place], generic: Sequence[Match[str]]) -> list[Body]:
        """Return the collectives: a place right before a word for courts, procuratorates or administrations.

        A full name before 法院 or 检察院 (朝阳区法院) is one body, a short one (广东法院) stands for all.
        """
        found: list[Body] = []
        for place in places:
            region = self._vocabulary.regions[place.path]
            whole = text.endswith(region.label, 0, place.end) and region.level in ("prefecture", "county")
            for match in generic:
                if match.start != place.end or (text[match.start : match.end] in self._endings and not whole):
                    continue
                top = self._vocabulary.concept(f"institution-type/{match.payload}").top
                if top in _PRIVATE or top in _NEVER_COLLECTIVE:
                    continue
                single = whole and text[match.start : match.end] in ("法院", "检察院")
                leaf = self._level(match.payload, place) if single else match.payload
                kind, name = None if single else "collective", text[place.start : match.end]
                found.append(Body(place.start, match.end, name, leaf, top, place, kind, "collective", single))
        return found

    def _elided(self, text: str, places: Sequence[Place], bodies: Sequence[Body]) -> list[Body]:
        """Return the bodies that a list names by their places only: 南京、宁波海关 is 南京海关 and 宁波海关."""
        found: list[Body] = []
        before = {place.end: place for place in places}
        for body in bodies:
            if body.place is None or body.place.start != body.start or body.top in _PRIVATE:
                continue
            ending, at = (
                _WITHOUT_COUNT.sub("", text[body.place.start : body.end])[body.place.end - body.place.start :],
                body.start,
            )
            while at > 1 and text[at - 1] in "、和与" and at - 1 in before:
                place = before[at - 1]
                name = text[place.start : place.end] + ending
                leaf = self._wholes_by_name.get(name, body.leaf)
                found.append(Body(place.start, place.end, name, leaf, body.top, place, body.kind, "elided-name"))
                at = place.start
        return found
