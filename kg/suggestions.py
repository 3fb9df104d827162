"""What was probably meant: the nearest prefixes, properties, names and values to a mistyped one."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kg.namespaces import EXTERNAL
from kg.store import bare

if TYPE_CHECKING:
    import pyoxigraph

_IRI: Final = re.compile(r"<([^<>\s\"{}|^`\\]+)>")
_DECLARED: Final = re.compile(r"(?i)\bPREFIX\s+([A-Za-z][\w.-]*)?:\s*<([^>]*)>")
_PREFIXED: Final = re.compile(r"(?<![\w:?$@%./-])([A-Za-z][\w.-]*)?:([A-Za-z0-9_][\w.-]*[\w-]|[\w-])?")


def nearest(name: str, known: Iterable[str], count: int = 3) -> list[str]:
    """Return the names most like one, the likest first, none where nothing is near.

    >>> nearest("regoin", ["region", "ledByRegion", "stage"])
    ['region']
    >>> nearest("江苏盛", ["江苏省", "浙江省", "辽宁省", "海关"])
    ['江苏省']
    """
    wanted = 0.6 if name.isascii() else 0.3
    scored = []
    for one in dict.fromkeys(known):
        score = difflib.SequenceMatcher(None, name.lower(), one.lower()).ratio()
        if score >= wanted:
            scored.append((-score, -difflib.SequenceMatcher(None, name, one).ratio(), one))
    best = min((score for score, _, _ in scored), default=0.0)
    return [one for score, _, one in sorted(scored)[:count] if score <= best + 0.2]


def unknown_prefixes(sparql: str, prefixes: Iterable[str]) -> list[tuple[str, list[str]]]:
    """Return the prefixes that a query uses and nobody declares, each with the nearest known ones.

    >>> unknown_prefixes("SELECT ?c { ?c a dfe:Case }", ["def", "dcterms"])
    [('dfe', ['def'])]
    """
    text = bare(sparql)
    declared = {name or "" for name, _ in _DECLARED.findall(text)}
    known = {*prefixes, *declared}
    used = {prefix for prefix, _ in _PREFIXED.findall(_IRI.sub(" ", _DECLARED.sub(" ", text)))}
    return [(name, nearest(name, known)) for name in sorted(used - known)]


def unknown_iris(store: pyoxigraph.Store, sparql: str, prefixes: Mapping[str, str]) -> list[tuple[str, list[str]]]:
    """Return the names of a query that stand nowhere in the dataset, each with the nearest that do.

    Names of datatypes and functions are left alone: only namespaces that the dataset uses are looked at.
    """
    from pyoxigraph import NamedNode

    text = bare(sparql)
    spaces = {**prefixes, **{name or "": iri for name, iri in _DECLARED.findall(text)}}
    body = _DECLARED.sub(" ", text)
    used: dict[str, str] = {iri: f"<{iri}>" for iri in _IRI.findall(body)}
    for prefix, local in _PREFIXED.findall(_IRI.sub(" ", body)):
        if prefix in spaces and local:
            used[spaces[prefix] + local] = f"{prefix}:{local}"
    short = sorted(((iri, prefix) for prefix, iri in spaces.items()), key=lambda pair: -len(pair[0]))
    found = []
    for iri, written in sorted(used.items()):
        space = iri[: max(iri.rfind("#"), iri.rfind("/")) + 1]
        if space == EXTERNAL["xsd"] or _stands(store, NamedNode(iri)):
            continue
        peers = {name for name in _names(store) if name.startswith(space) and "/" not in name[len(space) :]}
        if peers:
            near = nearest(iri[len(space) :], (peer[len(space) :] for peer in peers))
            found.append((written, [_curie(space + name, short) for name in near]))
    return found


def _curie(iri: str, short: Iterable[tuple[str, str]]) -> str:
    for space, prefix in short:
        if iri.startswith(space) and "/" not in iri[len(space) :]:
            return f"{prefix}:{iri[len(space) :]}"
    return f"<{iri}>"


def _stands(store: pyoxigraph.Store, node: pyoxigraph.NamedNode) -> bool:
    patterns = ((node, None, None, None), (None, node, None, None), (None, None, node, None), (None, None, None, node))
    return any(next(store.quads_for_pattern(*pattern), None) is not None for pattern in patterns)


def _names(store: pyoxigraph.Store) -> Iterator[str]:
    for variable, pattern in (("p", "?s ?p ?o"), ("t", "?s a ?t"), ("c", "?c a ?t . FILTER(ISIRI(?c))")):
        query = f"SELECT DISTINCT ?{variable} {{ {pattern} }}"
        for row in store.query(query, use_default_graph_as_union=True):  # type: ignore[union-attr]
            yield row[variable].value


@dataclass(frozen=True, slots=True)
class UnknownValue:
    """A value of a parameter that names nothing in the dataset, and the nearest names of the same kind."""

    parameter: str
    value: str
    near: tuple[str, ...]


_NAMED: Final = """SELECT ?node ?name ?kind {
  ?node <http://www.w3.org/2004/02/skos/core#prefLabel>|<http://www.w3.org/2004/02/skos/core#altLabel>
      |<http://www.w3.org/2004/02/skos/core#notation>|<BASE/def#number>
      |<http://www.w3.org/2000/01/rdf-schema#label> ?name .
  { ?node <http://www.w3.org/2004/02/skos/core#inScheme> ?kind } UNION { ?node a ?kind }
}"""


def unknown_values(
    store: pyoxigraph.Store, base: str, values: Mapping[str, str], defaults: Mapping[str, str]
) -> list[UnknownValue]:
    """Return those values of parameters that name nothing of the kind which the parameter's default names.

    ``defaults`` has the default of every parameter. A default that names nothing is free text (words
    of a case, a number), of which nothing can be said.
    """
    names: dict[str, set[str]] = {}
    kinds: dict[str, set[str]] = {}
    for row in store.query(_NAMED.replace("BASE", base), use_default_graph_as_union=True):  # type: ignore[union-attr]
        node, kind = row["node"].value, row["kind"].value
        known = {row["name"].value.lower(): row["name"].value, node.rpartition("/")[2]: node.rpartition("/")[2]}
        names.setdefault(kind, set()).update(known.values())
        for name in known:
            kinds.setdefault(name, set()).add(kind)
    found = []
    for parameter, value in values.items():
        same = kinds.get(defaults.get(parameter, "").lower(), set()) - {EXTERNAL["skos"] + "Concept"}
        peers = set().union(*(names[kind] for kind in same)) if same else set()
        if peers and value.lower() not in {name.lower() for name in peers}:
            near = nearest(value, sorted(peers, key=lambda name: (name.isascii() != value.isascii(), name)))
            found.append(UnknownValue(parameter, value, tuple(near)))
    return found
