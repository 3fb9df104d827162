"""Who is answered: the page that this desk served, in a browser on this machine.

Any web page that a reviewer has open may send requests to this machine. Host (against DNS rebinding), Origin
and Sec-Fetch-Site (against requests from other pages) and the token, which only the page knows, keep them out.
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""The page loads from this desk only, and nobody may frame it."""

HEADERS: Final = (
    (b"content-security-policy", POLICY.encode()),
    (b"referrer-policy", b"no-referrer"),
    (b"x-content-type-options", b"nosniff"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cache-control", b"no-store"),
)

TOKEN_HEADER: Final = b"x-desk-token"


def guarded(application: ASGIApp, hosts: frozenset[str], token: str) -> ASGIApp:
    """Return an application that answers the desk's own page alone, and puts the policy on every answer."""

    async def guard(scope: Scope, receive: Receive, send: Send) -> None:
        async def sealed(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": [*message.get("headers", ()), *HEADERS]}
            await send(message)

        if scope["type"] == "lifespan":
            await application(scope, receive, send)
            return
        if scope["type"] != "http":
            return
        fault = _fault(scope, hosts, token)
        if fault:
            body = fault.encode()
            head = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(body)).encode())]
            await sealed({"type": "http.response.start", "status": 403, "headers": head})
            await sealed({"type": "http.response.body", "body": body})
            return
        await application(scope, receive, sealed)

    return guard


def _fault(scope: Scope, hosts: frozenset[str], token: str) -> str:
    """Return why a request is not answered, or nothing."""
    headers: dict[bytes, bytes] = dict(scope["headers"])
    host = headers.get(b"host", b"").decode("latin-1").lower()
    if host not in hosts:
        return "这个地址不是核对台的地址。 Not an address of this desk."
    origin = headers.get(b"origin")
    if origin is not None and origin.decode("latin-1").lower() != f"http://{host}":
        return "别的网页不能使用核对台。 Other pages may not use this desk."
    if headers.get(b"sec-fetch-site", b"none") not in (b"same-origin", b"none") and scope["path"] != "/":
        return "别的网页不能使用核对台。 Other pages may not use this desk."
    if scope["path"].startswith("/api/") and not secrets.compare_digest(headers.get(TOKEN_HEADER, b""), token.encode()):
        return "缺少口令，请重新打开核对台的页面。 The token is missing; open the desk's page again."
    return ""
