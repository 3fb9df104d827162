"""IRIs that answer: 303 from a thing to what is said of it, as a page or as data; graphs and the ontology directly."""

from __future__ import annotations

import re
from importlib import resources as package
from typing import TYPE_CHECKING, Final

from kg.server import description, graphs, media
from kg.server.answers import watched
from kg.server.faults import RefusedError
from kg.server.protocol import matches

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from kg.server.app import Server

_PATH: Final = re.compile(r"(?:id|scheme|graph)/[A-Za-z0-9][A-Za-z0-9._~-]*(?:/[A-Za-z0-9][A-Za-z0-9._~-]*)*\Z")
_DATA: Final = media.TRIPLES[:4]
_ASSETS: Final = {"pages.css": "text/css", "query.js": "text/javascript", "theme.js": "text/javascript"}
NEIGHBOURS: Final = 500
"""How many links from other things the data of a resource holds at most."""


def iri_of(server: Server, path: str) -> str:
    """Return the IRI that a path on this server stands for. Raises `RefusedError` for what can be none of ours."""
    if not _PATH.match(path) or ".." in path or len(path) > 500:
        raise RefusedError(404, "There is nothing by that name. 没有这个名称的内容。")
    return f"{server.settings.base}/{path}"


async def thing(request: Request, server: Server) -> Response:
    """Send the client on to what is said of a thing, in the form that it prefers."""
    from starlette.responses import Response

    path = request.url.path.lstrip("/")
    iri = iri_of(server, path)
    form = media.negotiate(request.headers.get("accept"), (media.HTML, *_DATA), request.query_params.get("format"))
    if form is None:
        raise RefusedError(406, f"Accept text/html or one of {', '.join(form.media for form in _DATA)}.")
    await _known(request, server, iri)
    language = request.query_params.get("lang")
    after = f"?lang={language}" if language in ("zh", "en") and form is media.HTML else ""
    place = f"/page/{path}{after}" if form is media.HTML else f"/data/{path}.{form.ending}"
    return Response(status_code=303, headers={"Location": place, "Vary": "Accept"})


async def _known(request: Request, server: Server, iri: str) -> None:
    rows = await watched(request, description.rows_of(server, f"SELECT (1 AS ?one) {{ <{iri}> ?p ?o }} LIMIT 1"))
    if not rows:
        raise RefusedError(404, "Nothing is said of this in the dataset. 数据集中没有关于它的内容。")


async def page(request: Request, server: Server) -> Response:
    """Return the page of a thing."""
    iri = iri_of(server, request.path_params["path"])
    await _known(request, server, iri)
    return await watched(request, server.pages.resource_page(request, iri))


async def data(request: Request, server: Server) -> Response:
    """Return what is said of a thing, in the form that the ending names."""
    from starlette.responses import Response

    path, dot, ending = request.path_params["path"].rpartition(".")
    form = media.endings(_DATA).get(ending)
    if not dot or form is None:
        raise RefusedError(404, f"Data of a thing ends in {', '.join('.' + form.ending for form in _DATA)}.")
    iri = iri_of(server, path)
    await _known(request, server, iri)
    headers = {"Vary": "Accept-Encoding", "Cache-Control": "no-cache", "ETag": server.etag("data", iri, form.name)}
    headers["Link"] = f'<{iri}>; rel="describes"'
    if matches(request, headers["ETag"]):
        return server.not_modified(headers)
    content = await watched(request, description.triples_of(server, _about(server, iri), form))
    return Response(content, media_type=form.content_type, headers=headers)


def _about(server: Server, iri: str) -> str:
    """Return the query for what is said of a thing: itself, parts, assertions, quotes, links to it, labels."""
    definition = server.spaces.definition
    rdf, skos = "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "http://www.w3.org/2004/02/skos/core#"
    return f"""
CONSTRUCT {{ ?s ?p ?o }} WHERE {{
  {{ BIND(<{iri}> AS ?s) ?s ?p ?o }}
  UNION {{ <{iri}> <{definition("title")}>|<{definition("text")}>|<{definition("evidence")}> ?s . ?s ?p ?o }}
  UNION {{ ?a <{rdf}subject> <{iri}> . ?a <{definition("evidence")}>? ?s . ?s ?p ?o }}
  UNION {{ <{iri}> ?q ?s . ?s <{skos}prefLabel> ?o . BIND(<{skos}prefLabel> AS ?p) FILTER(isIRI(?s)) }}
  UNION {{ {{ SELECT ?s ?p ?o {{ ?s ?p <{iri}> . BIND(<{iri}> AS ?o)
             FILTER(?p != <{rdf}subject>) }} LIMIT {NEIGHBOURS} }} }}
}}"""


async def graph(request: Request, server: Server) -> Response:
    """Return a named graph: its page, or its triples."""
    iri = iri_of(server, request.url.path.lstrip("/"))
    offered = (media.HTML, *media.TRIPLES)
    form = media.negotiate(request.headers.get("accept"), offered, request.query_params.get("format"))
    if form is None:
        raise RefusedError(406, f"Accept text/html or one of {', '.join(form.media for form in media.TRIPLES)}.")
    if not await graphs.exists(server, iri):
        raise RefusedError(404, "There is no such graph. 没有这个命名图。")
    if form is media.HTML:
        return await watched(request, server.pages.graph_page(request, iri))
    return await graphs.read(request, server, iri)


async def ontology(request: Request, server: Server) -> Response:
    """Return the classes and properties: ``def#Case`` is a part of this document."""
    from starlette.responses import Response

    form = media.negotiate(request.headers.get("accept"), (media.HTML, *_DATA), request.query_params.get("format"))
    if form is None:
        raise RefusedError(406, f"Accept text/html or one of {', '.join(form.media for form in _DATA)}.")
    if form is media.HTML:
        return await watched(request, server.pages.ontology_page(request))
    base = f"{server.settings.base}/def"
    defined = "<http://www.w3.org/2000/01/rdf-schema#isDefinedBy>"
    query = (
        f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {{ ?s {defined} <{base}> }} UNION {{ BIND(<{base}> AS ?s) }} ?s ?p ?o }}"
    )
    content = await watched(request, description.triples_of(server, query, form))
    headers = {"Vary": "Accept, Accept-Encoding", "ETag": server.etag("def", form.name), "Cache-Control": "no-cache"}
    return server.not_modified(headers) if matches(request, headers["ETag"]) else Response(
        content, media_type=form.content_type, headers=headers
    )  # fmt: skip


async def asset(request: Request, server: Server) -> Response:
    """Return a style or script of the pages."""
    from starlette.responses import Response

    name = request.path_params["name"]
    if name not in _ASSETS:
        raise RefusedError(404, "There is nothing here.")
    content = package.files("kg.server").joinpath("assets", name).read_bytes()
    return Response(content, media_type=_ASSETS[name], headers={"Cache-Control": "max-age=300"})
