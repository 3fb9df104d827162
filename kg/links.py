"""A built dataset → its cases and links, read back: what a program can know that has the quads only.

The inverse of `kg.graph`, as far as other programs need it (`kg.changes`, the claim check). Nodes
are IRIs as plain text. Named graphs are merged: the layer of a link is its method.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple

from kg.namespaces import DEFAULT_BASE, EXTERNAL

if TYPE_CHECKING:
    import pyoxigraph

_PREF_LABEL: Final = EXTERNAL["skos"] + "prefLabel"
_RDFS_LABEL: Final = EXTERNAL["rdfs"] + "label"
_TYPE: Final = EXTERNAL["rdf"] + "type"
_NIF: Final = EXTERNAL["nif"]


class Term(NamedTuple):
    """The object of a triple: its text, and its language (empty for anything but tagged strings)."""

    text: str
    language: str = ""


class Triples:
    """The triples of a dataset by subject and predicate, whatever their graph.

    >>> from pyoxigraph import parse, RdfFormat
    >>> text = b'<https://e.org/s> <http://www.w3.org/2004/02/skos/core#prefLabel> "\\xe7\\xab\\x99"@zh-hans .'
    >>> triples = Triples(parse(text, format=RdfFormat.N_TRIPLES))
    >>> triples.label("https://e.org/s"), triples.label("https://e.org/s", "en")
    ('站', None)
    """

    def __init__(self, quads: Iterable[pyoxigraph.Quad | pyoxigraph.Triple]) -> None:
        self._held: dict[str, dict[str, set[Term]]] = {}
        for quad in quads:
            term = quad.object
            found = Term(getattr(term, "value", str(term)), getattr(term, "language", None) or "")
            predicates = self._held.setdefault(getattr(quad.subject, "value", str(quad.subject)), {})
            predicates.setdefault(quad.predicate.value, set()).add(found)

    def __contains__(self, subject: str) -> bool:
        return subject in self._held

    def subjects(self) -> Iterator[str]:
        """Yield every subject."""
        yield from self._held

    def properties(self, subject: str) -> dict[str, set[Term]]:
        """Return the terms of a subject by predicate."""
        return self._held.get(subject, {})

    def terms(self, subject: str, predicate: str) -> list[Term]:
        """Return the objects of a subject and predicate, sorted."""
        return sorted(self._held.get(subject, {}).get(predicate, ()))

    def texts(self, subject: str, predicate: str) -> list[str]:
        """Return the objects of a subject and predicate as texts, sorted."""
        return [term.text for term in self.terms(subject, predicate)]

    def text(self, subject: str, predicate: str) -> str | None:
        """Return the first object of a subject and predicate, or ``None``."""
        return next(iter(self.texts(subject, predicate)), None)

    def label(self, subject: str, language: str = "zh") -> str | None:
        """Return the label of a node in a language, or ``None``."""
        for predicate in (_PREF_LABEL, _RDFS_LABEL):
            for term in self.terms(subject, predicate):
                if term.language.lower().startswith(language):
                    return term.text
        return None

    @cached_property
    def base(self) -> str:
        """The base IRI that the dataset was built with."""
        for properties in self._held.values():
            for term in properties.get(_TYPE, ()):
                found = re.fullmatch(r"(https?://.+)/def#(?:Case|Assertion|Document)", term.text)
                if found:
                    return found[1]
        return DEFAULT_BASE


@dataclass(frozen=True, slots=True, order=True)
class Quote:
    """Words of a case that support a link: field, offsets (code points, end exclusive), the words."""

    field: str
    start: int
    end: int
    words: str


@dataclass(frozen=True, slots=True)
class Link:
    """One link as its assertion node states it. ``role`` is the narrowest relation where it is not ``relation``.

    ``case``, ``object``, ``finer`` and ``reviewer`` are IRIs; ``relation`` and ``role`` local names.
    """

    node: str
    case: str
    relation: str
    role: str | None
    object: str
    methods: tuple[str, ...]
    basis: str | None
    quotes: tuple[Quote, ...]
    rule: str | None = None
    confidence: str | None = None
    reviewer: str | None = None
    reviewed_on: str | None = None
    finer: str | None = None


@dataclass(frozen=True, slots=True)
class CaseRecord:
    """A case as the dataset has it."""

    iri: str
    number: str
    position: int
    document: str
    title: str
    title_en: str | None
    text: str
    coverage: tuple[str, ...]
    links: tuple[Link, ...]

    @property
    def order(self) -> tuple[str, int, str]:
        """Where the case stands among all: by document, then by its place there."""
        return (self.document, self.position, self.iri)


def cases(triples: Triples) -> dict[str, CaseRecord]:
    """Return the cases of a dataset by IRI, in the order of their documents, each with its links."""
    definition = f"{triples.base}/def#"
    found: dict[str, list[Link]] = {}
    records = []
    for subject in triples.subjects():
        types = triples.texts(subject, _TYPE)
        if f"{definition}Assertion" in types:
            link = _link(triples, subject, definition)
            if link is not None:
                found.setdefault(link.case, []).append(link)
        elif f"{definition}Case" in types:
            records.append(subject)
    made = [_case(triples, iri, definition, found.get(iri, [])) for iri in records]
    return {record.iri: record for record in sorted(made, key=lambda record: record.order)}


def _case(triples: Triples, iri: str, definition: str, links: list[Link]) -> CaseRecord:
    position = triples.text(iri, f"{definition}position") or ""
    document = triples.text(iri, f"{definition}document") or ""
    return CaseRecord(
        iri=iri,
        number=triples.text(iri, f"{definition}number") or position,
        position=int(position) if position.isdigit() else 0,
        document=document.rpartition("/")[2],
        title=triples.text(f"{iri}/title", f"{_NIF}isString") or triples.label(iri) or "",
        title_en=triples.label(iri, "en"),
        text=triples.text(f"{iri}/text", f"{_NIF}isString") or "",
        coverage=tuple(triples.texts(iri, f"{definition}coverage")),
        links=tuple(sorted(links, key=lambda link: (link.relation, link.object, link.node))),
    )


def _link(triples: Triples, node: str, definition: str) -> Link | None:
    from kg.model import RELATIONS, predicates, relation_of

    rdf = EXTERNAL["rdf"]
    case, target = triples.text(node, f"{rdf}subject"), triples.text(node, f"{rdf}object")
    stated = [name.removeprefix(definition) for name in triples.texts(node, f"{rdf}predicate")]
    if case is None or target is None or not stated:
        return None
    narrowest = max(stated, key=lambda name: (len(predicates(relation_of(name), name)), name))
    relation = relation_of(narrowest)
    return Link(
        node=node,
        case=case,
        relation=relation,
        role=narrowest if narrowest not in RELATIONS else None,
        object=target,
        methods=tuple(method.rpartition("/")[2] for method in triples.texts(node, f"{definition}method")),
        basis=(triples.text(node, f"{definition}basis") or "").rpartition("/")[2] or None,
        quotes=tuple(sorted(_quotes(triples, node, definition))),
        rule=triples.text(node, f"{definition}rule"),
        confidence=triples.text(node, f"{definition}confidence"),
        reviewer=triples.text(node, f"{definition}reviewer"),
        reviewed_on=triples.text(node, f"{definition}reviewDate"),
        finer=triples.text(node, f"{definition}finerConcept"),
    )


def _quotes(triples: Triples, node: str, definition: str) -> Iterator[Quote]:
    for span in triples.texts(node, f"{definition}evidence"):
        words = triples.text(span, f"{_NIF}anchorOf")
        place = triples.text(span, f"{_NIF}referenceContext")
        start, end = triples.text(span, f"{_NIF}beginIndex"), triples.text(span, f"{_NIF}endIndex")
        if words is not None and place is not None and start is not None and end is not None:
            yield Quote(place.rpartition("/")[2], int(start), int(end), words)
