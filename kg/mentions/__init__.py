"""Case + Vocabulary → Mentions → Assertions: the rules, composed in one list.

Each finder is exact about where its words stand; what the words are is in ``ontology/schemes/``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from kg import aliases, referents
from kg.aliases import Alias
from kg.mentions import links, names
from kg.mentions.concepts import ConceptFinder, Found, outside
from kg.mentions.devices import Device, book_titles, devices, instrument_type
from kg.mentions.facts import values
from kg.mentions.folding import Folding
from kg.mentions.institutions import Body, InstitutionFinder
from kg.mentions.matcher import Match
from kg.mentions.regions import Place, RegionFinder
from kg.mentions.roles import is_proceeding, role_of
from kg.mentions.signals import Signals
from kg.model import QUOTE_BREAKS, QUOTE_LIMIT, Assertion, Case, Field
from kg.vocabulary import Region, Vocabulary

__all__ = ["Finder", "Findings"]

FIELDS: Final[tuple[Field, Field]] = ("title", "text")

_WORDS: Final = re.compile(rf"[^{QUOTE_BREAKS}]{{1,{QUOTE_LIMIT}}}")
"""The first words that a quote can hold."""

_RIGHT_HOLDER: Final = "right-holder"
_IN_PASSING: Final = 1
"""A proceeding whose title names a type says another only in passing if it says it so often."""


@dataclass(frozen=True, slots=True)
class Findings:
    """What the rules found in a case: assertions, the coverage, and place names that resolved to nothing."""

    assertions: tuple[Assertion, ...]
    coverage: str
    unresolved: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Reading:
    """One case with the mentions that several rules build on, by field."""

    case: Case
    places: dict[Field, list[Place]]
    bodies: dict[Field, list[Body]]
    actors: dict[Field, list[Match[str]]]
    ip_types: dict[Field, list[Match[str]]]
    mechanisms: dict[Field, list[Match[str]]]
    devices: dict[Field, list[Device]]
    proceeding: bool


class Finder:
    """The rules, with their lexicon compiled once for any number of cases."""

    def __init__(self, vocabulary: Vocabulary, ledger: Mapping[str, Alias] | None = None) -> None:
        self._vocabulary = vocabulary
        self._ledger = dict(ledger or {})
        self._signals = Signals(vocabulary)
        self._folding = Folding(dict(vocabulary.traditional))
        self._regions = RegionFinder(vocabulary, self._signals)
        self._institutions = InstitutionFinder(vocabulary, self._signals)
        self._actors = ConceptFinder(vocabulary, "institution-type")
        self._ip_types = ConceptFinder(vocabulary, "ip-type")
        self._mechanisms = ConceptFinder(vocabulary, "mechanism")
        self._rules: tuple[Callable[[_Reading], Iterable[Assertion]], ...] = (
            self._region_links,
            self._institution_links,
            self._actor_links,
            self._ip_links,
            self._mechanism_links,
            self._device_links,
            self._fact_links,
        )

    def find(self, case: Case) -> Findings:
        """Return everything that the rules find in a case. Pure: the same case gives the same findings."""
        folded = replace(case, title=self._folding.fold(case.title), text=self._folding.fold(case.text))
        reading, unresolved = self._read(folded)
        merged: dict[tuple[str, str, str], Assertion] = {}
        for rule in self._rules:
            for assertion in rule(reading):
                links.merge(merged, assertion)
        known = aliases.merge(merged.values(), self._ledger, self._vocabulary)
        assertions = tuple(links.as_printed(assertion, case) for assertion in known)
        return Findings(assertions, self._coverage(reading), tuple(dict.fromkeys(unresolved)))

    def _read(self, case: Case) -> tuple[_Reading, list[str]]:
        found, unresolved = self._regions.find([case.title, case.text])
        places = dict(zip(FIELDS, found, strict=True))
        texts: dict[Field, str] = {"title": case.title, "text": case.text}
        generic = {field: self._actors.matches(texts[field], shortest=False) for field in FIELDS}
        bare = self._bare_regions(places)
        named = {field: self._institutions.find(texts[field], places[field], generic[field], bare) for field in FIELDS}
        bodies = names.settle(named, texts)
        quoted = {field: list(devices(texts[field], self._signals, field == "title")) for field in FIELDS}
        titles = {field: book_titles(texts[field]) for field in FIELDS}
        bodies = {field: _clear(bodies[field], titles[field], texts[field]) for field in FIELDS}
        taken = {field: [(body.start, body.end) for body in bodies[field]] + titles[field] for field in FIELDS}
        return (
            _Reading(
                case=case,
                places=places,
                bodies=bodies,
                actors={field: outside(generic[field], taken[field]) for field in FIELDS},
                ip_types={field: self._ip_types.matches(case.field(field)) for field in FIELDS},
                mechanisms={
                    field: self._in_use(texts[field], self._mechanisms.matches(texts[field])) for field in FIELDS
                },
                devices=quoted,
                proceeding=is_proceeding(case.title, self._signals),
            ),
            unresolved,
        )

    def _bare_regions(self, places: dict[Field, list[Place]]) -> dict[str, Region]:
        """Return the region that a bare 省, 市, 区 or 县 means in a case: the only one of its level that is named."""
        levels: dict[str, set[str]] = {}
        for path in {path for found in places.values() for place in found for path in place.paths}:
            for above in (path, *self._vocabulary.ancestors(path)):
                region = self._vocabulary.regions[above]
                levels.setdefault("省" if region.level == "province" else region.label[-1], set()).add(above)
        return {
            word: self._vocabulary.regions[next(iter(paths))]
            for word, paths in levels.items()
            if word in ("省", "市", "区", "县") and len(paths) == 1
        }

    def _in_use(self, text: str, matches: Sequence[Match[str]]) -> list[Match[str]]:
        """Return the mechanisms that the text says are used: not denied, not planned, not told of an earlier affair."""
        kept = []
        for match in matches:
            clause = max(text.rfind(mark, 0, match.start) for mark in "，。；：\n") + 1
            sentence = max(text.rfind(mark, 0, match.start) for mark in "。；\n") + 1
            denied = self._signals.ends(text, match.start, "negation")
            earlier = self._signals.within(text, clause, match.start, "past")
            planned = self._signals.within(text, sentence, match.end, "planned")
            if not (denied or earlier or planned):
                kept.append(match)
        return kept

    # regions

    def _region_links(self, reading: _Reading) -> Iterator[Assertion]:
        for field in FIELDS:
            text = reading.case.field(field)
            leading = self._leading(text, reading.places[field])
            for place in self._most_specific(reading, field):
                body = next((b for b in reading.bodies[field] if b.start <= place.start and place.end <= b.end), None)
                if body is not None:
                    yield from self._region_of_body(reading, field, place, body)
                    continue
                role = "ledByRegion" if place in leading and not reading.proceeding else "mentionsRegion"
                span = reading.case.span(field, place.start, place.end)
                for path in place.paths:
                    referent = referents.region(path, self._vocabulary)
                    yield from links.make(reading.case, "region", role, referent, [span], place.rule, place.basis)

    def _most_specific(self, reading: _Reading, field: Field) -> list[Place]:
        """Return the places, without those above another in the same body's name (太原市公安局迎泽分局)."""
        kept = []
        for place in reading.places[field]:
            body = next((b for b in reading.bodies[field] if b.start <= place.start and place.end <= b.end), None)
            below = body is not None and any(
                place.path in self._vocabulary.ancestors(other.path)
                for other in reading.places[field]
                if other is not place and body.start <= other.start and other.end <= body.end
            )
            if not below:
                kept.append(place)
        return kept

    def _region_of_body(self, reading: _Reading, field: Field, place: Place, body: Body) -> Iterator[Assertion]:
        if place.basis == "member" and body.top == "enterprise":
            return  # 京津联行 is a firm's name
        role = self._body_role(reading, field, body)
        own = body.place is not None and (
            place.path == body.place.path or body.place.path in self._vocabulary.ancestors(place.path)
        )
        located = own and role in ("ledBy", "decidedBy", "prosecutedBy", "investigatedBy")
        span = reading.case.span(field, body.start, body.end)
        for path in place.paths:
            referent = referents.region(path, self._vocabulary)
            relation_role = "locatedIn" if located else "mentionsRegion"
            yield from links.make(reading.case, "region", relation_role, referent, [span], "region-in-name", "name")

    @staticmethod
    def _leading(text: str, places: Sequence[Place]) -> list[Place]:
        """Return the places that open a text, as its subject: one, or a list joined by 、和与."""
        leading: list[Place] = []
        at = 0
        for place in places:
            if place.start != at and not (leading and text[at : place.start] in ("、", "和", "与", "及", "")):
                break
            leading.append(place)
            at = place.end
        return leading

    # institutions and other actors

    def _body_role(self, reading: _Reading, field: Field, body: Body) -> str | None:
        text = reading.case.field(field)
        leads = body.start == 0 or (field == "text" and text[: body.start].strip("“") == "")
        return role_of(body.top, text, body.start, body.end, reading.proceeding, leads, self._signals)

    def _institution_links(self, reading: _Reading) -> Iterator[Assertion]:
        for field in FIELDS:
            for body in reading.bodies[field]:
                region = body.place.path if body.place is not None else None
                referent = referents.institution(
                    body.name, body.leaf, self._vocabulary, region, body.kind, reading.case.path
                )
                span = reading.case.span(field, body.start, body.end)
                role = self._body_role(reading, field, body)
                yield from links.make(reading.case, "institution", role, referent, [span], body.rule)

    def _actor_links(self, reading: _Reading) -> Iterator[Assertion]:
        for field in FIELDS:
            text = reading.case.field(field)
            for match in reading.actors[field]:
                if reading.proceeding and match.payload == _RIGHT_HOLDER:
                    continue  # the right holder of a proceeding is a party by name, or said in passing
                referent = referents.actor_type(match.payload, self._vocabulary)
                top = str(referent.type)
                role = role_of(top, text, match.start, match.end, reading.proceeding, False, self._signals)
                span = reading.case.span(field, match.start, match.end)
                yield from links.make(
                    reading.case, "actorType", f"{role}Type" if role else None, referent, [span], "actor-word"
                )

    # concepts

    def _named(
        self, finder: ConceptFinder, reading: _Reading, matches: dict[Field, list[Match[str]]]
    ) -> dict[str, Found]:
        pairs = [(field, match) for field in FIELDS for match in matches[field]]
        return finder.gather(reading.case, pairs)

    def _specific_ip_types(self, reading: _Reading) -> dict[str, Found]:
        return self._ip_types.without_parents(
            self._named(self._ip_types, reading, reading.ip_types), reading.proceeding
        )

    def _ip_links(self, reading: _Reading) -> Iterator[Assertion]:
        named = self._named(self._ip_types, reading, reading.ip_types)
        found = self._ip_types.without_parents(named, reading.proceeding)
        if not found:
            yield from self._unstated(reading)
            return
        titled = {path for path, concept in named.items() if concept.in_title}
        primary = {path for path in found if titled & {path, *self._vocabulary.broader(path)}}
        if reading.proceeding and any(self._vocabulary.broader(path) for path in primary):  # not 知识产权 alone
            found = {path: concept for path, concept in found.items() if path in primary or concept.count > _IN_PASSING}
        if not primary:
            most = max(concept.count for concept in found.values())
            primary = {path for path, concept in found.items() if concept.count == most}
        for path, concept in found.items():
            role = "primaryIpType" if path in primary else None
            referent = referents.concept(path, self._vocabulary)
            yield from links.make(reading.case, "ipType", role, referent, concept.spans, "ip-type-cue")

    def _unstated(self, reading: _Reading) -> Iterator[Assertion]:
        """Yield the link to 知识产权 of a case that has no word for it: by words that hint at it, else by its title."""
        referent = referents.concept("ip-type/ip", self._vocabulary)
        for field in FIELDS:
            found = self._signals.first(reading.case.field(field), "unstated-type")
            if found is not None:
                span = reading.case.span(field, *found)
                yield from links.make(reading.case, "ipType", "primaryIpType", referent, [span], "ip-type-hint")
                return
        for field in FIELDS:
            words = _WORDS.search(reading.case.field(field))
            if words is not None:
                span = reading.case.span(field, *words.span())
                yield from links.make(reading.case, "ipType", "primaryIpType", referent, [span], "ip-type-title")
                return

    def _coverage(self, reading: _Reading) -> str:
        found = self._specific_ip_types(reading)
        whole = f"{reading.case.title}\n{reading.case.text}"
        if not found:
            return "unstated"
        if set(found) == {"ip-type/ip"}:
            return "all" if self._signals.within(whole, 0, len(whole), "all-types") else "generic"
        listed = any(
            reading.case.field(span.field).startswith("等知识产权", span.end)
            for concept in found.values()
            for span in concept.spans
        )
        return "illustrative" if listed else "specific"

    def _of_practices(self, path: str) -> bool:
        """Tell whether a mechanism's group is one of practices, whose words speak of the parties in a proceeding."""
        return self._vocabulary.concept(f"mechanism/{self._vocabulary.concept(path).top}").of_practices

    def _mechanism_links(self, reading: _Reading) -> Iterator[Assertion]:
        named = self._named(self._mechanisms, reading, reading.mechanisms)
        found = self._mechanisms.without_ancestors(named)
        if reading.proceeding:
            found = {
                path: concept for path, concept in found.items() if concept.in_title or not self._of_practices(path)
            }
        headline = self._headline(found, reading)
        for path, concept in found.items():
            referent = referents.concept(path, self._vocabulary, concept.finer)
            is_headline = path == headline
            yield from links.make(
                reading.case,
                "mechanism",
                "headlineMechanism" if is_headline else None,
                referent,
                concept.spans,
                "headline-cue" if is_headline else "mechanism-cue",
            )
            stage = self._vocabulary.concept(path).stage
            if is_headline and stage is not None:
                link = referents.concept(f"stage/{stage}", self._vocabulary)
                yield from links.make(reading.case, "stage", None, link, concept.spans[:1], "headline-stage")

    @staticmethod
    def _headline(found: dict[str, Found], reading: _Reading) -> str | None:
        """Return the concept that the title is about.

        That is what its named device is (“双报制”), else its longest cue, an earlier clause before a
        later one, since what follows tells the aim; else the concept most frequent in the text.
        """
        titled = [(path, concept.spans[0]) for path, concept in found.items() if concept.in_title]
        named = [device for device in reading.devices["title"] if device.kind == "measure"]
        for device in named:
            inside = [(path, span) for path, span in titled if span.start < device.end and device.start < span.end]
            titled = inside or titled
        if titled:
            first_clause = reading.case.title.find(" ")
            clause = {path: first_clause >= 0 and span.start > first_clause for path, span in titled}
            return max(titled, key=lambda item: (not clause[item[0]], item[1].end - item[1].start, item[1].start))[0]
        if not found:
            return None
        return max(found.values(), key=lambda concept: (concept.count, -concept.spans[0].start)).path

    # devices and facts

    def _device_links(self, reading: _Reading) -> Iterator[Assertion]:
        for field in FIELDS:
            for device in reading.devices[field]:
                span = reading.case.span(field, device.start, device.end)
                if device.kind == "instrument":
                    kind = instrument_type(device.name)
                    referent = referents.instrument(
                        device.name, kind, self._region_in(reading, field, device), self._vocabulary
                    )
                    yield from links.make(reading.case, "instrument", None, referent, [span], device.rule)
                elif reading.proceeding:
                    continue  # what a proceeding quotes are marks, goods and statements
                elif device.kind == "platform":
                    referent = referents.platform(
                        device.name, self._region_in(reading, field, device), self._vocabulary
                    )
                    yield from links.make(reading.case, "platform", None, referent, [span], device.rule)
                else:
                    concepts = [
                        match.payload
                        for match in reading.mechanisms[field]
                        if match.start < device.end and match.end > device.start
                    ]
                    referent = referents.measure(
                        device.name, reading.case.path, dict.fromkeys(concepts), self._vocabulary
                    )
                    role = "headlineMeasure" if field == "title" else None
                    yield from links.make(reading.case, "measure", role, referent, [span], device.rule)

    @staticmethod
    def _region_in(reading: _Reading, field: Field, device: Device) -> str | None:
        """Return the region that the name of a device carries, the first of several."""
        inside = (p for p in reading.places[field] if device.start <= p.start and p.end <= device.end)
        return next((place.path for place in inside if len(place.paths) == 1), None)

    def _fact_links(self, reading: _Reading) -> Iterator[Assertion]:
        case = reading.case
        for field in FIELDS:
            for value in values(case.field(field)):
                span = case.span(field, value.start, value.end)
                referent = referents.fact(span.quote, value.kind, case.path, self._vocabulary, value.value, value.unit)
                yield from links.make(reading.case, "fact", None, referent, [span], "value")


def _clear(bodies: Sequence[Body], titles: Sequence[tuple[int, int]], text: str) -> list[Body]:
    """Return the bodies that do not stand inside the title of a law or standard, nor issue one: 最高法院《关于…》."""
    return [
        body
        for body in bodies
        if not any(
            start <= body.start < end or (body.end == start and text.startswith("关于", start + 1))
            for start, end in titles
        )
    ]
