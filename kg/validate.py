"""Checks of a dataset: SHACL shapes, violation queries, and the evidence of every link.

Every violation names the record and says what to mend.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg import store
from kg.model import QUOTE_BREAKS, QUOTE_LIMIT, AnnotatedCase

if TYPE_CHECKING:
    import pyoxigraph


@dataclass(frozen=True, slots=True, order=True)
class Violation:
    """What is wrong, where, and how to mend it. ``check`` is the shape, query or rule that found it."""

    check: str
    where: str
    what: str


def evidence(annotated: Sequence[AnnotatedCase]) -> Iterator[Violation]:
    """Yield links without evidence, and quotes that do not stand where they claim or are too long."""
    for item in annotated:
        for assertion in item.assertions:
            where = f"{assertion.case} {assertion.relation} {assertion.referent.path}"
            if not assertion.evidence:
                yield Violation("evidence", where, "the link has no quote; give it one or drop it")
            for span in assertion.evidence:
                if item.case.field(span.field)[span.start : span.end] != span.quote:
                    yield Violation("evidence", where, f"“{span.quote}” does not stand at {span.field} {span.start}")
                if len(span.quote) > QUOTE_LIMIT or any(mark in span.quote for mark in QUOTE_BREAKS):
                    yield Violation("evidence", where, f"“{span.quote}” is too long or crosses a sentence; shorten it")


def shapes(lines: Sequence[str], shapes_graph: str) -> list[Violation]:
    """Return the SHACL violations of the quads, merged into one graph, by pySHACL.

    ``shapes_graph`` is Turtle, written with the same base as the quads.
    """
    import pyshacl
    from rdflib import SH, Graph

    data = Graph()
    data.parse(data="".join(_triple(line) for line in lines), format="nt11")
    conforms, results, _ = pyshacl.validate(
        data, shacl_graph=Graph().parse(data=shapes_graph, format="turtle"), advanced=False, inference="none"
    )
    if conforms:
        return []
    found = []
    for result in results.subjects(SH.focusNode):
        focus = results.value(result, SH.focusNode)
        shape = results.value(result, SH.sourceShape)
        messages = sorted(str(message) for message in results.objects(result, SH.resultMessage))
        value = results.value(result, SH.value)
        shown = f" ({value})" if value is not None else ""
        found.append(Violation(f"shape {shape}", str(focus), " / ".join(messages) + shown))
    return sorted(found)


def _triple(line: str) -> str:
    """Return an N-Quads line without its graph."""
    head, _, _ = line.rstrip(" .\n").rpartition(" ")
    return f"{head} .\n"


def queries(data: pyoxigraph.Store, violation_queries: Mapping[str, str]) -> list[Violation]:
    """Return a violation for every row of every violation query (name → SPARQL)."""
    found = []
    for name, sparql in sorted(violation_queries.items()):
        for row in store.select(data, sparql).rows:
            found.append(Violation(f"query {name}", row[0] or "", " ".join(value or "" for value in row[1:])))
    return found


def check(
    annotated: Sequence[AnnotatedCase], lines: Sequence[str], shapes_graph: str, violation_queries: Mapping[str, str]
) -> list[Violation]:
    """Return every violation of a dataset that is about to be written: none is the only good answer."""
    found = list(evidence(annotated))
    found += shapes(lines, shapes_graph)
    if violation_queries:
        found += queries(store.of_bytes("".join(lines).encode()), violation_queries)
    return found
