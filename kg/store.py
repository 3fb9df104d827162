"""The embedded store: a dataset in pyoxigraph, and SPARQL over the union of its graphs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kg.model import DataError
from kg.namespaces import DEFAULT_BASE, EXTERNAL

if TYPE_CHECKING:
    import pyoxigraph

FORMATS: Final = {".nq": "N_QUADS", ".ttl": "TURTLE", ".jsonld": "JSON_LD", ".trig": "TRIG", ".nt": "N_TRIPLES"}
"""File endings of datasets that can be queried, and pyoxigraph's name of each format."""


LAYERS: Final = ("reviewed", "rule", "model")
"""The layers of links: the last part of a graph's name."""

_ASIDE: Final = re.compile(r"\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|(?<![<\w])#[^\n]*")
"""Strings and comments of a query, in which FROM is no keyword; a # inside an IRI starts no comment."""

_DATASET: Final = re.compile(r"\bFROM\s+(?:NAMED\s+)?(?:<|[\w-]*:)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Solutions:
    """Rows of a SELECT or ASK query: column names, and for each row the terms' texts (``None``: unbound)."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str | None, ...], ...]


class QueryError(Exception):
    """A SPARQL query that cannot be parsed or run."""


def load(path: Path) -> pyoxigraph.Store:
    """Return an in-memory store with the dataset in a file.

    Raises `DataError` where the file is missing, of an unknown format or does not parse.
    """
    from pyoxigraph import RdfFormat, Store

    if path.suffix not in FORMATS:
        raise DataError(str(path), "not a dataset that can be queried", f"use one of {', '.join(FORMATS)}")
    if not path.is_file():
        raise DataError(str(path), "no such file", "run `kg build` first, or name another with --data")
    store = Store()
    try:
        store.bulk_load(path=str(path), format=getattr(RdfFormat, FORMATS[path.suffix]))
    except SyntaxError as error:
        raise DataError(f"{path}, line {error.lineno}", f"does not parse: {error.msg}", "build it again") from error
    return store


def of_bytes(nquads: bytes) -> pyoxigraph.Store:
    """Return an in-memory store with the quads of an N-Quads text."""
    from pyoxigraph import RdfFormat, Store

    store = Store()
    store.bulk_load(nquads, format=RdfFormat.N_QUADS)
    return store


def names_a_dataset(sparql: str) -> bool:
    """Tell whether a query says itself which graphs it sees, by FROM or FROM NAMED.

    >>> names_a_dataset("SELECT * FROM <a:g> { ?s ?p ?o }"), names_a_dataset('SELECT ("from <x>" AS ?t) {}')
    (True, False)
    """
    return _DATASET.search(bare(sparql)) is not None


def bare(sparql: str) -> str:
    """Return a query without its strings and comments.

    >>> bare('SELECT ?s { ?s ?p "from" } # from')
    'SELECT ?s { ?s ?p   }  '
    """
    return _ASIDE.sub(" ", sparql)


def graphs(store: pyoxigraph.Store, layers: Iterable[str]) -> list[pyoxigraph.NamedNode]:
    """Return the named graphs of some layers, with the sources, the vocabulary and the metadata that belong to all.

    Raises `DataError` where the dataset has no such layer: without named graphs there is none.
    """
    from pyoxigraph import NamedNode

    wanted = set(layers)
    named = [graph for graph in store.named_graphs() if isinstance(graph, NamedNode)]
    layer = {graph: graph.value.rpartition("/")[2] for graph in named}
    if not any(name in LAYERS or name == "source" for name in layer.values()):
        raise DataError("--layer", "the dataset has no layers", "name one with named graphs, such as kg.nq")
    shown = wanted | {"source", "vocabulary", "metadata"}
    return sorted((graph for graph, name in layer.items() if name in shown), key=str)


def run(
    store: pyoxigraph.Store,
    sparql: str,
    *,
    union: bool = True,
    layers: Iterable[str] = (),
    prefixes: Mapping[str, str] | None = None,
) -> pyoxigraph.QuerySolutions | pyoxigraph.QueryBoolean | pyoxigraph.QueryTriples:
    """Run a query; where it names no dataset it sees the union of all graphs, or of ``layers``.

    Without ``union`` it sees the default graph, as the standard has it. ``prefixes`` are those that a
    query need not declare. Raises `QueryError`.
    """
    named = names_a_dataset(sparql)
    chosen = graphs(store, layers) if layers else None
    if chosen is not None and named:
        raise QueryError("the query says itself which graphs it sees (FROM): leave out --layer")
    try:
        if chosen is not None:
            return store.query(
                sparql, prefixes=dict(prefixes or {}), default_graph=list(chosen), named_graphs=list(chosen)
            )
        return store.query(sparql, prefixes=dict(prefixes or {}), use_default_graph_as_union=union and not named)
    except (SyntaxError, ValueError, RuntimeError, OSError) as error:
        raise QueryError(str(error)) from error


def select(
    store: pyoxigraph.Store,
    sparql: str,
    *,
    union: bool = True,
    layers: Iterable[str] = (),
    prefixes: Mapping[str, str] | None = None,
) -> Solutions:
    """Return the rows of a SELECT or ASK query; CONSTRUCT and DESCRIBE give rows of three terms.

    The settings are those of `run`. Raises `QueryError`.
    """
    from pyoxigraph import QueryBoolean, QuerySolutions

    result = run(store, sparql, union=union, layers=layers, prefixes=prefixes)
    if isinstance(result, QueryBoolean):
        return Solutions(("answer",), (("true" if result else "false",),))
    if isinstance(result, QuerySolutions):
        columns = tuple(variable.value for variable in result.variables)
        try:
            return Solutions(columns, tuple(_texts(solution[name] for name in columns) for solution in result))
        except (ValueError, RuntimeError, OSError) as error:
            raise QueryError(str(error)) from error
    triples = sorted((_texts((t.subject, t.predicate, t.object)) for t in result), key=str)
    return Solutions(("subject", "predicate", "object"), tuple(triples))


def base(store: pyoxigraph.Store) -> str:
    """Return the base IRI that a dataset was built with; the default one where it has no case."""
    from pyoxigraph import NamedNode

    rdf_type, seen = NamedNode(EXTERNAL["rdf"] + "type"), set()
    for quad in store.quads_for_pattern(None, rdf_type, None):
        name = str(getattr(quad.object, "value", ""))
        if name not in seen and name.endswith(("/def#Case", "/def#Document")):
            return name.rpartition("/def#")[0]
        seen.add(name)
    return DEFAULT_BASE


def _texts(terms: Iterator[object] | tuple[object, ...]) -> tuple[str | None, ...]:
    return tuple(None if term is None else str(getattr(term, "value", term)) for term in terms)
