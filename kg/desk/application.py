"""The desk over HTTP, for the browser on this machine and for nobody else."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable
from importlib import resources
from typing import TYPE_CHECKING, Any, Final

from kg.desk.desk import Desk
from kg.desk.guard import guarded
from kg.desk.refusal import RefusedError

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.types import ASGIApp

SCRIPTS: Final = (
    "actions.js", "desk.js", "dom.js", "editor.js", "keys.js", "panels.js", "rows.js", "server.js", "state.js", "text.js",
    "words.js",
)  # fmt: skip

ASSETS: Final = {"desk.css": "text/css", **dict.fromkeys(SCRIPTS, "text/javascript")}
"""What the page loads, all from here."""

BODY_LIMIT: Final = 4_000_000
"""More than this is no action and no reader's file."""


def application(desk: Desk, hosts: frozenset[str], reviewer: str = "", token: str | None = None) -> ASGIApp:
    """Return the desk as an ASGI application.

    ``hosts`` are the values of the Host header that are answered (``127.0.0.1:8420``); ``token`` is what every
    request but the page itself must carry, made up where none is given.
    """
    from starlette.applications import Starlette
    from starlette.concurrency import run_in_threadpool
    from starlette.responses import HTMLResponse, JSONResponse, Response
    from starlette.routing import Route

    secret = token or secrets.token_urlsafe(32)

    async def page(request: Request) -> Response:
        from markupsafe import escape

        text = _asset("desk.html").replace("{{ token }}", secret).replace("{{ reviewer }}", str(escape(reviewer)))
        return HTMLResponse(text)

    async def asset(request: Request) -> Response:
        name = request.path_params["name"]
        if name not in ASSETS:
            return Response("not found", 404)
        return Response(_asset(name), media_type=ASSETS[name])

    def answering(run: Callable[[Any], Any]) -> Callable[[Request], Awaitable[Response]]:
        async def answer(request: Request) -> Response:
            try:
                said = dict(request.query_params) if request.method == "GET" else await _body(request)
                return JSONResponse(await run_in_threadpool(run, said))
            except RefusedError as refused:
                return JSONResponse(refused.record(), 409)
            except (KeyError, TypeError, ValueError) as error:
                return JSONResponse(
                    RefusedError("malformed", f"请求不完整：{error}", f"The request is malformed: {error}").record(),
                    400,
                )

        return answer

    def by(said: Any) -> str:
        return str(said.get("reviewer", ""))

    def acted(said: Any) -> dict[str, Any]:
        if not isinstance(said["action"], dict):
            raise TypeError("an action is an object")
        return desk.act(str(said["case"]), by(said), said["action"])

    def imported(said: Any) -> dict[str, Any]:
        desk.import_corrections({str(one["name"])[:200]: str(one["text"]) for one in said["files"]})
        return desk.corrections(by(said))

    def answered(said: Any) -> dict[str, Any]:
        if said.get("verdict") == "drop":
            desk.drop_correction(str(said["id"]))
        else:
            desk.answer(str(said["id"]), by(said), said["verdict"] == "accept")
        return desk.corrections(by(said))

    def settled(said: Any) -> dict[str, Any]:
        desk.settle(str(said["case"]), str(said["id"]), str(said["choice"]), by(said))
        return desk.conflicts(by(said))

    reads = {
        "batch": lambda said: desk.listing(by(said)),
        "case": lambda said: desk.case(str(said["case"]), by(said)),
        "search": lambda said: desk.search(
            str(said["kind"]), str(said.get("q", "")), min(int(said.get("limit", 8)), 40)
        ),
        "guess": lambda said: desk.guess(str(said["relation"]), str(said.get("words", ""))),
        "touched": lambda said: desk.touched(by(said)),
        "corrections": lambda said: desk.corrections(by(said)),
        "conflicts": lambda said: desk.conflicts(by(said)),
    }
    writes = {
        "act": acted,
        "undo": lambda said: desk.undo(by(said)),
        "import": imported,
        "answer": answered,
        "settle": settled,
    }
    routes = [
        Route("/", page, methods=["GET"]),
        Route("/assets/{name}", asset, methods=["GET"]),
        *(Route(f"/api/{name}", answering(run), methods=["GET"]) for name, run in reads.items()),
        *(Route(f"/api/{name}", answering(run), methods=["POST"]) for name, run in writes.items()),
    ]
    return guarded(Starlette(routes=routes), hosts, secret)


async def _body(request: Request) -> Any:
    import json

    raw = b""
    async for chunk in request.stream():
        raw += chunk
        if len(raw) > BODY_LIMIT:
            raise RefusedError("too-large", "文件太大。", "This is too large.")
    said = json.loads(raw)
    if not isinstance(said, dict):
        raise ValueError("an object is wanted")
    return said


def _asset(name: str) -> str:
    return resources.files("kg.desk").joinpath("assets", name).read_text(encoding="utf-8")
