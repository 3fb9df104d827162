"""Hostile requests: other servers, other sites, other names, paths, and words that try to be more than words."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.server import media, protocol, wording
from kg.server.faults import RefusedError

Served = Starting = Any  # the fixtures of conftest.py


@pytest.fixture
def inner() -> Iterator[tuple[str, list[str]]]:
    """A server inside that nobody outside should reach, and what it was asked."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            body = b'{"head":{"vars":["x"]},"results":{"bindings":[{"x":{"type":"literal","value":"inside"}}]}}'
            self.send_response(200)
            self.send_header("Content-Type", "application/sparql-results+json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_POST = do_GET  # noqa: N815

        def log_message(self, *arguments: object) -> None:
            pass

    http = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=http.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{http.server_port}/secret", asked
    http.shutdown()
    http.server_close()


CALLS = [
    "SELECT * { SERVICE <URL> { ?s ?p ?x } }",
    "SELECT * { service silent <URL> { ?s ?p ?x } }",
    "SELECT * { SERV\\u0049CE <URL> { ?s ?p ?x } }",
    "SELECT * { BIND(<URL> AS ?u) SERVICE ?u { ?s ?p ?x } }",
    "PREFIX x: <URL> SELECT * { SERVICE x: { ?s ?p ?x } }",
    "BASE <URL> SELECT * { SERVICE <> { ?s ?p ?x } }",
    "SELECT * { SERVICE #\n<URL>{ ?s ?p ?x } }",
    "PREFIX x: <URL> SELECT * { BIND(2 AS ?a) FILTER(?a<1)SERVICE x:#>\n{ ?s ?p ?x } }",
    "SELECT * { BIND('z' AS ?a) FILTER(?a<'x>y') SERVICE <URL> { ?s ?p 'z' } }",
    "PREFIX ex: <http://a.example/> SELECT * { OPTIONAL { ?s ex:a\\#b ?o } SERVICE <URL> { ?s ?p ?x } }",
    "PREFIX ex: <http://a.example/> SELECT * { OPTIONAL { ?s ex:it\\'s ?o } SERVICE <URL> { ?s ?p 'x' } }",
    'SELECT * { BIND("a\\u0022" AS ?q) SERVICE <URL> { ?s ?p "b" } }',
    "PREFIX x: <URL> SELECT * { SERVICEx:{ ?s ?p ?x } }",
    "SELECT * { SERVICESILENT<URL>{ ?s ?p ?x } }",
    "SELECT * { OPTIONAL { ?a ?b 1SERVICE<URL>{ ?s ?p ?x } } }",
    "SELECT * { OPTIONAL { ?a ?b trueSERVICE<URL>{ ?s ?p ?x } } }",
    "SELECT * FROM <URL> { ?s ?p ?x }",
    "SELECT * FROM NAMED <URL> { GRAPH ?g { ?s ?p ?x } }",
]


@pytest.mark.parametrize("call", CALLS)
def test_no_query_reaches_another_server(server: Served, inner: tuple[str, list[str]], call: str) -> None:
    url, asked = inner
    answer = server.query(call.replace("URL", url))
    assert answer.status_code in (200, 400, 403) and "inside" not in answer.text
    assert asked == []


@pytest.mark.parametrize(
    "call",
    [
        "LOAD <URL>",
        "LOAD SILENT <URL> INTO GRAPH <http://a.example/g>",
        "INSERT { <http://a.example/s> <http://a.example/p> ?x } WHERE { SERVICE <URL> { ?s ?p ?x } }",
        "L\\u004FAD <URL>",
        "LOADSILENT<URL>",
        "INSERT DATA { <http://a.example/s> <http://a.example/p> 1 };LOAD<URL>",
        "INSERT DATA { <http://a.example/s> <http://a.example/p> 1 } ; LOAD <URL>",
    ],
)
def test_no_update_reaches_another_server(writable: Served, inner: tuple[str, list[str]], call: str) -> None:
    url, asked = inner
    assert writable.update(call.replace("URL", url)).status_code in (400, 403)
    assert asked == []


def test_a_server_that_is_allowed_by_name_is_called(starting: Starting, inner: tuple[str, list[str]]) -> None:
    url, asked = inner
    with starting("--allow-service", "127.0.0.1") as served:
        answer = served.query(f"SELECT ?x {{ SERVICE <{url}> {{ ?s ?p ?x }} }}")
        assert "inside" in answer.text and len(asked) == 1
        assert served.query("SELECT ?x { SERVICE <http://localhost/> { ?s ?p ?x } }").status_code == 403


def test_a_worker_for_reading_can_open_no_socket() -> None:
    """Whatever the words of a query: the process that runs it has no descriptor left for a connection."""
    import os

    from pyoxigraph import Store

    from kg.server import worker

    store = Store()
    here, there = socket.socketpair()
    child = os.fork()
    if child == 0:
        worker.confine(1 << 30, (there.fileno(),), offline=True)
        try:
            list(store.query("SELECT * { SERVICE <http://127.0.0.1:8/> { ?s ?p ?o } }"))  # type: ignore[arg-type]
        except OSError as error:
            there.sendall(str(error).encode()[:200])
        try:
            socket.socket()
        except OSError:
            there.sendall(b" no socket")
        os._exit(0)
    there.close()
    told = b""
    while part := here.recv(1000):
        told += part
    os.waitpid(child, 0)
    here.close()
    assert told.endswith(b"no socket") and b"refused" not in told.lower()


@pytest.mark.parametrize(
    "path",
    [
        "/id/../../../../etc/passwd",
        "/id/..%2f..%2fetc%2fpasswd",
        "/id/case/%2e%2e/%2e%2e/x",
        "/page/id/../../x",
        "/data/id/case/first-batch/16.ttl/../../../../etc/passwd",
        "/assets/..%2fapp.py",
        "/assets/layout.html",
        "/page/id/x%3E%20%7D%20%23",
        "/id/x%3E%7B%7D",
        "/page/id/case/first-batch/16%0d%0aSet-Cookie:%20a=b",
        "/graph/vocabulary%3E%20%3Fp",
        "/page/def",
        "/id/" + "a" * 600,
    ],
)
def test_a_path_is_only_ever_a_name_of_the_dataset(server: Served, path: str) -> None:
    with socket.create_connection(("127.0.0.1", int(server.place.rpartition(":")[2])), timeout=20) as raw:
        raw.sendall(
            f"GET {path} HTTP/1.1\r\nHost: localhost\r\nAccept: text/html\r\nConnection: close\r\n\r\n".encode()
        )
        answer = b""
        while part := raw.recv(65536):
            answer += part
    head = answer.split(b"\r\n\r\n")[0]
    assert head.split()[1] in (b"404", b"400") and b"root:" not in answer and b"set-cookie" not in head.lower()


def test_another_name_for_this_server_is_refused(server: Served) -> None:
    """A page elsewhere may point its own name at 127.0.0.1; it must learn nothing and change nothing."""
    answer = server.client.get("/sparql?query=ASK%20%7B%7D", headers={"Host": "attacker.example"})
    assert answer.status_code == 421 and "boolean" not in answer.text
    assert server.client.get("/health", headers={"Host": "localhost:1"}).status_code == 200


def test_other_sites_may_read_and_never_write(writable: Served) -> None:
    origin = {"Origin": "https://elsewhere.example"}
    read = writable.client.post("/sparql", data={"query": "ASK {}"}, headers=origin)
    assert read.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in read.headers
    form = writable.client.post("/update", data={"update": "CLEAR ALL"}, headers=origin)
    assert form.status_code == 401 and "access-control-allow-origin" not in form.headers
    for path, method in (("/update", "POST"), ("/store?default", "PUT"), ("/store?default", "DELETE")):
        asked = {**origin, "Access-Control-Request-Method": method, "Access-Control-Request-Headers": "authorization"}
        preflight = writable.client.options(path, headers=asked)
        assert method not in preflight.headers.get("access-control-allow-methods", "")
        assert "authorization" not in preflight.headers.get("access-control-allow-headers", "").lower()


def test_every_page_forbids_foreign_scripts_and_frames(server: Served) -> None:
    for path in ("/sparql", "/def", "/page/id/case/first-batch/16", "/?start", "/graph/vocabulary"):
        answer = server.client.get(path, headers={"Accept": "text/html"})
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy and "unsafe" not in policy and "frame-ancestors 'none'" in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
    assert (
        "frame-ancestors 'none'"
        in server.client.get("/", headers={"Accept": "text/html"}).headers["content-security-policy"]
    )


EVIL = '<script>alert(1)</script>"><img src=x onerror=alert(1)>{{7*7}}'


def test_markup_in_the_data_is_text_on_every_page(starting: Starting, tmp_path: Any) -> None:
    from html.parser import HTMLParser

    base = "https://w3id.org/ipcase"
    text = json.dumps(EVIL)
    label = "<http://www.w3.org/2000/01/rdf-schema#label>"
    lines = [
        f"<{base}/id/case/x/1> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{base}/def#Case> <{base}/graph/x/source> .",
        f"<{base}/id/case/x/1> {label} {text}@zh-hans <{base}/graph/x/source> .",
        f"<{base}/id/case/x/1> <{base}/def#number> {text} <{base}/graph/x/source> .",
        f"<{base}/id/case/x/1> <{base}/def#see> <javascript:alert(1)> <{base}/graph/x/source> .",
        f"<{base}/id/case/x/1> <{base}/def#text> <{base}/id/case/x/1/text> <{base}/graph/x/source> .",
        f"<{base}/id/case/x/1/text> <http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#isString> {text} <{base}/graph/x/source> .",
        f"<{base}/def#Case> {label} {text}@zh-hans <{base}/graph/x/source> .",
    ]
    data = tmp_path / "evil.nq"
    data.write_text("\n".join(lines) + "\n", encoding="utf-8")

    class Elements(HTMLParser):
        def __init__(self) -> None:
            super().__init__()
            self.seen: list[tuple[str, dict[str, str | None]]] = []

        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            self.seen.append((tag, dict(attrs)))

    with starting("--data", str(data)) as served:
        for path in ("/page/id/case/x/1", "/def", "/graph/x/source", "/", "/sparql?query=" + EVIL.replace('"', "%22").replace("<", "%3C").replace(">", "%3E").replace(" ", "%20").replace("{", "%7B").replace("}", "%7D")):  # fmt: skip
            page = served.client.get(path, headers={"Accept": "text/html"})
            assert page.status_code == 200, path
            elements = Elements()
            elements.feed(page.text)
            scripts = [attributes for tag, attributes in elements.seen if tag == "script"]
            assert all(str(attributes.get("src", "")).startswith("/assets/") for attributes in scripts)
            assert not any(
                tag == "img" or any(name.startswith("on") for name in attributes) for tag, attributes in elements.seen
            )
            assert not any(str(attributes.get("href", "")).startswith("javascript:") for _, attributes in elements.seen)
            assert "49" not in page.text.replace("7*7", "") or path.startswith("/sparql")


@given(st.text(max_size=300))
@settings(max_examples=300, deadline=None)
def test_reading_the_words_of_any_text_loses_nothing_and_ends(text: str) -> None:
    words = wording.tokens(text)
    assert all(text[word.start : word.end] == word.text for word in words)
    assert all(first.end <= second.start for first, second in pairwise(words))
    try:
        wording.refuse_calls(text, frozenset())
        wording.with_using(text, ["http://a.example/g"], [])
    except (wording.ForbiddenCallError, wording.DatasetConflictError):
        pass


_PARTS = st.sampled_from(
    ["SERVICE", "service", "<http://a.example/>", "?x", "{", "}", "'", '"', "#", "\n", "<", ">", ")", "(", "\\u0022", "\\", "x:", "'''", "FILTER", " ", "1", "?a<", "SERV\\u0049CE", "SERVICE <http://a.example/> {}", "SILENT", "true", "?s ?p ", "{}"]
)  # fmt: skip


@given(st.lists(_PARTS, max_size=14))
@settings(max_examples=1500, deadline=None)
def test_what_the_store_would_call_is_refused_before(parts: list[str]) -> None:
    """Any query that the real parser accepts and that names SERVICE as a call is refused by the reading of words."""
    from pyoxigraph import Store

    text = "PREFIX x: <http://a.example/> SELECT * { " + "".join(parts) + " }"
    try:
        list(Store().query(text))  # type: ignore[arg-type]
    except OSError:  # it tried to call
        with pytest.raises(wording.ForbiddenCallError):
            wording.refuse_calls(text, frozenset())
    except (SyntaxError, ValueError, RuntimeError, TypeError):
        pass


@given(st.binary(max_size=400))
@settings(max_examples=300, deadline=None)
def test_any_bytes_are_parameters_or_refused(content: bytes) -> None:
    try:
        protocol.parameters(content)
    except RefusedError as error:
        assert error.status == 400


@given(st.text(max_size=200))
@settings(max_examples=300, deadline=None)
def test_any_accept_header_is_negotiated_or_refused(header: str) -> None:
    form = media.negotiate(header, media.SOLUTIONS)
    assert form is None or form in media.SOLUTIONS
