"""The process that holds the loaded store and forks workers from it: ``python -m kg.server.keeper FD``.

It has one thread and nothing else to do, so that a fork is safe and cheap: a worker starts in milliseconds and shares
the keeper's memory. With a store folder it holds nothing, and each worker opens the snapshot that it is told.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import select
import signal
import socket
import sys
from typing import TYPE_CHECKING, Any

from kg.namespaces import Namespaces
from kg.server import frames, worker
from kg.server.closure import GRAPH, Walk, closure, walks

if TYPE_CHECKING:
    import pyoxigraph


def infer(store: pyoxigraph.Store, spaces: Namespaces) -> tuple[Walk, ...]:
    """Add the closures of the hierarchies to a store, in a graph of their own."""
    from pyoxigraph import NamedNode, Quad

    known = walks(spaces)
    graph = NamedNode(spaces.graph(GRAPH))
    for walk in known:
        pairs = (
            (quad.subject.value, quad.object.value)
            for step in sorted(walk.steps)
            for quad in store.quads_for_pattern(None, NamedNode(step), None, None)
            if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode)
        )
        name = NamedNode(walk.closure)
        store.bulk_extend(Quad(NamedNode(low), name, NamedNode(high), graph) for low, high in list(closure(pairs)))
    return known


class Keeper:
    """Answers the server's orders: load, fork, kill."""

    def __init__(self, link: socket.socket) -> None:
        self.link = link
        self.store: pyoxigraph.Store | None = None
        self.walks: tuple[Walk, ...] = ()
        self.children: set[int] = set()

    def run(self) -> None:
        """Obey until the server is gone, then end every worker."""
        try:
            while True:
                self._reap()
                if not select.select([self.link], [], [], 1.0)[0]:
                    continue
                _, body = frames.receive(self.link)
                order = json.loads(body)
                getattr(self, f"_{order.pop('do')}")(**order)
        except (EOFError, OSError, KeyboardInterrupt):
            pass
        finally:
            for child in self.children:
                self._end(child)

    def _load(self, path: str | None, oxigraph: str, base: str) -> None:
        from pyoxigraph import RdfFormat, Store

        self.store = Store()
        try:
            if path is not None:
                self.store.bulk_load(path=path, format=getattr(RdfFormat, oxigraph))
            self.walks = infer(self.store, Namespaces(base))
        except (SyntaxError, OSError, ValueError) as error:
            frames.send_json(self.link, frames.FAULT, {"kind": "load", "message": str(error)})
            return
        gc.collect()
        gc.freeze()
        frames.send_json(self.link, frames.ANSWER, {"quads": len(self.store)})

    def _fork(self, folder: str | None, memory: int, offline: bool) -> None:
        ours, theirs = socket.socketpair()
        child = os.fork()
        if child == 0:
            status = 1
            try:
                ours.close()
                self.link.close()
                status = self._become_worker(theirs, folder, memory, offline)
            finally:
                os._exit(status)
        theirs.close()
        self.children.add(child)
        socket.send_fds(self.link, [frames.HEAD.pack(frames.ANSWER, 4) + child.to_bytes(4, "big")], [ours.fileno()])
        ours.close()

    def _become_worker(self, link: socket.socket, folder: str | None, memory: int, offline: bool) -> int:
        _die_with_parent()
        store = self.store
        if folder is not None:
            from pyoxigraph import Store

            store = Store.read_only(folder)
        assert store is not None
        worker.confine(memory, (link.fileno(),), offline=offline)
        worker.serve(store, link, self.walks if folder is None else ())
        return 0

    def _kill(self, child: int) -> None:
        if child in self.children:
            self._end(child)

    def _calm(self, child: int) -> None:
        """Let a long query yield to the others."""
        if child in self.children:
            os.setpriority(os.PRIO_PROCESS, child, 10)

    def _end(self, child: int) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)

    def _reap(self) -> None:
        while self.children:
            ended, _ = os.waitpid(-1, os.WNOHANG)
            if ended == 0:
                return
            self.children.discard(ended)


def _die_with_parent() -> None:
    """On Linux, end this process when the keeper ends, however it ends."""
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(1, signal.SIGKILL)


def main(arguments: list[Any]) -> int:
    """Run a keeper on the socket with this file descriptor."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Keeper(socket.socket(fileno=int(arguments[0]))).run()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
