"""A built dataset in a store → the same network that `build` makes of the assertions, the cases and the documents.

The union of all graphs is read, so a dataset in one graph (``kg.ttl``) does as well as one in many (``kg.nq``).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kg.model import BROADER, Case, DataError, Document, Section, relation_of
from kg.namespaces import CONCEPT_SCHEMES, EXTERNAL, Namespaces
from kg.vocabulary.regions import AREA_CLASSES

if TYPE_CHECKING:
    import networkx
    import pyoxigraph

    Network = networkx.MultiDiGraph[str]

_BODY_KINDS: Final = {
    "CollectiveActor": "collective",
    "Alliance": "alliance",
    "ServiceNode": "service-node",
    "Party": "party",
}
"""Classes of bodies that are of a kind of their own; a body proper has none."""


@dataclass(frozen=True)
class Dataset:
    """A dataset as it was read: what the page and the analytics need of it.

    ``version`` is that of the dataset, empty where it does not say.
    """

    network: Network
    cases: tuple[Case, ...]
    documents: tuple[Document, ...]
    spaces: Namespaces
    version: str = ""


def read(store: pyoxigraph.Store, where: str = "the dataset") -> Dataset:
    """Return what a store holds of the cases, in the order of their documents and places.

    ``where`` names the dataset in errors. Raises `DataError` where there is no case in it, or a case lacks
    its text or document.
    """
    return _Reader(store, where).dataset()


class _Reader:
    """The descriptions of a store by path, and what is made of them."""

    def __init__(self, store: pyoxigraph.Store, where: str) -> None:
        self.where = where
        self.spaces = Namespaces(_base(store, where))
        self.heads = {
            f"{self.spaces.base}/def#": "",
            **{EXTERNAL[name]: f"{name}:" for name in ("rdf", "rdfs", "skos", "dcterms", "nif", "org", "prov", "owl")},
        }
        self.described: dict[str, dict[str, list[str]]] = {}
        self.by_class: dict[str, list[str]] = {}
        self.languages: dict[tuple[str, str], dict[str, list[str]]] = {}
        self.sections: dict[str, list[str]] = {}
        self._take(store)
        for part in self.by_class.get("Section", ()):
            self.sections.setdefault(self.needed(part, "nif:referenceContext"), []).append(part)

    def _take(self, store: pyoxigraph.Store) -> None:
        from pyoxigraph import Literal, NamedNode

        names: dict[str, str] = {}
        seen: set[tuple[str, str, str, str]] = set()
        for quad in store:
            if not isinstance(quad.subject, NamedNode):
                continue
            subject, predicate = self._path(quad.subject.value), names.get(quad.predicate.value)
            if predicate is None:
                predicate = names[quad.predicate.value] = self._name(quad.predicate.value)
            language = ""
            if isinstance(quad.object, Literal):
                value, language = quad.object.value, quad.object.language or ""
            elif isinstance(quad.object, NamedNode):
                value = quad.object.value
                value = self._name(value) if predicate in ("rdf:type", "rdf:predicate") else self._path(value)
            else:
                continue
            key = (subject, predicate, value, language)
            if key in seen:  # several graphs may describe the same thing
                continue
            seen.add(key)
            self.described.setdefault(subject, {}).setdefault(predicate, []).append(value)
            if language:
                self.languages.setdefault((subject, predicate), {}).setdefault(language, []).append(value)
            if predicate == "rdf:type":
                self.by_class.setdefault(value, []).append(subject)

    def _name(self, iri: str) -> str:
        """Return a property or class by its short name, the project's own without a prefix."""
        for head, prefix in self.heads.items():
            if iri.startswith(head):
                return prefix + iri[len(head) :]
        return iri

    def _path(self, iri: str) -> str:
        for room in ("id", "scheme"):
            head = f"{self.spaces.base}/{room}/"
            if iri.startswith(head):
                return iri[len(head) :]
        return iri

    def all(self, path: str, predicate: str) -> list[str]:
        """Return the values of a property, sorted."""
        return sorted(self.described.get(path, {}).get(predicate, ()))

    def one(self, path: str, predicate: str) -> str | None:
        """Return the first value of a property."""
        return next(iter(self.all(path, predicate)), None)

    def label(self, path: str, language: str = "zh-hans", predicate: str = "skos:prefLabel") -> str | None:
        """Return the first label in a language."""
        return min(self.languages.get((path, predicate), {}).get(language, ()), default=None)

    def needed(self, path: str, predicate: str) -> str:
        """Return the value of a property that everything of its class has."""
        found = self.one(path, predicate)
        if found is None:
            raise DataError(self.where, f"{path} has no {predicate}", "build it again; kg validate tells more")
        return found

    def classes(self, path: str) -> set[str]:
        """Return the short names of a thing's classes."""
        return set(self.described.get(path, {}).get("rdf:type", ()))

    # ---- documents and cases

    def dataset(self) -> Dataset:
        import networkx

        from kg.network.building import in_order

        documents = tuple(in_order(self._document(path) for path in self.by_class.get("Document", ())))
        rank = {document.slug: number for number, document in enumerate(documents)}
        found = []
        for path in self.by_class["Case"]:
            document = self.needed(path, "document").removeprefix("document/")
            found.append((rank.get(document, len(rank)), document, int(self.needed(path, "position")), path))
        paths = [path for *_, path in sorted(found)]
        network: Network = networkx.MultiDiGraph()
        cases = tuple(self._case(path) for path in paths)
        for position, case in enumerate(cases, 1):
            self._add_case(network, case, position)
        for path in sorted(self.by_class.get("Assertion", ())):
            self._add_link(network, path)
        provinces = [path for path in self.described if self.one(path, "level") == "province"]
        for path in [*sorted(network.nodes), *sorted(provinces)]:
            self._add_hierarchy(network, path)
        self._add_memberships(network)
        return Dataset(network, cases, documents, self.spaces, self.one("dataset/kg", "owl:versionInfo") or "")

    def _document(self, path: str) -> Document:
        return Document(
            slug=path.removeprefix("document/"),
            name=self.label(path) or path,
            sha256=self.one(path, "sha256") or "",
            media_type=self.one(path, "dcterms:format") or "",
            text="",
            title=self.one(path, "dcterms:title"),
            issuer=self.one(path, "issuer"),
            issued=self.one(path, "dcterms:issued"),
            number=self.one(path, "dcterms:identifier"),
            url=self.one(path, "dcterms:source"),
            licence=self.one(path, "dcterms:rights"),
        )

    def _case(self, path: str) -> Case:
        text = self.needed(path, "text")
        sections = [
            (int(self.needed(part, "nif:beginIndex")), int(self.needed(part, "nif:endIndex")), self.label(part) or "")
            for part in self.sections.get(text, ())
        ]
        return Case(
            path=path,
            document=self.needed(path, "document").removeprefix("document/"),
            number=self.one(path, "number") or "",
            title=self.needed(self.needed(path, "title"), "nif:isString"),
            text=self.needed(text, "nif:isString"),
            sections=tuple(Section(name, start, end) for start, end, name in sorted(sections)),
            agency=self.one(path, "agency"),
            date=self.one(path, "dcterms:date"),
        )

    def _add_case(self, network: Network, case: Case, position: int) -> None:
        coverage = self.one(case.path, "coverage")
        network.add_node(
            case.path,
            **_present(
                kind="case",
                label=case.title,
                label_en=self.label(case.path, "en", "translatedTitle"),
                number=case.number or str(position),
                position=position,
                document=case.document,
                coverage=coverage.removeprefix("coverage/") if coverage else None,
            ),
        )

    # ---- links

    def _add_link(self, network: Network, path: str) -> None:
        case, target = self.needed(path, "rdf:subject"), self.needed(path, "rdf:object")
        if case not in network:
            raise DataError(self.where, f"{path} is about {case}, which is no case in it", "build it again")
        self._add_node(network, target)
        narrowest = _narrowest(self.all(path, "rdf:predicate"))
        relation = relation_of(narrowest)
        reviewer = self.one(path, "reviewer")
        is_person = reviewer is not None and "prov:Person" in self.classes(reviewer)
        confidence = self.one(path, "confidence")
        network.add_edge(
            case,
            target,
            key=path,
            **_present(
                kind="link",
                relation=relation,
                role="" if narrowest == relation else narrowest,
                basis=self.needed(path, "basis").removeprefix("basis/"),
                method=self.needed(path, "method").removeprefix("method/"),
                reviewer_kind="" if reviewer is None else "person" if is_person else "software",
                reviewer_role=None if reviewer is None else reviewer.partition("/")[2].partition("-")[2],
                review_date=self.one(path, "reviewDate"),
                rule=self.one(path, "rule"),
                confidence=None if confidence is None else float(confidence),
                finer=self.one(path, "finerConcept"),
                evidence=json.dumps(self._evidence(path), ensure_ascii=False, separators=(",", ":")),
            ),
        )

    def _evidence(self, path: str) -> list[dict[str, object]]:
        records = []
        for node in self.all(path, "evidence"):
            start, end = int(self.needed(node, "nif:beginIndex")), int(self.needed(node, "nif:endIndex"))
            field = "title" if self.needed(node, "nif:referenceContext").endswith("/title") else "text"
            source = [int(self.needed(node, "sourceBegin")), int(self.needed(node, "sourceEnd"))]
            quote = self.needed(node, "nif:anchorOf")
            records.append((field != "title", start, end, field, quote, source))
        return [
            {"field": field, "start": start, "end": end, "quote": quote, "source": source}
            for _, start, end, field, quote, source in sorted(records)
        ]

    # ---- what links go to

    def _add_node(self, network: Network, path: str) -> None:
        family = path.partition("/")[0]
        if family == "region" or family in CONCEPT_SCHEMES:
            self._add_known(network, path)
            return
        if family == "case":
            family = path.rsplit("/", 2)[1]
        is_body = family in ("institution", "party")
        leaf = self.needed(path, "org:classification").partition("/")[2] if is_body else None
        region = self.one(path, "inRegion")
        realizes = self.all(path, "realizes")
        kind = {"platform": "platform", "instrument": self._slug(path, "instrumentType")}.get(family)
        fact_type = self._slug(path, "factType")
        classes = self.classes(path)
        network.add_node(
            path,
            **_present(
                kind="institution" if is_body else family,
                label=self.label(path) or path,
                type=self._top(f"institution-type/{leaf}").partition("/")[2] if is_body else kind or fact_type,
                subtype=leaf,
                body_kind=next((kind for name, kind in _BODY_KINDS.items() if name in classes), None),
                region=region,
                realizes=" ".join(realizes) or None,
                fact_type=fact_type,
                value=self.one(path, "rdf:value") if family == "fact" else None,
                unit=self.one(path, "unit"),
                alt_labels="\n".join(self.all(path, "skos:altLabel")) or None,
            ),
        )
        for above in (region, *realizes):
            if above is not None:
                self._add_known(network, above)
                relation = "inRegion" if above == region else "realizes"
                network.add_edge(path, above, key=relation, kind="hierarchy", relation=relation)
        if is_body:
            above = f"institution-type/{leaf}"
            self._add_known(network, above)
            network.add_edge(path, above, key="classification", kind="hierarchy", relation="classification")

    def _slug(self, path: str, predicate: str) -> str | None:
        found = self.one(path, predicate)
        return found.partition("/")[2] if found else None

    def _top(self, path: str) -> str:
        seen = [path]
        while above := self.one(seen[-1], "skos:broader"):
            if above in seen:
                break
            seen.append(above)
        return seen[-1]

    def _add_known(self, network: Network, path: str) -> None:
        if path in network:
            return
        names = {"label": self.label(path) or path, "label_en": self.label(path, "en") or ""}
        notation = self.one(path, "skos:notation")
        if path.startswith("region/"):
            is_area = not AREA_CLASSES.keys().isdisjoint(self.classes(path))
            code = path.partition("/")[2] if is_area else notation
            network.add_node(path, **_present(kind="region", **names, code=code, level=self.one(path, "level")))
            return
        network.add_node(
            path,
            **_present(
                kind=path.partition("/")[0],
                **names,
                group=self._top(path).partition("/")[2],
                is_group="false" if self.one(path, "skos:broader") else "true",
                notation=notation,
            ),
        )

    def _broader(self, path: str) -> Sequence[str]:
        if not path.startswith("region/"):
            return self.all(path, "skos:broader")
        if AREA_CLASSES.keys().isdisjoint(self.classes(path)):
            return self.all(path, "partOf")
        within = self.all(path, "coextensiveWith") or self.all(path, "inRegion")
        return within if len(within) == 1 else ()

    def _add_hierarchy(self, network: Network, path: str) -> None:
        family = path.partition("/")[0]
        if family != "region" and family not in CONCEPT_SCHEMES:
            return
        self._add_known(network, path)
        relation = "partOf" if family == "region" else "broader"
        for above in self._broader(path):
            if not (above in network and network.has_edge(path, above, key=relation)):
                self._add_known(network, above)
                network.add_edge(path, above, key=relation, kind="hierarchy", relation=relation)
                self._add_hierarchy(network, above)

    def _add_memberships(self, network: Network) -> None:
        for area in sorted(path for path in network if path.startswith("region/")):
            for member in self.all(area, "fullMember"):
                if member in network:
                    network.add_edge(member, area, key="memberOf", kind="hierarchy", relation="memberOf")


def _base(store: pyoxigraph.Store, where: str) -> str:
    """Return the base IRI that a dataset was built with: that of the class of its cases."""
    from pyoxigraph import NamedNode

    typed = store.quads_for_pattern(None, NamedNode(EXTERNAL["rdf"] + "type"), None)
    kinds = {quad.object.value for quad in typed if isinstance(quad.object, NamedNode)}
    found = sorted(kind for kind in kinds if kind.endswith("/def#Case"))
    if not found:
        raise DataError(where, "there is no case in it", "name a dataset that kg build wrote, such as exports/kg.nq")
    return found[0].removesuffix("/def#Case")


def _narrowest(properties: Iterable[str]) -> str:
    """Return the narrowest of the properties that one assertion states.

    >>> _narrowest(["region", "ledByRegion", "locatedIn"])
    'ledByRegion'
    """
    known = list(properties)
    broader = {BROADER[name] for name in known if name in BROADER}
    return next(name for name in known if name not in broader)


def _present(**attributes: str | int | float | None) -> dict[str, str | int | float]:
    return {name: value for name, value in attributes.items() if value is not None}
