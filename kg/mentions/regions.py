"""Regions in text: longest names, resolved by what stands around them.

A name shared by several divisions counts only where a division above it stands next to it or in
the same case; a county's short name only where the county or the unit above it does; a name that
is also an ordinary word only with such company.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from kg.mentions.matcher import Matcher
from kg.mentions.signals import Signals
from kg.model import Basis
from kg.vocabulary import Cue, Region, Vocabulary

_LEVELS: Final = {"province": 0, "prefecture": 1, "area": 1, "zone": 1, "county": 2}

_LONGEST_SHORT: Final = 5
_FIRM: Final = re.compile(r"[一-鿿（）]{2,16}?(?:有限公司|有限责任公司|股份公司|总厂|集团)")
_BRAND_LIMIT: Final = 10
"""A brand that begins with a place has at most this many characters behind it."""
_TITLE_LIMIT: Final = 60
_OFFICIAL_TITLE: Final = re.compile(
    r"(?:法|法典|条例|规定|规则|办法|意见|通知|方案|规划|纲要|计划|措施|细则|指引|指南|清单|标准|规程|规范|协议|备忘录|"
    r"决定|公告|公报|目录|白皮书|报告|要点|倡议|宣言|共识|公约|章程|手册)(?:（[^（）]*）)?\Z"
)
_GEOGRAPHICAL: Final = re.compile("地理标志|证明商标|集体商标|原产地|特产|专用标志")


@dataclass(frozen=True, slots=True)
class Place:
    """A mention of a region: ``paths`` are one region, or several for a compound such as 粤港澳."""

    start: int
    end: int
    paths: tuple[str, ...]
    basis: Basis = "explicit"
    rule: str = "region-name"

    @property
    def path(self) -> str:
        """The region, or the first of a compound."""
        return self.paths[0]


@dataclass(frozen=True, slots=True)
class _Name:
    """What a name may stand for: a region, by its full or its short name, or a compound."""

    path: str
    is_short: bool = False


@dataclass(frozen=True, slots=True)
class _Candidate:
    start: int
    end: int
    options: tuple[Region, ...]
    is_short: bool
    compound: tuple[str, ...] = ()


class RegionFinder:
    """Finds places in the texts of a case."""

    def __init__(self, vocabulary: Vocabulary, signals: Signals) -> None:
        self._vocabulary = vocabulary
        self._signals = signals
        self._compounds = {compound.text: compound for compound in vocabulary.compounds}
        self._matcher = Matcher(self._names())
        self._short_names = {
            region.short for region in vocabulary.regions.values() if region.level in ("province", "prefecture")
        }
        self._by_short: dict[str, list[Region]] = {}
        for region in vocabulary.regions.values():
            if region.level == "county" and len(region.short) > 1:
                self._by_short.setdefault(region.short, []).append(region)
        letters = {letter: region.path for region in vocabulary.provinces() for letter in region.abbreviations}
        self._letters = {letter: path for letter, path in letters.items() if len(letter) == 1}
        one = f"[{''.join(sorted(self._letters))}]"
        self._letter_list = re.compile(
            f"(?<![\\w]){one}(?:、{one}){{2,}}|(?<=[及在射盖对于向])({one}(?:、{one}){{1,}})(?=[\\w]?[省地市])"
        )

    def _names(self) -> Iterable[tuple[Cue, _Name]]:
        """Yield every name with what it stands for. Counties go by their full names here."""
        for text in self._compounds:
            yield Cue(text), _Name(text)
        for region in self._vocabulary.regions.values():
            if region.level in ("area", "zone"):
                for name in dict.fromkeys((region.label, *region.alt_labels)):
                    if name not in region.not_matched:
                        yield Cue(name), _Name(region.path)
                for cue in region.cues:
                    yield cue, _Name(region.path)
                continue
            yield Cue(region.label), _Name(region.path)
            has_short = (region.level in ("province", "prefecture") or self._is_city(region)) and len(region.short) > 1
            if has_short and region.short != region.label:
                yield (
                    Cue(region.short, False, region.short_not_after, region.short_not_before),
                    _Name(region.path, True),
                )

    @staticmethod
    def _is_city(region: Region) -> bool:
        """Tell whether a division is a county-level city: its short name counts before 某 and the like (义乌某公司)."""
        return region.level == "county" and region.label.endswith("市") and not region.is_word

    def find(self, texts: Sequence[str]) -> tuple[list[list[Place]], list[str]]:
        """Return the places in each text of one case, in order, and the names that resolved to nothing."""
        candidates = [self._candidates(text) for text in texts]
        certain = {
            option.options[0].path
            for found in candidates
            for option in found
            if len(option.options) == 1
            and not (option.options[0].is_word if option.is_short else option.options[0].name_is_word)
        }
        known = {above for path in certain for above in (path, *self._vocabulary.ancestors(path))}
        places: list[list[Place]] = []
        unresolved: list[str] = []
        whole = "\n".join(texts)
        for text, found in zip(texts, candidates, strict=True):
            resolved = list(self._resolved(text, found, known, whole, unresolved))
            resolved += list(self._behind_place(text, resolved))
            places.append(self._chained(sorted([*resolved, *self._lettered(text)], key=lambda place: place.start)))
        named = {path for found in places for place in found for path in place.paths}
        return [
            self._with_short_counties(text, found, named) for text, found in zip(texts, places, strict=True)
        ], unresolved

    def _candidates(self, text: str) -> list[_Candidate]:
        """Return the names in a text, leftmost and longest first; where one is cut or forbidden, the next shorter."""
        spans: dict[tuple[int, int], list[_Name]] = {}
        for match in self._matcher.all(text):
            spans.setdefault((match.start, match.end), []).append(match.payload)
        found: list[_Candidate] = []
        reach = 0
        for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
            if start < reach or self._signals.cut_name(text, start, end) or self._is_street_or_brand(text, start, end):
                continue
            names = spans[start, end]
            words = text[start:end]
            if self._is_city_word(names) and not self._signals.starts(text, end, "place-follower"):
                continue
            if any(name.path == words for name in names):
                found.append(_Candidate(start, end, (), False, self._compounds[words].members))
            else:
                options = tuple(self._vocabulary.regions[name.path] for name in dict.fromkeys(names))
                found.append(_Candidate(start, end, options, all(name.is_short for name in names)))
            reach = end
        return found

    def _is_city_word(self, names: Sequence[_Name]) -> bool:
        """Tell whether a name is but the short name of county-level cities."""
        return all(name.is_short and self._vocabulary.regions[name.path].level == "county" for name in names)

    def _is_street_or_brand(self, text: str, start: int, end: int) -> bool:
        """Tell whether a name is that of a street (中山东路) or of goods (“南京”牌, “青岛啤酒”商标).

        The place in the name of a geographical indication or of a collective or certification mark counts.
        """
        if self._signals.starts(text, end, "street-or-brand"):
            return True
        if start and text[start - 1] == "《":
            close = text.find("》", end, end + _TITLE_LIMIT)
            return close >= 0 and not _OFFICIAL_TITLE.search(text, start, close)  # 《黄冈小状元》 is a book
        if start == 0 or text[start - 1] not in '“"「':
            return False
        close = next((at for at in range(end, min(end + _BRAND_LIMIT, len(text))) if text[at] in '”"」'), -1)
        if close < 0 or not self._signals.starts(text, close, "street-or-brand"):
            return False
        sentence = text[max(text.rfind("。", 0, start), text.rfind("\n", 0, start)) + 1 : close + _BRAND_LIMIT]
        return not _GEOGRAPHICAL.search(sentence)

    def _resolved(
        self, text: str, found: Sequence[_Candidate], known: set[str], whole: str, unresolved: list[str]
    ) -> Iterable[Place]:
        before: _Candidate | None = None
        for candidate in found:
            adjacent = before if before is not None and before.end == candidate.start else None
            listed = before is not None and before.end + 1 == candidate.start and text[before.end] in "、和与"
            before = candidate
            words = text[candidate.start : candidate.end]
            if candidate.compound:
                requires = self._compounds[words].requires
                if not requires or any(word in whole for word in requires):
                    yield Place(candidate.start, candidate.end, candidate.compound, "member", "region-compound")
                continue
            region = self._choose(candidate, adjacent, known)
            if region is None:
                unresolved.append(words)
                continue
            unsure = candidate.is_short and region.is_word and not listed
            if unsure and not self._in_company(text, candidate, adjacent, region):
                continue
            yield Place(candidate.start, candidate.end, (region.path,))

    def _choose(self, candidate: _Candidate, adjacent: _Candidate | None, known: set[str]) -> Region | None:
        """Return the one division that a name means here, or none where it stays open."""
        ancestors = self._vocabulary.ancestors
        beside = {region.path for region in adjacent.options} if adjacent is not None else set()
        inside = [region for region in candidate.options if beside & {*ancestors(region.path)}]
        if len(inside) == 1:
            return inside[0]
        options = candidate.options
        if len(options) == 1:
            return None if options[0].name_is_word and not candidate.is_short else options[0]
        if candidate.is_short:
            first = min(options, key=lambda region: _LEVELS[region.level])
            rivals = [region for region in options if region.level == first.level]
            if len(rivals) == 1:
                return first
        supported = [region for region in options if known & {*ancestors(region.path)}]
        closest = [region for region in supported if region.parent in known] or supported
        return closest[0] if len(closest) == 1 else None

    def _in_company(self, text: str, candidate: _Candidate, adjacent: _Candidate | None, region: Region) -> bool:
        """Tell whether a short name that is also a word stands as a place here."""
        beside = adjacent is not None and any(
            option.path in self._vocabulary.ancestors(region.path) for option in adjacent.options
        )
        return beside or self._signals.starts(text, candidate.end, "place-follower")

    def _chained(self, places: Sequence[Place]) -> list[Place]:
        """Return the places with 江苏省 + 苏州市 + 吴江区 joined into one, the most specific."""
        joined: list[Place] = []
        for place in places:
            if joined and joined[-1].end > place.start:
                continue
            last = joined[-1] if joined else None
            if (
                last is not None
                and last.end == place.start
                and len(last.paths) == len(place.paths) == 1
                and last.path in self._vocabulary.ancestors(place.path)
            ):
                joined[-1] = replace(place, start=last.start)
            else:
                joined.append(place)
        return joined

    def _behind_place(self, text: str, places: Sequence[Place]) -> Iterable[Place]:
        """Yield the counties that go by their short names right behind a place above them: 广西富川, 浙江安吉."""
        taken = {place.start for place in places}
        for place in places:
            region = self._vocabulary.regions[place.path]
            if len(place.paths) != 1 or region.level not in ("province", "prefecture") or place.end in taken:
                continue
            for size in range(_LONGEST_SHORT, 1, -1):
                end = place.end + size
                found = [
                    county
                    for county in self._by_short.get(text[place.end : end], ())
                    if place.path in self._vocabulary.ancestors(county.path)
                ]
                if len(found) == 1 and not self._signals.cut_name(text, place.end, end):
                    county = found[0]
                    if not county.is_word or self._signals.starts(text, end, "place-follower"):
                        yield Place(place.end, end, (county.path,), "explicit", "region-short-county")
                    break

    def _lettered(self, text: str) -> Iterable[Place]:
        """Yield the provinces of lists such as 苏、鲁、豫、皖, each at its own letter."""
        for found in self._letter_list.finditer(text):
            for offset, letter in enumerate(found.group()):
                if letter in self._letters:
                    at = found.start() + offset
                    yield Place(at, at + 1, (self._letters[letter],), "explicit", "region-letters")

    def _with_short_counties(self, text: str, places: list[Place], named: set[str]) -> list[Place]:
        """Return the places with short names of counties added, where the case names them or the unit above.

        A county-level city also counts in a list beside a division of its province (义乌、永康三地), and at the
        head of a firm's name where the case names its province.
        """
        known = {above for path in named for above in (path, *self._vocabulary.ancestors(path))}
        found = list(places)
        shorts = {short: found for short, found in self._by_short.items() if short in text}
        before = -1
        while before < len(found):  # 东阳 of 义乌、永康、东阳 is known by 永康
            before = len(found)
            self._add_short_counties(text, shorts, found, named, known)
        return sorted(found, key=lambda place: place.start)

    def _add_short_counties(
        self, text: str, shorts: Mapping[str, list[Region]], found: list[Place], named: set[str], known: set[str]
    ) -> None:
        for short, counties in shorts.items():
            if short in self._short_names:
                continue
            region = next((county for county in counties if self._is_known(county, named)), None)
            city = next((county for county in counties if self._is_city(county)), None)
            for match in re.finditer(re.escape(short), text):
                start, end = match.span()
                if any(end > place.start and start < place.end for place in found):
                    continue
                if self._signals.cut_name(text, start, end):
                    continue
                if region is not None:
                    found.append(Place(start, end, (region.path,), "explicit", "region-short-county"))
                elif city is not None and self._is_listed(text, start, end, city, found, known):
                    found.append(Place(start, end, (city.path,), "explicit", "region-short-county"))

    @staticmethod
    def _is_known(county: Region, named: set[str]) -> bool:
        """Tell whether a case names a county, or the unit right above it."""
        return county.path in named or (county.parent in named and not county.is_word)

    def _is_listed(
        self, text: str, start: int, end: int, city: Region, places: Sequence[Place], known: set[str]
    ) -> bool:
        """Tell whether a county-level city's short name stands beside a division of its province, or heads a firm."""
        above = set(self._vocabulary.ancestors(city.path))
        beside = [
            place
            for place in places
            if (place.start == end + 1 and text[end] in "、和与及")
            or (place.end == start - 1 and text[start - 1] in "、和与及")
        ]
        if any(above & {place.path, *self._vocabulary.ancestors(place.path)} for place in beside):
            return True
        opens = start == 0 or not re.match(r"[一-鿿]", text[start - 1]) or text[start - 1] in "与和由诉对在向被告"
        return opens and bool(above & known) and bool(_FIRM.match(text, end))
