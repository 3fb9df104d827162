"""The server's side of the writer: one order after another, stopped when it takes too long."""

from __future__ import annotations

import asyncio
import contextlib
import json
import shutil
from pathlib import Path
from typing import Any

from kg.model import DataError
from kg.server import faults, frames
from kg.server.folder import Folder
from kg.server.processes import Process, start
from kg.server.settings import Limits


class Writing:
    """Starts the writer, hands it orders, and starts it again where it had to be killed."""

    def __init__(self, folder: Folder, limits: Limits) -> None:
        self.folder, self.limits = folder, limits
        self.process: Process | None = None
        self.streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
        self.turn = asyncio.Lock()
        self.waiting = 0

    async def start(self) -> int:
        """Start the writer and return the number of quads. Raises `DataError` where the folder is in use."""
        self.process = start("kg.server.writer", str(self.folder.database))
        self.streams = await asyncio.open_connection(sock=self.process.link)
        kind, body = await frames.read(self.streams[0])
        answer = json.loads(body)
        if kind == frames.FAULT:
            await self.stop()
            busy = "lock" in answer["message"].lower()
            what = "is in use by another process" if busy else "cannot be opened"
            raise DataError(str(self.folder.path), what, "stop the other server, or name another folder with --store")
        return int(answer["quads"])

    async def stop(self) -> None:
        """Let the writer finish and end."""
        async with self.turn:
            await self._end()

    async def _end(self) -> None:
        if self.streams is not None:
            self.streams[1].close()
            self.streams = None
        if self.process is not None:
            process, self.process = self.process, None
            await asyncio.to_thread(process.stop)

    async def ask(self, order: dict[str, Any], load: bytes = b"") -> dict[str, Any]:
        """Have an order carried out and return what it says. Raises `RefusedError`.

        An order that was sent is waited for though its client is gone: what is written stays known.
        """
        if self.waiting >= self.limits.queue:
            raise faults.busy()
        self.waiting += 1
        try:
            return await asyncio.shield(asyncio.ensure_future(self._ask(order, load)))
        finally:
            self.waiting -= 1

    async def _ask(self, order: dict[str, Any], load: bytes) -> dict[str, Any]:
        async with self.turn:
            if self.streams is None:
                await self.start()
            assert self.streams is not None
            reader, writer = self.streams
            head = json.dumps({"time": self.limits.update_time, **order}).encode()
            try:
                async with asyncio.timeout(self.limits.update_time):
                    frames.write(writer, frames.REQUEST, len(head).to_bytes(4, "big") + head + load)
                    await writer.drain()
                    kind, body = await frames.read(reader)
            except (TimeoutError, asyncio.IncompleteReadError, OSError) as error:
                if self.process is not None:
                    self.process.popen.kill()
                await self._end()
                late = isinstance(error, TimeoutError)
                raise faults.of_worker("time" if late else "memory", "", self.limits.update_time) from None
        answer: dict[str, Any] = json.loads(body)
        if kind == frames.FAULT:
            raise faults.of_worker(answer["kind"], answer["message"], self.limits.update_time)
        return answer

    async def snapshot(self, number: int) -> Path:
        """Have a copy made for the workers, of hard links where the file system has them, and return it."""
        target = self.folder.snapshots / str(number)
        with contextlib.suppress(FileNotFoundError):
            shutil.rmtree(target)
        await self.ask({"do": "snapshot", "folder": str(target)})
        return target
