"""Messages between the server and its processes: one letter, a length, a body; over a pair of sockets."""

from __future__ import annotations

import asyncio
import json
import socket
import struct
from typing import Any, Final

HEAD: Final = struct.Struct(">cI")
REQUEST, ANSWER, CHUNK, FAULT, END = b"Q", b"A", b"C", b"F", b"E"
"""A request; the head of its answer; a part of its body; a fault; the end."""


def send(link: socket.socket, kind: bytes, body: bytes = b"") -> None:
    """Send one message."""
    link.sendall(HEAD.pack(kind, len(body)) + body)


def send_json(link: socket.socket, kind: bytes, body: Any) -> None:
    """Send one message whose body is JSON."""
    send(link, kind, json.dumps(body).encode())


def receive(link: socket.socket) -> tuple[bytes, bytes]:
    """Return the next message. Raises `EOFError` where the other side is gone."""
    kind, length = HEAD.unpack(_exactly(link, HEAD.size))
    return kind, _exactly(link, length)


def _exactly(link: socket.socket, size: int) -> bytes:
    parts = bytearray()
    while len(parts) < size:
        part = link.recv(min(size - len(parts), 1 << 20))
        if not part:
            raise EOFError
        parts += part
    return bytes(parts)


async def read(reader: asyncio.StreamReader) -> tuple[bytes, bytes]:
    """Return the next message. Raises `asyncio.IncompleteReadError` where the other side is gone."""
    kind, length = HEAD.unpack(await reader.readexactly(HEAD.size))
    return kind, await reader.readexactly(length)


def write(writer: asyncio.StreamWriter, kind: bytes, body: bytes = b"") -> None:
    """Write one message; the caller drains."""
    writer.write(HEAD.pack(kind, len(body)) + body)
