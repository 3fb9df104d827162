"""Assertions as quads: links with their broader ones, evidence, layers, IRIs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pyoxigraph
import pytest

from kg import graph, serialize
from kg.model import AnnotatedCase, Assertion, Case, Referent, Reviewer
from kg.namespaces import Namespaces
from kg.store import of_bytes, select

SPACES = Namespaces()
PREFIXES = """PREFIX def: <https://w3id.org/ipcase/def#> PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX nif: <http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#> """


@pytest.fixture
def annotated(make_case: Callable[..., Case]) -> AnnotatedCase:
    case = make_case("青岛海关开展预确认", "青岛海关“预确认”。")
    region = Assertion(
        case.path, "region", "ledByRegion", Referent("region/370200", "青岛市"), (case.span("title", 0, 4),), "name",
        rule="region-in-name", confidence=0.95,
    )  # fmt: skip
    mechanism = Assertion(
        case.path, "mechanism", None, Referent("mechanism/pre-confirmation", "预确认"), (case.span("text", 5, 8),),
        method="reviewed", reviewer=Reviewer("curator", "software", "2026-01-31"),
    )  # fmt: skip
    return AnnotatedCase(case, (region, mechanism), coverage="generic", title_en="Customs pre-confirms")


def _store(annotated: AnnotatedCase) -> pyoxigraph.Store:
    return of_bytes(serialize.nquads(serialize.canonical(graph.annotated_quads(annotated, 1, SPACES))))


def test_the_broader_relations_are_asserted_with_the_narrower_by_one_node(annotated: AnnotatedCase) -> None:
    rows = select(
        _store(annotated),
        PREFIXES + "SELECT ?a ?p WHERE { ?a rdf:object <https://w3id.org/ipcase/id/region/370200> ; rdf:predicate ?p ."
        " ?c ?p <https://w3id.org/ipcase/id/region/370200> } ORDER BY ?p",
    ).rows
    assert [str(row[1]).rpartition("#")[2] for row in rows] == ["ledByRegion", "locatedIn", "region"]
    assert len({row[0] for row in rows}) == 1


def test_a_quote_is_the_substring_of_its_field_in_sparql(annotated: AnnotatedCase) -> None:
    query = PREFIXES + (
        "SELECT ?q WHERE { ?e nif:anchorOf ?q ; nif:beginIndex ?b ; nif:endIndex ?n ; nif:referenceContext ?f . "
        "?f nif:isString ?t FILTER (SUBSTR(?t, ?b + 1, ?n - ?b) = ?q) } ORDER BY ?q"
    )
    assert [row[0] for row in select(_store(annotated), query).rows] == ["青岛海关", "预确认"]


def test_each_layer_has_its_graph(annotated: AnnotatedCase) -> None:
    store = _store(annotated)
    names = {graph.value.removeprefix("https://w3id.org/ipcase/graph/") for graph in store.named_graphs()}
    assert names == {"test/source", "test/rule", "test/reviewed"}


def test_there_is_no_blank_node_and_every_iri_is_ascii(annotated: AnnotatedCase) -> None:
    lines = serialize.canonical(graph.annotated_quads(annotated, 1, SPACES))
    assert not any(term.startswith("_:") for line in lines for term in line.split(" "))
    assert all(iri.isascii() for line in lines for iri in line.split(" ") if iri.startswith("<"))


def test_the_base_iri_is_a_setting(annotated: AnnotatedCase) -> None:
    spaces = Namespaces("https://example.org/kg")
    lines = serialize.canonical(graph.annotated_quads(annotated, 1, spaces))
    assert not any("w3id.org/ipcase" in line for line in lines)
    assert any("<https://example.org/kg/id/region/370200>" in line for line in lines)


@pytest.mark.parametrize("base", ["example.org", "https://例子.cn/x", "https://example.org/", "https://e.org/a b"])
def test_a_base_that_is_no_iri_is_refused(base: str) -> None:
    with pytest.raises(ValueError, match="base IRI"):
        Namespaces(base)


def test_another_case_only_adds_lines(annotated: AnnotatedCase) -> None:
    other = replace(annotated, case=replace(annotated.case, path="case/test/2", number="2"), assertions=())
    one = serialize.canonical(graph.annotated_quads(annotated, 1, SPACES))
    both = serialize.canonical([*graph.annotated_quads(annotated, 1, SPACES), *graph.annotated_quads(other, 2, SPACES)])
    assert [line for line in both if line in set(one)] == one


@pytest.mark.parametrize("text", ['引号" \\ 反斜线', "换\n行\t制表\r", "𠮷\u202e<script>\x00\x1b", ""])
def test_any_text_survives_every_rdf_format(annotated: AnnotatedCase, text: str) -> None:
    case = replace(annotated.case, title=text or "题", text=text)
    quads = list(graph.annotated_quads(replace(annotated, case=case, assertions=()), 1, SPACES))
    lines = serialize.canonical(quads)
    for raw, form in (
        (serialize.nquads(lines), pyoxigraph.RdfFormat.N_QUADS),
        (serialize.turtle(lines, SPACES.prefixes()), pyoxigraph.RdfFormat.TURTLE),
        (serialize.jsonld(lines, SPACES.prefixes()), pyoxigraph.RdfFormat.JSON_LD),
    ):
        values = {
            quad.object.value for quad in pyoxigraph.parse(raw, format=form) if "isString" in quad.predicate.value
        }
        assert values == {case.title, text}
