"""A process that answers queries, one at a time, from a store that it never changes.

It is forked from a loaded store (or opens a snapshot), so many share one memory. It can be killed at any moment; an
alarm of its own ends it where nobody else is left to do so.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import socket
from collections.abc import Iterable
from typing import IO, TYPE_CHECKING, Any, Final, cast

from kg.server import frames
from kg.server.closure import Walk, rewritten

if TYPE_CHECKING:
    import pyoxigraph

CHUNK: Final = 1 << 16
_ROW: Final = {"CSV": b"\n", "TSV": b"\n", "XML": b"<result>", "JSON": b'}},{"'}
"""What each form of an answer has once a row."""


class TooLargeError(Exception):
    """The answer has more rows or bytes than the server gives."""


class UnacceptableError(Exception):
    """No form that was asked for can hold this kind of answer."""


class Outlet:
    """A file to write an answer to: gathers it into messages, counts rows and bytes."""

    def __init__(self, link: socket.socket, head: dict[str, Any], rows: int, size: int) -> None:
        self.link, self.head, self.rows, self.size = link, head, rows, size
        self.buffer = bytearray()
        self.row = _ROW.get(head["oxigraph"])
        self.is_told = False

    def write(self, part: bytes) -> int:
        """Take a part of the answer."""
        self.buffer += part
        if len(self.buffer) >= CHUNK:
            self.flush()
        return len(part)

    def flush(self) -> None:
        """Send what was gathered. Raises `TooLargeError` where a bound is passed."""
        self.size -= len(self.buffer)
        if self.row is not None:
            self.rows -= self.buffer.count(self.row)
        if self.size < 0 or self.rows < 0:
            raise TooLargeError
        if not self.is_told:
            frames.send_json(self.link, frames.ANSWER, self.head)
            self.is_told = True
        if self.buffer:
            frames.send(self.link, frames.CHUNK, bytes(self.buffer))
            self.buffer.clear()


def serve(store: pyoxigraph.Store, link: socket.socket, walks: tuple[Walk, ...]) -> None:
    """Answer requests until the other side is gone."""
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    while True:
        try:
            _, body = frames.receive(link)
        except (EOFError, OSError):
            return
        request = json.loads(body)
        signal.setitimer(signal.ITIMER_REAL, request["time"] + 2)
        try:
            _answer(store, link, request, walks)
        except UnacceptableError as error:
            _fault(link, "unacceptable", str(error))
        except TooLargeError:
            _fault(link, "large", "")
        except SyntaxError as error:
            _fault(link, "syntax", str(error.msg))
        except (ValueError, TypeError, RuntimeError, OSError) as error:
            _fault(link, "evaluation", str(error))
        signal.setitimer(signal.ITIMER_REAL, 0)


def _fault(link: socket.socket, kind: str, message: str) -> None:
    frames.send_json(link, frames.FAULT, {"kind": kind, "message": message})


def _answer(store: pyoxigraph.Store, link: socket.socket, request: dict[str, Any], walks: tuple[Walk, ...]) -> None:
    match request["do"]:
        case "query":
            _query(store, link, request, walks)
        case "dump":
            _dump(store, link, request)
        case "exists":
            _exists(store, link, request)
        case other:
            raise ValueError(other)
    frames.send(link, frames.END)


def _query(store: pyoxigraph.Store, link: socket.socket, request: dict[str, Any], walks: tuple[Walk, ...]) -> None:
    from pyoxigraph import (
        NamedNode,
        QueryBoolean,
        QueryResultsFormat,
        QuerySolutions,
        QueryTriples,
        RdfFormat,
        serialize,
    )

    dataset: dict[str, Any] = {}
    if request["default"] is not None or request["named"] is not None:
        dataset["default_graph"] = [NamedNode(graph) for graph in request["default"] or ()]
        dataset["named_graphs"] = [NamedNode(graph) for graph in request["named"] or ()]
    text = request["query"]
    if request["union"] and not dataset:
        dataset["use_default_graph_as_union"] = True
        if walks:
            text = rewritten(text, walks)
    result = store.query(text, base_iri=request["base"], **dataset)
    kind = (
        "boolean" if isinstance(result, QueryBoolean) else "rows" if isinstance(result, QuerySolutions) else "triples"
    )
    form = request["forms"][kind]
    if form is None:
        raise UnacceptableError(kind)
    outlet = Outlet(link, {"kind": kind, **form}, request["rows"], request["size"])
    if isinstance(result, QueryTriples):
        chosen = getattr(RdfFormat, form["oxigraph"])
        if request["prefixes"]:
            triples = sorted(dict.fromkeys(result), key=str)
            text = "".join(str(triple) for triple in triples)
            used = {prefix: space for prefix, space in request["prefixes"].items() if f"<{space}" in text}
            serialize(triples, _file(outlet), chosen, prefixes=used)
        else:
            result.serialize(_file(outlet), chosen)
    else:
        result.serialize(_file(outlet), getattr(QueryResultsFormat, form["oxigraph"]))
    outlet.flush()


def _file(outlet: Outlet) -> IO[bytes]:
    """An outlet has of a file what the store asks for: writing and flushing."""
    return cast(IO[bytes], outlet)


def _graph(name: str | None) -> pyoxigraph.NamedNode | pyoxigraph.DefaultGraph:
    from pyoxigraph import DefaultGraph, NamedNode

    return DefaultGraph() if name is None else NamedNode(name)


def _exists(store: pyoxigraph.Store, link: socket.socket, request: dict[str, Any]) -> None:
    frames.send_json(link, frames.ANSWER, {"exists": exists(store, request["graph"])})


def exists(store: pyoxigraph.Store, name: str | None) -> bool:
    """Tell whether a store has a graph; the default graph is always there."""
    from pyoxigraph import NamedNode

    return name is None or store.contains_named_graph(NamedNode(name))


def _dump(store: pyoxigraph.Store, link: socket.socket, request: dict[str, Any]) -> None:
    from pyoxigraph import RdfFormat

    form = request["form"]
    outlet = Outlet(link, {"kind": "triples", **form}, request["rows"], request["size"])
    chosen = getattr(RdfFormat, form["oxigraph"])
    if request["whole"]:
        store.dump(_file(outlet), chosen, prefixes=request["prefixes"])
    else:
        store.dump(_file(outlet), chosen, from_graph=_graph(request["graph"]), prefixes=request["prefixes"])
    outlet.flush()


def confine(memory: int, keep: Iterable[int], *, offline: bool) -> None:
    """Bound what this process may take: memory on top of what it has, no core file, and no new files or sockets.

    A process that has no free file descriptor can open no connection, whatever the query says.
    """
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if os.path.exists("/proc/self/statm"):
        with open("/proc/self/statm", encoding="ascii") as statm:
            pages = int(statm.read().split()[0])
        bound = pages * resource.getpagesize() + memory
        resource.setrlimit(resource.RLIMIT_AS, (bound, bound))
    if offline:
        kept = sorted({*keep})
        for first, last in zip([2, *kept], [*kept, 4096], strict=True):
            os.closerange(first + 1, last)
        resource.setrlimit(resource.RLIMIT_NOFILE, (3, 3))  # what is open stays; the next number would be 3 or more
