"""Regions in text: longest names, resolved by what stands around them.

A name shared by several divisions counts only where a division above it stands next to it or in
the same case; a county's short name only where the county or the unit above it does; a name that
is also an ordinary word only with such company.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from kg.mentions.matcher import Matcher
from kg.mentions.signals import Signals
from kg.model import Basis
from kg.vocabulary import Cue, Region, Vocabulary

_LEVELS: Final = {"province": 0, "prefecture": 1, "area": 1, "zone": 1, "county": 2}


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
        """Tell whether a name is that of a street (中山东路) or of goods (“南京”牌)."""
        return self._signals.starts(text, end, "street-or-brand")

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

    def _lettered(self, text: str) -> Iterable[Place]:
        """Yield the provinces of lists such as 苏、鲁、豫、皖, each at its own letter."""
        for found in self._letter_list.finditer(text):
            for offset, letter in enumerate(found.group()):
                if letter in self._letters:
                    at = found.start() + offset
                    yield Place(at, at + 1, (self._letters[letter],), "explicit", "region-letters")

    def _with_short_counties(self, text: str, places: list[Place], named: set[str]) -> list[Place]:
        """Return the places with short names of counties added, where the case names them or the unit above."""
        shorts: dict[str, str] = {}
        for region in self._vocabulary.regions.values():
            if region.level != "county" or len(region.short) < 2 or region.short in self._short_names:
                continue
            if region.path in named or (region.parent in named and not region.is_word):
                shorts.setdefault(region.short, region.path)
        found = list(places)
        for short, path in shorts.items():
            at = text.find(short)
            while at >= 0:
                end = at + len(short)
                free = all(end <= place.start or at >= place.end for place in places)
                if free and not self._signals.cut_name(text, at, end):
                    found.append(Place(at, end, (path,), "explicit", "region-short-county"))
                at = text.find(short, end)
        return sorted(found, key=lambda place: place.start)
