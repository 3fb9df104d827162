"""A real HTTP server on this machine that answers as a test tells it to, and remembers what it was asked."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest


class ModelServer:
    """``reply`` makes the status and the body of each answer from the number of the request, from 1."""

    def __init__(self) -> None:
        self.reply: Callable[[int], tuple[int, bytes]] = lambda _: (200, completion([]))
        self.headers: dict[str, str] = {}
        self.requests: list[dict[str, Any]] = []
        self.sent: list[dict[str, str]] = []
        self.paths: list[str] = []
        self.stop = threading.Event()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                outer.requests.append(json.loads(body))
                outer.sent.append(dict(self.headers))
                outer.paths.append(self.path)
                status, answer = outer.reply(len(outer.requests))
                try:
                    self.send_response(status)
                    for name, value in outer.headers.items():
                        self.send_header(name, value)
                    self.send_header("Content-Length", str(len(answer)))
                    self.end_headers()
                    self.wfile.write(answer)
                except OSError:
                    pass  # the one who asked has gone

            def log_message(self, format: str, *args: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}/v1"

    def close(self) -> None:
        self.stop.set()
        self._server.shutdown()
        self._server.server_close()


def completion(proposals: Any) -> bytes:
    """Return the body of a chat completion that says the proposals as JSON, or a text as it is."""
    content = proposals if isinstance(proposals, str) else json.dumps({"proposals": proposals}, ensure_ascii=False)
    return json.dumps({"choices": [{"message": {"role": "assistant", "content": content}}]}).encode()


@pytest.fixture
def said() -> Callable[[Any], bytes]:
    """A maker of chat completions."""
    return completion


@pytest.fixture
def server() -> Iterator[ModelServer]:
    """The server, up; it is gone after the test."""
    running = ModelServer()
    yield running
    running.close()
