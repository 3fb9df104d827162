"""The evidence as Web Annotations and in RDF 1.2, read back by programs that know the standards and not the project."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pyoxigraph
import pytest
from pyld import jsonld

from kg import integrity
from kg.cli import main

PREFIXES = """PREFIX def: <https://w3id.org/ipcase/def#> PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX nif: <http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#> PREFIX oa: <http://www.w3.org/ns/oa#>
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The first batch with a coding frame, in N-Quads and in both forms."""
    folder = tmp_path_factory.mktemp("forms")
    formats = "nq,webannotation,rdf12"
    assert main(["build", "--frame", "policy-tools", "--formats", formats, "--out", str(folder)]) == 0
    return folder


@pytest.fixture(scope="module")
def store(built: Path) -> pyoxigraph.Store:
    """The dataset with the annotations, which PyLD made into quads by the W3C's own context."""
    context = json.loads((Path(__file__).parents[1] / "fixtures" / "anno.jsonld").read_text(encoding="utf-8"))

    def load(address: str, options: dict[str, Any]) -> dict[str, Any]:
        assert address == "http://www.w3.org/ns/anno.jsonld"
        return {"contentType": "application/ld+json", "contextUrl": None, "documentUrl": address, "document": context}

    document = json.loads((built / "kg.webannotation.jsonld").read_text(encoding="utf-8"))
    options = {"format": "application/n-quads", "documentLoader": load}
    store = pyoxigraph.Store()
    store.bulk_load(path=str(built / "kg.nq"), format=pyoxigraph.RdfFormat.N_QUADS)
    store.bulk_load(jsonld.to_rdf(document, options).encode(), format=pyoxigraph.RdfFormat.N_QUADS)
    return store


def rows(store: pyoxigraph.Store, query: str) -> list[tuple[str, ...]]:
    found = store.query(PREFIXES + query, use_default_graph_as_union=True)
    return sorted(tuple(term.value for term in row) for row in found)  # type: ignore[union-attr]


def test_every_quote_is_an_annotation_whose_selectors_point_at_its_words(store: pyoxigraph.Store) -> None:
    evidence = rows(
        store,
        """SELECT ?evidence ?field ?words ?begin ?end { ?evidence a def:Evidence ; nif:referenceContext ?field ;
        nif:anchorOf ?words ; nif:beginIndex ?begin ; nif:endIndex ?end }""",
    )
    annotated = rows(
        store,
        """SELECT ?evidence ?field ?words ?begin ?end { ?annotation a oa:Annotation ; oa:hasTarget ?target ; oa:via ?evidence .
        ?target oa:hasSource ?field ; oa:hasSelector ?place, ?quote . ?place a oa:TextPositionSelector ; oa:start ?begin ; oa:end ?end .
        ?quote a oa:TextQuoteSelector ; oa:exact ?words .
        ?field nif:isString ?text FILTER (SUBSTR(?text, ?begin + 1, ?end - ?begin) = ?words) }""",
    )
    assert len(annotated) > 500
    assert annotated == evidence


def test_the_words_around_a_quote_stand_around_it_in_the_text(store: pyoxigraph.Store) -> None:
    found = rows(
        store,
        """SELECT ?text ?before ?words ?after { ?target oa:hasSource/nif:isString ?text ; oa:hasSelector ?quote .
        ?quote oa:exact ?words . OPTIONAL { ?quote oa:prefix ?p } OPTIONAL { ?quote oa:suffix ?s }
        BIND (COALESCE(?p, "") AS ?before) BIND (COALESCE(?s, "") AS ?after) }""",
    )
    assert found
    assert not [words for text, before, words, after in found if before + words + after not in text]


def test_the_bodies_say_what_the_assertion_says(store: pyoxigraph.Store) -> None:
    stated = rows(
        store, "SELECT DISTINCT ?object ?property { ?a a def:Assertion ; rdf:object ?object ; rdf:predicate ?property }"
    )
    said = rows(
        store,
        """SELECT DISTINCT ?object ?property { ?annotation oa:hasBody ?one, ?other .
        ?one oa:hasSource ?object ; oa:hasPurpose ?why . ?other oa:hasSource ?property ; oa:hasPurpose oa:linking
        FILTER (?why IN (oa:classifying, oa:identifying)) }""",
    )
    assert said
    assert set(said) <= set(stated)
    assert {of for of, _ in said} == {of for of, _ in stated}


def test_the_collection_counts_its_annotations(built: Path, store: pyoxigraph.Store) -> None:
    document = json.loads((built / "kg.webannotation.jsonld").read_text(encoding="utf-8"))
    assert document["total"] == len(document["first"]["items"]) == len(rows(store, "SELECT ?a { ?a a oa:Annotation }"))


def test_rdf_12_says_by_triple_terms_what_the_dataset_says(built: Path) -> None:
    plain, terms = pyoxigraph.Store(), pyoxigraph.Store()
    plain.bulk_load(path=str(built / "kg.nq"), format=pyoxigraph.RdfFormat.N_QUADS)
    terms.bulk_load(path=str(built / "kg.rdf12.trig"), format=pyoxigraph.RdfFormat.TRIG)
    stated = "SELECT ?case ?property ?object ?words { GRAPH ?layer { ?a rdf:subject ?case ; rdf:predicate ?property ; rdf:object ?object ; def:evidence/nif:anchorOf ?words } }"
    annotated = "SELECT ?case ?property ?object ?words { GRAPH ?layer { << ?case ?property ?object ~ ?a >> def:evidence/nif:anchorOf ?words } }"
    assert len(rows(plain, stated)) > 500
    assert rows(terms, annotated) == rows(plain, stated)
    assert rows(terms, stated) == []


def test_what_is_reified_is_also_said_and_all_else_is_kept(built: Path) -> None:
    terms = list(pyoxigraph.parse(path=str(built / "kg.rdf12.trig"), format=pyoxigraph.RdfFormat.TRIG))
    plain = set(pyoxigraph.parse(path=str(built / "kg.nq"), format=pyoxigraph.RdfFormat.N_QUADS))
    reified = [quad for quad in terms if isinstance(quad.object, pyoxigraph.Triple)]
    assert not [quad for quad in reified if pyoxigraph.Quad(*quad.object, quad.graph_name) not in plain]
    rest = {
        quad for quad in plain if not quad.predicate.value.endswith(("rdf-syntax-ns#subject", "#predicate", "#object"))
    }
    assert set(terms) - set(reified) == rest


def test_the_description_names_both_files(built: Path) -> None:
    assert list(integrity.files(built)) == []
