"""Between requests and workers: bodies read within bounds, answers sent as they come."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Mapping
from typing import TYPE_CHECKING, TypeVar

from starlette.responses import Response, StreamingResponse

from kg.server import frames
from kg.server.faults import RefusedError
from kg.server.pool import Answer

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.types import Send

T = TypeVar("T")
BODY_TIME = 60.0


async def body_of(request: Request, limit: int) -> bytes:
    """Return the body of a request. Raises `RefusedError` where it is too long, compressed, or too slow to come."""
    if request.headers.get("content-encoding", "identity") != "identity":
        raise RefusedError(415, "Send the body as it is, not compressed.")
    told = request.headers.get("content-length", "0")
    if told.isdigit() and int(told) > limit:
        raise RefusedError(413, f"The body is longer than {limit} bytes.")
    body = bytearray()
    try:
        async with asyncio.timeout(BODY_TIME):
            async for part in request.stream():
                body += part
                if len(body) > limit:
                    raise RefusedError(413, f"The body is longer than {limit} bytes.")
    except TimeoutError as error:
        raise RefusedError(408, "The body did not come in time.") from error
    return bytes(body)


async def watched(request: Request, work: Awaitable[T]) -> T:
    """Return what the work returns; give it up where the client goes away."""
    task = asyncio.ensure_future(work)
    try:
        while True:
            done, _ = await asyncio.wait({task}, timeout=1.0)
            if done:
                return task.result()
            if await request.is_disconnected():
                raise RefusedError(400, "The client is gone.")
    finally:
        if not task.done():
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError, RefusedError):
                await task


class _Stream(StreamingResponse):
    """A response that breaks off visibly, with no last chunk, where the answer cannot be finished."""

    async def stream_response(self, send: Send) -> None:
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        try:
            async for part in self.body_iterator:
                await send({"type": "http.response.body", "body": part, "more_body": True})
        except RefusedError:
            return
        await send({"type": "http.response.body", "body": b"", "more_body": False})


async def respond(answer: Answer, headers: Mapping[str, str]) -> Response:
    """Return a worker's answer as a response: whole where it is short, else as it comes."""
    content_type = answer.head["content_type"]
    first: list[bytes] = []
    try:
        while len(first) < 2:
            kind, body = await answer.message()
            if kind == frames.END:
                answer.close()
                return Response(b"".join(first), headers=headers, media_type=content_type)
            first.append(body)
    except BaseException:
        answer.close()
        raise

    async def parts() -> AsyncIterator[bytes]:
        try:
            for part in first:
                yield part
            async for part in answer.chunks():
                yield part
        finally:
            answer.close()

    return _Stream(parts(), headers=headers, media_type=content_type)


async def whole(answer: Answer) -> bytes:
    """Return the whole body of an answer."""
    try:
        return b"".join([part async for part in answer.chunks()])
    finally:
        answer.close()
