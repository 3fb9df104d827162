"""The application: addresses, who may do what, and the headers that every answer has."""

from __future__ import annotations

import contextlib
import hmac
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from kg.model import DataError
from kg.namespaces import Namespaces
from kg.server import description, graphs, media, pages, protocol, resources
from kg.server.answers import watched
from kg.server.faults import RefusedError
from kg.server.guard import Guard
from kg.server.pool import Pool
from kg.server.settings import Settings

if TYPE_CHECKING:
    from starlette.requests import Request

Endpoint = Callable[["Request", "Server"], Awaitable[Response]]


class Server:
    """What the endpoints share: settings, the pool of workers, and the state of the data."""

    def __init__(self, settings: Settings) -> None:
        self.settings, self.limits = settings, settings.limits
        self.pool = Pool(settings)
        self.start = uuid.uuid4().hex
        self.spaces = Namespaces(settings.base)
        self.prefixes = self.spaces.prefixes()
        self.sizes: tuple[str, list[tuple[str, int]]] | None = None
        self.pages = pages.Pages(self)

    def state(self) -> str:
        """Return a name of the state of the data: another one after every write."""
        return f"{self.start}-{self.pool.written}"

    def etag(self, *parts: object) -> str:
        """Return the entity tag of an answer in the present state of the data."""
        return protocol.tag(self.state(), *parts)

    def not_modified(self, headers: dict[str, str]) -> Response:
        """Return the answer to a client that has this state already."""
        return Response(status_code=304, headers=headers)

    def address(self, request: Request, path: str) -> str:
        """Return the absolute address of a path on this server, as the client calls it."""
        return f"{request.url.scheme}://{request.url.netloc}{path}"

    def may_write(self, request: Request) -> None:
        """Raise `RefusedError` where a request may not write."""
        if not self.settings.writable:
            raise RefusedError(403, "This server reads only; it was started without --writable.")
        given = request.headers.get("authorization", "")
        scheme, _, token = given.partition(" ")
        known = self.settings.token or ""
        same = hmac.compare_digest(token.strip().encode(), known.encode())
        if not known or scheme.lower() != "bearer" or not same:
            challenge = {"WWW-Authenticate": 'Bearer realm="kg serve"'}
            raise RefusedError(
                401, "Writing needs the header Authorization: Bearer with this server's token.", challenge
            )


async def _sparql(request: Request, server: Server) -> Response:
    if request.method == "POST":
        return await protocol.query(request, server)
    given = protocol.parameters(request.url.query.encode())
    offered = [*media.TRIPLES, media.HTML] if not given.all("query") else [*media.SOLUTIONS, *media.TRIPLES, media.HTML]
    wanted = given.one("format") or given.one("output")
    form = media.negotiate(request.headers.get("accept"), offered, wanted)
    if form is media.HTML and not given.all("update"):
        return await server.pages.query_page(request)
    if given.all("query") or given.all("update"):
        return await protocol.query(request, server)
    if form is None:
        raise RefusedError(406, f"Accept text/html or one of {', '.join(form.media for form in media.TRIPLES)}.")
    content = await watched(request, description.service(request, server, form))
    return Response(content, media_type=form.content_type, headers={"Vary": "Accept, Accept-Encoding"})


async def _update(request: Request, server: Server) -> Response:
    server.may_write(request)
    return await protocol.update(request, server)


async def _store(request: Request, server: Server) -> Response:
    reading = request.method in ("GET", "HEAD")
    if not reading:
        server.may_write(request)
    graph = graphs.target(request, server)
    if reading:
        return await graphs.read(request, server, graph)
    return await (graphs.delete if request.method == "DELETE" else graphs.write)(request, server, graph)


async def _health(request: Request, server: Server) -> Response:
    rows = await description.rows_of(server, "SELECT (1 AS ?one) {}")
    return JSONResponse(
        {"status": "ok" if rows else "failing", "writable": server.settings.writable, "state": server.state()},
        headers={"Cache-Control": "no-store"},
    )


def application(settings: Settings) -> Starlette:
    """Return the application; its processes start with its lifespan.

    Data that cannot be served is a `DataError` in ``state.fault`` of the application.
    """
    server = Server(settings)

    def route(path: str, endpoint: Endpoint, *methods: str) -> Route:
        async def answer(request: Request) -> Response:
            try:
                return await endpoint(request, server)
            except RefusedError as error:
                return PlainTextResponse(f"{error.message}\n", error.status, error.headers)

        return Route(path, answer, methods=methods or ("GET",))

    @contextlib.asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        try:
            await server.pool.start()
        except DataError as error:
            app.state.fault = error
            await server.pool.stop()
            raise
        try:
            yield
        finally:
            await server.pool.stop()

    routes = [
        route("/", server_home),
        route("/sparql", _sparql, "GET", "POST"),
        route("/sparql/", _sparql, "GET", "POST"),
        route("/update", _update, "POST"),
        route("/store", _store, "GET", "PUT", "POST", "DELETE"),
        route("/store/{path:path}", _store, "GET", "PUT", "POST", "DELETE"),
        route("/health", _health),
        route("/def", resources.ontology),
        route("/id/{path:path}", resources.thing),
        route("/scheme/{path:path}", resources.thing),
        route("/graph/{path:path}", resources.graph),
        route("/page/{path:path}", resources.page),
        route("/data/{path:path}", resources.data),
        route("/assets/{name}", resources.asset),
    ]
    names = _names(settings)
    return Starlette(
        routes=routes,
        lifespan=lifespan,
        middleware=[Middleware(Guard, hosts=names), Middleware(GZipMiddleware, minimum_size=1024, compresslevel=4)],
        exception_handlers={404: _missing, 405: _wrong_method, 500: _broken},
    )


async def server_home(request: Request, server: Server) -> Response:
    """The explorer where there is one, else the page that leads on."""
    return await server.pages.home(request)


_LOCAL: Final = frozenset({"localhost", "127.0.0.1", "[::1]", "::1"})


def _names(settings: Settings) -> frozenset[str] | None:
    """Return the names by which this server may be called; ``None`` for any."""
    if settings.any_host:
        return None
    base = urlsplit(settings.base).hostname
    return _LOCAL | settings.hosts | ({base} if base else set())


async def _missing(request: Request, error: Any) -> Response:
    return PlainTextResponse("There is nothing here. 此处没有内容。\n", 404)


async def _wrong_method(request: Request, error: Any) -> Response:
    return PlainTextResponse("This address does not take that method.\n", 405, dict(error.headers or {}))


async def _broken(request: Request, error: Exception) -> Response:
    return PlainTextResponse("Something went wrong on the server; it has been noted there.\n", 500)
