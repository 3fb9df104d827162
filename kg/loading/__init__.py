"""Loads of a dataset into triple stores, each proved afterwards: counts per graph, and quads read back.

Stores report success over lost data, so nothing that a store says about a load is believed.
A load puts graph by graph, which makes it idempotent; a delta load sends the changed quads only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.changes import difference
from kg.loading.proof import Loss, prove
from kg.loading.stores import Store, StoreError, opened
from kg.model import DataError

if TYPE_CHECKING:
    import pyoxigraph

__all__ = ["Loss", "Outcome", "Store", "StoreError", "by_graph", "load", "load_delta", "opened", "prove"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a load did: quads by graph, how many were sent, how many read back, and what is not as it was."""

    counts: dict[str, int]
    sent: int
    compared: int
    losses: tuple[Loss, ...]
    known: tuple[Loss, ...]


def by_graph(quads: Iterable[pyoxigraph.Quad], where: str) -> dict[str, set[pyoxigraph.Triple]]:
    """Return the triples of each named graph. Raises `DataError` for quads outside named graphs."""
    found: dict[str, set[pyoxigraph.Triple]] = {}
    for quad in quads:
        name = getattr(quad.graph_name, "value", None)
        if name is None:
            raise DataError(where, "has triples outside named graphs", "load kg.nq, which has them all in graphs")
        found.setdefault(name, set()).add(quad.triple)
    return dict(sorted(found.items()))


def load(
    store: Store,
    quads: Iterable[pyoxigraph.Quad],
    where: str,
    *,
    whole: bool = False,
    progress: Callable[[str], None] = lambda graph: None,
) -> Outcome:
    """Replace every graph of the dataset in a store, and prove it. Other graphs are left alone.

    ``whole`` reads every quad back, else a sample of each graph. Raises `StoreError` where the store
    refuses; what it accepted and lost is in the outcome.
    """
    wanted = by_graph(quads, where)
    store.replace(wanted, progress)
    return _outcome(store, wanted, sum(map(len, wanted.values())), whole)


def load_delta(
    store: Store, old: Iterable[pyoxigraph.Quad], new: Iterable[pyoxigraph.Quad], where: str, *, whole: bool = False
) -> Outcome:
    """Bring a store that holds ``old`` to ``new`` by the changed quads alone, and prove it.

    Raises `DataError` where the store does not hold the old dataset's number of quads in each graph.
    """
    old, new = list(old), list(new)
    before, wanted = by_graph(old, where), by_graph(new, where)
    for graph, triples in before.items():
        held = store.count(graph)
        if held != len(triples):
            raise DataError(
                graph, f"the store holds {held} quads, the old dataset {len(triples)}", "load whole, without --since"
            )
    found = difference(old, new)
    changed = {line.removesuffix(" .\n").rpartition(" ")[2].strip("<>") for line in (*found.removed, *found.added)}
    store.change(found, {graph: wanted.get(graph, set()) for graph in sorted(changed)})
    gone: dict[str, set[pyoxigraph.Triple]] = {graph: set() for graph in before if graph not in wanted}
    return _outcome(store, {**gone, **wanted}, len(found.removed) + len(found.added), whole)


def _outcome(store: Store, wanted: dict[str, set[pyoxigraph.Triple]], sent: int, whole: bool) -> Outcome:
    compared, losses, known = prove(store, wanted, whole=whole)
    return Outcome({graph: len(triples) for graph, triples in wanted.items()}, sent, compared, losses, known)
