"""Reading a query's words without understanding all of it: strings, comments and IRIs apart from keywords.

The store's own parser has the last word on syntax. What is decided here is what must be known before it runs:
which dataset the query names, and whether it wants to call other servers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

_TOKEN: Final = re.compile(
    r"""
    (?P<space>[\s\ufeff]+|\#[^\n\r]*)
  | (?P<string>\"{3}(?:(?:"{1,2})?(?:[^"\\]|\\.))*\"{3} | '{3}(?:(?:'{1,2})?(?:[^'\\]|\\.))*'{3}
      | "(?:[^"\\\n\r]|\\.)*" | '(?:[^'\\\n\r]|\\.)*')
  | (?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
  | (?P<variable>[?$]\w+)
  | (?P<name>(?:[\w%]|\\.|:)(?:[\w.:%-]|\\.)*)
  | (?P<sign>\^\^|&&|\|\||!=|<=|>=|.)
    """,
    re.VERBOSE | re.DOTALL,
)
_CODE_POINT: Final = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_VOLATILE: Final = frozenset({"RAND", "NOW", "UUID", "STRUUID", "BNODE"})


class ForbiddenCallError(Exception):
    """A query that wants to reach another server."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a query: its kind (a group of the pattern), its text and where it stands."""

    kind: str
    text: str
    start: int
    end: int

    @property
    def keyword(self) -> str:
        """The word in capitals where it could be a keyword, else nothing."""
        return self.text.upper() if self.kind == "name" and ":" not in self.text else ""


def tokens(text: str) -> list[Token]:
    """Return the words of a query, without white space and comments.

    >>> [token.text for token in tokens("ASK { ?s <p#q> 'a # b' } # end")]
    ['ASK', '{', '?s', '<p#q>', "'a # b'", '}']
    """
    return [
        Token(str(found.lastgroup), found[0], found.start(), found.end())
        for found in _TOKEN.finditer(text)
        if found.lastgroup != "space"
    ]


def names_dataset(words: Sequence[Token]) -> bool:
    """Tell whether a query has a FROM clause.

    >>> names_dataset(tokens("SELECT * FROM <g> {}")), names_dataset(tokens("ASK { ?s :from 'FROM <g>' }"))
    (True, False)
    """
    return any(word.keyword in ("FROM", "FROMNAMED") for word in words)


def is_volatile(words: Sequence[Token]) -> bool:
    """Tell whether the answer may differ though the data is the same: NOW(), RAND(), UUID() and the like."""
    return any(word.keyword in _VOLATILE for word in words)


def _unescaped(text: str) -> str:
    def character(found: re.Match[str]) -> str:
        code = int(found[1] or found[2], 16)
        return chr(code) if code < 0x110000 else found[0]

    return _CODE_POINT.sub(character, text)


def refuse_calls(text: str, allowed: frozenset[str]) -> None:
    """Raise `ForbiddenCallError` where a query or update calls a server (SERVICE, LOAD) that is not allowed by name.

    In doubt it refuses: where the words could be read in two ways, and where the server is a variable or a prefixed
    name. Code-point escapes are read both as written and as meant.

    >>> refuse_calls("SELECT * { ?s ?p 'SERVICE <http://a.example/>' }", frozenset())
    >>> refuse_calls("ASK { SERVICE <http://a.example/x> {} }", frozenset({"a.example"}))
    >>> refuse_calls("ASK { SERV\\u0049CE <http://a.example/x> {} }", frozenset())
    Traceback (most recent call last):
    kg.server.wording.ForbiddenCallError: SERVICE may not call a.example: this server was not told to allow it
    """
    for reading in dict.fromkeys((text, _unescaped(text))):
        words = tokens(reading)
        _refuse_ambiguous(reading, words)
        for keyword, target in _calls(words):
            host = urlsplit(target.text[1:-1]).hostname if target and target.kind == "iri" else None
            if host is None:
                raise ForbiddenCallError(
                    f"{keyword} must name its server by an absolute IRI in angle brackets, and be no part of a prefix"
                )
            if host not in allowed:
                raise ForbiddenCallError(f"{keyword} may not call {host}: this server was not told to allow it")


def _refuse_ambiguous(text: str, words: Sequence[Token]) -> None:
    """``?a<1)SERVICE:x#>`` is an IRI to a reader of words and a comparison to a parser; so is ``<'x>y'``."""
    if re.search(r"service|load", text, re.IGNORECASE) is None:
        return
    for word in words:
        inside = word.kind == "iri" and word.text
        if inside and ("'" in inside or re.search(r"\).*(?:service|load)", inside, re.IGNORECASE)):
            raise ForbiddenCallError(
                "an IRI holds a quotation mark or bracket; escape it, so that the query reads one way only"
            )


def _calls(words: Sequence[Token]) -> Iterator[tuple[str, Token | None]]:
    """Yield every call with its target. The store's parser needs no space around a keyword: ``1SERVICEx:{}`` is a call,
    so the word is looked for in every name, up to its colon."""
    for number, word in enumerate(words):
        prefix, colon, _ = word.text.partition(":")
        found = re.search(r"service|load", prefix, re.IGNORECASE) if word.kind == "name" else None
        if found is None:
            continue
        keyword = found[0].upper()
        if colon:
            yield keyword, None
            continue
        rest = words[number + 1 : number + 3]
        if rest and rest[0].keyword == "SILENT":
            rest = rest[1:]
        yield keyword, rest[0] if rest else None


class DatasetConflictError(Exception):
    """An update that names its dataset twice: in its text and in the request."""


def with_using(update: str, default: Sequence[str], named: Sequence[str]) -> str:
    """Return an update whose operations match the graphs that the request names (``using-graph-uri``).

    Raises `DatasetConflictError` where the update says USING or WITH itself, `ValueError` for what is no IRI.

    >>> with_using("DELETE { ?s ?p 1 } WHERE { ?s ?p 1 }", ["http://g.example/"], [])
    'DELETE { ?s ?p 1 } USING <http://g.example/> WHERE { ?s ?p 1 }'
    >>> with_using("DELETE WHERE { ?s ?p 1 }", ["http://g.example/"], [])
    'DELETE { ?s ?p 1 } USING <http://g.example/> WHERE { ?s ?p 1 }'
    """
    if not default and not named:
        return update
    for graph in (*default, *named):
        if re.search(r"[<>\"{}|^`\\\x00-\x20]", graph) or not urlsplit(graph).scheme:
            raise ValueError(f"{graph!r} is no absolute IRI")
    clause = "".join([f"USING <{graph}> " for graph in default] + [f"USING NAMED <{graph}> " for graph in named])
    words = tokens(update)
    pieces: list[str] = []
    done, depth = 0, 0
    before: Token | None = None
    for number, word in enumerate(words):
        depth += {"{": 1, "}": -1}.get(word.text, 0) if word.kind == "sign" else 0
        if depth == 0 and word.keyword in ("USING", "WITH"):
            raise DatasetConflictError(f"the update says {word.keyword} and the request names graphs; keep one of them")
        if depth == 0 and word.keyword == "WHERE":
            if before is not None and before.keyword == "DELETE":
                pattern = update[word.end : _closing(words, number)]
                pieces += [update[done : word.start], pattern.strip(), " ", clause, "WHERE"]
            else:
                pieces += [update[done : word.start], clause, "WHERE"]
            done = word.end
        before = word
    return "".join([*pieces, update[done:]])


def _closing(words: Sequence[Token], number: int) -> int:
    """Return where the group ends that begins after a word."""
    depth = 0
    for word in words[number + 1 :]:
        depth += {"{": 1, "}": -1}.get(word.text, 0) if word.kind == "sign" else 0
        if depth == 0:
            return word.end
    return words[-1].end
