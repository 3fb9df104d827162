"""``kg serve``: the dataset over HTTP, until Ctrl+C."""

from __future__ import annotations

import argparse
import contextlib
import mmap
import os
import re
import secrets
import socket
import sys
from pathlib import Path

from kg import store
from kg.cli import places
from kg.model import DataError
from kg.namespaces import DEFAULT_BASE
from kg.server.folder import beside, prepare
from kg.server.settings import MEBIBYTE, Limits, Settings

_LOOPBACK = ("127.0.0.1", "localhost", "::1")


def run(options: argparse.Namespace) -> int:
    """Serve until stopped; nothing that was acknowledged is lost."""
    if not hasattr(os, "fork"):
        raise ValueError("kg serve needs a system that can fork: Linux, macOS, or WSL on Windows")
    settings, note = _settings(options)
    listening = _listen(options.host, options.port)
    port = listening.getsockname()[1]
    place = f"http://{'[' + options.host + ']' if ':' in options.host else options.host}:{port}"
    _tell(options, settings, place, note)
    return _serve(settings, listening, place)


def _settings(options: argparse.Namespace) -> tuple[Settings, str | None]:
    data: Path = options.data
    folder: Path | None = options.store
    is_folder = data.is_dir()
    if is_folder and folder is None:
        data, folder = data.parent / "none", data
    elif options.writable and folder is None:
        folder = beside(data)
    note = None
    if folder is not None:
        note = prepare(folder, None if is_folder else data)
    elif data.suffix not in store.FORMATS:
        raise DataError(str(data), "not a dataset that can be served", f"use one of {', '.join(store.FORMATS)}")
    elif not data.is_file():
        raise DataError(str(data), "no such file", "run `kg build` first, or name another with --data")
    token = options.token or os.environ.get("KG_TOKEN") or (secrets.token_urlsafe(24) if options.writable else None)
    if options.writable and token is not None and len(token) < 8:
        raise ValueError("a token of fewer than 8 characters is guessed too soon; give a longer one")
    page = options.page or (folder or data).parent / "kg.html"
    questions = places.bundled("ontology") / "queries"
    settings = Settings(
        data=None if is_folder else data,
        folder=folder,
        writable=options.writable,
        token=token,
        base=(options.base or _base_of(data)).rstrip("/#"),
        limits=Limits(
            time=options.timeout,
            rows=options.max_rows,
            memory=options.memory * MEBIBYTE,
            workers=options.workers or max(2, os.cpu_count() or 2),
        ),
        services=frozenset(options.allow_service),
        hosts=frozenset(name.lower() for name in (options.host, *options.allow_host)),
        any_host=options.host not in _LOOPBACK and not options.allow_host,
        page=page,
        questions=questions if questions.is_dir() else None,
    )
    return settings, note


def _base_of(data: Path) -> str:
    """Return the base of the IRIs of a dataset, from where its classes are named, or the default.

    The file may be large, so it is searched as bytes.
    """
    if data.is_file() and data.stat().st_size > 0 and data.suffix in (".nq", ".nt", ".ttl", ".trig"):
        with data.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
            end = next((end for mark in (b"/def#Case>", b"/def#>") if (end := content.find(mark)) > 0), -1)
            start = content.rfind(b"<", max(0, end - 500), end) if end > 0 else -1
            found = content[start + 1 : end].decode("ascii", "replace") if start >= 0 else ""
            if re.fullmatch(r"https?://[!-;=?-~]+", found):
                return found
    return DEFAULT_BASE


def _listen(host: str, port: int) -> socket.socket:
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        listening = socket.socket(family)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
    except (OSError, OverflowError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise ValueError(f"cannot listen on {host}:{port}: {reason}; choose another with --port") from error
    return listening


def _tell(options: argparse.Namespace, settings: Settings, place: str, note: str | None) -> None:
    def line(text: str) -> None:
        print(text, file=sys.stderr, flush=True)

    if note:
        line(f"note: {note}")
    if settings.any_host:
        line(f"note: listening on {options.host}: other machines can reach this server")
    if settings.writable:
        line(f"updates are kept in {settings.folder}")
        if not options.token and not os.environ.get("KG_TOKEN"):
            line(f"token of this run (set KG_TOKEN to keep one): {settings.token}")
    line(f"loading {settings.data or settings.folder} …")


def _serve(settings: Settings, listening: socket.socket, place: str) -> int:
    import logging

    import uvicorn

    from kg.server.app import application

    app = application(settings)
    app.state.fault = None
    started = False

    class Announcing(uvicorn.Server):
        """Says where it is when it is ready."""

        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            nonlocal started
            await super().startup(sockets)
            if self.started:
                started = True
                print(f"serving {place}/  ·  {place}/sparql", file=sys.stderr, flush=True)

    server = Announcing(
        uvicorn.Config(
            app,
            log_level="error",
            access_log=False,
            server_header=False,
            limit_concurrency=1024,
            timeout_graceful_shutdown=10,
            timeout_keep_alive=15,
        )
    )
    # what is wrong with the data is told in one sentence, not by a traceback
    logging.getLogger("uvicorn.error").addFilter(lambda record: app.state.fault is None)
    with contextlib.suppress(SystemExit):  # the server's own way to say that it did not start
        server.run(sockets=[listening])
    if app.state.fault is not None:
        raise app.state.fault
    return 0 if started else 1
