"""Turtle files of the ontology, read strictly into subjects and their properties."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from kg.model import DataError
from kg.namespaces import EXTERNAL

if TYPE_CHECKING:
    from pyoxigraph import BlankNode, Literal, NamedNode


class Value(NamedTuple):
    """One object of a property: an IRI or blank node (``is_node``), or a literal with its language."""

    text: str
    is_node: bool
    language: str | None
    datatype: str | None
    is_blank: bool


Description = dict[str, list[Value]]
"""The properties of one subject: predicate IRI to its objects, in the order of the file."""


def _value(term: NamedNode | BlankNode | Literal) -> Value:
    from pyoxigraph import BlankNode, Literal

    if isinstance(term, Literal):
        return Value(term.value, False, term.language, term.datatype.value, False)
    return Value(term.value, True, None, None, isinstance(term, BlankNode))


def read(paths: Iterable[Path]) -> dict[str, Description]:
    """Return the descriptions in Turtle files, keyed by subject (IRI, or ``_:`` and an identifier).

    Raises `DataError` with file and line where a file does not parse.
    """
    from pyoxigraph import BlankNode, RdfFormat, parse

    subjects: dict[str, Description] = defaultdict(lambda: defaultdict(list))
    for path in paths:
        raw = path.read_bytes()
        try:
            for quad in parse(raw, format=RdfFormat.TURTLE, rename_blank_nodes=True):
                subject = quad.subject
                assert not isinstance(subject, str)
                key = f"_:{subject.value}" if isinstance(subject, BlankNode) else subject.value
                subjects[key][quad.predicate.value].append(_value(quad.object))
        except SyntaxError as error:
            raise DataError(
                f"{path}, line {error.lineno}", f"not valid Turtle: {error.msg}", "mend the line"
            ) from error
    return {subject: dict(description) for subject, description in subjects.items()}


def skos(name: str) -> str:
    """Return the IRI of a SKOS term."""
    return EXTERNAL["skos"] + name
