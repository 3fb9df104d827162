"""The proof of a load: what the store gives back, against what it was given."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import pyoxigraph

    from kg.loading.stores import Store

_EACH: Final = 5
"""So many quads of each kind of term are read back from each graph."""


@dataclass(frozen=True, slots=True)
class Loss:
    """What a store does not give back as it was: the graph, what was wanted, and what came."""

    graph: str
    wanted: str
    came: str


def kind(term: object) -> str:
    """Return what is hard about a term: its language or datatype, its characters.

    >>> from pyoxigraph import Literal
    >>> kind(Literal("海关", language="zh-hans")), kind(Literal('a "b"')), kind(Literal("😀"))
    ('@zh-hans Chinese', '^^string escaped', '^^string astral')
    """
    value = str(getattr(term, "value", ""))
    language, datatype = getattr(term, "language", None), getattr(term, "datatype", None)
    if language is None and datatype is None:
        return "IRI"
    name = f"@{language}" if language else f"^^{datatype.value.rpartition('#')[2] if datatype else ''}"
    if any(ord(character) > 0xFFFF for character in value):
        return f"{name} astral"
    if any(character in '"\\\n\r\t' for character in value):
        return f"{name} escaped"
    chinese = any("\u3400" <= character <= "\u9fff" for character in value)
    return name + (" long" if len(value) > 200 else "") + (" Chinese" if chinese else "")


def sample(triples: Iterable[pyoxigraph.Triple]) -> list[pyoxigraph.Triple]:
    """Return some triples of every kind of object, always the same ones, spread over the graph."""
    kinds: dict[str, list[pyoxigraph.Triple]] = {}
    for triple in sorted(triples, key=str):
        kinds.setdefault(kind(triple.object), []).append(triple)
    return [rows[(len(rows) - 1) * step // max(1, _EACH - 1)] for rows in kinds.values() for step in range(_EACH)]


def prove(
    store: Store, wanted: Mapping[str, set[pyoxigraph.Triple]], *, whole: bool
) -> tuple[int, tuple[Loss, ...], tuple[Loss, ...]]:
    """Return how many quads were read back, what was lost, and what the store is known to hold otherwise."""
    losses: list[Loss] = []
    known: list[Loss] = []
    compared = 0
    for graph, triples in wanted.items():
        held = store.count(graph)
        if held != len(triples):
            losses.append(Loss(graph, f"{len(triples)} quads", f"{held} quads"))
        expected: dict[Any, set[str]] = {
            (t.subject, t.predicate): set() for t in (triples if whole else sample(triples))
        }
        for triple in triples:
            if (triple.subject, triple.predicate) in expected:
                expected[triple.subject, triple.predicate].add(str(triple.object))
        came: dict[Any, set[str]] = {}
        for triple in store.read(graph) if whole else store.ask(graph, expected):
            came.setdefault((triple.subject, triple.predicate), set()).add(str(triple.object))
        compared += sum(map(len, expected.values()))
        for key in sorted({*expected, *came} if whole else expected, key=str):
            gone, extra = (
                expected.get(key, set()) - came.get(key, set()),
                came.get(key, set()) - expected.get(key, set()),
            )
            for term in sorted(gone):
                other = store.holds_as(term)
                if other is not None and other in extra:
                    known.append(Loss(graph, f"{key[0]} {key[1]} {term}", other))
                    extra.remove(other)
                else:
                    losses.append(Loss(graph, f"{key[0]} {key[1]} {term}", ", ".join(sorted(extra)) or "nothing"))
            losses += [Loss(graph, "nothing", f"{key[0]} {key[1]} {term}") for term in sorted(extra) if not gone]
    return compared, tuple(losses), tuple(known)
