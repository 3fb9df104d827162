"""The service description: what the endpoint can do and what is in it, as SPARQL-SD and VoID."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from kg.server import media
from kg.server.answers import whole

if TYPE_CHECKING:
    from starlette.requests import Request

    from kg.server.app import Server

SD: Final = "http://www.w3.org/ns/sparql-service-description#"
_FORMATS: Final = "http://www.w3.org/ns/formats/"
_W3C: Final = {
    "json": "SPARQL_Results_JSON", "xml": "SPARQL_Results_XML", "csv": "SPARQL_Results_CSV",
    "tsv": "SPARQL_Results_TSV",
    "turtle": "Turtle", "ntriples": "N-Triples", "jsonld": "JSON-LD", "rdfxml": "RDF_XML",
    "nquads": "N-Quads", "trig": "TriG",
}  # fmt: skip


async def graph_sizes(server: Server) -> list[tuple[str, int]]:
    """Return the named graphs with their numbers of triples, counted once for each state of the data."""
    state = server.state()
    if server.sizes is None or server.sizes[0] != state:
        rows = await rows_of(server, "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?g")
        server.sizes = (state, [(row["g"]["value"], int(row["n"]["value"])) for row in rows if "g" in row])
    return server.sizes[1]


async def rows_of(server: Server, query: str) -> list[dict[str, Any]]:
    """Return the rows of a query of ours, as SPARQL's JSON has them."""
    form = {"oxigraph": "JSON", "content_type": ""}
    order = {
        "do": "query", "query": query, "base": None, "default": None, "named": None, "union": True,
        "forms": {"rows": form, "boolean": form, "triples": None}, "prefixes": None,
    }  # fmt: skip
    answer = await server.pool.ask(order)
    rows: list[dict[str, Any]] = json.loads(await whole(answer))["results"]["bindings"]
    return rows


async def triples_of(server: Server, query: str, form: media.Format, prefixes: bool = True) -> bytes:
    """Return the graph that a query of ours constructs, in a form."""
    order = {
        "do": "query", "query": query, "base": None, "default": None, "named": None, "union": True,
        "forms": {"rows": None, "boolean": None, "triples": {"oxigraph": form.oxigraph, "content_type": ""}},
        "prefixes": server.prefixes if prefixes and form.name in ("turtle", "trig", "jsonld", "rdfxml") else None,
    }  # fmt: skip
    return await whole(await server.pool.ask(order))


async def service(request: Request, server: Server, form: media.Format) -> bytes:
    """Return the service description in a form."""
    from pyoxigraph import RdfFormat, serialize

    sizes = await graph_sizes(server)
    prefixes = {"sd": SD, "void": "http://rdfs.org/ns/void#", "dcterms": "http://purl.org/dc/terms/"}
    content = serialize(
        _triples(server, server.address(request, "/sparql"), sizes),
        format=getattr(RdfFormat, form.oxigraph),
        prefixes=prefixes,
    )
    assert content is not None
    return content


def _triples(server: Server, endpoint: str, sizes: list[tuple[str, int]]) -> Iterator[Any]:
    from pyoxigraph import Literal, NamedNode, Triple

    def sd(name: str) -> NamedNode:
        return NamedNode(SD + name)

    a = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    void, dcterms = "http://rdfs.org/ns/void#", "http://purl.org/dc/terms/"
    number = NamedNode("http://www.w3.org/2001/XMLSchema#integer")
    me, dataset, default = NamedNode(endpoint), NamedNode(f"{endpoint}#dataset"), NamedNode(f"{endpoint}#default-graph")
    yield Triple(me, a, sd("Service"))
    yield Triple(me, sd("endpoint"), me)
    yield Triple(me, sd("supportedLanguage"), sd("SPARQL11Query"))
    if server.settings.writable:
        yield Triple(me, sd("supportedLanguage"), sd("SPARQL11Update"))
    yield Triple(me, sd("feature"), sd("UnionDefaultGraph"))
    if server.settings.services:
        yield Triple(me, sd("feature"), sd("BasicFederatedQuery"))
    for form in (*media.SOLUTIONS, *media.TRIPLES):
        yield Triple(me, sd("resultFormat"), NamedNode(_FORMATS + _W3C[form.name]))
    if server.settings.writable:
        for form in media.TRIPLES:
            yield Triple(me, sd("inputFormat"), NamedNode(_FORMATS + _W3C[form.name]))
    yield Triple(me, sd("defaultDataset"), dataset)
    yield Triple(dataset, a, sd("Dataset"))
    yield Triple(dataset, a, NamedNode(void + "Dataset"))
    yield Triple(dataset, NamedNode(dcterms + "title"), Literal("知识产权典型案例图谱", language="zh-hans"))
    yield Triple(dataset, NamedNode(dcterms + "title"), Literal("Chinese IP typical cases", language="en"))
    yield Triple(dataset, NamedNode(void + "sparqlEndpoint"), me)
    yield Triple(dataset, NamedNode(void + "uriSpace"), Literal(f"{server.settings.base}/"))
    yield Triple(dataset, NamedNode(void + "triples"), Literal(str(sum(n for _, n in sizes)), datatype=number))
    yield Triple(dataset, sd("defaultGraph"), default)
    yield Triple(default, a, sd("Graph"))
    for place, (name, count) in enumerate(sizes, 1):
        entry, graph = NamedNode(f"{endpoint}#graph-{place}"), NamedNode(f"{endpoint}#graph-{place}-content")
        yield Triple(dataset, sd("namedGraph"), entry)
        yield Triple(entry, a, sd("NamedGraph"))
        yield Triple(entry, sd("name"), NamedNode(name))
        yield Triple(entry, sd("graph"), graph)
        yield Triple(graph, a, sd("Graph"))
        yield Triple(graph, NamedNode(void + "triples"), Literal(str(count), datatype=number))
