"""The embedded store: a dataset in pyoxigraph, and SPARQL over the union of its graphs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kg.model import DataError

if TYPE_CHECKING:
    import pyoxigraph

FORMATS: Final = {".nq": "N_QUADS", ".ttl": "TURTLE", ".jsonld": "JSON_LD", ".trig": "TRIG", ".nt": "N_TRIPLES"}
"""File endings of datasets that can be queried, and pyoxigraph's name of each format."""


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


def run(
    store: pyoxigraph.Store, sparql: str
) -> pyoxigraph.QuerySolutions | pyoxigraph.QueryBoolean | pyoxigraph.QueryTriples:
    """Run a query; where it names no dataset it sees the union of all graphs. Raises `QueryError`."""
    named = _DATASET.search(_ASIDE.sub(" ", sparql)) is not None
    try:
        return store.query(sparql, use_default_graph_as_union=not named)
    except (SyntaxError, ValueError, RuntimeError, OSError) as error:
        raise QueryError(str(error)) from error


def select(store: pyoxigraph.Store, sparql: str) -> Solutions:
    """Return the rows of a SELECT or ASK query; CONSTRUCT and DESCRIBE give rows of three terms.

    Raises `QueryError`.
    """
    from pyoxigraph import QueryBoolean, QuerySolutions

    result = run(store, sparql)
    if isinstance(result, QueryBoolean):
        return Solutions(("answer",), (("true" if result else "false",),))
    if isinstance(result, QuerySolutions):
        columns = tuple(variable.value for variable in result.variables)
        return Solutions(columns, tuple(_texts(solution[name] for name in columns) for solution in result))
    triples = sorted((_texts((t.subject, t.predicate, t.object)) for t in result), key=str)
    return Solutions(("subject", "predicate", "object"), tuple(triples))


def _texts(terms: Iterator[object] | tuple[object, ...]) -> tuple[str | None, ...]:
    return tuple(None if term is None else str(getattr(term, "value", term)) for term in terms)
