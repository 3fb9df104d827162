"""Walks along a hierarchy answered from a materialized closure.

``def:partOf*`` makes a store climb step by step for every row. For the hierarchies below, what each walk reaches is
computed once when the data is loaded and kept in ``graph/inferred``; a query's path is then read as its closure:
``p*`` as ``closure?``, ``p+`` as ``closure``. That is the same relation, so no answer changes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from kg.namespaces import EXTERNAL, Namespaces
from kg.server.wording import Token, names_dataset, tokens

GRAPH: Final = "inferred"
"""The graph of what was inferred, below ``BASE/graph/``."""


@dataclass(frozen=True, slots=True)
class Walk:
    """A step of a hierarchy, one of several properties, and the property that holds where it leads in the end."""

    steps: frozenset[str]
    closure: str


def walks(spaces: Namespaces) -> tuple[Walk, ...]:
    """Return the hierarchies whose closure is kept."""
    definition, skos = spaces.definition, EXTERNAL["skos"]
    place = [definition(name) for name in ("partOf", "inRegion", "coextensiveWith")]
    return (
        Walk(frozenset(place), definition("withinTransitive")),
        Walk(frozenset(place[:1]), definition("partOfTransitive")),
        Walk(frozenset({skos + "broader"}), skos + "broaderTransitive"),
    )


def closure(pairs: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Yield every pair that a walk of one step or more connects; cycles are walked once.

    >>> sorted(closure([("a", "b"), ("b", "c"), ("c", "b")]))
    [('a', 'b'), ('a', 'c'), ('b', 'b'), ('b', 'c'), ('c', 'b'), ('c', 'c')]
    """
    above: dict[str, set[str]] = {}
    for lower, upper in pairs:
        above.setdefault(lower, set()).add(upper)
    for start in above:
        reached: set[str] = set()
        pending = list(above[start])
        while pending:
            node = pending.pop()
            if node not in reached:
                reached.add(node)
                pending.extend(above.get(node, ()))
        yield from ((start, node) for node in reached)


def rewritten(query: str, known: Sequence[Walk]) -> str:
    """Return a query whose walks are read from the closure; as it stands where it names its own dataset.

    >>> query = "PREFIX skos: <http://www.w3.org/2004/02/skos/core#> ASK { ?a skos:broader* ?b }"
    >>> rewritten(query, walks(Namespaces())).partition("ASK ")[2]
    '{ ?a <http://www.w3.org/2004/02/skos/core#broaderTransitive>? ?b }'
    """
    if "*" not in query and "+" not in query:
        return query
    words = tokens(query)
    if names_dataset(words):
        return query
    resolve = _resolver(words)
    closures = {walk.steps: walk.closure for walk in known}
    pieces: list[str] = []
    done = 0
    for number, word in enumerate(words):
        if word.text not in ("*", "+") or word.kind != "sign":
            continue
        found = _step(words, number, resolve)
        if found is None:
            continue
        steps, first = found
        name = closures.get(steps)
        if name is not None and (first == 0 or words[first - 1].text != "!"):
            pieces += [query[done : words[first].start], f"<{name}>{'?' if word.text == '*' else ''}"]
            done = word.end
    return "".join([*pieces, query[done:]])


def _resolver(words: Sequence[Token]) -> Callable[[Token], str | None]:
    prefixes: dict[str, str] = {}
    for word, name, iri in zip(words, words[1:], words[2:], strict=False):
        declares = word.keyword == "PREFIX" and name.text.endswith(":") and iri.kind == "iri"
        if declares and prefixes.setdefault(name.text, iri.text[1:-1]) != iri.text[1:-1]:
            return lambda word: None  # one prefix with two meanings: leave the query alone
    if any(word.keyword == "BASE" for word in words):
        return lambda word: None

    def resolve(word: Token) -> str | None:
        if word.kind == "iri":
            return word.text[1:-1]
        prefix, colon, local = word.text.partition(":")
        space = prefixes.get(prefix + colon) if word.kind == "name" and colon else None
        return None if space is None or "\\" in local or "%" in local else space + local

    return resolve


def _step(
    words: Sequence[Token], number: int, resolve: Callable[[Token], str | None]
) -> tuple[frozenset[str], int] | None:
    """Return the properties before a ``*`` or ``+`` and the place of their first word."""
    last = number - 1
    if last < 0 or words[last].end != words[number].start:
        return None
    if words[last].text != ")":
        name = resolve(words[last])
        return (frozenset({name}), last) if name else None
    steps: set[str] = set()
    place = last - 1
    while place >= 1:
        name = resolve(words[place])
        if name is None:
            return None
        steps.add(name)
        if words[place - 1].text == "(":
            return frozenset(steps), place - 1
        if words[place - 1].text != "|":
            return None
        place -= 2
    return None


def described(spaces: Namespaces) -> Mapping[str, tuple[str, str]]:
    """Return what the properties of the inferred graph mean, in Chinese and English."""
    place, part, broader = (walk.closure for walk in walks(spaces))
    return {
        place: ("位于其内（逐级，不含自身）", "lies within, by any number of steps"),
        part: ("隶属于（逐级，不含自身）", "is part of, by any number of steps"),
        broader: ("上位概念（逐级，不含自身）", "has a broader concept, by any number of steps"),
    }
