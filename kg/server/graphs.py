"""SPARQL 1.1 Graph Store HTTP Protocol: graphs named in the address (direct) or by a parameter (indirect)."""

from __future__ import annotations

import email.parser
import email.policy
import re
import uuid
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from kg.server import media
from kg.server.answers import body_of, respond, watched, whole
from kg.server.faults import RefusedError
from kg.server.protocol import matches, parameters

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from kg.server.app import Server

WHOLE = object()
"""The whole dataset: the store's address with no graph named."""


def target(request: Request, server: Server) -> Any:
    """Return the graph of a request: an IRI, ``None`` for the default graph, or `WHOLE`. Raises `RefusedError`."""
    given = parameters(request.url.query.encode())
    graph, default = given.one("graph"), given.one("default")
    path = request.url.path.removeprefix("/store")
    if (graph is not None) + (default is not None) + (path not in ("", "/")) > 1:
        raise RefusedError(400, "Name one graph: by the address, by graph=, or with default.")
    if default is not None:
        return None
    if graph is not None:
        if re.search(r"[<>\"{}|^`\\\x00-\x20]", graph) or not urlsplit(graph).scheme:
            raise RefusedError(400, "The value of graph is no absolute IRI.")
        return graph
    return WHOLE if path in ("", "/") else server.address(request, request.url.path)


async def read(request: Request, server: Server, graph: Any) -> Response:
    """Return a graph, or the whole dataset, in the form that was asked for."""
    given = parameters(request.url.query.encode())
    offered = media.QUADS if graph is WHOLE else media.TRIPLES
    form = media.negotiate(request.headers.get("accept"), offered, given.one("format"))
    if form is None:
        raise RefusedError(406, f"Accept one of {', '.join(form.media for form in offered)}.")
    if graph is not WHOLE and graph is not None and not await exists(server, graph):
        raise RefusedError(404, "There is no such graph.")
    headers = {"Vary": "Accept, Accept-Encoding", "Cache-Control": "no-cache"}
    headers["ETag"] = server.etag("graph", "*" if graph is WHOLE else graph, form.name)
    if matches(request, headers["ETag"]):
        return server.not_modified(headers)
    order = {
        "do": "dump",
        "whole": graph is WHOLE,
        "graph": None if graph is WHOLE else graph,
        "form": {"oxigraph": form.oxigraph, "content_type": form.content_type},
        "prefixes": server.prefixes if form.name in ("turtle", "trig") else None,
        "rows": 1 << 40,
        "size": 1 << 50,
    }
    return await respond(await watched(request, server.pool.ask(order, time=server.limits.download)), headers)


async def exists(server: Server, graph: str) -> bool:
    """Tell whether the store has a graph."""
    answer = await server.pool.ask({"do": "exists", "graph": graph})
    await whole(answer)
    return bool(answer.head["exists"])


async def write(request: Request, server: Server, graph: Any) -> Response:
    """PUT or POST triples into a graph; POST to the store itself makes a new graph. The token has been checked."""
    from starlette.responses import Response

    made = graph is WHOLE
    if made and request.method == "PUT":
        raise RefusedError(400, "Name the graph to put: by the address, by graph=, or with default.")
    if made:
        graph = server.address(request, f"/store/{uuid.uuid4()}")
    parts, load = await _parts(request, server, graph)
    order = {"do": "put", "graph": graph, "replace": request.method == "PUT", "parts": parts}
    done = await server.pool.write(order, load)
    if made or not done["existed"]:
        return Response(status_code=201, headers={"Location": graph} if graph else {})
    return Response(status_code=204 if request.method == "PUT" else 200)


async def delete(request: Request, server: Server, graph: Any) -> Response:
    """Drop a graph. The token has been checked."""
    from starlette.responses import Response

    if graph is WHOLE:
        raise RefusedError(400, "Name the graph to delete: by the address, by graph=, or with default.")
    done = await server.pool.write({"do": "delete", "graph": graph}, b"")
    if not done["existed"]:
        raise RefusedError(404, "There is no such graph.")
    return Response(status_code=200)


async def _parts(request: Request, server: Server, graph: str | None) -> tuple[list[dict[str, Any]], bytes]:
    """Return the bodies of a request, one unless it is a form of several files, and all their bytes."""
    header = request.headers.get("content-type", "")
    base = graph or server.address(request, "/store")
    body = await body_of(request, server.limits.upload)
    if header.partition(";")[0].strip().lower() != "multipart/form-data":
        return [_part(header, body, base)], body
    parsed = email.parser.BytesParser(policy=email.policy.HTTP).parsebytes(
        b"Content-Type: " + header.encode("latin-1") + b"\r\n\r\n" + body
    )
    parts, load = [], b""
    for message in parsed.iter_parts():
        content = message.get_payload(decode=True)
        if not isinstance(content, bytes):
            raise RefusedError(400, "A part of the form holds no file.")
        parts.append(_part(message.get("content-type", ""), content, base))
        load += content
    if not parts:
        raise RefusedError(400, "The form has no part.")
    return parts, load


def _part(header: str, body: bytes, base: str) -> dict[str, Any]:
    form = media.of_content_type(header, media.TRIPLES)
    if form is None and not (body == b"" and not header):
        raise RefusedError(415, f"Send one of {', '.join(form.media for form in media.TRIPLES)}.")
    if media.charset(header) not in ("utf-8", "utf8", "us-ascii"):
        raise RefusedError(415, "The body must be UTF-8.")
    return {"oxigraph": form.oxigraph if form else "TURTLE", "size": len(body), "base": base}
