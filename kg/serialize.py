"""Quads → bytes of the RDF formats, in one canonical order.

N-Quads are written by ourselves: lines sorted by code point, each once, so that the same quads
give the same bytes and a new case only adds lines. Turtle and JSON-LD go through pyoxigraph,
which keeps the order of sorted input.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from kg.namespaces import EXTERNAL
from kg.terms import Quad

if TYPE_CHECKING:
    import pyoxigraph


def canonical(quads: Iterable[Quad]) -> list[str]:
    """Return quads as lines of N-Quads, each once, in code-point order.

    >>> first, second = Quad("<a>", "<p>", "<o>", "<g>"), Quad("<b>", "<p>", "<o>", "<g>")
    >>> canonical([second, first, first])
    ['<a> <p> <o> <g> .\\n', '<b> <p> <o> <g> .\\n']
    """
    return sorted({quad.line() for quad in quads})


def nquads(lines: Sequence[str]) -> bytes:
    """Return canonical lines as an N-Quads file."""
    return "".join(lines).encode()


def parsed(lines: Sequence[str]) -> list[pyoxigraph.Quad]:
    """Return lines of N-Quads, parsed."""
    from pyoxigraph import RdfFormat, parse

    return list(parse(nquads(lines), format=RdfFormat.N_QUADS))


def turtle(lines: Sequence[str], prefixes: Mapping[str, str]) -> bytes:
    """Return the quads as Turtle, all graphs merged into one."""
    from pyoxigraph import RdfFormat, serialize

    triples = dict.fromkeys(quad.triple for quad in sorted(parsed(lines), key=lambda quad: str(quad.triple)))
    return _bytes(serialize(triples, format=RdfFormat.TURTLE, prefixes=_used(prefixes, lines)))


def jsonld(lines: Sequence[str], prefixes: Mapping[str, str]) -> bytes:
    """Return the quads as JSON-LD with named graphs.

    pyoxigraph writes ``rdf:type`` as a property; frames select nodes by ``@type``, so that it is put there.
    """
    from pyoxigraph import RdfFormat, serialize

    quads = sorted(parsed(lines), key=lambda quad: (str(quad.graph_name), str(quad.triple)))
    graphs = json.loads(_bytes(serialize(quads, format=RdfFormat.JSON_LD, prefixes=_used(prefixes, lines))))
    for graph in graphs:
        graph["@graph"] = [_typed(node) for node in graph["@graph"]]
    return json.dumps(graphs, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _typed(node: dict[str, Any]) -> dict[str, Any]:
    """Return a node of expanded JSON-LD with its classes where JSON-LD looks for them."""
    types = [value["@id"] for value in node.pop(EXTERNAL["rdf"] + "type", ())]
    named = {"@id": node.pop("@id")}
    return {**named, "@type": types, **node} if types else {**named, **node}


def trig(quads: Iterable[pyoxigraph.Quad], prefixes: Mapping[str, str]) -> bytes:
    """Return parsed quads as TriG, in canonical order, each graph by name."""
    from pyoxigraph import RdfFormat, serialize

    ordered = sorted(set(quads), key=lambda quad: (str(quad.graph_name), str(quad.triple)))
    return _bytes(serialize(ordered, format=RdfFormat.TRIG, prefixes=dict(prefixes)))


def _bytes(value: bytes | None) -> bytes:
    assert value is not None  # serialize() returns None only when it writes to a file
    return value if value.endswith(b"\n") else value + b"\n"


def _used(prefixes: Mapping[str, str], lines: Sequence[str]) -> dict[str, str]:
    """Return the prefixes whose namespace occurs, so that a file binds none in vain."""
    text = "".join(lines)
    return {prefix: name for prefix, name in sorted(prefixes.items()) if f"<{name}" in text}
