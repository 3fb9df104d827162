"""SPARQL 1.1 Protocol: every way to ask, every form of answer, and what is refused."""

from __future__ import annotations

import csv
import io
import json
from typing import Any
from urllib.parse import quote

import httpx
import pyoxigraph
import pytest

Served = Any  # the fixture of conftest.py

CASES = "SELECT (COUNT(DISTINCT ?c) AS ?n) { ?c a <https://w3id.org/ipcase/def#Case> }"
DESCRIBE = "DESCRIBE <https://w3id.org/ipcase/id/region/370200>"


def _number(answer: httpx.Response) -> int:
    assert answer.status_code == 200, answer.text
    return int(list(csv.reader(io.StringIO(answer.text)))[1][0])


def test_a_query_can_be_asked_in_each_way(server: Served) -> None:
    accept = {"Accept": "text/csv"}
    by_get = server.client.get("/sparql", params={"query": CASES}, headers=accept)
    by_form = server.client.post("/sparql", data={"query": CASES}, headers=accept)
    direct = {**accept, "Content-Type": "application/sparql-query; charset=utf-8"}
    by_body = server.client.post("/sparql", content=CASES, headers=direct)
    assert [_number(answer) for answer in (by_get, by_form, by_body)] == [25, 25, 25]


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        ("*/*", "application/sparql-results+json"),
        ("application/json", "application/sparql-results+json"),
        ("application/sparql-results+xml", "application/sparql-results+xml"),
        ("text/csv", "text/csv"),
        ("text/tab-separated-values", "text/tab-separated-values"),
        ("text/csv;q=0.2, application/sparql-results+xml;q=0.3", "application/sparql-results+xml"),
    ],
)
def test_solutions_come_in_the_form_that_was_asked_for(server: Served, accept: str, media: str) -> None:
    answer = server.query("SELECT ?l { <https://w3id.org/ipcase/id/region/370200> ?p ?l } ORDER BY ?l", accept)
    assert answer.headers["content-type"].partition(";")[0] == media
    form = {"application/sparql-results+json": "JSON", "application/sparql-results+xml": "XML"}.get(media)
    if form:
        read = pyoxigraph.parse_query_results(answer.content, getattr(pyoxigraph.QueryResultsFormat, form))
        assert "青岛市" in {row["l"].value for row in read}
    else:
        assert "青岛市" in answer.text


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        ("text/turtle", "TURTLE"),
        ("application/n-triples", "N_TRIPLES"),
        ("application/ld+json", "JSON_LD"),
        ("application/rdf+xml", "RDF_XML"),
        ("application/n-quads", "N_QUADS"),
        ("application/trig", "TRIG"),
    ],
)
def test_a_graph_comes_in_every_rdf_form_and_is_the_same(server: Served, accept: str, form: str) -> None:
    answer = server.query(DESCRIBE, accept)
    assert answer.headers["content-type"].partition(";")[0] == accept
    read = {str(q.triple) for q in pyoxigraph.parse(answer.content, getattr(pyoxigraph.RdfFormat, form))}
    reference = server.query(DESCRIBE, "application/n-triples").content
    assert read == {str(q.triple) for q in pyoxigraph.parse(reference, pyoxigraph.RdfFormat.N_TRIPLES)}
    assert len(read) > 5


def test_ask_answers_in_json_and_xml_and_not_in_csv(server: Served) -> None:
    assert server.query("ASK {}", "application/sparql-results+json").json() == {"head": {}, "boolean": True}
    assert "<boolean>true</boolean>" in server.query("ASK {}", "application/sparql-results+xml").text
    assert server.query("ASK {}", "text/csv").status_code == 406


def test_a_short_name_chooses_the_form_in_a_link(server: Served) -> None:
    answer = server.client.get("/sparql", params={"query": CASES, "format": "csv"})
    assert _number(answer) == 25


def test_the_default_graph_is_the_union_unless_the_query_or_the_request_names_graphs(server: Served) -> None:
    source = "https://w3id.org/ipcase/graph/first-batch/source"
    vocabulary = "https://w3id.org/ipcase/graph/vocabulary"
    assert _number(server.query(CASES)) == 25
    assert _number(server.query(CASES.replace(" {", f" FROM <{vocabulary}> {{", 1))) == 0
    assert _number(server.query(CASES, **{"default-graph-uri": source})) == 25
    assert _number(server.query(CASES, **{"default-graph-uri": vocabulary})) == 0
    graphs = "SELECT (COUNT(DISTINCT ?g) AS ?n) { GRAPH ?g { ?s ?p ?o } }"
    assert _number(server.query(graphs, **{"named-graph-uri": source})) == 1
    # the request's dataset wins over the query's
    assert (
        _number(server.query(CASES.replace(" {", f" FROM <{vocabulary}> {{", 1), **{"default-graph-uri": source})) == 25
    )
    assert server.query(CASES, **{"default-graph-uri": "no iri"}).status_code == 400


@pytest.mark.parametrize(
    ("method", "path", "headers", "body", "status"),
    [
        ("GET", "/sparql?query=ASK%20%7B", {}, None, 400),
        ("GET", "/sparql?query=ASK%20%7B%7D&query=ASK%20%7B%7D", {}, None, 400),
        ("GET", "/sparql?update=CLEAR%20ALL", {}, None, 400),
        ("GET", "/sparql?query=%FF%FE", {}, None, 400),
        ("PUT", "/sparql?query=ASK%20%7B%7D", {}, None, 405),
        ("POST", "/sparql", {"Content-Type": "text/plain"}, b"ASK {}", 415),
        ("POST", "/sparql", {}, b"query=ASK%20%7B%7D", 415),
        (
            "POST",
            "/sparql",
            {"Content-Type": "application/sparql-query; charset=UTF-16"},
            "ASK {}".encode("utf-16"),
            415,
        ),
        ("POST", "/sparql", {"Content-Type": "application/sparql-query"}, b"ASK { ?s ?p '\xff' }", 400),
        ("POST", "/sparql", {"Content-Type": "application/sparql-query", "Content-Encoding": "gzip"}, b"x", 415),
        ("POST", "/sparql", {"Content-Type": "application/x-www-form-urlencoded"}, b"update=CLEAR+ALL", 400),
        ("POST", "/sparql", {"Content-Type": "application/sparql-query"}, b"#" * (1 << 20) + b"\nASK {}", 413),
        ("GET", "/update?update=CLEAR%20ALL", {}, None, 405),
    ],
)
def test_what_the_protocol_forbids_is_refused(
    server: Served, method: str, path: str, headers: dict[str, str], body: bytes | None, status: int
) -> None:
    answer = server.client.request(method, path, headers=headers, content=body)
    assert answer.status_code == status
    assert "Traceback" not in answer.text and "/kg/" not in answer.text


def test_head_has_the_headers_of_get_and_no_body(server: Served) -> None:
    path = f"/sparql?query={quote(CASES)}"
    got, head = server.client.get(path), server.client.head(path)
    assert head.status_code == 200 and head.content == b""
    assert head.headers["content-type"] == got.headers["content-type"] and head.headers["etag"] == got.headers["etag"]


def test_an_unchanged_answer_is_not_sent_twice(server: Served) -> None:
    path = f"/sparql?query={quote(CASES)}"
    first = server.client.get(path)
    again = server.client.get(path, headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304 and again.content == b""
    other = server.client.get(path, headers={"If-None-Match": first.headers["etag"], "Accept": "text/csv"})
    assert other.status_code == 200
    assert "etag" not in server.client.get("/sparql?query=SELECT%20(NOW()%20AS%20%3Fn)%20%7B%7D").headers


def test_long_answers_are_compressed_and_streamed_whole(server: Served) -> None:
    sparql = "SELECT * { ?s ?p ?o }"
    with server.client.stream("POST", "/sparql", data={"query": sparql}, headers={"Accept": "text/csv"}) as answer:
        assert answer.headers["content-encoding"] == "gzip" and "content-length" not in answer.headers
        rows = sum(1 for _ in csv.reader(io.StringIO("".join(answer.iter_text()))))
    plain = server.client.post(
        "/sparql", data={"query": sparql}, headers={"Accept": "text/csv", "Accept-Encoding": "identity"}
    )
    assert rows == len(list(csv.reader(io.StringIO(plain.text)))) > 25_000


def test_the_service_describes_itself(server: Served) -> None:
    from rdflib import Graph, Namespace, URIRef
    from rdflib.namespace import RDF

    sd = Namespace("http://www.w3.org/ns/sparql-service-description#")
    answer = server.client.get("/sparql", headers={"Accept": "text/turtle"})
    graph = Graph().parse(data=answer.text, format="turtle")
    service = next(graph.subjects(RDF.type, sd.Service))
    assert graph.value(service, sd.endpoint) == URIRef(f"{server.place}/sparql")
    names = {str(name) for name in graph.objects(None, sd.name)}
    assert "https://w3id.org/ipcase/graph/first-batch/source" in names
    assert sd.SPARQL11Update not in set(graph.objects(service, sd.supportedLanguage))
    for accept in ("application/ld+json", "application/rdf+xml", "application/n-triples"):
        assert server.client.get("/sparql", headers={"Accept": accept}).headers["content-type"].startswith(accept)


def test_every_named_question_gets_its_expected_answer(server: Served, root: object) -> None:
    from pathlib import Path

    from kg import questions

    folder = Path(str(root)) / "ontology" / "queries"
    for name, question in questions.load(folder).items():
        answer = server.query(question.sparql)
        assert answer.status_code == 200, name
        expected = (folder / "expected" / f"{name}.csv").read_text(encoding="utf-8")
        assert len(list(csv.reader(io.StringIO(answer.text)))) == len(list(csv.reader(io.StringIO(expected)))), name


def test_health_is_told(server: Served) -> None:
    assert server.client.get("/health").json()["status"] == "ok"


def test_answers_hold_chinese_unescaped_and_typed(server: Served) -> None:
    row = json.loads(
        server.query(
            "SELECT ?t ?n { <https://w3id.org/ipcase/id/case/first-batch/16> <https://w3id.org/ipcase/def#position> ?n ; "
            "<http://www.w3.org/2004/02/skos/core#prefLabel> ?t FILTER(LANG(?t) = 'zh-hans') }",
            "application/json",
        ).text
    )["results"]["bindings"][0]
    assert row["t"] == {
        "type": "literal",
        "value": "青岛海关开展知识产权状况预确认 便利合法货物通关",
        "xml:lang": "zh-hans",
    }
    assert row["n"]["datatype"].endswith("#integer")
