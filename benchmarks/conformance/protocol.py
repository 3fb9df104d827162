"""Run the W3C suites of the SPARQL 1.1 Protocol and the Graph Store Protocol against `kg serve`, or another endpoint.

    python benchmarks/conformance/protocol.py RDF-TESTS [--write] [--verbose]
    python benchmarks/conformance/protocol.py RDF-TESTS --query URL --update URL --store URL [--token T]

RDF-TESTS is a checkout of https://github.com/w3c/rdf-tests. Without addresses a server is started for every test, empty
and writable. With --write the counts go into docs/conformance.md. What the suites leave open is settled as follows:

- Protocol: requests with an update go to /update, the others to /sparql; the graphs that a test supposes are put first.
- Graph store, newer suite: /gsp becomes /store; $LOCATION$ is the Location of the answer before.
- Graph store, older suite (prose in rdfs:comment): $GRAPHSTORE$ is /store; the tests are one sequence on one store; a
  body whose last statement lacks its full stop gets one; the printed graph of "GET of POST - existing graph" is that of
  an earlier state, so what the requests before it put there is expected instead.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import httpx
from rdflib import Graph, URIRef
from rdflib.collection import Collection
from rdflib.compare import isomorphic
from rdflib.namespace import RDFS, Namespace

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
HT = Namespace("http://www.w3.org/2011/http#")
CNT = Namespace("http://www.w3.org/2011/content#")
UT = Namespace("http://www.w3.org/2009/sparql/tests/test-update#")
ROOT = Path(__file__).resolve().parents[2]
TOKEN = "token-of-the-conformance-run"


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where the three protocols are spoken."""

    query: str
    update: str
    store: str
    token: str | None

    @property
    def authority(self) -> str:
        """Host and port of the graph store."""
        return self.store.split("/")[2]

    def headers(self) -> dict[str, str]:
        """The header that lets a request write."""
        return {"Authorization": f"Bearer {self.token}"} if self.token else {}


@contextmanager
def fresh() -> Iterator[Endpoint]:
    """Start an empty writable server for one test."""
    with tempfile.TemporaryDirectory() as folder:
        empty = Path(folder) / "empty.nq"
        empty.touch()
        command = [sys.executable, "-m", "kg.cli", "serve", "--data", str(empty), "--port", "0", "--writable"]
        environment = {**os.environ, "KG_TOKEN": TOKEN, "PYTHONPATH": str(ROOT)}
        with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True, cwd=ROOT) as server:
            try:
                assert server.stderr is not None
                place = next(found[1] for line in server.stderr if (found := re.match(r"serving (\S+?)/ ", line)))
                yield Endpoint(f"{place}/sparql", f"{place}/update", f"{place}/store", TOKEN)
            finally:
                server.terminate()
                server.wait(20)


@contextmanager
def cleared(endpoint: Endpoint) -> Iterator[Endpoint]:
    """Empty an endpoint that is there already."""
    content = {"Content-Type": "application/sparql-update", **endpoint.headers()}
    httpx.post(endpoint.update, content="DROP ALL", headers=content, timeout=60)
    yield endpoint


Making = Callable[[], "contextmanager[Endpoint]"]


@dataclass(frozen=True, slots=True)
class Result:
    """A test and what was wrong, if anything."""

    name: str
    fault: str | None


class Manifest:
    """A manifest whose tests are requests with expected answers."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.graph = Graph().parse(path, publicID=path.as_uri())
        self.tests = list(Collection(self.graph, self.graph.value(URIRef(path.as_uri()), MF.entries)))

    def requests(self, test: object) -> list[object]:
        """Return the requests of a test."""
        return list(Collection(self.graph, self.graph.value(self.graph.value(test, MF.action), HT.requests)))

    def headers(self, node: object) -> dict[str, str]:
        """Return the headers of a request or an answer."""
        found = self.graph.value(node, HT.headers)
        pairs = Collection(self.graph, found) if found is not None else ()
        return {str(self.graph.value(p, HT.fieldName)).lower(): str(self.graph.value(p, HT.fieldValue)) for p in pairs}

    def body(self, node: object) -> bytes | None:
        """Return the body of a request or an answer."""
        body = self.graph.value(node, HT.body)
        if body is None:
            return None
        return str(self.graph.value(body, CNT.chars)).encode(str(self.graph.value(body, CNT.characterEncoding)))


def protocol(manifest: Manifest, test: object, endpoint: Endpoint) -> str | None:
    """Run one test of the SPARQL protocol; return what was wrong."""
    graph = manifest.graph
    with httpx.Client(timeout=60) as client:
        for data in graph.objects(test, UT.graphData):
            source, name = graph.value(data, UT.graph), str(graph.value(data, RDFS.label))
            content = (manifest.path.parent / str(source).rpartition("/")[2]).read_bytes()
            kind = {"Content-Type": "text/turtle", **endpoint.headers()}
            client.put(endpoint.store, params={"graph": name}, content=content, headers=kind).raise_for_status()
        for request in manifest.requests(test):
            path = str(graph.value(request, HT.absolutePath)).removeprefix("/sparql/")
            body, headers = manifest.body(request), manifest.headers(request)
            updating = (
                b"update=" in (body or b"") or "update=" in path or "sparql-update" in headers.get("content-type", "")
            )
            updating = updating or (body or b"").startswith(b"CLEAR")
            method = str(graph.value(request, HT.methodName))
            address = (endpoint.update if updating else endpoint.query) + path
            if updating:
                headers |= endpoint.headers()
            answer = client.request(method, address, content=body, headers=headers)
            fault = _wrong(graph, graph.value(request, HT.resp), answer)
            if fault:
                return f"{method} {path[:60]}: {fault}"
    return None


def _wrong(graph: Graph, expected: object, answer: httpx.Response) -> str | None:
    allowed = {str(status).rpartition("#")[2] for status in graph.objects(expected, MF.expectedStatus)}
    if f"StatusCode{answer.status_code // 100}xx" not in allowed:
        return f"status {answer.status_code}, not {sorted(allowed)}: {answer.text[:80]}"
    form = graph.value(expected, MF.expectedFormat)
    kind = answer.headers.get("content-type", "").partition(";")[0]
    results = {"application/sparql-results+xml", "application/sparql-results+json", "application/json"}
    kinds = {
        "boolean": results,
        "tabular": results | {"text/csv", "text/tab-separated-values"},
        "RDF": {f"application/{name}" for name in ("rdf+xml", "n-triples", "n-quads", "ld+json")} | {"text/turtle"},
    }
    if form is not None and kind not in kinds[str(form)]:
        return f"content type {kind} is not {form}"
    truth = graph.value(expected, MF.expectedBoolean)
    if truth is not None and answer.json()["boolean"] is not bool(truth.toPython()):
        return f"answered {answer.json()['boolean']}"
    return None


STATUS = {"OK": 200, "Created": 201, "NoContent": 204, "NotFound": 404}


def indirect(manifest: Manifest, test: object, endpoint: Endpoint) -> str | None:
    """Run one test of the newer graph store suite; return what was wrong."""
    graph, variables = manifest.graph, {}
    host = endpoint.store.split("/")[2]
    with httpx.Client(timeout=60) as client:
        for request in manifest.requests(test):
            path = str(graph.value(request, HT.absolutePath)).removeprefix("/gsp")
            for name, value in variables.items():
                path = path.replace(name, value)
            if path.startswith("/"):  # direct: the graph's address is the request's
                path = path.replace("www.example", host)
            method = str(graph.value(request, HT.methodName))
            headers = manifest.headers(request) | endpoint.headers()
            answer = client.request(method, endpoint.store + path, content=manifest.body(request), headers=headers)
            expected = graph.value(request, HT.resp)
            allowed = {STATUS[str(s).rpartition("#")[2]] for s in graph.objects(expected, MF.expectedStatus)}
            if answer.status_code not in allowed:
                return f"{method} {path}: status {answer.status_code}, not {sorted(allowed)}"
            location = graph.value(expected, MF.expectedLocation)
            if location is not None:
                if "location" not in answer.headers:
                    return f"{method} {path}: no Location"
                variables[str(location)] = answer.headers["location"]
            wanted = manifest.headers(expected).get("content-type", "").partition(";")[0]
            if wanted and answer.headers.get("content-type", "").partition(";")[0] != wanted:
                return f"{method} {path}: content type {answer.headers.get('content-type')}"
            body = manifest.body(expected)
            if body is not None and not _same(answer.content, body):
                return f"{method} {path}: another graph"
    return None


def _same(first: bytes, second: bytes) -> bool:
    return isomorphic(Graph().parse(data=first, format="turtle"), Graph().parse(data=second, format="turtle"))


def older(manifest: Manifest, endpoint: Endpoint) -> list[Result]:
    """Run the older graph store suite, one sequence of requests written in prose."""
    results = []
    place, state = "", ""
    prefixes = "@prefix foaf: <http://xmlns.com/foaf/0.1/> . @prefix v: <http://www.w3.org/2006/vcard/ns#> .\n"
    with httpx.Client(timeout=60) as client:
        # "DELETE - existing graph" supposes person/2.ttl
        client.put(
            f"{endpoint.store}/person/2.ttl", content=f"{prefixes} [] a foaf:Person .",
            headers={"Content-Type": "text/turtle", **endpoint.headers()},
        )  # fmt: skip
        for test in manifest.tests:
            name = str(manifest.graph.value(test, MF.name))
            prose = next(str(c) for c in manifest.graph.objects(test, RDFS.comment) if "#### Request" in str(c))
            prose = prose.replace("http://$HOST$/$GRAPHSTORE$", endpoint.store).replace("$GRAPHSTORE$", "")
            asked, _, told = prose.partition("#### Response")
            method, path, headers, body = _request(asked)
            path = path.replace("$NEWPATH$", place)
            answer = client.request(
                method, path if path.startswith("http") else endpoint.store + path, content=body,
                headers=headers | endpoint.headers(),
            )  # fmt: skip
            status, wanted, expected = _response(told)
            if name == "GET of POST - existing graph":
                expected = state
            fault = None
            if answer.status_code != status:
                fault = f"status {answer.status_code}, not {status}"
            elif wanted and answer.headers.get("content-type", "").partition(";")[0] != wanted:
                fault = f"content type {answer.headers.get('content-type')}"
            elif expected.strip() and not _same(answer.content, (prefixes + expected).encode()):
                fault = "another graph"
            if name == "PUT - graph already in store":
                person = f"<{endpoint.store}/person/1>"
                state = (
                    f'{person} a foaf:Person; foaf:name "Jane Doe"; foaf:businessCard [ a v:VCard; v:fn "Jane Doe" ] .'
                )
            place = answer.headers.get("location", place)
            results.append(Result(name, fault))
    return results


def _request(prose: str) -> tuple[str, str, dict[str, str], bytes]:
    lines = [line.removeprefix("    ") for line in prose.splitlines()]
    start = next(number for number, line in enumerate(lines) if line.endswith("HTTP/1.1"))
    method, path, _ = lines[start].split(" ")
    headers, number = {}, start + 1
    while number < len(lines) and lines[number].strip():
        key, _, value = lines[number].partition(":")
        headers[key.strip().lower()] = value.strip()
        number += 1
    headers.pop("host", None)
    body = "\n".join(lines[number:]).strip()
    if body and not body.startswith("--") and not body.rstrip().endswith("."):
        body += " ."
    if body.startswith("--"):
        body = re.sub(r'("Doe"|"Jane")\s*$', r"\1 .", body, flags=re.MULTILINE).replace("\n", "\r\n") + "\r\n"
    if "?graph=" in path:
        address, _, graph = path.partition("?graph=")
        path = f"{address}?graph={quote(graph, safe='')}"
    return method, path, headers, body.encode()


def _response(prose: str) -> tuple[int, str, str]:
    lines = [line.removeprefix("    ") for line in prose.strip("\n").splitlines() if line.strip() or True]
    text = "\n".join(lines).strip()
    head, _, body = text.partition("\n\n")
    status = int(head.split()[0])
    found = re.search(r"(?im)^content-type: ([^;\n]+)", head)
    return status, found[1] if found else "", body


def run(tests: Path, making: Callable[[], object]) -> dict[str, list[Result]]:
    """Run the suites; return the results of each."""
    root = tests / "sparql" / "sparql11"
    suites: dict[str, list[Result]] = {}
    for title, path, one in (
        ("SPARQL 1.1 Protocol", root / "protocol" / "manifest.ttl", protocol),
        ("Graph Store Protocol, indirect", root / "graph-store-protocol" / "manifest-indirect.ttl", indirect),
        ("Graph Store Protocol, direct", root / "graph-store-protocol" / "manifest-direct.ttl", indirect),
    ):
        manifest = Manifest(path)
        for test in manifest.tests:
            with making() as endpoint:  # type: ignore[attr-defined]
                try:
                    fault = one(manifest, test, endpoint)
                except (httpx.HTTPError, ValueError, KeyError) as error:
                    fault = f"{type(error).__name__}: {error}"
            suites.setdefault(title, []).append(Result(str(manifest.graph.value(test, MF.name)), fault))
    with making() as endpoint:  # type: ignore[attr-defined]
        suites["Graph Store Protocol, older suite"] = older(
            Manifest(root / "http-rdf-update" / "manifest.ttl"), endpoint
        )
    return suites


def main() -> int:
    """Run the suites that the command names and print what failed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("tests", type=Path, help="a checkout of w3c/rdf-tests")
    parser.add_argument("--query", help="another endpoint's address for queries")
    parser.add_argument("--update", help="… for updates")
    parser.add_argument("--store", help="… for graphs")
    parser.add_argument("--token", help="… and its token")
    parser.add_argument("--write", action="store_true", help="write the counts into docs/conformance.md")
    options = parser.parse_args()
    there = Endpoint(options.query, options.update, options.store, options.token) if options.query else None
    suites = run(options.tests, fresh if there is None else lambda: cleared(there))
    rows = []
    for title, results in suites.items():
        passed = sum(result.fault is None for result in results)
        rows.append(f"| {title} | {passed} of {len(results)} |")
        print(f"{title}: {passed} of {len(results)}")
        for result in results:
            if result.fault:
                print(f"  {result.name}: {result.fault}")
    if options.write:
        from benchmarks.golds import between_markers

        page = ROOT / "docs" / "conformance.md"
        table = "\n".join(["| suite | passed |", "|---|---|", *rows])
        page.write_text(between_markers(page.read_text(encoding="utf-8"), "protocol", table), encoding="utf-8")
    return 0 if all(result.fault is None for results in suites.values() for result in results) else 1


if __name__ == "__main__":
    sys.exit(main())
