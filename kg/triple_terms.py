"""Quads → the same in RDF 1.2: an assertion *reifies* its triples instead of taking them apart.

``?a rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o`` becomes ``?a rdf:reifies <<( ?s ?p ?o )>>``, once for
each predicate; everything else, the evidence too, stays as it is and annotates the reified triples.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from kg.terms import external

_PARTS: Final = tuple(external("rdf", name) for name in ("subject", "predicate", "object"))
REIFIES: Final = external("rdf", "reifies")


def with_triple_terms(lines: Iterable[str]) -> list[str]:
    """Return lines of N-Quads as lines of N-Quads 1.2, sorted.

    >>> rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    >>> parts = [("subject", "<s>"), ("predicate", "<p>"), ("object", "<o>")]
    >>> lines = [f"<a> <{rdf}{name}> {value} <g> .\\n" for name, value in parts]
    >>> with_triple_terms(lines) == [f"<a> <{rdf}reifies> <<( <s> <p> <o> )>> <g> .\\n"]
    True
    """
    kept: set[str] = set()
    taken: defaultdict[tuple[str, str], tuple[list[str], ...]] = defaultdict(lambda: ([], [], []))
    for line in lines:
        subject, predicate, rest = line.split(" ", 2)
        if predicate in _PARTS:
            value, graph = rest.removesuffix(" .\n").rsplit(" ", 1)
            taken[subject, graph][_PARTS.index(predicate)].append(value)
        else:
            kept.add(line)
    for (node, graph), (subjects, predicates, objects) in taken.items():
        terms = {f"<<( {s} {p} {o} )>>" for s in subjects for p in predicates for o in objects}
        kept |= {f"{node} {REIFIES} {term} {graph} .\n" for term in terms}
    return sorted(kept)
