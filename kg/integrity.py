"""Checks of files on disk: that a set of exports belongs together, and that quotes stand in their texts."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from kg.model import DataError
from kg.namespaces import EXTERNAL, Namespaces
from kg.validate import Violation

NAMES: Final = frozenset(
    (
        "kg.nq",
        "kg.ttl",
        "kg-reviewed.ttl",
        "kg.jsonld",
        "kg.graphml",
        "cases.csv",
        "kg.xlsx",
        "kg.qdpx",
        "kg-neo4j.zip",
        "kg.webannotation.jsonld",
        "kg.rdf12.trig",
        "kg.html",
        "queries.ttl",
        "vocabularies.ttl",
    )
)
"""The files that a build can write, ``dataset.ttl`` and the readme aside."""


def files(folder: Path) -> Iterator[Violation]:
    """Yield the files of a folder that its ``dataset.ttl`` does not describe: a mixed or half-written set."""
    from pyoxigraph import NamedNode, RdfFormat, Store

    description = folder / "dataset.ttl"
    if not description.is_file():
        yield Violation("checksum", str(description), "is missing: the set is half-written; build again")
        return
    store = Store()
    store.load(path=str(description), format=RdfFormat.TURTLE)

    def value(node: object, predicate: str) -> str | None:
        found = next(store.quads_for_pattern(node, NamedNode(predicate), None), None)  # type: ignore[arg-type]
        return None if found is None else found.object.value  # type: ignore[union-attr]

    described: dict[str, str | None] = {}
    for quad in store.quads_for_pattern(None, NamedNode(EXTERNAL["dcat"] + "distribution"), None):
        checksum = next(store.quads_for_pattern(quad.object, NamedNode(EXTERNAL["spdx"] + "checksum"), None)).object  # type: ignore[arg-type]
        name = str(value(quad.object, EXTERNAL["dcterms"] + "title"))
        described[name] = value(checksum, EXTERNAL["spdx"] + "checksumValue")
    yield from _described_counts(folder)
    for name in sorted(NAMES - described.keys()):
        if (folder / name).is_file():
            what = "is left from another build: dataset.ttl does not describe it; remove it or build all formats"
            yield Violation("checksum", str(folder / name), what)
    for name, wanted in sorted(described.items()):
        path = folder / name
        if not path.is_file():
            yield Violation("checksum", str(path), "is described in dataset.ttl but missing; build again")
        elif hashlib.sha256(path.read_bytes()).hexdigest() != wanted:
            yield Violation("checksum", str(path), "is not the file that dataset.ttl describes; build again")


def _described_counts(folder: Path) -> Iterator[Violation]:
    """Yield the counts in ``dataset.ttl`` that are not those which ``kg.nq`` states of itself."""
    whole = folder / "kg.nq"
    if not whole.is_file():
        return
    void = f"<{EXTERNAL['void']}triples>"
    here = {line.split(" ")[0]: line.split(" ")[2] for line in lines_of(whole) if line.split(" ")[1] == void}
    there = {
        line.split(" ")[0]: line.split(" ")[2]
        for line in lines_of(folder / "dataset.ttl")
        if line.split(" ")[1] == void
    }
    for name in sorted({*here, *there}):
        if here.get(name) != there.get(name):
            yield Violation("counts", name, "is counted otherwise in dataset.ttl than in kg.nq; build again")


def counts(lines: list[str], spaces: Namespaces) -> Iterator[Violation]:
    """Yield the graphs of a dataset whose stated number of triples (``void:triples``) is not theirs.

    The metadata graph is left out, as in the statement of the whole.
    """
    stated: dict[str, int] = {}
    found: dict[str, int] = {}
    triples: set[str] = set()
    metadata = f"<{spaces.graph('metadata')}>"
    for line in lines:
        head, _, graph = line.rstrip(" .\n").rpartition(" ")
        subject, predicate, value = head.split(" ", 2)
        if predicate == f"<{EXTERNAL['void']}triples>":
            stated[subject] = int(value.split('"')[1])
        if graph != metadata:
            found[graph] = found.get(graph, 0) + 1
            triples.add(head)
    found[f"<{spaces.iri('dataset/kg')}>"] = len(triples)
    for name in sorted({*stated, *(graph for graph in found if stated)}):
        if stated.get(name) != found.get(name):
            what = f"has {found.get(name, 0)} triples, but void:triples says {stated.get(name, 'nothing')}; build again"
            yield Violation("counts", name, what)


def lines_of(path: Path) -> list[str]:
    """Return a dataset's quads as N-Quads lines. Raises `DataError` with file and line where it does not parse."""
    from pyoxigraph import RdfFormat, parse

    from kg.store import FORMATS

    if path.suffix not in FORMATS:
        raise DataError(str(path), "not a dataset that can be checked", f"use one of {', '.join(FORMATS)}")
    try:
        quads = parse(path.read_bytes(), format=getattr(RdfFormat, FORMATS[path.suffix]))
        return [f"{quad.subject} {quad.predicate} {quad.object} {_graph(str(quad.graph_name))} .\n" for quad in quads]
    except SyntaxError as error:
        raise DataError(f"{path}, line {error.lineno}", f"does not parse: {error.msg}", "build it again") from error


def _graph(name: str) -> str:
    return "<urn:default>" if name == "DEFAULT" else name


def quotes(lines: list[str], spaces: Namespaces) -> Iterator[Violation]:
    """Yield the links of cases that no assertion states, and the evidence that is not where it claims."""
    from kg.model import BROADER, RELATIONS
    from kg.store import of_bytes, select

    store = of_bytes("".join(lines).encode())
    relations = " ".join(f"<{spaces.definition(name)}>" for name in (*RELATIONS, *BROADER))
    for row in select(store, _UNSUPPORTED.replace("RELATIONS", relations).replace("BASE", spaces.base)).rows:
        yield Violation("evidence", f"{row[0]} {row[1]} {row[2]}", "no assertion with evidence states this link")
    for row in select(store, _MISPLACED.replace("BASE", spaces.base)).rows:
        yield Violation("evidence", str(row[0]), f"“{row[1]}” does not stand where the evidence says")


_UNSUPPORTED = """PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> PREFIX def: <BASE/def#>
SELECT ?case ?relation ?object WHERE {
  VALUES ?relation { RELATIONS } ?case a def:Case ; ?relation ?object .
  FILTER NOT EXISTS {
    ?assertion rdf:subject ?case ; rdf:predicate ?relation ; rdf:object ?object ; def:evidence ?evidence .
  }
} ORDER BY ?case ?relation ?object"""

_MISPLACED = """PREFIX def: <BASE/def#> PREFIX nif: <http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#>
SELECT ?evidence ?quote WHERE {
  ?evidence a def:Evidence ; nif:anchorOf ?quote ; nif:beginIndex ?begin ; nif:endIndex ?end ;
    nif:referenceContext ?field .
  ?field nif:isString ?text .
  FILTER (SUBSTR(?text, ?begin + 1, ?end - ?begin) != ?quote)
} ORDER BY ?evidence"""
