"""SPARQL 1.1 Protocol: queries and updates out of requests, answers into responses."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qsl, urlsplit

from kg.server import media, wording
from kg.server.answers import body_of, respond, watched
from kg.server.faults import RefusedError

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from kg.server.app import Server

_FORM: Final = "application/x-www-form-urlencoded"
_QUERY, _UPDATE = "application/sparql-query", "application/sparql-update"
_KNOWN: Final = frozenset(
    {"query", "update", "default-graph-uri", "named-graph-uri", "using-graph-uri", "using-named-graph-uri"}
)


@dataclass(frozen=True, slots=True)
class Parameters:
    """The parameters of a request, in order; a name may come more than once."""

    pairs: tuple[tuple[str, str], ...]

    def all(self, name: str) -> list[str]:
        """Return every value of a parameter."""
        return [value for key, value in self.pairs if key == name]

    def one(self, name: str) -> str | None:
        """Return the value of a parameter that may be given once. Raises `RefusedError` where it comes more often."""
        values = self.all(name)
        if len(values) > 1:
            raise RefusedError(400, f"There is more than one {name}; send one at a time.")
        return values[0] if values else None


def parameters(*texts: bytes) -> Parameters:
    """Return the parameters of query strings and form bodies. Raises `RefusedError` for bytes that are no UTF-8.

    >>> parameters(b"query=ASK%20%7B%7D&query=").all("query")
    ['ASK {}', '']
    """
    pairs: list[tuple[str, str]] = []
    for text in texts:
        try:
            pairs += parse_qsl(text.decode(), keep_blank_values=True, errors="strict", max_num_fields=1000)
        except ValueError as error:  # of which UnicodeDecodeError is one
            raise RefusedError(400, "The parameters are no percent-encoded UTF-8, or too many.") from error
    return Parameters(tuple(pairs))


async def _content(request: Request, limit: int, direct: str) -> tuple[str | None, Parameters]:
    """Return the text of a direct POST, and the parameters. Raises `RefusedError`."""
    header = request.headers.get("content-type", "")
    kind = header.partition(";")[0].strip().lower()
    if kind not in (direct, _FORM):
        raise RefusedError(415, f"POST {direct}, or a form as {_FORM}.")
    if media.charset(header) not in ("utf-8", "utf8", "us-ascii"):
        raise RefusedError(415, "The body must be UTF-8.")
    body = await body_of(request, limit)
    address = request.url.query.encode()
    if kind == _FORM:
        return None, parameters(address, body)
    try:
        return body.decode(), parameters(address)
    except UnicodeDecodeError as error:
        raise RefusedError(400, "The body is no UTF-8.") from error


async def query(request: Request, server: Server) -> Response:
    """Answer a query that came by GET, as a form or as a body."""
    text: str | None = None
    if request.method == "POST":
        text, given = await _content(request, server.limits.query, _QUERY)
    else:
        given = parameters(request.url.query.encode())
    if given.all("update"):
        raise RefusedError(400, "Send updates to /update, by POST.")
    text = text if text is not None else given.one("query")
    if text is None:
        raise RefusedError(400, "There is no query; send one as the parameter query.")
    if len(text.encode()) > server.limits.query:
        raise RefusedError(413, f"The query is longer than {server.limits.query} bytes.")
    default, named = _graphs(given, "default-graph-uri"), _graphs(given, "named-graph-uri")
    words = wording.tokens(text)
    try:
        wording.refuse_calls(text, server.settings.services)
    except wording.ForbiddenCallError as error:
        raise RefusedError(403, f"{error}.") from error
    forms = _forms(request, given)
    about = {
        "do": "query",
        "query": text,
        "base": server.address(request, "/sparql"),
        "default": default if default or named else None,
        "named": named if default or named else None,
        "union": not wording.names_dataset(words),
        "forms": forms,
        "prefixes": None,
    }
    headers = {"Vary": "Accept, Accept-Encoding"}
    if request.method != "POST":
        headers["Cache-Control"] = "no-cache"
        if not wording.is_volatile(words):
            headers["ETag"] = server.etag(about)
            if matches(request, headers["ETag"]):
                return server.not_modified(headers)
    answer = await watched(request, server.pool.ask(about, time=_time(given, server.limits.time)))
    return await respond(answer, headers)


def _time(given: Parameters, most: float) -> float:
    """Return the limit of time that a request asks for, in seconds (``timeout``), or the server's if that is less."""
    value = given.one("timeout")
    if value is None or not re.fullmatch(r"[0-9]{1,6}(\.[0-9]{1,3})?", value):
        return most
    return min(max(float(value), 0.01), most)


def _graphs(given: Parameters, name: str) -> list[str]:
    graphs = given.all(name)
    for graph in graphs:
        if re.search(r"[<>\"{}|^`\\\x00-\x20]", graph) or not urlsplit(graph).scheme:
            raise RefusedError(400, f"The value of {name} is no absolute IRI.")
    return graphs


def _forms(request: Request, given: Parameters) -> dict[str, Any]:
    """Return the form in which each kind of answer is to come; ``None`` where nothing that was asked for fits."""
    wanted = given.one("format") or given.one("output")
    accept = request.headers.get("accept")

    def chosen(offered: Sequence[media.Format]) -> dict[str, str] | None:
        form = media.negotiate(accept, offered, wanted)
        return None if form is None else {"oxigraph": form.oxigraph, "content_type": form.content_type}

    return {"rows": chosen(media.SOLUTIONS), "boolean": chosen(media.BOOLEAN), "triples": chosen(media.TRIPLES)}


def matches(request: Request, etag: str) -> bool:
    """Tell whether the client has this state already (``If-None-Match``)."""
    header = request.headers.get("if-none-match", "")
    known = [tag.strip().removeprefix("W/") for tag in header.split(",")]
    return "*" in known or etag.removeprefix("W/") in known


def tag(state: str, *parts: object) -> str:
    """Return a weak entity tag for an answer to a request in a state of the data."""
    return f'W/"{hashlib.sha256(repr((state, parts)).encode()).hexdigest()[:24]}"'


async def update(request: Request, server: Server) -> Response:
    """Carry out an update that came as a form or as a body; the token has been checked."""
    from starlette.responses import Response

    text, given = await _content(request, server.limits.upload, _UPDATE)
    if given.all("query"):
        raise RefusedError(400, "Send queries to /sparql.")
    text = text if text is not None else given.one("update")
    if text is None:
        raise RefusedError(400, "There is no update; send one as the parameter update.")
    try:
        wording.refuse_calls(text, server.settings.services)
        text = wording.with_using(text, given.all("using-graph-uri"), given.all("using-named-graph-uri"))
    except wording.ForbiddenCallError as error:
        raise RefusedError(403, f"{error}.") from error
    except wording.DatasetConflictError as error:
        raise RefusedError(400, f"The dataset is named twice: {error}.") from error
    except ValueError as error:
        raise RefusedError(400, "A graph that the request names is no absolute IRI.") from error
    await server.pool.write({"do": "update", "base": server.address(request, "/update")}, text.encode())
    return Response(status_code=204)
