"""The only process that changes a store folder: ``python -m kg.server.writer FD FOLDER``.

A request is one transaction. It is acknowledged when the store has flushed it to the disk, and not before; a killed
writer leaves what it had acknowledged and nothing half done.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import sys
from typing import TYPE_CHECKING, Any

from kg.server import frames
from kg.server.worker import exists

if TYPE_CHECKING:
    import pyoxigraph


class Writer:
    """Answers the server's orders: update, put, delete, snapshot."""

    def __init__(self, store: pyoxigraph.Store, link: socket.socket) -> None:
        self.store, self.link = store, link

    def run(self) -> None:
        """Obey until the server is gone."""
        frames.send_json(self.link, frames.ANSWER, {"quads": len(self.store)})
        while True:
            try:
                _, body = frames.receive(self.link)
            except (EOFError, OSError):
                return
            length = int.from_bytes(body[:4], "big")
            order, load = json.loads(body[4 : 4 + length]), body[4 + length :]
            signal.setitimer(signal.ITIMER_REAL, order["time"] + 2)
            try:
                done = getattr(self, f"_{order['do']}")(order, load)
            except SyntaxError as error:
                frames.send_json(self.link, frames.FAULT, {"kind": "syntax", "message": str(error.msg)})
            except (ValueError, TypeError, RuntimeError, OSError) as error:
                frames.send_json(self.link, frames.FAULT, {"kind": "evaluation", "message": str(error)})
            else:
                frames.send_json(self.link, frames.ANSWER, done)
            signal.setitimer(signal.ITIMER_REAL, 0)

    def _update(self, order: dict[str, Any], load: bytes) -> dict[str, Any]:
        self.store.update(load.decode(), base_iri=order["base"])
        self.store.flush()
        return {}

    def _put(self, order: dict[str, Any], load: bytes) -> dict[str, Any]:
        """Put the triples of the parts into a graph, in the place of what is there or beside it."""
        from pyoxigraph import DefaultGraph, NamedNode

        graph = order["graph"]
        there = exists(self.store, graph)
        if graph is None:
            there = next(self.store.quads_for_pattern(None, None, None, DefaultGraph()), None) is not None
        triples = self._parsed(order, load)
        if graph is None:
            steps = ["DROP DEFAULT"] if order["replace"] else []
            steps.append(f"INSERT DATA {{\n{triples}}}")
        else:
            name = str(NamedNode(graph))
            steps = [f"DROP SILENT GRAPH {name}"] if order["replace"] else []
            steps += [f"CREATE SILENT GRAPH {name}", f"INSERT DATA {{ GRAPH {name} {{\n{triples}}} }}"]
        self.store.update(";\n".join(steps))
        self.store.flush()
        return {"existed": there}

    def _parsed(self, order: dict[str, Any], load: bytes) -> str:
        from pyoxigraph import BlankNode, RdfFormat, parse

        lines = []
        place = 0
        for number, part in enumerate(order["parts"]):
            body = load[place : place + part["size"]]
            place += part["size"]
            blank: dict[str, BlankNode] = {}
            for quad in parse(body, getattr(RdfFormat, part["oxigraph"]), base_iri=part["base"]):
                if quad.graph_name.__class__.__name__ != "DefaultGraph":
                    raise ValueError("the body names graphs; send triples, and the graph in the address")
                subject, value = (
                    blank.setdefault(term.value, BlankNode(f"p{number}b{len(blank)}"))
                    if isinstance(term, BlankNode)
                    else term
                    for term in (quad.subject, quad.object)
                )
                lines.append(f"{subject} {quad.predicate} {value} .\n")
        return "".join(lines)

    def _delete(self, order: dict[str, Any], load: bytes) -> dict[str, Any]:
        from pyoxigraph import NamedNode

        graph = order["graph"]
        there = exists(self.store, graph)
        if there:
            self.store.update("DROP DEFAULT" if graph is None else f"DROP GRAPH {NamedNode(graph)}")
            self.store.flush()
        return {"existed": there}

    def _snapshot(self, order: dict[str, Any], load: bytes) -> dict[str, Any]:
        self.store.backup(order["folder"])
        return {}


def main(arguments: list[str]) -> int:
    """Run a writer on the socket with this file descriptor, for this folder."""
    from pyoxigraph import Store

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    link = socket.socket(fileno=int(arguments[0]))
    try:
        store = Store(arguments[1])
    except OSError as error:
        frames.send_json(link, frames.FAULT, {"kind": "open", "message": str(error)})
        return 1
    os.umask(0o077)
    Writer(store, link).run()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
