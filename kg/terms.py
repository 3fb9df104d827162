"""RDF terms and quads as N-Quads text: the cheapest form to make, sort and write.

A term is a string in canonical N-Triples syntax; a quad is four of them. Strict parsing, other
formats and queries are left to libraries (`kg.serialize`, `kg.store`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final, NamedTuple

from kg.namespaces import EXTERNAL

_NUMBER: Final = re.compile(r"([+-]?)([0-9]+)(?:\.([0-9]*))?")

_ESCAPES: Final = str.maketrans(
    {
        "\\": "\\\\",
        '"': '\\"',
        "\n": "\\n",
        "\r": "\\r",
        "\t": "\\t",
        "\b": "\\b",
        "\f": "\\f",
        **{chr(code): f"\\u{code:04X}" for code in (*range(8), 0x0B, *range(0x0E, 0x20), 0x7F)},
    }
)


class Quad(NamedTuple):
    """Subject, predicate, object and graph, each a term."""

    subject: str
    predicate: str
    object: str
    graph: str

    def line(self) -> str:
        """Return the quad as a line of N-Quads, with its line feed."""
        return f"{self.subject} {self.predicate} {self.object} {self.graph} .\n"


def iri(value: str) -> str:
    """Return an IRI as a term.

    >>> iri("https://w3id.org/ipcase/id/region/370200")
    '<https://w3id.org/ipcase/id/region/370200>'
    """
    return f"<{value}>"


def external(prefix: str, name: str) -> str:
    """Return a term of a vocabulary that is reused.

    >>> external("skos", "prefLabel")
    '<http://www.w3.org/2004/02/skos/core#prefLabel>'
    """
    return f"<{EXTERNAL[prefix]}{name}>"


def literal(text: str, language: str | None = None) -> str:
    """Return a string or a language-tagged string as a term.

    >>> print(literal('他说“好”', "zh-hans"), literal('a "b"'))
    "他说“好”"@zh-hans "a \\"b\\""
    """
    quoted = f'"{text.translate(_ESCAPES)}"'
    return f"{quoted}@{language}" if language else quoted


def typed(text: str, datatype: str) -> str:
    """Return a literal of an XML Schema datatype, given by its local name.

    Numbers are written in their canonical form, since stores keep the number and not its digits:
    what is loaded then comes back as it was.

    >>> typed("16", "integer")
    '"16"^^<http://www.w3.org/2001/XMLSchema#integer>'
    >>> [typed(text, "decimal").partition("^^")[0] for text in ("0.90", "1.00", "007.5")]
    ['"0.9"', '"1"', '"7.5"']
    """
    found = _NUMBER.fullmatch(text) if datatype in ("integer", "decimal") else None
    if found is not None:
        whole, fraction = found[2].lstrip("0") or "0", (found[3] or "").rstrip("0")
        digits = f"{whole}.{fraction}" if fraction else whole
        text = f"-{digits}" if found[1] == "-" and digits != "0" else digits
    return f'"{text.translate(_ESCAPES)}"^^<{EXTERNAL["xsd"]}{datatype}>'


RDF_TYPE: Final = external("rdf", "type")
PREF_LABEL: Final = external("skos", "prefLabel")
ALT_LABEL: Final = external("skos", "altLabel")
RDFS_LABEL: Final = external("rdfs", "label")


def label_pairs(label: str, language: str = "zh-hans") -> Iterable[tuple[str, str]]:
    """Return the predicate and object of a preferred label and of its mirror in ``rdfs:label``."""
    term = literal(label, language)
    return ((PREF_LABEL, term), (RDFS_LABEL, term))
