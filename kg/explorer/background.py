"""What a dataset's vocabulary says beyond the network: other names, unused concepts, members of areas, properties.

The page answers questions from its nodes and links, and from these statements, which no link carries.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from kg.namespaces import EXTERNAL, Namespaces
from kg.vocabulary.regions import AREA_CLASSES

if TYPE_CHECKING:
    import pyoxigraph

STATED: Final = (
    "rdf:type",
    "rdfs:label",
    "rdfs:subPropertyOf",
    "rdfs:domain",
    "skos:prefLabel",
    "skos:altLabel",
    "skos:notation",
    "skos:inScheme",
    "skos:broader",
    "skos:topConceptOf",
    "skos:member",
    "def:level",
    "def:partOf",
    "def:inRegion",
    "def:coextensiveWith",
    "def:fullMember",
    "def:partialMember",
    "def:seat",
)
"""The properties that questions ask of concepts, regions and properties."""

_CLASSES: Final = frozenset({"ConceptScheme", "Collection", *AREA_CLASSES})
"""Classes that tell some subjects from others of their kind; that a concept is one needs no saying."""

_LEFT_OUT: Final = ("scheme/cue", "scheme/signal")
"""Schemes of words for the finder: no question is about them."""


def background(store: pyoxigraph.Store, spaces: Namespaces) -> dict[str, Any]:
    """Return ``{"properties": […], "statements": [[subject, property, value, property, value, …], …]}``.

    Subjects are the vocabulary's own: concepts, schemes, regions, and what the ontology defines. A subject or
    value that is an IRI under the base is given without it, in ``<…`` form; a property by its place in
    ``properties``; a text as ``"language"text``. The scheme of a concept, which its IRI shows, and the broader
    region of a division, which is what it is part of, are left out.
    """
    from pyoxigraph import Literal, NamedNode

    base = spaces.base
    rooms = (f"{base}/scheme/", f"{base}/id/region/", f"{base}/def#")
    left_out = tuple(f"{base}/{room}" for room in _LEFT_OUT)
    properties = [_iri(name, spaces) for name in STATED]
    found: dict[str, set[tuple[int, str]]] = {}
    for number, name in enumerate(properties):
        for quad in store.quads_for_pattern(None, NamedNode(name), None):
            if not isinstance(quad.subject, NamedNode) or not quad.subject.value.startswith(rooms):
                continue
            subject = quad.subject.value
            if subject.startswith(left_out) or (STATED[number] == "rdfs:label" and not subject.startswith(rooms[2])):
                continue  # labels of concepts are their skos:prefLabel
            if not _told(STATED[number], subject, quad.object, base):
                continue
            if isinstance(quad.object, Literal):
                value = f'"{quad.object.language or ""}"{quad.object.value}'
            else:
                value = f"<{_short(str(quad.object.value), base)}"  # type: ignore[union-attr]
            found.setdefault(_short(subject, base), set()).add((number, value))
    return {
        "properties": properties,
        "statements": [
            [subject, *(part for pair in sorted(pairs) for part in pair)] for subject, pairs in sorted(found.items())
        ],
    }


def _told(name: str, subject: str, value: object, base: str) -> bool:
    """Tell whether a statement says what the page cannot see from the subject's IRI, or from another statement."""
    target = str(getattr(value, "value", value))
    if name == "rdf:type":
        return target.rpartition("#")[2] in _CLASSES
    if name == "skos:inScheme":
        return target != f"{base}/scheme/{subject.removeprefix(f'{base}/').split('/')[1]}"
    return not (name == "skos:broader" and subject.startswith(f"{base}/id/region/"))


def _iri(name: str, spaces: Namespaces) -> str:
    prefix, _, local = name.partition(":")
    return spaces.definition(local) if prefix == "def" else EXTERNAL[prefix] + local


def _short(iri: str, base: str) -> str:
    return iri[len(base) + 1 :] if iri.startswith(f"{base}/") else iri
