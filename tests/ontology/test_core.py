"""The ontology declares every term of the project that anything uses, says what it means, and stays light OWL."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, parse
from rdflib import OWL, RDF, RDFS, BNode, Graph, Literal, Namespace, URIRef

from kg.graph import BODY_CLASSES
from kg.model import BROADER, RELATIONS
from kg.vocabulary import Vocabulary

ROOT = Path(__file__).parents[2]
ONTOLOGY = ROOT / "ontology"
DEF = Namespace("https://w3id.org/ipcase/def#")
IRI = URIRef("https://w3id.org/ipcase/def")
DCTERMS = Namespace("http://purl.org/dc/terms/")
KINDS = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty)

VALUES = {
    "coverage": "specific generic all unstated illustrative",
    "method": "rule model reviewed",
    "basis": "explicit name member",
    "instrument-type": "law administrative-regulation local-regulation judicial-interpretation rule policy-document"
    " standard treaty agreement other",
    "area-type": "policy-region functional-zone overseas-zone customs-district",
}


@cache
def core() -> Graph:
    return Graph().parse(ONTOLOGY / "core.ttl")


def declared() -> set[URIRef]:
    terms = {term for kind in KINDS for term in core().subjects(RDF.type, kind)}
    return {term for term in terms if isinstance(term, URIRef) and term.startswith(DEF)}


def used_in_turtle(path: Path) -> set[str]:
    """Return the local names of the project's terms in a Turtle file, read by a parser, so that comments do not count."""
    terms: set[str] = set()
    for quad in parse(path=str(path), format=RdfFormat.TURTLE):
        for node in (quad.subject, quad.predicate, quad.object):
            value = getattr(node, "value", "")
            if value.startswith(DEF) and value != str(DEF):
                terms.add(value.removeprefix(DEF))
    return terms


def used_in_code() -> set[str]:
    """Return the local names that the makers of triples mention."""
    names = set(RELATIONS) | set(BROADER) | set(BODY_CLASSES.values())
    for module in (ROOT / "kg").rglob("*.py"):
        names |= set(re.findall(r"\bdefinition\(\s*\"(\w+)\"", module.read_text(encoding="utf-8")))
        names |= set(re.findall(r"(?<![\w./#])def:([A-Za-z]\w*)", module.read_text(encoding="utf-8")))
    return names


def test_the_file_is_strict_turtle_without_blank_nodes() -> None:
    quads = list(parse(path=str(ONTOLOGY / "core.ttl"), format=RdfFormat.TURTLE))
    assert quads
    nodes = [node for triple in core() for node in triple]
    assert not [node for node in nodes if isinstance(node, BNode)]


@pytest.mark.parametrize("path", sorted(ONTOLOGY.rglob("*.ttl")), ids=lambda path: path.name)
def test_every_term_that_a_turtle_file_uses_is_declared(path: Path) -> None:
    undeclared = used_in_turtle(path) - {term.removeprefix(DEF) for term in declared()}
    assert not undeclared, f"declare in core.ttl, or mend in {path.name}: {sorted(undeclared)}"


def test_every_term_that_the_code_makes_is_declared() -> None:
    undeclared = used_in_code() - {term.removeprefix(DEF) for term in declared()}
    assert not undeclared, f"declare in core.ttl: {sorted(undeclared)}"


@pytest.mark.parametrize("term", sorted(declared()), ids=lambda term: term.removeprefix(DEF))
def test_a_term_is_labelled_and_explained_in_both_languages(term: URIRef) -> None:
    for predicate in (RDFS.label, RDFS.comment):
        values = [value for value in core().objects(term, predicate) if isinstance(value, Literal)]
        assert sorted(str(value.language) for value in values) == ["en", "zh-hans"], predicate
        assert all(str(value).strip() for value in values)
    assert list(core().objects(term, RDFS.isDefinedBy)) == [IRI]
    assert len([kind for kind in KINDS if (term, RDF.type, kind) in core()]) == 1


def test_narrower_relations_are_subproperties_as_in_the_model() -> None:
    for name, broader in BROADER.items():
        assert (DEF[name], RDFS.subPropertyOf, DEF[broader]) in core(), f"{name} under {broader}"
    for name in (*RELATIONS, *BROADER):
        assert (DEF[name], RDF.type, OWL.ObjectProperty) in core()


def test_names_follow_the_convention_classes_upper_properties_lower() -> None:
    for term in declared():
        name = term.removeprefix(DEF)
        assert re.fullmatch(r"[A-Za-z0-9]+", name), name
        assert name[0].isupper() == ((term, RDF.type, OWL.Class) in core()), name


def test_what_is_reused_is_declared_and_of_the_same_kind() -> None:
    for predicate, kinds in (
        (RDFS.subClassOf, (OWL.Class,)),
        (RDFS.subPropertyOf, (OWL.ObjectProperty, OWL.DatatypeProperty)),
        (RDFS.domain, (OWL.Class,)),
    ):
        for term, other in core().subject_objects(predicate):
            assert any((other, RDF.type, kind) in core() for kind in kinds), f"{term} {predicate} {other}"
            if predicate == RDFS.subPropertyOf:
                shared = [
                    kind for kind in kinds if (term, RDF.type, kind) in core() and (other, RDF.type, kind) in core()
                ]
                assert shared, f"{term} and {other} are properties of different kinds"


def test_ranges_fit_the_kind_of_property() -> None:
    for term in declared():
        for target in core().objects(term, RDFS.range):
            datatype = str(target).startswith(
                ("http://www.w3.org/2001/XMLSchema#", str(RDF.langString), str(RDFS.Literal))
            )
            assert datatype == ((term, RDF.type, OWL.DatatypeProperty) in core()), term


def test_hierarchies_have_no_circle() -> None:
    for predicate in (RDFS.subClassOf, RDFS.subPropertyOf):
        for term in declared():
            assert term not in set(core().transitive_objects(term, predicate)) - {term}
            above = {
                other
                for parent in core().objects(term, predicate)
                for other in core().transitive_objects(parent, predicate)
            }
            assert term not in above, term


def test_the_ontology_has_version_licence_title_and_description() -> None:
    version = core().value(IRI, OWL.versionIRI)
    assert str(version).startswith(f"{IRI}/")
    assert str(core().value(IRI, OWL.versionInfo)) == str(version).rpartition("/")[2]
    assert core().value(IRI, DCTERMS.license) == URIRef("https://creativecommons.org/licenses/by/4.0/")
    for predicate in (DCTERMS.title, DCTERMS.description):
        assert {value.language for value in core().objects(IRI, predicate) if isinstance(value, Literal)} == {
            "zh-hans",
            "en",
        }


@pytest.mark.parametrize(("scheme", "slugs"), VALUES.items(), ids=VALUES)
def test_a_scheme_of_fixed_values_has_these_and_no_others(scheme: str, slugs: str, vocabulary: Vocabulary) -> None:
    found = vocabulary.scheme(scheme)
    assert {concept.slug for concept in found} == set(slugs.split())
    assert all(concept.label_en and concept.definition for concept in found)


def test_facts_have_the_types_that_cases_need(vocabulary: Vocabulary) -> None:
    needed = "figure amount date case-number brand gi-product industry cause-of-action outcome penalty"
    assert set(needed.split()) <= {concept.slug for concept in vocabulary.scheme("fact-type")}
