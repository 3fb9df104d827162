"""Latency of `kg serve` beside the `oxigraph` server and rdflib, over HTTP, on the same data, in one interleaved run.

    pip install oxigraph                                      # for this only
    python benchmarks/endpoint.py [--write] [--large 10000] [--small 1000] [--clients 64] [--seconds 60]

Asked are the named questions, with the values that they come with, and seven analytic queries; the region questions
are those whose query walks up the regions. Every round asks one query of every server in turn, so that all see the
same machine; the best of the rounds counts. A question that takes the oxigraph server more than 2 seconds is left out
and named. Answers are compared: a server that answers differently stops the run. Then CLIENTS ask `kg serve` for
SECONDS: small questions at random, each with a new connection now and then.
"""

from __future__ import annotations

import argparse
import asyncio
import csv
import io
import math
import os
import platform
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from importlib import metadata
from pathlib import Path

import httpx

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks import corpus
from benchmarks.golds import ROOT, between_markers
from kg import questions

PAGE = ROOT / "docs" / "benchmarks.md"
ACCEPT = {"Accept": "text/csv", "Accept-Encoding": "identity"}
PATIENCE = 2.0
PREFIXES = """PREFIX def: <https://w3id.org/ipcase/def#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX nif: <http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#>
PREFIX region: <https://w3id.org/ipcase/id/region/>
"""
ANALYTIC = {
    "pairs of mechanisms": """SELECT ?a ?b (COUNT(DISTINCT ?case) AS ?n) {
  ?case def:mechanism ?a, ?b . FILTER(STR(?a) < STR(?b)) } GROUP BY ?a ?b ORDER BY DESC(?n) ?a ?b LIMIT 20""",
    "mechanisms by province": """SELECT ?province ?mechanism (COUNT(DISTINCT ?case) AS ?n) {
  ?province def:level "province" . ?case def:region/def:partOf* ?province ; def:mechanism ?mechanism }
  GROUP BY ?province ?mechanism ORDER BY DESC(?n) ?province ?mechanism LIMIT 50""",
    "cases in one province": """SELECT (COUNT(DISTINCT ?case) AS ?n) {
  ?case a def:Case ; def:region ?place . ?place def:partOf* region:320000 }""",
    "mechanisms in one province": """SELECT ?mechanism (COUNT(DISTINCT ?case) AS ?n) {
  ?case def:region/def:partOf* region:440000 ; def:mechanism ?mechanism }
  GROUP BY ?mechanism ORDER BY DESC(?n) ?mechanism""",
    "titles of cases in one city": """SELECT DISTINCT ?case ?title {
  ?case def:region/def:partOf* region:320500 ; skos:prefLabel ?title . FILTER(LANGMATCHES(LANG(?title), "zh")) }
  ORDER BY ?case""",
    "bodies in one province": """SELECT ?body (COUNT(DISTINCT ?case) AS ?n) {
  ?body def:inRegion/def:partOf* region:330000 . ?case def:institution ?body }
  GROUP BY ?body ORDER BY DESC(?n) ?body LIMIT 50""",
    "links by method and basis": """SELECT ?method ?basis (COUNT(?a) AS ?n) {
  ?a a def:Assertion ; def:method ?method ; def:basis ?basis } GROUP BY ?method ?basis ORDER BY ?method ?basis""",
}
"""Seven queries that an analyst would ask; four walk the hierarchy up to one region."""


def asked() -> dict[str, str]:
    """Return the queries by name."""
    known = questions.load(ROOT / "ontology" / "queries")
    return {name: question.sparql for name, question in sorted(known.items())} | {
        name: PREFIXES + query for name, query in ANALYTIC.items()
    }


def walks_regions(query: str) -> bool:
    """Tell whether a query walks up the regions."""
    return bool(re.search(r"def:partOf[^ ]*\*", query))


@contextmanager
def ours(data: Path, port: int) -> Iterator[str]:
    """Serve a dataset with this project."""
    command = [sys.executable, "-m", "kg.cli", "serve", "--data", str(data), "--port", str(port), "--timeout", "60"]
    with _running(command, f"http://127.0.0.1:{port}/health"):
        yield f"http://127.0.0.1:{port}/sparql"


@contextmanager
def oxigraph(data: Path, port: int) -> Iterator[str]:
    """Serve a dataset with the oxigraph server, in memory, as ours is."""
    program = str(Path(sys.executable).parent / "oxigraph")
    command = [program, "serve", "--bind", f"127.0.0.1:{port}", "--union-default-graph"]
    command += ["--timeout-s", str(math.ceil(2 * PATIENCE))]
    with _running(command, f"http://127.0.0.1:{port}/query?query=ASK%7B%7D"):
        with data.open("rb") as content:
            httpx.post(
                f"http://127.0.0.1:{port}/store?no_transaction", content=content,
                headers={"Content-Type": "application/n-quads"}, timeout=600,
            ).raise_for_status()  # fmt: skip
        yield f"http://127.0.0.1:{port}/query"


@contextmanager
def _running(command: list[str], ready: str) -> Iterator[None]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=ROOT
    ) as server:
        try:
            for _ in range(1200):
                if server.poll() is not None:
                    raise RuntimeError(f"{command[0]} ended at its start")
                try:
                    if httpx.get(ready, timeout=5).status_code == 200:
                        break
                except httpx.HTTPError:
                    time.sleep(0.1)
            yield
        finally:
            server.terminate()
            server.wait(30)


def ask(client: httpx.Client, address: str, query: str) -> tuple[float, list[tuple[str, ...]]]:
    """Return how long a query took and its rows, sorted."""
    headers = {**ACCEPT, "Content-Type": "application/sparql-query"}
    began = time.perf_counter()
    answer = client.post(address, content=query, headers=headers)
    took = time.perf_counter() - began
    answer.raise_for_status()
    return took, sorted(tuple(row) for row in csv.reader(io.StringIO(answer.text)))


def compare(
    servers: Mapping[str, str], queries: Mapping[str, str], rounds: int
) -> tuple[dict[str, dict[str, float]], list[str]]:
    """Return the best time of every query on every server, and the queries left out."""
    best: dict[str, dict[str, float]] = {}
    left_out = []
    with httpx.Client(timeout=120) as client:
        for name, query in list(queries.items()):
            try:
                took, _ = ask(client, servers["oxigraph"], query)
            except httpx.HTTPError:  # it stops a query at its own limit
                took = math.inf
            if took > PATIENCE:
                left_out.append(name)
                continue
            answers = {server: ask(client, address, query)[1] for server, address in servers.items()}
            if len({str(answer) for answer in answers.values()}) > 1:
                sizes = {server: len(answer) for server, answer in answers.items()}
                raise SystemExit(f"the servers answer {name} differently; rows: {sizes}")
            best[name] = dict.fromkeys(servers, math.inf)
        for _ in range(rounds):
            for name, times in best.items():
                for server, address in servers.items():
                    times[server] = min(times[server], ask(client, address, queries[name])[0])
    return best, left_out


def geometric(values: list[float]) -> float:
    """Return the geometric mean."""
    return math.exp(statistics.fmean(math.log(value) for value in values))


def with_rdflib(data: Path, names: list[str], queries: Mapping[str, str]) -> dict[str, float]:
    """Return the best of two times of every query in rdflib, in process: without HTTP, to its favour."""
    import rdflib

    graph = rdflib.Graph()
    triples = {line.rsplit(" <", 1)[0] + " .\n" for line in data.read_text(encoding="utf-8").splitlines(keepends=True)}
    graph.parse(data="".join(sorted(triples)), format="nt")
    times = {}
    for name in names:
        took = []
        for _ in range(2):
            began = time.perf_counter()
            list(graph.query(queries[name]))
            took.append(time.perf_counter() - began)
            if took[0] > 20:
                break
        times[name] = min(took)
        print(f"  rdflib {name}: {times[name]:.3f} s", flush=True)
    return times


async def load_test(address: str, clients: int, seconds: float, queries: list[str]) -> tuple[list[float], int]:
    """Return the times of all answers that many clients got, and the number of errors."""
    times: list[float] = []
    errors = 0
    end = time.perf_counter() + seconds

    async def one(seed: int) -> None:
        nonlocal errors
        draw = random.Random(seed)
        while time.perf_counter() < end:
            async with httpx.AsyncClient(timeout=60) as client:
                for _ in range(50):
                    if time.perf_counter() >= end:
                        return
                    began = time.perf_counter()
                    try:
                        answer = await client.post(address, data={"query": draw.choice(queries)}, headers=ACCEPT)
                        errors += answer.status_code != 200
                    except httpx.HTTPError:
                        errors += 1
                    times.append(time.perf_counter() - began)

    await asyncio.gather(*(one(seed) for seed in range(clients)))
    return times, errors


def main() -> int:
    """Measure, print, and with --write put the tables into the page."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--write", action="store_true", help="write the tables into docs/benchmarks.md")
    parser.add_argument("--large", type=int, default=10_000)
    parser.add_argument("--small", type=int, default=1_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--clients", type=int, default=64)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--keep", type=Path, help="a folder that keeps the synthetic datasets")
    options = parser.parse_args()
    queries = asked()
    blocks: list[str] = []
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.keep or Path(temporary)
        sizes = {}
        for cases in (options.small, options.large):
            target = folder / f"{cases}.nq"
            if not target.is_file():
                corpus.write(cases, target)
            with target.open("rb") as lines:
                sizes[cases] = sum(1 for _ in lines)
        large = folder / f"{options.large}.nq"
        with ExitStack() as stack:
            servers = {
                "kg": stack.enter_context(ours(large, 8131)),
                "oxigraph": stack.enter_context(oxigraph(large, 8132)),
            }
            best, left_out = compare(servers, queries, options.rounds)
        blocks.append(_table(best, left_out, queries, options.large, sizes[options.large], options.rounds))
        print(blocks[-1], flush=True)
        small = folder / f"{options.small}.nq"
        with ours(small, 8131) as address:
            names = [name for name in best if name in ANALYTIC or walks_regions(queries[name])]
            with httpx.Client(timeout=120) as client:
                mine = {
                    name: min(ask(client, address, queries[name])[0] for _ in range(options.rounds)) for name in names
                }
            rdflib_times = with_rdflib(small, names, queries)
            ratio = geometric([rdflib_times[name] / mine[name] for name in names])
            size = f"{options.small:,} cases ({sizes[options.small]:,} quads)"
            blocks.append(
                f"At {size}, over the {len(names)} analytic and region queries, `kg serve` over HTTP answers "
                f"**{ratio:.0f} times** as fast as rdflib in process (geometric mean)."
            )
            print(blocks[-1], flush=True)
            quick = [query for name, query in queries.items() if mine.get(name, 1) < 0.05]
            times, errors = asyncio.run(load_test(address, options.clients, options.seconds, quick))
        times.sort()
        median, late = statistics.median(times), times[int(len(times) * 0.99)]
        blocks.append(
            f"{options.clients} clients for {options.seconds:.0f} seconds at {options.small:,} cases: {len(times):,} "
            f"answers, **{errors} errors**, median {median * 1000:.0f} ms, 99th percentile {late * 1000:.0f} ms "
            f"(**{late / median:.1f} times** the median), slowest {times[-1] * 1000:.0f} ms."
        )
        print(blocks[-1])
    if options.write:
        versions = ", ".join(
            f"{name} {metadata.version(name)}" for name in ("pyoxigraph", "oxigraph", "rdflib", "starlette", "uvicorn")
        )
        machine = f"{platform.system()} {platform.machine()}, {os.cpu_count()} processors"
        machine += f", load average {os.getloadavg()[2]:.0f}"
        setting = f"{machine}, Python {platform.python_version()}; {versions}"
        text = PAGE.read_text(encoding="utf-8")
        PAGE.write_text(between_markers(text, "endpoint", "\n\n".join([setting, *blocks])), encoding="utf-8")
    return 0


def _table(
    best: Mapping[str, Mapping[str, float]],
    left_out: list[str],
    queries: Mapping[str, str],
    cases: int,
    quads: int,
    rounds: int,
) -> str:
    rows = ["| query | kg serve, ms | oxigraph, ms | ratio |", "|---|---:|---:|---:|"]
    ratios = {name: times["kg"] / times["oxigraph"] for name, times in best.items()}
    for name, times in best.items():
        mark = " *" if walks_regions(queries[name]) else ""
        rows.append(
            f"| {name}{mark} | {times['kg'] * 1000:.1f} | {times['oxigraph'] * 1000:.1f} | {ratios[name]:.2f} |"
        )
    regions = [ratio for name, ratio in ratios.items() if walks_regions(queries[name])]
    to_one = [ratio for name, ratio in ratios.items() if name in ANALYTIC and "partOf* region:" in queries[name]]
    head = (
        f"{cases:,} cases, {quads:,} quads; the best of {rounds} interleaved rounds. Geometric mean of the ratios: "
        f"all {len(ratios)} queries **{geometric(list(ratios.values())):.2f}**; the {len(regions)} that walk up the "
        f"regions (*) **{geometric(regions):.2f}**, of which the {len(to_one)} analytic ones up to one region "
        f"**{geometric(to_one):.2f}**."
    )
    missing = ", ".join(left_out) or "none"
    tail = f"Left out, since the oxigraph server takes more than {PATIENCE:.0f} s: {missing}."
    return "\n\n".join([head, "\n".join(rows), tail])


if __name__ == "__main__":
    sys.exit(main())
