"""What is checked and said on every request, whatever it asks for: the name it calls us by, and safe headers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_ALWAYS: Final = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
)
_READS: Final = {"/sparql": b"GET, HEAD, POST", "/sparql/": b"GET, HEAD, POST"}


class Guard:
    """Refuses names that are not this server's (a page elsewhere may point its own name at us), answers preflights,
    lets other sites read, and never lets them write."""

    def __init__(self, app: ASGIApp, hosts: frozenset[str] | None) -> None:
        self.app, self.hosts = app, hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, with the headers of its answer completed."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = dict(scope["headers"])
        if not self._is_ours(headers.get(b"host", b"").decode("latin-1")):
            await _say(send, 421, b"This server does not go by that name; start it with --allow-host to let it.\n")
            return
        path, method = scope["path"], scope["method"]
        readable = method in ("GET", "HEAD") or (method == "POST" and path in _READS)
        if method == "OPTIONS":
            await self._preflight(path, headers, send)
            return

        async def completed(message: Message) -> None:
            if message["type"] == "http.response.start":
                given = {name for name, _ in message["headers"]}
                more = [pair for pair in _ALWAYS if pair[0] not in given]
                if b"content-security-policy" not in given:
                    more.append((b"content-security-policy", POLICY.encode()))
                if readable and path != "/update":
                    more.append((b"access-control-allow-origin", b"*"))
                    more.append((b"access-control-expose-headers", b"ETag, Location, Retry-After"))
                message = {**message, "headers": [*message["headers"], *more]}
            await send(message)

        await self.app(scope, receive, completed)

    def _is_ours(self, host: str) -> bool:
        if self.hosts is None:
            return True
        name = host.rpartition(":")[0] if host.rpartition(":")[2].isdigit() else host
        return name.lower().rstrip(".") in self.hosts

    async def _preflight(self, path: str, headers: dict[bytes, bytes], send: Send) -> None:
        allowed = _READS.get(path, b"" if path == "/update" else b"GET, HEAD")
        more = [(b"allow", b"OPTIONS, " + allowed if allowed else b"OPTIONS, POST")]
        if allowed and b"origin" in headers:
            more += [
                (b"access-control-allow-origin", b"*"),
                (b"access-control-allow-methods", allowed),
                (b"access-control-allow-headers", b"Accept, Content-Type, If-None-Match"),
                (b"access-control-max-age", b"86400"),
            ]
        await send({"type": "http.response.start", "status": 204, "headers": more})
        await send({"type": "http.response.body", "body": b""})


async def _say(send: Send, status: int, text: bytes) -> None:
    kind = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(text)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": kind})
    await send({"type": "http.response.body", "body": text})
