"""Every violation query finds what it is for in a wrong graph, and nothing in the first batch."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from time import perf_counter

import pytest
from pyoxigraph import RdfFormat, Store

from kg import store, validate
from kg.questions import violations

QUERIES = Path(__file__).resolve().parents[2] / "ontology" / "queries"
ALL = violations(QUERIES)
ID = "https://w3id.org/ipcase/id"
CASE = f"{ID}/case/test/1"

PREFIXES = """
@prefix def: <https://w3id.org/ipcase/def#> .
@prefix cov: <https://w3id.org/ipcase/scheme/coverage/> .
@prefix inst: <https://w3id.org/ipcase/scheme/institution-type/> .
@prefix ip: <https://w3id.org/ipcase/scheme/ip-type/> .
@prefix mech: <https://w3id.org/ipcase/scheme/mechanism/> .
@prefix method: <https://w3id.org/ipcase/scheme/method/> .
@prefix nif: <http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#> .
@prefix org: <http://www.w3.org/ns/org#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix region: <https://w3id.org/ipcase/id/region/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@base <https://w3id.org/ipcase/id/> .
"""

EVIDENCE = """
<case/test/1/text> nif:isString "青岛海关开展预确认。企业受益。" ; def:case <case/test/1> .
<assertion/a> a def:Assertion ; rdf:subject <case/test/1> ; def:evidence <assertion/a/e> .
<assertion/a/e> a def:Evidence ; nif:referenceContext <case/test/1/text> ;
"""

WRONG = {
    "link-without-assertion": (
        CASE, "<case/test/1> a def:Case ; def:region region:370200 .",
    ),
    "assertion-without-link": (
        f"{ID}/assertion/a",
        "<assertion/a> a def:Assertion ; rdf:subject <case/test/1> ; rdf:predicate def:stage ; rdf:object def:x .",
    ),
    "assertion-without-evidence": (
        f"{ID}/assertion/a", "<assertion/a> a def:Assertion ; rdf:subject <case/test/1> ; rdf:object def:x .",
    ),
    "quote-out-of-place": (
        f"{ID}/assertion/a/e", EVIDENCE + 'nif:anchorOf "青岛海关" ; nif:beginIndex 1 ; nif:endIndex 5 .',
    ),
    "quote-too-long": (
        f"{ID}/assertion/a/e", EVIDENCE + f'nif:anchorOf "{"字" * 61}" .',
    ),
    "quote-across-sentences": (
        f"{ID}/assertion/a/e", EVIDENCE + 'nif:anchorOf "预确认。企业" ; nif:beginIndex 6 ; nif:endIndex 12 .',
    ),
    "narrower-without-broader": (
        CASE, "<case/test/1> def:ledByRegion region:370200 ; def:region region:370200 .",
    ),
    "several-roles": (
        f"{ID}/assertion/a", "<assertion/a> rdf:predicate def:institution, def:ledBy, def:participant .",
    ),
    "evidence-of-another-case": (
        f"{ID}/assertion/a",
        "<case/test/2/text> def:case <case/test/2> . <assertion/a> a def:Assertion ; rdf:subject <case/test/1> ;"
        " def:evidence <assertion/a/e> . <assertion/a/e> nif:referenceContext <case/test/2/text> .",
    ),
    "case-without-ip-type": (
        CASE, "<case/test/1> a def:Case ; def:coverage cov:generic .",
    ),
    "headline-count": (
        CASE,
        "<assertion/a> rdf:predicate def:mechanism ; rdf:subject <case/test/1> ; def:method method:reviewed .",
    ),
    "coverage-against-ip-types": (
        CASE, "<case/test/1> def:coverage cov:generic ; def:ipType ip:ip, ip:patent .",
    ),
    "ancestor-beside-descendant": (
        CASE,
        EVIDENCE + 'nif:anchorOf "青岛海关" ; nif:beginIndex 0 ; nif:endIndex 4 .'
        " <assertion/a> rdf:predicate def:region ; rdf:object region:370200 . region:370200 def:partOf region:370000 ."
        " <assertion/b> rdf:subject <case/test/1> ; rdf:predicate def:region ; rdf:object region:370000 ;"
        " def:evidence <assertion/b/e> . <assertion/b/e> nif:referenceContext <case/test/1/text> ;"
        " nif:beginIndex 0 ; nif:endIndex 4 .",
    ),
    "unknown-region": (
        CASE, "<case/test/1> a def:Case ; def:region region:999999 .",
    ),
    "concept-of-another-scheme": (
        CASE,
        "<case/test/1> a def:Case ; def:mechanism ip:patent ."
        " ip:patent skos:inScheme <https://w3id.org/ipcase/scheme/ip-type> .",
    ),
    "institution-without-type": (
        f"{ID}/institution/1", '<case/test/1> def:institution <institution/1> . <institution/1> skos:prefLabel "某院" .',
    ),
    "institution-without-actor-type": (
        CASE,
        "<case/test/1> def:institution <institution/1> ; def:actorType inst:bank ."
        " <institution/1> org:classification inst:court-basic . inst:court-basic skos:broader inst:court ."
        " inst:court skos:topConceptOf <https://w3id.org/ipcase/scheme/institution-type> .",
    ),
    "region-as-institution": (
        CASE,
        '<case/test/1> def:institution <institution/1> . <institution/1> skos:prefLabel "北京市"@zh-hans .'
        ' region:110000 skos:prefLabel "北京市"@zh-hans ; def:level "province" .',
    ),
    "object-without-label": (
        f"{ID}/platform/1",
        "<assertion/a> a def:Assertion ; rdf:object <platform/1> ."
        ' <platform/1> a def:Platform ; skos:prefLabel "only English"@en .',
    ),
    "several-chinese-labels": (
        f"{ID}/platform/1", '<platform/1> skos:prefLabel "知创福建"@zh-hans, "知创"@zh-Hans, "Zhichuang"@en .',
    ),
    "hierarchy-cycle": (
        "https://w3id.org/ipcase/scheme/mechanism/contests",
        "mech:contests skos:broader mech:training . mech:training skos:broader mech:contests .",
    ),
    "realizes-without-mechanism": (
        CASE, "<case/test/1> def:measure <case/test/1/measure/m> . <case/test/1/measure/m> def:realizes mech:contests .",
    ),
    "several-methods": (
        f"{ID}/assertion/a", "<assertion/a> a def:Assertion ; def:method method:rule, method:reviewed .",
    ),
    "reviewed-without-reviewer": (
        f"{ID}/assertion/a", '<assertion/a> def:method method:reviewed ; def:reviewDate "2026-01-01"^^xsd:date .',
    ),
    "same-place-in-document": (
        CASE,
        '<case/test/1> a def:Case ; def:document <document/d> ; def:position 1 .'
        ' <case/test/1a> def:document <document/d> ; def:position 1 .',
    ),
    "case-without-text": (
        CASE, '<case/test/1> a def:Case ; def:title <case/test/1/title> . <case/test/1/title> nif:isString "题" .',
    ),
    "fact-without-value": (
        f"{CASE}/fact/f", '<case/test/1> def:fact <case/test/1/fact/f> . <case/test/1/fact/f> rdf:value 16 .',
    ),
    "source-range-reversed": (
        f"{ID}/assertion/a/e",
        EVIDENCE + "nif:beginIndex 0 ; nif:endIndex 4 ; def:sourceBegin 10 ; def:sourceEnd 12 .",
    ),
    "measure-of-another-case": (
        CASE, "<case/test/1> def:measure <case/test/2/measure/m> .",
    ),
}  # fmt: skip
"""For each query a graph with one thing wrong, and the record that must be named."""


def _graph(turtle: str) -> Store:
    data = Store()
    data.load(f"{PREFIXES}{turtle}".encode(), format=RdfFormat.TURTLE)
    return data


def _schema(name: str) -> str:
    """The part of the ontology that a query looks up."""
    return {
        "several-roles": "def:ledBy <http://www.w3.org/2000/01/rdf-schema#subPropertyOf> def:institution ."
        " def:participant <http://www.w3.org/2000/01/rdf-schema#subPropertyOf> def:institution .",
    }.get(name, "")


def test_every_violation_query_has_a_wrong_graph() -> None:
    assert {f"{name}-violation" for name in WRONG} == set(ALL)


@pytest.mark.parametrize("name", WRONG)
def test_the_record_is_named_with_its_mend(name: str) -> None:
    record, turtle = WRONG[name]
    solutions = store.select(_graph(turtle + _schema(name)), ALL[f"{name}-violation"])
    assert record in {row[0] for row in solutions.rows}
    assert solutions.columns[-1] == "mend"
    assert all(row[-1] and " / " in row[-1] for row in solutions.rows)


@pytest.mark.parametrize("name", sorted(ALL))
def test_the_first_batch_has_none_and_is_checked_at_once(name: str, dataset: Store) -> None:
    started = perf_counter()
    assert validate.queries(dataset, {name: ALL[name]}) == []
    assert perf_counter() - started < 2  # half a second on an idle machine


def test_one_altered_quote_is_named(lines: Sequence[str]) -> None:
    """The check sees a single wrong character in a whole dataset."""
    where = next(number for number, line in enumerate(lines) if "#anchorOf>" in line and '"青岛海关"' in line)
    altered = [*lines[:where], lines[where].replace("青岛海关", "青岛海开"), *lines[where + 1 :]]
    found = validate.queries(store.of_bytes("".join(altered).encode()), ALL)
    assert [violation.check for violation in found] == ["query quote-out-of-place-violation"]
    assert "青岛海开 青岛海关" in found[0].what


@pytest.mark.parametrize("name", sorted(ALL))
def test_the_head_says_in_both_languages_what_is_looked_for(name: str) -> None:
    zh, en = ALL[name].splitlines()[:2]
    assert zh.startswith("# zh: ") and zh.endswith("？")
    assert en.startswith("# en: ") and en.endswith("?")
