"""The change between two datasets as sets of quads, and as patches that a store applies."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kg.model import DataError
from kg.store import FORMATS

if TYPE_CHECKING:
    import pyoxigraph

_CHUNK: Final = 500
"""Quads in one operation of an update: small enough for every store's limit on a query's length."""


@dataclass(frozen=True, slots=True)
class Difference:
    """Lines of N-Quads, sorted, that only the new (``added``) or only the old dataset has (``removed``).

    ``merged``: graphs were left out of the comparison, since one of the datasets has none.
    """

    added: tuple[str, ...]
    removed: tuple[str, ...]
    merged: bool = False

    def __bool__(self) -> bool:
        return bool(self.added or self.removed)


def read(path: Path) -> tuple[pyoxigraph.Quad, ...]:
    """Return the quads of a dataset: a file, or a folder that a build wrote (its ``kg.nq``, else its ``kg.ttl``).

    Raises `DataError` where there is none, or where it does not parse.
    """
    from pyoxigraph import RdfFormat, parse

    file = path
    if path.is_dir():
        file = next((path / name for name in ("kg.nq", "kg.ttl") if (path / name).is_file()), path / "kg.nq")
    if not file.is_file():
        raise DataError(str(file), "no such file", "name a dataset, or a folder that `kg build` wrote")
    if file.suffix not in FORMATS:
        raise DataError(str(file), "not a dataset", f"use one of {', '.join(FORMATS)}, or a folder")
    try:
        return tuple(parse(path=str(file), format=getattr(RdfFormat, FORMATS[file.suffix])))
    except SyntaxError as error:
        raise DataError(f"{file}, line {error.lineno}", f"does not parse: {error.msg}", "build it again") from error


def difference(old: Iterable[pyoxigraph.Quad], new: Iterable[pyoxigraph.Quad]) -> Difference:
    """Return what was added and removed. A dataset without named graphs is compared by its triples."""
    before, after, merged = comparable(old, new)
    return Difference(_lines(after - before), _lines(before - after), merged)


def comparable(
    old: Iterable[pyoxigraph.Quad], new: Iterable[pyoxigraph.Quad]
) -> tuple[set[pyoxigraph.Quad], set[pyoxigraph.Quad], bool]:
    """Return both datasets, without graphs where only one of them has any, and whether that is so."""
    before, after = set(old), set(new)
    flat = [all(_graph(quad) == "" for quad in quads) for quads in (before, after)]
    if flat[0] == flat[1] or not before or not after:
        return before, after, False
    return _merged(before), _merged(after), True


def _graph(quad: pyoxigraph.Quad) -> str:
    return getattr(quad.graph_name, "value", "")


def _merged(quads: Iterable[pyoxigraph.Quad]) -> set[pyoxigraph.Quad]:
    from pyoxigraph import Quad

    return {Quad(quad.subject, quad.predicate, quad.object) for quad in quads}


def _lines(quads: Iterable[pyoxigraph.Quad]) -> tuple[str, ...]:
    return tuple(sorted(f"{quad} .\n" for quad in quads))


def rdf_patch(found: Difference) -> str:
    """Return the change in the RDF Patch syntax of Apache Jena: removals, then additions, in one transaction."""
    rows = [f"D {line}" for line in found.removed] + [f"A {line}" for line in found.added]
    return "TX .\n" + "".join(rows) + "TC .\n"


def sparql_update(found: Difference) -> str:
    """Return the change as a SPARQL 1.1 Update request; nothing where there is no change.

    >>> print(sparql_update(Difference(("<a:s> <a:p> 'o' <a:g> .\\n",), ())))
    INSERT DATA {
      GRAPH <a:g> {
        <a:s> <a:p> 'o' .
      }
    }
    <BLANKLINE>
    """
    operations = [*_operations("DELETE", found.removed), *_operations("INSERT", found.added)]
    return " ;\n".join(operations) + ("\n" if operations else "")


def _operations(verb: str, lines: Sequence[str]) -> Iterator[str]:
    for graph, rows in groupby(sorted(map(_split, lines), key=lambda pair: pair[0]), key=lambda pair: pair[0]):
        triples = [triple for _, triple in rows]
        for start in range(0, len(triples), _CHUNK):
            indent = "    " if graph else "  "
            body = "".join(f"{indent}{triple} .\n" for triple in triples[start : start + _CHUNK])
            yield f"{verb} DATA {{\n" + (f"  GRAPH {graph} {{\n{body}  }}\n}}" if graph else f"{body}}}")


def _split(line: str) -> tuple[str, str]:
    """Return the graph of a line of N-Quads (empty where it has none) and its triple."""
    body = line.removesuffix(" .\n")
    head, _, last = body.rpartition(" ")
    is_quad = last.startswith("<") and len(_terms(body)) == 4
    return (last, head) if is_quad else ("", body)


def _terms(body: str) -> list[str]:
    """Return the terms of a line. An IRI has no space, so only a literal, the third term, can hold one."""
    subject, predicate, rest = body.split(" ", 2)
    if not rest.startswith(('"', "'")):
        return [subject, predicate, *rest.split(" ")]
    quote, end = rest[0], 1
    while rest[end] != quote:
        end += 2 if rest[end] == "\\" else 1
    literal, _, graph = rest[end + 1 :].partition(" ")
    return [subject, predicate, rest[: end + 1] + literal, *([graph] if graph else [])]
