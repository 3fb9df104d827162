"""Two datasets → the SPARQL UPDATE that turns the one into the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

CHUNK: Final = 1_000
"""Triples of one operation: stores limit the length of a request's parts."""


def update(removed: Sequence[str], added: Sequence[str], head: str = "") -> bytes:
    """Return an update that deletes and inserts lines of canonical N-Quads. ``head`` is put before it as a comment.

    N-Quads terms are terms of SPARQL as they stand, since a dataset has no blank node.

    >>> line = "<urn:s> <urn:p> <urn:o> <urn:g> .\\n"
    >>> print(update([], [line]).decode())
    INSERT DATA { GRAPH <urn:g> {
    <urn:s> <urn:p> <urn:o> .
    } }
    <BLANKLINE>
    """
    operations = [*_operations("DELETE DATA", removed), *_operations("INSERT DATA", added)]
    comment = "".join(f"# {line}\n" for line in head.splitlines())
    return (comment + " ;\n".join(operations) + ("\n" if operations else "")).encode()


def _operations(verb: str, lines: Sequence[str]) -> Iterator[str]:
    def graph(line: str) -> str:
        return line.rstrip(" .\n").rpartition(" ")[2]

    for name, group in groupby(sorted(lines, key=lambda line: (graph(line), line)), key=graph):
        triples = [line.rstrip(" .\n").rpartition(" ")[0] for line in group]
        for first in range(0, len(triples), CHUNK):
            body = "\n".join(f"{triple} ." for triple in triples[first : first + CHUNK])
            yield f"{verb} {{ GRAPH {name} {{\n{body}\n}} }}"
