"""Stock clients at the endpoint, as their users point them at it."""

from __future__ import annotations

from typing import Any

import pytest

Served = Any  # the fixture of conftest.py
TOKEN = "a-token-for-tests"
CASE = "https://w3id.org/ipcase/def#Case"


def test_sparqlwrapper_reads_in_each_of_its_forms(server: Served) -> None:
    from SPARQLWrapper import CSV, JSON, POST, POSTDIRECTLY, TURTLE, URLENCODED, XML, SPARQLWrapper

    wrapper = SPARQLWrapper(f"{server.place}/sparql")
    wrapper.setQuery(f"SELECT ?c {{ ?c a <{CASE}> }}")
    for method in (None, URLENCODED, POSTDIRECTLY):
        if method:
            wrapper.setMethod(POST)
            wrapper.setRequestMethod(method)
        wrapper.setReturnFormat(JSON)
        assert len(wrapper.queryAndConvert()["results"]["bindings"]) == 25
    wrapper.setReturnFormat(XML)
    assert len(wrapper.queryAndConvert().getElementsByTagName("result")) == 25
    wrapper.setReturnFormat(CSV)
    assert len(wrapper.queryAndConvert().split()) == 26
    wrapper.setQuery("CONSTRUCT { ?s ?p ?o } { VALUES ?s { <https://w3id.org/ipcase/id/region/370200> } ?s ?p ?o }")
    wrapper.setReturnFormat(TURTLE)
    assert "青岛市" in wrapper.queryAndConvert().decode()


def test_sparqlwrapper_writes_with_the_token(writable: Served) -> None:
    from SPARQLWrapper import POST, SPARQLWrapper

    wrapper = SPARQLWrapper(f"{writable.place}/update")
    wrapper.addCustomHttpHeader("Authorization", f"Bearer {TOKEN}")
    wrapper.setMethod(POST)
    wrapper.setQuery("INSERT DATA { <http://a.example/new> a 1 }")
    assert wrapper.query().response.status == 204


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
def test_rdflib_reads_through_its_store(server: Served, method: str) -> None:
    from rdflib import RDF, Graph, URIRef
    from rdflib.plugins.stores.sparqlstore import SPARQLStore

    graph = Graph(SPARQLStore(f"{server.place}/sparql", method=method, returnFormat="json"))
    assert len(list(graph.subjects(RDF.type, URIRef(CASE)))) == 25
    rows = list(graph.query(f"SELECT (COUNT(DISTINCT ?c) AS ?n) {{ ?c a <{CASE}> }}"))
    assert rows[0][0].toPython() == 25


def test_rdflib_writes_through_its_store(writable: Served) -> None:
    from rdflib import Graph, Literal, URIRef
    from rdflib.plugins.stores.sparqlstore import SPARQLUpdateStore

    store = SPARQLUpdateStore(
        f"{writable.place}/sparql", f"{writable.place}/update", headers={"Authorization": f"Bearer {TOKEN}"},
        returnFormat="json",
    )  # fmt: skip
    graph = Graph(store, identifier=URIRef("http://a.example/new"))
    graph.add((URIRef("http://a.example/s"), URIRef("http://a.example/p"), Literal("丙", lang="zh-hans")))
    assert [str(o) for o in graph.objects(URIRef("http://a.example/s"))] == ["丙"]


def test_the_requests_that_yasgui_sends(server: Served) -> None:
    """A form by POST from another origin, with a long Accept header, after a preflight where there is one."""
    headers = {
        "Accept": "application/sparql-results+json,*/*;q=0.9",
        "Content-Type": "application/x-www-form-urlencoded; charset=UTF-8",
        "Origin": "https://yasgui.triply.cc",
    }
    answer = server.client.post("/sparql", content="query=SELECT+*+%7B+%3Fs+%3Fp+%3Fo+%7D+LIMIT+10", headers=headers)
    assert len(answer.json()["results"]["bindings"]) == 10 and answer.headers["access-control-allow-origin"] == "*"
    graph = {**headers, "Accept": "application/n-triples,*/*;q=0.9"}
    answer = server.client.post(
        "/sparql", content="query=CONSTRUCT+WHERE+%7B+%3Fs+%3Fp+%3Fo+%7D+LIMIT+10", headers=graph
    )
    assert answer.headers["content-type"] == "application/n-triples" and answer.text.count("\n") == 10
    asked = {"Origin": "https://yasgui.triply.cc", "Access-Control-Request-Method": "POST"}
    assert "POST" in server.client.options("/sparql", headers=asked).headers["access-control-allow-methods"]
