"""The stores that a dataset can be loaded into: how each takes graphs, changes and questions."""

from __future__ import annotations

import configparser
import re
import shutil
import subprocess
import tempfile
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol

from kg.changes import Difference, sparql_update
from kg.model import DataError

if TYPE_CHECKING:
    import pyoxigraph

    Graphs = Mapping[str, set[pyoxigraph.Triple]]
    Progress = Callable[[str], None]

_LARGEST: Final = 2**31 - 1
"""Virtuoso holds larger integers as decimals."""

_PAIRS: Final = 25
"""So many subjects and predicates are asked for in one query: the query stays below every store's limit."""


class StoreError(Exception):
    """A store that cannot be reached or that refuses; the message says which request and what it answered."""


class Store(Protocol):
    """What a load needs of a store."""

    def replace(self, graphs: Graphs, progress: Progress) -> None:
        """Make each graph hold exactly these triples."""

    def change(self, found: Difference, graphs: Graphs) -> None:
        """Apply a difference; ``graphs`` are the changed graphs as they should be afterwards."""

    def count(self, graph: str) -> int:
        """Return how many triples a graph holds."""

    def read(self, graph: str) -> Iterable[pyoxigraph.Triple]:
        """Return all triples of a graph."""

    def ask(self, graph: str, pairs: Iterable[tuple[Any, Any]]) -> Iterable[pyoxigraph.Triple]:
        """Return the triples of a graph with these subjects and predicates."""

    def holds_as(self, term: str) -> str | None:
        """Return the form in which the store is known to hold a term, or ``None``."""


def opened(
    kind: str, place: str, user: str | None = None, password: str | None = None, query: str | None = None
) -> Store:
    """Return a store by its kind (``oxigraph``, ``virtuoso``, ``gsp``) and its URL or folder.

    Raises `ValueError` for a place that cannot be one, `DataError` for a folder without a store.
    """
    is_url = place.startswith(("http://", "https://"))
    place = place.rstrip("/") if kind != "gsp" else place
    if kind == "oxigraph":
        return (
            Remote(f"{place}/store", f"{place}/query", f"{place}/update", user=user, password=password)
            if is_url
            else Embedded(Path(place))
        )
    if kind == "virtuoso":
        user, password = user or "dba", password or "dba"
        return VirtuosoRemote(place, user, password) if is_url else VirtuosoFolder(Path(place), user, password)
    if not is_url:
        raise ValueError(f"{place}: give the URL of the graph store, as http://127.0.0.1:3030/ipcase/data")
    return Remote(place, query, None, user=user, password=password)


def _text(triples: Iterable[pyoxigraph.Triple]) -> bytes:
    return "".join(sorted(f"{triple} .\n" for triple in triples)).encode()


class Embedded:
    """An Oxigraph store in a folder, opened by pyoxigraph; no server may have it open."""

    def __init__(self, folder: Path) -> None:
        import pyoxigraph

        try:
            self._store = pyoxigraph.Store(str(folder))
        except OSError as error:
            raise StoreError(f"{folder}: {error}; stop the server that uses it, or load by its URL") from error

    def replace(self, graphs: Graphs, progress: Progress) -> None:
        from pyoxigraph import NamedNode, RdfFormat

        for graph, triples in graphs.items():
            progress(graph)
            self._store.remove_graph(NamedNode(graph))
            self._store.bulk_load(_text(triples), format=RdfFormat.N_TRIPLES, to_graph=NamedNode(graph))
        self._store.flush()

    def change(self, found: Difference, graphs: Graphs) -> None:
        self._store.update(sparql_update(found))
        self._store.flush()

    def count(self, graph: str) -> int:
        return sum(1 for _ in self.read(graph))

    def read(self, graph: str) -> Iterator[pyoxigraph.Triple]:
        from pyoxigraph import NamedNode

        return (quad.triple for quad in self._store.quads_for_pattern(None, None, None, NamedNode(graph)))

    def ask(self, graph: str, pairs: Iterable[tuple[Any, Any]]) -> Iterator[pyoxigraph.Triple]:
        from pyoxigraph import NamedNode

        for subject, predicate in pairs:
            for quad in self._store.quads_for_pattern(subject, predicate, None, NamedNode(graph)):
                yield quad.triple

    def holds_as(self, term: str) -> str | None:
        return None


class Remote:
    """A server with the SPARQL 1.1 graph store protocol; with a query address counts and samples are asked there."""

    parameter = "graph"

    def __init__(
        self, store: str, query: str | None, update: str | None, *, user: str | None = None, password: str | None = None
    ) -> None:
        self._store, self._query, self._update = store, query, update
        handlers: list[urllib.request.BaseHandler] = [urllib.request.ProxyHandler({})]
        if user is not None:
            known = urllib.request.HTTPPasswordMgrWithDefaultRealm()
            known.add_password(None, store, user, password or "")
            handlers += [urllib.request.HTTPBasicAuthHandler(known), urllib.request.HTTPDigestAuthHandler(known)]
            for address in filter(None, (query, update)):
                known.add_password(None, address, user, password or "")
        self._opener = urllib.request.build_opener(*handlers)

    def _send(self, method: str, url: str, body: bytes | None = None, **headers: str) -> bytes:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        request = urllib.request.Request(url, data=body, method=method, headers=named)  # noqa: S310 checked in opened()
        try:
            with self._opener.open(request, timeout=600) as answer:
                read: bytes = answer.read()
                return read
        except urllib.error.HTTPError as error:
            if method == "GET" and error.code == 404:  # the protocol's answer for an empty graph
                return b""
            said = " ".join(error.read(500).decode(errors="replace").split())[:200]
            raise StoreError(f"{method} {url.partition('?')[0]}: {error.code} {error.reason}: {said}") from error
        except (urllib.error.URLError, OSError) as error:
            reason = getattr(error, "reason", error)
            raise StoreError(f"{url.partition('?')[0]} cannot be reached: {reason}; is the store running?") from error

    def _graph_url(self, graph: str) -> str:
        sign = "&" if "?" in self._store else "?"
        return f"{self._store}{sign}{self.parameter}={urllib.parse.quote(graph, safe='')}"

    def replace(self, graphs: Graphs, progress: Progress) -> None:
        for graph, triples in graphs.items():
            progress(graph)
            if triples:
                self._send("PUT", self._graph_url(graph), _text(triples), Content_Type="text/turtle; charset=utf-8")
            elif self.count(graph):
                self._send("DELETE", self._graph_url(graph))

    def change(self, found: Difference, graphs: Graphs) -> None:
        if self._update is None:  # no address for updates: the changed graphs are put again
            self.replace(graphs, lambda graph: None)
            return
        for operation in sparql_update(found).split(" ;\n"):  # literals hold no line break
            if operation.strip():
                self._post_update(operation)

    def _post_update(self, operation: str) -> None:
        assert self._update is not None
        self._send("POST", self._update, operation.encode(), Content_Type="application/sparql-update")

    def _select(self, sparql: str) -> Iterator[pyoxigraph.QuerySolution]:
        from pyoxigraph import QueryResultsFormat, QuerySolutions, parse_query_results

        assert self._query is not None
        body = urllib.parse.urlencode({"query": sparql}).encode()
        answer = self._send(
            "POST", self._query, body,
            Content_Type="application/x-www-form-urlencoded", Accept="application/sparql-results+json",
        )  # fmt: skip
        solutions = parse_query_results(answer, format=QueryResultsFormat.JSON)
        assert isinstance(solutions, QuerySolutions)
        return iter(solutions)

    def count(self, graph: str) -> int:
        if self._query is None:
            return len(set(self.read(graph)))
        row = next(self._select(f"SELECT (COUNT(*) AS ?n) WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}"))
        return int(row["n"].value)

    def read(self, graph: str) -> Iterable[pyoxigraph.Triple]:
        from pyoxigraph import RdfFormat, parse

        answer = self._send("GET", self._graph_url(graph), Accept="application/n-triples")
        return (quad.triple for quad in parse(answer, format=RdfFormat.N_TRIPLES))

    def ask(self, graph: str, pairs: Iterable[tuple[Any, Any]]) -> Iterator[pyoxigraph.Triple]:
        from pyoxigraph import Triple

        listed = list(pairs)
        if self._query is None:
            wanted = set(listed)
            yield from (triple for triple in self.read(graph) if (triple.subject, triple.predicate) in wanted)
            return
        for start in range(0, len(listed), _PAIRS):
            values = " UNION ".join(
                f"{{ {subject} {predicate} ?o . BIND({number} AS ?i) }}"
                for number, (subject, predicate) in enumerate(listed[start : start + _PAIRS])
            )
            for row in self._select(f"SELECT ?i ?o WHERE {{ GRAPH <{graph}> {{ {values} }} }}"):
                subject, predicate = listed[start + int(row["i"].value)]
                yield Triple(subject, predicate, row["o"])

    def holds_as(self, term: str) -> str | None:
        return None


class VirtuosoRemote(Remote):
    """A Virtuoso 7 server by its HTTP address: graphs by the authenticated graph store, changes by ``/sparql-auth``."""

    parameter = "graph-uri"

    def __init__(self, place: str, user: str, password: str) -> None:
        super().__init__(
            f"{place}/sparql-graph-crud-auth", f"{place}/sparql", f"{place}/sparql-auth", user=user, password=password
        )
        self._login = (user, password)

    def _send(self, method: str, url: str, body: bytes | None = None, **headers: str) -> bytes:
        """Send with the answer to the server's challenge: it refuses a long body before it has read it."""
        if body is not None and "-auth" in url:
            headers["Authorization"] = self._answered(method, url)
        return super()._send(method, url, body, **headers)

    def _answered(self, method: str, url: str) -> str:
        import http.client

        parts = urllib.parse.urlsplit(url)
        connection = http.client.HTTPConnection(parts.netloc, timeout=60)
        try:
            connection.request("GET", f"{parts.path}?{parts.query}" if parts.query else parts.path)
            challenge = connection.getresponse().headers.get("WWW-Authenticate", "")
        except OSError as error:
            raise StoreError(f"{self._query} cannot be reached: {error}; is the store running?") from error
        finally:
            connection.close()
        known = urllib.request.HTTPPasswordMgrWithDefaultRealm()
        known.add_password(None, url, *self._login)
        request = urllib.request.Request(url, method=method)  # noqa: S310 checked in opened()
        values = urllib.request.parse_keqv_list(urllib.request.parse_http_list(challenge.partition(" ")[2]))
        answer = urllib.request.HTTPDigestAuthHandler(known).get_authorization(request, values)
        return f"Digest {answer}"

    def _post_update(self, operation: str) -> None:
        assert self._update is not None
        # a direct POST of application/sparql-update hangs; the form is answered
        body = urllib.parse.urlencode({"query": operation}).encode()
        self._send("POST", self._update, body, Content_Type="application/x-www-form-urlencoded", Accept="text/plain")

    def ask(self, graph: str, pairs: Iterable[tuple[Any, Any]]) -> Iterator[pyoxigraph.Triple]:
        from pyoxigraph import Literal, Triple

        for triple in super().ask(graph, pairs):
            term = triple.object
            if isinstance(term, Literal) and term.value in "01" and term.datatype.value.endswith("#boolean"):
                # held as true and false, but written as 1 and 0 in JSON results
                term = Literal("true" if term.value == "1" else "false", datatype=term.datatype)
            yield Triple(triple.subject, triple.predicate, term)

    def holds_as(self, term: str) -> str | None:
        found = re.fullmatch(r'"(-?[0-9]+)"\^\^<http://www\.w3\.org/2001/XMLSchema#integer>', term)
        if found is None or abs(int(found[1])) <= _LARGEST:
            return None
        return f'"{found[1]}"^^<http://www.w3.org/2001/XMLSchema#decimal>'


class VirtuosoFolder(VirtuosoRemote):
    """A running Virtuoso 7 server by the folder of its ``virtuoso.ini``: loaded in bulk by ``isql-vt``."""

    def __init__(self, folder: Path, user: str, password: str) -> None:
        ini = folder / "virtuoso.ini"
        if not ini.is_file():
            raise DataError(
                str(folder), "has no virtuoso.ini", "name the folder that the server was started in, or its URL"
            )
        settings = configparser.ConfigParser(strict=False, interpolation=None)
        settings.read(ini, encoding="utf-8")
        try:
            self._port = _address(settings["Parameters"]["ServerPort"])
            web = _address(settings["HTTPServer"]["ServerPort"])
            allowed = settings["Parameters"]["DirsAllowed"].split(",")
        except KeyError as error:
            raise DataError(str(ini), f"does not say {error}", "set it, and start the server again") from error
        self._folders = [(folder / name.strip()).resolve() for name in allowed]
        super().__init__(f"http://{web}", user, password)

    def replace(self, graphs: Graphs, progress: Progress) -> None:
        here = next((path for path in self._folders if path.is_dir()), None)
        if here is None:
            raise StoreError("none of DirsAllowed in virtuoso.ini is a folder; make one, and start the server again")
        work = Path(tempfile.mkdtemp(prefix="kg-load-", dir=here))
        try:
            work.chmod(0o755)
            lines = ["log_enable(2);"]
            for number, (graph, triples) in enumerate(graphs.items()):
                progress(graph)
                (work / f"{number:05}.nt").write_bytes(_text(triples))
                lines += [f"SPARQL CLEAR GRAPH <{graph}>;", f"ld_dir('{work}', '{number:05}.nt', '{graph}');"]
            # without the checkpoint what was loaded is lost at the next start
            lines += [
                "rdf_loader_run();",
                "checkpoint;",
                f"DELETE FROM DB.DBA.load_list WHERE ll_file LIKE '{work}/%';",  # noqa: S608 a folder made here
                "checkpoint;",
            ]
            self._isql("\n".join(lines) + "\n")
        finally:
            shutil.rmtree(work, ignore_errors=True)

    def _isql(self, script: str) -> None:
        program = shutil.which("isql-vt") or shutil.which("isql-v")
        if program is None:
            raise StoreError("isql-vt is missing: install virtuoso-opensource-7-bin, or load by the server's URL")
        done = subprocess.run(  # noqa: S603 the program is Virtuoso's own, the arguments are no shell words
            [program, self._port, *self._login, "PROMPT=OFF", "VERBOSE=OFF", "BANNER=OFF", "ERRORS=STDOUT"],
            input=script, capture_output=True, text=True, check=False,
        )  # fmt: skip
        said = done.stdout + done.stderr
        if done.returncode != 0 or "*** Error" in said:
            raise StoreError(f"isql-vt at {self._port}: {' '.join(said.split())[:300]}")


def _address(port: str) -> str:
    return port if ":" in port else f"127.0.0.1:{port}"
