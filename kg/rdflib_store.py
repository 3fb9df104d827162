"""The second engine: the same questions answered by rdflib, slower and independent of the first.

Two engines that agree are a check on both, and rdflib is what many users will ask with.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from kg import store

if TYPE_CHECKING:
    import pyoxigraph
    import rdflib


def load(quads: pyoxigraph.Store, layers: Iterable[str] = (), *, union: bool = True) -> rdflib.Dataset:
    """Return a dataset of rdflib with the quads of a store, of some layers only where they are named."""
    import io

    from pyoxigraph import RdfFormat
    from rdflib import Dataset

    dataset = Dataset(default_union=union)
    if layers:
        import pyoxigraph

        chosen = pyoxigraph.Store()
        for graph in store.graphs(quads, layers):
            chosen.extend(quads.quads_for_pattern(None, None, None, graph))
        quads = chosen
    text = io.BytesIO()
    quads.dump(text, format=RdfFormat.N_QUADS)
    dataset.parse(data=text.getvalue().decode(), format="nquads")
    return dataset


def select(dataset: rdflib.Dataset, sparql: str, *, prefixes: Mapping[str, str] | None = None) -> store.Solutions:
    """Return the rows of a query, as `kg.store.select` does. Raises `kg.store.QueryError`."""
    from pyparsing.exceptions import ParseBaseException

    try:
        result = dataset.query(sparql, initNs=dict(prefixes or {}))
        if result.type == "ASK":
            return store.Solutions(("answer",), (("true" if result.askAnswer else "false",),))
        if result.type == "SELECT":
            columns = tuple(str(variable) for variable in result.vars or ())
            rows = tuple(tuple(None if term is None else str(term) for term in row) for row in result)  # type: ignore[union-attr]
            return store.Solutions(columns, rows)
        triples = sorted(tuple(str(term) for term in triple) for triple in result)  # type: ignore[union-attr]
        return store.Solutions(("subject", "predicate", "object"), tuple(triples))
    except ParseBaseException as error:
        raise store.QueryError(f"error at {error.lineno}:{error.column}: {error.msg}") from error
    except Exception as error:  # rdflib raises whatever its functions raise
        raise store.QueryError(f"rdflib: {error}") from error
