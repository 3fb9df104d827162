"""Workers and who may use them: the server's side of the processes that answer.

A request takes a quick place. Where it runs long it gives that place to the next one and goes on as a slow one, at
low priority; at the limit of time, or where too many are slow already, its process is killed. So a query that runs
away costs the others nothing but a share of the processor.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import shutil
import socket
from collections import deque
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from kg.model import DataError
from kg.server import faults, frames
from kg.server.folder import Folder
from kg.server.processes import Process, start
from kg.server.settings import Settings
from kg.server.writing import Writing


class Worker:
    """One worker: its process number, the streams to it, and the state of the data that it sees."""

    def __init__(
        self,
        pid: int,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        generation: int,
        snapshot: Path | None,
    ) -> None:
        self.pid, self.reader, self.writer, self.generation = pid, reader, writer, generation
        self.snapshot = snapshot
        self.is_calmed = False


class Answer:
    """A worker's answer while it comes in: the head, then the parts of the body. Close it when done."""

    def __init__(self, pool: Pool, worker: Worker, time: float) -> None:
        self.pool, self.worker, self.time = pool, worker, time
        self.head: dict[str, Any] = {}
        self.reason: str | None = None
        self.is_slow = self.is_over = False
        loop = asyncio.get_running_loop()
        self.timers = [loop.call_later(pool.limits.quick, self._slow), loop.call_later(time, self._kill, "time")]

    def _slow(self) -> None:
        if not self.pool.turn_slow():
            if not self.head:  # one that is being sent is not broken off; it keeps its place
                self._kill("busy")
            return
        self.is_slow = True
        self.worker.is_calmed = True
        self.pool.order({"do": "calm", "child": self.worker.pid})

    def _kill(self, reason: str) -> None:
        self.reason = self.reason or reason
        self.pool.order({"do": "kill", "child": self.worker.pid})

    async def message(self) -> tuple[bytes, bytes]:
        """Return the next message. Raises `RefusedError` for a fault, and where the worker is gone."""
        try:
            kind, body = await frames.read(self.worker.reader)
        except (asyncio.IncompleteReadError, OSError):
            self.is_over = False
            raise faults.of_worker(self.reason or "memory", "", self.time) from None
        if kind == frames.FAULT:
            self.is_over = True
            fault = json.loads(body)
            raise faults.of_worker(fault["kind"], fault["message"], self.time)
        self.is_over = kind == frames.END
        return kind, body

    async def chunks(self) -> AsyncIterator[bytes]:
        """Yield the parts of the body."""
        while True:
            kind, body = await self.message()
            if kind == frames.END:
                return
            yield body

    def close(self) -> None:
        """Give the place back; a worker in the middle of an answer is killed."""
        for timer in self.timers:
            timer.cancel()
        if not self.is_over:
            self._kill("gone")
        self.pool.give_back(self.worker, is_slow=self.is_slow, is_whole=self.is_over)


class Pool:
    """All workers of a server, and the state of the data that new ones see."""

    def __init__(self, settings: Settings) -> None:
        self.settings, self.limits = settings, settings.limits
        self.keeper: Process | None = None
        self.writing: Writing | None = None
        self.generation = 0
        self.written, self.seen = 0, 0
        self.snapshot: Path | None = None
        self.opening: list[Path | None] = []
        self.quads = 0
        self.idle: list[Worker] = []
        self.alive: set[Worker] = set()
        self.quick, self.slow = 0, 0
        self.waiting: deque[asyncio.Future[None]] = deque()
        self.forking, self.renewing = asyncio.Lock(), asyncio.Lock()

    async def start(self) -> None:
        """Start the processes and load the data. Raises `DataError`."""
        self.keeper = start("kg.server.keeper")
        if self.settings.folder is not None:
            self.writing = Writing(Folder(self.settings.folder), self.limits)
            self.quads = await self.writing.start()
            self.written += 1
            await self._renew()
            return
        await asyncio.to_thread(self._load)

    def _load(self) -> None:
        from kg.store import FORMATS

        data = self.settings.data
        order = {"do": "load", "path": str(data) if data else None, "base": self.settings.base}
        order["oxigraph"] = FORMATS[data.suffix] if data else ""
        assert self.keeper is not None
        frames.send_json(self.keeper.link, frames.REQUEST, order)
        kind, body = frames.receive(self.keeper.link)
        if kind == frames.FAULT:
            raise DataError(str(data), f"cannot be loaded: {json.loads(body)['message']}", "build it again")
        self.quads = json.loads(body)["quads"]

    def order(self, order: dict[str, Any]) -> None:
        """Tell the keeper to do something that it does not answer."""
        if self.keeper is not None:
            with contextlib.suppress(OSError):
                frames.send_json(self.keeper.link, frames.REQUEST, order)

    async def stop(self) -> None:
        """End all processes; the writer finishes what it was told."""
        for worker in self.alive:
            worker.writer.close()
        if self.writing is not None:
            await self.writing.stop()
        if self.keeper is not None:
            keeper, self.keeper = self.keeper, None
            await asyncio.to_thread(keeper.stop)

    async def ask(self, request: dict[str, Any], *, time: float | None = None) -> Answer:
        """Send a request to a worker and return its answer with the head read; ``time`` replaces the usual limit.

        Raises `RefusedError`.
        """
        await self._place()
        try:
            worker = await self._worker()
        except BaseException:
            self._free()
            raise
        limit = self.limits.time if time is None else time
        answer = Answer(self, worker, limit)
        try:
            request = {"rows": self.limits.rows, "size": self.limits.answer, "time": limit, **request}
            frames.write(worker.writer, frames.REQUEST, json.dumps(request).encode())
            await worker.writer.drain()
            _, body = await answer.message()
            answer.head = json.loads(body)
        except OSError:
            answer.close()
            raise faults.busy() from None
        except BaseException:
            answer.close()
            raise
        return answer

    async def _place(self) -> None:
        if self.quick < self.limits.workers:
            self.quick += 1
            return
        if len(self.waiting) >= self.limits.queue:
            raise faults.busy()
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.waiting.append(turn)
        try:
            async with asyncio.timeout(self.limits.wait):
                await turn
        except TimeoutError:
            raise faults.busy() from None
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():
                self._free()
            raise
        finally:
            with contextlib.suppress(ValueError):
                self.waiting.remove(turn)

    def _free(self) -> None:
        while self.waiting:
            turn = self.waiting.popleft()
            if not turn.done():
                turn.set_result(None)
                return
        self.quick -= 1

    def turn_slow(self) -> bool:
        """Give a long query's place to the next one; tell whether it may go on."""
        if self.slow >= self.limits.slow:
            return False
        self.slow += 1
        self._free()
        return True

    def give_back(self, worker: Worker, *, is_slow: bool, is_whole: bool) -> None:
        """Take a worker back, or let it end where it is used up or sees an old state of the data."""
        if is_slow:
            self.slow -= 1
        else:
            self._free()
        usable = (
            is_whole and not worker.is_calmed and worker.generation == self.generation and self.seen == self.written
        )
        if usable and len(self.idle) < self.limits.workers:
            self.idle.append(worker)
        else:
            self._retire(worker)

    def _retire(self, worker: Worker) -> None:
        worker.writer.close()
        self.alive.discard(worker)
        self._let_go(worker.snapshot)

    def _let_go(self, snapshot: Path | None) -> None:
        """Remove a snapshot that nobody reads, is about to read, or will read."""
        wanted = {self.snapshot, *self.opening, *(worker.snapshot for worker in self.alive)}
        if snapshot is not None and snapshot not in wanted:
            shutil.rmtree(snapshot, ignore_errors=True)

    async def _worker(self) -> Worker:
        if self.seen != self.written:
            await self._renew()
        while self.idle:
            worker = self.idle.pop()
            if worker.generation == self.generation and not worker.reader.at_eof():
                return worker
            self._retire(worker)
        async with self.forking:
            return await self._forked()

    async def _forked(self) -> Worker:
        snapshot, generation = self.snapshot, self.generation
        order = {
            "do": "fork",
            "folder": str(snapshot) if snapshot else None,
            "memory": self.limits.memory,
            "offline": snapshot is None and not self.settings.services,
        }
        self.opening.append(snapshot)
        try:
            pid, link = await asyncio.to_thread(self._fork, order)
            reader, writer = await asyncio.open_connection(sock=link, limit=1 << 20)
            worker = Worker(pid, reader, writer, generation, snapshot)
            self.alive.add(worker)
        finally:
            self.opening.remove(snapshot)
        return worker

    def _fork(self, order: dict[str, Any]) -> tuple[int, socket.socket]:
        if self.keeper is None:
            raise faults.busy()
        if self.keeper.popen.poll() is not None:  # it was killed: begin again from the data
            self.keeper.link.close()
            self.keeper = start("kg.server.keeper")
            if self.settings.folder is None:
                self._load()
        frames.send_json(self.keeper.link, frames.REQUEST, order)
        size = frames.HEAD.size + 4
        body, descriptors, _, _ = socket.recv_fds(self.keeper.link, size, 1)
        while body and len(body) < size:
            body += self.keeper.link.recv(size - len(body))
        if len(body) < size or not descriptors:
            raise faults.busy()
        return int.from_bytes(body[-4:], "big"), socket.socket(fileno=descriptors[0])

    async def _renew(self) -> None:
        """Take a new snapshot, so that the next workers see what was written."""
        async with self.renewing:
            if self.seen == self.written or self.writing is None:
                return
            written = self.written
            taken = await self.writing.snapshot(self.generation + 1)
            self.seen = written
            old, self.snapshot = self.snapshot, taken
            self.generation += 1
            idle, self.idle = self.idle, []
            for worker in idle:
                self._retire(worker)
            self._let_go(old)

    async def write(self, order: dict[str, Any], load: bytes) -> dict[str, Any]:
        """Have something written; returns when it is on the disk. Raises `RefusedError`."""
        if self.writing is None:
            raise faults.RefusedError(403, "This server reads only.")
        try:
            return await self.writing.ask(order, load)
        finally:
            self.written += 1
